//! Two versions decide the same people: each reads the file with its own plan, and cases are matched by their
//! place in the file.

use super::cause::{cause, open_rate};
use super::edit::benefits_kept;
use super::impact::Direction;
use super::touched::{BenefitChange, BenefitTouched, CaseChange, CauseGroup, Kind, Sum, Touched, plus, standing};
use crate::batch::{DecidedBenefit, decide_one, people};
use crate::calendar::{Decider, Decision, Status};
use crate::cases::{Batch, Case};
use crate::eval::{Evaluation, Moment};
use crate::plan::Plan;
use crate::value::{Day, Month, Value};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// A version of the policy, what it read in the case file, and the days of the month on which it is in force.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub plan: &'a Plan,
    pub batch: &'a Batch,
    pub days: (Day, Day),
}

/// Where each version has a benefit.
struct Pairing {
    name: String,
    old: Option<usize>,
    new: Option<usize>,
}

/// What one case comes to before and after, for each benefit of either version.
type Standings = Vec<((Status, Value), (Status, Value))>;

/// Decides a case file by two versions and tells whom the difference touches.
pub fn touched(month: Month, old: Side<'_>, new: Side<'_>) -> Touched {
    let pairings = pairings(old.plan, new.plan);
    let pairs = pairs(old, new);
    let unmatched = old.batch.cases.len() + new.batch.cases.len() - 2 * pairs.len();
    let compared: Vec<(Standings, Option<CaseChange>)> = pairs
        .par_iter()
        .map_init(
            || (Decider::new(old.plan), Decider::new(new.plan)),
            |(old_decider, new_decider), (old_case, new_case)| {
                let standings = standings(&pairings, (old, old_decider, old_case), (new, new_decider, new_case));
                let changes = standings.iter().any(|(before, after)| before != after);
                let change = changes
                    .then(|| change(&pairings, &standings, (old, old_decider, old_case), (new, new_decider, new_case)));
                (standings, change)
            },
        )
        .collect();
    let people = people(pairs.iter().map(|(_, case)| case.key.as_str()));
    let benefits = figures(&pairings, &compared);
    let open = |(standings, _): &&(Standings, Option<CaseChange>)| {
        standings.iter().any(|(before, after)| before == after && after.0 == Status::Undetermined)
    };
    let still_open = compared.iter().filter(open).count();
    let cases: Vec<CaseChange> = compared.into_iter().filter_map(|(_, change)| change).collect();
    let causes = causes(&cases);
    Touched { month, rows: pairs.len(), people, benefits, cases, causes, still_open, unmatched }
}

/// Lines of an impact that no case shows. `covers` tells whether a case, evaluated at a moment by the old and the new
/// version, lies in the region of a line; it is asked for every moment at which a decision looked.
pub fn blind_spots(
    lines: usize,
    old: Side<'_>,
    new: Side<'_>,
    covers: impl Fn(usize, &Evaluation<'_>, &Evaluation<'_>) -> bool + Sync,
) -> Vec<usize> {
    let covered: Vec<AtomicBool> = (0..lines).map(|_| AtomicBool::new(false)).collect();
    pairs(old, new).par_iter().for_each_init(
        || (Decider::new(old.plan), Decider::new(new.plan)),
        |(old_decider, new_decider), (old_case, new_case)| {
            old_decider.decide(&old_case.facts, old.days.0, old.days.1);
            new_decider.decide(&new_case.facts, new.days.0, new.days.1);
            let moments: BTreeSet<Moment> =
                old_decider.moments().iter().chain(new_decider.moments()).copied().collect();
            for moment in moments {
                let (before, after) = (&mut old_decider.evaluation, &mut new_decider.evaluation);
                before.run(&old_case.facts, moment);
                after.run(&new_case.facts, moment);
                for (line, covered) in covered.iter().enumerate() {
                    if !covered.load(Ordering::Relaxed) && covers(line, before, after) {
                        covered.store(true, Ordering::Relaxed);
                    }
                }
            }
        },
    );
    covered.iter().enumerate().filter(|(_, covered)| !covered.load(Ordering::Relaxed)).map(|(line, _)| line).collect()
}

/// The cases that both versions found, by their place in the file.
fn pairs<'a>(old: Side<'a>, new: Side<'a>) -> Vec<(&'a Case, &'a Case)> {
    let by_row: BTreeMap<usize, &Case> = old.batch.cases.iter().map(|case| (case.row, case)).collect();
    new.batch.cases.iter().filter_map(|case| Some((*by_row.get(&case.row)?, case))).collect()
}

/// The benefits of the new policy in its order, then those only the old one has.
fn pairings(old: &Plan, new: &Plan) -> Vec<Pairing> {
    let kept = benefits_kept(old, new);
    let name = |plan: &Plan, index: usize| plan.policy.benefits.get(index).map(|benefit| benefit.name.clone());
    let of_new = (0..new.benefits.len()).map(|index| Pairing {
        name: name(new, index).unwrap_or_default(),
        old: kept.iter().position(|to| *to == Some(index)),
        new: Some(index),
    });
    let only_old = (0..old.benefits.len()).filter(|index| kept.get(*index).copied().flatten().is_none());
    let of_old =
        only_old.map(|index| Pairing { name: name(old, index).unwrap_or_default(), old: Some(index), new: None });
    of_new.chain(of_old).collect()
}

