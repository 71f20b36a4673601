//! Promises and examples.

use super::expression::Expr;
use crate::syntax::Span;
use chrono::NaiveDate;

/// 断言
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    pub name: String,
    pub basis: Vec<String>,
    /// each must hold for every case
    pub claims: Vec<Expr>,
    pub span: Span,
}

/// 用例
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    pub name: String,
    pub on: ExampleTime,
    /// everything given, that of 同 first
    pub given: Vec<Given>,
    pub expected: Vec<Expected>,
    /// why it is not run (略过)
    pub skip: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExampleTime {
    Day(NaiveDate),
    /// year and month 1–12
    Month(i32, u32),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    pub register: usize,
    pub fact: GivenFact,
}

#[derive(Debug, Clone, PartialEq)]
pub enum GivenFact {
    Listed(bool),
    /// what a column says, as a cell of a case file would; `None` takes it back (未知)
    Column(usize, Option<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    pub benefit: usize,
    /// the outcome and its place; none: only the clauses or the reason count
    pub outcome: Option<(ExpectedOutcome, Span)>,
    /// clauses that the reasons must cite
    pub basis: Vec<String>,
    /// what one of the reasons must contain
    pub because: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExpectedOutcome {
    Entitled,
    NotEntitled,
    Undetermined,
    /// fen a month
    Amount(i64),
}
