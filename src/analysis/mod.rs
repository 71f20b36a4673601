//! What can be said of a policy over all cases there can be: tables with gaps, promises proved or refuted, rules and
//! readings that change nothing.
//!
//! Everything is asked of regions. A case that is shown has been read and evaluated as any other; where nothing was
//! proved within the budget, nothing is said, or 未能判定.

mod gaps;
mod idle;
mod promises;
mod readings;
mod same;
mod search;
mod why;

use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::syntax::Span;
use crate::value::Day;
use search::Budget;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    pub problems: Vec<Diagnostic>,
    /// how many promises (断言) the policy makes
    pub promises: usize,
    /// how many of them were proved to hold for every case
    pub proved: usize,
    /// for each claim that does not hold for every case one for which it does not
    pub counterexamples: Vec<Counterexample>,
}

/// A case for which a claim does not hold, found so by the evaluator.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterexample {
    /// where the claim stands
    pub claim: Span,
    pub day: Day,
    /// header and text of each fact, as a wide sheet has them
    pub cells: Vec<(String, String)>,
}

/// Looks at a plan over all cases in which every fact is known, on all days of its time. A claim that stands in
/// `told`, as an example breaks it, is not told again.
pub fn analyse(plan: &Plan, told: &[Diagnostic]) -> Analysis {
    let mut budget = Budget::default();
    let mut analysis = Analysis { promises: plan.promises.len(), ..Analysis::default() };
    promises::promises(plan, told, &mut budget, &mut analysis);
    let problems = &mut analysis.problems;
    problems.extend(gaps::gaps(plan, &mut budget));
    if let Some(rest) = idle::idle(plan, &mut budget, problems) {
        problems.extend(readings::readings(&rest, &mut budget));
    }
    analysis
}
