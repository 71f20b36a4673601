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
use search::Budget;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    pub problems: Vec<Diagnostic>,
    /// how many promises (断言) the policy makes
    pub promises: usize,
    /// how many of them were proved to hold for every case
    pub proved: usize,
}

/// Looks at a plan over all cases in which every fact is known, on all days of its time.
pub fn analyse(plan: &Plan) -> Analysis {
    let mut budget = Budget::default();
    let mut problems = Vec::new();
    let proved = promises::promises(plan, &mut budget, &mut problems);
    problems.extend(gaps::gaps(plan, &mut budget));
    if let Some(rest) = idle::idle(plan, &mut budget, &mut problems) {
        problems.extend(readings::readings(&rest, &mut budget));
    }
    Analysis { problems, promises: plan.promises.len(), proved }
}
