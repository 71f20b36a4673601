//! Plan -> the rule book that people read: rates as tables, rules with their clauses, readings, duties.

mod book;
mod clauses;
mod procedure;
mod render;

pub use book::book;
pub use clauses::clauses;
pub use render::{markdown, text};

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// level 1 is the document's title
    Heading(u8, String),
    Line(String),
    /// an entry of a list; the depth counts from 0
    Item(u8, String),
    Table {
        header: Vec<String>,
        rows: Vec<Vec<String>>,
    },
}

fn item(text: impl Into<String>) -> Block {
    Block::Item(0, text.into())
}

/// `（附件2·一·1、附件1·四·句1）`, or nothing.
fn cited(clauses: &[String]) -> String {
    if clauses.is_empty() { String::new() } else { format!("（{}）", clauses.join("、")) }
}

fn table<const N: usize>(header: [&str; N], rows: Vec<Vec<String>>) -> Block {
    Block::Table { header: header.map(str::to_string).to_vec(), rows }
}
