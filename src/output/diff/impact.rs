//! What an edit does to every possible case, in lines of text. Other formats lay the same pieces out otherwise.

use super::words::{self, say, standing};
use crate::diagnostic::{Lang, Message};
use crate::diff::{Comparison, Impact, ImpactLine};
use crate::plan::Plan;

/// How many lines are shown for reading; JSON has them all.
const LINES_SHOWN: usize = 20;

/// The section for a terminal.
pub(super) fn text(comparison: &Comparison, impact: &Impact, plan: &Plan, lang: Lang) -> String {
    let mut text = String::new();
    for benefit in &impact.benefits {
        text += &format!("  {}{}{}\n", benefit.name, say(lang, "：", ": "), words::verdict(benefit.verdict, lang));
        if !benefit.common.is_empty() {
            let always = say(lang, "都要：", "always: ");
            text += &format!("    {always}{}\n", conditions(&benefit.common, lang));
        }
    }
    for (index, line) in impact.lines.iter().enumerate().take(LINES_SHOWN) {
        let number = index + 1;
        let knock_on = if line.knock_on { say(lang, "（连带）", " (knock-on)") } else { "" };
        text += &format!("  {number}. {}　{}{knock_on}\n", line.benefit, words::direction(line.direction, lang));
        let when = if line.conditions.is_empty() { "" } else { say(lang, "当 ", "when ") };
        text += &format!("     {when}{}\n", conditions(&line.conditions, lang));
        text += &format!("     {} → {}\n", line.before.get(lang), line.after.get(lang));
        text += &format!("     {}{}\n", say(lang, "例：", "example: "), witness(line, plan, lang));
        if comparison.blind_spots.contains(&index) {
            text += &format!("     {}\n", no_case(lang));
        }
    }
    text += &more(impact, lang).map(|more| format!("  {more}\n")).unwrap_or_default();
    for undecided in &impact.undecided {
        let conditions = conditions(&undecided.conditions, lang);
        text += &match lang {
            Lang::Zh => {
                format!("  未能判定　{}：算不出 {}（当 {conditions}）\n", undecided.benefit, undecided.expression)
            }
            Lang::En => format!("  undecided  {}: {} (when {conditions})\n", undecided.benefit, undecided.expression),
        };
    }
    text
}

/// That the case file has no case of a line.
pub(super) fn no_case(lang: Lang) -> &'static str {
    say(lang, "名单里没有这种情形", "the case file has no such case")
}

/// How many lines are not shown.
pub(super) fn more(impact: &Impact, lang: Lang) -> Option<String> {
    let more = impact.lines.len().checked_sub(LINES_SHOWN).filter(|more| *more > 0)?;
    Some(match lang {
        Lang::Zh => format!("另有 {more} 条未列出；用 --format json 全部列出"),
        Lang::En => format!("{more} more are not shown; list all with --format json"),
    })
}

/// The lines shown for reading, with their place.
pub(super) fn shown(impact: &Impact) -> impl Iterator<Item = (usize, &ImpactLine)> {
    impact.lines.iter().enumerate().take(LINES_SHOWN)
}

/// All conditions; none hold for everybody.
pub(in crate::output) fn conditions(conditions: &[Message], lang: Lang) -> String {
    if conditions.is_empty() {
        return say(lang, "任何情形", "always").to_string();
    }
    let texts: Vec<&str> = conditions.iter().map(|condition| condition.get(lang)).collect();
    texts.join(say(lang, "，且 ", ", and "))
}

/// The month, the facts that the conditions mention, and what each version makes of them.
pub(super) fn witness(line: &ImpactLine, plan: &Plan, lang: Lang) -> String {
    let witness = &line.witness;
    let headers = mentioned(&line.conditions, plan);
    let facts: Vec<String> = witness
        .cells
        .iter()
        .filter(|(header, _)| headers.contains(&header.as_str()))
        .map(|(header, cell)| {
            let cell = if cell.is_empty() { say(lang, "空白", "blank") } else { cell };
            format!("{header} {cell}")
        })
        .collect();
    let (comma, joint, colon) = if lang == Lang::Zh { ("，", "、", "：") } else { (", ", ", ", ": ") };
    let facts = if facts.is_empty() { String::new() } else { format!("{comma}{}", facts.join(joint)) };
    let (before, after) = (&witness.before, &witness.after);
    let (before, after) = (standing(before.status, before.amount, lang), standing(after.status, after.amount, lang));
    format!("{}{facts}{colon}{before} → {after}", witness.month)
}

/// The headers of the facts that some conditions name in the policy's words.
fn mentioned<'p>(conditions: &[Message], plan: &'p Plan) -> Vec<&'p str> {
    let names = |word: &str| conditions.iter().any(|condition| has_word(&condition.zh, word));
    let mut headers = Vec::new();
    for register in &plan.registers {
        if names(&register.name) {
            headers.push(register.listed_header.as_str());
        }
        for column in &register.columns {
            let full = format!("{}.{}", register.name, column.name);
            if names(&full) || (register.is_key() && names(&column.name)) {
                headers.push(column.headers.first().unwrap_or(&column.name));
            }
        }
    }
    headers
}

/// Whether a text has a name that is not part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(goes_on) && !after.is_some_and(goes_on)
    })
}
