//! One case of a region.

use super::bounds::{Constraint, Region};
use super::form::Form;
use super::independent::{all_independent, meaning};
use super::space::{Kind, OTHER_TEXT, Origin, Space, Term, Variable, What};
use crate::check::model::Part;
use crate::plan::Op;
use crate::value::{Day, NONE_MEMBER, Value};

/// A value for every fact of a space.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// for each variable its value; of enumerations and texts one bit
    pub values: Vec<Value>,
}

/// Which case of a region is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice<'a> {
    /// variables that lie at their bounds: at the least value where they are bounded from below, at the greatest where
    /// only from above
    pub at_bounds: &'a [Variable],
    /// among names that come out alike, and amounts of which only the greatest counts, which one it is (counted round)
    pub turn: usize,
}

/// How many values are tried before a region is given up.
const MOST_TRIES: usize = 3_000;

impl Region {
    /// A case of the region, as plain as it can be: whatever does not matter is left out. None when none was found.
    pub fn point(&self, space: &Space) -> Option<Point> {
        self.chosen_point(space, Choice::default())
    }

    /// A case of the region that is as chosen, or else as plain as it can be. None when none was found.
    pub fn chosen_point(&self, space: &Space, choice: Choice<'_>) -> Option<Point> {
        let mut tries = MOST_TRIES;
        let mut order: Vec<Variable> = (0..space.dimensions.len()).map(|index| Variable(index as u32)).collect();
        // what hangs together comes first, so that the rest is never in the way; then what kind of case it is, then sizes
        let linked = self.linked(space);
        order.sort_by_key(|variable| {
            let is_size = !matches!(space.kind(*variable), Kind::Truth | Kind::Members | Kind::Text);
            (*variable != space.today, !linked.contains(variable), is_size)
        });
        order.retain(|variable| match space.term_of(*variable) {
            Some(term) => matches!(term, Term::Greatest(_)),
            None => *space.kind(*variable) != Kind::Identity,
        });
        let mut whole = self.clone();
        for condition in all_independent(space) {
            let holds = self.value(space, condition).is_yes();
            // a region that says itself how the condition is met needs no other way
            let mut met = whole.clone();
            if meaning(space, condition, holds).iter().all(|constraint| met.narrow(space, constraint, true)) {
                whole = met;
            }
        }
        let found = fix(space, whole, &order, choice, &mut tries)?;
        let values = (0..space.dimensions.len()).map(|index| found.value(space, Variable(index as u32)));
        Some(Point { values: values.collect() })
    }
}

/// Gives the variables values one after the other; takes back what leaves nothing for the rest.
fn fix(space: &Space, region: Region, order: &[Variable], choice: Choice<'_>, tries: &mut usize) -> Option<Region> {
    let Some((variable, rest)) = order.split_first() else { return Some(region) };
    for constraint in candidates(space, &region, *variable, choice) {
        *tries = tries.checked_sub(1)?;
        let mut part = region.clone();
        let left = constraint.iter().all(|constraint| part.narrow(space, constraint, true));
        if left && let Some(found) = fix(space, part, rest, choice, tries) {
            return Some(found);
        }
    }
    None
}

