//! Conditions that stand for themselves: nothing else reads their facts, so that they may be met or not whatever
//! the rest of the case is. Such a condition is one fact of the space instead of many; so is the greatest of other
//! benefits of which only one is drawn.

use super::bounds::Constraint;
use super::explore::{Limits, explore};
use super::form::Form;
use super::literals::Literals;
use super::space::{Kind, Seen, Space, Term, Variable};
use super::view::{Open, View};
use crate::plan::{NodeId, Op, Plan, SlotKind};
use crate::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};

/// Regions looked at to find out whether a condition can be met and unmet on every day.
const MOST_REGIONS: usize = 500;

/// For each plan the nodes that are facts of their own.
pub(super) type Independent = Vec<FxHashMap<NodeId, Variable>>;

/// For each plan the groups of others in its contests that are one fact: (contest, group) and the variable.
pub(super) type Merged = Vec<FxHashMap<(usize, usize), Variable>>;

/// A group of others within a contest (contest, group) and their amounts.
type Group = ((usize, usize), Vec<Variable>);

/// Facts that are tied to one another: of one row, or of one column of the key register.
type Unit = (usize, Option<usize>);

/// Finds the independent conditions that some plans, asked for some outputs, share.
pub(super) fn independent(space: &mut Space, plans: &[(&Plan, &[NodeId])], seen: &[Vec<Seen>]) -> Independent {
    let graphs: Vec<Graph<'_>> = plans.iter().map(|(plan, outputs)| Graph::new(plan, outputs)).collect();
    let mut found: Independent = vec![FxHashMap::default(); plans.len()];
    let Some(first) = graphs.first() else { return found };
    let mut open: Vec<NodeId> = first.nodes.iter().rev().copied().collect();
    let mut inside: FxHashSet<NodeId> = FxHashSet::default();
    // the widest conditions come last in the plan
    open.sort_by_key(|node| std::cmp::Reverse(*node));
    for node in open {
        if inside.contains(&node) || !first.is_candidate(node) || !first.is_private(node) {
            continue;
        }
        let formula = first.plan.canonical(node);
        let elsewhere: Option<Vec<Option<NodeId>>> =
            graphs.iter().skip(1).map(|graph| graph.counterpart(&formula, &first.units_by_name(node))).collect();
        let (Some(elsewhere), Some(seen)) = (elsewhere, seen.first()) else { continue };
        let Some([yes, no]) = both_ways(space, first.plan, seen, node) else { continue };
        let words = first.words(node);
        let variable = space.term(Term::Condition { formula, words }, Kind::Truth, Value::MAYBE);
        space.meanings.insert(variable, [no, yes]);
        for (own, node) in found.iter_mut().zip([Some(node)].into_iter().chain(elsewhere)) {
            own.extend(node.map(|node| (node, variable)));
        }
        inside.extend(first.below(node));
    }
    found
}

/// Finds the groups of other benefits, of which only the greatest counts, that are the same in all plans.
pub(super) fn merged(space: &mut Space, plans: &[(&Plan, &[NodeId])], seen: &[Vec<Seen>]) -> Merged {
    let mut groups: Vec<Vec<Group>> = Vec::new();
    let mut read: Vec<FxHashSet<Variable>> = Vec::new();
    for ((plan, outputs), seen) in plans.iter().zip(seen) {
        let graph = Graph::new(plan, outputs);
        let is_read = |slot: &NodeId| seen.get(slot.index()).map(|seen| seen.variable);
        read.push(graph.nodes.iter().filter_map(is_read).collect());
        groups.push(graph.groups(space, seen));
    }
    let shared = |of: &Vec<Variable>| {
        groups.iter().zip(&read).all(|(groups, read)| {
            groups.iter().any(|(_, other)| other == of) || of.iter().all(|variable| !read.contains(variable))
        })
    };
    groups
        .iter()
        .map(|own| {
            let kept = own.iter().filter(|(_, of)| shared(of));
            kept.map(|(place, of)| {
                let most = of.iter().map(|variable| space.all(*variable).hi).max().unwrap_or_default();
                let kind = of.first().map_or(Kind::Number { scale: 2 }, |variable| space.kind(*variable).clone());
                (*place, space.term(Term::Greatest(of.clone()), kind, Value::range(0, most)))
            })
            .collect()
        })
        .collect()
}

