//! The cases of one file with everything that was found wrong with them.

use super::finding::{Finding, Findings, RowUnit, Severity};
use super::layout::Layout;
use super::repeated::{repeated_identities, repeated_keys};
use crate::diagnostic::Message;
use crate::eval::Facts;

/// What a case file held.
#[derive(Debug, Clone)]
pub struct Batch {
    /// in the order of the file
    pub cases: Vec<Case>,
    /// those of the whole file first, then by row
    pub findings: Vec<Finding>,
    /// what `Case::row` and `Finding::row` count
    pub unit: RowUnit,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// the value of the key column; empty when it is blank or the record could not be read
    pub key: String,
    pub facts: Facts,
    pub row: usize,
}

impl Batch {
    /// Nothing was found, apart from notices.
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity == Severity::Notice)
    }
}

/// Adds what concerns several cases and sorts the findings.
pub(super) fn finish(layout: &Layout<'_>, cases: Vec<Case>, mut findings: Findings<'_>) -> Batch {
    if cases.is_empty() {
        let message = Message::new("名单里没有一个人", "it holds no case");
        let finding = findings.add("D714", Severity::Warning, None, message);
        finding.help =
            Some(Message::new("一人写一行；看是否选错了文件", "write one row a person; is it the right file?"));
    }
    repeated_keys(layout, &cases, &mut findings);
    repeated_identities(layout, &cases, &mut findings);
    let unit = findings.unit;
    let mut findings = findings.list;
    findings.sort_by_key(|finding| finding.row);
    Batch { cases, findings, unit }
}
