//! A region: a set of cases, given by bounds on facts and on sums and differences of facts.

use super::differences::Differences;
use super::form::{Bound, Form};
use super::space::{Kind, Space, Term, Variable};
use crate::eval::apply;
use crate::plan::Op;
use crate::value::{NONE_MEMBER, Value};

/// Something that holds for part of a region's cases.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Constraint {
    /// the variable's value is among these (bits)
    Among(Variable, u64),
    /// the form is at least this
    AtLeast(Form, i64),
}

impl Constraint {
    /// The variables that it speaks of.
    pub fn variables(&self) -> Vec<Variable> {
        match self {
            Constraint::Among(variable, _) => vec![*variable],
            Constraint::AtLeast(form, _) => form.terms.iter().map(|(variable, _)| *variable).collect(),
        }
    }
}

/// A set of cases. Bounds on single facts and on differences of two are exact; where a sum of several facts is
/// bounded, or a value outside linear arithmetic, the set may turn out to be empty although nothing here says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    domains: Vec<Value>,
    differences: Differences,
    sums: Vec<Sum>,
}

/// Bounds on a sum of several facts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sum {
    pub(super) terms: Vec<(Variable, i64)>,
    pub(super) range: Value,
}

/// Variables whose bounds have become narrower.
type Changed = Vec<Variable>;

/// How often bounds are passed on before they are left as they are.
const MOST_PASSES: usize = 400;

impl Region {
    /// Every case there is.
    pub fn whole(space: &Space) -> Region {
        let domains: Vec<Value> = space.dimensions.iter().map(|dimension| dimension.all).collect();
        Region { domains, differences: Differences::default(), sums: Vec::new() }
    }

    /// A region given by the values of its variables alone.
    pub(super) fn exactly(values: Vec<Value>) -> Region {
        Region { domains: values, differences: Differences::default(), sums: Vec::new() }
    }

    pub(super) fn set(&mut self, variable: Variable, value: Value) {
        if let Some(domain) = self.domains.get_mut(variable.index()) {
            *domain = value;
        }
    }

    /// Amounts of registers that have no row are 0 here.
    pub(super) fn without_rows(&mut self, space: &Space) {
        for index in 0..space.dimensions.len() {
            let variable = Variable(index as u32);
            let is_number = matches!(space.kind(variable), Kind::Number { .. });
            let missing = |condition: &Variable| self.value(space, *condition).is_no();
            if is_number && space.conditions_of(variable).iter().any(missing) {
                self.set(variable, Value::known(0));
            }
        }
    }

    pub fn value(&self, space: &Space, variable: Variable) -> Value {
        self.domains.get(variable.index()).copied().unwrap_or_else(|| space.all(variable))
    }

    /// The least and the greatest value of a form in this region.
    pub fn range(&self, space: &Space, form: &Form) -> Value {
        if let [(variable, 1)] = form.terms.as_slice() {
            let value = self.value(space, *variable);
            return Value::range(value.lo.saturating_add(form.constant), value.hi.saturating_add(form.constant));
        }
        let (mut lo, mut hi) = self.tightened(space, form, &self.sums);
        if form.terms.len() > 1
            && let Some((terms, _)) = form.normal(0)
        {
            let factor = form.terms.first().zip(terms.first()).map_or(1, |((_, whole), (_, part))| whole / part);
            if let Some(known) = self.known(&terms) {
                let ends = [i128::from(known.lo) * i128::from(factor), i128::from(known.hi) * i128::from(factor)];
                let open = [known.lo == i64::MIN, known.hi == i64::MAX];
                let (low, high) = if factor > 0 { (0, 1) } else { (1, 0) };
                if !open.get(low).copied().unwrap_or(true) {
                    lo = lo.max(ends.get(low).copied().unwrap_or(lo));
                }
                if !open.get(high).copied().unwrap_or(true) {
                    hi = hi.min(ends.get(high).copied().unwrap_or(hi));
                }
            }
        }
        let whole = |number: i128| {
            let shifted = number.saturating_add(i128::from(form.constant));
            i64::try_from(shifted).unwrap_or(if shifted < 0 { i64::MIN } else { i64::MAX })
        };
        Value::range(whole(lo), whole(hi))
    }

