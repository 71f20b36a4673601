//! Benefits and how they combine.

use super::expression::Expr;
use super::leaf::{Basis, Date, Name, Path, Tail, Text};
use crate::syntax::Span;

/// `补贴 NAME "全称" { 同时符合 …  标准 …  确认至 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Benefit {
    pub name: Name,
    pub title: Option<Text>,
    pub items: Vec<BenefitItem>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum BenefitItem {
    Requirements { basis: Basis, requirements: Vec<Requirement>, span: Span },
    Rate { basis: Basis, amount: Rate, span: Span },
    Confirmed { until: Date, span: Span },
}

/// `名称：条件 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    pub label: Option<Name>,
    pub condition: Expr,
    pub basis: Basis,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Rate {
    Amount(Expr),
    /// `{ 自 2021-01-01：70 元/月  自 2023-02-23：80 元/月 }`
    History(Vec<Dated>),
}

/// `自 DATE：EXPR 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    pub from: Date,
    pub value: Expr,
    pub basis: Basis,
    pub span: Span,
}

/// `不享受 A、B 当 … 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Exclude {
    pub benefits: Vec<Name>,
    pub tail: Tail,
    pub span: Span,
}

/// `择高 A + B 与 OTHER 依据 … 当 …`, or `择高 A 与 { OTHER 依据 …  OTHER 依据 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct HigherOf {
    pub benefits: Vec<Name>,
    pub others: Vec<Other>,
    /// Written as a block `{ … }`.
    pub block: bool,
    pub tail: Tail,
    pub span: Span,
}

/// Another benefit's amount, with the clause that sets it against ours.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    pub amount: Expr,
    pub basis: Basis,
    pub span: Span,
}

/// `补差 A + B 与 OTHER 依据 … 当 …`
#[derive(Debug, Clone, PartialEq)]
pub struct TopUp {
    pub benefits: Vec<Name>,
    pub other: Expr,
    pub tail: Tail,
    pub span: Span,
}

/// `封顶 A + B 不超过 AMOUNT 依据 … 当 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    pub benefits: Vec<Name>,
    pub limit: Expr,
    pub tail: Tail,
    pub span: Span,
}

/// `并享 A、B 与 REGISTER、REGISTER 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    pub benefits: Vec<Name>,
    pub others: Vec<Name>,
    pub tail: Tail,
    pub span: Span,
}

/// `视为 FACT 是 EXPR 当 … 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Deem {
    pub fact: Path,
    pub value: Expr,
    pub tail: Tail,
    pub span: Span,
}
