//! What made a decision come out otherwise: told from the reasons for the two decisions.

use crate::batch::DecidedBenefit;
use crate::diagnostic::{Lang, Message};
use crate::eval::Evaluation;
use crate::explain::Reason;
use crate::plan::Plan;

/// Why a decision changed, without the values of one case: cases with the same cause are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    pub text: Message,
    pub clauses: Vec<String>,
}

/// The cause of a change from one decision to another. A side is none where that version has no such benefit.
/// `open_rate` is the rate, where it differs and the row that counts is not known.
pub(super) fn cause(
    before: Option<&DecidedBenefit>,
    after: Option<&DecidedBenefit>,
    open_rate: Option<Cause>,
) -> Cause {
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => (&before.reasons, &after.reasons),
        (None, Some(after)) => return told(&after.reasons.iter().collect::<Vec<_>>(), "新设这项补贴", "a new benefit"),
        (Some(before), None) => {
            return told(&before.reasons.iter().collect::<Vec<_>>(), "取消这项补贴", "the benefit is repealed");
        }
        (None, None) => return told(&[], "没有这项补贴", "no such benefit"),
    };
    let new = absent_from(before, after);
    if !new.is_empty() {
        return listed(&new, "", "");
    }
    if let Some(cause) = rate(before, after) {
        return cause;
    }
    let gone = absent_from(after, before);
    if !gone.is_empty() {
        return listed(&gone, "原有理由不再适用：", "no longer: ");
    }
    let missing: Vec<&Reason> = after.iter().filter(|reason| matches!(reason, Reason::Missing { .. })).collect();
    if let Some(cause) = open_rate.filter(|_| !missing.is_empty()) {
        return cause;
    }
    if !missing.is_empty() {
        return listed(&missing, "上下限改变，仍", "other bounds, still ");
    }
    let changed: Vec<&Reason> = after.iter().filter(|reason| !before.contains(reason)).collect();
    if changed.is_empty() { told(&[], "理由未变", "for the same reasons") } else { listed(&changed, "", "") }
}

/// Rules among `reasons` that are not among `others`. That all requirements are met, the rate and alerts are no
/// causes by themselves.
fn absent_from<'a>(others: &[Reason], reasons: &'a [Reason]) -> Vec<&'a Reason> {
    let is_rule =
        |reason: &&Reason| !matches!(reason, Reason::Meets { .. } | Reason::Rate { .. } | Reason::Alert { .. });
    let is_new = |reason: &&Reason| others.iter().all(|other| topic(other) != topic(reason));
    reasons.iter().filter(is_rule).filter(is_new).collect()
}

/// The rate, where it comes to another amount or is taken from another row.
fn rate(before: &[Reason], after: &[Reason]) -> Option<Cause> {
    let of = |reasons: &[Reason]| {
        reasons.iter().find_map(|reason| match reason {
            Reason::Rate { row, amount, clauses } => Some((row.clone(), *amount, clauses.clone())),
            _ => None,
        })
    };
    let ((old_row, old, _), (row, new, clauses)) = (of(before)?, of(after)?);
    if old == new && old_row == row {
        return None;
    }
    let (zh, en) = match (old_row, row) {
        (Some(old), Some(new)) if old != new => (format!("标准：{old} 改按 {new}"), format!("rate: {old}, now {new}")),
        (_, Some(row)) => (format!("标准：{row}"), format!("rate: {row}")),
        (_, None) => ("标准".to_string(), "rate".to_string()),
    };
    Some(Cause { text: Message::new(zh, en), clauses: clauses.to_vec() })
}

/// The rate, where two versions see other amounts in it; each evaluation holds the values of its version, and the
/// numbers say where each has the benefit.
pub(super) fn open_rate(
    (old, before, old_index): (&Plan, &Evaluation<'_>, usize),
    (new, after, new_index): (&Plan, &Evaluation<'_>, usize),
) -> Option<Cause> {
    let (old_nodes, new_nodes) = (old.benefits.get(old_index)?, new.benefits.get(new_index)?);
    if before.value(old_nodes.rate) == after.value(new_nodes.rate) {
        return None;
    }
    let (old_words, new_words) = (old.wording.benefits.get(old_index)?, new.wording.benefits.get(new_index)?);
    let was = |row: &str| {
        let mut rows = old_words.rate_rows.iter().zip(&old_nodes.rate_rows);
        rows.find(|((label, _), _)| **label == *row).map(|(_, (_, value))| before.value(*value))
    };
    let rows = new_words.rate_rows.iter().zip(&new_nodes.rate_rows);
    let changed: Vec<_> = rows
        .filter(|((label, _), (when, value))| !after.value(*when).is_no() && was(label) != Some(after.value(*value)))
        .map(|(cited, _)| cited)
        .collect();
    let labels: Vec<&str> = changed.iter().map(|(label, _)| &**label).collect();
    let clauses = changed.iter().map(|(_, clauses)| clauses);
    Some(match labels.as_slice() {
        [] => cited(std::iter::once(&new_words.rate_clauses), "标准", "rate"),
        labels => cited(clauses, format!("标准：{}", labels.join("、")), format!("rate: {}", labels.join(", "))),
    })
}

/// A reason without the values of one case; what is missing belongs to it.
fn topic(reason: &Reason) -> Message {
    match reason {
        Reason::Missing { facts, .. } => {
            Message::new(format!("待核实：缺 {}", facts.join("、")), format!("to be verified: {}", facts.join(", ")))
        }
        other => Message::new(other.topic(Lang::Zh), other.topic(Lang::En)),
    }
}

fn listed(reasons: &[&Reason], zh: &str, en: &str) -> Cause {
    let topics: Vec<Message> = reasons.iter().map(|reason| topic(reason)).collect();
    let joined = |lang: Lang, joint: &str| topics.iter().map(|topic| topic.get(lang)).collect::<Vec<_>>().join(joint);
    told(reasons, format!("{zh}{}", joined(Lang::Zh, "；")), format!("{en}{}", joined(Lang::En, "; ")))
}

/// Words with the clauses of some reasons.
fn told(reasons: &[&Reason], zh: impl Into<String>, en: impl Into<String>) -> Cause {
    cited(reasons.iter().map(|reason| reason.clauses()), zh, en)
}

/// Words with clauses, each once.
fn cited<'a, C: AsRef<[String]> + 'a + ?Sized>(
    lists: impl Iterator<Item = &'a C>,
    zh: impl Into<String>,
    en: impl Into<String>,
) -> Cause {
    let mut clauses: Vec<String> = Vec::new();
    for clause in lists.flat_map(|list| list.as_ref()) {
        if !clauses.contains(clause) {
            clauses.push(clause.clone());
        }
    }
    Cause { text: Message::new(zh, en), clauses }
}
