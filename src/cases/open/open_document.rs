//! .ods -> sheets. Repeated cells and rows are counted before anything makes room for them; merged cells are read here,
//! since the library does not tell of them.

use super::cell::text;
use super::limits::{CELLS, CELLS_IN_ROW, LINE, SHEETS};
use super::package::{Budget, Member};
use super::sheet_grid::{Builder, SheetGrid};
use super::unopened::{Damaged, Limited, Unopened};
use calamine::{Data, Ods, OdsError, Reader, SheetVisible};
use std::io::Cursor;

const DAMAGED: Unopened = Unopened::Damaged(Damaged::Workbook);

/// The sheets of a document, in its order.
pub(super) fn sheets(bytes: &[u8], members: &[Member<'_>]) -> Result<Vec<SheetGrid>, Unopened> {
    let tables = scan(members)?;
    if tables.len() > SHEETS {
        return Err(Unopened::Beyond { what: Limited::Sheets, most: u64::try_from(SHEETS).unwrap_or(0) });
    }
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => Unopened::Locked,
        OdsError::CellLimitExceeded { .. } => Unopened::Beyond { what: Limited::Cells, most: CELLS },
        _ => DAMAGED,
    })?;
    let list = book.sheets_metadata().to_vec();
    let mut sheets = Vec::with_capacity(list.len());
    for (index, sheet) in list.iter().enumerate() {
        let mut builder = Builder::new(&sheet.name, sheet.visible != SheetVisible::Visible);
        let range = book.worksheet_range(&sheet.name).map_err(|_| DAMAGED)?;
        let formulas = book.worksheet_formula(&sheet.name).map_err(|_| DAMAGED)?;
        if let Some((first_row, first_column)) = range.start() {
            for (row, column, value) in range.used_cells() {
                let place = u32::try_from(row).ok().zip(u32::try_from(column).ok());
                let place = place
                    .and_then(|(row, column)| Some((first_row.checked_add(row)?, first_column.checked_add(column)?)));
                builder.put(place.ok_or(DAMAGED)?, text(value.clone()))?;
            }
        }
        if let Some((first_row, first_column)) = formulas.start() {
            for (row, column, _) in formulas.used_cells() {
                let place = u32::try_from(row).ok().zip(u32::try_from(column).ok());
                let place = place
                    .and_then(|(row, column)| Some((first_row.checked_add(row)?, first_column.checked_add(column)?)));
                let place = place.ok_or(DAMAGED)?;
                if matches!(range.get_value(place), None | Some(Data::Empty)) {
                    builder.put_uncalculated(place)?;
                }
            }
        }
        for (first, last) in tables.get(index).map(|table| table.merged.as_slice()).unwrap_or_default() {
            builder.merge(*first, *last);
        }
        sheets.push(builder.finish()?);
    }
    Ok(sheets)
}

/// What is known of a table before it is read.
#[derive(Default)]
struct Table {
    merged: Vec<((u32, u32), (u32, u32))>,
    /// the next row, the repeated ones counted, and the next column of it
    row: u64,
    column: u64,
    /// how often the current row is there
    repeats: u64,
    /// the cells of the current row up to the last that is not blank, and of the widest
    filled: u64,
    widest: u64,
    /// rows up to the last that is not blank
    rows: u64,
    /// cells that are held one by one while it is read
    held: u64,
}

fn scan(members: &[Member<'_>]) -> Result<Vec<Table>, Unopened> {
    let (mut budget, mut tables, mut text) = (Budget::default(), Vec::new(), Vec::new());
    for member in members.iter().filter(|member| member.name.ends_with(".xml")) {
        let is_content = member.name == "content.xml";
        member.unpack(&mut budget, |piece| {
            if !is_content {
                return Ok(());
            }
            text.extend_from_slice(piece);
            let used = tags(&text, &mut tables)?;
            text.drain(..used);
            if text.len() > LINE { Err(DAMAGED) } else { Ok(()) }
        })?;
    }
    Ok(tables)
}

/// Goes through the tags that are complete. How many bytes they take.
fn tags(text: &[u8], tables: &mut Vec<Table>) -> Result<usize, Unopened> {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(open) = memchr::memchr(b'<', rest) else { return Ok(text.len()) };
        let Some(length) = end_of_tag(rest.get(open..).unwrap_or_default()) else { return Ok(at + open) };
        tag(rest.get(open + 1..open + length).unwrap_or_default(), tables)?;
        at += open + length + 1;
    }
}

