//! The standing words of a comparison in two languages.

use crate::calendar::Status;
use crate::diagnostic::Lang;
use crate::diff::{BenefitChange, Cause, Direction, Impact, Kind, Touched, Verdict};
use crate::explain::{range_text, status_text};
use crate::value::Value;

/// One of two wordings.
pub(in crate::output) fn say<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::Zh { zh } else { en }
}

pub(super) fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Lost => say(lang, "丧失", "lost"),
        Kind::Less => say(lang, "减", "less"),
        Kind::Open => say(lang, "待核实", "to be verified"),
        Kind::Shifted => say(lang, "此增彼减", "shifted"),
        Kind::More => say(lang, "增", "more"),
        Kind::Gained => say(lang, "新享受", "newly entitled"),
    }
}

pub(in crate::output) fn direction(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::Gain => say(lang, "新享受", "newly entitled"),
        Direction::More => say(lang, "增", "more"),
        Direction::Less => say(lang, "减", "less"),
        Direction::Loss => say(lang, "丧失", "lost"),
    }
}

pub(in crate::output) fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Equivalent => say(lang, "等价（已证明）", "equivalent (proved)"),
        Verdict::OnlyMore => say(lang, "只增", "only more"),
        Verdict::OnlyLess => say(lang, "只减", "only less"),
        Verdict::MoreAndLess => say(lang, "有增有减", "more and less"),
        Verdict::Undecided => say(lang, "未能判定", "undecided"),
    }
}

/// `90 元/月`, `不享受`, `待核实 0–90 元/月`.
pub(in crate::output) fn standing(status: Status, amount: Value, lang: Lang) -> String {
    let unit = say(lang, "元/月", "yuan/month");
    match status {
        Status::Entitled => format!("{} {unit}", range_text(amount)),
        Status::NotEntitled => status_text(status, lang).to_string(),
        Status::Undetermined => format!("{} {} {unit}", status_text(status, lang), range_text(amount)),
    }
}

/// What a version without the benefit makes of it.
pub(super) fn no_benefit(lang: Lang) -> &'static str {
    say(lang, "没有这项", "no such benefit")
}

/// `90 元/月 → 不享受`
pub(super) fn arrow(change: &BenefitChange, lang: Lang) -> String {
    let [before, after] = [&change.before, &change.after].map(|side| {
        side.as_ref().map_or_else(|| no_benefit(lang).to_string(), |side| standing(side.status, side.amount, lang))
    });
    format!("{before} → {after}")
}

/// The cause with its clauses.
pub(super) fn cause(cause: &Cause, lang: Lang) -> String {
    let text = cause.text.get(lang);
    match (cause.clauses.is_empty(), lang) {
        (true, _) => text.to_string(),
        (false, Lang::Zh) => format!("{text}（{}）", cause.clauses.join("、")),
        (false, Lang::En) => format!("{text} ({})", cause.clauses.join(", ")),
    }
}

pub(super) fn benefit_name(touched: &Touched, benefit: usize) -> &str {
    touched.benefits.get(benefit).map(|benefit| benefit.name.as_str()).unwrap_or_default()
}

/// A list in the marks of the language.
pub(super) fn listed(items: &[String], lang: Lang) -> String {
    items.join(say(lang, "，", ", "))
}

/// Which days are compared, where the versions are not in force at the same time.
pub fn days_text(impact: &Impact, lang: Lang) -> Option<String> {
    let (from, until) = impact.days?;
    Some(match (lang, until) {
        (Lang::Zh, None) => format!("两版施行期不同，只比较都施行的日子：{from} 起"),
        (Lang::Zh, Some(until)) => format!("两版施行期不同，只比较都施行的日子：{from} 至 {until}"),
        (Lang::En, None) => format!("Only days on which both versions are in force are compared: from {from}"),
        (Lang::En, Some(until)) => {
            format!("Only days on which both versions are in force are compared: {from} to {until}")
        }
    })
}