type Turn<'d, 'p> = (Side<'p>, &'d mut Decider<'p>, &'d Case);

fn standings(
    pairings: &[Pairing],
    (old, old_decider, old_case): Turn<'_, '_>,
    (new, new_decider, new_case): Turn<'_, '_>,
) -> Standings {
    let before = old_decider.decide(&old_case.facts, old.days.0, old.days.1);
    let after = new_decider.decide(&new_case.facts, new.days.0, new.days.1);
    let of = |decisions: &[Decision], index: Option<usize>| {
        let decision = index.and_then(|index| decisions.get(index));
        decision.map_or(standing(None), |decision| (decision.status, decision.amount))
    };
    pairings.iter().map(|pairing| (of(before, pairing.old), of(after, pairing.new))).collect()
}

/// A case that changes, with its reasons.
fn change(
    pairings: &[Pairing],
    standings: &Standings,
    (old, old_decider, old_case): Turn<'_, '_>,
    (new, new_decider, new_case): Turn<'_, '_>,
) -> CaseChange {
    let before = decide_one(old.plan, old_decider, &old_case.key, &old_case.facts, old.days);
    let after = decide_one(new.plan, new_decider, &new_case.key, &new_case.facts, new.days);
    let of = |benefits: &[DecidedBenefit], index: Option<usize>| index.and_then(|index| benefits.get(index)).cloned();
    let changing = pairings.iter().zip(standings).enumerate().filter(|(_, (_, (before, after)))| before != after);
    let changes: Vec<BenefitChange> = changing
        .map(|(benefit, (pairing, _))| {
            let (before, after) = (of(&before.benefits, pairing.old), of(&after.benefits, pairing.new));
            let rate = pairing.old.zip(pairing.new).and_then(|(was, is)| {
                open_rate((old.plan, &old_decider.evaluation, was), (new.plan, &new_decider.evaluation, is))
            });
            let cause = cause(before.as_ref(), after.as_ref(), rate);
            BenefitChange { benefit, before, after, cause }
        })
        .collect();
    let nothing = Value::known(0);
    let before = standings.iter().fold(nothing, |sum, (before, _)| plus(sum, before.1));
    let after = standings.iter().fold(nothing, |sum, (_, after)| plus(sum, after.1));
    let key = if new_case.key.is_empty() { &old_case.key } else { &new_case.key };
    let kind = kind(&changes, before, after);
    CaseChange { key: key.clone(), row: new_case.row, kind, before, after, changes }
}

fn kind(changes: &[BenefitChange], before: Value, after: Value) -> Kind {
    let Some(difference) =
        changes.iter().map(BenefitChange::difference).try_fold(0_i64, |sum, change| Some(sum.saturating_add(change?)))
    else {
        return Kind::Open;
    };
    match difference {
        0 => Kind::Shifted,
        1.. if before.hi == 0 => Kind::Gained,
        1.. => Kind::More,
        _ if after.hi == 0 => Kind::Lost,
        _ => Kind::Less,
    }
}

fn figures(pairings: &[Pairing], compared: &[(Standings, Option<CaseChange>)]) -> Vec<BenefitTouched> {
    let blank = |pairing: &Pairing| BenefitTouched {
        name: pairing.name.clone(),
        gained: 0,
        more: 0,
        less: 0,
        lost: 0,
        open: 0,
        before: Sum::NOTHING,
        after: Sum::NOTHING,
    };
    let mut benefits: Vec<BenefitTouched> = pairings.iter().map(blank).collect();
    for (standings, change) in compared {
        for (benefit, (before, after)) in benefits.iter_mut().zip(standings) {
            benefit.before.add(before.0, before.1);
            benefit.after.add(after.0, after.1);
        }
        for change in change.iter().flat_map(|change| &change.changes) {
            let Some(benefit) = benefits.get_mut(change.benefit) else { continue };
            match change.direction() {
                Some(Direction::Gain) => benefit.gained += 1,
                Some(Direction::More) => benefit.more += 1,
                Some(Direction::Less) => benefit.less += 1,
                Some(Direction::Loss) => benefit.lost += 1,
                None => benefit.open += 1,
            }
        }
    }
    benefits
}

/// The changes by benefit and cause: most cases first, then in the order of the benefits and of the words.
fn causes(cases: &[CaseChange]) -> Vec<CauseGroup> {
    let mut groups = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        for change in &case.changes {
            let group = groups.entry((change.benefit, &change.cause)).or_insert_with(|| CauseGroup {
                benefit: change.benefit,
                cause: change.cause.clone(),
                cases: 0,
                open: 0,
                difference: 0,
                example: index,
            });
            group.cases += 1;
            group.open += usize::from(change.is_open());
            group.difference = group.difference.saturating_add(change.difference().unwrap_or(0));
        }
    }
    let mut groups: Vec<CauseGroup> = groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.cases));
    groups
}
