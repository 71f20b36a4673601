//! Seeks cases of regions.

use super::Wanted;
use super::goals::{Goal, Of};
use crate::calendar::{Decider, Status};
use crate::cases::needed_registers;
use crate::explain::{numbered_cells, read_back};
use crate::plan::Plan;
use crate::region::{Kind, Literals, Point, Region, Space, Variable, View};
use crate::value::Day;

/// Regions that are tried to be reached by the same case.
const MOST_JOINED: usize = 12;

/// A case and the regions in which it lies.
pub(super) struct Found {
    point: Point,
    /// for each benefit, whether it is paid in the month
    paid: Vec<bool>,
    pub(super) reaches: Vec<usize>,
    /// the ways of conditions on which it hangs that something is paid
    shows: Vec<usize>,
}

/// What is known while cases are sought.
pub(super) struct Search<'a, 'p> {
    pub(super) plan: &'p Plan,
    pub(super) space: &'a Space,
    pub(super) views: &'a [View<'p>],
    /// the first and the last day of the month
    pub(super) days: (Day, Day),
    pub(super) goals: &'a [Goal],
}

impl Search<'_, '_> {
    pub(super) fn cases(&self, wanted: Wanted) -> Vec<Found> {
        let mut decider = Decider::new(self.plan);
        let mut found: Vec<Found> = Vec::new();
        for goal in self.goals {
            let is_open = |goal: &&Goal| !found.iter().any(|case| case.reaches.contains(&goal.place));
            let is_shown = |goal: &&Goal| found.iter().any(|case| case.shows.contains(&goal.place));
            let case = match (wanted, goal.of) {
                (_, Of::Condition { variable, holds }) => {
                    let case = self.way(&mut decider, goal, variable, holds);
                    case.filter(|case| is_open(&goal) || case.shows.contains(&goal.place) && !is_shown(&goal))
                }
                (Wanted::OneEach, _) => self.case(&mut decider, &[goal]),
                (Wanted::Few, _) if is_open(&goal) => {
                    let open: Vec<&Goal> = self.goals.iter().filter(is_open).collect();
                    self.joined(&mut decider, goal, &open)
                }
                (Wanted::Few, _) => continue,
            };
            found.extend(case);
        }
        if wanted == Wanted::Few {
            drop_idle(&mut found);
        }
        found
    }

    /// A case of a benefit's region that lies, if it can be, in an open region of each other benefit as well.
    fn joined(&self, decider: &mut Decider<'_>, goal: &Goal, open: &[&Goal]) -> Option<Found> {
        let mut joined = vec![goal];
        let mut best = self.case(decider, &joined)?;
        for number in 0..self.plan.benefits.len() {
            let is_of = |goal: &Goal| goal.of.benefit() == Some(number);
            if is_of(goal) {
                continue;
            }
            let joint = open.iter().filter(|goal| is_of(goal)).filter_map(|other| self.possible(&joined, other));
            let found = joint.take(MOST_JOINED).find_map(|joint| Some((self.case(decider, &joint)?, joint)));
            if let Some((case, joint)) = found {
                (best, joined) = (case, joint);
            }
        }
        Some(best)
    }

    /// A case in which a condition is met, or not, in one way: if it can be, where the benefit is paid, else where it
    /// hangs on this condition.
    fn way(&self, decider: &mut Decider<'_>, goal: &Goal, condition: Variable, holds: bool) -> Option<Found> {
        let fits = |of: &&Goal| of.literals.answer(condition) == Some(holds);
        let mut around: Vec<&Goal> = self.goals.iter().filter(fits).collect();
        around.sort_by_key(|of| (!of.of.is_paid(), !of.literals.last(self.space).contains(&condition)));
        let joint = around.into_iter().filter_map(|other| self.possible(&[other], goal));
        joint.take(MOST_JOINED).find_map(|joint| self.case(decider, &joint))
    }

