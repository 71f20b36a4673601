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
use crate::explain;
use crate::plan::{NodeId, Plan};
use crate::region::{Limits, Literals, Variable, views};
use crate::value::{Day, Month};
use goals::{Goal, Of, goals};
use search::Search;

/// The cases, as a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Specimens {
    /// the day whose regions are reached: the first of the month on which the policy is in force
    pub day: Day,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// for each benefit its name, and how many of its regions are reached
    pub benefits: Vec<(String, Reached)>,
    /// how many conditions there are within them that can be met, or not, in several ways
    pub conditions: usize,
    /// their ways
    pub ways: Reached,
    /// regions of which no case was found, in words
    pub missed: Vec<Missed>,
    /// every region was looked at
    pub is_complete: bool,
}

/// How much the cases reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    pub regions: usize,
    /// those in which some case lies
    pub reached: usize,
}

/// A region without a case: it is empty, or none was found that a sheet can tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// none where it is a way of meeting a condition
    pub benefit: Option<String>,
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
    let is_reached = |goal: &Goal| found.iter().any(|case| case.reaches.contains(&goal.place));
    let share = |of: &dyn Fn(Of) -> bool| {
        let own = || goals.iter().filter(|goal| of(goal.of));
        Reached { regions: own().count(), reached: own().filter(|goal| is_reached(goal)).count() }
    };
    let mut conditions: Vec<Variable> = goals.iter().filter_map(|goal| goal.of.condition()).collect();
    conditions.dedup();
    let missed = goals.iter().filter(|goal| !is_reached(goal)).map(|goal| Missed {
        benefit: goal.of.benefit().and_then(|number| plan.policy.benefits.get(number)).map(|of| of.name.clone()),
        conditions: explain::conditions(&space, &goal.literals.simplified(&space)),
    });
    let (headers, rows) = search.sheet(&found);
    let benefits = plan
        .policy
        .benefits
        .iter()
        .enumerate()
        .map(|(number, benefit)| (benefit.name.clone(), share(&|of: Of| of.benefit() == Some(number))));
    Some(Specimens {
        day: days.0,
        headers,
        rows,
        benefits: benefits.collect(),
        conditions: conditions.len(),
        ways: share(&|of: Of| of.condition().is_some()),
        missed: missed.collect(),
        is_complete,
    })
}
