//! Months due of a batch, each with its ground in words and its clauses.

mod ground;
mod settle;
mod words;

pub use ground::Ground;
pub use settle::{Settled, Settlement, settle};

use crate::calendar::{Accruer, DueStatus, Month, MonthDue, Stop, Terms, Timeline};
use crate::cases::Batch;
use crate::eval::{Evaluation, Facts};
use rayon::prelude::*;
use std::sync::Arc;

/// The months `from..=to` of everybody in a batch.
#[derive(Debug, Clone)]
pub struct Schedule {
    pub from: Month,
    pub to: Month,
    /// the benefits of the timeline
    pub benefits: Vec<String>,
    /// for each benefit whether the batch says who has applied; where it does not, what would be due is shown
    pub filed: Vec<bool>,
    /// in the order of the batch
    pub people: Vec<PersonSchedule>,
}

/// One person's months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSchedule {
    pub key: String,
    pub row: usize,
    /// for each benefit every month asked for
    pub benefits: Vec<Vec<ScheduledMonth>>,
}

/// A month and why it is or is not due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledMonth {
    pub due: MonthDue,
    pub ground: Arc<Ground>,
}

/// Works out the schedule of a batch. `batches` are the cases as each policy of the timeline reads them, in the order
/// in which the policies were given; all hold the same people in the same order.
pub fn schedule(timeline: &Timeline<'_>, batches: &[&Batch], (from, to): (Month, Month)) -> Schedule {
    let filed = filings_known(timeline, batches);
    let people = batches.iter().map(|batch| batch.cases.len()).min().unwrap_or(0);
    let one = |scheduler: &mut Scheduler<'_>, person: usize| {
        let cases: Vec<_> = batches.iter().filter_map(|batch| batch.cases.get(person)).collect();
        let facts: Vec<&Facts> = cases.iter().map(|case| &case.facts).collect();
        let benefits = scheduler.months(&facts, (from, to), &filed);
        let (key, row) = cases.first().map(|case| (case.key.clone(), case.row)).unwrap_or_default();
        PersonSchedule { key, row, benefits }
    };
    let people = (0..people).into_par_iter().map_init(|| Scheduler::new(timeline), one).collect();
    Schedule { from, to, benefits: timeline.benefits.clone(), filed, people }
}

/// For each benefit whether anybody's filings are known.
fn filings_known(timeline: &Timeline<'_>, batches: &[&Batch]) -> Vec<bool> {
    let known = |benefit: usize| {
        timeline.policies.iter().enumerate().any(|(policy, in_force)| {
            let terms = timeline.benefit(policy, benefit).map(|own| Terms::new(in_force.plan, own));
            let batch = batches.get(in_force.given);
            let mut cases = batch.map(|batch| batch.cases.as_slice()).unwrap_or_default().iter();
            terms.is_some_and(|terms| cases.any(|case| terms.filings(in_force.plan, &case.facts).is_some()))
        })
    };
    (0..timeline.benefits.len()).map(known).collect()
}

/// Schedules one case after the other.
#[derive(Debug)]
pub struct Scheduler<'p> {
    timeline: Timeline<'p>,
    accruer: Accruer<'p>,
    evaluations: Vec<Evaluation<'p>>,
}

impl<'p> Scheduler<'p> {
    pub fn new(timeline: &Timeline<'p>) -> Scheduler<'p> {
        Scheduler {
            timeline: timeline.clone(),
            accruer: Accruer::new(timeline),
            evaluations: timeline.policies.iter().map(|policy| Evaluation::new(policy.plan)).collect(),
        }
    }

    /// The months of each benefit; `facts` are those of the case as each policy reads them.
    pub fn months(&mut self, facts: &[&Facts], months: (Month, Month), filed: &[bool]) -> Vec<Vec<ScheduledMonth>> {
        let due = self.accruer.accrue(facts, months, filed);
        let mut words = words::Words::new(&self.timeline, &mut self.evaluations, facts);
        due.into_iter()
            .enumerate()
            .map(|(benefit, months)| {
                let months = months.into_iter();
                months.map(|due| ScheduledMonth { ground: words.of(benefit, &due), due }).collect()
            })
            .collect()
    }
}

impl ScheduledMonth {
    /// The stop that is open in this month, if one is.
    pub fn stop(&self) -> Option<&Stop> {
        self.due.stop()
    }

    /// What is due for certain: fen.
    pub fn certain(&self) -> i64 {
        match self.due.status {
            DueStatus::Due | DueStatus::BackPaid => self.due.amount.lo,
            _ => 0,
        }
    }
}
