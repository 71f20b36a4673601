//! Cases -> decisions with their reasons, on all cores, in the order of the cases.

mod summary;

pub use summary::{BenefitSummary, Counted, Summary, summarize};

use crate::calendar::{Decider, Status};
use crate::cases::{Batch, Case, Finding, RowUnit, Severity};
use crate::diagnostic::Message;
use crate::eval::Value;
use crate::explain::{Reason, reasons};
use crate::plan::Plan;
use crate::value::Day;
use rayon::prelude::*;

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
    pub missing: Vec<String>,
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
    cases.par_iter().map_init(|| Decider::new(plan), |decider, case| decide_case(plan, decider, case, days)).collect()
}

fn decide_case(plan: &Plan, decider: &mut Decider<'_>, case: &Case, days: (Day, Day)) -> DecidedCase {
    let facts = &case.facts;
    let decisions = decider.decide(facts, days.0, days.1).to_vec();
    let evaluation = &mut decider.evaluation;
    evaluation.run_all(facts, days.0);
    let promises = plan.promises.iter().enumerate();
    let broken = promises
        .filter(|(_, claims)| claims.iter().any(|claim| evaluation.value(*claim).is_no()))
        .map(|(index, _)| index)
        .collect();
    let mut evaluated = days.0;
    let benefits = decisions
        .iter()
        .enumerate()
        .map(|(benefit, decision)| {
            if decision.day != evaluated {
                evaluation.run_all(facts, decision.day);
                evaluated = decision.day;
            }
            let reasons = reasons(plan, evaluation, facts, benefit, decision);
            let missing = reasons.iter().find_map(|reason| match reason {
                Reason::Missing { facts, .. } => Some(facts.clone()),
                _ => None,
            });
            DecidedBenefit {
                status: decision.status,
                amount: decision.amount,
                reasons,
                missing: missing.unwrap_or_default(),
            }
        })
        .collect();
    DecidedCase { key: case.key.clone(), benefits, broken }
}

/// Broken promises as findings about the data's rows.
pub fn broken_promises(plan: &Plan, file: &str, batch: &Batch, decided: &[DecidedCase]) -> Vec<Finding> {
    let unit: RowUnit = batch.unit;
    batch
        .cases
        .iter()
        .zip(decided)
        .flat_map(|(case, decided)| decided.broken.iter().map(move |promise| (case, *promise)))
        .filter_map(|(case, promise)| {
            let name = &plan.policy.promises.get(promise)?.name;
            Some(Finding {
                code: "D712",
                severity: Severity::Error,
                file: file.to_string(),
                row: Some(case.row),
                unit,
                column: None,
                text: None,
                message: Message::new(
                    format!("政策的断言“{name}”在这一行不成立"),
                    format!("the policy's promise `{name}` does not hold for this row"),
                ),
                help: Some(Message::new(
                    "政策有疏漏或断言写得太满；先不要按结果发放",
                    "the policy has a flaw, or the promise says too much; do not pay by this result yet",
                )),
            })
        })
        .collect()
}
