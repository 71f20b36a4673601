//! One wide sheet in CSV -> cases.

use super::batch::{Batch, Case, finish};
use super::finding::{Findings, RowUnit, Severity};
use super::headers::{self, Gap};
use super::layout::Layout;
use super::remark;
use super::settle::settle;
use super::similar::closest;
use super::text::clean;
use super::told::{Form, Told, tell};
use super::unreadable::Unreadable;
use crate::diagnostic::Message;
use crate::eval::Facts;
use csv::{ReaderBuilder, StringRecord};

/// How many rows below the first are searched for a header that stands too low.
const HEADER_SEARCH: usize = 10;

/// A column of the file: its header as written and the entry that it fills.
struct Source {
    header: String,
    entry: Option<usize>,
}

pub(super) fn read(layout: &Layout<'_>, file: &str, text: &str) -> Result<Batch, Unreadable> {
    let mut findings = Findings::new(file, RowUnit::Row);
    let mut rows = Rows::new(text);
    if !rows.advance(file)? {
        return Err(Unreadable::Empty { file: file.to_string() });
    }
    let sources = sources(layout, &rows.record, &mut findings);
    let given = |entry: usize| sources.iter().any(|source| source.entry == Some(entry));
    if !given(layout.key) {
        return Err(no_key_column(layout, file, &sources, rows)?);
    }
    let gaps: Vec<Gap> = headers::missing_entries(layout, given).map(|entry| Gap { entry, some: None }).collect();
    let unknown: Vec<String> = sources
        .iter()
        .filter(|source| source.entry.is_none() && !source.header.is_empty() && layout.entry(&source.header).is_none())
        .map(|source| source.header.clone())
        .collect();
    headers::report(layout, &unknown, given, &gaps, &mut findings);

    let mut cases = Vec::new();
    let mut blank_rows = Vec::new();
    let blank: Vec<Told> =
        (0..layout.entries.len()).map(|entry| if given(entry) { Told::Blank } else { Told::Untold }).collect();
    let mut told = blank.clone();
    while rows.advance(file)? {
        if rows.record.iter().all(|cell| clean(cell).is_empty()) {
            blank_rows.push(rows.row);
            continue;
        }
        told.copy_from_slice(&blank);
        cases.push(read_row(layout, &sources, &rows.record, rows.row, &mut told, &mut findings));
    }
    report_blank_rows(&blank_rows, &mut findings);
    Ok(finish(layout, cases, findings))
}

fn sources(layout: &Layout<'_>, header: &StringRecord, findings: &mut Findings<'_>) -> Vec<Source> {
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

fn read_row(
    layout: &Layout<'_>,
    sources: &[Source],
    record: &StringRecord,
    row: usize,
    told: &mut [Told],
    findings: &mut Findings<'_>,
) -> Case {
    let mut texts = layout.texts();
    let mut key = String::new();
    for (index, source) in sources.iter().enumerate() {
        let Some(entry) = source.entry else { continue };
        let cell = clean(record.get(index).unwrap_or_default());
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
        if let Some(place) = told.get_mut(entry) {
            *place = result;
        }
    }
    check_length(sources.len(), record, row, findings);
    if key.is_empty() {
        remark::blank_key(layout, row, findings);
    }
    let values = settle(layout, told, row, &mut texts, findings);
    Case { key, facts: Facts { values, dated: Vec::new(), texts: texts.own }, row }
}

/// More or fewer cells than there are headers.
fn check_length(expected: usize, record: &StringRecord, row: usize, findings: &mut Findings<'_>) {
    let found = record.len();
    if found < expected {
        let lacking = expected - found;
        findings.add(
            "D709",
            Severity::Warning,
            Some(row),
            Message::new(
                format!("这一行少 {lacking} 格，缺的按空白处理"),
                format!("cells missing at the end of this row: {lacking}; they are taken as blank"),
            ),
        );
    } else if record.iter().skip(expected).any(|cell| !clean(cell).is_empty()) {
        let further = found - expected;
        let finding = findings.add(
            "D709",
            Severity::Error,
            Some(row),
            Message::new(
                format!("这一行比表头多 {further} 格，各格可能错位"),
                format!("cells beyond the header: {further}; cells may have shifted"),
            ),
        );
        finding.help = Some(Message::new("含逗号的内容要加双引号", "put cells that contain a comma in double quotes"));
    }
}

fn report_blank_rows(rows: &[usize], findings: &mut Findings<'_>) {
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

fn no_key_column(
    layout: &Layout<'_>,
    file: &str,
    sources: &[Source],
    mut rows: Rows<'_>,
) -> Result<Unreadable, Unreadable> {
    let key = layout.header(layout.key).to_string();
    let found: Vec<String> =
        sources.iter().map(|source| source.header.clone()).filter(|header| !header.is_empty()).collect();
    let separator = match sources {
        [only] => only.header.chars().find(|c| matches!(c, '\t' | ';' | '|' | '，')),
        _ => None,
    };
    let mut header_row = None;
    for _ in 0..HEADER_SEARCH {
        if header_row.is_some() || !rows.advance(file)? {
            break;
        }
        if rows.record.iter().any(|cell| layout.entry(cell) == Some(layout.key)) {
            header_row = Some(rows.row);
        }
    }
    let similar = closest(&key, found.iter().map(String::as_str)).map(str::to_string);
    Ok(Unreadable::NoKeyColumn { file: file.to_string(), key, found, similar, header_row, separator })
}

/// The records of a sheet with the row numbers that Excel shows: blank lines count, line breaks within
/// cells do not. (The csv crate counts lines differently, and wrongly where lines end in CR LF.)
struct Rows<'t> {
    text: &'t [u8],
    reader: csv::Reader<&'t [u8]>,
    record: StringRecord,
    row: usize,
    /// where the last record ended
    end: usize,
}

impl<'t> Rows<'t> {
    fn new(text: &'t str) -> Rows<'t> {
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        Rows { text: text.as_bytes(), reader, record: StringRecord::new(), row: 1, end: 0 }
    }

    /// Moves on; false at the end of the file.
    fn advance(&mut self, file: &str) -> Result<bool, Unreadable> {
        let more = self
            .reader
            .read_record(&mut self.record)
            .map_err(|_| Unreadable::NotUtf8 { file: file.to_string(), line: self.row })?;
        if more {
            let start = self.record.position().map_or(self.end, |position| position.byte() as usize);
            let before = self.text.get(..self.end).unwrap_or_default();
            let breaks_before = before.iter().rev().take_while(|byte| is_break(byte)).count();
            let after = self.text.get(start..).unwrap_or_default();
            let breaks_after = after.iter().take_while(|byte| is_break(byte)).count();
            let gap = self.text.get(self.end - breaks_before..start + breaks_after).unwrap_or_default();
            self.row += count_breaks(gap);
            self.end = self.reader.position().byte() as usize;
        }
        Ok(more)
    }
}

fn is_break(byte: &u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// CR LF, LF and CR each end a line.
fn count_breaks(breaks: &[u8]) -> usize {
    let carriage_returns = breaks.iter().filter(|byte| **byte == b'\r').count();
    let line_feeds = breaks.iter().filter(|byte| **byte == b'\n').count();
    let pairs = breaks.windows(2).filter(|pair| pair == b"\r\n").count();
    carriage_returns + line_feeds - pairs
}
