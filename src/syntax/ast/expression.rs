//! Expressions, tables, literals.

use super::leaf::{Basis, Date, Name, Path, Word};
use crate::syntax::Span;
use chrono::NaiveDate;
use rust_decimal::Decimal;

#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Literal(Literal),
    Path(Path),
    /// 当日
    Today,
    /// 在册 R / 不在册 R
    Listed {
        register: Name,
        listed: bool,
    },
    Not(Box<Expr>),
    /// Two or more, all joined by 且 (`All`) or by 或 (`Any`).
    All(Vec<Expr>),
    Any(Vec<Expr>),
    /// A comparison by word or by symbol.
    Compare {
        left: Box<Expr>,
        relation: Word,
        right: Box<Expr>,
    },
    /// 属于 (true) / 不属于 (false)
    Member {
        of: Box<Expr>,
        among: Vec<Expr>,
        inside: bool,
    },
    /// + - × ÷
    Arithmetic {
        left: Box<Expr>,
        operator: Word,
        right: Box<Expr>,
    },
    /// 取大 / 取小
    Extreme {
        which: Word,
        of: Vec<Expr>,
    },
    /// X 四舍五入 到 元
    Round {
        value: Box<Expr>,
        mode: Word,
        to: Word,
    },
    /// X 的 出生日期
    Part {
        of: Box<Expr>,
        part: Word,
    },
    /// 周岁(BIRTH) or 周岁(BIRTH, DAY)
    Age {
        birth: Box<Expr>,
        on: Option<Box<Expr>>,
    },
    /// 计数、合计、任一、全部 over the rows of a register
    Aggregate {
        what: Word,
        over: Path,
        condition: Option<Box<Expr>>,
    },
    Table(Table),
    Parens(Box<Expr>),
}

/// `按 A、B 依据 … { rows }` or `按 A { 自 DATE { rows } … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub subjects: Vec<Expr>,
    pub basis: Basis,
    pub rows: TableRows,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TableRows {
    Rows(Vec<Row>),
    History(Vec<DatedRows>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct DatedRows {
    pub from: Date,
    pub basis: Basis,
    pub rows: Vec<Row>,
    pub span: Span,
}

/// `一级、二级, 18..59：EXPR 依据 …`: for each subject its alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub patterns: Vec<Vec<Pattern>>,
    pub value: Expr,
    pub basis: Basis,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// `_`
    Any(Span),
    /// Both ends included; at least one is there.
    Range {
        from: Option<Literal>,
        to: Option<Literal>,
        span: Span,
    },
    Literal(Literal),
    /// a member of an enumeration
    Name(Name),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    pub kind: LiteralKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum LiteralKind {
    Date(NaiveDate),
    Month {
        year: i32,
        month: u32,
    },
    Period {
        number: u32,
        unit: Word,
    },
    /// 元 or 元/月
    Money {
        number: Decimal,
        unit: Word,
    },
    /// `85%`; `number` is 85.
    Percent(Decimal),
    Number(Decimal),
    Text(String),
    /// 是 / 否
    Truth(bool),
    /// 无
    None,
}
