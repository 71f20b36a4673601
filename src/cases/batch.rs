//! The cases of one file with everything that was found wrong with them.

use super::finding::{Finding, Findings, RowUnit, Severity};
use super::layout::Layout;
use crate::diagnostic::Message;
use crate::eval::Facts;
use crate::identity::{IdentityNumber, mask};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

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
    blank_and_repeated_keys(layout, &cases, &mut findings);
    let unit = findings.unit;
    let mut findings = findings.list;
    findings.sort_by_key(|finding| finding.row);
    Batch { cases, findings, unit }
}

fn blank_and_repeated_keys(layout: &Layout<'_>, cases: &[Case], findings: &mut Findings<'_>) {
    let personal = layout.key_is_identity();
    let header = layout.header(layout.key);
    let mut first: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
    first.reserve(cases.len());
    for case in cases.iter().filter(|case| !case.key.is_empty()) {
        // an old 15-digit number is the same key as the new one
        let number = if personal { IdentityNumber::parse(&case.key).ok() } else { None };
        let key = match number {
            Some(number) => Cow::Owned(number.as_str().to_string()),
            None => Cow::Borrowed(case.key.as_str()),
        };
        let Some(earlier) = first.get(&key).copied() else {
            first.insert(key, case.row);
            continue;
        };
        let shown = if personal { mask(&case.key) } else { case.key.clone() };
        let (zh, en) = match findings.unit {
            RowUnit::Row => (format!("第 {earlier} 行"), format!("row {earlier}")),
            RowUnit::Record => (format!("第 {earlier} 条"), format!("record {earlier}")),
        };
        let message = Message::new(
            format!("“{shown}”与{zh}重复；两者都照常认定"),
            format!("“{shown}” is also the key of {en}; both are decided"),
        );
        let finding = findings.add("D702", Severity::Error, Some(case.row), message);
        finding.column = Some(header.to_string());
        finding.text = Some(shown);
        finding.help = Some(Message::new(
            format!("是同一人就删去一行，不是就改正“{header}”"),
            format!("delete one if it is the same person, otherwise correct “{header}”"),
        ));
    }
}
