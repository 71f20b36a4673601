//! Expressions of the model -> nodes.

use super::builder::{Builder, RowScope};
use super::node::{AggregatePlan, Join, NodeId, Op, Operands};
use super::slot::{SlotKind, unknown};
use crate::check::model::{Choice, Expr, ExprKind, Type};
use crate::value::Value;

fn join(ty: &Type) -> Join {
    if matches!(ty, Type::Enumeration(_)) { Join::Set } else { Join::Range }
}

impl Builder<'_> {
    pub(super) fn expr(&mut self, expr: &Expr) -> NodeId {
        let node = self.build(expr);
        self.came_from(node, expr, false);
        node
    }

    fn build(&mut self, expr: &Expr) -> NodeId {
        match &expr.kind {
            ExprKind::Constant(value) => self.constant(*value),
            ExprKind::Text(text) => {
                let number = self.text(text);
                self.constant(Value::known(number))
            }
            ExprKind::Today => self.today,
            ExprKind::Fact { register, kind, row: true } => self.row_slot(*register, *kind),
            ExprKind::Fact { register, kind, row: false } => self.fact(*register, *kind, &expr.ty),
            ExprKind::Reading(reading) => {
                let option = self.chosen.get(*reading).copied().unwrap_or_default();
                self.constant(Value::members(1 << option.min(62)))
            }
            ExprKind::Define(define) => self.define(*define),
            ExprKind::Payable(benefit) => match self.payables.get(*benefit) {
                Some(node) => *node,
                None => self.constant(Value::ANY),
            },
            ExprKind::Not(of) => {
                let node = self.build(of);
                self.came_from(node, of, of.span == expr.span);
                self.not(node)
            }
            ExprKind::All(operands) => {
                let operands = self.exprs(operands);
                self.all(operands)
            }
            ExprKind::Any(operands) => {
                let operands = self.exprs(operands);
                self.any(operands)
            }
            ExprKind::Member { of, set } => {
                let of = self.expr(of);
                self.member(of, *set)
            }
            ExprKind::Same(left, right) => self.binary(Op::Same, left, right),
            ExprKind::Equal(left, right) => {
                let is_text = left.ty == Type::Text;
                let (left, right) = (self.expr(left), self.expr(right));
                if is_text { self.same_text(left, right) } else { self.node(Op::Equal(left, right), Vec::new()) }
            }
            ExprKind::Less(left, right) => self.binary(Op::Less, left, right),
            ExprKind::LessEqual(left, right) => self.binary(Op::LessEqual, left, right),
            ExprKind::Add(left, right) => self.binary(Op::Add, left, right),
            ExprKind::Subtract(left, right) => self.binary(Op::Subtract, left, right),
            ExprKind::Multiply(left, right) => self.binary(Op::Multiply, left, right),
            ExprKind::Quotient { left, right, up, multiple, mode } => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.node(Op::Quotient { left, right, up: *up, multiple: *multiple, mode: *mode }, Vec::new())
            }
            ExprKind::Greatest(of) => {
                let list = self.exprs(of);
                self.node(Op::Greatest(Operands::default()), list)
            }
            ExprKind::Least(of) => {
                let list = self.exprs(of);
                self.node(Op::Least(Operands::default()), list)
            }
            ExprKind::If { when, then, otherwise } => {
                let (when, then, otherwise) = (self.expr(when), self.expr(then), self.expr(otherwise));
                self.choose_if(when, then, otherwise, join(&expr.ty))
            }
            ExprKind::Choose(choices) => self.choose(choices, &expr.ty).0,
            ExprKind::AddDays(of, days) => {
                let of = self.expr(of);
                self.node(Op::AddDays(of, *days), Vec::new())
            }
            ExprKind::AddMonths(of, months) => {
                let of = self.expr(of);
                self.node(Op::AddMonths(of, *months), Vec::new())
            }
            ExprKind::MonthOf(of) => self.unary(Op::MonthOf, of),
            ExprKind::FirstDay(of) => self.unary(Op::FirstDay, of),
            ExprKind::LastDay(of) => self.unary(Op::LastDay, of),
            ExprKind::Age { birth, on } => {
                let (birth, on) = (self.expr(birth), self.expr(on));
                self.node(Op::Age { birth, on }, Vec::new())
            }
            ExprKind::Aggregate { what, register, column, condition } => {
                let outer = self.row.replace(RowScope {
                    register: *register,
                    inputs: Vec::new(),
                    steps: Vec::new(),
                    nodes: Vec::new(),
                });
                let condition = condition.as_ref().map(|condition| self.expr(condition));
                let value = column.map(|column| self.summed(*register, column));
                let scope = std::mem::replace(&mut self.row, outer);
                let Some(scope) = scope else { return self.constant(Value::ANY) };
                self.aggregates.push(AggregatePlan {
                    what: *what,
                    register: scope.register,
                    first_slot: self.first_slots.get(*register).copied().unwrap_or_default(),
                    inputs: scope.inputs,
                    steps: scope.steps,
                    condition,
                    value,
                });
                let index = self.aggregates.len() as u32 - 1;
                self.node(Op::Aggregate(index), Vec::new())
            }
        }
    }

    /// A column of the row for a sum: 无 adds nothing.
    fn summed(&mut self, register: usize, column: usize) -> NodeId {
        let value = self.row_slot(register, SlotKind::Column(column));
        let registers = &self.policy.registers;
        let field = registers.get(register).and_then(|register| register.columns.get(column));
        if !field.is_some_and(|field| field.optional) {
            return value;
        }
        let present = self.row_slot(register, SlotKind::Present(column));
        let zero = self.constant(Value::known(0));
        self.choose_if(present, value, zero, Join::Range)
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Vec<NodeId> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn unary(&mut self, op: fn(NodeId) -> Op, of: &Expr) -> NodeId {
        let of = self.expr(of);
        self.node(op(of), Vec::new())
    }

    fn binary(&mut self, op: fn(NodeId, NodeId) -> Op, left: &Expr, right: &Expr) -> NodeId {
        let (left, right) = (self.expr(left), self.expr(right));
        self.node(op(left, right), Vec::new())
    }

    /// Two texts are the same. Texts have no order, so "either this or that" is no range: the comparison is
    /// drawn into 视为 and the like.
    fn same_text(&mut self, left: NodeId, right: NodeId) -> NodeId {
        for (fork, other) in [(left, right), (right, left)] {
            let step = self.steps.iter().rev().find(|step| step.node == fork);
            if let Some(Op::If { when, then, otherwise, .. }) = step.map(|step| step.op) {
                let (then, otherwise) = (self.same_text(then, other), self.same_text(otherwise, other));
                return self.choose_if(when, then, otherwise, Join::Range);
            }
        }
        self.node(Op::Equal(left, right), Vec::new())
    }

    /// A table as a node, and the nodes of its rows.
    pub(super) fn choose(&mut self, choices: &[Choice], ty: &Type) -> (NodeId, Vec<(NodeId, NodeId)>) {
        let rows: Vec<(NodeId, NodeId)> =
            choices.iter().map(|choice| (self.expr(&choice.when), self.expr(&choice.value))).collect();
        let mut list: Vec<NodeId> = rows.iter().flat_map(|(when, value)| [*when, *value]).collect();
        list.push(self.constant(unknown(ty, false)));
        (self.node(Op::Choose(Operands::default(), join(ty)), list), rows)
    }

    fn define(&mut self, define: usize) -> NodeId {
        let key = (define, self.deeming.clone());
        if let Some(node) = self.defines.get(&key) {
            return *node;
        }
        let policy = self.policy;
        let node = match policy.defines.get(define) {
            Some(found) => self.expr(&found.value),
            None => self.constant(Value::ANY),
        };
        self.defines.insert(key, node);
        if let Some(first) = self.define_nodes.get_mut(define) {
            first.get_or_insert(node);
        }
        node
    }

    fn text(&mut self, text: &str) -> i64 {
        let at = self.texts.iter().position(|known| known == text).unwrap_or_else(|| {
            self.texts.push(text.to_string());
            self.texts.len() - 1
        });
        i64::try_from(at).unwrap_or(i64::MAX)
    }

    /// Whether the value of an expression is there; only facts may be 无.
    fn presence(&mut self, expr: &Expr) -> NodeId {
        let ExprKind::Fact { register, kind: SlotKind::Column(column), row: false } = expr.kind else {
            return self.yes();
        };
        let registers = &self.policy.registers;
        let optional =
            registers.get(register).and_then(|register| register.columns.get(column)).is_some_and(|c| c.optional);
        let kind = if optional { SlotKind::Present(column) } else { SlotKind::Listed };
        self.fact(register, kind, &Type::Truth)
    }

    /// A fact, or what it is deemed to be.
    fn fact(&mut self, register: usize, kind: SlotKind, ty: &Type) -> NodeId {
        let raw = self.slot(register, kind);
        let (SlotKind::Column(column) | SlotKind::Present(column)) = kind else { return raw };
        let policy = self.policy;
        let deem = policy.deems.iter().find(|deem| (deem.register, deem.column) == (register, column));
        let Some(deem) = deem else { return raw };
        if self.deeming.contains(&(register, column)) {
            return raw;
        }
        self.deeming.push((register, column));
        let when = match &deem.when {
            Some(when) => self.expr(when),
            None => self.yes(),
        };
        let node = if matches!(kind, SlotKind::Present(_)) {
            let there = self.presence(&deem.value);
            self.choose_if(when, there, raw, Join::Range)
        } else {
            let value = self.expr(&deem.value);
            self.choose_if(when, value, raw, join(ty))
        };
        self.deeming.pop();
        node
    }
}
