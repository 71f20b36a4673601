//! 择高 on a region: which of the possible sets of benefits is worth most, as far as the bounds say.

use super::bounds::Constraint;
use super::form::Form;
use super::view::{Inside, Open};
use crate::plan::NodeId;

/// A set of our benefits, and what is drawn beside it.
#[derive(Debug, Clone)]
struct Candidate {
    /// our benefits, as bits
    set: u32,
    /// what ours come to
    mine: Form,
    /// of each group of others its number, and the amounts of which the greatest is drawn; never empty
    beside: Vec<(usize, Vec<Form>)>,
}

/// An other benefit that may be worth something.
struct Other {
    amount: Form,
    group: usize,
    /// our benefits that it is not drawn with, as bits
    against: u32,
}

impl Inside<'_> {
    /// Whether a benefit stays in 择高.
    pub(super) fn kept(&mut self, contest: u32, benefit: u32) -> Result<bool, Open> {
        let (plan, number) = (self.plan, contest as usize);
        let Some(contest) = plan.contests.get(contest as usize) else { return Err(Open::Stuck(NodeId(0))) };
        let Some(own) = contest.amounts.get(benefit as usize).copied() else { return Err(Open::Stuck(NodeId(0))) };
        let mut others: Vec<Other> = Vec::new();
        for (place, other) in contest.others.iter().enumerate() {
            let merged = self.merged.get(&(number, place)).copied();
            let most = merged.map_or(self.value(other.amount), |variable| self.region.value(self.space, variable));
            let is_told = merged.is_some_and(|variable| others.iter().any(|told| told.amount == Form::of(variable)));
            if most.hi <= 0 || is_told {
                continue;
            }
            let mut against = 0;
            for (when, bits) in &other.against {
                if self.answer(*when)? {
                    against |= bits;
                }
            }
            if against != 0 {
                let amount = match merged {
                    Some(variable) => Form::of(variable),
                    None => self.form(other.amount)?,
                };
                others.push(Other { amount, group: other.group, against });
            }
        }
        if others.is_empty() {
            return Ok(true);
        }
        let mut ours: Vec<(u32, Form)> = Vec::new();
        for (place, amount) in contest.amounts.iter().enumerate() {
            if self.value(*amount).hi <= 0 {
                continue;
            }
            let form = self.form(*amount)?;
            if self.holds(form.clone(), 1)? {
                ours.push((1 << place.min(31), form));
            }
        }
        let candidates = candidates(&ours, &others).ok_or(Open::Stuck(own))?;
        self.winner(candidates, 1 << benefit.min(31), contest.keep_ours, own)
    }

    /// Whether the winner holds a benefit: candidates that are surely beaten are out; where those left do not agree,
    /// the simplest comparison between them is asked for.
    fn winner(&self, candidates: Vec<Candidate>, bit: u32, keep_ours: bool, own: NodeId) -> Result<bool, Open> {
        let mut simplest: Option<Constraint> = None;
        let mut left = candidates.clone();
        let mut open: Vec<(u32, u32, Constraint)> = Vec::new();
        for (place, one) in candidates.iter().enumerate() {
            for two in candidates.iter().skip(place + 1) {
                match self.beats(one, two, keep_ours, own) {
                    Ok(true) => left.retain(|candidate| candidate.set != two.set),
                    Ok(false) => left.retain(|candidate| candidate.set != one.set),
                    Err(Open::Split(constraint)) => open.push((one.set, two.set, constraint)),
                    Err(stuck) => return Err(stuck),
                }
            }
        }
        let holding = left.iter().filter(|candidate| candidate.set & bit != 0).count();
        if holding == 0 || holding == left.len() {
            return Ok(holding != 0);
        }
        let is_left = |set: u32| left.iter().any(|candidate| candidate.set == set);
        for (one, two, constraint) in open {
            let simpler = simplest.as_ref().is_none_or(|known| size(&constraint) < size(known));
            if is_left(one) && is_left(two) && simpler {
                simplest = Some(constraint);
            }
        }
        Err(simplest.map_or(Open::Stuck(own), Open::Split))
    }

    /// Whether `one` wins against `two`. On a tie the worth of ours decides, by the reading chosen, then the set.
    fn beats(&self, one: &Candidate, two: &Candidate, keep_ours: bool, own: NodeId) -> Result<bool, Open> {
        let (first, second) = totals(one, two).ok_or(Open::Stuck(own))?;
        if !self.reaches(&first, &second, 0, own)? {
            return Ok(false);
        }
        if self.reaches(&first, &second, 1, own)? {
            return Ok(true);
        }
        let mine = [one.mine.clone()];
        let theirs = [two.mine.clone()];
        let (more, less) = if keep_ours { (mine, theirs) } else { (theirs, mine) };
        if !self.reaches(&more, &less, 0, own)? {
            return Ok(false);
        }
        Ok(self.reaches(&more, &less, 1, own)? || one.set > two.set)
    }

    /// `max one ≥ max two + by`: for each of `two` some of `one` is that much greater.
    fn reaches(&self, one: &[Form], two: &[Form], by: i64, own: NodeId) -> Result<bool, Open> {
        let mut open: Option<Constraint> = None;
        for target in two {
            let mut undecided: Option<Constraint> = None;
            let mut reached = false;
            for form in one {
                let constraint = Constraint::AtLeast(form.minus(target).ok_or(Open::Stuck(own))?, by);
                match self.region.says(self.space, &constraint) {
                    Some(true) => reached = true,
                    Some(false) => {}
                    None if undecided.as_ref().is_none_or(|known| size(&constraint) < size(known)) => {
                        undecided = Some(constraint);
                    }
                    None => {}
                }
            }
            match undecided {
                _ if reached => {}
                None => return Ok(false),
                Some(constraint) if open.as_ref().is_none_or(|known| size(&constraint) < size(known)) => {
                    open = Some(constraint);
                }
                Some(_) => {}
            }
        }
        open.map_or(Ok(true), |constraint| Err(Open::Split(constraint)))
    }
}