    /// Some regions and one more, if they may have a case in common.
    fn possible<'g>(&self, goals: &[&'g Goal], more: &'g Goal) -> Option<Vec<&'g Goal>> {
        let joint: Vec<&Goal> = goals.iter().copied().chain([more]).collect();
        all(&joint).region(self.space).map(|_| joint)
    }

    /// A case that lies in some regions, and where else; every fact is known. The month should come out as its first
    /// day does; a case at the bounds of its last day sees to that where one at those of the first does not.
    fn case(&self, decider: &mut Decider<'_>, goals: &[&Goal]) -> Option<Found> {
        let shows = |case: &Found| {
            goals.iter().all(|goal| match goal.of {
                Of::Benefit { number, is_paid } => case.paid.get(number) == Some(&is_paid),
                Of::Condition { .. } => true,
            })
        };
        let at_bounds = self.at_bounds(goals);
        let (first, last) = self.days;
        let mut best: Option<Found> = None;
        for (day, is_near, at_bounds) in
            [(first, true, at_bounds.as_slice()), (last, true, &at_bounds), (first, true, &[]), (first, false, &[])]
        {
            let region = all(goals).fixed(self.space.today, day.0).region(self.space);
            let region = region.map(|region| if is_near { self.nearly_paid(region, goals) } else { region });
            let point = region.and_then(|region| region.point_at_bounds(self.space, at_bounds));
            let Some(case) = point.and_then(|point| self.found(decider, point)) else { continue };
            if goals.iter().all(|goal| case.reaches.contains(&goal.place)) {
                if shows(&case) {
                    return Some(case);
                }
                best = best.or(Some(case));
            }
        }
        best
    }

    /// The cases of a region that are, amounts aside, like those to whom the benefit is paid, as far as the region
    /// allows: then it is not paid for one reason only.
    fn nearly_paid(&self, mut region: Region, goals: &[&Goal]) -> Region {
        let is_same = |goal: &Goal| goals.iter().any(|sought| sought.of.benefit() == goal.of.benefit());
        let paid = self.goals.iter().find(|goal| goal.of.is_paid() && is_same(goal));
        let is_amount = |variable: &Variable| matches!(self.space.kind(*variable), Kind::Number { .. });
        let constraints = paid.iter().flat_map(|goal| goal.literals.list());
        for constraint in constraints.filter(|constraint| !constraint.variables().iter().any(is_amount)) {
            let mut narrower = region.clone();
            if narrower.narrow(self.space, constraint, true) {
                region = narrower;
            }
        }
        region
    }

    /// What should lie at a bound.
    fn at_bounds(&self, goals: &[&Goal]) -> Vec<Variable> {
        let is_paid = goals.iter().any(|goal| goal.of.is_paid());
        let nearest: Vec<&Goal> = match goals.iter().find(|goal| goal.of.condition().is_some()) {
            Some(way) => vec![way],
            None => goals.to_vec(),
        };
        let apart: Vec<Variable> = nearest.iter().flat_map(|goal| goal.literals.last(self.space)).collect();
        let is_amount = |variable: Variable| matches!(self.space.kind(variable), Kind::Number { .. });
        let variables = (0..self.space.dimensions.len()).map(|index| Variable(index as u32));
        variables.filter(|variable| is_paid || is_amount(*variable) || apart.contains(variable)).collect()
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
        let reaches = self.goals.iter().filter(|goal| goal.literals.contain(self.space, &region));
        let reaches: Vec<usize> = reaches.map(|goal| goal.place).collect();
        let reached = || reaches.iter().filter_map(|goal| self.goals.get(*goal));
        let is_shown = |goal: &&Goal| match goal.of {
            Of::Condition { variable, holds } => {
                reached().any(|of| of.of.is_paid() && of.literals.answer(variable) == Some(holds))
            }
            Of::Benefit { .. } => false,
        };
        let shows = reached().filter(is_shown).map(|goal| goal.place).collect();
        Some(Found { point, paid, reaches, shows })
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

    pub(super) fn sheet(&self, found: &[Found]) -> (Vec<String>, Vec<Vec<String>>) {
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

/// Takes out the cases whose regions the others reach, and show, as well.
fn drop_idle(found: &mut Vec<Found>) {
    let mut place = 0;
    while let Some(case) = found.get(place) {
        let others = || found.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, case)| case);
        let is_reached = |goal: &usize| others().any(|other| other.reaches.contains(goal));
        let is_shown = |goal: &usize| others().any(|other| other.shows.contains(goal));
        if case.reaches.iter().all(is_reached) && case.shows.iter().all(is_shown) {
            found.remove(place);
        } else {
            place += 1;
        }
    }
}
