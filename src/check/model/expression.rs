//! Typed expressions.

use super::register::SlotKind;
use super::types::Type;
use crate::syntax::Span;
use crate::value::Value;

/// A typed expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub ty: Type,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Constant(Value),
    Text(String),
    /// 当日
    Today,
    /// A fact of a register: of the row that covers the day, or (`row`) of the row that an aggregate looks at.
    Fact {
        register: usize,
        kind: SlotKind,
        row: bool,
    },
    /// the option chosen, as an enumeration of the options
    Reading(usize),
    Define(usize),
    /// what is paid of a benefit, fen a month; only in promises
    Payable(usize),
    Not(Box<Expr>),
    All(Vec<Expr>),
    Any(Vec<Expr>),
    /// an enumeration among some of its members (bits)
    Member {
        of: Box<Expr>,
        set: u64,
    },
    /// two enumerations with the same members
    Same(Box<Expr>, Box<Expr>),
    Equal(Box<Expr>, Box<Expr>),
    Less(Box<Expr>, Box<Expr>),
    LessEqual(Box<Expr>, Box<Expr>),
    Add(Box<Expr>, Box<Expr>),
    Subtract(Box<Expr>, Box<Expr>),
    Multiply(Box<Expr>, Box<Expr>),
    /// round(left × up ÷ right) × multiple
    Quotient {
        left: Box<Expr>,
        right: Box<Expr>,
        up: i64,
        multiple: i64,
        mode: Rounding,
    },
    Greatest(Vec<Expr>),
    Least(Vec<Expr>),
    If {
        when: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    /// the value of the first choice whose condition holds
    Choose(Vec<Choice>),
    AddDays(Box<Expr>, i64),
    AddMonths(Box<Expr>, i64),
    MonthOf(Box<Expr>),
    FirstDay(Box<Expr>),
    LastDay(Box<Expr>),
    Age {
        birth: Box<Expr>,
        on: Box<Expr>,
    },
    Aggregate {
        what: Aggregate,
        register: usize,
        column: Option<usize>,
        condition: Option<Box<Expr>>,
    },
}

/// A row of a rate table or of a history.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub when: Expr,
    pub value: Expr,
    pub basis: Vec<String>,
    pub span: Span,
}

/// How a quotient is made whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// 四舍五入: half away from zero
    HalfUp,
    /// 四舍六入五成双
    HalfEven,
    /// 向上取整
    Up,
    /// 向下取整
    Down,
}

/// What is asked of the rows of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    Count,
    Sum,
    Any,
    Every,
}

impl Expr {
    pub fn new(kind: ExprKind, ty: Type, span: Span) -> Expr {
        Expr { kind, ty, span }
    }

    pub fn truth(value: bool, span: Span) -> Expr {
        Expr::new(ExprKind::Constant(Value::truth(value)), Type::Truth, span)
    }

    /// `not self`, double negation removed.
    pub fn negated(self) -> Expr {
        let span = self.span;
        match self.kind {
            ExprKind::Not(inner) => *inner,
            kind => Expr::new(ExprKind::Not(Box::new(Expr::new(kind, Type::Truth, span))), Type::Truth, span),
        }
    }

    /// The parts of an expression, one level down; definitions are not entered.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Text(_)
            | ExprKind::Today
            | ExprKind::Fact { .. }
            | ExprKind::Reading(_)
            | ExprKind::Define(_)
            | ExprKind::Payable(_) => Vec::new(),
            ExprKind::Not(of)
            | ExprKind::Member { of, .. }
            | ExprKind::AddDays(of, _)
            | ExprKind::AddMonths(of, _)
            | ExprKind::MonthOf(of)
            | ExprKind::FirstDay(of)
            | ExprKind::LastDay(of) => vec![of],
            ExprKind::All(of) | ExprKind::Any(of) | ExprKind::Greatest(of) | ExprKind::Least(of) => of.iter().collect(),
            ExprKind::Same(left, right)
            | ExprKind::Equal(left, right)
            | ExprKind::Less(left, right)
            | ExprKind::LessEqual(left, right)
            | ExprKind::Add(left, right)
            | ExprKind::Subtract(left, right)
            | ExprKind::Multiply(left, right)
            | ExprKind::Quotient { left, right, .. }
            | ExprKind::Age { birth: left, on: right } => vec![left, right],
            ExprKind::If { when, then, otherwise } => vec![when, then, otherwise],
            ExprKind::Choose(choices) => choices.iter().flat_map(|choice| [&choice.when, &choice.value]).collect(),
            ExprKind::Aggregate { condition, .. } => condition.iter().map(|condition| &**condition).collect(),
        }
    }

    /// [`Expr::children`], to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.kind {
            ExprKind::Constant(_)
            | ExprKind::Text(_)
            | ExprKind::Today
            | ExprKind::Fact { .. }
            | ExprKind::Reading(_)
            | ExprKind::Define(_)
            | ExprKind::Payable(_) => Vec::new(),
            ExprKind::Not(of)
            | ExprKind::Member { of, .. }
            | ExprKind::AddDays(of, _)
            | ExprKind::AddMonths(of, _)
            | ExprKind::MonthOf(of)
            | ExprKind::FirstDay(of)
            | ExprKind::LastDay(of) => vec![of],
            ExprKind::All(of) | ExprKind::Any(of) | ExprKind::Greatest(of) | ExprKind::Least(of) => {
                of.iter_mut().collect()
            }
            ExprKind::Same(left, right)
            | ExprKind::Equal(left, right)
            | ExprKind::Less(left, right)
            | ExprKind::LessEqual(left, right)
            | ExprKind::Add(left, right)
            | ExprKind::Subtract(left, right)
            | ExprKind::Multiply(left, right)
            | ExprKind::Quotient { left, right, .. }
            | ExprKind::Age { birth: left, on: right } => vec![left, right],
            ExprKind::If { when, then, otherwise } => vec![when, then, otherwise],
            ExprKind::Choose(choices) => {
                choices.iter_mut().flat_map(|choice| [&mut choice.when, &mut choice.value]).collect()
            }
            ExprKind::Aggregate { condition, .. } => condition.iter_mut().map(|condition| &mut **condition).collect(),
        }
    }
}