/// Where a tag is closed; marks within quotes do not close it.
fn end_of_tag(tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + memchr::memchr3(b'>', b'"', b'\'', tag.get(at..)?)?;
        let sign = *tag.get(found)?;
        if sign == b'>' {
            return Some(found);
        }
        at = found + 1 + memchr::memchr(sign, tag.get(found + 1..)?)? + 1;
    }
}

fn tag(tag: &[u8], tables: &mut Vec<Table>) -> Result<(), Unopened> {
    let name = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next().unwrap_or_default();
    if name == b"table:table" {
        tables.push(Table::default());
        return Ok(());
    }
    let closing = tag.strip_prefix(b"/");
    let Some(table) = tables.last_mut() else { return Ok(()) };
    if name == b"table:table-row" {
        table.repeats = attribute(tag, b"table:number-rows-repeated").unwrap_or(1);
        (table.column, table.filled) = (0, 0);
    }
    if closing == Some(b"table:table-row") || name == b"table:table-row" && tag.ends_with(b"/") {
        table.end_row();
    } else if matches!(name, b"table:table-cell" | b"table:covered-table-cell") {
        table.cell(tag)?;
    }
    let area = table.rows.saturating_mul(table.widest);
    match area.saturating_add(table.held) > CELLS {
        true => Err(Unopened::Beyond { what: Limited::Cells, most: CELLS }),
        false => Ok(()),
    }
}

impl Table {
    fn cell(&mut self, tag: &[u8]) -> Result<(), Unopened> {
        let repeats = attribute(tag, b"table:number-columns-repeated").unwrap_or(1);
        let has = |word: &[u8]| memchr::memmem::find(tag, word).is_some();
        let (row, column) = (self.row, self.column);
        self.column = column.saturating_add(repeats);
        if !(has(b"office:") || has(b"calcext:") || has(b"table:formula")) {
            return Ok(());
        }
        if self.column > u64::try_from(CELLS_IN_ROW).unwrap_or(u64::MAX) {
            let row = usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1);
            return Err(Unopened::Beyond { what: Limited::Row(row), most: u64::try_from(CELLS_IN_ROW).unwrap_or(0) });
        }
        self.filled = self.column;
        let rows = attribute(tag, b"table:number-rows-spanned").unwrap_or(1).max(1);
        let columns = attribute(tag, b"table:number-columns-spanned").unwrap_or(1).max(1);
        if rows > 1 || columns > 1 {
            let place = |row: u64, column: u64| Some((u32::try_from(row).ok()?, u32::try_from(column).ok()?));
            let last = place(row.saturating_add(rows - 1), column.saturating_add(columns - 1));
            self.merged.push((place(row, column).ok_or(DAMAGED)?, last.ok_or(DAMAGED)?));
        }
        Ok(())
    }

    fn end_row(&mut self) {
        self.row = self.row.saturating_add(self.repeats);
        self.held = self.held.saturating_add(self.filled);
        self.widest = self.widest.max(self.filled);
        if self.filled > 0 {
            self.rows = self.row;
        }
    }
}

/// A number among the attributes of a tag.
fn attribute(tag: &[u8], name: &[u8]) -> Option<u64> {
    let at = memchr::memmem::find(tag, name)? + name.len();
    let value = tag.get(at..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let digits = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'"))?;
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(digits.get(..length)?).ok()?.parse().ok()
}
