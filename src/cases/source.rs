//! One file -> its rows as they are written, before anybody knows whom they are about.

use super::aside::{Aside, report_above, report_aside};
use super::finding::{Findings, RowUnit, Severity};
use super::headerless::no_key_column;
use super::headers;
use super::heading;
use super::input::{Body, Input};
use super::json;
use super::layout::Layout;
use super::nobody::Places;
use super::parser_words;
use super::shape::{Padding, report_shifted, report_short};
use super::sheet::Sheet;
use super::text::clean;
use super::tree::Tree;
use super::unclosed::report_unclosed;
use super::unreadable::Unreadable;
use super::{Format, yaml};
use crate::diagnostic::Message;

/// What the columns of a file mean.
pub(super) trait Columns {
    /// The entry that a header names.
    fn entry(&self, header: &str) -> Option<usize>;
    /// The header tells whom a row is about.
    fn is_key(&self, header: &str) -> bool;
}

/// A row of a file.
pub(super) struct RawRow {
    pub(super) row: usize,
    /// its name, if it stands in a mapping
    pub(super) name: Option<String>,
    /// names and values, or something else
    pub(super) record: Tree,
    /// Cells may have shifted: only those are read that tell whom it is about.
    pub(super) shifted: bool,
}

pub(super) struct RawRows {
    /// the columns of a sheet; of records, those that occur
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<RawRow>,
    /// how many rows of a sheet are about nobody
    pub(super) aside: usize,
}

/// What a row of this format is counted in.
pub(super) fn unit(format: Format) -> RowUnit {
    match format {
        Format::Csv | Format::JsonLines | Format::Workbook | Format::Parquet => RowUnit::Row,
        Format::Json | Format::Yaml => RowUnit::Record,
    }
}

/// Reads a file. `keyed`: its records may stand in a mapping from key to record.
pub(super) fn read_rows(
    layout: &Layout<'_>,
    source: &Input<'_>,
    columns: &dyn Columns,
    keyed: bool,
    findings: &mut Findings<'_>,
) -> Result<RawRows, Unreadable> {
    let file = source.name.as_str();
    let text = match &source.body {
        Body::Grid(grid) => return read_sheet(layout, file, Sheet::of_grid(grid), columns, findings),
        Body::Text(text) => text.as_ref(),
    };
    let tree = match source.format {
        Format::Csv | Format::Workbook | Format::Parquet => {
            return read_sheet(layout, file, Sheet::new(text), columns, findings);
        }
        Format::JsonLines => return Ok(of_records(lines(text, findings))),
        Format::Json => serde_json::from_str(text).map_err(|error| json::broken(file, text, &error))?,
        Format::Yaml => yaml::document(text).map_err(|broken| yaml::unreadable(file, broken))?,
    };
    let records = match tree {
        Tree::List(list) => list.into_iter().map(|record| (None, record)).collect(),
        tree if keyed => json::records(layout, tree).ok_or_else(|| Unreadable::NoRecords { file: file.to_string() })?,
        _ => return Err(Unreadable::NoRecords { file: file.to_string() }),
    };
    let rows = records.into_iter().enumerate();
    Ok(of_records(
        rows.map(|(index, (name, record))| RawRow { row: index + 1, name, record, shifted: false }).collect(),
    ))
}

fn of_records(rows: Vec<RawRow>) -> RawRows {
    let mut headers: Vec<String> = Vec::new();
    for row in &rows {
        let Tree::Map(fields) = &row.record else { continue };
        for (name, _) in fields {
            let name = clean(name);
            if !headers.iter().any(|known| *known == name) {
                headers.push(name.into_owned());
            }
        }
    }
    RawRows { headers, rows, aside: 0 }
}

