//! Builds the list of nodes: equal nodes are shared, constant nodes are folded.

use super::node::{AggregatePlan, Contest, Join, NodeId, Op, Operands, Step};
use super::origin::Origin;
use super::slot::{Slot, SlotKind, slots_of};
use crate::check::model::{Expr, Policy};
use crate::value::Value;
use rustc_hash::FxHashMap;

pub(super) struct Builder<'m> {
    pub(super) policy: &'m Policy,
    pub(super) chosen: &'m [usize],
    pub(super) slots: Vec<Slot>,
    pub(super) first_slots: Vec<usize>,
    pub(super) texts: Vec<String>,
    pub(super) template: Vec<Value>,
    pub(super) steps: Vec<Step>,
    pub(super) operands: Vec<NodeId>,
    pub(super) aggregates: Vec<AggregatePlan>,
    pub(super) contests: Vec<Contest>,
    pub(super) moving: Vec<bool>,
    pub(super) constant: Vec<bool>,
    pub(super) today: NodeId,
    /// nodes of definitions already built, by the columns being deemed
    pub(super) defines: FxHashMap<(usize, Vec<(usize, usize)>), NodeId>,
    /// for each definition the node that was built first
    pub(super) define_nodes: Vec<Option<NodeId>>,
    /// for each node the expression that made it first
    pub(super) origins: FxHashMap<NodeId, Origin>,
    pub(super) payables: Vec<NodeId>,
    /// columns whose 视为 is being built: read as they are
    pub(super) deeming: Vec<(usize, usize)>,
    /// inside an aggregate: the nodes of the row
    pub(super) row: Option<RowScope>,
    constants: FxHashMap<(i64, i64), NodeId>,
    shared: FxHashMap<(Op, Vec<NodeId>), NodeId>,
}

/// What the steps of one aggregate collect.
pub(super) struct RowScope {
    pub(super) register: usize,
    pub(super) inputs: Vec<(usize, NodeId)>,
    pub(super) steps: Vec<Step>,
    /// nodes that differ from row to row
    pub(super) nodes: Vec<NodeId>,
}

