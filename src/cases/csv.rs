//! One wide sheet in CSV -> cases.

use super::batch::{Batch, Case, finish};
use super::finding::{Findings, RowUnit, Severity};
use super::headers::{self, Gap};
use super::layout::Layout;
use super::remark;
use super::settle::settle;
use super::shape::{Padded, is_shifted, report_shifted, report_short};
use super::sheet::Sheet;
use super::similar::closest;
use super::text::clean;
use super::told::{Form, Told, tell};
use super::unreadable::Unreadable;
use crate::diagnostic::Message;
use crate::eval::Facts;
use std::borrow::Cow;

/// How many rows below the first are searched for a header that stands too low.
const HEADER_SEARCH: usize = 10;

/// A column of the file: its header as written and the entry that it fills.
struct Source {
    header: String,
    entry: Option<usize>,
}

pub(super) fn read(layout: &Layout<'_>, file: &str, text: &str) -> Result<Batch, Unreadable> {
    let mut findings = Findings::new(file, RowUnit::Row);
    let mut sheet = Sheet::new(text);
    if !sheet.advance() {
        return Err(Unreadable::Empty { file: file.to_string() });
    }
    let sources = sources(layout, &sheet.cells, &mut findings);
    report_unclosed(&sheet, |cell| unclosed(layout, &sources, cell), &mut findings);
    let given = |entry: usize| sources.iter().any(|source| source.entry == Some(entry));
    if !given(layout.key) {
        let found = sources.iter().map(|source| source.header.clone()).collect();
        return Err(no_key_column(layout, file, found, sheet, |header| layout.entry(header) == Some(layout.key)));
    }
    let gaps: Vec<Gap> = headers::missing_entries(layout, given).map(|entry| Gap { entry, some: None }).collect();
    let unknown: Vec<String> = sources
        .iter()
        .filter(|source| source.entry.is_none() && !source.header.is_empty() && layout.entry(&source.header).is_none())
        .map(|source| source.header.clone())
        .collect();
    headers::report(layout, &unknown, given, &gaps, &mut findings);
    let kept = kept_cells(layout, file, &sources)?;

    let (mut cases, mut padded, mut blank_rows) = (Vec::new(), Padded::default(), Vec::new());
    let blank: Vec<Told> =
        (0..layout.entries.len()).map(|entry| if given(entry) { Told::Blank } else { Told::Untold }).collect();
    let mut told = blank.clone();
    while sheet.advance() {
        if sheet.cells.iter().all(|cell| clean(cell).is_empty()) {
            blank_rows.push(sheet.row);
            continue;
        }
        told.copy_from_slice(&blank);
        let shifted = is_shifted(&sheet.cells, sources.len());
        if sheet.cells.len() > sources.len() && !shifted {
            padded.note(cases.len(), &sheet.cells, sources.len());
        }
        findings.case = Some(cases.len());
        cases.push(read_row(layout, &sources, &sheet, shifted, &kept, &mut told, &mut findings));
    }
    findings.case = None;
    padded.settle(layout, &mut cases, &mut findings);
    report_blank_rows(&blank_rows, &mut findings);
    Ok(finish(layout, cases, findings))
}

fn sources(layout: &Layout<'_>, header: &[Cow<'_, str>], findings: &mut Findings<'_>) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::with_capacity(header.len());
    for header in header {
        let header = clean(header).into_owned();
        let mut entry = layout.entry(&header);
        if let Some(again) = entry.filter(|_| sources.iter().any(|source| source.entry == entry)) {
            headers::repeated(layout, again, &header, None, findings);
            entry = None;
        }
        sources.push(Source { header, entry });
    }
    sources
}

/// Which cells of a row hold the columns to keep.
fn kept_cells(layout: &Layout<'_>, file: &str, sources: &[Source]) -> Result<Vec<usize>, Unreadable> {
    let of = |index: usize| {
        sources.iter().position(|source| layout.kept_by(source.entry, &source.header).any(|kept| kept == index))
    };
    let missing = |index: usize| {
        let column = layout.keep.get(index).map(|kept| kept.header.clone()).unwrap_or_default();
        let known = sources.iter().map(|source| source.header.clone()).filter(|header| !header.is_empty()).collect();
        Unreadable::NoSuchColumn { file: file.to_string(), column, known }
    };
    (0..layout.keep.len()).map(|index| of(index).ok_or_else(|| missing(index))).collect()
}