fn size(constraint: &Constraint) -> usize {
    match constraint {
        Constraint::Among(..) => 1,
        Constraint::AtLeast(form, _) => form.terms.len(),
    }
}

/// All sets of ours.
fn candidates(ours: &[(u32, Form)], others: &[Other]) -> Option<Vec<Candidate>> {
    let all = ours.iter().fold(0, |set, (bit, _)| set | bit);
    let mut groups: Vec<usize> = others.iter().map(|other| other.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut candidates = Vec::new();
    let mut set = all;
    loop {
        let mut mine = Form::constant(0);
        for (_, form) in ours.iter().filter(|(bit, _)| set & bit != 0) {
            mine = mine.add(form)?;
        }
        let beside = groups.iter().map(|group| {
            let drawn = others.iter().filter(|other| other.group == *group && other.against & set == 0);
            (*group, drawn.map(|other| other.amount.clone()).collect::<Vec<Form>>())
        });
        candidates.push(Candidate { set, mine, beside: beside.filter(|(_, drawn)| !drawn.is_empty()).collect() });
        if set == 0 {
            return Some(candidates);
        }
        set = (set - 1) & all;
    }
}

/// The worth of two sets, each as the greatest of some forms; what is drawn beside both is left out.
fn totals(one: &Candidate, two: &Candidate) -> Option<(Vec<Form>, Vec<Form>)> {
    let expand = |candidate: &Candidate, other: &Candidate| {
        let mut own = candidate.beside.iter().filter(|group| !other.beside.contains(group));
        own.try_fold(vec![candidate.mine.clone()], |totals, (_, drawn)| {
            totals.iter().flat_map(|total| drawn.iter().map(|form| total.add(form))).collect::<Option<Vec<Form>>>()
        })
    };
    Some((expand(one, two)?, expand(two, one)?))
}
