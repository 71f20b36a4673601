//! Rows that are about nobody: they are no cases, and each is accounted for.

use super::finding::{Findings, Severity};
use crate::diagnostic::Message;

/// Rows of one kind: how many, and the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aside {
    pub count: usize,
    first: usize,
}

impl Aside {
    pub(super) fn note(&mut self, row: usize) {
        self.add(Aside { count: 1, first: row });
    }

    /// With those of another part of the file.
    pub fn add(&mut self, other: Aside) {
        if self.count == 0 || other.count > 0 && other.first < self.first {
            self.first = other.first;
        }
        self.count += other.count;
    }
}

pub(super) fn report_blank_rows(rows: Aside, findings: &mut Findings<'_>) {
    let Aside { count, first } = rows;
    if count == 0 {
        return;
    }
    findings.add(
        "D710",
        Severity::Notice,
        None,
        Message::new(
            format!("{count} 行全是空白（首先是第 {first} 行），不算个案"),
            format!("entirely blank rows, which are no cases: {count} (row {first} first)"),
        ),
    );
}
