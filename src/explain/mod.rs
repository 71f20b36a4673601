//! Why a decision is what it is: read off the values of the plan's nodes, in the policy's words.

mod conditions;
mod deciding;
mod nearest;
mod reason;
mod sentence;
mod show;
mod trace;
mod weighing;
mod witness;

pub use conditions::{amount, conditions, name};
pub use nearest::{Change, nearest};
pub use reason::{FactShown, Reason, Side, reasons};
pub use show::{amount_text, fact_text, range_text};
pub use trace::{BenefitTrace, ChangeTrace, Explanation, ReadingTrace, RuleTrace, explain, status_text};
pub use witness::{cells, read_back};

use crate::calendar::Decision;
use crate::eval::{Evaluation, Facts};
use crate::plan::Plan;

/// All clauses that the reasons for a decision cite.
pub fn clauses_of(
    plan: &Plan,
    evaluation: &mut Evaluation<'_>,
    facts: &Facts,
    benefit: usize,
    decision: &Decision,
) -> Vec<String> {
    evaluation.run_all(facts, decision.day);
    let mut clauses = Vec::new();
    for reason in reasons(plan, evaluation, facts, benefit, decision) {
        for clause in reason.clauses() {
            if !clauses.contains(clause) {
                clauses.push(clause.clone());
            }
        }
    }
    clauses
}
