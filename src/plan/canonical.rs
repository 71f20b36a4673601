//! A node written out in full, the same for every version of a policy that means the same by it.

use super::{AggregatePlan, NodeId, Op, Plan, SlotKind, part_type};
use crate::check::model::Type;

impl Plan {
    /// A node as a formula over the names of facts.
    pub fn canonical(&self, node: NodeId) -> String {
        self.formula(node, None)
    }

    fn formula(&self, node: NodeId, row: Option<&AggregatePlan>) -> String {
        if node == self.today {
            return "today".to_string();
        }
        if let Some(slot) = self.slot_of(node, row) {
            let is_of_row = node.index() >= self.slots.len();
            return format!("{}{}", if is_of_row { "row " } else { "" }, self.fact_name(slot));
        }
        let in_row = row.and_then(|row| row.steps.iter().find(|step| step.node == node)).map(|step| step.op);
        let Some(op) = in_row.or(self.op(node)) else {
            let value = self.template.get(node.index()).copied().unwrap_or(crate::value::Value::ANY);
            return format!("{}..{}", value.lo, value.hi);
        };
        if let Op::Aggregate(aggregate) = op {
            let Some(aggregate) = self.aggregates.get(aggregate as usize) else { return String::new() };
            let register = self.registers.get(aggregate.register).map(|register| register.name.as_str());
            let parts =
                [aggregate.condition, aggregate.value].map(|part| part.map(|part| self.formula(part, Some(aggregate))));
            return format!("{:?}({register:?}, {parts:?})", aggregate.what);
        }
        let operands = self.operands_of(op);
        let is_text = operands.iter().any(|of| self.is_text(*of, row));
        let text =
            |of: &NodeId| self.constant(*of).filter(|_| is_text).and_then(|text| self.texts.get(text.lo as usize));
        let operands: Vec<String> = operands
            .iter()
            .map(|of| text(of).map_or_else(|| self.formula(*of, row), |text| format!("{text:?}")))
            .collect();
        format!("{}({})", kind(op), operands.join(", "))
    }

    /// The slot that a node is, or that it is of the row looked at.
    fn slot_of(&self, node: NodeId, row: Option<&AggregatePlan>) -> Option<usize> {
        let input = row.and_then(|row| row.inputs.iter().find(|(_, input)| *input == node).map(|found| (row, found.0)));
        input.map(|(row, offset)| row.first_slot + offset).or((node.index() < self.slots.len()).then_some(node.index()))
    }

    /// The type of a fact that is no yes or no.
    pub(crate) fn type_of(&self, slot: usize) -> Option<Type> {
        let slot = self.slots.get(slot)?;
        let columns = &self.registers.get(slot.register)?.columns;
        match slot.kind {
            SlotKind::Column(column) => columns.get(column).map(|column| column.ty.clone()),
            SlotKind::Part(_, part) => Some(part_type(part)),
            SlotKind::Listed | SlotKind::Present(_) => None,
        }
    }

    fn is_text(&self, node: NodeId, row: Option<&AggregatePlan>) -> bool {
        self.slot_of(node, row).and_then(|slot| self.type_of(slot)) == Some(Type::Text)
    }

    /// A fact by its names, and whatever gives its values their meaning: members are bits, numbers have a scale.
    pub(super) fn fact_name(&self, slot: usize) -> String {
        let ty = match self.type_of(slot) {
            Some(Type::Enumeration(members)) => members.join("|"),
            Some(Type::Number { scale }) => scale.to_string(),
            _ => String::new(),
        };
        let Some(slot) = self.slots.get(slot) else { return String::new() };
        let Some(register) = self.registers.get(slot.register) else { return String::new() };
        let column = slot.kind.column().and_then(|column| register.columns.get(column));
        let what = match slot.kind {
            SlotKind::Listed => "listed".to_string(),
            SlotKind::Column(_) => String::new(),
            SlotKind::Present(_) => "present".to_string(),
            SlotKind::Part(_, part) => format!("{part:?}"),
        };
        format!("{}.{}.{what}{ty}", register.name, column.map(|column| column.name.as_str()).unwrap_or_default())
    }
}

/// The operation with what it holds besides its operands.
pub(super) fn kind(op: Op) -> String {
    match op {
        Op::Not(_) => "not".to_string(),
        Op::All(_) => "all".to_string(),
        Op::Any(_) => "any".to_string(),
        Op::Member(_, set) => format!("in {set:x}"),
        Op::Same(..) => "same".to_string(),
        Op::Equal(..) => "=".to_string(),
        Op::Less(..) => "<".to_string(),
        Op::LessEqual(..) => "<=".to_string(),
        Op::Add(..) => "+".to_string(),
        Op::Subtract(..) => "-".to_string(),
        Op::Multiply(..) => "*".to_string(),
        Op::Quotient { up, multiple, mode, .. } => format!("/ {up} {multiple} {mode:?}"),
        Op::Greatest(_) => "greatest".to_string(),
        Op::Least(_) => "least".to_string(),
        Op::If { .. } => "if".to_string(),
        Op::Choose(..) => "choose".to_string(),
        Op::AddDays(_, days) => format!("days {days}"),
        Op::AddMonths(_, months) => format!("months {months}"),
        Op::MonthOf(_) => "month".to_string(),
        Op::FirstDay(_) => "first day".to_string(),
        Op::LastDay(_) => "last day".to_string(),
        Op::Age { .. } => "age".to_string(),
        Op::Aggregate(_) => "rows".to_string(),
        Op::Kept { benefit, .. } => format!("kept {benefit}"),
    }
}
