//! A plan on a region: what its nodes come to, and what must be told apart where they are open.

use super::bounds::{Constraint, Region};
use super::form::Form;
use super::independent::{independent, is_its_row, merged};
use super::space::{Kind, OTHER_TEXT, Seen, Space, Term, Variable, operand};
use crate::check::model::{Aggregate, MONEY_SCALE, Type};
use crate::eval::{Evaluation, apply};
use crate::plan::{AggregatePlan, Join, NodeId, Op, Operands, Plan, SlotKind, Step};
use crate::value::{NONE_MEMBER, NONE_TEXT, Value};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// No sum over rows is greater, and there are no more rows.
const MOST_IN_ALL: i64 = 1_000_000_000_000_000_000;

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
fn strange(seen: &Seen, value: Value) -> u64 {
    let named = seen.own.iter().enumerate().filter(|(bit, own)| **own == 0 && value.set() >> bit & 1 == 1);
    let none = value.set() & NONE_MEMBER & !seen.unknown.set();
    named.fold(none, |strange, (bit, _)| strange | 1 << bit.min(62))
}

/// A plan after its nodes have been evaluated, or while they are.
pub(super) struct Inside<'a> {
    pub(super) plan: &'a Plan,
    evaluation: &'a Evaluation<'a>,
    seen: &'a [Seen],
    independent: &'a FxHashMap<NodeId, Variable>,
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

    fn variable(&self, node: NodeId) -> Option<Variable> {
        if node == self.plan.today {
            return Some(self.space.today);
        }
        let seen = self.seen.get(node.index())?;
        (seen.variable != Variable(u32::MAX)).then_some(seen.variable)
    }

    /// A date is there only if its register has a row and it is not 无: that is told apart first.
    fn missing_condition(&self, variable: Variable) -> Option<Open> {
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
    fn chosen(&mut self, list: Operands) -> Result<NodeId, Open> {
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
    fn atom(&mut self, node: NodeId, op: Op) -> Result<bool, Open> {
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
    fn is_condition(&self, aggregate: u32) -> bool {
        let asked = self.plan.aggregates.get(aggregate as usize);
        asked.is_some_and(|asked| matches!(asked.what, Aggregate::Any | Aggregate::Every))
    }

    /// A question about all rows of a register is a fact of its own.
    fn rows(&mut self, node: NodeId, aggregate: u32) -> Variable {
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

    fn difference(&mut self, left: NodeId, right: NodeId, node: NodeId) -> Result<Form, Open> {
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
                    _ => Ok(self.term(Op::Multiply(operand(0), operand(1)), vec![left, right], node)),
                }
            }
            Op::Quotient { left, right, up, multiple, mode } => {
                let forms = vec![self.form(left)?, self.form(right)?];
                let op = Op::Quotient { left: operand(0), right: operand(1), up, multiple, mode };
                Ok(self.term(op, forms, node))
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
            Op::AddMonths(of, months) => self.of_one(Op::AddMonths(operand(0), months), of, node),
            Op::MonthOf(of) => self.of_one(Op::MonthOf(operand(0)), of, node),
            Op::FirstDay(of) => self.of_one(Op::FirstDay(operand(0)), of, node),
            Op::LastDay(of) => self.of_one(Op::LastDay(operand(0)), of, node),
            Op::Age { birth, on } => {
                let forms = vec![self.form(birth)?, self.form(on)?];
                Ok(self.term(Op::Age { birth: operand(0), on: operand(1) }, forms, node))
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

    fn of_one(&mut self, op: Op, of: NodeId, node: NodeId) -> Result<Form, Open> {
        let form = self.form(of)?;
        Ok(self.term(op, vec![form], node))
    }

    /// A value outside linear arithmetic.
    fn term(&mut self, op: Op, operands: Vec<Form>, node: NodeId) -> Form {
        let known: Option<Vec<Value>> = operands.iter().map(|form| form.known().map(Value::known)).collect();
        let exact = known.map(|known| apply(op, &known)).filter(|value| value.is_known());
        if let Some(exact) = exact {
            return Form::constant(exact.lo);
        }
        let whole = Region::whole(self.space);
        let ranges: Vec<Value> = operands.iter().map(|form| whole.range(self.space, form)).collect();
        let kind = match op {
            Op::AddMonths(..) | Op::FirstDay(_) | Op::LastDay(_) => Kind::Date,
            Op::MonthOf(_) => Kind::Month,
            _ => Kind::Number { scale: 0 },
        };
        let _ = node;
        Form::of(self.space.term(Term::Of { op, operands }, kind, apply(op, &ranges)))
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
