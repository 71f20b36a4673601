//! 择高: of benefits that exclude one another, the compatible set worth most a month.
//!
//! The value of a set of our benefits grows by joining (two of ours may together beat one other), so what is
//! kept grows with our amounts and shrinks with the others'. The worst and the best corner of what is
//! possible therefore bound the answer exactly.

use super::{Evaluation, Value};
use crate::check::MAX_TOGETHER;
use crate::plan::{Contest, NodeId};

/// Which end of the possible amounts is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corner {
    /// ours least, the others most
    Worst,
    Best,
}

/// A set of benefits drawn together, within one contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combination {
    /// places of our benefits in [`Contest::benefits`]
    pub ours: Vec<usize>,
    /// places of other benefits in [`Contest::others`]
    pub others: Vec<usize>,
    /// fen a month
    pub total: i64,
}

impl Evaluation<'_> {
    /// Whether one of our benefits is drawn.
    pub(super) fn kept(&self, contest: usize, benefit: usize) -> Value {
        let Some(contest) = self.plan.contests.get(contest) else { return Value::MAYBE };
        if contest.others.iter().all(|other| self.value(other.amount).hi <= 0) {
            return Value::YES;
        }
        // a rule that may or may not apply can help as well as harm: it may bind an ally
        let unclear = contest.others.iter().filter(|other| self.value(other.amount).hi > 0);
        let unclear = unclear.flat_map(|other| &other.against).any(|(when, _)| !self.value(*when).is_known());
        let is_open = |node: &NodeId| !self.value(*node).is_known();
        // what is open elsewhere in the contest leaves the choice here as it is
        if (unclear || !contest.uniform && contest.inputs().iter().any(is_open))
            && self.bearing_on(contest, benefit).iter().any(is_open)
        {
            return Value::MAYBE;
        }
        let bit = 1_u32 << benefit;
        let kept = |corner| self.chosen(contest, corner, |_| true) & bit != 0;
        Value::range(i64::from(kept(Corner::Worst)), i64::from(kept(Corner::Best)))
    }

    /// The combination that is drawn, and the best one in which the fate of one benefit is the opposite.
    pub fn weigh(&self, contest: usize, benefit: usize, corner: Corner) -> Option<(Combination, Combination)> {
        let contest = self.plan.contests.get(contest)?;
        let bit = 1_u32 << benefit;
        let winner = self.chosen(contest, corner, |_| true);
        let rival = self.chosen(contest, corner, |set| set & bit != winner & bit);
        Some((self.combination(contest, winner, corner), self.combination(contest, rival, corner)))
    }

    /// The places of contest members that can still bear on a benefit: those linked to it by rules between
    /// amounts that may both be above 0.
    pub(super) fn bearing_on(&self, contest: &Contest, benefit: usize) -> Vec<NodeId> {
        let mut ours = 1_u32 << benefit;
        let mut others = vec![false; contest.others.len()];
        loop {
            let before = (ours, others.iter().filter(|other| **other).count());
            for (reached, other) in others.iter_mut().zip(&contest.others) {
                let bits = other
                    .against
                    .iter()
                    .filter(|(when, _)| !self.value(*when).is_no())
                    .fold(0, |bits, (_, b)| bits | b);
                if self.value(other.amount).hi <= 0 || (bits & ours == 0 && !*reached) {
                    continue;
                }
                *reached = true;
                for (place, amount) in contest.amounts.iter().enumerate() {
                    if self.value(*amount).hi > 0 {
                        ours |= bits & 1 << place;
                    }
                }
            }
            let grouped: Vec<usize> = contest
                .others
                .iter()
                .zip(&others)
                .filter(|(_, reached)| **reached)
                .map(|(other, _)| other.group)
                .collect();
            for (reached, other) in others.iter_mut().zip(&contest.others) {
                *reached |= grouped.contains(&other.group) && self.value(other.amount).hi > 0;
            }
            if before == (ours, others.iter().filter(|other| **other).count()) {
                break;
            }
        }
        let mine =
            contest.amounts.iter().enumerate().filter(|(place, _)| ours >> place & 1 == 1).map(|(_, amount)| *amount);
        let theirs = contest
            .others
            .iter()
            .zip(&others)
            .filter(|(_, reached)| **reached)
            .flat_map(|(other, _)| other.against.iter().map(|(when, _)| *when).chain([other.amount]));
        mine.chain(theirs).collect()
    }

    /// The best set of our benefits among those allowed, as bits.
    fn chosen(&self, contest: &Contest, corner: Corner, allowed: impl Fn(u32) -> bool) -> u32 {
        let mut mine = [0_i64; MAX_TOGETHER];
        let mut possible = 0_u32;
        for (bit, (slot, amount)) in mine.iter_mut().zip(&contest.amounts).enumerate() {
            let amount = self.value(*amount);
            *slot = if corner == Corner::Worst { amount.lo } else { amount.hi };
            possible |= u32::from(*slot > 0) << bit;
        }
        let mut best: Option<(i128, i128, u32)> = None;
        // all subsets of `possible`, the empty one last
        let mut set = possible;
        loop {
            if allowed(set) {
                let of_set = mine.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
                let ours: i128 = of_set.map(|(_, amount)| i128::from(*amount)).sum();
                let total = ours + self.others_beside(contest, set, corner);
                let tie = if contest.keep_ours { ours } else { -ours };
                best = best.max(Some((total, tie, set)));
            }
            if set == 0 {
                return best.map_or(0, |(_, _, set)| set);
            }
            set = (set - 1) & possible;
        }
    }

    fn combination(&self, contest: &Contest, set: u32, corner: Corner) -> Combination {
        let ours: Vec<usize> = (0..contest.amounts.len()).filter(|place| set >> place & 1 == 1).collect();
        let others: Vec<usize> =
            (0..contest.others.len()).filter(|other| self.drawn(contest, *other, set, corner) > 0).collect();
        let mine = ours.iter().filter_map(|place| contest.amounts.get(*place)).map(|amount| {
            let amount = self.value(*amount);
            if corner == Corner::Worst { amount.lo } else { amount.hi }
        });
        let theirs = others.iter().map(|other| self.drawn(contest, *other, set, corner));
        let total = mine.chain(theirs).fold(0_i64, i64::saturating_add);
        Combination { ours, others, total }
    }

    /// What the others bring that may be drawn beside a set of ours: of each group the largest.
    fn others_beside(&self, contest: &Contest, set: u32, corner: Corner) -> i128 {
        (0..contest.others.len()).map(|other| i128::from(self.drawn(contest, other, set, corner))).sum()
    }

    /// What one other benefit brings beside a set of ours.
    fn drawn(&self, contest: &Contest, other: usize, set: u32, corner: Corner) -> i64 {
        let own = self.worth_beside(contest, other, set, corner);
        let group = contest.others.get(other).map(|found| found.group);
        let beaten = contest.others.iter().enumerate().any(|(rival, found)| {
            Some(found.group) == group
                && rival != other
                && (self.worth_beside(contest, rival, set, corner), other) > (own, rival)
        });
        if beaten { 0 } else { own }
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
