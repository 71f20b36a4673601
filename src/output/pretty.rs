//! Decisions as a table for the terminal, and the closing summary in words.

use super::{key_header, reason_text, total};
use crate::batch::{DecidedBenefit, DecidedCase, Summary, key_for};
use crate::calendar::Status;
use crate::diagnostic::Lang;
use crate::explain::{Reason, amount_text, range_text, status_text};
use crate::identity::Audience;
use crate::plan::Plan;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// Columns where there is no terminal to ask.
const PLAIN_WIDTH: u16 = 120;

/// A table with one line a case; `width` in columns of the terminal.
pub fn table(plan: &Plan, decided: &[DecidedCase], audience: impl Into<Audience>, width: Option<u16>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width.unwrap_or(PLAIN_WIDTH));
    let (sum, reasons) = if lang == Lang::Zh { ("合计", "理由") } else { ("total", "reasons") };
    let mut header = vec![key_header(plan)];
    header.extend(plan.policy.benefits.iter().map(|benefit| benefit.name.clone()));
    header.extend([sum.to_string(), reasons.to_string()]);
    table.set_header(header);
    for case in decided {
        let mut row = vec![key_for(plan, &case.key, audience)];
        row.extend(case.benefits.iter().map(|benefit| short(benefit, lang)));
        row.extend([total(case), reasons_of(plan, case, lang)]);
        table.add_row(row);
    }
    for column in 1..=plan.policy.benefits.len() + 1 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    format!("{}\n", table.trim_fmt())
}

fn short(benefit: &DecidedBenefit, lang: Lang) -> String {
    match benefit.status {
        Status::Entitled => amount_text(benefit.amount.lo),
        Status::NotEntitled => status_text(benefit.status, lang).to_string(),
        Status::Undetermined => format!("{} {}", status_text(benefit.status, lang), range_text(benefit.amount)),
    }
}

/// Reasons where something is not simply paid; the same reasons for several benefits are said once.
fn reasons_of(plan: &Plan, case: &DecidedCase, lang: Lang) -> String {
    let mut lines: Vec<(Vec<&str>, String)> = Vec::new();
    for (model, benefit) in plan.policy.benefits.iter().zip(&case.benefits) {
        let text = if benefit.status == Status::Entitled { hints(benefit, lang) } else { reason_text(benefit, lang) };
        if text.is_empty() {
            continue;
        }
        match lines.iter_mut().find(|(_, known)| *known == text) {
            Some((names, _)) => names.push(&model.name),
            None => lines.push((vec![&model.name], text)),
        }
    }
    let (list, colon) = if lang == Lang::Zh { ("、", "：") } else { (", ", ": ") };
    let shown: Vec<String> =
        lines.into_iter().map(|(names, text)| format!("{}{colon}{text}", names.join(list))).collect();
    shown.join("\n")
}

/// What an alert says about somebody who is paid.
fn hints(benefit: &DecidedBenefit, lang: Lang) -> String {
    let hints = benefit.reasons.iter().filter(|reason| matches!(reason, Reason::Alert { .. }));
    let texts: Vec<String> = hints.map(|reason| reason.text(lang)).collect();
    texts.join(if lang == Lang::Zh { "；" } else { "; " })
}

/// How many of the commonest reasons and missing facts are named.
const NAMED: usize = 5;

/// The closing summary.
pub fn summary_text(summary: &Summary, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let (rows, people) = (summary.rows, summary.people);
    let mut text = match (zh, rows == people) {
        (true, true) => format!("共 {people} 人。\n"),
        (true, false) => format!("共 {rows} 行，{people} 人。\n"),
        (false, true) => format!("{people} people.\n"),
        (false, false) => format!("{rows} rows, {people} people.\n"),
    };
    for benefit in &summary.benefits {
        let (entitled, not_entitled, undetermined) = (benefit.entitled, benefit.not_entitled, benefit.undetermined);
        let amount = amount_text(benefit.amount);
        text += &if zh {
            format!("{}：享受 {entitled}，不享受 {not_entitled}，待核实 {undetermined}；每月 {amount} 元", benefit.name)
        } else {
            format!(
                "{}: {entitled} entitled, {not_entitled} not, {undetermined} to be verified; {amount} yuan a month",
                benefit.name
            )
        };
        if benefit.most > benefit.amount && benefit.most < i64::MAX {
            let most = amount_text(benefit.most);
            text += &if zh {
                format!("，待核实的如果都符合，最多 {most} 元")
            } else {
                format!(", at most {most}")
            };
        }
        text += if zh { "。\n" } else { ".\n" };
    }
    let mut section = |title: &str, list: &[crate::batch::Counted]| {
        if list.is_empty() {
            return;
        }
        text += title;
        for counted in list.iter().take(NAMED) {
            let unit = if zh { " 人" } else { "" };
            text += &format!("  {}{unit}　{}\n", counted.people, counted.what);
        }
        if list.len() > NAMED {
            let more = list.len() - NAMED;
            text += &if zh { format!("  另有 {more} 种\n") } else { format!("  and {more} more\n") };
        }
    };
    section(if zh { "不享受的主要原因：\n" } else { "commonest reasons:\n" }, &summary.reasons);
    section(if zh { "最常缺的事实：\n" } else { "facts most often missing:\n" }, &summary.missing);
    text
}
