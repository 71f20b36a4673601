//! Model -> plan: a flat, typed, acyclic list of nodes in dependency order.
//!
//! Running, explaining, coverage and every later reader use this one list.

mod alike;
mod builder;
mod canonical;
mod contest;
mod expression;
mod from_model;
mod node;
mod origin;
mod prune;
mod readings;
mod slot;
mod watch;
mod view;
mod wording;

pub use alike::decided_alike;
pub use from_model::{UnknownReading, compile};
pub use node::{AggregatePlan, Contest, ContestOther, Join, NodeId, Op, Operands, Step, Watch};
pub use origin::Origin;
pub use slot::{Slot, SlotKind, absent, missing, part_type, parts_of, slots_of, unknown};
pub use view::{View, views};
pub use wording::{BenefitWording, Cited, Clauses, Wording};

use crate::check::model::{Policy, Register};
use crate::value::Value;
use std::sync::Arc;

/// A policy ready to run.
#[derive(Debug, Clone)]
pub struct Plan {
    pub policy: Arc<Policy>,
    /// the policy's text, for showing rules in their own words
    pub source: Arc<str>,
    pub registers: Vec<Register>,
    /// the facts it can read, grouped by register in the order of `registers`
    pub slots: Vec<Slot>,
    /// for each register its first slot
    pub first_slots: Vec<usize>,
    /// text constants of the policy; a text value is an index into this list
    pub texts: Vec<String>,
    /// for each reading the option chosen
    pub chosen: Vec<usize>,
    /// initial values of all nodes: constants are filled in
    pub template: Vec<Value>,
    /// the node of 当日
    pub today: NodeId,
    /// all steps; those that decide benefits come first
    pub steps: Vec<Step>,
    /// how many steps decide benefits
    pub deciding: usize,
    /// where the day makes itself felt in deciding: comparisons with it, and amounts made of it
    pub watches: Vec<Watch>,
    /// the same for the conditions of 计发
    pub accrual_watches: Vec<Watch>,
    /// the same in the conditions of 预警
    pub alert_watches: Vec<Watch>,
    pub operands: Vec<NodeId>,
    pub aggregates: Vec<AggregatePlan>,
    pub contests: Vec<Contest>,
    /// for each node the step that fills it, if any
    pub step_of: Vec<Option<usize>>,
    /// for each node whether its value depends on the day
    pub moving: Vec<bool>,
    pub benefits: Vec<BenefitPlan>,
    /// for each exclusion its condition
    pub exclusions: Vec<NodeId>,
    pub higher_ofs: Vec<HigherOfPlan>,
    /// for each 补差 its condition and the other amount
    pub top_ups: Vec<(NodeId, NodeId)>,
    /// for each 封顶 its condition and its limit
    pub caps: Vec<(NodeId, NodeId)>,
    /// for each 并享 its condition
    pub togethers: Vec<NodeId>,
    /// for each 视为 its condition and its value
    pub deems: Vec<(NodeId, NodeId)>,
    /// for each definition its node, if any rule reads it
    pub defines: Vec<Option<NodeId>>,
    /// for each node where in the text it comes from; facts that no rule reads and what the stages of
    /// deciding add come from nowhere
    pub origins: Vec<Option<Origin>>,
    /// for each alert its condition
    pub alerts: Vec<NodeId>,
    /// for each 计发 the conditions of its items
    pub accruals: Vec<Vec<NodeId>>,
    pub procedures: Vec<ProcedurePlan>,
    /// for each promise its claims
    pub promises: Vec<Vec<NodeId>>,
    /// for each node the facts it depends on, in slot order
    pub facts: Vec<Arc<[usize]>>,
    pub wording: Wording,
}

/// The nodes by which a benefit is decided, in the order of deciding.
#[derive(Debug, Clone, PartialEq)]
pub struct BenefitPlan {
    /// one for each requirement of the model
    pub requirements: Vec<NodeId>,
    /// all requirements are met
    pub eligible: NodeId,
    /// some exclusion applies
    pub excluded: NodeId,
    /// the amount by the rate, whoever asks
    pub rate: NodeId,
    /// rows of the rate's table: condition and value
    pub rate_rows: Vec<(NodeId, NodeId)>,
    /// the amount before 择高: the rate if entitled, else 0
    pub amount: NodeId,
    /// whether it stays in 择高
    pub kept: Option<NodeId>,
    /// the amount after 择高
    pub chosen: NodeId,
    /// the amount after 补差
    pub topped: NodeId,
    /// what is paid: fen a month, after 封顶
    pub payable: NodeId,
}

/// The nodes of a 程序.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedurePlan {
    /// for each stage, for each of its documents, the condition under which it is needed
    pub documents: Vec<Vec<NodeId>>,
}

/// The nodes of a 择高 rule.
#[derive(Debug, Clone, PartialEq)]
pub struct HigherOfPlan {
    pub when: NodeId,
    pub others: Vec<NodeId>,
}

