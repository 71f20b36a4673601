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
use std::cell::OnceCell;

/// Regions looked at to find out whether a condition can be met and unmet on every day.
const MOST_REGIONS: usize = 500;

/// For each plan the nodes that are facts of their own.
pub(super) type Independent = Vec<FxHashMap<NodeId, Variable>>;

/// For each plan the others in its contests that are one fact together: (contest, other) and the variable.
pub(super) type Merged = Vec<FxHashMap<(usize, usize), Variable>>;

/// An amount in a contest that nothing else reads: (contest, other), the group, and the fact.
type Alone = ((usize, usize), usize, Variable);

/// The contest and group in which an amount stands in each plan; none in a plan that does not read it.
type Places = Vec<Option<(usize, usize)>>;

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

/// Finds other benefits of which only the greatest counts, in every plan that reads them.
pub(super) fn merged(space: &mut Space, plans: &[(&Plan, &[NodeId])], seen: &[Vec<Seen>]) -> Merged {
    let mut alone: Vec<Vec<Alone>> = Vec::new();
    let mut read: Vec<FxHashSet<Variable>> = Vec::new();
    for ((plan, outputs), seen) in plans.iter().zip(seen) {
        let graph = Graph::new(plan, outputs);
        let variable = |slot: &NodeId| seen.get(slot.index()).map(|seen| seen.variable);
        read.push(graph.nodes.iter().filter_map(variable).collect());
        alone.push(graph.alone(space, seen));
    }
    // amounts go together that stand in the same groups
    let mut groups: Vec<(Places, Vec<Variable>)> = Vec::new();
    let mut variables: Vec<Variable> = alone.iter().flatten().map(|(_, _, variable)| *variable).collect();
    variables.sort_unstable();
    variables.dedup();
    for variable in variables {
        let of_plan = |(own, read): (&Vec<Alone>, &FxHashSet<Variable>)| {
            let found = own.iter().find(|(_, _, of)| *of == variable);
            match found {
                Some(((contest, _), group, _)) => Some(Some((*contest, *group))),
                None => (!read.contains(&variable)).then_some(None),
            }
        };
        let Some(places) = alone.iter().zip(&read).map(of_plan).collect::<Option<Vec<_>>>() else { continue };
        match groups.iter_mut().find(|(known, _)| *known == places) {
            Some((_, members)) => members.push(variable),
            None => groups.push((places, vec![variable])),
        }
    }
    let mut merged: Merged = vec![FxHashMap::default(); plans.len()];
    for (_, of) in groups.into_iter().filter(|(_, of)| of.len() > 1) {
        let most = of.iter().map(|variable| space.all(*variable).hi).max().unwrap_or_default();
        let kind = of.first().map_or(Kind::Number { scale: 2 }, |variable| space.kind(*variable).clone());
        let greatest = space.term(Term::Greatest(of.clone()), kind, Value::range(0, most));
        for (merged, alone) in merged.iter_mut().zip(&alone) {
            let members = alone.iter().filter(|(_, _, variable)| of.contains(variable));
            merged.extend(members.map(|(place, _, _)| (*place, greatest)));
        }
    }
    merged
}

/// What makes a condition met and what unmet, the plainest of each, where both can be on every day.
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
        let is_both = ways.iter().all(Option::is_some);
        let way = match leaf.label {
            Some(answer) => ways.get_mut(usize::from(!answer))?,
            None if is_both => continue,
            None => return None,
        };
        let (space, _) = explorer.parts();
        let is_plainer = way.as_ref().is_none_or(|way| affirmed(space, &leaf.literals) < affirmed(space, way));
        let is_free = leaf.literals.are_exact(space) && leaf.region.value(space, today) == every_day;
        if is_plainer && is_free && leaf.region.point(space).is_some() {
            *way = Some(leaf.literals);
        }
    }
    match ways {
        [Some(yes), Some(no)] => Some([yes, no]),
        _ => None,
    }
}

