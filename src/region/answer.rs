//! Conditions on a region: their answers, or on what to split it.

use super::bounds::Constraint;
use super::form::Form;
use super::space::{Kind, OTHER_TEXT, Term, Variable};
use super::view::{Inside, Open, strange};
use crate::check::model::{Aggregate, MONEY_SCALE, Type};
use crate::plan::{AggregatePlan, NodeId, Op, Operands, SlotKind};
use crate::value::{NONE_MEMBER, NONE_TEXT, Value};

/// No sum over rows is greater, and there are no more rows.
const MOST_IN_ALL: i64 = 1_000_000_000_000_000_000;

impl Inside<'_> {
    /// The answer of a condition.
    pub(super) fn answer(&mut self, node: NodeId) -> Result<bool, Open> {
        let value = self.value(node);
        if value.is_known() && value.lo != i64::MIN {
            return Ok(value.is_yes());
        }
        if let Some(variable) = self.independent.get(&node) {
            return self.holds(Form::of(*variable), 1);
        }
        let Some(op) = self.plan.op(node) else { return Err(self.open_fact(node)) };
        match op {
            Op::Not(of) => self.answer(of).map(|answer| !answer),
            Op::All(list) | Op::Any(list) => {
                let mut stuck = Open::Stuck(node);
                for part in self.plan.list(list) {
                    match self.answer(*part) {
                        Err(Open::Split(split)) => return Err(Open::Split(split)),
                        Err(open) => stuck = open,
                        Ok(_) => {}
                    }
                }
                Err(stuck)
            }
            Op::Member(of, set) => self.member(of, set),
            Op::Same(left, right) => {
                self.singled(left)?;
                self.singled(right)?;
                Err(Open::Stuck(node))
            }
            Op::If { when, then, otherwise, .. } => {
                if self.answer(when)? {
                    self.answer(then)
                } else {
                    self.answer(otherwise)
                }
            }
            Op::Choose(list, _) => {
                let row = self.chosen(list)?;
                self.answer(row)
            }
            Op::Kept { contest, benefit } => self.kept(contest, benefit),
            op => self.atom(node, op),
        }
    }

    /// A fact that is itself a condition.
    fn open_fact(&self, node: NodeId) -> Open {
        let Some(variable) = self.variable(node) else { return Open::Stuck(node) };
        match self.missing_condition(variable) {
            Some(open) => open,
            None if *self.space.kind(variable) == Kind::Truth => {
                Open::Split(Constraint::AtLeast(Form::of(variable), 1))
            }
            None => Open::Stuck(node),
        }
    }

    pub(super) fn variable(&self, node: NodeId) -> Option<Variable> {
        if node == self.plan.today {
            return Some(self.space.today);
        }
        let seen = self.seen.get(node.index())?;
        (seen.variable != Variable(u32::MAX)).then_some(seen.variable)
    }

    /// A date is there only if its register has a row and it is not 无: that is told apart first.
    pub(super) fn missing_condition(&self, variable: Variable) -> Option<Open> {
        if !matches!(self.space.kind(variable), Kind::Date | Kind::Month) {
            return None;
        }
        let open = |condition: &Variable| !self.region.value(self.space, *condition).is_known();
        let condition = self.space.conditions_of(variable).into_iter().find(open)?;
        Some(Open::Split(Constraint::AtLeast(Form::of(condition), 1)))
    }

    /// Whether an enumeration is among some members.
    fn member(&mut self, of: NodeId, set: u64) -> Result<bool, Open> {
        let own = self.value(of).set();
        if own & !set == 0 {
            return Ok(true);
        }
        if own & set == 0 {
            return Ok(false);
        }
        match self.plan.op(of) {
            None => {
                let (Some(variable), Some(seen)) = (self.variable(of), self.seen.get(of.index())) else {
                    return Err(Open::Stuck(of));
                };
                let named = seen.own.iter().enumerate().filter(|(_, own)| **own & set != 0);
                let wanted = named.fold(set & NONE_MEMBER, |wanted, (bit, _)| wanted | 1 << bit.min(62));
                let strange = Constraint::Among(variable, strange(seen, self.region.value(self.space, variable)));
                match self.region.says(self.space, &strange) {
                    None => Err(Open::Split(strange)),
                    Some(_) => self.split(Constraint::Among(variable, wanted), of),
                }
            }
            Some(Op::If { when, then, otherwise, .. }) => {
                let branch = if self.answer(when)? { then } else { otherwise };
                self.member(branch, set)
            }
            Some(Op::Choose(list, _)) => {
                let row = self.chosen(list)?;
                self.member(row, set)
            }
            _ => Err(Open::Stuck(of)),
        }
    }

    /// Splits, unless the region already says how it stands: then nothing would be gained.
    fn split<T>(&self, constraint: Constraint, node: NodeId) -> Result<T, Open> {
        match self.region.says(self.space, &constraint) {
            None => Err(Open::Split(constraint)),
            Some(_) => Err(Open::Stuck(node)),
        }
    }

    /// Tells the members of an enumeration, or texts, apart until one is left.
    fn singled(&mut self, node: NodeId) -> Result<(), Open> {
        match self.plan.op(node) {
            None => {
                let Some(variable) = self.variable(node) else { return Ok(()) };
                let set = self.region.value(self.space, variable).set();
                if set.is_power_of_two() {
                    return Ok(());
                }
                Err(Open::Split(Constraint::Among(variable, set & set.wrapping_neg())))
            }
            Some(Op::If { when, then, otherwise, .. }) => {
                let branch = if self.answer(when)? { then } else { otherwise };
                self.singled(branch)
            }
            _ => Ok(()),
        }
    }

    /// The value of the first row of a table that applies.
    pub(super) fn chosen(&mut self, list: Operands) -> Result<NodeId, Open> {
        let list = self.plan.list(list).to_vec();
        for row in list.chunks(2) {
            match row {
                [when, value] if self.answer(*when)? => return Ok(*value),
                [otherwise] => return Ok(*otherwise),
                _ => {}
            }
        }
        Err(Open::Stuck(NodeId(0)))
    }

    /// A comparison, or a question about the rows of a register.
    pub(super) fn atom(&mut self, node: NodeId, op: Op) -> Result<bool, Open> {
        match op {
            Op::Equal(left, right) if self.is_text(left) || self.is_text(right) => self.same_text(node, left, right),
            Op::Equal(left, right) => match (self.number(left), self.number(right)) {
                (Some(one), Some(two)) => {
                    let (one, two) = (one.min(two), one.max(two));
                    let term = self.space.term(Term::Same(one, two), Kind::Truth, Value::MAYBE);
                    self.holds(Form::of(term), 1)
                }
                _ => {
                    let difference = self.difference(left, right, node)?;
                    Ok(self.holds(difference.clone(), 0)? && !self.holds(difference, 1)?)
                }
            },
            Op::Less(left, right) => {
                let difference = self.difference(right, left, node)?;
                self.holds(difference, 1)
            }
            Op::LessEqual(left, right) => {
                let difference = self.difference(right, left, node)?;
                self.holds(difference, 0)
            }
            Op::Aggregate(rows) if self.is_condition(rows) => {
                let term = self.rows(node, rows);
                self.holds(Form::of(term), 1)
            }
            _ => Err(Open::Stuck(node)),
        }
    }

    /// 任一 and 全部 are conditions, 计数 and 合计 are numbers.
    pub(super) fn is_condition(&self, aggregate: u32) -> bool {
        let asked = self.plan.aggregates.get(aggregate as usize);
        asked.is_some_and(|asked| matches!(asked.what, Aggregate::Any | Aggregate::Every))
    }

    /// A question about all rows of a register is a fact of its own.
    pub(super) fn rows(&mut self, node: NodeId, aggregate: u32) -> Variable {
        let rows = self.plan.canonical(node);
        if let Some(origin) = self.plan.origin(node) {
            self.space.row_words.entry(rows.clone()).or_insert_with(|| self.plan.words(origin.span));
        }
        let term = Term::Rows(rows);
        if self.is_condition(aggregate) {
            return self.space.term(term, Kind::Truth, Value::MAYBE);
        }
        let asked = self.plan.aggregates.get(aggregate as usize);
        let summed = asked.filter(|asked| asked.what == Aggregate::Sum).and_then(|asked| self.summed(asked));
        let (scale, least) = match summed {
            Some(Type::Number { scale }) => (*scale, -MOST_IN_ALL),
            Some(_) => (MONEY_SCALE, 0),
            None => (0, 0),
        };
        self.space.term(term, Kind::Number { scale }, Value::range(least, MOST_IN_ALL))
    }

    /// The type of the column that is summed: the column itself, or `若 有 … 则 … 否则 0`.
    fn summed(&self, aggregate: &AggregatePlan) -> Option<&Type> {
        let value = aggregate.value?;
        let value = match aggregate.steps.iter().find(|step| step.node == value).map(|step| step.op) {
            Some(Op::If { then, .. }) => then,
            _ => value,
        };
        let (offset, _) = aggregate.inputs.iter().find(|(_, input)| *input == value)?;
        match self.plan.slots.get(aggregate.first_slot + offset)?.kind {
            SlotKind::Column(column) => Some(&self.plan.registers.get(aggregate.register)?.columns.get(column)?.ty),
            _ => None,
        }
    }

    /// Whether a form is at least a number.
    pub(super) fn holds(&self, form: Form, least: i64) -> Result<bool, Open> {
        let constraint = Constraint::AtLeast(form, least);
        self.region.says(self.space, &constraint).ok_or(Open::Split(constraint))
    }

    pub(super) fn difference(&mut self, left: NodeId, right: NodeId, node: NodeId) -> Result<Form, Open> {
        let (left, right) = (self.form(left)?, self.form(right)?);
        left.minus(&right).ok_or(Open::Stuck(node))
    }

    /// An identity or card number.
    fn number(&self, node: NodeId) -> Option<Variable> {
        self.variable(node).filter(|variable| *self.space.kind(*variable) == Kind::Identity)
    }

    fn is_text(&self, node: NodeId) -> bool {
        self.variable(node).is_some_and(|variable| *self.space.kind(variable) == Kind::Text)
    }

    fn same_text(&mut self, node: NodeId, left: NodeId, right: NodeId) -> Result<bool, Open> {
        let bits = |inside: &Self, of: NodeId| -> Option<u64> {
            match inside.variable(of) {
                Some(variable) => Some(inside.region.value(inside.space, variable).set()),
                None => {
                    let number = inside.value(of);
                    if number.lo == NONE_TEXT {
                        return Some(NONE_MEMBER);
                    }
                    let text = inside.plan.texts.get(usize::try_from(number.lo).ok()?)?;
                    let place = inside.space.texts.iter().position(|known| known == text)?;
                    Some(1 << place.min(61))
                }
            }
        };
        let (Some(one), Some(two)) = (bits(self, left), bits(self, right)) else { return Err(Open::Stuck(node)) };
        if one & two == 0 {
            return Ok(false);
        }
        if one == two && one.is_power_of_two() && one != OTHER_TEXT {
            return Ok(true);
        }
        match (self.variable(left), self.variable(right)) {
            (Some(left), Some(right)) if one == OTHER_TEXT && two == OTHER_TEXT => {
                let (left, right) = (left.min(right), left.max(right));
                let term = self.space.term(Term::Same(left, right), Kind::Truth, Value::MAYBE);
                self.holds(Form::of(term), 1)
            }
            (Some(variable), None) => self.split(Constraint::Among(variable, two), node),
            (None, Some(variable)) => self.split(Constraint::Among(variable, one), node),
            _ => {
                self.singled(left)?;
                self.singled(right)?;
                Err(Open::Stuck(node))
            }
        }
    }
}
