//! What each operation does to sets of possible values.

use super::{Evaluation, Facts, Value};
use crate::check::model::Rounding;
use crate::plan::{Join, NodeId, Op, Operands, Step};
use crate::value::{Day, Month};

impl Evaluation<'_> {
    #[inline]
    pub(super) fn step(&mut self, step: Step, facts: &Facts) {
        let value = match step.op {
            Op::Aggregate(aggregate) => self.aggregate(aggregate as usize, facts),
            op => self.compute(op),
        };
        self.set(step.node, value);
    }

    #[inline]
    fn compute(&self, op: Op) -> Value {
        match op {
            Op::All(list) => {
                self.each(list).fold(Value::YES, |all, value| Value::range(all.lo.min(value.lo), all.hi.min(value.hi)))
            }
            Op::Any(list) => {
                self.each(list).fold(Value::NO, |any, value| Value::range(any.lo.max(value.lo), any.hi.max(value.hi)))
            }
            Op::Greatest(list) => {
                let least = Value::known(i64::MIN);
                self.each(list).fold(least, |most, value| Value::range(most.lo.max(value.lo), most.hi.max(value.hi)))
            }
            Op::Least(list) => {
                let most = Value::known(i64::MAX);
                self.each(list).fold(most, |least, value| Value::range(least.lo.min(value.lo), least.hi.min(value.hi)))
            }
            Op::Choose(list, join) => self.choose(list, join),
            Op::Kept { contest, benefit } => self.kept(contest as usize, benefit as usize),
            op => named(op, |node| self.value(node)),
        }
    }

    #[inline]
    fn each(&self, list: Operands) -> impl Iterator<Item = Value> + '_ {
        self.plan.list(list).iter().map(|node| self.value(*node))
    }

    /// The rows that may apply, in order, up to the first that surely does. Where no row is known to apply
    /// but some may, those that may are taken: who has no row is kept out by the requirements, or is shown
    /// as a gap when the policy is checked. Where none can apply nothing is known.
    fn choose(&self, list: Operands, join: Join) -> Value {
        let list = self.plan.list(list);
        let mut result: Option<Value> = None;
        for row in list.chunks(2) {
            let [when, value] = row else { break };
            let when = self.value(*when);
            if when.is_no() {
                continue;
            }
            let value = self.value(*value);
            result = Some(result.map_or(value, |sofar| joined(sofar, value, join)));
            if when.is_yes() {
                break;
            }
        }
        let otherwise = list.last().copied().unwrap_or(NodeId(0));
        result.unwrap_or_else(|| self.value(otherwise))
    }
}

/// The values that an operation can have, given those of its operands numbered 0, 1, … in their order. Only for
/// operations whose operands stand in them ([`Op::named`]).
pub fn apply(op: Op, operands: &[Value]) -> Value {
    named(op, |node| operands.get(node.index()).copied().unwrap_or(Value::ANY))
}

