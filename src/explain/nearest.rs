//! The smallest single change of fact that would alter the answer.

use super::show::fact_text;
use crate::calendar::{Decider, Decision, Status};
use crate::check::model::{SlotKind, Type};
use crate::diagnostic::Lang;
use crate::eval::{Evaluation, Facts, NONE_TEXT, Value};
use crate::plan::{NodeId, Op, Plan, absent};
use crate::value::Day;

/// A change of one fact and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// header of the fact
    pub fact: String,
    pub from: String,
    pub to: String,
    pub decision: Decision,
    /// order of closeness: changes of kind before changes of size, smaller before larger
    rank: (u8, u64, usize),
}

/// The nearest changes first; empty when no single fact can alter the answer.
pub fn nearest(plan: &Plan, facts: &Facts, benefit: usize, decision: &Decision, days: (Day, Day)) -> Vec<Change> {
    let Some(payable) = plan.benefits.get(benefit).map(|benefit| benefit.payable) else { return Vec::new() };
    let mut evaluation = Evaluation::new(plan);
    evaluation.run(facts, decision.day);
    let still = as_of(plan, &evaluation, facts);
    let mut decider = Decider::new(plan);
    decider.decide(facts, days.0, days.1);
    let looked_at = decider.days().to_vec();
    let mut changes: Vec<Change> = Vec::new();
    // an open answer is settled by what is missing; a known one may turn on any fact
    let slots = match decision.status {
        Status::Undetermined => evaluation.missing(payable),
        _ => plan.facts_of(payable).to_vec(),
    };
    for slot in slots {
        for candidate in candidates(plan, &evaluation, facts, &looked_at, slot) {
            let changed = with(plan, &still, slot, candidate);
            let Some(after) = decider.decide(&changed, days.0, days.1).get(benefit).copied() else { continue };
            let settles = after.status != Status::Undetermined;
            if after.status == decision.status || !settles {
                continue;
            }
            let present = evaluation.value(NodeId(slot as u32));
            changes.push(Change {
                fact: plan.wording.headers.get(slot).map(|header| header.to_string()).unwrap_or_default(),
                from: shown(plan, &evaluation, facts, slot, present),
                to: match candidate {
                    Candidate::Value(value) => fact_text(plan, facts, slot, value, Lang::Zh),
                    Candidate::Absent => "无".to_string(),
                },
                decision: after,
                rank: rank(plan, slot, present, candidate, decision.day),
            });
        }
    }
    changes.sort_by_key(|change| change.rank);
    let mut nearest: Vec<Change> = Vec::new();
    for change in changes {
        if !nearest.iter().any(|kept| kept.fact == change.fact && kept.decision.status == change.decision.status) {
            nearest.push(change);
        }
    }
    nearest
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Candidate {
    Value(Value),
    /// the register has no row, or the column is 无
    Absent,
}

/// What a fact is now. Of a register whose name a column bears, that column says more than the row's being there.
fn shown(plan: &Plan, evaluation: &Evaluation<'_>, facts: &Facts, slot: usize, value: Value) -> String {
    let text = |slot: usize, value: Value| fact_text(plan, facts, slot, value, Lang::Zh);
    let Some(found) = plan.slots.get(slot) else { return text(slot, value) };
    let column = match found.kind {
        SlotKind::Listed => plan
            .registers
            .get(found.register)
            .and_then(|register| register.columns.iter().position(|column| column.headers.contains(&register.name))),
        SlotKind::Present(column) => Some(column),
        _ => None,
    };
    let bearer = column.and_then(|column| {
        plan.slots.iter().position(|slot| slot.register == found.register && slot.kind == SlotKind::Column(column))
    });
    match bearer {
        Some(bearer) if value.is_yes() => text(bearer, evaluation.value(NodeId(bearer as u32))),
        Some(_) if value.is_no() => "无".to_string(),
        _ => text(slot, value),
    }
}

/// The facts of the decision's day as plain facts without dated rows, except where all rows count.
fn as_of(plan: &Plan, evaluation: &Evaluation<'_>, facts: &Facts) -> Facts {
    let counted = |register: usize| plan.aggregates.iter().any(|aggregate| aggregate.register == register);
    Facts {
        values: (0..plan.slots.len()).map(|slot| evaluation.value(NodeId(slot as u32))).collect(),
        dated: facts.dated.iter().filter(|dated| counted(dated.register)).cloned().collect(),
        texts: facts.texts.clone(),
    }
}

/// The facts with one of them changed, and what belongs to it adjusted.
fn with(plan: &Plan, facts: &Facts, slot: usize, candidate: Candidate) -> Facts {
    let mut changed = facts.clone();
    let Some(found) = plan.slots.get(slot).copied() else { return changed };
    let Some(register) = plan.registers.get(found.register) else { return changed };
    for (index, other) in plan.slots.iter().enumerate().filter(|(_, other)| other.register == found.register) {
        let Some(value) = changed.values.get_mut(index) else { continue };
        match (found.kind, candidate, other.kind) {
            (SlotKind::Listed, Candidate::Absent, kind) => *value = absent(kind, &register.columns),
            (
                SlotKind::Present(column),
                Candidate::Absent,
                SlotKind::Column(of) | SlotKind::Present(of) | SlotKind::Part(of, _),
            ) if column == of => {
                *value = absent(other.kind, &register.columns);
            }
            (_, Candidate::Value(new), kind) if kind == found.kind => *value = new,
            (SlotKind::Column(_), Candidate::Value(_), SlotKind::Listed) => *value = Value::YES,
            (SlotKind::Column(column), Candidate::Value(_), SlotKind::Present(of)) if column == of => {
                *value = Value::YES
            }
            _ => {}
        }
    }
    changed
}

fn candidates(plan: &Plan, evaluation: &Evaluation<'_>, facts: &Facts, days: &[Day], slot: usize) -> Vec<Candidate> {
    let Some(found) = plan.slots.get(slot) else { return Vec::new() };
    let present = evaluation.value(NodeId(slot as u32));
    let values: Vec<Candidate> = match found.kind {
        SlotKind::Listed => vec![Candidate::Value(Value::YES), Candidate::Absent],
        SlotKind::Present(_) => vec![Candidate::Absent],
        SlotKind::Part(..) => Vec::new(),
        SlotKind::Column(column) => {
            let register = plan.registers.get(found.register);
            match register.and_then(|register| register.columns.get(column)).map(|column| &column.ty) {
                Some(Type::Enumeration(members)) => {
                    (0..members.len()).map(|member| Candidate::Value(Value::members(1 << member.min(62)))).collect()
                }
                Some(Type::Truth) => vec![Candidate::Value(Value::YES), Candidate::Value(Value::NO)],
                Some(Type::Identity | Type::Card) | None => Vec::new(),
                Some(ty) => thresholds(plan, facts, days, slot, matches!(ty, Type::Text))
                    .into_iter()
                    .map(|number| Candidate::Value(Value::known(number)))
                    .collect(),
            }
        }
    };
    values
        .into_iter()
        .filter(|candidate| match candidate {
            Candidate::Value(value) => *value != present,
            Candidate::Absent => !present.is_no(),
        })
        .collect()
}

/// The values at which comparisons with this fact turn on some day looked at, and their neighbours.
fn thresholds(plan: &Plan, facts: &Facts, days: &[Day], slot: usize, exact: bool) -> Vec<i64> {
    let node = NodeId(slot as u32);
    let mut points = Vec::new();
    let mut evaluation = Evaluation::new(plan);
    for day in days {
        evaluation.run(facts, *day);
        for step in plan.steps.get(..plan.deciding).unwrap_or_default() {
            if let Op::Equal(left, right) | Op::Less(left, right) | Op::LessEqual(left, right) = step.op {
                let other = match (carries(plan, left, node), carries(plan, right, node)) {
                    (true, false) => right,
                    (false, true) => left,
                    _ => continue,
                };
                let value = evaluation.value(other);
                if value.is_known() {
                    points.push(value.lo);
                }
            }
        }
        for contest in &plan.contests {
            if contest.others.iter().any(|other| plan.facts_of(other.amount).contains(&slot)) {
                for set in 0..1_u32 << contest.amounts.len().min(10) {
                    let of_set = contest.amounts.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
                    points.push(of_set.map(|(_, amount)| evaluation.value(*amount).hi).fold(0, i64::saturating_add));
                }
            }
        }
    }
    if exact {
        points.retain(|point| *point != NONE_TEXT);
        return points;
    }
    let mut near: Vec<i64> =
        points.into_iter().flat_map(|point| [point.saturating_sub(1), point, point.saturating_add(1)]).collect();
    let is_amount = plan.slots.get(slot).is_some_and(|slot| match slot.kind {
        SlotKind::Column(column) => plan
            .registers
            .get(slot.register)
            .and_then(|register| register.columns.get(column))
            .is_some_and(|column| column.ty.scale().is_some()),
        _ => false,
    });
    near.retain(|point| !is_amount || *point >= 0);
    near.sort_unstable();
    near.dedup();
    near
}

/// The value of a fact can be that of a node, directly or by 视为.
fn carries(plan: &Plan, node: NodeId, fact: NodeId) -> bool {
    node == fact
        || match plan.op(node) {
            Some(Op::If { then, otherwise, .. }) => carries(plan, then, fact) || carries(plan, otherwise, fact),
            _ => false,
        }
}

fn rank(plan: &Plan, slot: usize, present: Value, candidate: Candidate, day: Day) -> (u8, u64, usize) {
    let is_size = plan.slots.get(slot).is_some_and(|slot| match slot.kind {
        SlotKind::Column(column) => plan
            .registers
            .get(slot.register)
            .and_then(|register| register.columns.get(column))
            .is_some_and(|column| matches!(column.ty, Type::Date | Type::Month) || column.ty.scale().is_some()),
        _ => false,
    });
    match candidate {
        Candidate::Value(value) if is_size => {
            let from = if present.is_known() { present.lo } else { day.0 };
            (1, value.lo.abs_diff(from), slot)
        }
        _ => (0, 0, slot),
    }
}
