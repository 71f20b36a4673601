//! What sets a region apart: a list of constraints that all hold.

use super::bounds::{Constraint, Region};
use super::form::{Bound, Form};
use super::space::{Space, Term, Variable};
use crate::plan::Op;

/// Constraints that all hold, at most one for each set of values and each side of a range.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Literals {
    list: Vec<Constraint>,
}

impl Literals {
    /// No constraint: all cases.
    pub fn none() -> Literals {
        Literals::default()
    }

    pub fn list(&self) -> &[Constraint] {
        &self.list
    }

    /// These and one more.
    pub fn with(&self, constraint: &Constraint, holds: bool) -> Literals {
        let mut list = self.list.clone();
        let added = match (constraint, holds) {
            (Constraint::Among(variable, set), holds) => {
                let set = if holds { *set } else { !*set };
                let same = |known: &Constraint| matches!(known, Constraint::Among(of, _) if of == variable);
                let before = list.iter().position(same).map(|place| list.remove(place));
                let before = match before {
                    Some(Constraint::Among(_, before)) => before,
                    _ => u64::MAX,
                };
                Constraint::Among(*variable, before & set)
            }
            (Constraint::AtLeast(form, least), true) => Constraint::AtLeast(form.clone(), *least),
            (Constraint::AtLeast(form, least), false) => match form.times(-1) {
                Some(turned) => Constraint::AtLeast(turned, least.saturating_neg().saturating_add(1)),
                None => return self.clone(),
            },
        };
        let added = normal(added);
        if let Constraint::AtLeast(form, least) = &added {
            let same = |known: &Constraint| matches!(known, Constraint::AtLeast(other, _) if other.terms == form.terms);
            if let Some(place) = list.iter().position(same) {
                match list.get(place) {
                    Some(Constraint::AtLeast(_, known)) if known >= least => return Literals { list },
                    _ => list.remove(place),
                };
            }
        }
        list.push(added);
        Literals { list }
    }

    /// These and some others.
    pub fn and(&self, others: &Literals) -> Literals {
        others.list.iter().fold(self.clone(), |literals, constraint| literals.with(constraint, true))
    }

    /// These with one variable known, instead of what they say of it alone.
    pub fn fixed(&self, variable: Variable, number: i64) -> Literals {
        let is_own = |constraint: &Constraint| match constraint {
            Constraint::AtLeast(form, _) => form.terms.iter().all(|(of, _)| *of == variable),
            Constraint::Among(of, _) => *of == variable,
        };
        let rest = Literals { list: self.list.iter().filter(|constraint| !is_own(constraint)).cloned().collect() };
        let form = Form::of(variable);
        let least = Constraint::AtLeast(form.clone(), number);
        let more = Constraint::AtLeast(form, number.saturating_add(1));
        rest.with(&least, true).with(&more, false)
    }

    /// These without one of them.
    pub fn without(&self, place: usize) -> Literals {
        let list = self.list.iter().enumerate().filter(|(other, _)| *other != place);
        Literals { list: list.map(|(_, constraint)| constraint.clone()).collect() }
    }

    /// These with one of them replaced.
    pub fn replaced(&self, place: usize, by: Constraint) -> Literals {
        let mut list = self.list.clone();
        if let Some(slot) = list.get_mut(place) {
            *slot = by;
        }
        Literals { list }
    }

    /// The cases for which all hold; none if that is impossible.
    pub fn region(&self, space: &Space) -> Option<Region> {
        let mut region = Region::whole(space);
        self.list.iter().all(|constraint| region.narrow(space, constraint, true)).then_some(region)
    }

    /// What the constraints say of a condition by itself.
    pub fn answer(&self, condition: Variable) -> Option<bool> {
        self.list.iter().find_map(|constraint| match constraint {
            Constraint::AtLeast(form, least) => match form.terms.as_slice() {
                [(of, 1)] if *of == condition && *least == 1 => Some(true),
                [(of, -1)] if *of == condition && *least == 0 => Some(false),
                _ => None,
            },
            Constraint::Among(..) => None,
        })
    }

    /// All hold everywhere in a region.
    pub fn contain(&self, space: &Space, region: &Region) -> bool {
        self.list.iter().all(|constraint| region.says(space, constraint) == Some(true))
    }

