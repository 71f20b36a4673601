//! Whether bounds on sums leave any case: variables are eliminated one after the other (Fourier 1826, Motzkin 1936).
//!
//! What has no solution in fractions has none in whole numbers either; the reverse is left to whoever looks for a
//! case.

use super::bounds::Region;
use super::space::{Space, Variable};

/// `Σ factor × variable ≤ most`
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inequality {
    terms: Vec<(Variable, i128)>,
    most: i128,
}

/// Inequalities after which the question is left open.
const MOST_INEQUALITIES: usize = 600;
/// No factor or bound grows beyond this.
const GREATEST: i128 = 1 << 100;

impl Region {
    /// No case has these sums; `false` says nothing.
    pub fn is_surely_empty(&self, space: &Space) -> bool {
        let sums = self.sums();
        if sums.len() < 2 {
            return false;
        }
        let mut inequalities: Vec<Inequality> = Vec::new();
        let mut variables: Vec<Variable> = Vec::new();
        for (terms, range) in sums {
            variables.extend(terms.iter().map(|(variable, _)| *variable));
            let scaled =
                |by: i128| terms.iter().map(|(variable, factor)| (*variable, i128::from(*factor) * by)).collect();
            if range.hi != i64::MAX {
                inequalities.push(Inequality { terms: scaled(1), most: i128::from(range.hi) });
            }
            if range.lo != i64::MIN {
                inequalities.push(Inequality { terms: scaled(-1), most: -i128::from(range.lo) });
            }
        }
        variables.sort_unstable();
        variables.dedup();
        for variable in &variables {
            let range = self.value(space, *variable);
            inequalities.push(Inequality { terms: vec![(*variable, 1)], most: i128::from(range.hi) });
            inequalities.push(Inequality { terms: vec![(*variable, -1)], most: -i128::from(range.lo) });
        }
        inequalities.extend(self.apart(&variables).into_iter().map(|(one, two, most)| Inequality {
            terms: vec![(one.min(two), if one < two { 1 } else { -1 }), (one.max(two), if one < two { -1 } else { 1 })],
            most: i128::from(most),
        }));
        variables.into_iter().try_fold(inequalities, eliminate).is_err_and(|reason| reason == Ended::Empty)
    }
}

/// Why elimination ended.
#[derive(Debug, PartialEq)]
enum Ended {
    Empty,
    TooLarge,
}

/// What follows for the other variables.
fn eliminate(inequalities: Vec<Inequality>, variable: Variable) -> Result<Vec<Inequality>, Ended> {
    let factor = |inequality: &Inequality| {
        inequality.terms.iter().find(|(of, _)| *of == variable).map_or(0, |(_, factor)| *factor)
    };
    let (bound, mut rest): (Vec<_>, Vec<_>) = inequalities.into_iter().partition(|inequality| factor(inequality) != 0);
    let (above, below): (Vec<_>, Vec<_>) = bound.into_iter().partition(|inequality| factor(inequality) > 0);
    for upper in &above {
        for lower in &below {
            let (up, down) = (factor(upper), -factor(lower));
            let joined = joined(upper, down, lower, up).ok_or(Ended::TooLarge)?;
            if joined.terms.is_empty() {
                if joined.most < 0 {
                    return Err(Ended::Empty);
                }
            } else if !rest.iter().any(|known| known.terms == joined.terms && known.most <= joined.most) {
                rest.retain(|known| known.terms != joined.terms);
                rest.push(joined);
            }
            if rest.len() > MOST_INEQUALITIES {
                return Err(Ended::TooLarge);
            }
        }
    }
    Ok(rest)
}

/// `one × first + two × second`, in lowest terms; whole numbers allow the bound to be rounded down.
fn joined(one: &Inequality, first: i128, two: &Inequality, second: i128) -> Option<Inequality> {
    let mut terms: Vec<(Variable, i128)> = Vec::new();
    for (inequality, by) in [(one, first), (two, second)] {
        for (variable, factor) in &inequality.terms {
            let added = factor.checked_mul(by)?;
            match terms.iter_mut().find(|(known, _)| known == variable) {
                Some((_, factor)) => *factor += added,
                None => terms.push((*variable, added)),
            }
        }
    }
    terms.retain(|(_, factor)| *factor != 0);
    terms.sort_unstable();
    let most = one.most.checked_mul(first)?.checked_add(two.most.checked_mul(second)?)?;
    let divisor = terms.iter().fold(0_u128, |divisor, (_, factor)| gcd(divisor, factor.unsigned_abs()));
    let divisor = i128::try_from(divisor).ok()?.max(1);
    let terms: Vec<(Variable, i128)> =
        terms.into_iter().map(|(variable, factor)| (variable, factor / divisor)).collect();
    let most = most.div_euclid(divisor);
    let is_small = most.abs() < GREATEST && terms.iter().all(|(_, factor)| factor.abs() < GREATEST);
    is_small.then_some(Inequality { terms, most })
}

fn gcd(one: u128, two: u128) -> u128 {
    if two == 0 { one } else { gcd(two, one % two) }
}