impl Plan {
    /// The operands of a node, in order; none for facts and constants.
    pub fn inputs(&self, node: NodeId) -> Vec<NodeId> {
        self.op(node).map(|op| self.operands_of(op)).unwrap_or_default()
    }

    fn operands_of(&self, op: Op) -> Vec<NodeId> {
        match op {
            Op::All(list) | Op::Any(list) | Op::Greatest(list) | Op::Least(list) | Op::Choose(list, _) => {
                self.list(list).to_vec()
            }
            Op::Aggregate(aggregate) => {
                let aggregate = self.aggregates.get(aggregate as usize);
                aggregate.map(|aggregate| self.aggregate_inputs(aggregate)).unwrap_or_default()
            }
            Op::Kept { contest, .. } => self.contests.get(contest as usize).map(Contest::inputs).unwrap_or_default(),
            other => other.named(),
        }
    }

    /// The register's facts that are looked at, and whatever outside the rows the condition reads.
    fn aggregate_inputs(&self, aggregate: &AggregatePlan) -> Vec<NodeId> {
        let slot = |offset: usize| NodeId((aggregate.first_slot + offset) as u32);
        let facts = aggregate.inputs.iter().map(|(offset, _)| slot(*offset));
        let of_row = |node: &NodeId| {
            aggregate.inputs.iter().any(|(_, input)| input == node)
                || aggregate.steps.iter().any(|step| step.node == *node)
        };
        let read = aggregate.steps.iter().flat_map(|step| self.operands_of(step.op));
        let outside = read.chain(aggregate.condition).chain(aggregate.value).filter(|node| !of_row(node));
        [slot(0)].into_iter().chain(facts).chain(outside).collect()
    }

    /// How a node is computed; facts and constants are not.
    pub fn op(&self, node: NodeId) -> Option<Op> {
        let step = self.step_of.get(node.index()).copied().flatten()?;
        self.steps.get(step).map(|step| step.op)
    }

    /// Whether a node's value depends on the day.
    pub fn moves(&self, node: NodeId) -> bool {
        self.moving.get(node.index()).copied().unwrap_or(false)
    }

    pub fn list(&self, operands: Operands) -> &[NodeId] {
        let (start, len) = (operands.start as usize, operands.len as usize);
        self.operands.get(start..start + len).unwrap_or_default()
    }

    /// Where in the policy's text a node comes from.
    pub fn origin(&self, node: NodeId) -> Option<&Origin> {
        self.origins.get(node.index())?.as_ref()
    }

    /// The value of a node that neither facts nor the day can change.
    pub fn constant(&self, node: NodeId) -> Option<Value> {
        let is_constant = node.index() > self.today.index() && self.op(node).is_none();
        if is_constant { self.template.get(node.index()).copied() } else { None }
    }

    /// For each node whether some root depends on it.
    pub fn reachable(&self, roots: &[NodeId]) -> Vec<bool> {
        let mut seen = vec![false; self.template.len()];
        let mut open = roots.to_vec();
        while let Some(node) = open.pop() {
            if let Some(seen) = seen.get_mut(node.index())
                && !*seen
            {
                *seen = true;
                open.extend(self.inputs(node));
            }
        }
        seen
    }

    /// The conditions of all items of 计发.
    pub fn accrual_conditions(&self) -> Vec<NodeId> {
        self.accruals.iter().flatten().copied().collect()
    }

    /// The steps on which some nodes depend, in order.
    pub fn steps_behind(&self, roots: &[NodeId]) -> Vec<Step> {
        let read = self.reachable(roots);
        let is_read = |step: &&Step| read.get(step.node.index()).copied().unwrap_or(false);
        self.steps.iter().filter(is_read).copied().collect()
    }

    /// The facts that a node depends on, in slot order.
    pub fn facts_of(&self, node: NodeId) -> &[usize] {
        self.facts.get(node.index()).map(|facts| &**facts).unwrap_or_default()
    }

    /// The facts that any of some nodes depends on, in slot order.
    pub fn facts_of_all(&self, nodes: &[NodeId]) -> std::collections::BTreeSet<usize> {
        nodes.iter().flat_map(|node| self.facts_of(*node)).copied().collect()
    }

    /// A stretch of the policy's text on one line.
    pub fn words(&self, span: crate::syntax::Span) -> String {
        let text = self.source.get(span.range()).unwrap_or_default();
        let without_comments: Vec<&str> = text.lines().map(uncommented).collect();
        without_comments.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A line up to its comment; within a quoted text # is no comment.
fn uncommented(line: &str) -> &str {
    const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('＂', '＂'), ('「', '」')];
    let mut until: Option<char> = None;
    for (place, character) in line.char_indices() {
        match until {
            Some(end) if character == end => until = None,
            Some(_) => {}
            None if matches!(character, '#' | '＃') => return line.get(..place).unwrap_or(line),
            None => until = QUOTES.iter().find(|(begin, _)| *begin == character).map(|(_, end)| *end),
        }
    }
    line
}