/// What makes a condition met and what unmet, where both can be on every day.
fn both_ways(space: &mut Space, plan: &Plan, seen: &[Seen], node: NodeId) -> Option<[Literals; 2]> {
    let mut views = [View::new(plan, seen.to_vec(), &[node], FxHashMap::default())];
    let every_day = space.all(space.today);
    let today = space.today;
    let mut ways: [Option<Literals>; 2] = [None, None];
    let limits = Limits { regions: MOST_REGIONS };
    let mut explorer = explore(space, &mut views, &Literals::none(), limits, |views, space, region| {
        match views.first().map(|view| view.answer(space, region, node)) {
            Some(Ok(answer)) => Ok(Some(answer)),
            Some(Err(Open::Split(split))) => Err(split),
            _ => Ok(None),
        }
    });
    while let Some(leaf) = explorer.next() {
        let way = ways.get_mut(usize::from(!leaf.label?))?;
        let (space, _) = explorer.parts();
        let is_free = leaf.literals.are_exact(space) && leaf.region.value(space, today) == every_day;
        if way.is_none() && is_free && leaf.region.point(space).is_some() {
            *way = Some(leaf.literals);
        }
        if ways.iter().all(Option::is_some) {
            break;
        }
    }
    match ways {
        [Some(yes), Some(no)] => Some([yes, no]),
        _ => None,
    }
}

/// Whether a condition is that an amount's register has a row, or that the amount is given: without it it is 0.
pub(super) fn is_its_row(plan: &Plan, condition: NodeId, amount: NodeId) -> bool {
    let of = |node: NodeId| plan.slots.get(node.index());
    let (Some(condition), Some(amount)) = (of(condition), of(amount)) else { return false };
    let same = match (condition.kind, amount.kind) {
        (SlotKind::Listed, SlotKind::Column(_)) => true,
        (SlotKind::Present(of), SlotKind::Column(column)) => of == column,
        _ => false,
    };
    condition.register == amount.register && same
}

/// The part of a plan that some outputs depend on.
struct Graph<'p> {
    plan: &'p Plan,
    nodes: Vec<NodeId>,
    users: FxHashMap<NodeId, Vec<NodeId>>,
    outputs: &'p [NodeId],
}

