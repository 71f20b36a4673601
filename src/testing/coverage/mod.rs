//! Which rules, rows and bounds of a policy its tests reach: counted on the nodes of the plan, never on lines.

mod conditions;
mod items;
mod probe;
mod report;

pub use items::{Item, ItemKind, Standing};
pub use probe::{Seen, State};
pub use report::{Figures, Report};

use super::golden::Golden;
use super::run::{days_of, facts_of};
use super::test::Test;
use crate::calendar::{Decider, days_in_force};
use crate::cases;
use crate::eval::{Evaluation, Facts};
use crate::plan::Plan;
use crate::value::Day;

/// Collects what evaluations of a plan reach.
#[derive(Debug, Clone)]
pub struct Coverage<'p> {
    plan: &'p Plan,
    items: Vec<Item>,
}

impl<'p> Coverage<'p> {
    pub fn new(plan: &'p Plan) -> Coverage<'p> {
        Coverage { plan, items: items::items(plan) }
    }

    /// Adds the values of one case on one day, after [`Evaluation::run_all`].
    pub fn observe(&mut self, evaluation: &Evaluation<'_>) {
        for item in &mut self.items {
            if let Some(state) = item.probe.state(evaluation) {
                item.seen.add(state);
            }
        }
    }

    /// Decides a case over some days of a month and adds every moment that was looked at.
    pub fn observe_case(&mut self, decider: &mut Decider<'_>, facts: &Facts, (first, last): (Day, Day)) {
        decider.decide(facts, first, last);
        for moment in decider.moments().to_vec() {
            decider.evaluation.run_all(facts, moment);
            self.observe(&decider.evaluation);
        }
    }

    /// Adds some tests.
    pub fn observe_tests(&mut self, tests: &[Test]) {
        let mut decider = Decider::new(self.plan);
        tests.iter().for_each(|test| self.observe_test(&mut decider, test));
    }

    /// Adds the people of a golden batch, if it is run and can be read.
    pub fn observe_golden(&mut self, golden: &Golden) {
        let batch = cases::read(self.plan, &golden.cases_file, &golden.cases, golden.format);
        let (Ok(batch), Ok(days)) = (batch, days_in_force(&self.plan.policy, golden.month)) else { return };
        if golden.skip.is_none() {
            let mut decider = Decider::new(self.plan);
            batch.cases.iter().for_each(|case| self.observe_case(&mut decider, &case.facts, days));
        }
    }

    /// Adds a test that is run, whether or not it comes out as it says.
    pub fn observe_test(&mut self, decider: &mut Decider<'_>, test: &Test) {
        if test.skip.is_some() {
            return;
        }
        if let (Ok(facts), Some(days)) = (facts_of(self.plan, test), days_of(self.plan, test.on)) {
            self.observe_case(decider, &facts, days);
        }
    }

    pub fn report(&self) -> Report {
        Report { items: self.items.clone() }
    }
}