    /// Without those that follow from the others.
    pub fn simplified(&self, space: &Space) -> Literals {
        let mut literals = self.clone();
        let mut place = literals.list.len();
        while place > 0 {
            place -= 1;
            let rest = literals.without(place);
            let follows = match (literals.list.get(place), rest.region(space)) {
                (Some(constraint), Some(region)) => region.says(space, constraint) == Some(true),
                _ => false,
            };
            if follows {
                literals = rest;
            }
        }
        literals
    }

    /// The variables of the constraint added last, and those by which it is met: in a region that was split off, what
    /// sets it apart from its neighbour.
    pub fn last(&self, space: &Space) -> Vec<Variable> {
        let mut found = self.list.last().map(Constraint::variables).unwrap_or_default();
        for variable in found.clone() {
            let meanings = space.meanings.get(&variable).zip(self.answer(variable));
            if let Some(meaning) = meanings.and_then(|(meanings, holds)| meanings.get(usize::from(holds))) {
                found.extend(meaning.last(space));
            }
            if let Some(Term::Of { operands, .. }) = space.term_of(variable) {
                found.extend(operands.iter().flat_map(|form| form.terms.iter().map(|(part, _)| *part)));
            }
        }
        found
    }

    /// Whether what a region shows of them is exact: they bound facts, differences of two, and months and ages of facts
    /// that nothing else bounds.
    pub(super) fn are_exact(&self, space: &Space) -> bool {
        let is_short = |constraint: &Constraint| match constraint {
            Constraint::Among(..) => true,
            Constraint::AtLeast(form, _) => match form.terms.as_slice() {
                [_] => true,
                [(_, one), (_, two)] => one + two == 0,
                _ => false,
            },
        };
        let variables = self.variables();
        self.list.iter().all(is_short) && variables.iter().all(|variable| self.is_free(space, *variable, &variables))
    }

    /// Whether a variable is a fact, or a value whose facts are bounded by nothing else: an age takes every number
    /// whatever the day is; other values, which may leave days out, are bounded on one side only.
    fn is_free(&self, space: &Space, variable: Variable, among: &[Variable]) -> bool {
        let (op, operands) = match space.term_of(variable) {
            None => return true,
            Some(Term::Of { op, operands }) => (op, operands),
            Some(_) => return false,
        };
        let parts = operands.iter().flat_map(|form| form.terms.iter().map(|(part, _)| *part));
        let facts: Vec<Variable> = parts.filter(|part| *part != space.today).collect();
        let made_of = |term: &Variable, fact: &Variable| {
            space.in_terms.get(fact.index()).is_some_and(|terms| terms.contains(term))
        };
        let is_tied =
            |other: &Variable| *other != variable && facts.iter().any(|fact| fact == other || made_of(other, fact));
        let of_it = self.list.iter().filter_map(|constraint| match constraint {
            Constraint::AtLeast(form, _) if form.terms.iter().any(|(of, _)| *of == variable) => Some(form.terms.len()),
            _ => None,
        });
        let lengths: Vec<usize> = of_it.collect();
        let is_age = matches!(op, Op::Age { .. }) && lengths.iter().all(|length| *length == 1);
        let is_one_fact = matches!(facts.as_slice(), [fact] if space.term_of(*fact).is_none());
        is_one_fact && (is_age || lengths.len() == 1) && !among.iter().any(is_tied)
    }

    /// The variables that the constraints speak of.
    pub fn variables(&self) -> Vec<Variable> {
        let mut found: Vec<Variable> = self.list.iter().flat_map(Constraint::variables).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// `2x − 1 ≥ 4` -> `x ≥ 3`; one form for each side of a range.
fn normal(constraint: Constraint) -> Constraint {
    let Constraint::AtLeast(form, least) = &constraint else { return constraint };
    match form.normal(*least) {
        Some((terms, Bound::AtLeast(least))) => Constraint::AtLeast(Form { terms, constant: 0 }, least),
        Some((terms, Bound::AtMost(most))) => {
            let terms = terms.into_iter().map(|(variable, factor)| (variable, -factor)).collect();
            Constraint::AtLeast(Form { terms, constant: 0 }, most.saturating_neg())
        }
        None => constraint,
    }
}
