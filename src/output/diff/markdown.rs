//! A comparison as a comment on a pull request: Markdown with headings, tables and folded lists.

use super::closing::closing;
use super::money::signed;
use super::pretty::heading;
use super::words::{self, arrow, benefit_name, days_text, say};
use super::{impact, touched};
use crate::batch::Keys;
use crate::diagnostic::Lang;
use crate::diff::{CaseChange, Comparison, Impact, Kind, Touched};
use crate::identity::Audience;
use crate::output::markdown::line;
use crate::plan::Plan;

/// Most cases of a kind that a comment lists; a comment has a greatest length.
const CASES_LISTED: usize = 100;

/// All that is known, the closing line first; `plan` is that of the new version.
pub fn markdown(comparison: &Comparison, plan: &Plan, audience: impl Into<Audience>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let mut text = format!("### {}\n\n", heading(&comparison.old, &comparison.new, lang));
    text += &format!("**{}**\n", closing(comparison, lang));
    if !comparison.edits.is_empty() {
        text += &title("改了什么", "What the edit says", lang);
        text.extend(comparison.edits.iter().map(|edit| format!("- {}\n", edit.sentence(lang))));
    }
    if let Some(found) = &comparison.impact {
        text += &title("可能影响哪些情形", "Which cases it can touch", lang);
        text.extend(days_text(found, lang).map(|days| format!("{days}\n\n")));
        text += &of_impact(comparison, found, plan, lang);
    }
    if let Some(found) = &comparison.touched {
        let month = found.month;
        text +=
            &title(&format!("名单里影响到谁（{month}）"), &format!("Whom it touches in the case file ({month})"), lang);
        text += &of_touched(found, Keys { plan, audience }, lang);
    }
    text
}

fn title(zh: &str, en: &str, lang: Lang) -> String {
    format!("\n#### {}\n\n", say(lang, zh, en))
}

/// A table with its header; the columns of figures are set to the right.
pub(in crate::output) fn table(header: &[&str], right: &[usize], rows: impl Iterator<Item = Vec<String>>) -> String {
    let cells: Vec<String> = header.iter().map(|cell| cell.to_string()).collect();
    let rule: Vec<String> =
        (0..header.len()).map(|column| if right.contains(&column) { "---:" } else { "---" }.to_string()).collect();
    let mut text = line(&cells) + &line(&rule);
    text.extend(rows.map(|cells| line(&cells)));
    text
}

fn of_impact(comparison: &Comparison, found: &Impact, plan: &Plan, lang: Lang) -> String {
    let header = match lang {
        Lang::Zh => ["补贴", "结论", "下面各条都要"],
        Lang::En => ["benefit", "verdict", "what all lines require"],
    };
    let verdicts = found.benefits.iter().map(|benefit| {
        let common = if benefit.common.is_empty() { String::new() } else { impact::conditions(&benefit.common, lang) };
        vec![benefit.name.clone(), words::verdict(benefit.verdict, lang).to_string(), common]
    });
    let mut text = table(&header, &[], verdicts);
    if !found.lines.is_empty() {
        let header = match lang {
            Lang::Zh => ["", "补贴", "当", "原来", "现在", "变化", "例"],
            Lang::En => ["", "benefit", "when", "before", "after", "change", "example"],
        };
        let rows = impact::shown(found).map(|(index, line)| {
            let knock_on = if line.knock_on { say(lang, "（连带）", " (knock-on)") } else { "" };
            let mut example = impact::witness(line, plan, lang);
            if comparison.blind_spots.contains(&index) {
                example += &format!("{}{}", say(lang, "；", "; "), impact::no_case(lang));
            }
            vec![
                (index + 1).to_string(),
                line.benefit.clone(),
                impact::conditions(&line.conditions, lang),
                line.before.get(lang).to_string(),
                line.after.get(lang).to_string(),
                format!("{}{knock_on}", words::direction(line.direction, lang)),
                example,
            ]
        });
        text += &format!("\n{}", table(&header, &[0], rows));
        text += &impact::more(found, lang).map(|more| format!("\n{more}\n")).unwrap_or_default();
    }
    if !found.undecided.is_empty() {
        let header = match lang {
            Lang::Zh => ["未能判定", "算不出的式子", "当"],
            Lang::En => ["undecided", "expression", "when"],
        };
        let rows = found.undecided.iter().map(|undecided| {
            let conditions = impact::conditions(&undecided.conditions, lang);
            vec![undecided.benefit.clone(), undecided.expression.clone(), conditions]
        });
        text += &format!("\n{}", table(&header, &[], rows));
    }
    text
}

fn of_touched(found: &Touched, keys: Keys<'_>, lang: Lang) -> String {
    let mut text: String = touched::overview(found, lang).iter().map(|line| format!("- {line}\n")).collect();
    if found.cases.is_empty() {
        return text;
    }
    let header = match lang {
        Lang::Zh => ["补贴", "原因", "依据", "人数", "每月", "例"],
        Lang::En => ["benefit", "cause", "clauses", "people", "a month", "example"],
    };
    let causes = found.causes.iter().map(|group| {
        vec![
            benefit_name(found, group.benefit).to_string(),
            group.cause.text.get(lang).to_string(),
            group.cause.clauses.join(say(lang, "、", ", ")),
            group.cases.to_string(),
            touched::cause_money(group, lang),
            touched::example(found, group, keys, lang).unwrap_or_default(),
        ]
    });
    text += &format!("\n{}", table(&header, &[3, 4], causes));
    for kind in Kind::ALL.into_iter().filter(|kind| found.count(*kind) > 0) {
        text += &folded(found, kind, keys, lang);
    }
    text
}

/// The cases of one kind, folded.
fn folded(found: &Touched, kind: Kind, keys: Keys<'_>, lang: Lang) -> String {
    let (cases, word) = (found.count(kind), words::kind(kind, lang));
    let header = match lang {
        Lang::Zh => ["编号", "补贴", "原来 → 现在", "每月差额", "原因"],
        Lang::En => ["case", "benefit", "before → after", "difference", "cause"],
    };
    let rows = found.of(kind).take(CASES_LISTED).flat_map(|case| rows(found, case, keys, lang));
    let summary = if lang == Lang::Zh { format!("{word} {cases} 人") } else { format!("{word}: {cases}") };
    let mut text = format!("\n<details>\n<summary>{summary}</summary>\n\n{}", table(&header, &[3], rows));
    if let Some(more) = cases.checked_sub(CASES_LISTED).filter(|more| *more > 0) {
        text += &match lang {
            Lang::Zh => format!("\n另有 {more} 人未列出；用 --format csv 全部列出\n"),
            Lang::En => format!("\n{more} more are not shown; list all with --format csv\n"),
        };
    }
    text + "\n</details>\n"
}

fn rows(found: &Touched, case: &CaseChange, keys: Keys<'_>, lang: Lang) -> Vec<Vec<String>> {
    case.changes
        .iter()
        .map(|change| {
            vec![
                keys.shown(&case.key),
                benefit_name(found, change.benefit).to_string(),
                arrow(change, lang),
                change.difference().map(signed).unwrap_or_default(),
                words::cause(&change.cause, lang),
            ]
        })
        .collect()
}
