//! A case as a test in the policy's language: 用例 … 于 … { … 应当 … }.

use super::run::{ProvenCase, facts};
use crate::calendar::{Decision, Status};
use crate::check::model::{Column, Register, SlotKind, Type};
use crate::diagnostic::{Lang, Message};
use crate::eval::{Facts, NONE_MEMBER, NONE_TEXT, Value};
use crate::explain::literal_text;
use crate::format::quoted;
use crate::plan::Plan;
use crate::syntax::{Keyword, parse, word};

/// The test: every fact that the case gives and a benefit can hang on, and what is decided.
pub fn example_text(plan: &Plan, name: &str, case: &ProvenCase, decisions: &[Decision]) -> String {
    let lang = parse(&plan.source).keywords;
    let is = word(Keyword::kw_is, lang);
    let mut lines = Vec::new();
    if let Some(facts) = facts(plan, case) {
        for (index, register) in plan.registers.iter().enumerate() {
            lines.extend(register_lines(plan, &facts, case, (index, register), lang));
        }
    }
    for (benefit, decision) in plan.policy.benefits.iter().zip(decisions) {
        let outcome = match decision.status {
            Status::Entitled => {
                let ty = Type::Monthly { scale: crate::check::model::MONEY_SCALE };
                format!("{is} {}", in_lang(&literal_text(&ty, decision.amount.lo), lang))
            }
            Status::NotEntitled => word(Keyword::kw_not_entitled, lang).to_string(),
            Status::Undetermined => word(Keyword::kw_pending, lang).to_string(),
        };
        lines.push(format!("{} {} {outcome}", word(Keyword::kw_expect, lang), benefit.name));
    }
    let body: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    let head =
        format!("{} {} {} {}", word(Keyword::kw_example, lang), one_name(name), word(Keyword::kw_on, lang), case.month);
    format!("{head} {{\n{body}}}\n")
}

fn in_lang(message: &Message, lang: Lang) -> &str {
    message.get(lang)
}

/// Words made a name: only their letters and digits.
fn one_name(words: &str) -> String {
    let name: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    if name.chars().next().is_some_and(char::is_alphabetic) { name } else { format!("例{name}") }
}

fn register_lines(
    plan: &Plan,
    facts: &Facts,
    case: &ProvenCase,
    (index, register): (usize, &Register),
    lang: Lang,
) -> Vec<String> {
    let slots: Vec<usize> =
        (0..plan.slots.len()).filter(|slot| plan.slots.get(*slot).is_some_and(|slot| slot.register == index)).collect();
    let deciding = slots.iter().any(|slot| plan.slots.get(*slot).is_some_and(|slot| slot.deciding));
    if !deciding {
        return Vec::new();
    }
    let value = |kind: SlotKind| {
        let at = slots.iter().find(|slot| plan.slots.get(**slot).is_some_and(|slot| slot.kind == kind));
        at.and_then(|at| facts.values.get(*at)).copied().unwrap_or(Value::ANY)
    };
    let mut lines = Vec::new();
    if !register.is_key() {
        let listed = value(SlotKind::Listed);
        if listed.is_no() {
            return vec![format!("{} {}", word(Keyword::kw_not_listed, lang), register.name)];
        }
        if listed.is_yes() {
            lines.push(format!("{} {}", word(Keyword::kw_listed, lang), register.name));
        }
    }
    for (at, column) in register.columns.iter().enumerate().filter(|(at, _)| Some(*at) != register.key) {
        let shown = if column.optional && value(SlotKind::Present(at)).is_no() {
            Some(word(Keyword::kw_none, lang).to_string())
        } else {
            literal(plan, facts, case, column, value(SlotKind::Column(at)), lang)
        };
        let path = if register.is_key() { column.name.clone() } else { format!("{}.{}", register.name, column.name) };
        lines.extend(shown.map(|shown| format!("{path} {} {shown}", word(Keyword::kw_is, lang))));
    }
    lines
}

/// A known value as a policy writes it.
fn literal(plan: &Plan, facts: &Facts, case: &ProvenCase, column: &Column, value: Value, lang: Lang) -> Option<String> {
    let none = || Some(word(Keyword::kw_none, lang).to_string());
    match &column.ty {
        Type::Identity | Type::Card => {
            let cell = case.cells.iter().find(|(header, _)| column.headers.contains(header));
            cell.map(|(_, text)| text).filter(|text| !text.is_empty()).map(|text| quoted(text))
        }
        Type::Enumeration(members) => match value.set() {
            NONE_MEMBER => members.iter().any(|member| member == "无").then(none).flatten(),
            set if set.is_power_of_two() => members.get(set.trailing_zeros() as usize).cloned(),
            _ => None,
        },
        _ if !value.is_known() => None,
        Type::Truth => Some(word(if value.is_yes() { Keyword::kw_yes } else { Keyword::kw_no }, lang).to_string()),
        Type::Text if value.lo == NONE_TEXT => column.optional.then(none).flatten(),
        Type::Text => {
            let number = usize::try_from(value.lo).ok()?;
            let own = number.checked_sub(plan.texts.len()).and_then(|own| facts.texts.get(own));
            plan.texts.get(number).or(own).map(|text| quoted(text))
        }
        ty => Some(in_lang(&literal_text(ty, value.lo), lang).to_string()),
    }
}
