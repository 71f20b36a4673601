//! Two rows for one person: the same key, or the same identity number under different keys.

use super::batch::Case;
use super::datum::Kind;
use super::finding::{Findings, RowUnit, Severity};
use super::layout::Layout;
use super::noted::{Noted, Repetition, repetitions};
use crate::diagnostic::Message;
use crate::identity::IdentityNumber;
use std::io;

/// The columns of identity numbers in the key register, apart from a key: header and slot.
pub(super) fn number_columns<'l>(layout: &'l Layout<'_>) -> Vec<(&'l str, usize)> {
    let registers = layout.registers.iter().filter(|register| register.model.is_key());
    let columns = registers.flat_map(|register| {
        let columns = register.entries.clone().skip(1).zip(&register.columns);
        columns.filter(|(entry, _)| *entry != layout.key).filter_map(|(entry, column)| {
            let slot = column.value.filter(|_| matches!(column.kind, Kind::Identity))?;
            Some((layout.header(entry), register.slots.start + slot))
        })
    });
    columns.collect()
}

/// Reports every row that repeats an earlier one; returns how many rows have the key of an earlier one. `case`: the number
/// of the case in a row, as [`Noted::note`] was told it, and the row that people know.
pub(super) fn report_repeated(
    layout: &Layout<'_>,
    noted: &mut [Noted],
    case: impl Fn(usize) -> (Option<usize>, usize),
    findings: &mut Findings<'_>,
) -> io::Result<usize> {
    let columns = number_columns(layout);
    let mut same_key = 0;
    for Repetition { what, text, rows } in repetitions(noted)? {
        let Some(((first, first_key), later)) = rows.split_first() else { continue };
        let column = (what as usize).checked_sub(1).and_then(|column| columns.get(column));
        let personal = column.is_some() || layout.key_is_identity();
        let shown = match column {
            Some(_) => number(text.try_into().map(i64::from_le_bytes).unwrap_or_default()),
            None => String::from_utf8_lossy(&text).into_owned(),
        };
        for (row, key) in later {
            // of whom the key is the same, it has been reported
            if column.is_some() && *key != 0 && key == first_key {
                continue;
            }
            let (number, row) = case(*row);
            findings.case = number;
            let (zh, en) = place(findings.unit, case(*first).1);
            let (header, message) = match column {
                None => {
                    same_key += 1;
                    let message = Message::new(
                        format!("“{shown}”与{zh}重复；两者都照常认定"),
                        format!("“{shown}” is also the key of {en}; both are decided"),
                    );
                    (layout.header(layout.key), message)
                }
                Some((header, _)) => {
                    let message = Message::new(
                        format!("“{shown}”也是{zh}的号码；两者都照常认定，同一人可能重复发放"),
                        format!(
                            "“{shown}” is also the number of {en}; both are decided, so one person may be paid twice"
                        ),
                    );
                    (*header, message)
                }
            };
            report(header, (shown.clone(), personal), message, row, findings);
        }
    }
    findings.case = None;
    Ok(same_key)
}

/// Reports the repetitions among some cases.
pub(super) fn repeated_cases(layout: &Layout<'_>, cases: &[Case], findings: &mut Findings<'_>) {
    let columns = number_columns(layout);
    let mut noted = Noted::new(layout);
    let done: io::Result<()> = cases.iter().enumerate().try_for_each(|(index, case)| {
        let known = |slot: usize| case.facts.values.get(slot).filter(|value| value.is_known()).map(|value| value.lo);
        let numbers = columns.iter().enumerate().filter_map(|(column, (_, slot))| Some((column, known(*slot)?)));
        noted.note(&case.key, numbers, index)
    });
    let row = |index: usize| (Some(index), cases.get(index).map_or(0, |case| case.row));
    let reported = done.and_then(|()| report_repeated(layout, &mut [noted], row, findings).map(|_| ()));
    if let Err(error) = reported {
        unable(&error, findings);
    }
}

/// Says that nobody could look for repetitions.
pub(super) fn unable(error: &io::Error, findings: &mut Findings<'_>) {
    let message = Message::new(
        format!("临时文件写不了（{error}），没有查重号"),
        format!("a temporary file could not be written ({error}): repeated keys and numbers were not looked for"),
    );
    findings.add("D702", Severity::Error, None, message);
}

/// An identity number by the value that a plan stores, which lacks the check character.
fn number(number: i64) -> String {
    let whole = |check: char| IdentityNumber::parse(&format!("{number:017}{check}")).ok();
    "0123456789X".chars().find_map(whole).map(|number| number.as_str().to_string()).unwrap_or_default()
}

fn place(unit: RowUnit, row: usize) -> (String, String) {
    match unit {
        RowUnit::Row => (format!("第 {row} 行"), format!("row {row}")),
        RowUnit::Record => (format!("第 {row} 条"), format!("record {row}")),
    }
}

fn report(header: &str, (shown, personal): (String, bool), message: Message, row: usize, findings: &mut Findings<'_>) {
    let finding = findings.add("D702", Severity::Error, Some(row), message);
    finding.column = Some(header.to_string());
    finding.personal.extend(personal.then(|| shown.clone()));
    finding.text = Some(shown);
    finding.help = Some(Message::new(
        format!("是同一人就删去一行，不是就改正“{header}”"),
        format!("delete one if it is the same person, otherwise correct “{header}”"),
    ));
}
