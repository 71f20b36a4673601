//! Invented cases that together reach every region of a policy's benefits: a golden batch to start from.
//!
//! All facts are known. Amounts lie at the bounds of their regions; dates as well where a benefit is paid, and where
//! it is not, those that stand in its way: so the batch notices when a bound moves. Which regions a case lies in is
//! read off its ordinary evaluation.

use crate::calendar::{Decider, Status, days_in_force};
use crate::cases::needed_registers;
use crate::diagnostic::Message;
use crate::explain::{conditions, numbered_cells, read_back};
use crate::plan::{NodeId, Plan};
use crate::region::{
    Constraint, Form, Kind, Limits, Literals, Open, Point, Region, Space, Variable, View, explore, views,
};
use crate::value::{Day, Month};

/// Regions of other benefits that are tried to be reached by the same case.
const MOST_JOINED: usize = 12;

/// The cases, as a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Specimens {
    /// the day whose regions are reached: the first of the month on which the policy is in force
    pub day: Day,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// for each benefit
    pub benefits: Vec<Reached>,
    /// regions of which no case was found, in words
    pub missed: Vec<Missed>,
    /// every region was looked at
    pub is_complete: bool,
}

/// How much of a benefit the cases reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    pub benefit: String,
    pub regions: usize,
    /// those in which some case lies
    pub reached: usize,
}

/// A region without a case: it is empty, or none was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    pub benefit: String,
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
    let today = Form::of(space.today);
    let on_the_day = Literals::none()
        .with(&Constraint::AtLeast(today.clone(), days.0.0), true)
        .with(&Constraint::AtLeast(today, days.0.0 + 1), false);
    let mut goals = Vec::new();
    let mut is_complete = true;
    for (benefit, payable) in payables.into_iter().enumerate() {
        let mut explorer = explore(&mut space, &mut views, &on_the_day, limits, |views, space, region| {
            let amount = views.first().map(|view| view.amount(space, region, payable));
            match amount {
                Some(Err(Open::Split(split))) => Err(split),
                Some(Ok(amount)) => Ok(region.range(space, &amount).lo > 0),
                _ => Ok(false),
            }
        });
        goals.extend(explorer.by_ref().map(|leaf| Goal { benefit, is_paid: leaf.label, literals: leaf.literals }));
        is_complete &= explorer.is_complete();
    }
    let search = Search { plan, space: &space, views: &views, days, goals: &goals };
    let found = search.cases(wanted);
    let reached = |goal: usize| found.iter().any(|case| case.reaches.contains(&goal));
    let (headers, rows) = search.sheet(&found);
    let name = |benefit: usize| plan.policy.benefits.get(benefit).map(|benefit| benefit.name.clone());
    let benefits = (0..plan.benefits.len()).map(|benefit| {
        let own = || goals.iter().enumerate().filter(move |(_, goal)| goal.benefit == benefit);
        let reached = own().filter(|(goal, _)| reached(*goal)).count();
        Reached { benefit: name(benefit).unwrap_or_default(), regions: own().count(), reached }
    });
    let missed = goals.iter().enumerate().filter(|(goal, _)| !reached(*goal)).map(|(_, goal)| Missed {
        benefit: name(goal.benefit).unwrap_or_default(),
        conditions: conditions(&space, &goal.literals.simplified(&space)),
    });
    Some(Specimens { day: days.0, headers, rows, benefits: benefits.collect(), missed: missed.collect(), is_complete })
}

/// A region to be reached.
struct Goal {
    benefit: usize,
    is_paid: bool,
    literals: Literals,
}

/// A case and the regions in which it lies.
struct Found {
    point: Point,
    /// for each benefit, whether it is paid in the month
    paid: Vec<bool>,
    reaches: Vec<usize>,
}

struct Search<'a, 'p> {
    plan: &'p Plan,
    space: &'a Space,
    views: &'a [View<'p>],
    days: (Day, Day),
    goals: &'a [Goal],
}

impl Search<'_, '_> {
    fn cases(&self, wanted: Wanted) -> Vec<Found> {
        let mut decider = Decider::new(self.plan);
        let mut found: Vec<Found> = Vec::new();
        for (place, goal) in self.goals.iter().enumerate() {
            let is_open = |found: &[Found], goal: usize| !found.iter().any(|case| case.reaches.contains(&goal));
            let case = match wanted {
                Wanted::OneEach => self.case(&mut decider, &[goal]),
                Wanted::Few if is_open(&found, place) => {
                    let open: Vec<usize> = (0..self.goals.len()).filter(|goal| is_open(&found, *goal)).collect();
                    self.joined(&mut decider, place, &open)
                }
                Wanted::Few => continue,
            };
            found.extend(case.filter(|case| case.reaches.contains(&place)));
        }
        if wanted == Wanted::Few {
            drop_idle(&mut found);
        }
        found
    }

