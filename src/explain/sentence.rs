//! Reasons in words.

use super::reason::{FactShown, Reason, Side};
use super::show::{amount_text, range_text};
use crate::diagnostic::Lang;
use crate::eval::Value;

impl Reason {
    /// What the reason is about with its clauses, without the values of one case: for counting.
    pub fn heading(&self, lang: Lang) -> String {
        with_clauses(self.topic(lang), self.clauses(), lang)
    }

    /// What the reason is about, without clauses and without the values of one case.
    pub fn topic(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Reason::Meets { .. } => if zh { "符合条件" } else { "requirements met" }.to_string(),
            Reason::Rate { .. } => if zh { "标准" } else { "rate" }.to_string(),
            Reason::Unmet { label, .. } if zh => format!("不符合“{label}”"),
            Reason::Unmet { label, .. } => format!("`{label}` not met"),
            Reason::Excluded { words, .. } => words.to_string(),
            Reason::Weighed { winner, .. } if zh => format!("择高，保留{}", names(winner, "、")),
            Reason::Weighed { winner, .. } => format!("higher of two: {} stays", names(winner, ", ")),
            Reason::ToppedUp { other, .. } if zh => format!("与{other}补差"),
            Reason::ToppedUp { other, .. } => format!("top-up to {other}"),
            Reason::Capped { .. } => if zh { "封顶" } else { "cap" }.to_string(),
            Reason::Deemed { fact, .. } if zh => format!("{fact}视为"),
            Reason::Deemed { fact, .. } => format!("{fact} is deemed"),
            Reason::Missing { .. } => if zh { "待核实" } else { "to be verified" }.to_string(),
            Reason::Alert { name, .. } if zh => format!("提示：{name}"),
            Reason::Alert { name, .. } => format!("note: {name}"),
        }
    }

    /// One sentence with its clauses.
    pub fn text(&self, lang: Lang) -> String {
        with_clauses(self.words(lang), self.clauses(), lang)
    }

    /// One sentence without clauses.
    pub fn words(&self, lang: Lang) -> String {
        if lang == Lang::Zh { self.zh() } else { self.en() }
    }

    fn zh(&self) -> String {
        match self {
            Reason::Meets { .. } => "符合条件".to_string(),
            Reason::Rate { row: Some(row), amount, .. } => format!("标准：{row}，{} 元/月", amount_text(*amount)),
            Reason::Rate { row: None, amount, .. } => format!("标准：{} 元/月", amount_text(*amount)),
            Reason::Unmet { label, facts, .. } => format!("不符合“{label}”{}", shown("：", facts, "、")),
            Reason::Excluded { words, facts, .. } => format!("{words}{}", shown("：", facts, "、")),
            Reason::Weighed { winner, rival, .. } => {
                let word = if winner.total == rival.total { "等于" } else { "高于" };
                format!("择高：{} {word} {}，保留{}", sum(winner), sum(rival), names(winner, "、"))
            }
            Reason::ToppedUp { other, other_amount, paid, .. } => {
                format!("补差：已领{other} {} 元/月，本项补 {} 元/月", amount_text(*other_amount), amount_text(*paid))
            }
            Reason::Capped { limit, paid, .. } => {
                format!("封顶 {} 元/月，本项发 {} 元/月", amount_text(*limit), amount_text(*paid))
            }
            Reason::Deemed { fact, value, .. } => format!("{fact}视为 {value}"),
            Reason::Missing { facts, amount, .. } => {
                let (least, most) = (range_text(Value::known(amount.lo)), range_text(Value::known(amount.hi)));
                format!("待核实：缺 {}；最少 {least} 元/月，最多 {most} 元/月", facts.join("、"))
            }
            Reason::Alert { name, says, .. } => match says {
                Some(says) => format!("提示：{name}，{says}"),
                None => format!("提示：{name}"),
            },
        }
    }

    fn en(&self) -> String {
        match self {
            Reason::Meets { .. } => "requirements met".to_string(),
            Reason::Rate { row: Some(row), amount, .. } => format!("rate: {row}, {} yuan/month", amount_text(*amount)),
            Reason::Rate { row: None, amount, .. } => format!("rate: {} yuan/month", amount_text(*amount)),
            Reason::Unmet { label, facts, .. } => format!("`{label}` not met{}", shown(": ", facts, ", ")),
            Reason::Excluded { words, facts, .. } => format!("excluded: {words}{}", shown(": ", facts, ", ")),
            Reason::Weighed { winner, rival, .. } => {
                let word = if winner.total == rival.total { "equals" } else { "is more than" };
                format!("higher of two: {} {word} {}; {} stays", sum(winner), sum(rival), names(winner, ", "))
            }
            Reason::ToppedUp { other, other_amount, paid, .. } => format!(
                "top-up: {other} {} yuan/month is drawn, {} yuan/month is added",
                amount_text(*other_amount),
                amount_text(*paid)
            ),
            Reason::Capped { limit, paid, .. } => {
                format!("cap of {} yuan/month: {} is paid", amount_text(*limit), amount_text(*paid))
            }
            Reason::Deemed { fact, value, .. } => format!("{fact} is deemed {value}"),
            Reason::Missing { facts, amount, .. } => {
                let (least, most) = (range_text(Value::known(amount.lo)), range_text(Value::known(amount.hi)));
                format!("to be verified: {}; at least {least}, at most {most} yuan/month", facts.join(", "))
            }
            Reason::Alert { name, says, .. } => match says {
                Some(says) => format!("note: {name}, {says}"),
                None => format!("note: {name}"),
            },
        }
    }
}

/// `护理补贴 90 + 生活补贴 80 = 170`
fn sum(side: &Side) -> String {
    let parts: Vec<String> =
        side.benefits.iter().map(|(name, amount)| format!("{name} {}", amount_text(*amount))).collect();
    match parts.as_slice() {
        [] => "0".to_string(),
        [only] => only.clone(),
        several => format!("{} = {}", several.join(" + "), amount_text(side.total)),
    }
}

fn names(side: &Side, joint: &str) -> String {
    let names: Vec<&str> = side.benefits.iter().map(|(name, _)| &**name).collect();
    names.join(joint)
}

fn shown(colon: &str, facts: &[FactShown], joint: &str) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let list: Vec<String> = facts.iter().map(|fact| format!("{} {}", fact.name, fact.value)).collect();
    format!("{colon}{}", list.join(joint))
}

fn with_clauses(words: String, clauses: &[String], lang: Lang) -> String {
    match (clauses.is_empty(), lang) {
        (true, _) => words,
        (false, Lang::Zh) => format!("{words}（{}）", clauses.join("、")),
        (false, Lang::En) => format!("{words} ({})", clauses.join(", ")),
    }
}
