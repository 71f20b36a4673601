//! The decision of a month: the one on the first day of the month on which the person is entitled.
//!
//! An event's own day still counts as before the event, so every "stop from the next month" follows
//! without a rule of its own: who is entitled on the 1st is paid for the month.

use super::progress::{Payable, Progress};
use crate::check::model::Policy;
use crate::eval::{Evaluation, Facts, Moment, Value};
use crate::plan::Plan;
use crate::value::{Day, Month};

/// What a benefit comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 享受
    Entitled,
    /// 不享受
    NotEntitled,
    /// 待核实
    Undetermined,
}

/// The decision on one benefit for one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub status: Status,
    /// the least and the greatest amount possible, fen a month; equal unless undetermined
    pub amount: Value,
    /// what decides: when the person is first entitled, or first possibly so; else the first moment
    pub moment: Moment,
}

/// The policy is not in force on any day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutsidePolicy {
    pub month: Month,
    pub from: Option<Day>,
    pub until: Option<Day>,
}

/// The first and last day of a month on which a policy is in force.
///
/// # Errors
/// When there is none: outside its time a policy decides nothing.
pub fn days_in_force(policy: &Policy, month: Month) -> Result<(Day, Day), OutsidePolicy> {
    let from = policy.header.effective_from.map(Day::from_date);
    let until = policy.header.effective_until.map(Day::from_date);
    let outside = OutsidePolicy { month, from, until };
    let (Some(first), Some(last)) = (month.first_day(), month.last_day()) else { return Err(outside) };
    let first = from.map_or(first, |from| first.max(from));
    let last = until.map_or(last, |until| last.min(until));
    if first <= last { Ok((first, last)) } else { Err(outside) }
}

/// The first month in which a policy is in force on every day, else the first in which it is on some; none where the
/// policy says no beginning.
pub fn first_month(policy: &Policy) -> Option<Month> {
    let from = Day::from_date(policy.header.effective_from?);
    let begun = from.month()?;
    let is_whole = |month: &Month| {
        let whole = (month.first_day(), month.last_day());
        days_in_force(policy, *month).is_ok_and(|(first, last)| whole == (Some(first), Some(last)))
    };
    [begun, Month(begun.0 + 1)].into_iter().find(is_whole).or(Some(begun))
}

/// Decides cases; made once and used for many.
#[derive(Debug, Clone)]
pub struct Decider<'p> {
    pub evaluation: Evaluation<'p>,
    progress: Vec<Progress>,
    decisions: Vec<Decision>,
    moments: Vec<Moment>,
}

impl<'p> Decider<'p> {
    pub fn new(plan: &'p Plan) -> Decider<'p> {
        Decider { evaluation: Evaluation::new(plan), progress: Vec::new(), decisions: Vec::new(), moments: Vec::new() }
    }

    /// What the last decision looked at: the first day, and each on which something changed.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The decision on each benefit over the days `first..=last` of one month. Afterwards
    /// [`Decider::evaluation`] holds the values of the last day looked at.
    pub fn decide(&mut self, facts: &Facts, first: Day, last: Day) -> &[Decision] {
        let benefits = &self.evaluation.plan().benefits;
        self.progress.clear();
        self.progress.resize(benefits.len(), Progress::NOTHING_YET);
        self.moments.clear();
        let opening = Moment::opening(facts, first);
        let mut moment = opening;
        loop {
            self.moments.push(moment);
            self.evaluation.run(facts, moment);
            let mut all_certain = true;
            for (progress, benefit) in self.progress.iter_mut().zip(benefits) {
                progress.see(Payable::of(&self.evaluation, benefit.payable), moment);
                all_certain &= progress.is_certain();
            }
            if all_certain {
                break;
            }
            match self.evaluation.next(facts, moment) {
                Some(next) if next.day <= last => moment = next,
                _ => break,
            }
        }
        self.decisions.clear();
        self.decisions.extend(self.progress.iter().map(|progress| progress.decision(opening)));
        &self.decisions
    }
}
