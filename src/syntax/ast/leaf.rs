//! Words, names, texts, clauses, dates: what declarations are made of.

use super::expression::Expr;
use crate::syntax::{Keyword, Span};
use chrono::NaiveDate;

/// `# …` up to the end of the line. `text` begins with `#`, full-width sign normalised, no trailing blanks.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    pub text: String,
    pub span: Span,
}

/// A keyword of the grammar's table that was used at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub word: Keyword,
    pub span: Span,
}

/// A name in the author's own words, full-width letters and digits normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A quoted text without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub span: Span,
}

/// A citation: `附件2·一·1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub text: String,
    pub span: Span,
}

/// `依据 A、B`: the clauses that a rule carries out. Empty when none was written.
pub type Basis = Vec<Clause>;

/// A date as written, valid in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    pub date: NaiveDate,
    pub span: Span,
}

/// `当 … 依据 … "说明"` at the end of many declarations, accepted in any order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tail {
    pub when: Option<Expr>,
    pub basis: Basis,
    pub note: Option<Text>,
}

/// `3 个月`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub number: u32,
    pub unit: Word,
    pub span: Span,
}

/// A year and month as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    pub year: i32,
    pub month: u32,
    pub span: Span,
}

/// `R.F`, or a bare name
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub first: Name,
    pub second: Option<Name>,
    pub span: Span,
}