    fn hull(&self, space: &Space, terms: &[(Variable, i64)]) -> (i128, i128) {
        terms.iter().fold((0, 0), |(lo, hi), (variable, factor)| {
            let value = self.value(space, *variable);
            let (one, two) = (i128::from(value.lo) * i128::from(*factor), i128::from(value.hi) * i128::from(*factor));
            (lo + one.min(two), hi + one.max(two))
        })
    }

    /// The bounds of the parts, and of each known sum together with what is left without it: where `x + y < 80` and
    /// `z < 100`, `x + y + z < 180`.
    fn tightened(&self, space: &Space, form: &Form, sums: &[Sum]) -> (i128, i128) {
        let (mut lo, mut hi) = self.hull(space, &form.terms);
        if form.terms.len() < 2 {
            return (lo, hi);
        }
        for sum in sums {
            let known = Form { terms: sum.terms.clone(), constant: 0 };
            for (factor, least, most) in [(1, sum.range.lo, sum.range.hi), (-1, sum.range.hi, sum.range.lo)] {
                let Some(rest) = form.plus(&known, -factor) else { continue };
                let (rest_lo, rest_hi) = self.hull(space, &rest.terms);
                let times = |bound: i64| i128::from(bound) * i128::from(factor);
                if !matches!(least, i64::MIN | i64::MAX) {
                    lo = lo.max(times(least) + rest_lo);
                }
                if !matches!(most, i64::MIN | i64::MAX) {
                    hi = hi.min(times(most) + rest_hi);
                }
            }
        }
        (lo, hi)
    }

    /// What is known of a sum in lowest terms beyond the bounds of its parts.
    fn known(&self, terms: &[(Variable, i64)]) -> Option<Value> {
        if let [(one, 1), (two, -1)] = terms {
            let most = self.differences.most(Some(*one), Some(*two)).unwrap_or(i64::MAX);
            let least = self.differences.most(Some(*two), Some(*one)).map_or(i64::MIN, |most| -most);
            return Some(Value::range(least, most));
        }
        self.sums.iter().find(|sum| sum.terms == terms).map(|sum| sum.range)
    }

    /// Whether a constraint holds for all cases of the region, for none, or for some.
    pub fn says(&self, space: &Space, constraint: &Constraint) -> Option<bool> {
        match constraint {
            Constraint::Among(variable, set) => {
                let own = self.value(space, *variable).set();
                if own & !set == 0 { Some(true) } else { (own & set == 0).then_some(false) }
            }
            Constraint::AtLeast(form, least) => {
                let range = self.range(space, form);
                if range.lo >= *least { Some(true) } else { (range.hi < *least).then_some(false) }
            }
        }
    }

    /// Keeps the cases for which a constraint holds, or (`holds` false) does not. False when none are left.
    pub fn narrow(&mut self, space: &Space, constraint: &Constraint, holds: bool) -> bool {
        let mut changed = Changed::new();
        let left = match constraint {
            Constraint::Among(variable, set) => {
                self.among(space, *variable, if holds { *set } else { !*set }, &mut changed)
            }
            Constraint::AtLeast(form, least) if holds => self.at_least(space, form, *least, &mut changed),
            Constraint::AtLeast(form, least) => match (form.times(-1), least.checked_neg()) {
                (Some(turned), Some(most)) => self.at_least(space, &turned, most.saturating_add(1), &mut changed),
                _ => true,
            },
        };
        left && self.settle(space, changed)
    }