fn lines(text: &str, findings: &mut Findings<'_>) -> Vec<RawRow> {
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let row = index + 1;
        let record = serde_json::from_str(line).unwrap_or_else(|error: serde_json::Error| {
            let (column, detail) = (json::column(line, error.column()), parser_words::of_json(&error));
            let message = Message::new(
                format!("第 {column} 字附近不是完整的 JSON（{}），这一行没有读取", detail.zh),
                format!("not valid JSON near column {column} ({}); this line was not read", detail.en),
            );
            findings.add("D709", Severity::Error, Some(row), message);
            Tree::Unread
        });
        rows.push(RawRow { row, name: None, record, shifted: false });
    }
    rows
}

fn read_sheet(
    layout: &Layout<'_>,
    file: &str,
    mut sheet: Sheet<'_>,
    columns: &dyn Columns,
    findings: &mut Findings<'_>,
) -> Result<RawRows, Unreadable> {
    if !sheet.clone().advance() {
        return Err(Unreadable::Empty { file: file.to_string() });
    }
    let is_key = |header: &str| columns.is_key(header);
    let of_people = layout.registers.get(layout.key_register());
    let is_known = |header: &str| {
        let of_people = || of_people.is_some_and(|register| register.entry_within(header).is_some());
        columns.entry(header).is_some() || of_people()
    };
    let heading = heading::find(&mut sheet, is_key, is_known);
    let heading = heading.map_err(|found| no_key_column(layout, file, found, sheet.clone(), is_key))?;
    report_above(&heading.above, heading.row, findings);
    let headers = heading.names;
    let places = Places::new(
        &headers,
        |_, header| is_key(header),
        |_, header| {
            let place = columns.entry(header).and_then(|entry| layout.place(entry));
            matches!(place, Some((_, Some(column))) if column.kind.is_personal())
        },
    );
    let named = |cell: usize| {
        let header = headers.get(cell).cloned().unwrap_or_default();
        let lost = !columns.is_key(&header) && columns.entry(&header).is_some();
        (header, lost)
    };
    report_unclosed(&sheet, named, findings);
    let read = first_of_each(layout, &headers, columns, findings);
    let padding = Padding::of(sheet.clone(), headers.len());
    let (mut rows, mut aside) = (Vec::new(), Aside::default());
    while sheet.advance() {
        if let Some(nobody) = places.nobody(&sheet) {
            aside.note(sheet.row, nobody);
            continue;
        }
        let (row, found, width) = (sheet.row, sheet.cells.len(), headers.len());
        let shifted = padding.is_shifted(&sheet.cells);
        let open = sheet.unclosed.map(|open| open.cell);
        let fields = headers.iter().enumerate().filter(|(index, _)| read.contains(index)).map(|(index, header)| {
            let lost = open == Some(index) && !columns.is_key(header) || shifted && !columns.is_key(header);
            let cell = sheet.cells.get(index).filter(|_| !lost);
            (header.clone(), cell.map_or(Tree::Unread, |cell| Tree::Text(cell.to_string())))
        });
        let record = Tree::Map(fields.collect());
        report_unclosed(&sheet, named, findings);
        if shifted {
            report_shifted(layout, found - width, row, findings);
        } else if found < width {
            let read = headers.iter().skip(found).any(|header| columns.entry(header).is_some());
            report_short(width - found, read, row, findings);
        }
        rows.push(RawRow { row, name: None, record, shifted });
    }
    report_aside(&aside, findings);
    let headers = headers.into_iter().filter(|header| !header.is_empty()).collect();
    Ok(RawRows { headers, rows, aside: aside.count() })
}

/// The columns to read: of those that mean the same, the first.
fn first_of_each(
    layout: &Layout<'_>,
    headers: &[String],
    columns: &dyn Columns,
    findings: &mut Findings<'_>,
) -> Vec<usize> {
    let mut seen: Vec<(Option<usize>, &str)> = Vec::new();
    let mut read = Vec::new();
    for (index, header) in headers.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
        let entry = columns.entry(header);
        let known = seen.iter().any(|(other, name)| name == header || entry.is_some() && *other == entry);
        if known {
            if let Some(entry) = entry {
                headers::repeated(layout, entry, header, None, findings);
            }
            continue;
        }
        seen.push((entry, header));
        read.push(index);
    }
    read
}
