//! Invented cases that together reach every region of a policy's benefits: a golden batch to start from.
//!
//! Where regions know of a condition only whether it is met, the cases reach every way of meeting and not meeting it
//! as well. All facts are known. Amounts lie at the bounds of their regions; dates as well where a benefit is paid,
//! and where it is not, those that stand in its way: so the batch notices when a bound moves. Which regions a case
//! lies in is read off its ordinary evaluation.

mod goals;
mod search;

use crate::calendar::days_in_force;
use crate::diagnostic::Message;
use crate::explain::conditions;
use crate::plan::{NodeId, Plan};
use crate::region::{Limits, Literals, views};
use crate::value::{Day, Month};
use goals::{Of, goals};
use search::Search;

/// The cases, as a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Specimens {
    /// the day whose regions are reached: the first of the month on which the policy is in force
    pub day: Day,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// for each benefit
    pub benefits: Vec<Reached>,
    /// for each condition within them that can be met, or not, in several ways
    pub conditions: Vec<Reached>,
    /// regions of which no case was found, in words
    pub missed: Vec<Missed>,
    /// every region was looked at
    pub is_complete: bool,
}

/// How much of a benefit or a condition the cases reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// the benefit's name, or the condition in the policy's words
    pub name: String,
    pub regions: usize,
    /// those in which some case lies
    pub reached: usize,
}

/// A region without a case: it is empty, or none was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// the benefit's name, or the condition in the policy's words
    pub name: String,
    pub conditions: Vec<Message>,
}

/// How many cases are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// as few as reach every region
    Few,
    /// one for each region of each benefit
    OneEach,
}

/// Invented cases for a month in which the policy is in force; none where it is not.
pub fn specimens(plan: &Plan, month: Month, wanted: Wanted, limits: Limits) -> Option<Specimens> {
    let days = days_in_force(&plan.policy, month).ok()?;
    let payables: Vec<NodeId> = plan.benefits.iter().map(|benefit| benefit.payable).collect();
    let (mut space, mut views) = views(&[(plan, &payables)]);
    let on_the_day = Literals::none().fixed(space.today, days.0.0);
    let (goals, is_complete) = goals(plan, &mut space, &mut views, &on_the_day, limits);
    let search = Search { plan, space: &space, views: &views, days, goals: &goals };
    let found = search.cases(wanted);
    let is_reached = |goal: usize| found.iter().any(|case| case.reaches.contains(&goal));
    let mut reached: Vec<(Of, Reached)> = Vec::new();
    for goal in &goals {
        let known = reached.iter().position(|(of, _)| of.is_alike(goal.of));
        let place = known.unwrap_or_else(|| {
            reached.push((goal.of, Reached { name: goal.of.name(plan, &space), regions: 0, reached: 0 }));
            reached.len() - 1
        });
        if let Some((_, of)) = reached.get_mut(place) {
            of.regions += 1;
            of.reached += usize::from(is_reached(goal.place));
        }
    }
    let missed = goals.iter().filter(|goal| !is_reached(goal.place)).map(|goal| Missed {
        name: goal.of.name(plan, &space),
        conditions: conditions(&space, &goal.literals.simplified(&space)),
    });
    let missed = missed.collect();
    let (headers, rows) = search.sheet(&found);
    let (benefits, conditions) = reached.into_iter().partition::<Vec<_>, _>(|(of, _)| matches!(of, Of::Benefit { .. }));
    let only = |list: Vec<(Of, Reached)>| list.into_iter().map(|(_, reached)| reached).collect();
    Some(Specimens {
        day: days.0,
        headers,
        rows,
        benefits: only(benefits),
        conditions: only(conditions),
        missed,
        is_complete,
    })
}