    fn at_least(&mut self, space: &Space, form: &Form, least: i64, changed: &mut Changed) -> bool {
        if let Some(known) = form.known() {
            return known >= least;
        }
        let Some((terms, bound)) = form.normal(least) else { return true };
        let (least, most) = match bound {
            Bound::AtLeast(least) => (least, i64::MAX),
            Bound::AtMost(most) => (i64::MIN, most),
        };
        match terms.as_slice() {
            [(variable, _)] => self.within(space, *variable, least, most, changed),
            [(one, 1), (two, -1)] => {
                for variable in [*one, *two] {
                    let range = self.value(space, variable);
                    self.differences.enter(variable);
                    if !self.differences.bound(Some(variable), None, range.hi)
                        || !self.differences.bound(None, Some(variable), range.lo.saturating_neg())
                    {
                        return false;
                    }
                }
                let below = most == i64::MAX || self.differences.bound(Some(*one), Some(*two), most);
                let above = least == i64::MIN || self.differences.bound(Some(*two), Some(*one), -least);
                changed.push(*one);
                below && above
            }
            _ => {
                let variables: Vec<Variable> = terms.iter().map(|(variable, _)| *variable).collect();
                match self.sums.iter_mut().find(|sum| sum.terms == terms) {
                    Some(sum) => {
                        sum.range = Value::range(sum.range.lo.max(least), sum.range.hi.min(most));
                        if sum.range.lo > sum.range.hi {
                            return false;
                        }
                    }
                    None => self.sums.push(Sum { terms, range: Value::range(least, most) }),
                }
                changed.extend(variables);
                true
            }
        }
    }

    fn among(&mut self, space: &Space, variable: Variable, set: u64, changed: &mut Changed) -> bool {
        let before = self.value(space, variable).set();
        self.put(space, variable, Value::members(before & set), before & set != before, changed);
        before & set != 0
    }

    fn within(&mut self, space: &Space, variable: Variable, lo: i64, hi: i64, changed: &mut Changed) -> bool {
        let before = self.value(space, variable);
        let after = Value::range(before.lo.max(lo), before.hi.min(hi));
        self.put(space, variable, after, after != before, changed);
        after.lo <= after.hi
    }

    fn put(&mut self, space: &Space, variable: Variable, value: Value, is_new: bool, changed: &mut Changed) {
        if !is_new {
            return;
        }
        while self.domains.len() <= variable.index() {
            self.domains.push(space.all(Variable(self.domains.len() as u32)));
        }
        if let Some(domain) = self.domains.get_mut(variable.index()) {
            *domain = value;
        }
        changed.push(variable);
    }

    /// Passes narrower bounds on until nothing changes. False when some bound leaves nothing.
    fn settle(&mut self, space: &Space, mut changed: Changed) -> bool {
        for _ in 0..MOST_PASSES {
            let Some(variable) = changed.pop() else { return true };
            let left = self.through_differences(space, variable, &mut changed)
                && self.through_register(space, variable, &mut changed)
                && self.through_sums(space, variable, &mut changed)
                && self.through_terms(space, variable, &mut changed);
            if !left {
                return false;
            }
        }
        true
    }

    fn through_differences(&mut self, space: &Space, variable: Variable, changed: &mut Changed) -> bool {
        if !self.differences.variables().contains(&variable) {
            return true;
        }
        let range = self.value(space, variable);
        if !self.differences.bound(Some(variable), None, range.hi)
            || !self.differences.bound(None, Some(variable), range.lo.saturating_neg())
        {
            return false;
        }
        let variables = self.differences.variables().to_vec();
        variables.into_iter().all(|other| {
            let hi = self.differences.most(Some(other), None).unwrap_or(i64::MAX);
            let lo = self.differences.most(None, Some(other)).map_or(i64::MIN, |most| -most);
            self.within(space, other, lo, hi, changed)
        })
    }

