//! Numbers, dates and amounts on a region, as forms.

use super::bounds::Region;
use super::form::Form;
use super::independent::is_its_row;
use super::space::{Kind, Term, Variable, operand};
use super::view::{Inside, Open};
use crate::eval::apply;
use crate::plan::{NodeId, Op, Operands};
use crate::value::Value;
use std::cmp::Ordering;

impl Inside<'_> {
    /// A number, a date or an amount as a form.
    pub(super) fn form(&mut self, node: NodeId) -> Result<Form, Open> {
        let value = self.value(node);
        if value.is_known() && value.lo != i64::MIN && value.lo != i64::MAX && self.plan.slots.len() < node.index() {
            return Ok(Form::constant(value.lo));
        }
        if let Some(variable) = self.variable(node) {
            return self.fact(node, variable);
        }
        let Some(op) = self.plan.op(node) else {
            return if value.is_known() { Ok(Form::constant(value.lo)) } else { Err(Open::Stuck(node)) };
        };
        let too_large = || Open::Stuck(node);
        match op {
            Op::Add(left, right) => {
                let (left, right) = (self.form(left)?, self.form(right)?);
                left.add(&right).ok_or_else(too_large)
            }
            Op::Subtract(left, right) => self.difference(left, right, node),
            Op::AddDays(of, days) => self.form(of)?.add(&Form::constant(days)).ok_or_else(too_large),
            Op::Multiply(left, right) => {
                let (left, right) = (self.form(left)?, self.form(right)?);
                match (left.known(), right.known()) {
                    (Some(factor), _) => right.times(factor).ok_or_else(too_large),
                    (_, Some(factor)) => left.times(factor).ok_or_else(too_large),
                    _ => Ok(self.term(Op::Multiply(operand(0), operand(1)), vec![left, right])),
                }
            }
            Op::Quotient { left, right, up, multiple, mode } => {
                let forms = vec![self.form(left)?, self.form(right)?];
                let op = Op::Quotient { left: operand(0), right: operand(1), up, multiple, mode };
                Ok(self.term(op, forms))
            }
            Op::Greatest(list) => self.extreme(list, Ordering::Greater, node),
            Op::Least(list) => self.extreme(list, Ordering::Less, node),
            Op::If { when, then, otherwise, .. } => {
                if let Some(drawn) = self.drawn(when, then, otherwise) {
                    return Ok(drawn);
                }
                if self.answer(when)? { self.form(then) } else { self.form(otherwise) }
            }
            Op::Choose(list, _) => {
                let row = self.chosen(list)?;
                self.form(row)
            }
            Op::AddMonths(of, months) => self.of_one(Op::AddMonths(operand(0), months), of),
            Op::MonthOf(of) => self.of_one(Op::MonthOf(operand(0)), of),
            Op::FirstDay(of) => self.of_one(Op::FirstDay(operand(0)), of),
            Op::LastDay(of) => self.of_one(Op::LastDay(operand(0)), of),
            Op::Age { birth, on } => {
                let forms = vec![self.form(birth)?, self.form(on)?];
                Ok(self.term(Op::Age { birth: operand(0), on: operand(1) }, forms))
            }
            Op::Aggregate(rows) => Ok(Form::of(self.rows(node, rows))),
            Op::Kept { .. } | Op::Same(..) => Err(Open::Stuck(node)),
            _ => Ok(Form::constant(i64::from(self.answer(node)?))),
        }
    }

    fn fact(&self, node: NodeId, variable: Variable) -> Result<Form, Open> {
        if !matches!(self.space.kind(variable), Kind::Number { .. } | Kind::Date | Kind::Month | Kind::Truth) {
            return Err(Open::Stuck(node));
        }
        if let Some(open) = self.missing_condition(variable) {
            return Err(open);
        }
        let is_date = matches!(self.space.kind(variable), Kind::Date | Kind::Month);
        let no = |condition: Variable| self.region.value(self.space, condition).is_no();
        if is_date && self.space.conditions_of(variable).into_iter().any(no) {
            return Err(Open::Stuck(node));
        }
        Ok(Form::of(variable))
    }

    /// `若 在册 … 则 月额 否则 0` is the amount itself: without a row it is 0.
    fn drawn(&self, when: NodeId, then: NodeId, otherwise: NodeId) -> Option<Form> {
        let variable = self.variable(then)?;
        let is_number = matches!(self.space.kind(variable), Kind::Number { .. });
        let zero = self.value(otherwise) == Value::known(0);
        (is_number && zero && is_its_row(self.plan, when, then)).then(|| Form::of(variable))
    }

    fn of_one(&mut self, op: Op, of: NodeId) -> Result<Form, Open> {
        let form = self.form(of)?;
        Ok(self.term(op, vec![form]))
    }

    /// A value outside linear arithmetic.
    fn term(&mut self, op: Op, operands: Vec<Form>) -> Form {
        let known: Option<Vec<Value>> = operands.iter().map(|form| form.known().map(Value::known)).collect();
        let exact = known.map(|known| apply(op, &known)).filter(|value| value.is_known());
        if let Some(exact) = exact {
            return Form::constant(exact.lo);
        }
        let term = Term::Of { op, operands };
        if let Some(known) = self.space.known_term(&term) {
            return Form::of(known);
        }
        let Term::Of { operands, .. } = &term else { return Form::constant(0) };
        let whole = Region::whole(self.space);
        let ranges: Vec<Value> = operands.iter().map(|form| whole.range(self.space, form)).collect();
        let kind = match op {
            Op::AddMonths(..) | Op::FirstDay(_) | Op::LastDay(_) => Kind::Date,
            Op::MonthOf(_) => Kind::Month,
            _ => Kind::Number { scale: 0 },
        };
        Form::of(self.space.term(term, kind, apply(op, &ranges)))
    }

    /// The greatest or least of some forms.
    fn extreme(&mut self, list: Operands, wanted: Ordering, node: NodeId) -> Result<Form, Open> {
        let nodes = self.plan.list(list).to_vec();
        let ends = |value: Value| if wanted == Ordering::Greater { (value.lo, value.hi) } else { (value.hi, value.lo) };
        let beaten = |one: Value, by: Value| match wanted {
            Ordering::Greater => one.hi < ends(by).0,
            _ => one.lo > ends(by).0,
        };
        let mut best: Option<Form> = None;
        for (place, candidate) in nodes.iter().enumerate() {
            let own = self.value(*candidate);
            let others = nodes.iter().enumerate().filter(|(other, _)| *other != place);
            if others.into_iter().any(|(_, other)| beaten(own, self.value(*other))) {
                continue;
            }
            let form = self.form(*candidate)?;
            best = Some(match best {
                None => form,
                Some(best) => {
                    if self.compare(&form, &best, node)? == wanted {
                        form
                    } else {
                        best
                    }
                }
            });
        }
        best.ok_or(Open::Stuck(node))
    }

    /// How two forms compare.
    fn compare(&self, one: &Form, two: &Form, node: NodeId) -> Result<Ordering, Open> {
        let difference = one.minus(two).ok_or(Open::Stuck(node))?;
        if !self.holds(difference.clone(), 0)? {
            return Ok(Ordering::Less);
        }
        Ok(if self.holds(difference, 1)? { Ordering::Greater } else { Ordering::Equal })
    }
}