#[inline]
fn named(op: Op, value: impl Fn(NodeId) -> Value) -> Value {
    match op {
        Op::Not(of) => {
            let of = value(of);
            Value::range(1 - of.hi, 1 - of.lo)
        }
        Op::Member(of, set) => {
            let of = value(of).set();
            Value::range(i64::from(of & !set == 0), i64::from(of & set != 0))
        }
        Op::Same(left, right) => {
            let (left, right) = (value(left).set(), value(right).set());
            let surely = left == right && left.is_power_of_two();
            Value::range(i64::from(surely), i64::from(left & right != 0))
        }
        Op::Equal(left, right) => equal(value(left), value(right)),
        Op::Less(left, right) => {
            let (left, right) = (value(left), value(right));
            Value::range(i64::from(left.hi < right.lo), i64::from(left.lo < right.hi))
        }
        Op::LessEqual(left, right) => {
            let (left, right) = (value(left), value(right));
            Value::range(i64::from(left.hi <= right.lo), i64::from(left.lo <= right.hi))
        }
        Op::Add(left, right) => {
            let (left, right) = (value(left), value(right));
            bounded(wide(left.lo) + wide(right.lo), wide(left.hi) + wide(right.hi))
        }
        Op::Subtract(left, right) => {
            let (left, right) = (value(left), value(right));
            bounded(wide(left.lo) - wide(right.hi), wide(left.hi) - wide(right.lo))
        }
        Op::Multiply(left, right) => {
            let (left, right) = (value(left), value(right));
            corners(left, right, |a, b| Some(wide(a) * wide(b)))
        }
        Op::Quotient { left, right, up, multiple, mode } => {
            let (left, right) = (value(left), value(right));
            if right.lo <= 0 && right.hi >= 0 {
                return Value::ANY;
            }
            corners(left, right, |a, b| {
                wide(a)
                    .checked_mul(wide(up))
                    .map(|a| rounded(a, wide(b), mode))
                    .and_then(|q| q.checked_mul(wide(multiple)))
            })
        }
        Op::If { when, then, otherwise, join } => {
            let when = value(when);
            if when.is_yes() {
                value(then)
            } else if when.is_no() {
                value(otherwise)
            } else {
                joined(value(then), value(otherwise), join)
            }
        }
        Op::AddDays(of, days) => {
            let of = value(of);
            bounded(wide(of.lo) + wide(days), wide(of.hi) + wide(days))
        }
        Op::AddMonths(of, months) => monotone(value(of), |day| Day(day).plus_months(months).map(|day| day.0)),
        Op::MonthOf(of) => monotone(value(of), |day| Day(day).month().map(|month| month.0)),
        Op::FirstDay(of) => monotone(value(of), |month| Month(month).first_day().map(|day| day.0)),
        Op::LastDay(of) => monotone(value(of), |month| Month(month).last_day().map(|day| day.0)),
        Op::Age { birth, on } => {
            let (birth, on) = (value(birth), value(on));
            let age = |on: i64, birth: i64, open: i64| match (on, birth) {
                (i64::MIN | i64::MAX, _) | (_, i64::MIN | i64::MAX) => open,
                (on, birth) => Day(on).age(Day(birth)).unwrap_or(open),
            };
            Value::range(age(on.lo, birth.hi, i64::MIN), age(on.hi, birth.lo, i64::MAX))
        }
        // lists, rows and contests keep their operands elsewhere
        Op::All(_)
        | Op::Any(_)
        | Op::Greatest(_)
        | Op::Least(_)
        | Op::Choose(..)
        | Op::Aggregate(_)
        | Op::Kept { .. } => Value::ANY,
    }
}

fn wide(number: i64) -> i128 {
    i128::from(number)
}

/// A range cut down to what can be represented; wholly outside it, nothing is known.
fn bounded(lo: i128, hi: i128) -> Value {
    let (least, most) = (wide(i64::MIN), wide(i64::MAX));
    if lo > most || hi < least {
        return Value::ANY;
    }
    let cut = |number: i128| i64::try_from(number.clamp(least, most)).unwrap_or(i64::MAX);
    Value::range(cut(lo), cut(hi))
}

fn equal(left: Value, right: Value) -> Value {
    let possible = left.lo <= right.hi && right.lo <= left.hi;
    Value::range(i64::from(left.is_known() && left == right && left.lo != i64::MIN), i64::from(possible))
}

/// The range of an operation that is monotone in each operand, from its four corners.
fn corners(left: Value, right: Value, operation: impl Fn(i64, i64) -> Option<i128>) -> Value {
    let mut range: Option<(i128, i128)> = None;
    for (a, b) in [(left.lo, right.lo), (left.lo, right.hi), (left.hi, right.lo), (left.hi, right.hi)] {
        let Some(result) = operation(a, b) else { return Value::ANY };
        range = Some(range.map_or((result, result), |(lo, hi)| (lo.min(result), hi.max(result))));
    }
    range.map_or(Value::ANY, |(lo, hi)| bounded(lo, hi))
}

/// The range of a monotone function; open ends stay open.
fn monotone(of: Value, function: impl Fn(i64) -> Option<i64>) -> Value {
    let lo = if of.lo == i64::MIN { i64::MIN } else { function(of.lo).unwrap_or(i64::MIN) };
    let hi = if of.hi == i64::MAX { i64::MAX } else { function(of.hi).unwrap_or(i64::MAX) };
    Value::range(lo, hi)
}

fn joined(one: Value, two: Value, join: Join) -> Value {
    match join {
        Join::Range => one.or(two),
        Join::Set => Value::members(one.set() | two.set()),
    }
}

/// `dividend / divisor` made whole; the divisor is not 0.
fn rounded(dividend: i128, divisor: i128, mode: Rounding) -> i128 {
    let (dividend, divisor) = if divisor < 0 { (-dividend, -divisor) } else { (dividend, divisor) };
    let down = dividend.div_euclid(divisor);
    let rest = dividend.rem_euclid(divisor);
    let up = match mode {
        Rounding::Down => false,
        Rounding::Up => rest > 0,
        Rounding::HalfUp if dividend < 0 => 2 * rest > divisor,
        Rounding::HalfUp => 2 * rest >= divisor,
        Rounding::HalfEven => 2 * rest > divisor || (2 * rest == divisor && down.rem_euclid(2) == 1),
    };
    down + i128::from(up)
}