impl<'m> Builder<'m> {
    pub(super) fn new(policy: &'m Policy, chosen: &'m [usize]) -> Builder<'m> {
        let mut slots = Vec::new();
        let mut first_slots = Vec::new();
        for (index, register) in policy.registers.iter().enumerate() {
            first_slots.push(slots.len());
            slots.extend(slots_of(index, register));
        }
        let nodes = slots.len() + 1;
        let mut moving = vec![false; nodes];
        if let Some(today) = moving.last_mut() {
            *today = true;
        }
        Builder {
            policy,
            chosen,
            today: NodeId(slots.len() as u32),
            template: vec![Value::ANY; nodes],
            moving,
            constant: vec![false; nodes],
            slots,
            first_slots,
            texts: Vec::new(),
            steps: Vec::new(),
            operands: Vec::new(),
            aggregates: Vec::new(),
            contests: Vec::new(),
            defines: FxHashMap::default(),
            define_nodes: vec![None; policy.defines.len()],
            origins: FxHashMap::default(),
            payables: Vec::new(),
            deeming: Vec::new(),
            row: None,
            constants: FxHashMap::default(),
            shared: FxHashMap::default(),
        }
    }

    fn new_node(&mut self, value: Value, moving: bool, constant: bool) -> NodeId {
        let node = NodeId(self.template.len() as u32);
        self.template.push(value);
        self.moving.push(moving);
        self.constant.push(constant);
        node
    }

    pub(super) fn constant(&mut self, value: Value) -> NodeId {
        if let Some(node) = self.constants.get(&(value.lo, value.hi)) {
            return *node;
        }
        let node = self.new_node(value, false, true);
        self.constants.insert((value.lo, value.hi), node);
        node
    }

    pub(super) fn yes(&mut self) -> NodeId {
        self.constant(Value::YES)
    }

    /// The value of a constant node.
    pub(super) fn value_of(&self, node: NodeId) -> Option<Value> {
        let constant = self.constant.get(node.index()).copied().unwrap_or(false);
        if constant { self.template.get(node.index()).copied() } else { None }
    }

    /// The slot of a fact.
    pub(super) fn slot(&self, register: usize, kind: SlotKind) -> NodeId {
        let first = self.first_slots.get(register).copied().unwrap_or_default();
        let found =
            self.slots.iter().enumerate().skip(first).find(|(_, slot)| slot.register == register && slot.kind == kind);
        NodeId(found.map_or(first, |(index, _)| index) as u32)
    }

    /// The value of a fact in the row that an aggregate looks at.
    pub(super) fn row_slot(&mut self, register: usize, kind: SlotKind) -> NodeId {
        let slot = self.slot(register, kind).index();
        let offset = slot - self.first_slots.get(register).copied().unwrap_or_default();
        if let Some(row) = &self.row
            && let Some((_, node)) = row.inputs.iter().find(|(input, _)| *input == offset)
        {
            return *node;
        }
        let node = self.new_node(Value::ANY, false, false);
        if let Some(row) = &mut self.row {
            row.inputs.push((offset, node));
            row.nodes.push(node);
        }
        node
    }

    /// A node for an operation; `list` are the operands of operations that take any number.
    pub(super) fn node(&mut self, op: Op, list: Vec<NodeId>) -> NodeId {
        let key = (op, list);
        if let Some(node) = self.shared.get(&key) {
            return *node;
        }
        let (op, list) = (key.0, key.1.as_slice());
        let operands = Operands { start: self.operands.len() as u32, len: list.len() as u32 };
        let stored = match op {
            Op::All(_) => Op::All(operands),
            Op::Any(_) => Op::Any(operands),
            Op::Greatest(_) => Op::Greatest(operands),
            Op::Least(_) => Op::Least(operands),
            Op::Choose(_, join) => Op::Choose(operands, join),
            other => other,
        };
        self.operands.extend_from_slice(list);
        let inputs = self.direct_inputs(op, list);
        let is_moving = |node: &NodeId| self.moving.get(node.index()).copied().unwrap_or(false);
        let moving = inputs.iter().any(is_moving);
        let node = self.new_node(Value::ANY, moving, false);
        let step = Step { node, op: stored };
        match &mut self.row {
            Some(row) if inputs.iter().any(|input| row.nodes.contains(input)) => {
                row.nodes.push(node);
                row.steps.push(step);
            }
            _ => self.steps.push(step),
        }
        self.shared.insert(key, node);
        node
    }

    fn direct_inputs(&self, op: Op, list: &[NodeId]) -> Vec<NodeId> {
        match op {
            Op::All(_) | Op::Any(_) | Op::Greatest(_) | Op::Least(_) | Op::Choose(..) => list.to_vec(),
            // rows may begin and end on any day
            Op::Aggregate(_) => vec![self.today],
            Op::Kept { contest, .. } => self.contests.get(contest as usize).map(Contest::inputs).unwrap_or_default(),
            other => other.named(),
        }
    }

    pub(super) fn came_from(&mut self, node: NodeId, expr: &Expr, negated: bool) {
        self.origins.entry(node).or_insert_with(|| Origin::of(expr, negated));
    }

    pub(super) fn not(&mut self, of: NodeId) -> NodeId {
        match self.value_of(of) {
            Some(value) => self.constant(Value::range(1 - value.hi, 1 - value.lo)),
            None => self.node(Op::Not(of), Vec::new()),
        }
    }

    pub(super) fn all(&mut self, operands: Vec<NodeId>) -> NodeId {
        self.junction(operands, Value::YES, Value::NO, Op::All(Operands::default()))
    }

    pub(super) fn any(&mut self, operands: Vec<NodeId>) -> NodeId {
        self.junction(operands, Value::NO, Value::YES, Op::Any(Operands::default()))
    }

    fn junction(&mut self, operands: Vec<NodeId>, neutral: Value, decisive: Value, op: Op) -> NodeId {
        let mut list: Vec<NodeId> = Vec::new();
        for operand in operands {
            match self.value_of(operand) {
                Some(value) if value == decisive => return self.constant(decisive),
                Some(value) if value == neutral => {}
                _ if list.contains(&operand) => {}
                _ => list.push(operand),
            }
        }
        match list.as_slice() {
            [] => self.constant(neutral),
            [only] => *only,
            _ => self.node(op, list),
        }
    }

    pub(super) fn member(&mut self, of: NodeId, set: u64) -> NodeId {
        match self.value_of(of) {
            Some(value) => {
                let (inside, outside) = (value.set() & set != 0, value.set() & !set != 0);
                self.constant(Value::range(i64::from(!outside), i64::from(inside)))
            }
            None => self.node(Op::Member(of, set), Vec::new()),
        }
    }

    pub(super) fn choose_if(&mut self, when: NodeId, then: NodeId, otherwise: NodeId, join: Join) -> NodeId {
        match self.value_of(when) {
            Some(value) if value.is_yes() => then,
            Some(value) if value.is_no() => otherwise,
            _ if then == otherwise => then,
            _ => self.node(Op::If { when, then, otherwise, join }, Vec::new()),
        }
    }
}
