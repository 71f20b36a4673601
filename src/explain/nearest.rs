//! The smallest single change of fact that would alter the answer.

use super::change::{Candidate, candidates, with};
use super::show::fact_text;
use crate::calendar::{Decider, Decision, Status};
use crate::check::model::{SlotKind, Type};
use crate::diagnostic::Lang;
use crate::eval::{Evaluation, Facts, Value};
use crate::plan::{NodeId, Plan};
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
    evaluation.run(facts, decision.moment);
    let still = as_of(plan, &evaluation, facts);
    let mut decider = Decider::new(plan);
    decider.decide(facts, days.0, days.1);
    let mut looked_at = decider.moments().to_vec();
    // what the month's last day turns on may be nearer than what the days looked at turn on
    if looked_at.last().is_some_and(|moment| moment.day < days.1) {
        looked_at.push(days.1.into());
    }
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
                rank: rank(plan, slot, present, candidate, decision.moment.day),
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
