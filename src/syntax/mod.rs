//! Text -> syntax tree. The only place that names the parser generator.
//!
//! [`parse`] never stops at the first mistake: it returns what it understood together with every problem.

pub mod ast;
mod comments;
mod expression;
mod from_pairs;
mod keyword;
mod limits;
mod parser;
mod problem;
mod walk;
mod width;

pub use crate::diagnostic::Span;
pub use keyword::{Keyword, KeywordEntry, table, word};
pub use parser::{Parsed, parse};
pub use width::narrow;
