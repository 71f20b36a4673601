//! A case over some days, cut where something changes: as many evaluations as there are events, however long it is.

use super::progress::Payable;
use crate::eval::{Evaluation, Facts, Moment, Value};
use crate::plan::{NodeId, Plan, Step};
use crate::value::Day;

/// Days on which nothing that decides changes.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// which policy of the timeline is in force
    pub(super) policy: usize,
    pub(super) first: Moment,
    pub(super) last: Day,
    /// for each benefit of that policy
    pub(super) payable: Vec<Payable>,
    /// for each of its [`Plan::accrual_conditions`]
    pub(super) conditions: Vec<Value>,
}

/// Follows cases under one policy; made once and used for many.
#[derive(Debug, Clone)]
pub(super) struct Follower<'p> {
    evaluation: Evaluation<'p>,
    conditions: Vec<NodeId>,
    /// what the conditions need beyond deciding
    steps: Vec<Step>,
}

impl<'p> Follower<'p> {
    pub(super) fn new(plan: &'p Plan) -> Follower<'p> {
        let conditions = plan.accrual_conditions();
        let deciding = plan.steps.get(..plan.deciding).unwrap_or_default();
        let mut steps = plan.steps_behind(&conditions);
        steps.retain(|step| !deciding.contains(step));
        Follower { evaluation: Evaluation::new(plan), conditions, steps }
    }

    /// Adds the stretches of the days `first..=last`.
    pub(super) fn follow(&mut self, policy: usize, facts: &Facts, first: Day, last: Day, course: &mut Vec<Stretch>) {
        let plan = self.evaluation.plan();
        let mut moment = Moment::opening(facts, first);
        loop {
            self.evaluation.run(facts, moment);
            self.evaluation.run_also(facts, &self.steps);
            let next = self.evaluation.next_of(facts, moment, &plan.accrual_watches);
            let next = next.filter(|next| next.day <= last);
            let of = |benefit: &crate::plan::BenefitPlan| Payable::of(&self.evaluation, benefit.payable);
            course.push(Stretch {
                policy,
                first: moment,
                last: next
                    .map_or(last, |next| if next.begun && !moment.begun { moment.day } else { Day(next.day.0 - 1) }),
                payable: plan.benefits.iter().map(of).collect(),
                conditions: self.conditions.iter().map(|node| self.evaluation.value(*node)).collect(),
            });
            match next {
                Some(next) => moment = next,
                None => return,
            }
        }
    }
}
