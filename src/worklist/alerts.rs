//! The alerts (预警) of a month: on whom, since when, by which facts.

use crate::cases::Case;
use crate::eval::Evaluation;
use crate::explain::{FactShown, facts_shown, headers};
use crate::plan::{NodeId, Plan, Step};
use crate::value::Day;
use rayon::prelude::*;
use std::sync::Arc;

/// An alert about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    pub alert: usize,
    /// index of the case
    pub case: usize,
    pub key: String,
    /// the first day of the month on which it holds, or on which it cannot be decided
    pub first: Day,
    /// the facts that decide it; empty where it cannot be decided
    pub facts: Vec<FactShown>,
    /// headers of the facts that are missing, where it cannot be decided
    pub missing: Vec<Arc<str>>,
    /// it surely holds
    pub certain: bool,
}

/// How many people an alert cannot be decided for, and how many of them lack which fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAlert {
    pub alert: usize,
    pub people: usize,
    /// the commonest first
    pub missing: Vec<(Arc<str>, usize)>,
}

/// The alerts of some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// those that hold on some day: by the body to tell first, alert and case
    pub rows: Vec<AlertRow>,
    /// those that hold on no day and cannot be decided on some, in the same order
    pub open: Vec<AlertRow>,
    pub counts: Vec<OpenAlert>,
}

/// Looks at all cases on each day from `first` to `last` on which something may change. `wanted` picks alerts by their
/// index; those that findings raise (遇) hold on no day and are left out.
pub fn alerts(plan: &Plan, cases: &[Case], days: (Day, Day), wanted: impl Fn(usize) -> bool) -> Raised {
    let by_day = plan.policy.alerts.iter().zip(&plan.alerts).enumerate();
    let wanted: Vec<(usize, NodeId)> = by_day
        .filter(|(index, (alert, _))| alert.upon.is_empty() && wanted(*index))
        .map(|(index, (_, node))| (index, *node))
        .collect();
    let steps = plan.steps_behind(&wanted.iter().map(|(_, node)| *node).collect::<Vec<_>>());
    let one = |evaluation: &mut Evaluation<'_>, (index, case): (usize, &Case)| {
        of_case(evaluation, (index, case), days, &wanted, &steps)
    };
    let all: Vec<Vec<AlertRow>> = cases
        .par_iter()
        .enumerate()
        .map_init(|| Evaluation::new(plan), |evaluation, case| one(evaluation, case))
        .collect();
    let body = |alert: usize| {
        let told = plan.policy.alerts.get(alert).and_then(|alert| alert.tell.first());
        plan.policy.bodies.iter().position(|body| Some(&body.name) == told)
    };
    let (mut rows, mut open): (Vec<AlertRow>, Vec<AlertRow>) = all.into_iter().flatten().partition(|row| row.certain);
    for list in [&mut rows, &mut open] {
        list.sort_by_key(|row| (body(row.alert).is_none(), body(row.alert), row.alert, row.case));
    }
    let counts = counts(&open);
    Raised { rows, open, counts }
}

fn of_case(
    evaluation: &mut Evaluation<'_>,
    (index, case): (usize, &Case),
    (first, last): (Day, Day),
    wanted: &[(usize, NodeId)],
    steps: &[Step],
) -> Vec<AlertRow> {
    let plan = evaluation.plan();
    let row = |alert: usize, first: Day, certain: bool| AlertRow {
        alert,
        case: index,
        key: case.key.clone(),
        first,
        facts: Vec::new(),
        missing: Vec::new(),
        certain,
    };
    let mut found: Vec<Option<AlertRow>> = vec![None; wanted.len()];
    let mut day = first;
    while day <= last {
        evaluation.run(&case.facts, day);
        evaluation.run_also(&case.facts, steps);
        for ((alert, node), found) in wanted.iter().zip(&mut found) {
            let value = evaluation.value(*node);
            if value.is_no() || found.as_ref().is_some_and(|row| row.certain) {
                continue;
            }
            if value.is_yes() {
                let facts = facts_shown(plan, evaluation, &case.facts, *node);
                *found = Some(AlertRow { facts, ..row(*alert, day, true) });
            } else if found.is_none() {
                let missing = headers(plan, &evaluation.missing(*node));
                *found = Some(AlertRow { missing, ..row(*alert, day, false) });
            }
        }
        if found.iter().all(|found| found.as_ref().is_some_and(|row| row.certain)) {
            break;
        }
        day = Day(evaluation.horizon_with(&case.facts, &plan.alert_watches).0.saturating_add(1));
    }
    found.into_iter().flatten().collect()
}

fn counts(open: &[AlertRow]) -> Vec<OpenAlert> {
    let mut counts: Vec<OpenAlert> = Vec::new();
    for row in open {
        let place = counts.iter().position(|count| count.alert == row.alert).unwrap_or_else(|| {
            counts.push(OpenAlert { alert: row.alert, people: 0, missing: Vec::new() });
            counts.len() - 1
        });
        let Some(count) = counts.get_mut(place) else { continue };
        count.people += 1;
        for name in &row.missing {
            match count.missing.iter_mut().find(|(known, _)| known == name) {
                Some((_, people)) => *people += 1,
                None => count.missing.push((name.clone(), 1)),
            }
        }
    }
    for count in &mut counts {
        count.missing.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    }
    counts
}
