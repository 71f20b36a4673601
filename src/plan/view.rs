//! Through which conditions decisions see the facts.
//!
//! A date of birth reaches a decision only as "not yet 18 on the day", a district only as "is ours", two numbers only as
//! "are the same". Cases whose facts look alike through these conditions, on every day looked at, are decided alike.

use super::{NodeId, Op, Plan, Step};
use crate::check::model::Type;

/// How decisions and their reasons see some facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// one fact, or several that are only compared with each other
    pub slots: Vec<usize>,
    /// what computes the conditions from these facts and the day alone
    pub steps: Vec<Step>,
    /// the nodes that everything else reads; a fact itself is among them where something else reads it as it is
    pub seen: Vec<NodeId>,
    /// the day makes a difference
    pub moves: bool,
}

/// The views of all facts on which decisions depend.
pub fn views(plan: &Plan) -> Vec<View> {
    let roots = roots(plan);
    let read = plan.reachable(&roots);
    let steps: Vec<Step> = plan.steps.iter().filter(|step| holds(&read, step.node)).copied().collect();
    let groups = groups(plan, &steps);
    let group = |node: NodeId| group_of(plan, &groups, node);
    let mut seen = vec![false; read.len()];
    let mut see = |node: NodeId| {
        if let Some(place) = seen.get_mut(node.index()) {
            *place = true;
        }
    };
    roots.iter().for_each(|root| see(*root));
    for step in &steps {
        // what a condition on its own facts is made of is nobody else's business
        let own = group(step.node);
        plan.inputs(step.node).into_iter().filter(|input| own.is_none() || group(*input) != own).for_each(&mut see);
    }
    let count = groups.iter().max().map_or(0, |last| last + 1);
    let mut views: Vec<View> = Vec::new();
    views.resize_with(count, || View { slots: Vec::new(), steps: Vec::new(), seen: Vec::new(), moves: false });
    let mut view = |group: usize, change: &dyn Fn(&mut View)| views.get_mut(group).into_iter().for_each(change);
    for (slot, group) in groups.iter().enumerate() {
        view(*group, &|view| view.slots.push(slot));
    }
    for step in &steps {
        if let Some(group) = group(step.node) {
            view(group, &|view| view.steps.push(*step));
        }
    }
    for node in (0..seen.len()).map(|index| NodeId(index as u32)).filter(|node| holds(&seen, *node)) {
        if let Some(group) = group(node) {
            view(group, &|view| {
                view.moves |= plan.moves(node);
                view.seen.push(node);
            });
        }
    }
    views.retain(|view| !view.seen.is_empty());
    views
}

fn holds(of: &[bool], node: NodeId) -> bool {
    of.get(node.index()).copied().unwrap_or(false)
}

/// For each slot its group: facts of countless values that a comparison sets against each other are seen together.
fn groups(plan: &Plan, steps: &[Step]) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..plan.slots.len()).collect();
    for step in steps.iter().filter(|step| matches!(step.op, Op::Equal(..) | Op::Less(..) | Op::LessEqual(..))) {
        let facts = plan.facts_of(step.node);
        if facts.iter().all(|slot| is_countless(plan, *slot)) && !reads_rows(plan, step.node) {
            let first = facts.iter().filter_map(|slot| groups.get(*slot)).min().copied();
            let joined: Vec<usize> = facts.iter().filter_map(|slot| groups.get(*slot)).copied().collect();
            let Some(first) = first else { continue };
            groups.iter_mut().filter(|group| joined.contains(group)).for_each(|group| *group = first);
        }
    }
    groups
}

/// Whether a fact may have any number of values that people do not share.
fn is_countless(plan: &Plan, slot: usize) -> bool {
    matches!(plan.type_of(slot), Some(Type::Identity | Type::Card | Type::Date | Type::Month | Type::Text))
}

/// The one group whose facts a node depends on.
fn group_of(plan: &Plan, groups: &[usize], node: NodeId) -> Option<usize> {
    if node.index() < groups.len() {
        return groups.get(node.index()).copied();
    }
    let mut of = plan.facts_of(node).iter().filter_map(|slot| groups.get(*slot));
    let first = *of.next()?;
    (of.all(|group| *group == first) && !reads_rows(plan, node)).then_some(first)
}

/// Whether a node asks about all rows of a register, which are no single fact.
fn reads_rows(plan: &Plan, node: NodeId) -> bool {
    matches!(plan.op(node), Some(Op::Aggregate(_)))
        || plan.inputs(node).into_iter().any(|input| reads_rows(plan, input))
}

/// Every node that deciding, its reasons and the promises read.
fn roots(plan: &Plan) -> Vec<NodeId> {
    let mut roots = Vec::new();
    for benefit in &plan.benefits {
        roots.extend(&benefit.requirements);
        roots.extend([benefit.eligible, benefit.excluded, benefit.rate, benefit.amount]);
        roots.extend([benefit.chosen, benefit.topped, benefit.payable]);
        roots.extend(benefit.kept);
        roots.extend(benefit.rate_rows.iter().flat_map(|(when, value)| [*when, *value]));
    }
    roots.extend(&plan.exclusions);
    for rule in &plan.higher_ofs {
        roots.push(rule.when);
        roots.extend(&rule.others);
    }
    let pairs = plan.top_ups.iter().chain(&plan.caps).chain(&plan.deems);
    roots.extend(pairs.flat_map(|(when, value)| [*when, *value]));
    let alerts = plan.policy.alerts.iter().zip(&plan.alerts);
    roots
        .extend(alerts.filter(|(alert, _)| alert.upon.is_empty() && !alert.concerns.is_empty()).map(|(_, node)| *node));
    roots.extend(plan.promises.iter().flatten());
    roots
}
