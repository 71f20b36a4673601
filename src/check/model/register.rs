//! Registers, and what of them a rule can read.

use super::types::{Part, Type};
use crate::syntax::{Keyword, Span};

/// What of a register a rule can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SlotKind {
    /// a row of the register covers the day (a condition); for the key register always 是
    Listed,
    /// the column's value
    Column(usize),
    /// the column's value is not 无 (a condition); only 可无 columns have this slot
    Present(usize),
    /// a part of an identity or card number
    Part(usize, Part),
}

impl SlotKind {
    /// The column whose value it tells something of.
    pub fn column(self) -> Option<usize> {
        match self {
            SlotKind::Listed => None,
            SlotKind::Column(column) | SlotKind::Present(column) | SlotKind::Part(column, _) => Some(column),
        }
    }
}

/// A register: a list that some body keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    pub name: String,
    pub title: Option<String>,
    pub by: Vec<String>,
    pub often: Option<Keyword>,
    pub basis: Vec<String>,
    pub columns: Vec<Column>,
    /// 逐次: the index of the column, a day or a month, that says when each row happened; a person may have
    /// several rows, even of one day
    pub dated_by: Option<usize>,
    /// the index of the key column; the register that has one is the key register
    pub key: Option<usize>,
    /// Header of the yes/no column that says membership in a wide sheet: the register's name, unless a
    /// column of the register bears it.
    pub listed_header: String,
    pub span: Span,
}

/// A column of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    pub title: Option<String>,
    /// headers accepted in a wide sheet, the canonical one first; never empty
    pub headers: Vec<String>,
    pub ty: Type,
    /// Type 补贴: the members are the benefits of the policy in their order.
    pub is_benefit: bool,
    /// 可无: a blank is the known value 无
    pub optional: bool,
    /// 空白 视为 否
    pub blank_as_no: bool,
    /// 备查: kept for the record, not used by rules
    pub recorded: bool,
    pub span: Span,
}

impl Register {
    /// The register with one row a person.
    pub fn is_key(&self) -> bool {
        self.key.is_some()
    }
}
