//! The cases of one file with everything that was found wrong with them.

use super::finding::{Finding, Findings, RowUnit, Severity};
use super::layout::Layout;
use super::repeated::repeated_cases;
use crate::diagnostic::Message;
use crate::eval::{FactRow, Facts};

/// What a case file held.
#[derive(Debug, Clone)]
pub struct Batch {
    /// in the order of the file
    pub cases: Vec<Case>,
    /// those of the whole file first, then by row; of a folder, file by file in the order of the policy's registers
    pub findings: Vec<Finding>,
    /// the name of the file with the cases: of a folder, that of the key register
    pub file: String,
    /// what `Case::row` counts
    pub unit: RowUnit,
    /// rows of lists that are about nobody among the cases
    pub unmatched: Vec<Unmatched>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// the value of the key column; empty when it is blank or the record could not be read
    pub key: String,
    pub facts: Facts,
    pub row: usize,
    /// the texts of the columns that the reader was asked to keep ([`super::Options::keep`]), in that order
    pub kept: Vec<String>,
}

/// A row of a list about somebody who is not among the cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// index of the register
    pub register: usize,
    pub file: String,
    pub row: usize,
    /// what `row` counts
    pub unit: RowUnit,
    /// the key as it is given, or else the identity number; may be a personal number
    pub key: String,
    /// none when nobody knows which days it covers
    pub fact: Option<FactRow>,
    /// the texts of its values, as in [`Facts::texts`]
    pub texts: Vec<String>,
    /// the texts of the columns to keep, as in [`Case::kept`]; blank where its file has no such column
    pub kept: Vec<String>,
}

impl Batch {
    /// Nothing was found, apart from notices.
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity == Severity::Notice)
    }
}

/// Adds what concerns several cases and sorts the findings.
pub(super) fn finish(layout: &Layout<'_>, cases: Vec<Case>, mut findings: Findings<'_>) -> Batch {
    report_no_case(cases.len(), &mut findings);
    repeated_cases(layout, &cases, &mut findings);
    let (file, unit) = (findings.file.to_string(), findings.unit);
    let mut findings = findings.list;
    findings.sort_by_key(|finding| finding.row);
    Batch { cases, findings, file, unit, unmatched: Vec::new() }
}

pub(super) fn report_no_case(cases: usize, findings: &mut Findings<'_>) {
    if cases > 0 {
        return;
    }
    let message = Message::new("名单里没有一个人", "it holds no case");
    let finding = findings.add("D714", Severity::Warning, None, message);
    finding.help = Some(Message::new("一人写一行；看是否选错了文件", "write one row a person; is it the right file?"));
}
