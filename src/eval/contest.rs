//! 择高: of benefits that exclude one another, the compatible set worth most a month.
//!
//! The value of a set of our benefits grows by joining (two of ours may together beat one other), so what is
//! kept grows with our amounts and shrinks with the others'. The worst and the best corner of what is
//! possible therefore bound the answer exactly.

use super::{Evaluation, Value};
use crate::check::MAX_TOGETHER;
use crate::plan::Contest;

/// Which end of the possible amounts is looked at.
#[derive(Clone, Copy, PartialEq)]
enum Corner {
    /// ours least, the others most
    Worst,
    Best,
}

impl Evaluation<'_> {
    /// Whether one of our benefits is drawn.
    pub(super) fn kept(&self, contest: usize, benefit: usize) -> Value {
        let Some(contest) = self.plan.contests.get(contest) else { return Value::MAYBE };
        if contest.others.iter().all(|other| self.value(other.amount).hi <= 0) {
            return Value::YES;
        }
        let bit = 1_u32 << benefit;
        let kept = |corner| self.chosen(contest, corner) & bit != 0;
        Value::range(i64::from(kept(Corner::Worst)), i64::from(kept(Corner::Best)))
    }

    /// The best set of our benefits, as bits.
    fn chosen(&self, contest: &Contest, corner: Corner) -> u32 {
        let end = |value: Value, ours: bool| if (corner == Corner::Worst) == ours { value.lo } else { value.hi };
        let mut mine = [0_i64; MAX_TOGETHER * 4];
        let mut possible = 0_u32;
        for (bit, (slot, amount)) in mine.iter_mut().zip(&contest.amounts).enumerate() {
            *slot = end(self.value(*amount), true);
            possible |= u32::from(*slot > 0) << bit;
        }
        let mut best = (i128::MIN, i128::MIN, 0_u32);
        // all subsets of `possible`, the empty one last
        let mut set = possible;
        loop {
            let ours: i128 = mine
                .iter()
                .enumerate()
                .filter(|(bit, _)| set >> bit & 1 == 1)
                .map(|(_, amount)| i128::from(*amount))
                .sum();
            let total = ours + self.others_beside(contest, set, corner);
            let tie = if contest.keep_ours { ours } else { -ours };
            if (total, tie) > (best.0, best.1) || ((total, tie) == (best.0, best.1) && set > best.2) {
                best = (total, tie, set);
            }
            if set == 0 {
                return best.2;
            }
            set = (set - 1) & possible;
        }
    }

    /// What the others bring that may be drawn beside a set of ours: of each group the largest.
    fn others_beside(&self, contest: &Contest, set: u32, corner: Corner) -> i128 {
        let mut sum = 0_i128;
        for (index, other) in contest.others.iter().enumerate() {
            let own = self.worth_beside(contest, index, set, corner);
            let beaten = contest.others.iter().enumerate().any(|(rival, found)| {
                found.group == other.group
                    && rival != index
                    && (self.worth_beside(contest, rival, set, corner), index) > (own, rival)
            });
            if !beaten {
                sum += i128::from(own);
            }
        }
        sum
    }

    fn worth_beside(&self, contest: &Contest, other: usize, set: u32, corner: Corner) -> i64 {
        let Some(other) = contest.others.get(other) else { return 0 };
        let amount = self.value(other.amount);
        let mut bound = false;
        for (when, bits) in &other.against {
            let when = self.value(*when);
            let applies = if corner == Corner::Worst { when.hi == 1 } else { when.lo == 1 };
            bound |= applies;
            if applies && set & bits != 0 {
                return 0;
            }
        }
        // one that no rule sets against ours is drawn whatever we choose
        if !bound {
            return 0;
        }
        if corner == Corner::Worst { amount.hi } else { amount.lo }
    }
}
