//! Cases -> decisions with their reasons, on all cores, in the order of the cases.

mod sheet;
mod summary;

pub use sheet::{ResultColumn, result_cell, result_columns};
pub(crate) use sheet::{amount, key_header, reason_text, total};
pub use summary::{BenefitSummary, Counted, Summary, people, summarize};

use crate::calendar::{Decider, Status};
use crate::cases::{Batch, Case, Finding, RowUnit, Severity};
use crate::check::model::Type;
use crate::diagnostic::{Lang, Message};
use crate::eval::{Facts, Value};
use crate::explain::{Reason, reasons};
use crate::identity::Audience;
use crate::plan::Plan;
use crate::value::Day;
use rayon::prelude::*;
use std::sync::Arc;

/// What is decided for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedCase {
    pub key: String,
    /// one for each benefit of the policy, in its order
    pub benefits: Vec<DecidedBenefit>,
    /// promises (断言) that this case breaks
    pub broken: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedBenefit {
    pub status: Status,
    /// least and greatest possible, fen a month
    pub amount: Value,
    pub reasons: Vec<Reason>,
    /// headers of the facts that are missing
    pub missing: Vec<Arc<str>>,
}

impl DecidedCase {
    /// The sum of all benefits, unless one is undetermined: fen a month.
    pub fn total(&self) -> Option<i64> {
        let definite = self.benefits.iter().all(|benefit| benefit.status != Status::Undetermined);
        definite.then(|| self.benefits.iter().fold(0_i64, |sum, benefit| sum.saturating_add(benefit.amount.lo)))
    }
}

/// Decides all cases of a batch over the days of one month.
pub fn decide(plan: &Plan, cases: &[Case], days: (Day, Day)) -> Vec<DecidedCase> {
    let one = |decider: &mut Decider<'_>, case: &Case| decide_one(plan, decider, &case.key, &case.facts, days);
    cases.par_iter().map_init(|| Decider::new(plan), one).collect()
}

/// Decides one case over the days of one month.
pub fn decide_one(plan: &Plan, decider: &mut Decider<'_>, key: &str, facts: &Facts, days: (Day, Day)) -> DecidedCase {
    let decisions = decider.decide(facts, days.0, days.1).to_vec();
    let looked_at = decider.moments().to_vec();
    let evaluation = &mut decider.evaluation;
    let mut benefits: Vec<DecidedBenefit> = decisions
        .iter()
        .map(|decision| DecidedBenefit {
            status: decision.status,
            amount: decision.amount,
            reasons: Vec::new(),
            missing: Vec::new(),
        })
        .collect();
    let mut broken = Vec::new();
    for (index, moment) in looked_at.into_iter().enumerate() {
        evaluation.run_all(facts, moment);
        for (benefit, (decision, decided)) in decisions.iter().zip(&mut benefits).enumerate() {
            // whoever is refused on every day is told what stood in the way on any of them
            if decision.moment == moment || (decision.status == Status::NotEntitled && moment > decision.moment) {
                for reason in reasons(plan, evaluation, facts, benefit, decision) {
                    if !decided.reasons.contains(&reason) {
                        decided.reasons.push(reason);
                    }
                }
            }
        }
        if index == 0 {
            let claims = plan.promises.iter().enumerate();
            broken = claims
                .filter(|(_, claims)| claims.iter().any(|claim| evaluation.value(*claim).is_no()))
                .map(|(index, _)| index)
                .collect();
        }
    }
    for decided in &mut benefits {
        let missing = decided.reasons.iter().find_map(|reason| match reason {
            Reason::Missing { facts, .. } => Some(facts.clone()),
            _ => None,
        });
        decided.missing = missing.unwrap_or_default();
    }
    DecidedCase { key: key.to_string(), benefits, broken }
}

/// A key as people may read it: masked where it is a personal number.
pub fn shown_key(plan: &Plan, key: &str) -> String {
    key_for(plan, key, Lang::Zh)
}

/// A key as an audience sees it.
pub fn key_for(plan: &Plan, key: &str, audience: impl Into<Audience>) -> String {
    if key_is_personal(plan) { audience.into().number(key) } else { key.to_string() }
}

/// The keys of a policy's cases as an audience sees them.
#[derive(Debug, Clone, Copy)]
pub struct Keys<'p> {
    pub plan: &'p Plan,
    pub audience: Audience,
}

impl Keys<'_> {
    pub fn shown(self, key: &str) -> String {
        key_for(self.plan, key, self.audience)
    }
}

/// Whether the key is a personal number.
pub fn key_is_personal(plan: &Plan) -> bool {
    let column = plan.registers.iter().find_map(|register| register.columns.get(register.key?));
    column.is_some_and(|column| matches!(column.ty, Type::Identity | Type::Card))
}

/// Broken promises as findings about the data's rows.
pub fn broken_promises(plan: &Plan, file: &str, batch: &Batch, decided: &[DecidedCase]) -> Vec<Finding> {
    let unit: RowUnit = batch.unit;
    batch
        .cases
        .iter()
        .zip(decided)
        .enumerate()
        .flat_map(|(index, (case, decided))| decided.broken.iter().map(move |promise| (index, case, *promise)))
        .filter_map(|(index, case, promise)| {
            let name = &plan.policy.promises.get(promise)?.name;
            Some(Finding {
                code: "D712",
                severity: Severity::Error,
                file: file.to_string(),
                row: Some(case.row),
                unit,
                case: Some(index),
                column: None,
                text: None,
                message: Message::new(
                    format!("“{}”不满足政策的断言“{name}”", case.key),
                    format!("`{}` breaks the policy's promise `{name}`", case.key),
                ),
                help: Some(Message::new(
                    "政策有疏漏或断言写得太满；先不要按结果发放",
                    "the policy has a flaw, or the promise says too much; do not pay by this result yet",
                )),
                personal: if key_is_personal(plan) { vec![case.key.clone()] } else { Vec::new() },
            })
        })
        .collect()
}
