//! What decides benefits: the document, readings, definitions, benefits, and how benefits combine.

use super::expression::Expr;
use crate::syntax::{Keyword, Span};
use chrono::NaiveDate;

/// What the document says about itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Header {
    pub title: Option<String>,
    /// 文号、标题、发文机关、上位依据、附件、目的: the keyword and its texts
    pub texts: Vec<(Keyword, Vec<String>)>,
    pub issued: Option<NaiveDate>,
    /// 施行 自
    pub effective_from: Option<NaiveDate>,
    /// 施行 至
    pub effective_until: Option<NaiveDate>,
    /// 最小单位
    pub unit: Option<Keyword>,
}

/// 机构
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    pub name: String,
    pub title: Option<String>,
    pub phones: Vec<String>,
    pub span: Span,
}

/// 口径: an open question and its possible answers; the first is the default.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub name: String,
    pub question: Option<String>,
    pub basis: Vec<String>,
    pub options: Vec<String>,
    pub reasons: Vec<Option<String>>,
    pub span: Span,
}

/// 定义
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    pub name: String,
    pub title: Option<String>,
    pub basis: Vec<String>,
    pub value: Expr,
    pub span: Span,
}

/// 补贴
#[derive(Debug, Clone, PartialEq)]
pub struct Benefit {
    pub name: String,
    pub title: Option<String>,
    pub requirements: Vec<Requirement>,
    /// 元/月, in fen
    pub rate: Expr,
    pub rate_basis: Vec<String>,
    /// 确认至
    pub confirmed_until: Option<(NaiveDate, Span)>,
    pub span: Span,
}

/// One line of 同时符合.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    pub label: Option<String>,
    pub condition: Expr,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 不享受
#[derive(Debug, Clone, PartialEq)]
pub struct Exclusion {
    pub benefits: Vec<usize>,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub note: Option<String>,
    pub span: Span,
}

/// 择高: of the benefits together and the others, only one side is drawn; of the others, one.
#[derive(Debug, Clone, PartialEq)]
pub struct HigherOf {
    pub benefits: Vec<usize>,
    pub others: Vec<Other>,
    pub when: Option<Expr>,
    pub note: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// 元/月, in fen; 0 when not drawn
    pub amount: Expr,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 补差: of the benefits together only what exceeds the other benefit is paid.
#[derive(Debug, Clone, PartialEq)]
pub struct TopUp {
    /// the last named is reduced first
    pub benefits: Vec<usize>,
    pub other: Expr,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 封顶: the benefits together are at most `limit`; the last named is reduced first.
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    pub benefits: Vec<usize>,
    pub limit: Expr,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 并享: changes nothing and says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    pub benefits: Vec<usize>,
    /// registers
    pub others: Vec<usize>,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 视为
#[derive(Debug, Clone, PartialEq)]
pub struct Deem {
    pub register: usize,
    pub column: usize,
    pub value: Expr,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub span: Span,
}