impl<'p> Graph<'p> {
    fn new(plan: &'p Plan, outputs: &'p [NodeId]) -> Graph<'p> {
        let mut users: FxHashMap<NodeId, Vec<NodeId>> = FxHashMap::default();
        let mut seen: FxHashSet<NodeId> = FxHashSet::default();
        let mut open = outputs.to_vec();
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            for input in plan.inputs(node) {
                users.entry(input).or_default().push(node);
                open.push(input);
            }
        }
        let mut nodes: Vec<NodeId> = seen.into_iter().collect();
        nodes.sort_unstable();
        Graph { plan, nodes, users, outputs }
    }

    /// A condition put together of others; a single comparison gains nothing.
    fn is_candidate(&self, node: NodeId) -> bool {
        let below = self.below(node);
        let parts = below.iter().filter_map(|node| self.plan.op(*node));
        let is_joint = parts.into_iter().any(|op| matches!(op, Op::All(_) | Op::Any(_) | Op::If { .. }));
        self.is_condition(node) && is_joint && !self.outputs.contains(&node)
    }

    fn is_condition(&self, node: NodeId) -> bool {
        match self.plan.op(node) {
            Some(Op::If { then, otherwise, .. }) => self.is_condition(then) && self.is_condition(otherwise),
            Some(op) => matches!(
                op,
                Op::Not(_)
                    | Op::All(_)
                    | Op::Any(_)
                    | Op::Member(..)
                    | Op::Equal(..)
                    | Op::Less(..)
                    | Op::LessEqual(..)
            ),
            None => false,
        }
    }

    /// A node and all that it is made of, without constants and the day.
    fn below(&self, node: NodeId) -> FxHashSet<NodeId> {
        let mut below: FxHashSet<NodeId> = FxHashSet::default();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let is_fact = node.index() < self.plan.slots.len();
            if (is_fact || self.plan.op(node).is_some()) && below.insert(node) {
                open.extend(self.plan.inputs(node));
            }
        }
        below
    }

    /// Nothing outside reads what a node is made of, nor a fact that is tied to one of its facts.
    fn is_private(&self, node: NodeId) -> bool {
        let below = self.below(node);
        let units: FxHashSet<Unit> = below.iter().filter_map(|node| self.unit(node.index())).collect();
        let only_inside = |part: &NodeId| {
            let users = self.users.get(part).map(Vec::as_slice).unwrap_or_default();
            *part == node || !self.outputs.contains(part) && users.iter().all(|user| below.contains(user))
        };
        let is_tied = |other: &&NodeId| self.unit(other.index()).is_some_and(|unit| units.contains(&unit));
        !units.is_empty()
            && below.iter().all(only_inside)
            && self.nodes.iter().filter(is_tied).all(|tied| below.contains(tied))
    }

    /// The groups of others, each of several amounts bound by the same rules and read by nothing else.
    fn groups(&self, space: &Space, seen: &[Seen]) -> Vec<Group> {
        let mut found = Vec::new();
        let kept = |contest: usize| move |op: Option<Op>| matches!(op, Some(Op::Kept { contest: of, .. }) if of as usize == contest);
        for (at, contest) in self.plan.contests.iter().enumerate() {
            let mut groups: Vec<usize> = contest.others.iter().map(|other| other.group).collect();
            groups.sort_unstable();
            groups.dedup();
            for group in groups {
                let others: Vec<_> = contest.others.iter().filter(|other| other.group == group).collect();
                let alike = others.windows(2).all(|pair| matches!(pair, [one, two] if one.against == two.against));
                let alone = others.iter().all(|other| {
                    let users = self.users.get(&other.amount).map(Vec::as_slice).unwrap_or_default();
                    let only_kept = users.iter().all(|user| kept(at)(self.plan.op(*user)));
                    !users.is_empty() && only_kept && self.is_private(other.amount)
                });
                let variables: Option<Vec<Variable>> =
                    others.iter().map(|other| self.amount_of(other.amount, space, seen)).collect();
                if let (true, true, Some(mut variables)) = (alike && others.len() > 1, alone, variables) {
                    variables.sort_unstable();
                    found.push(((at, group), variables));
                }
            }
        }
        found
    }

    /// The fact that an other benefit's amount is: `若 在册 … 则 月额 否则 0`, or the column itself.
    fn amount_of(&self, node: NodeId, space: &Space, seen: &[Seen]) -> Option<Variable> {
        let fact = match self.plan.op(node) {
            Some(Op::If { when, then, otherwise, .. })
                if self.plan.constant(otherwise) == Some(Value::known(0)) && is_its_row(self.plan, when, then) =>
            {
                then
            }
            None => node,
            Some(_) => return None,
        };
        let variable = seen.get(fact.index())?.variable;
        (matches!(space.kind(variable), Kind::Number { .. }) && space.all(variable).lo == 0).then_some(variable)
    }

    fn unit(&self, slot: usize) -> Option<Unit> {
        let slot = self.plan.slots.get(slot)?;
        let register = self.plan.registers.get(slot.register)?;
        let column = match slot.kind {
            SlotKind::Column(column) | SlotKind::Present(column) | SlotKind::Part(column, _) => Some(column),
            SlotKind::Listed => None,
        };
        Some((slot.register, column.filter(|_| register.is_key())))
    }

    /// The facts of a node by the names of their registers and columns.
    fn units_by_name(&self, node: NodeId) -> FxHashSet<(String, Option<String>)> {
        self.below(node).iter().filter_map(|node| self.unit_name(node.index())).collect()
    }

    fn unit_name(&self, slot: usize) -> Option<(String, Option<String>)> {
        let (register, column) = self.unit(slot)?;
        let register = self.plan.registers.get(register)?;
        let column = column.and_then(|column| register.columns.get(column)).map(|column| column.name.clone());
        Some((register.name.clone(), column))
    }

    /// The same condition in this plan, private here too; or none, where its facts are not read at all. Nothing
    /// where it is not independent here.
    fn counterpart(&self, formula: &str, units: &FxHashSet<(String, Option<String>)>) -> Option<Option<NodeId>> {
        let same = |node: &&NodeId| self.is_candidate(**node) && self.plan.canonical(**node) == formula;
        match self.nodes.iter().find(same) {
            Some(node) => self.is_private(*node).then_some(Some(*node)),
            None => {
                let reads = |node: &NodeId| self.unit_name(node.index()).is_some_and(|unit| units.contains(&unit));
                (!self.nodes.iter().any(reads)).then_some(None)
            }
        }
    }

    /// The condition in the policy's words, and whether they say the opposite.
    fn words(&self, node: NodeId) -> (String, bool) {
        let is_define = |of: &&Option<NodeId>| **of == Some(node);
        if let Some(place) = self.plan.defines.iter().position(|of| is_define(&of)) {
            let name = self.plan.policy.defines.get(place).map(|define| define.name.clone());
            return (name.unwrap_or_default(), false);
        }
        match self.plan.origin(node) {
            Some(origin) => (self.plan.words(origin.span), origin.negated),
            None => (self.plan.canonical(node), false),
        }
    }
}

/// The constraints that a condition's being met or unmet stands for.
pub(super) fn meaning(space: &Space, variable: Variable, holds: bool) -> Vec<Constraint> {
    let own = Form::of(variable);
    let own = if holds { Constraint::AtLeast(own, 1) } else { Constraint::AtLeast(own.times(-1).unwrap_or(own), 0) };
    let meant = space.meanings.get(&variable).and_then(|meanings| meanings.get(usize::from(holds)));
    [own].into_iter().chain(meant.into_iter().flat_map(|literals| literals.list().to_vec())).collect()
}

/// The independent conditions of a space.
pub(super) fn all_independent(space: &Space) -> Vec<Variable> {
    let mut found: Vec<Variable> = space.meanings.keys().copied().collect();
    found.sort_unstable();
    found
}
