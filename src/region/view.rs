//! A plan on a region: what its nodes come to, and what must be told apart where they are open.

use super::bounds::{Constraint, Region};
use super::form::Form;
use super::independent::{independent, merged};
use super::space::{Kind, OTHER_TEXT, Seen, Space, Variable};
use crate::eval::Evaluation;
use crate::plan::{Join, NodeId, Op, Operands, Plan, Step};
use crate::value::{NONE_MEMBER, NONE_TEXT, Value};
use rustc_hash::FxHashMap;

/// Why a value is open.
#[derive(Debug, Clone, PartialEq)]
pub enum Open {
    /// it differs between cases for which this holds and the others
    Split(Constraint),
    /// nothing that can be told apart settles this node
    Stuck(NodeId),
}

/// One plan among those looked at together.
#[derive(Debug, Clone)]
pub struct View<'p> {
    evaluation: Evaluation<'p>,
    seen: Vec<Seen>,
    /// the steps that the outputs asked for depend on
    steps: Vec<Step>,
    /// the slots that they read
    slots: Vec<usize>,
    /// conditions that are facts of their own
    independent: FxHashMap<NodeId, Variable>,
    /// groups of other benefits that are one fact
    merged: FxHashMap<(usize, usize), Variable>,
}

/// Plans to be looked at together, each with the outputs asked for: the space of their cases, and a view of each.
pub fn views<'p>(plans: &[(&'p Plan, &[NodeId])]) -> (Space, Vec<View<'p>>) {
    let only: Vec<&Plan> = plans.iter().map(|(plan, _)| *plan).collect();
    let (mut space, seen) = Space::new(&only);
    let independent = independent(&mut space, plans, &seen);
    let merged = merged(&mut space, plans, &seen);
    let views = plans.iter().zip(seen).zip(independent.into_iter().zip(merged)).map(
        |(((plan, outputs), seen), (independent, merged))| View {
            merged,
            ..View::new(plan, seen, outputs, independent)
        },
    );
    let views = views.collect();
    (space, views)
}

impl<'p> View<'p> {
    /// A plan whose `outputs` are asked for.
    pub(super) fn new(
        plan: &'p Plan,
        seen: Vec<Seen>,
        outputs: &[NodeId],
        independent: FxHashMap<NodeId, Variable>,
    ) -> View<'p> {
        let mut needed = vec![false; plan.template.len()];
        let mut open = outputs.to_vec();
        while let Some(node) = open.pop() {
            if let Some(needed) = needed.get_mut(node.index())
                && !*needed
            {
                *needed = true;
                if !independent.contains_key(&node) {
                    open.extend(plan.inputs(node));
                }
            }
        }
        let is_needed = |node: NodeId| needed.get(node.index()).copied().unwrap_or(false);
        View {
            evaluation: Evaluation::new(plan),
            seen,
            steps: plan
                .steps
                .iter()
                .copied()
                .filter(|step| is_needed(step.node) && !independent.contains_key(&step.node))
                .collect(),
            slots: (0..plan.slots.len()).filter(|slot| is_needed(NodeId(*slot as u32))).collect(),
            independent,
            merged: FxHashMap::default(),
        }
    }

    pub fn plan(&self) -> &'p Plan {
        self.evaluation.plan()
    }

    /// How the plan sees the variables, for each of its slots.
    pub fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// The nodes that are facts of their own.
    pub(super) fn independent(&self) -> &FxHashMap<NodeId, Variable> {
        &self.independent
    }

    /// The nodes that are questions about the rows of a register.
    pub(super) fn questions(&self) -> Vec<NodeId> {
        let is_question = |step: &&Step| matches!(step.op, Op::Aggregate(_));
        self.plan().steps.iter().filter(is_question).map(|step| step.node).collect()
    }

    /// Evaluates the plan on a region.
    pub fn run(&mut self, space: &mut Space, region: &Region) {
        let View { evaluation, seen, steps, slots, independent, merged } = self;
        let plan = evaluation.plan();
        let today = region.value(space, space.today);
        let facts: Vec<(NodeId, Value)> = slots
            .iter()
            .filter_map(|slot| Some((NodeId(*slot as u32), own_value(space, region, seen.get(*slot)?, plan))))
            .chain(independent.iter().map(|(node, variable)| (*node, region.value(space, *variable))))
            .chain([(plan.today, today)])
            .collect();
        evaluation.run_bounded(facts.into_iter(), steps, |evaluation, step| {
            let mut inside = Inside { plan, evaluation, seen, independent, merged, space, region };
            inside.closer(step)
        });
    }

    /// The answer of a condition after [`View::run`].
    ///
    /// # Errors
    /// Why it is open.
    pub fn answer(&self, space: &mut Space, region: &Region, node: NodeId) -> Result<bool, Open> {
        self.inside(space, region).answer(node)
    }

    /// The number or amount that a node comes to, as a form.
    ///
    /// # Errors
    /// Why it is open.
    pub fn amount(&self, space: &mut Space, region: &Region, node: NodeId) -> Result<Form, Open> {
        self.inside(space, region).form(node)
    }

    pub fn value(&self, node: NodeId) -> Value {
        self.evaluation.value(node)
    }

    fn inside<'a>(&'a self, space: &'a mut Space, region: &'a Region) -> Inside<'a> {
        Inside {
            plan: self.evaluation.plan(),
            evaluation: &self.evaluation,
            seen: &self.seen,
            independent: &self.independent,
            merged: &self.merged,
            space,
            region,
        }
    }
}