/// `shifted`: there are cells beyond the header, so that only the key is read. Cells that are cut off stay
/// unknown, and so does one with a quotation mark that is not closed.
fn read_row(
    layout: &Layout<'_>,
    sources: &[Source],
    sheet: &Sheet<'_>,
    shifted: bool,
    kept: &[usize],
    told: &mut [Told],
    findings: &mut Findings<'_>,
) -> Case {
    let (row, mut texts) = (sheet.row, layout.texts());
    let mut key = String::new();
    for (index, (source, cell)) in sources.iter().zip(&sheet.cells).enumerate() {
        let Some(entry) = source.entry.filter(|entry| !shifted || *entry == layout.key) else { continue };
        let cell = clean(cell);
        if entry != layout.key && sheet.unclosed.is_some_and(|open| open.cell == index) {
            put(told, entry, Told::lost(layout, entry));
            continue;
        }
        let result = match tell(layout, entry, &cell, Form::Wide, &mut texts) {
            Ok(result) => result,
            Err(bad) => {
                remark::bad_cell(layout, entry, &source.header, &cell, &bad, row, findings);
                Told::Bad
            }
        };
        remark::old_form(&result, &source.header, &cell, row, findings);
        if entry == layout.key {
            key = cell.into_owned();
        }
        put(told, entry, result);
    }
    let cut_off = sources.iter().skip(sheet.cells.len()).filter_map(|source| source.entry);
    cut_off.for_each(|entry| put(told, entry, Told::lost(layout, entry)));
    report_unclosed(sheet, |cell| unclosed(layout, sources, cell), findings);
    let found = sheet.cells.len();
    if shifted {
        report_shifted(layout, found - sources.len(), row, findings);
    } else if found < sources.len() {
        let read = sources.iter().skip(found).any(|source| source.entry.is_some());
        report_short(sources.len() - found, read, row, findings);
    }
    if key.is_empty() {
        remark::blank_key(layout, row, findings);
    }
    let (values, dated) = settle(layout, told, row, &mut texts, findings);
    let kept = kept.iter().map(|index| match sheet.cells.get(*index) {
        Some(cell) if !shifted => clean(cell).into_owned(),
        _ => String::new(),
    });
    Case { key, facts: Facts { values, dated, texts: texts.own }, row, kept: kept.collect() }
}

fn put(told: &mut [Told], entry: usize, value: Told) {
    if let Some(place) = told.get_mut(entry) {
        *place = value;
    }
}

/// A column's header, and whether its cell is not read when its quotation mark is not closed.
fn unclosed(layout: &Layout<'_>, sources: &[Source], cell: usize) -> (String, bool) {
    let source = sources.get(cell);
    let lost = source.and_then(|source| source.entry).is_some_and(|entry| entry != layout.key);
    (source.map(|source| source.header.clone()).unwrap_or_default(), lost)
}

/// Reports a quotation mark that is not closed. `column`: the header of a cell, and whether the cell is not read.
pub(super) fn report_unclosed(
    sheet: &Sheet<'_>,
    column: impl Fn(usize) -> (String, bool),
    findings: &mut Findings<'_>,
) {
    let Some(open) = sheet.unclosed else { return };
    let (header, lost) = column(open.cell);
    let (mut zh, mut en) =
        ("这一格开头的双引号没有收尾".to_string(), "its opening quotation mark is not closed".to_string());
    if open.lines > 0 {
        let lines = open.lines;
        zh += &format!("，会吞掉下面 {lines} 行；下面各行已照常读取");
        en += &format!(" and would swallow the next lines ({lines}); they were read as rows all the same");
    }
    if lost {
        zh += "，这一格按未知处理";
        en += "; this cell is taken as unknown";
    }
    let finding = findings.add("D709", Severity::Error, Some(sheet.row), Message::new(zh, en));
    finding.column = Some(header).filter(|header| !header.is_empty());
    finding.help = Some(Message::new("删去这个双引号，或补上收尾的", "delete the quotation mark, or close it"));
}

pub(super) fn report_blank_rows(rows: &[usize], findings: &mut Findings<'_>) {
    let (Some(first), count) = (rows.first(), rows.len()) else { return };
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

/// A sheet whose header has no key, with what may explain it. `is_key`: a header is the key's.
pub(super) fn no_key_column(
    layout: &Layout<'_>,
    file: &str,
    mut found: Vec<String>,
    mut sheet: Sheet<'_>,
    is_key: impl Fn(&str) -> bool,
) -> Unreadable {
    let key = layout.header(layout.key).to_string();
    let separator = match found.as_slice() {
        [only] => only.chars().find(|c| matches!(c, '\t' | ';' | '|' | '，')),
        _ => None,
    };
    let mut header_row = None;
    for _ in 0..HEADER_SEARCH {
        if header_row.is_some() || !sheet.advance() {
            break;
        }
        if sheet.cells.iter().any(|cell| is_key(cell)) {
            header_row = Some(sheet.row);
        }
    }
    found.retain(|header| !header.is_empty());
    let similar = closest(&key, found.iter().map(String::as_str)).map(str::to_string);
    Unreadable::NoKeyColumn { file: file.to_string(), key, found, similar, header_row, separator }
}
