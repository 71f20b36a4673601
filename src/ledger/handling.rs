//! What the policy says to do with a finding: the alerts raised by its kind.

use super::entry::Entry;
use super::found::Found;
use super::reconcile::{Outcome, Reconciliation};
use crate::calendar::{Month, Timeline};
use crate::cases::Batch;
use crate::check::model::Alert;
use crate::diagnostic::Lang;
use crate::eval::{Evaluation, Facts};

/// Whom to tell, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Handling {
    pub(super) tell: Vec<String>,
    pub(super) actions: Vec<String>,
}

/// The entries of what was found, in its order, each with whom to tell. They are new: without number.
pub fn entries(found: &Reconciliation, timeline: &Timeline<'_>, batches: &[&Batch], lang: Lang) -> Vec<Entry> {
    let mut desk = Desk {
        timeline,
        batches,
        evaluations: timeline.policies.iter().map(|policy| Evaluation::new(policy.plan)).collect(),
    };
    let mut entries = Vec::new();
    for (person, outcome) in found.people.iter().enumerate() {
        for found_here in &outcome.found {
            let benefit = found.benefits.get(found_here.benefit).map(String::as_str).unwrap_or_default();
            entries.push(Entry::new(found_here, benefit, desk.handling(person, outcome, found_here), lang));
        }
    }
    entries
}

struct Desk<'a> {
    timeline: &'a Timeline<'a>,
    batches: &'a [&'a Batch],
    evaluations: Vec<Evaluation<'a>>,
}

impl Desk<'_> {
    /// By the policy in force at the end of the last month, or the latest before.
    fn handling(&mut self, person: usize, outcome: &Outcome, found: &Found) -> Handling {
        let mut handling = Handling::default();
        let last = found.months.last().map_or(Month(0), |month| month.month);
        let Some(day) = last.last_day() else { return handling };
        let begun = self.timeline.policies.iter().rposition(|policy| policy.from.is_none_or(|from| from <= day));
        let policy = begun.unwrap_or(0);
        let Some(in_force) = self.timeline.policies.get(policy) else { return handling };
        let own = self.timeline.benefit(policy, found.benefit);
        let concerned =
            |alert: &Alert| alert.concerns.is_empty() || own.is_some_and(|own| alert.concerns.contains(&own));
        let alerts = in_force.plan.policy.alerts.iter().enumerate();
        let raised: Vec<(usize, &Alert)> =
            alerts.filter(|(_, alert)| alert.upon.contains(&found.kind) && concerned(alert)).collect();
        if raised.iter().any(|(_, alert)| alert.when.is_some())
            && let Some(evaluation) = self.evaluations.get_mut(policy)
        {
            // nothing is known of people who are not on the roster
            let unknown = Facts::unknown(in_force.plan);
            let case = self.batches.get(in_force.given).and_then(|batch| batch.cases.get(person));
            let facts = case.filter(|_| outcome.listed).map_or(&unknown, |case| &case.facts);
            evaluation.run_all(facts, day);
        }
        for (index, alert) in raised {
            let node = in_force.plan.alerts.get(index).filter(|_| alert.when.is_some());
            let evaluation = self.evaluations.get(policy);
            let applies = node.is_none_or(|node| evaluation.is_none_or(|evaluation| !evaluation.value(*node).is_no()));
            if applies {
                add(&mut handling.tell, &alert.tell);
                add(&mut handling.actions, alert.action.as_slice());
            }
        }
        handling
    }
}

fn add(list: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !list.contains(one) {
            list.push(one.clone());
        }
    }
}
