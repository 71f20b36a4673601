//! Promises and examples.

use super::expression::{Expr, Literal};
use super::leaf::{Basis, Date, Month, Name, Path, Text, Word};
use crate::syntax::Span;

/// `断言 NAME 依据 … { COND 时 COND }`
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    pub name: Name,
    pub basis: Basis,
    pub claims: Vec<Claim>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub given: Option<Expr>,
    pub then: Expr,
    pub span: Span,
}

/// `用例 NAME 同 OTHER 于 2023-03 { 事实 … 应当 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    pub name: Name,
    pub same_as: Option<Name>,
    pub on: ExampleTime,
    pub items: Vec<ExampleItem>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExampleTime {
    Day(Date),
    Month(Month),
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExampleItem {
    /// `在册 R` (true) or `不在册 R` (false)
    Listed { register: Name, listed: bool, span: Span },
    /// `F 为 VALUE`
    Given { fact: Path, value: GivenValue, span: Span },
    /// `应当 B 为 90 元/月 依据 … 理由 "…"`
    Expect { benefit: Name, outcome: Option<Expected>, basis: Basis, because: Option<Text>, span: Span },
    /// `略过 "…"`: why the example is not run
    Skip { why: Text, span: Span },
}

#[derive(Debug, Clone, PartialEq)]
pub enum GivenValue {
    /// 未知: takes back a fact inherited by 同
    Unknown(Span),
    Literal(Literal),
    /// a member of an enumeration
    Name(Name),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// 享受 | 不享受 | 待核实
    Status(Word),
    /// `为 90 元/月`; the place is that of `为`
    Amount(Span, Literal),
}

impl Expected {
    /// What a new outcome would replace.
    pub fn span(&self) -> Span {
        match self {
            Expected::Status(word) => word.span,
            Expected::Amount(is, amount) => is.to(amount.span),
        }
    }
}
