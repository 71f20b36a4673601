//! Whether two versions of a policy pay and warn alike.

use super::search::{Budget, cost, is_gap};
use crate::plan::{NodeId, Plan};
use crate::region::{Constraint, Literals, Open, Region, Space, View, explore, views};

/// How two versions compare in a region.
enum Compared {
    Alike,
    Different,
}

/// Two versions with the same benefits and alerts pay every case the same and warn of the same cases. False where
/// that was not proved.
pub(super) fn alike(one: &Plan, two: &Plan, budget: &mut Budget) -> bool {
    let payables = |plan: &Plan| plan.benefits.iter().map(|benefit| benefit.payable).collect::<Vec<_>>();
    let amounts = payables(one).into_iter().zip(payables(two));
    let conditions = one.alerts.iter().copied().zip(two.alerts.iter().copied());
    let is_same = amounts.into_iter().all(|nodes| same(one, two, nodes, true, budget));
    is_same && conditions.into_iter().all(|nodes| same(one, two, nodes, false, budget))
}

fn same(one: &Plan, two: &Plan, nodes: (NodeId, NodeId), is_amount: bool, budget: &mut Budget) -> bool {
    if !is_amount && one.canonical(nodes.0) == two.canonical(nodes.1) && one.contests.is_empty() {
        return true;
    }
    if budget.is_spent() {
        return false;
    }
    let (mut space, mut views) = views(&[(one, &[nodes.0]), (two, &[nodes.1])]);
    let cost = cost(one, &[nodes.0]).saturating_add(cost(two, &[nodes.1]));
    let limits = budget.limits(cost);
    let mut looked_at = 0;
    let mut explorer = explore(&mut space, &mut views, &Literals::none(), limits, |views, space, region| {
        looked_at += 1;
        compare(views, space, region, nodes, is_amount)
    });
    let is_alike = explorer.by_ref().all(|leaf| matches!(leaf.label, Compared::Alike));
    let is_complete = explorer.is_complete();
    drop(explorer);
    budget.spend(looked_at, cost);
    is_alike && is_complete
}

fn compare(
    views: &[View<'_>],
    space: &mut Space,
    region: &Region,
    nodes: (NodeId, NodeId),
    is_amount: bool,
) -> Result<Compared, Constraint> {
    let [one, two] = views else { return Ok(Compared::Different) };
    if !is_amount {
        let answers = (one.answer(space, region, nodes.0), two.answer(space, region, nodes.1));
        return match answers {
            (Err(Open::Split(split)), _) | (_, Err(Open::Split(split))) => Err(split),
            (Ok(one), Ok(two)) if one == two => Ok(Compared::Alike),
            _ => Ok(Compared::Different),
        };
    }
    let amounts = (one.amount(space, region, nodes.0), two.amount(space, region, nodes.1));
    let difference = match amounts {
        (Err(Open::Split(split)), _) | (_, Err(Open::Split(split))) => return Err(split),
        // no row of a table applies in either
        (Err(first), Err(second)) if is_gap(one.plan(), &first) && is_gap(two.plan(), &second) => {
            return Ok(Compared::Alike);
        }
        (Ok(one), Ok(two)) => two.minus(&one),
        _ => None,
    };
    let Some(difference) = difference else { return Ok(Compared::Different) };
    let reaches = |least: i64| {
        let constraint = Constraint::AtLeast(difference.clone(), least);
        region.says(space, &constraint).ok_or(constraint)
    };
    let is_zero = reaches(0)? && !reaches(1)?;
    Ok(if is_zero { Compared::Alike } else { Compared::Different })
}
