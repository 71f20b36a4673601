//! Findings about one cell or one row, in the reader's words.

use super::bad_cell::BadCell;
use super::datum::Datum;
use super::finding::{Findings, RowUnit, Severity};
use super::layout::{Layout, RegisterLayout};
use super::settle::Conflict;
use super::text::shorten;
use super::told::Told;
use crate::diagnostic::Message;
use crate::identity::looks_personal;

/// Reports a cell that is no value of its column.
pub(super) fn bad_cell(
    layout: &Layout<'_>,
    entry: usize,
    name: &str,
    text: &str,
    bad: &BadCell,
    row: usize,
    findings: &mut Findings<'_>,
) {
    let personal = matches!(layout.place(entry), Some((_, Some(column))) if column.kind.is_personal());
    // somebody may have put it into the wrong column
    let personal = personal || looks_personal(text) || matches!(bad, BadCell::DamagedKey(_));
    let text = shorten(text);
    let shown = text.into_owned();
    let finding = findings.add(bad.code(), Severity::Error, Some(row), bad.message(&shown));
    finding.personal.extend(personal.then(|| shown.clone()));
    finding.column = Some(name.to_string());
    finding.text = Some(shown);
    finding.help = bad.help();
}

/// Warns of a 15-digit identity number.
pub(super) fn old_form(told: &Told, name: &str, text: &str, row: usize, findings: &mut Findings<'_>) {
    if let Told::Value(Datum::Identity(number)) = told
        && number.old_form
    {
        let shown = text.to_string();
        let message = Message::new(
            format!("“{shown}”是 15 位旧号，没有校验码，已按 18 位读取"),
            format!("“{shown}” is an old number of 15 digits without a check digit; it was read as the 18-digit one"),
        );
        let finding = findings.add("D707", Severity::Warning, Some(row), message);
        finding.column = Some(name.to_string());
        finding.personal.push(shown.clone());
        finding.text = Some(shown);
        finding.help = Some(Message::new("核对后改写成 18 位", "check it and write all 18 characters"));
    }
}

/// Reports a case without a key.
pub(super) fn blank_key(layout: &Layout<'_>, row: usize, findings: &mut Findings<'_>) {
    let header = layout.header(layout.key);
    let what = match findings.unit {
        RowUnit::Row => "这一行",
        RowUnit::Record => "这一条",
    };
    let message = Message::new(
        format!("空白；{what}照常认定，结果中没有“{header}”"),
        format!("it is blank; the case is decided all the same, without “{header}” in the results"),
    );
    let finding = findings.add("D710", Severity::Error, Some(row), message);
    finding.column = Some(header.to_string());
}

/// Reports cells of a register that contradict each other.
pub(super) fn conflict(
    layout: &Layout<'_>,
    register: &RegisterLayout<'_>,
    conflict: Conflict,
    row: usize,
    findings: &mut Findings<'_>,
) {
    let (absent, present) = (layout.header(conflict.absent), layout.header(conflict.present));
    let name = &register.model.name;
    let message = Message::new(
        format!("这一格说明不在{name}中，“{present}”却有内容；{name}的各项都按待核实处理"),
        format!(
            "it says that there is no entry in {name}, but “{present}” is filled in; all of {name} is taken as unknown"
        ),
    );
    let finding = findings.add("D711", Severity::Error, Some(row), message);
    finding.column = Some(absent.to_string());
    finding.help =
        Some(Message::new(format!("改正“{absent}”或“{present}”"), format!("correct “{absent}” or “{present}”")));
}
