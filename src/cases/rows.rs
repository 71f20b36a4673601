//! A register given as an object or a list of rows within a record -> one row, dated rows, or none.

use super::census::Census;
use super::datum::Texts;
use super::finding::{Findings, Severity};
use super::headers;
use super::layout::{Layout, RegisterLayout};
use super::period::{Period, period};
use super::record::read_cell;
use super::settle::fill;
use super::text::clean;
use super::told::{Form, Told};
use super::tree::Tree;
use crate::diagnostic::Message;
use crate::eval::FactRow;
use crate::value::Value;

/// What a record says about a register.
#[derive(Debug)]
pub(super) enum Nested {
    Unknown,
    Absent,
    /// one row without dates
    Row(Vec<Value>),
    /// in order of their first day
    Rows(Vec<FactRow>),
}

/// One row with its days.
struct Row {
    /// its number among the rows of the register
    item: usize,
    period: Period,
    values: Vec<Value>,
}

pub(super) fn read_nested(
    layout: &Layout<'_>,
    index: usize,
    value: &Tree,
    row: usize,
    texts: &mut Texts<'_>,
    census: &mut Census,
    findings: &mut Findings<'_>,
) -> Nested {
    let Some(register) = layout.registers.get(index) else { return Nested::Unknown };
    let items = match value {
        Tree::List(items) if items.is_empty() => return Nested::Absent,
        Tree::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut rows = Vec::with_capacity(items.len());
    let mut all_read = true;
    for (item, value) in items.iter().enumerate() {
        match value {
            Tree::Map(fields) => {
                let read = findings
                    .at_row(index, item, |findings| read_row(layout, register, fields, row, texts, census, findings));
                match read {
                    Some((period, values)) => rows.push(Row { item, period, values }),
                    None => all_read = false,
                }
            }
            Tree::Unread => all_read = false,
            _ => {
                let name = &register.model.name;
                let message = Message::new(
                    format!("{name}的每一行应写成“名称：值”；{name}的各项都按待核实处理"),
                    format!("each row of {name} should be names and values; all of {name} is taken as unknown"),
                );
                findings.add("D709", Severity::Error, Some(row), message).column = Some(name.clone());
                all_read = false;
            }
        }
    }
    if !all_read {
        return Nested::Unknown;
    }
    match rows.as_mut_slice() {
        [Row { period: Period::ALWAYS, values, .. }] => Nested::Row(std::mem::take(values)),
        _ => in_order(index, register, rows, row, findings),
    }
}

/// Rows by their first day; none may overlap, except those of a 逐次 register.
fn in_order(
    index: usize,
    register: &RegisterLayout<'_>,
    mut rows: Vec<Row>,
    row: usize,
    findings: &mut Findings<'_>,
) -> Nested {
    rows.sort_by_key(|row| row.period.from);
    let mut pairs = rows.iter().zip(rows.iter().skip(1));
    let overlap = pairs.find(|(earlier, later)| later.period.from <= earlier.period.until);
    if let (None, Some((earlier, later))) = (register.model.dated_by, overlap) {
        let name = &register.model.name;
        let place = |row: &Row| match findings.rows.get(&(index, row.item)) {
            Some(place) => place.words(),
            None => Message::new(format!("{name}第 {} 行", row.item + 1), format!("row {} of {name}", row.item + 1)),
        };
        let (first, second) = (place(earlier), place(later));
        let (one, other) = (earlier.period.words(), later.period.words());
        let message = Message::new(
            format!("{}（{one}）与{}（{other}）的日期重叠；{name}的各项都按待核实处理", first.zh, second.zh),
            format!("{} ({one}) and {} ({other}) overlap; all of {name} is taken as unknown", first.en, second.en),
        );
        findings.at_row(index, later.item, |findings| {
            let column = Some(name.clone()).filter(|_| !findings.within);
            findings.add("D708", Severity::Error, Some(row), message).column = column;
        });
        return Nested::Unknown;
    }
    Nested::Rows(rows.into_iter().map(|row| row.period.row(row.values)).collect())
}

/// One row; none if its dates cannot be read, because then nobody knows which days it covers. Of a file of its own,
/// what its columns are is known and told once.
pub(super) fn read_row(
    layout: &Layout<'_>,
    register: &RegisterLayout<'_>,
    fields: &[(String, Tree)],
    row: usize,
    texts: &mut Texts<'_>,
    census: &mut Census,
    findings: &mut Findings<'_>,
) -> Option<(Period, Vec<Value>)> {
    let (name, own_file) = (&register.model.name, findings.within);
    let mut told = vec![Told::Untold; register.entries.len()];
    for (field, value) in fields {
        let path = if own_file { clean(field).into_owned() } else { format!("{name}.{}", clean(field)) };
        match register.entry_within(field).or_else(|| register.day_within(field)) {
            Some(entry) => {
                census.give(entry);
                let read = read_cell(layout, entry, &path, value, Form::Row, row, texts, findings);
                match told.get_mut(entry - register.entries.start) {
                    Some(place @ Told::Untold) => *place = read,
                    _ => headers::repeated(layout, entry, &path, Some(row), findings),
                }
            }
            None if own_file => {}
            None => census.unknown(path.into()),
        }
    }
    for (index, column) in register.columns.iter().enumerate() {
        if !own_file && column.needed && matches!(told.get(index + 1), Some(Told::Untold)) {
            census.lack(register.entries.start + 1 + index, row);
        }
    }
    let period = period(layout, register, &told, row, findings)?;
    let mut values = register.covered.clone();
    fill(register, &told, Some(true), &mut values, texts);
    Some((period, values))
}
