//! Cases -> decisions with their reasons, on all cores, in the order of the cases.

mod sheet;
mod stream;
mod summary;

pub use sheet::{ResultColumn, outcome_cell, result_cell, result_columns};
pub(crate) use sheet::{amount, key_header, reason_text, total};
pub use stream::{Closing, Decided, DecidedBlock, Job, Render, Whole};
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
    pub outcome: Outcome,
}

/// What is decided for everybody whose facts look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
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

impl std::ops::Deref for DecidedCase {
    type Target = Outcome;

    fn deref(&self) -> &Outcome {
        &self.outcome
    }
}

impl Outcome {
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
    DecidedCase { key: key.to_string(), outcome: decide_facts(plan, decider, facts, days) }
}

/// The same, whoever it is.
fn decide_facts(plan: &Plan, decider: &mut Decider<'_>, facts: &Facts, days: (Day, Day)) -> Outcome {
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
    Outcome { benefits, broken }
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
    let cases = batch.cases.iter().zip(decided).enumerate();
    let findings = cases.flat_map(|(index, (case, decided))| {
        let place = Place { file, row: case.row, unit: batch.unit, case: Some(index) };
        broken(plan, place, &case.key, &decided.outcome).collect::<Vec<_>>()
    });
    findings.collect()
}

/// Where a case stands.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    row: usize,
    unit: RowUnit,
    case: Option<usize>,
}

/// The promises that an outcome breaks.
fn broken<'a>(plan: &'a Plan, at: Place<'a>, key: &'a str, outcome: &'a Outcome) -> impl Iterator<Item = Finding> {
    let names = outcome.broken.iter().filter_map(|promise| Some(&plan.policy.promises.get(*promise)?.name));
    names.map(move |name| Finding {
        code: "D712",
        severity: Severity::Error,
        file: at.file.to_string(),
        row: Some(at.row),
        unit: at.unit,
        case: at.case,
        column: None,
        text: None,
        message: Message::new(
            format!("“{key}”不满足政策的断言“{name}”"),
            format!("`{key}` breaks the policy's promise `{name}`"),
        ),
        help: Some(Message::new(
            "政策有疏漏或断言写得太满；先不要按结果发放",
            "the policy has a flaw, or the promise says too much; do not pay by this result yet",
        )),
        personal: if key_is_personal(plan) { vec![key.to_string()] } else { Vec::new() },
    })
}
