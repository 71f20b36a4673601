//! Readings for the terminal.

use super::words::{self, option, title};
use super::{Bearing, Choice, Readings};
use crate::batch::Keys;
use crate::diagnostic::Lang;
use crate::diff::{Impact, ImpactLine, Verdict};
use crate::identity::Audience;
use crate::output::diff::impact::conditions;
use crate::output::diff::words::{say, verdict};

/// How many lines are shown of whom an option can touch; JSON has them all.
const LINES_SHOWN: usize = 5;

/// What changes in the case file, option by option; without one whom each option can touch. What does not matter comes
/// last, in brief.
pub fn pretty(readings: Readings<'_>, audience: impl Into<Audience>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let mut text = format!("{}\n", head(readings, lang));
    let mut last = None;
    for choice in readings.main() {
        if last != Some(choice.alternative.reading) {
            text += &format!("\n■ {}\n", title(choice, lang));
            text += &format!("  {}\n", option(say(lang, "现选", "chosen"), choice.chosen_index(), choice, lang));
            last = Some(choice.alternative.reading);
        }
        text += &format!("  {}\n", option(say(lang, "改选", "instead"), choice.alternative.option, choice, lang));
        text += &of_weights(choice, audience);
        text.extend(choice.impact.map(|impact| of_impact(impact, lang)));
    }
    for bearing in [Bearing::Possible, Bearing::Equivalent, Bearing::Aside] {
        if bearing != Bearing::Possible || readings.weighing.is_some() {
            text += &brief(readings, bearing, lang);
        }
    }
    format!("{text}\n{}\n", closing(readings, lang))
}

pub(super) fn head(readings: Readings<'_>, lang: Lang) -> String {
    let name = &readings.plan.policy.name;
    match readings.weighing {
        Some(weighing) => {
            let (month, whole) = (weighing.month, words::whole(weighing, lang));
            format!("{name}{}{month}{}{whole}", say(lang, "　", ", "), say(lang, "，", ", "))
        }
        None => name.clone(),
    }
}

fn of_weights(choice: Choice<'_>, audience: Audience) -> String {
    let lang = audience.lang;
    let touched = choice.benefits().into_iter().filter_map(|(name, weight)| Some((name, weight?)));
    let mut lines: Vec<String> = touched
        .filter(|(_, weight)| weight.cases() > 0)
        .map(|(name, weight)| {
            format!(
                "    {name}{}{}\n",
                say(lang, "：", ": "),
                words::weight(weight, Keys { plan: choice.plan, audience }, lang)
            )
        })
        .collect();
    // one benefit says it all
    if let (Some(weighed), 2..) = (choice.weighed, lines.len()) {
        lines.push(format!("    {}\n", words::total(weighed, lang)));
    }
    lines.concat()
}

/// Whom an option can touch: the verdict on each benefit, and the first lines.
fn of_impact(impact: &Impact, lang: Lang) -> String {
    let mut text = String::from(say(lang, "    可能影响的情形\n", "    whom it can touch\n"));
    for benefit in impact.benefits.iter().filter(|benefit| benefit.verdict != Verdict::Equivalent) {
        let all = if benefit.common.is_empty() {
            String::new()
        } else {
            format!("{}{}", say(lang, "；都要 ", "; always "), conditions(&benefit.common, lang))
        };
        let colon = say(lang, "：", ": ");
        text += &format!("      {}{colon}{}{all}\n", benefit.name, verdict(benefit.verdict, lang));
    }
    for line in impact.lines.iter().take(LINES_SHOWN) {
        text += &format!("      · {}\n", of_line(line, lang));
    }
    match (impact.lines.len().saturating_sub(LINES_SHOWN), lang) {
        (0, _) => {}
        (more, Lang::Zh) => text += &format!("      另有 {more} 条；用 --format json 全部列出\n"),
        (more, Lang::En) => text += &format!("      {more} more; list all with --format json\n"),
    }
    text
}

/// `护理补贴　不享受 → 90 元/月：残疾等级 为 一级`
pub(super) fn of_line(line: &ImpactLine, lang: Lang) -> String {
    let (before, after, when) = (line.before.get(lang), line.after.get(lang), conditions(&line.conditions, lang));
    let (space, colon) = (say(lang, "　", "  "), say(lang, "：", ": "));
    format!("{}{space}{before} → {after}{colon}{when}", line.benefit)
}

/// Options of one bearing, a line each.
fn brief(readings: Readings<'_>, bearing: Bearing, lang: Lang) -> String {
    let choices = readings.of(bearing);
    if choices.is_empty() {
        return String::new();
    }
    let mut text = format!("\n■ {}\n", words::heading(bearing, readings.weighing.is_some(), lang));
    text.extend(choices.into_iter().map(|choice| format!("  {}\n", in_brief(choice, lang))));
    text
}

/// `外区证件：只作提示 → 不予认定（护理补贴、生活补贴）`
pub(super) fn in_brief(choice: Choice<'_>, lang: Lang) -> String {
    let (chosen, option) = (choice.chosen(), choice.option());
    let arrow = format!("{}{}{chosen} → {option}", choice.reading.name, say(lang, "：", ": "));
    let names: Vec<&str> = match choice.bearing() {
        Bearing::Possible => choice.benefits().into_iter().map(|(name, _)| name).collect(),
        _ => Vec::new(),
    };
    match (names.is_empty(), lang) {
        (true, _) => arrow,
        (false, Lang::Zh) => format!("{arrow}（{}）", names.join("、")),
        (false, Lang::En) => format!("{arrow} ({})", names.join(", ")),
    }
}

/// One line that sums up.
pub fn closing(readings: Readings<'_>, lang: Lang) -> String {
    let all = readings.plan.policy.readings.len();
    let has_cases = readings.weighing.is_some();
    let kinds = [Bearing::Touches, Bearing::Possible, Bearing::Equivalent, Bearing::Aside].into_iter();
    let parts: Vec<String> = kinds
        .map(|bearing| (readings.of(bearing).len(), words::heading(bearing, has_cases, lang)))
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| match lang {
            Lang::Zh => format!("{words} {number} 种"),
            Lang::En => format!("{words}: {number}"),
        })
        .collect();
    let options = readings.alternatives.len();
    let text = match (lang, all) {
        (Lang::Zh, 0) => "这份政策没有口径".to_string(),
        (Lang::En, 0) => "the policy has no reading".to_string(),
        (Lang::Zh, _) => format!("口径 {all} 个，可改选 {options} 种：{}", parts.join("；")),
        (Lang::En, _) => format!("{all} readings, {options} options not chosen: {}", parts.join("; ")),
    };
    match readings.weighing.and_then(|weighing| words::still_open(weighing, lang)) {
        Some(open) => format!("{open}\n{text}"),
        None => text,
    }
}
