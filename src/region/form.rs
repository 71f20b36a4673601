//! Linear forms: `90 − x`, `x − y + 1`.

use super::space::Variable;

/// A sum of variables times whole numbers, plus a constant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Form {
    /// in order of the variables, none with factor 0
    pub terms: Vec<(Variable, i64)>,
    pub constant: i64,
}

impl Form {
    pub fn constant(constant: i64) -> Form {
        Form { terms: Vec::new(), constant }
    }

    pub fn of(variable: Variable) -> Form {
        Form { terms: vec![(variable, 1)], constant: 0 }
    }

    /// The number that the form is, if it holds no variable.
    pub fn known(&self) -> Option<i64> {
        self.terms.is_empty().then_some(self.constant)
    }

    /// `self + other × factor`; nothing where the numbers become too large.
    pub fn plus(&self, other: &Form, factor: i64) -> Option<Form> {
        let constant = self.constant.checked_add(other.constant.checked_mul(factor)?)?;
        let mut terms = Vec::with_capacity(self.terms.len() + other.terms.len());
        let (mut left, mut right) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            let (variable, number) = match (left.peek(), right.peek()) {
                (Some((one, _)), Some((two, _))) if one == two => {
                    let (Some((variable, own)), Some((_, added))) = (left.next(), right.next()) else { break };
                    (*variable, own.checked_add(added.checked_mul(factor)?)?)
                }
                (Some((one, number)), two) if two.is_none_or(|(two, _)| one < two) => {
                    left.next();
                    (*one, *number)
                }
                (_, Some((two, number))) => {
                    right.next();
                    (*two, number.checked_mul(factor)?)
                }
                _ => break,
            };
            if number != 0 {
                terms.push((variable, number));
            }
        }
        Some(Form { terms, constant })
    }

    pub fn add(&self, other: &Form) -> Option<Form> {
        self.plus(other, 1)
    }

    pub fn minus(&self, other: &Form) -> Option<Form> {
        self.plus(other, -1)
    }

    pub fn times(&self, factor: i64) -> Option<Form> {
        Form::constant(0).plus(self, factor)
    }

    /// What `self ≥ least` says of the form without its constant, in lowest terms and with the first factor
    /// above 0: the terms, and the least (or, turned round, the greatest) value of their sum.
    pub(super) fn normal(&self, least: i64) -> Option<(Vec<(Variable, i64)>, Bound)> {
        let divisor = self.terms.iter().fold(0_u64, |divisor, (_, number)| gcd(divisor, number.unsigned_abs()));
        let divisor = i64::try_from(divisor).ok().filter(|divisor| *divisor > 0)?;
        let least = least.checked_sub(self.constant)?;
        let turned = self.terms.first().is_some_and(|(_, number)| *number < 0);
        let scale = if turned { -divisor } else { divisor };
        let terms = self.terms.iter().map(|(variable, number)| (*variable, number / scale)).collect();
        let at_least = -(-least).div_euclid(divisor);
        Some((terms, if turned { Bound::AtMost(-at_least) } else { Bound::AtLeast(at_least) }))
    }
}

/// One side of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    AtLeast(i64),
    AtMost(i64),
}

fn gcd(one: u64, two: u64) -> u64 {
    if two == 0 { one } else { gcd(two, one % two) }
}
