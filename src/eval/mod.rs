//! Plan x facts x day -> the value of every node.
//!
//! [`Evaluation::run`] computes all nodes in order, in one domain: sets of possible values ([`Value`]). A row
//! of data is the case where each set holds one value or all of them; a region bounds them. The same code
//! answers, explains and proves.

mod aggregate;
mod contest;
mod facts;
mod horizon;
mod missing;
mod moment;
mod positive;
mod step;

pub use crate::value::{MAX_MEMBERS, NONE_MEMBER, NONE_TEXT, Value};
pub use contest::{Combination, Corner};
pub use facts::{DatedRows, FactRow, Facts};
pub use moment::Moment;
pub use step::apply;

use crate::plan::{NodeId, Op, Plan, Step, absent};

/// The values of all nodes of a plan for one case on one day. Made once and used for many cases:
/// [`Evaluation::run`] allocates nothing.
#[derive(Debug, Clone)]
pub struct Evaluation<'p> {
    plan: &'p Plan,
    values: Vec<Value>,
}

impl<'p> Evaluation<'p> {
    pub fn new(plan: &'p Plan) -> Evaluation<'p> {
        Evaluation { plan, values: plan.template.clone() }
    }

    pub fn plan(&self) -> &'p Plan {
        self.plan
    }

    /// Evaluates what decides the benefits.
    pub fn run(&mut self, facts: &Facts, moment: impl Into<Moment>) {
        self.load(facts, moment.into());
        let deciding = self.plan.steps.get(..self.plan.deciding).unwrap_or_default();
        for step in deciding {
            self.step(*step, facts);
        }
    }

    /// Evaluates everything else too: alerts, promises, 并享. Follows a [`Evaluation::run`] with the same facts.
    pub fn run_rest(&mut self, facts: &Facts) {
        self.run_also(facts, self.plan.steps.get(self.plan.deciding..).unwrap_or_default());
    }

    /// Evaluates some further steps. Follows a [`Evaluation::run`] with the same facts.
    pub fn run_also(&mut self, facts: &Facts, steps: &[Step]) {
        for step in steps {
            self.step(*step, facts);
        }
    }

    /// Evaluates all nodes.
    pub fn run_all(&mut self, facts: &Facts, moment: impl Into<Moment>) {
        self.run(facts, moment);
        self.run_rest(facts);
    }

    /// Evaluates some steps on bounded facts. Where a value stays open, `closer` may know more of it than its
    /// operands say: how they hang together. Of a table it may know that no row need apply.
    pub fn run_bounded(
        &mut self,
        facts: impl Iterator<Item = (NodeId, Value)>,
        steps: &[Step],
        mut closer: impl FnMut(&Evaluation<'_>, Step) -> Option<Value>,
    ) {
        facts.for_each(|(node, value)| self.set(node, value));
        let no_rows = Facts { values: Vec::new(), dated: Vec::new(), texts: Vec::new() };
        for step in steps {
            self.step(*step, &no_rows);
            let is_open = !self.value(step.node).is_known() || matches!(step.op, Op::Choose(..));
            if is_open && let Some(value) = closer(self, *step) {
                self.set(step.node, value);
            }
        }
    }

    /// The value of a node after [`Evaluation::run`].
    pub fn value(&self, node: NodeId) -> Value {
        self.values.get(node.index()).copied().unwrap_or(Value::ANY)
    }

    /// Puts the facts of a moment into their slots: of a dated register, the row that counts then.
    fn load(&mut self, facts: &Facts, moment: Moment) {
        for (slot, value) in self.values.iter_mut().zip(facts.values.iter().take(self.plan.slots.len())) {
            *slot = *value;
        }
        self.set(self.plan.today, Value::known(moment.day.0));
        for dated in &facts.dated {
            let Some(first) = self.plan.first_slots.get(dated.register).copied() else { continue };
            let row = dated.at(moment);
            let slots = self.plan.slots.iter().enumerate().skip(first);
            let of_register = slots.take_while(|(_, slot)| slot.register == dated.register);
            for (offset, (index, slot)) in of_register.enumerate() {
                let value = match row {
                    Some(row) => row.values.get(offset).copied().unwrap_or(Value::ANY),
                    None => {
                        let columns =
                            self.plan.registers.get(slot.register).map(|register| register.columns.as_slice());
                        absent(slot.kind, columns.unwrap_or_default())
                    }
                };
                self.set(NodeId(index as u32), value);
            }
        }
    }

    fn set(&mut self, node: NodeId, value: Value) {
        if let Some(slot) = self.values.get_mut(node.index()) {
            *slot = value;
        }
    }
}