    /// Without a row, or where a column is 无, its values are absent; where there is a value, there is a row.
    fn through_register(&mut self, space: &Space, variable: Variable, changed: &mut Changed) -> bool {
        let Some((register, of_column)) = space.place(variable) else { return true };
        let Some(group) = space.registers.get(register) else { return true };
        let listed = group.listed.map_or(Value::YES, |listed| self.value(space, listed));
        for (place, (present, values)) in group.columns.iter().enumerate() {
            if of_column.is_some_and(|column| column != place) {
                continue;
            }
            let there = present.map_or(listed, |present| self.value(space, present));
            let absent = listed.is_no() || there.is_no();
            let given = there.is_yes();
            let mut needs_row = given;
            let mut is_none = absent;
            for value in values {
                let left = match space.kind(*value) {
                    Kind::Members | Kind::Text if absent => self.among(space, *value, NONE_MEMBER, changed),
                    Kind::Members | Kind::Text if given => self.among(space, *value, !NONE_MEMBER, changed),
                    Kind::Number { .. } if absent => self.within(space, *value, 0, 0, changed),
                    Kind::Truth if absent => self.within(space, *value, 0, 0, changed),
                    _ => true,
                };
                if !left {
                    return false;
                }
                let own = self.value(space, *value);
                match space.kind(*value) {
                    Kind::Members | Kind::Text => {
                        is_none |= own.set() == NONE_MEMBER;
                        needs_row |= own.set() & NONE_MEMBER == 0;
                    }
                    Kind::Number { .. } => needs_row |= own.lo > 0 || own.hi < 0,
                    Kind::Truth => needs_row |= own.is_yes(),
                    _ => {}
                }
            }
            let rows = group.listed.into_iter().chain(*present);
            let has_row = |is: i64| Value::known(is);
            for row in rows {
                if needs_row && !self.within(space, row, 1, 1, changed) {
                    return false;
                }
            }
            let none_of = if is_none { present.or(group.listed) } else { None };
            if let Some(row) = none_of {
                let no = has_row(0);
                if !self.within(space, row, no.lo, no.hi, changed) {
                    return false;
                }
            }
        }
        true
    }

    fn through_sums(&mut self, space: &Space, variable: Variable, changed: &mut Changed) -> bool {
        let sums = std::mem::take(&mut self.sums);
        let touched = |sum: &&Sum| sum.terms.iter().any(|(part, _)| *part == variable);
        let left = sums.iter().filter(touched).all(|sum| self.through_sum(space, sum, &sums, changed));
        self.sums = sums;
        left
    }