/// What a plan's slot holds in a region.
fn own_value(space: &Space, region: &Region, seen: &Seen, plan: &Plan) -> Value {
    if seen.variable == Variable(u32::MAX) {
        return seen.unknown;
    }
    let value = region.value(space, seen.variable);
    match space.kind(seen.variable) {
        Kind::Members => {
            let named = seen.own.iter().enumerate().filter(|(bit, _)| value.set() >> bit & 1 == 1);
            let own = named.fold(value.set() & NONE_MEMBER, |own, (_, mine)| own | mine);
            // a name that this version does not know is for it a fact to be checked
            if strange(seen, value) != 0 { seen.unknown } else { Value::members(own) }
        }
        Kind::Text => {
            let own = seen.own.iter().enumerate().filter(|(bit, _)| value.set() >> bit & 1 == 1);
            let mut numbers: Vec<i64> = own.map(|(_, number)| *number as i64).collect();
            if value.set() & NONE_MEMBER != 0 {
                if seen.unknown.lo != NONE_TEXT {
                    return seen.unknown;
                }
                numbers.push(NONE_TEXT);
            }
            if value.set() & OTHER_TEXT != 0 {
                // among them the texts of this version that are too many to be told apart
                let untold = plan.texts.iter().position(|text| !space.texts.contains(text));
                numbers.extend([untold.unwrap_or(plan.texts.len() + space.texts.len()) as i64, i64::MAX]);
            }
            let least = numbers.iter().min().copied().unwrap_or(0);
            Value::range(least, numbers.iter().max().copied().unwrap_or(i64::MAX))
        }
        Kind::Identity => Value::ANY,
        _ => value,
    }
}

/// Of the members that a variable can still be, those that a plan does not know.
pub(super) fn strange(seen: &Seen, value: Value) -> u64 {
    let named = seen.own.iter().enumerate().filter(|(bit, own)| **own == 0 && value.set() >> bit & 1 == 1);
    let none = value.set() & NONE_MEMBER & !seen.unknown.set();
    named.fold(none, |strange, (bit, _)| strange | 1 << bit.min(62))
}

/// A plan after its nodes have been evaluated, or while they are.
pub(super) struct Inside<'a> {
    pub(super) plan: &'a Plan,
    evaluation: &'a Evaluation<'a>,
    pub(super) seen: &'a [Seen],
    pub(super) independent: &'a FxHashMap<NodeId, Variable>,
    pub(super) merged: &'a FxHashMap<(usize, usize), Variable>,
    pub(super) space: &'a mut Space,
    pub(super) region: &'a Region,
}

impl Inside<'_> {
    pub(super) fn value(&self, node: NodeId) -> Value {
        self.evaluation.value(node)
    }

    /// What the bounds on differences and sums say of a condition that its operands' own bounds leave open; and what
    /// a table comes to for all cases of the region, those among them that no row applies to.
    fn closer(&mut self, step: Step) -> Option<Value> {
        let answer = match step.op {
            Op::Equal(..) | Op::Less(..) | Op::LessEqual(..) => self.atom(step.node, step.op).ok(),
            Op::Aggregate(rows) if self.is_condition(rows) => self.atom(step.node, step.op).ok(),
            Op::Kept { contest, benefit } => self.kept(contest, benefit).ok(),
            Op::Choose(list, join) => return self.with_rest(step.node, list, join),
            _ => None,
        };
        answer.map(Value::truth)
    }

    /// The value of a table of which no row surely applies, with the rest taken in.
    fn with_rest(&self, node: NodeId, list: Operands, join: Join) -> Option<Value> {
        let list = self.plan.list(list);
        let mut whens = list.chunks_exact(2).filter_map(|row| row.first());
        if whens.any(|when| self.value(*when).is_yes()) {
            return None;
        }
        let (rows, rest) = (self.value(node), self.value(*list.last()?));
        Some(match join {
            Join::Set => Value::members(rows.set() | rest.set()),
            Join::Range => rows.or(rest),
        })
    }
}
