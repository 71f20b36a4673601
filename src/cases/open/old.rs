//! .xls and .et -> sheets. The records are looked through before a library that trusts their sizes is given them.

use super::cell::text;
use super::compound::{Compound, write};
use super::limits::{CELLS, SHEETS};
use super::sheet_grid::{Builder, SheetGrid};
use super::unopened::{Damaged, Foreign, Limited, Unopened};
use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError};
use rustc_hash::FxHashMap;
use std::io::Cursor;

const DAMAGED: Unopened = Unopened::Damaged(Damaged::Workbook);

/// The worksheets of a workbook, in its order.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<SheetGrid>, Unopened> {
    let file = Compound::open(bytes).ok_or(DAMAGED)?;
    if file.has("EncryptedPackage") {
        return Err(Unopened::Locked);
    }
    let name = ["Workbook", "Book"].into_iter().find(|name| file.has(name));
    let name = name.ok_or(Unopened::Foreign(Foreign::Document))?;
    let mut stream = file.stream(name).ok_or(DAMAGED)?;
    check(&mut stream)?;
    let sound = write(name, stream).ok_or(DAMAGED)?;
    let book = Xls::new(Cursor::new(sound));
    let mut book =
        book.map_err(|error| if matches!(error, XlsError::Password) { Unopened::Locked } else { DAMAGED })?;
    let list = book.sheets_metadata().to_vec();
    let mut sheets = Vec::with_capacity(list.len());
    for sheet in list.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut builder = Builder::new(&sheet.name, sheet.visible != SheetVisible::Visible);
        let range = book.worksheet_range(&sheet.name).map_err(|_| DAMAGED)?;
        if let Some((first_row, first_column)) = range.start() {
            for (row, column, value) in range.used_cells() {
                let place = u32::try_from(row).ok().zip(u32::try_from(column).ok());
                let (row, column) = place.ok_or(DAMAGED)?;
                builder
                    .put((first_row.saturating_add(row), first_column.saturating_add(column)), text(value.clone()))?;
            }
        }
        for region in book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() {
            builder.merge(region.start, region.end);
        }
        sheets.push(builder.finish()?);
    }
    Ok(sheets)
}

/// Records that hold a cell, or several of a row: the row comes first, then the column.
const OF_CELLS: [u16; 8] = [0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E];
const BEGIN: u16 = 0x0809;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FILE_PASS: u16 = 0x002F;

/// A record that readers pass over.
const BLANK: u16 = 0x0201;

/// Looks through the records. The declared sizes of sheets are struck out, for which room would be made.
fn check(stream: &mut [u8]) -> Result<(), Unopened> {
    let (mut at, mut sheets) = (0, Vec::new());
    // of each part: the cells of a table that reaches from the first corner to its last cell
    let mut parts: FxHashMap<usize, (u64, u64)> = FxHashMap::default();
    let mut part = 0;
    while at + 4 <= stream.len() {
        let (kind, length) = (short(stream, at), usize::from(short(stream, at + 2)));
        let record = stream.get(at + 4..at + 4 + length).ok_or(DAMAGED)?;
        match kind {
            BEGIN => part = at,
            FILE_PASS if short(record, 0) != 0 => return Err(Unopened::Locked),
            BOUND_SHEET if length >= 4 => {
                sheets.push(usize::from(short(record, 0)) | usize::from(short(record, 2)) << 16)
            }
            _ if OF_CELLS.contains(&kind) && length >= 4 => {
                let row = u64::from(short(record, 0));
                let mut column = u64::from(short(record, 2));
                if kind == 0x00BD {
                    column = column.max(u64::from(short(record, length - 2)));
                }
                let (rows, columns) = parts.entry(part).or_default();
                (*rows, *columns) = ((*rows).max(row + 1), (*columns).max(column + 1));
            }
            DIMENSIONS => {
                if let Some(place) = stream.get_mut(at..at + 2) {
                    place.copy_from_slice(&BLANK.to_le_bytes());
                }
            }
            _ => {}
        }
        at += 4 + length;
    }
    if sheets.len() > SHEETS {
        return Err(Unopened::Beyond { what: Limited::Sheets, most: u64::try_from(SHEETS).unwrap_or(0) });
    }
    // a sheet may begin at a part within another, and then reaches over the next parts too
    let largest = parts.values().map(|(rows, columns)| rows * columns).max().unwrap_or_default();
    let cells: u64 = sheets.iter().map(|at| parts.get(at).map_or(largest, |(rows, columns)| rows * columns)).sum();
    match cells > CELLS {
        true => Err(Unopened::Beyond { what: Limited::Cells, most: CELLS }),
        false => Ok(()),
    }
}

fn short(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes)
}
