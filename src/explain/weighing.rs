//! 择高 in words: what is drawn, what would have been drawn instead, and by which clauses.

use super::reason::{Reason, Side};
use crate::eval::{Combination, Corner, Evaluation, Value};
use crate::plan::{Contest, Plan};
use std::sync::Arc;

/// Why a benefit is kept, or is not, against other benefits; nothing where no other is drawn or would be.
pub(super) fn weighed(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize, kept: bool) -> Option<Reason> {
    let (number, contest) =
        plan.contests.iter().enumerate().find(|(_, contest)| contest.benefits.contains(&benefit))?;
    let place = contest.benefits.iter().position(|member| *member == benefit)?;
    let corner = if kept { Corner::Worst } else { Corner::Best };
    let (winner, rival) = evaluation.weigh(number, place, corner)?;
    if winner
        .others
        .iter()
        .chain(&rival.others)
        .all(|other| winner.others.contains(other) && rival.others.contains(other))
    {
        return None;
    }
    // an amount that is not certain is shown as the most favourable that still does not change the outcome
    let end = |value: Value, ours: bool| if (corner == Corner::Worst) == ours { value.lo } else { value.hi };
    let side = |own: &Combination, opposite: &Combination| {
        let ours = own.ours.iter().filter(|place| !opposite.ours.contains(place)).filter_map(|place| {
            let name = &plan.policy.benefits.get(*contest.benefits.get(*place)?)?.name;
            Some((Arc::from(name.as_str()), end(evaluation.value(*contest.amounts.get(*place)?), true)))
        });
        let others = own.others.iter().filter(|place| !opposite.others.contains(place)).filter_map(|place| {
            let other = contest.others.get(*place)?;
            Some((name_of(plan, *other.sources.first()?)?, end(evaluation.value(other.amount), false)))
        });
        let benefits: Vec<(Arc<str>, i64)> = ours.chain(others).collect();
        let total = benefits.iter().fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount));
        Side { benefits, total }
    };
    let clauses = clauses(plan, evaluation, contest, &winner, &rival);
    Some(Reason::Weighed { kept, winner: side(&winner, &rival), rival: side(&rival, &winner), clauses: clauses.into() })
}

fn name_of(plan: &Plan, (rule, place): (usize, usize)) -> Option<Arc<str>> {
    Some(plan.wording.others.get(rule)?.get(place)?.0.clone())
}

/// The clauses of the rules in force that set what one side draws against what the other draws.
fn clauses(
    plan: &Plan,
    evaluation: &Evaluation<'_>,
    contest: &Contest,
    winner: &Combination,
    rival: &Combination,
) -> Vec<String> {
    let differs =
        |place: &usize, of: fn(&Combination) -> &[usize]| of(winner).contains(place) != of(rival).contains(place);
    let mut clauses: Vec<String> = Vec::new();
    for (place, other) in contest.others.iter().enumerate() {
        if !differs(&place, |side| &side.others) {
            continue;
        }
        for ((when, bits), (rule, item)) in other.against.iter().zip(&other.sources) {
            let binds =
                (0..contest.amounts.len()).any(|mine| bits >> mine & 1 == 1 && differs(&mine, |side| &side.ours));
            if !evaluation.value(*when).is_yes() || !binds {
                continue;
            }
            let cited = plan.wording.others.get(*rule).and_then(|others| others.get(*item));
            for clause in cited.into_iter().flat_map(|(_, clauses)| clauses.iter()) {
                if !clauses.contains(clause) {
                    clauses.push(clause.clone());
                }
            }
        }
    }
    clauses
}