/// One way in which an independent condition is met or unmet.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    pub condition: Variable,
    pub holds: bool,
    /// what it says of the facts that the condition reads
    pub literals: Literals,
}

/// All ways in which the independent conditions of a view are met and unmet, as far as some limit allows: what a
/// region that knows only whether a condition is met leaves open.
pub fn ways(space: &mut Space, view: &View<'_>, within: &Literals, limits: Limits) -> Vec<Way> {
    let mut conditions: Vec<(NodeId, Variable)> = view.independent().iter().map(|(node, of)| (*node, *of)).collect();
    conditions.sort_unstable();
    let mut found = Vec::new();
    for (node, condition) in conditions {
        let mut views = [View::new(view.plan(), view.seen().to_vec(), &[node], FxHashMap::default())];
        let explorer = explore(space, &mut views, within, limits, |views, space, region| {
            match views.first().map(|view| view.answer(space, region, node)) {
                Some(Ok(answer)) => Ok(Some(answer)),
                Some(Err(Open::Split(split))) => Err(split),
                _ => Ok(None),
            }
        });
        found.extend(explorer.filter_map(|leaf| {
            let (holds, literals) = (leaf.label?, leaf.literals);
            Some(Way { condition, holds, literals })
        }));
    }
    found
}

/// How much a way of meeting a condition says of a case: that there is a row, that something is so.
fn affirmed(space: &Space, literals: &Literals) -> usize {
    let is_truth = |form: &Form| form.terms.iter().all(|(variable, _)| *space.kind(*variable) == Kind::Truth);
    let affirms = |constraint: &&Constraint| matches!(constraint, Constraint::AtLeast(form, 1) if is_truth(form));
    literals.list().iter().filter(affirms).count()
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
    /// the conditions by their formulas, once they are asked for
    candidates: OnceCell<FxHashMap<String, NodeId>>,
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
        Graph { plan, nodes, users, outputs, candidates: OnceCell::new() }
    }

    /// A condition put together of others; a single comparison gains nothing.
    fn is_candidate(&self, node: NodeId) -> bool {
        if !self.is_condition(node) || self.outputs.contains(&node) {
            return false;
        }
        let below = self.below(node);
        let parts = below.iter().filter_map(|node| self.plan.op(*node));
        let is_joint = parts.into_iter().any(|op| matches!(op, Op::All(_) | Op::Any(_) | Op::If { .. }));
        // what benefits come to is no fact
        let is_paid = self.plan.benefits.iter().any(|benefit| below.contains(&benefit.payable));
        is_joint && !is_paid
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

    /// The others of contests whose amounts nothing but the contest reads, in groups bound by the same rules.
    fn alone(&self, space: &Space, seen: &[Seen]) -> Vec<Alone> {
        let mut found = Vec::new();
        for (at, contest) in self.plan.contests.iter().enumerate() {
            let is_kept =
                |user: &NodeId| matches!(self.plan.op(*user), Some(Op::Kept { contest: of, .. }) if of as usize == at);
            for (place, other) in contest.others.iter().enumerate() {
                let mut group = contest.others.iter().filter(|member| member.group == other.group);
                let alike = group.all(|member| member.against == other.against);
                let users = self.users.get(&other.amount).map(Vec::as_slice).unwrap_or_default();
                let only_kept = !users.is_empty() && users.iter().all(is_kept);
                if alike
                    && only_kept
                    && self.is_private(other.amount)
                    && let Some(variable) = self.amount_of(other.amount, space, seen)
                {
                    found.push(((at, place), other.group, variable));
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
        let candidates = self.candidates.get_or_init(|| {
            let candidates = self.nodes.iter().rev().filter(|node| self.is_candidate(**node));
            candidates.map(|node| (self.plan.canonical(*node), *node)).collect()
        });
        match candidates.get(formula) {
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