    fn through_sum(&mut self, space: &Space, sum: &Sum, others: &[Sum], changed: &mut Changed) -> bool {
        let (lo, hi) = self.hull(space, &sum.terms);
        let (least, most) = (i128::from(sum.range.lo), i128::from(sum.range.hi));
        let (tight_lo, tight_hi) = self.tightened(space, &Form { terms: sum.terms.clone(), constant: 0 }, others);
        if tight_hi < least || tight_lo > most || tight_lo > tight_hi {
            return false;
        }
        sum.terms.iter().all(|(part, factor)| {
            let own = self.value(space, *part);
            let ends = [i128::from(own.lo) * i128::from(*factor), i128::from(own.hi) * i128::from(*factor)];
            let (own_lo, own_hi) = (ends.iter().min().copied(), ends.iter().max().copied());
            let (Some(own_lo), Some(own_hi)) = (own_lo, own_hi) else { return true };
            let low = if sum.range.lo == i64::MIN { own_lo } else { least - (hi - own_hi) };
            let high = if sum.range.hi == i64::MAX { own_hi } else { most - (lo - own_lo) };
            let factor = i128::from(*factor);
            let (low, high) = match factor {
                1 => (low, high),
                -1 => (-high, -low),
                2.. => (-(-low).div_euclid(factor), high.div_euclid(factor)),
                _ => (-(high.div_euclid(-factor)), (-low).div_euclid(-factor)),
            };
            let cut = |number: i128| i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX });
            self.within(space, *part, cut(low), cut(high), changed)
        })
    }

    fn through_terms(&mut self, space: &Space, variable: Variable, changed: &mut Changed) -> bool {
        let made = space.in_terms.get(variable.index()).map(Vec::as_slice).unwrap_or_default();
        made.iter().copied().chain([variable]).all(|term| match space.term_of(term) {
            Some(Term::Of { op, operands }) => self.through_term(space, term, *op, operands, changed),
            _ => true,
        })
    }

    /// Bounds of the operands bound the value, and the other way round where the operation is monotone.
    fn through_term(
        &mut self,
        space: &Space,
        term: Variable,
        op: Op,
        operands: &[Form],
        changed: &mut Changed,
    ) -> bool {
        let ranges: Vec<Value> = operands.iter().map(|form| self.range(space, form)).collect();
        let hull = apply(op, &ranges);
        if !self.within(space, term, hull.lo, hull.hi, changed) {
            return false;
        }
        let wanted = self.value(space, term);
        for (place, form) in operands.iter().enumerate() {
            let (Some(rises), [(variable, factor)]) = (rises(op, place), form.terms.as_slice()) else { continue };
            if factor.abs() != 1 {
                continue;
            }
            let with = |number: i64| {
                let mut tried = ranges.clone();
                if let Some(slot) = tried.get_mut(place) {
                    *slot = Value::known(number);
                }
                apply(op, &tried)
            };
            let Some(range) = ranges.get(place).copied() else { continue };
            let reaches = |number: i64| with(number).hi >= wanted.lo;
            let stays = |number: i64| with(number).lo <= wanted.hi;
            let (least, most) = if rises {
                (first(range, reaches), last(range, stays))
            } else {
                (first(range, stays), last(range, reaches))
            };
            let (Some(least), Some(most)) = (least, most) else { return false };
            let (lo, hi) = (least.saturating_sub(form.constant), most.saturating_sub(form.constant));
            let (lo, hi) = if *factor == 1 { (lo, hi) } else { (hi.saturating_neg(), lo.saturating_neg()) };
            if !self.within(space, *variable, lo, hi, changed) {
                return false;
            }
        }
        true
    }

    /// Bounds on sums of several facts, beyond what follows from the bounds of each.
    pub(super) fn sums(&self) -> Vec<(&[(Variable, i64)], Value)> {
        self.sums.iter().map(|sum| (sum.terms.as_slice(), sum.range)).collect()
    }

    /// The greatest differences that are known between some variables.
    pub(super) fn apart(&self, variables: &[Variable]) -> Vec<(Variable, Variable, i64)> {
        let pairs = variables.iter().flat_map(|one| variables.iter().map(move |two| (*one, *two)));
        pairs
            .filter(|(one, two)| one != two)
            .filter_map(|(one, two)| Some((one, two, self.differences.most(Some(one), Some(two))?)))
            .collect()
    }

    /// The variables that sums, differences and terms tie to others.
    pub(super) fn linked(&self, space: &Space) -> Vec<Variable> {
        let greatest = (0..space.dimensions.len()).map(|index| Variable(index as u32));
        let greatest = greatest.filter(|variable| matches!(space.term_of(*variable), Some(Term::Greatest(_))));
        let of_sums = self.sums.iter().flat_map(|sum| sum.terms.iter().map(|(variable, _)| *variable));
        of_sums.chain(self.differences.variables().iter().copied()).chain(greatest).collect()
    }
}

/// Whether an operation rises or falls with an operand; nothing where it does neither.
fn rises(op: Op, place: usize) -> Option<bool> {
    match op {
        Op::AddMonths(..) | Op::MonthOf(_) | Op::FirstDay(_) | Op::LastDay(_) => Some(true),
        Op::Age { .. } => Some(place == 1),
        _ => None,
    }
}

/// The first number of a range from which on `holds`, which holds for all that follow one for which it does.
fn first(range: Value, holds: impl Fn(i64) -> bool) -> Option<i64> {
    let (mut lo, mut hi) = (range.lo, range.hi);
    if !holds(hi) {
        return None;
    }
    while lo < hi {
        let middle = lo + (hi - lo) / 2;
        if holds(middle) {
            hi = middle;
        } else {
            lo = middle + 1;
        }
    }
    Some(lo)
}

fn last(range: Value, holds: impl Fn(i64) -> bool) -> Option<i64> {
    let turned = Value::range(range.hi.checked_neg()?, range.lo.checked_neg()?);
    first(turned, |number| holds(-number)).map(|number| -number)
}
