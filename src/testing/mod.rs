//! Tests of a policy: its own examples (用例), those of files beside it, golden batches; and, on every example,
//! the policy's promises (断言).
//!
//! A [`Test`] keeps its facts as a record and names benefits by their names, so that the same tests can be run
//! with another version of the policy.

mod accept;
mod beside;
pub mod coverage;
mod golden;
mod grouped;
pub mod mutation;
mod problem;
mod report;
mod run;
mod specimens;
mod suite;
mod test;
pub mod yaml;

pub use accept::{Accepted, accept};
pub use beside::read_beside;
pub use golden::{Difference, Golden, GoldenResult, run_golden};
pub use grouped::{Group, grouped};
pub use problem::{amount, problems};
pub use report::{BatchReport, Counts, FileReport, TestReport, Verdict};
pub use run::{Failure, Found, TestResult, facts_of, run};
pub use specimens::{Missed, Reached, Specimens, Wanted, specimens};
pub use suite::{run_batch, run_tests};
pub use test::{Expectation, Test, tests_of};

use crate::calendar::Decider;
use crate::check::Problem;
use crate::plan::Plan;

/// What does not come out as the policy's own examples say.
pub fn run_examples(plan: &Plan) -> Vec<Problem> {
    let mut decider = Decider::new(plan);
    let mut all = Vec::new();
    for test in tests_of(plan) {
        if let TestResult::Failed(failures) = run(plan, &mut decider, &test) {
            all.extend(failures.iter().flat_map(|failure| problems(plan, &test, failure)));
        }
    }
    promises_once(all)
}

/// A promise that many examples break is one problem.
pub fn promises_once(problems: Vec<Problem>) -> Vec<Problem> {
    let mut once: Vec<Problem> = Vec::new();
    for problem in problems {
        let known = match &problem {
            Problem::PromiseBroken { span, .. } => once.iter_mut().find_map(|known| match known {
                Problem::PromiseBroken { span: first, more, .. } if first == span => Some(more),
                _ => None,
            }),
            _ => None,
        };
        match known {
            Some(more) => *more += 1,
            None => once.push(problem),
        }
    }
    once
}