    /// A case of a region that lies, if it can be, in an open region of each other benefit as well.
    fn joined(&self, decider: &mut Decider<'_>, place: usize, open: &[usize]) -> Option<Found> {
        let mut joined = vec![self.goals.get(place)?];
        let mut best = self.case(decider, &joined)?;
        for benefit in 0..self.plan.benefits.len() {
            let others = open.iter().filter_map(|goal| self.goals.get(*goal)).filter(|goal| goal.benefit == benefit);
            let joint = others.filter_map(|goal| {
                let joint: Vec<&Goal> = joined.iter().copied().chain([goal]).collect();
                let is_other = joined.iter().all(|known| known.benefit != benefit);
                (is_other && all(&joint).region(self.space).is_some()).then_some(joint)
            });
            if let Some((case, joint)) = joint.take(MOST_JOINED).find_map(|joint| {
                let case = self.case(decider, &joint)?;
                (case.reaches.len() >= joint.len() && case.reaches.contains(&place)).then_some((case, joint))
            }) {
                (best, joined) = (case, joint);
            }
        }
        Some(best)
    }

    /// A case that lies in some regions, and where else; every fact is known.
    fn case(&self, decider: &mut Decider<'_>, goals: &[&Goal]) -> Option<Found> {
        let region = all(goals).region(self.space)?;
        let variables = (0..self.space.dimensions.len()).map(|index| Variable(index as u32));
        let is_paid = goals.iter().any(|goal| goal.is_paid);
        let apart: Vec<Variable> = goals.iter().flat_map(|goal| goal.literals.last(self.space)).collect();
        let is_amount = |variable: Variable| matches!(self.space.kind(variable), Kind::Number { .. });
        let at_bounds: Vec<Variable> =
            variables.filter(|variable| is_paid || is_amount(*variable) || apart.contains(variable)).collect();
        let at_bounds = region.point_at_bounds(self.space, &at_bounds).and_then(|point| self.found(decider, point));
        // the month should come out as its first day does
        let shows = |case: &Found| goals.iter().all(|goal| case.paid.get(goal.benefit) == Some(&goal.is_paid));
        match at_bounds {
            Some(case) if shows(&case) => Some(case),
            other => self.found(decider, region.point(self.space)?).filter(shows).or(other),
        }
    }

    fn found(&self, decider: &mut Decider<'_>, point: Point) -> Option<Found> {
        let facts = read_back(self.plan, &self.cells(&point, 1)?)?;
        let decisions = decider.decide(&facts, self.days.0, self.days.1);
        if decisions.iter().any(|decision| decision.status == Status::Undetermined) {
            return None;
        }
        let paid = decisions.iter().map(|decision| decision.status == Status::Entitled).collect();
        decider.evaluation.run(&facts, self.days.0);
        let region = Region::of_case(self.space, self.views, &[&decider.evaluation]);
        let reaches = |(_, goal): &(usize, &Goal)| goal.literals.contain(self.space, &region);
        let reaches = self.goals.iter().enumerate().filter(reaches).map(|(place, _)| place).collect();
        Some(Found { point, paid, reaches })
    }

    /// The cells of the registers on which a benefit hangs.
    fn cells(&self, point: &Point, number: usize) -> Option<Vec<(String, String)>> {
        let mut headers: Vec<&String> = Vec::new();
        for (register, needed) in self.plan.registers.iter().zip(needed_registers(self.plan)) {
            if needed {
                headers.push(&register.listed_header);
                headers.extend(register.columns.iter().filter_map(|column| column.headers.first()));
            }
        }
        let mut cells = numbered_cells(self.plan, self.space, self.views.first()?.seen(), point, number);
        cells.retain(|(header, _)| headers.contains(&header));
        Some(cells)
    }

    fn sheet(&self, found: &[Found]) -> (Vec<String>, Vec<Vec<String>>) {
        let cells = found.iter().enumerate().filter_map(|(place, case)| self.cells(&case.point, place + 1));
        let mut headers = Vec::new();
        let mut rows = Vec::new();
        for cells in cells {
            let (own, row): (Vec<String>, Vec<String>) = cells.into_iter().unzip();
            headers = own;
            rows.push(row);
        }
        (headers, rows)
    }
}

/// What sets the cases apart that lie in all of some regions.
fn all(goals: &[&Goal]) -> Literals {
    goals.iter().fold(Literals::none(), |literals, goal| literals.and(&goal.literals))
}

/// Takes out the cases whose regions the others reach as well.
fn drop_idle(found: &mut Vec<Found>) {
    let mut place = 0;
    while let Some(case) = found.get(place) {
        let others = || found.iter().enumerate().filter(|(other, _)| *other != place);
        if case.reaches.iter().all(|goal| others().any(|(_, other)| other.reaches.contains(goal))) {
            found.remove(place);
        } else {
            place += 1;
        }
    }
}
