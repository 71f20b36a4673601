//! A register given as an object or a list of rows within a record -> one row, dated rows, or none.

use super::census::Census;
use super::date::day;
use super::datum::Texts;
use super::finding::{Findings, Severity};
use super::headers;
use super::layout::{Layout, RegisterLayout};
use super::record::read_cell;
use super::settle::fill;
use super::text::clean;
use super::told::{Form, Told};
use super::tree::Tree;
use crate::diagnostic::Message;
use crate::eval::FactRow;
use crate::value::Day;
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

/// One row with its dates.
struct Row {
    from: Option<Day>,
    until: Option<Day>,
    values: Vec<Value>,
}

pub(super) fn read_nested(
    layout: &Layout<'_>,
    register: &RegisterLayout<'_>,
    value: &Tree,
    row: usize,
    texts: &mut Texts<'_>,
    census: &mut Census,
    findings: &mut Findings<'_>,
) -> Nested {
    let items = match value {
        Tree::List(items) if items.is_empty() => return Nested::Absent,
        Tree::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut rows = Vec::with_capacity(items.len());
    let mut all_read = true;
    for item in items {
        match item {
            Tree::Map(fields) => match read_row(layout, register, fields, row, texts, census, findings) {
                Some(read) => rows.push(read),
                None => all_read = false,
            },
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
        [Row { from: None, until: None, values }] => Nested::Row(std::mem::take(values)),
        _ => in_order(register, rows, row, findings),
    }
}

/// Rows by their first day; none may overlap.
fn in_order(register: &RegisterLayout<'_>, rows: Vec<Row>, row: usize, findings: &mut Findings<'_>) -> Nested {
    let mut rows: Vec<(usize, Row)> = rows.into_iter().enumerate().collect();
    rows.sort_by_key(|(_, row)| row.from);
    let overlap = rows.iter().zip(rows.iter().skip(1)).find(|((_, earlier), (_, later))| {
        earlier.until.is_none_or(|until| later.from.is_none_or(|from| from <= until))
    });
    if let Some(((first, earlier), (second, later))) = overlap {
        let name = &register.model.name;
        let (first, second) = (first + 1, second + 1);
        let (one, other) = (span(earlier), span(later));
        let message = Message::new(
            format!("{name}第 {first} 行（{one}）与第 {second} 行（{other}）的日期重叠；{name}的各项都按待核实处理"),
            format!("rows {first} ({one}) and {second} ({other}) of {name} overlap; all of {name} is taken as unknown"),
        );
        findings.add("D708", Severity::Error, Some(row), message).column = Some(name.clone());
        return Nested::Unknown;
    }
    let rows = rows.into_iter().map(|(_, row)| FactRow {
        from: row.from.map_or(i64::MIN, |day| day.0),
        until: row.until.map_or(i64::MAX, |day| day.0),
        values: row.values,
    });
    Nested::Rows(rows.collect())
}

fn span(row: &Row) -> String {
    let day = |day: Option<Day>| day.map_or("…".to_string(), |day| day.to_string());
    format!("{} – {}", day(row.from), day(row.until))
}

/// One row; none if its dates cannot be read, because then nobody knows which days it covers.
fn read_row(
    layout: &Layout<'_>,
    register: &RegisterLayout<'_>,
    fields: &[(String, Tree)],
    row: usize,
    texts: &mut Texts<'_>,
    census: &mut Census,
    findings: &mut Findings<'_>,
) -> Option<Row> {
    let name = &register.model.name;
    let mut told = vec![Told::Untold; register.entries.len()];
    let (mut from, mut until) = (Ok(None), Ok(None));
    for (field, value) in fields {
        let path = format!("{name}.{}", clean(field));
        match (register.entry_within(field), clean(field).as_ref()) {
            (Some(entry), _) => {
                census.give(entry);
                let read = read_cell(layout, entry, &path, value, Form::Row, row, texts, findings);
                match told.get_mut(entry - register.entries.start) {
                    Some(place @ Told::Untold) => *place = read,
                    _ => headers::repeated(layout, entry, &path, Some(row), findings),
                }
            }
            (None, "起" | "start" | "from") => from = read_day(&path, value, row, findings),
            (None, "止" | "stop" | "until") => until = read_day(&path, value, row, findings),
            (None, _) => census.unknown(path.into()),
        }
    }
    for (index, column) in register.columns.iter().enumerate() {
        if column.needed && matches!(told.get(index + 1), Some(Told::Untold)) {
            census.lack(register.entries.start + 1 + index, row);
        }
    }
    let (from, until) = (from.ok()?, until.ok()?);
    if let (Some(first), Some(last)) = (from, until)
        && last < first
    {
        let message = Message::new(
            format!("止（{last}）早于起（{first}）；{name}的各项都按待核实处理"),
            format!("it ends ({last}) before it begins ({first}); all of {name} is taken as unknown"),
        );
        findings.add("D701", Severity::Error, Some(row), message).column = Some(format!("{name}.止"));
        return None;
    }
    let mut values = register.covered.clone();
    fill(register, &told, Some(true), &mut values, texts);
    Some(Row { from, until, values })
}

/// 起 or 止; a blank means that it is open on that side.
fn read_day(path: &str, value: &Tree, row: usize, findings: &mut Findings<'_>) -> Result<Option<Day>, ()> {
    let text = match value {
        Tree::Null => return Ok(None),
        Tree::Text(text) | Tree::Number(text) | Tree::Inexact(text) => clean(text),
        Tree::Truth(_) | Tree::List(_) | Tree::Map(_) => "…".into(),
    };
    if text.is_empty() || text == "无" {
        return Ok(None);
    }
    day(&text).map(Some).map_err(|bad| {
        let finding = findings.add(bad.code(), Severity::Error, Some(row), bad.message(&text));
        finding.column = Some(path.to_string());
        finding.text = Some(text.into_owned());
        finding.help = bad.help();
    })
}
