//! Syntax tree -> canonical text, with keywords in either language. Comments are kept.
//!
//! Nothing but the tree, the comments and the author's blank lines decides how a policy is printed, so printing
//! twice changes nothing, and a text translated to English and back is the same text.

mod benefit;
mod column;
mod combination;
mod context;
mod declaration;
mod doc;
mod example;
mod expression;
mod file;
mod item;
mod literal;
mod policy;
mod procedure;
mod register;
mod render;
mod sentence;
mod table;

pub use literal::quoted;

use crate::diagnostic::Lang;
use crate::syntax::ast;

/// Prints a file that was parsed from `source` without problems.
pub fn format(source: &str, file: &ast::File, lang: Lang) -> String {
    file::file(source, file, lang)
}