/// Values to try, the best first.
fn candidates(space: &Space, region: &Region, variable: Variable, choice: Choice<'_>) -> Vec<Vec<Constraint>> {
    let value = region.value(space, variable);
    let all = space.all(variable);
    let bounds = [(value.lo > all.lo).then_some(value.lo), (value.hi < all.hi).then_some(value.hi)];
    let at_bounds = choice.at_bounds.contains(&variable);
    let first: Vec<i64> = bounds.into_iter().flatten().filter(|_| at_bounds).collect();
    let exactly = |number: i64| equal(variable, number);
    match space.kind(variable) {
        Kind::Truth | Kind::Number { .. } => {
            let mut numbers = first;
            // who has a row draws something: in a sheet an amount of 0 may stand for no row
            let is_there = |condition: &Variable| region.value(space, *condition).is_yes();
            let is_amount = matches!(space.kind(variable), Kind::Number { .. });
            if is_amount && space.conditions_of(variable).iter().any(is_there) {
                numbers.extend([round_up(value.lo.max(1)), value.lo.max(1)]);
            }
            numbers.extend([0, round_up(value.lo), value.lo, value.hi, round_up(value.hi.saturating_sub(99))]);
            keep_within(&mut numbers, value);
            let mut tried: Vec<Vec<Constraint>> = numbers.iter().map(|number| exactly(*number)).collect();
            if let Some(Term::Greatest(of)) = space.term_of(variable) {
                // one of them is all there is
                let one = choice.turn % of.len().max(1);
                for (constraints, number) in tried.iter_mut().zip(numbers) {
                    for (place, part) in of.iter().enumerate() {
                        constraints.extend(equal(*part, if place == one { number } else { 0 }));
                    }
                }
            }
            tried
        }
        Kind::Members | Kind::Text => {
            let set = value.set();
            let bits = (0..62).map(|bit| 1_u64 << bit).chain([OTHER_TEXT]);
            let mut named: Vec<u64> = bits.filter(|bit| set & bit != 0).collect();
            let turn = choice.turn % named.len().max(1);
            named.rotate_left(turn);
            let none = (set & NONE_MEMBER != 0).then_some(NONE_MEMBER);
            // of a register that has no row nothing is named
            let is_plain = space
                .place(variable)
                .is_some_and(|(register, _)| space.registers.get(register).is_some_and(|group| !group.is_key));
            let (first, last) = if is_plain { (none, None) } else { (None, none) };
            first.into_iter().chain(named).chain(last).map(|bit| vec![Constraint::Among(variable, bit)]).collect()
        }
        Kind::Date if variable == space.today => {
            let mut days =
                vec![first_of_month(value.lo), value.lo, first_of_month(value.hi.saturating_sub(31)), value.hi];
            keep_within(&mut days, value);
            days.into_iter().map(exactly).collect()
        }
        Kind::Date => {
            let today = region.value(space, space.today).lo;
            let years = |years: i64| Day(today).plus_months(years * 12).map_or(today, |day| day.0);
            let is_birth = matches!(
                space.dimension(variable).map(|dimension| &dimension.origin),
                Some(Origin::Fact { what: What::Part(Part::BirthDate), .. })
            ) || is_aged(space, variable);
            let usual = if is_birth { [-40, -10, -70] } else { [5, -1, -10] };
            let mut days = first;
            days.extend(usual.map(years));
            days.extend([value.lo, value.hi, value.lo + (value.hi - value.lo) / 2]);
            keep_within(&mut days, value);
            days.into_iter().map(exactly).collect()
        }
        Kind::Month => {
            let mut months = first;
            months.extend([2023 * 12, value.lo, value.hi]);
            keep_within(&mut months, value);
            months.into_iter().map(exactly).collect()
        }
        Kind::Identity => vec![Vec::new()],
    }
}

/// Some rule asks how old somebody is who was born on this day.
fn is_aged(space: &Space, variable: Variable) -> bool {
    let made = space.in_terms.get(variable.index()).into_iter().flatten();
    let mut terms = made.filter_map(|term| space.term_of(*term));
    terms.any(|term| match term {
        Term::Of { op: Op::Age { .. }, operands } => operands.first() == Some(&Form::of(variable)),
        _ => false,
    })
}

fn equal(variable: Variable, number: i64) -> Vec<Constraint> {
    let form = Form::of(variable);
    let upper = form.times(-1).map(|turned| Constraint::AtLeast(turned, number.saturating_neg()));
    [Some(Constraint::AtLeast(form, number)), upper].into_iter().flatten().collect()
}

fn keep_within(numbers: &mut Vec<i64>, range: Value) {
    let mut seen: Vec<i64> = Vec::new();
    numbers.retain(|number| {
        let is_new = range.lo <= *number && *number <= range.hi && !seen.contains(number);
        seen.push(*number);
        is_new
    });
}

/// Whole yuan where fen do not matter.
fn round_up(number: i64) -> i64 {
    number.checked_add(99).map_or(number, |number| number.div_euclid(100) * 100)
}

/// The first day of a month on or after a day.
fn first_of_month(day: i64) -> i64 {
    let first = Day(day).month().and_then(|month| {
        if month.first_day() == Some(Day(day)) { Some(Day(day)) } else { crate::value::Month(month.0 + 1).first_day() }
    });
    first.map_or(day, |day| day.0)
}
