//! Two rows for one person: the same key, or the same identity number under different keys.

use super::batch::Case;
use super::datum::Kind;
use super::finding::{Findings, RowUnit, Severity};
use super::layout::Layout;
use crate::diagnostic::Message;
use crate::identity::{IdentityNumber, mask};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

pub(super) fn repeated_keys(layout: &Layout<'_>, cases: &[Case], findings: &mut Findings<'_>) {
    let personal = layout.key_is_identity();
    let header = layout.header(layout.key);
    let mut first: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
    first.reserve(cases.len());
    for (index, case) in cases.iter().enumerate().filter(|(_, case)| !case.key.is_empty()) {
        findings.case = Some(index);
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
        let (zh, en) = row(findings.unit, earlier);
        let message = Message::new(
            format!("“{shown}”与{zh}重复；两者都照常认定"),
            format!("“{shown}” is also the key of {en}; both are decided"),
        );
        report(header, shown, message, case.row, findings);
    }
}

/// The identity numbers of the key register, apart from a key.
pub(super) fn repeated_identities(layout: &Layout<'_>, cases: &[Case], findings: &mut Findings<'_>) {
    for register in layout.registers.iter().filter(|register| register.model.is_key()) {
        let columns = register.entries.clone().skip(1).zip(&register.columns);
        for (entry, column) in columns.filter(|(entry, _)| *entry != layout.key) {
            let (Kind::Identity, Some(slot)) = (&column.kind, column.value) else { continue };
            repeated_identity(layout.header(entry), register.slots.start + slot, cases, findings);
        }
    }
}

fn repeated_identity(header: &str, slot: usize, cases: &[Case], findings: &mut Findings<'_>) {
    let known = |case: &Case| case.facts.values.get(slot).filter(|value| value.lo == value.hi).map(|value| value.lo);
    let mut first: FxHashMap<i64, &Case> = FxHashMap::default();
    for (index, case) in cases.iter().enumerate() {
        let Some(number) = known(case) else { continue };
        findings.case = Some(index);
        let Some(earlier) = first.get(&number) else {
            first.insert(number, case);
            continue;
        };
        if !case.key.is_empty() && case.key == earlier.key {
            // reported as a repeated key
            continue;
        }
        let shown = masked(number);
        let (zh, en) = row(findings.unit, earlier.row);
        let message = Message::new(
            format!("“{shown}”也是{zh}的号码；两者都照常认定，同一人可能重复发放"),
            format!("“{shown}” is also the number of {en}; both are decided, so one person may be paid twice"),
        );
        report(header, shown, message, case.row, findings);
    }
}

/// An identity number by the value that a plan stores, which lacks the check character.
fn masked(number: i64) -> String {
    let whole = |check: char| IdentityNumber::parse(&format!("{number:017}{check}")).ok();
    "0123456789X".chars().find_map(whole).map(|number| mask(number.as_str())).unwrap_or_default()
}

fn row(unit: RowUnit, row: usize) -> (String, String) {
    match unit {
        RowUnit::Row => (format!("第 {row} 行"), format!("row {row}")),
        RowUnit::Record => (format!("第 {row} 条"), format!("record {row}")),
    }
}

fn report(header: &str, shown: String, message: Message, row: usize, findings: &mut Findings<'_>) {
    let finding = findings.add("D702", Severity::Error, Some(row), message);
    finding.column = Some(header.to_string());
    finding.text = Some(shown);
    finding.help = Some(Message::new(
        format!("是同一人就删去一行，不是就改正“{header}”"),
        format!("delete one if it is the same person, otherwise correct “{header}”"),
    ));
}
