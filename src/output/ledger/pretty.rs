//! The ledger for the terminal: summary, totals, and what is still open, entry by entry.

use super::LedgerReport;
use super::words::{because, closing, months_shown, summary, totals};
use crate::diagnostic::Lang;
use crate::explain::amount_text;
use crate::identity::Audience;
use crate::ledger::{Entry, FindingKind, LedgerColumn, kind_word};
use crate::output::diff::words::say;

/// `width` in columns of the terminal.
pub fn pretty(report: LedgerReport<'_>, audience: impl Into<Audience>, width: Option<u16>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let mut text = format!("{} {}\n", say(lang, "问题台账", "Problem ledger"), report.months());
    let summary = summary(report, lang);
    if !summary.rows.is_empty() {
        text += &format!("\n{}", summary.table(lang, width));
    }
    text += "\n";
    text.extend(totals(report, lang).iter().map(|line| format!("{line}\n")));
    text.extend(report.open().map(|entry| format!("\n{}", shown(report, entry, audience))));
    format!("{text}\n{}\n", closing(report, lang))
}

/// What, who and how much; then why, and who has to do what.
fn shown(report: LedgerReport<'_>, entry: &Entry, audience: Audience) -> String {
    let lang = audience.lang;
    let kept = entry.kept.iter().enumerate().map(|(index, cell)| (LedgerColumn::Kept(index), cell.clone()));
    let who = [(LedgerColumn::Key, entry.key.clone())].into_iter().chain(kept);
    let mut head = vec![entry.number.clone(), kind_word(entry.kind, lang).to_string()];
    head.extend(who.map(|(column, cell)| report.shown(column, cell, audience)));
    head.extend([entry.benefit.clone(), months(entry, lang)]);
    head.extend(money(entry, lang));
    head.push(entry.state.clone());
    head.retain(|part| !part.is_empty());
    let mut lines = vec![head.join("  "), format!("    {}", because(entry, lang))];
    let to_do: Vec<&str> =
        [&entry.tell, &entry.action].map(String::as_str).into_iter().filter(|part| !part.is_empty()).collect();
    let to_do = to_do.join(say(lang, "：", ": "));
    let further = [&entry.notes, &to_do, &entry.remark].into_iter().filter(|line| !line.is_empty());
    lines.extend(further.map(|line| format!("    {line}")));
    lines.join("\n") + "\n"
}

fn months(entry: &Entry, lang: Lang) -> String {
    let (shown, count) = (months_shown(entry), entry.months.len());
    match lang {
        _ if count == 1 => shown,
        Lang::Zh => format!("{shown}（{count} 个月）"),
        Lang::En => format!("{shown} ({count} months)"),
    }
}

/// What is to be paid or to be paid back; of a wrong amount, what it is made of.
fn money(entry: &Entry, lang: Lang) -> Option<String> {
    let difference = entry.difference().filter(|difference| *difference != 0)?;
    let (zh, en) = if difference > 0 { ("应补", "to be paid") } else { ("应退", "to be paid back") };
    let [due, paid, amount] = [entry.due()?, entry.paid()?, difference.saturating_abs()].map(amount_text);
    Some(match (entry.kind == FindingKind::WrongAmount, lang) {
        (true, Lang::Zh) => format!("应发 {due}，实发 {paid}，{zh} {amount} 元"),
        (true, Lang::En) => format!("{due} due, {paid} paid: {amount} yuan {en}"),
        (false, Lang::Zh) => format!("{zh} {amount} 元"),
        (false, Lang::En) => format!("{amount} yuan {en}"),
    })
}
