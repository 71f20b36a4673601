//! .xlsx, .xlsm and .xlsb -> sheets. Cells are taken one by one, so that no declared size is trusted.

use super::cell::text;
use super::limits::SHEETS;
use super::package::{Budget, Member};
use super::sheet_grid::{Builder, SheetGrid};
use super::unopened::{Damaged, Limited, Unopened};
use calamine::{DataRef, Reader, Sheet, SheetType, SheetVisible, Xlsb, Xlsx, XlsxError};
use std::io::Cursor;

/// The worksheets of a workbook, in its order; those without a cell too.
pub(super) fn sheets(bytes: &[u8], members: &[Member<'_>]) -> Result<Vec<SheetGrid>, Unopened> {
    let merged = look(members)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| unopened(&error))?;
    let list = worksheets(book.sheets_metadata())?;
    let mut sheets = Vec::with_capacity(list.len());
    for Sheet { name, visible, .. } in list {
        let mut builder = Builder::new(&name, visible != SheetVisible::Visible);
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(unopened(&error)),
        };
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|error| unopened(&error))? {
            match cell.value {
                DataRef::Empty if cell.formula.is_some() => builder.put_uncalculated(cell.pos)?,
                DataRef::SharedString(text) => builder.put(cell.pos, text.to_string())?,
                value => builder.put(cell.pos, text(value.into()))?,
            }
        }
        drop(cells);
        if merged {
            let regions = book.merge_cells_by_sheet_name(&name).map_err(|error| unopened(&error))?;
            regions.into_iter().for_each(|region| builder.merge(region.start, region.end));
        }
        sheets.push(builder.finish()?);
    }
    Ok(sheets)
}

/// Of a binary workbook; its merged cells are not known.
pub(super) fn binary_sheets(bytes: &[u8], members: &[Member<'_>]) -> Result<Vec<SheetGrid>, Unopened> {
    look(members)?;
    let damaged = |_| Unopened::Damaged(Damaged::Workbook);
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(damaged)?;
    let list = worksheets(book.sheets_metadata())?;
    let mut sheets = Vec::with_capacity(list.len());
    for Sheet { name, visible, .. } in list {
        let mut builder = Builder::new(&name, visible != SheetVisible::Visible);
        let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            builder.put(cell.get_position(), text(cell.get_value().clone().into()))?;
        }
        sheets.push(builder.finish()?);
    }
    Ok(sheets)
}

fn worksheets(all: &[Sheet]) -> Result<Vec<Sheet>, Unopened> {
    if all.len() > SHEETS {
        return Err(Unopened::Beyond { what: Limited::Sheets, most: u64::try_from(SHEETS).unwrap_or(0) });
    }
    Ok(all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect())
}

fn unopened(error: &XlsxError) -> Unopened {
    match error {
        XlsxError::Password => Unopened::Locked,
        _ => Unopened::Damaged(Damaged::Workbook),
    }
}

/// Unpacks what a library will unpack, within the limits. Whether any cells are merged.
fn look(members: &[Member<'_>]) -> Result<bool, Unopened> {
    const MARK: &[u8] = b"<mergeCell ";
    let (mut budget, mut merged) = (Budget::default(), false);
    let is_read = |member: &&Member<'_>| [".xml", ".rels", ".bin"].iter().any(|end| member.name.ends_with(end));
    for member in members.iter().filter(is_read) {
        let is_sheet = member.name.contains("/worksheets/");
        let (mut tail, mut count, mut declared) = (Vec::new(), 0_usize, None);
        member.unpack(&mut budget, |piece| {
            if is_sheet && !merged {
                let end = piece.len().min(MARK.len());
                tail.extend_from_slice(piece.get(..end).unwrap_or_default());
                merged = memchr::memmem::find(&tail, MARK).is_some() || memchr::memmem::find(piece, MARK).is_some();
                tail.clear();
                tail.extend_from_slice(piece.get(piece.len().saturating_sub(MARK.len())..).unwrap_or_default());
            }
            if count == 0 && member.name.ends_with("sharedStrings.xml") {
                declared = declared_strings(piece);
            }
            count += piece.len();
            Ok(())
        })?;
        // room is made for as many strings as are declared; each takes five bytes at least
        if declared.is_some_and(|declared| declared > count / 5 + 1) {
            return Err(Unopened::Damaged(Damaged::Workbook));
        }
    }
    Ok(merged)
}

/// How many different strings a table says that it has.
fn declared_strings(start: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"uniqueCount";
    let at = memchr::memmem::find(start, NAME)? + NAME.len();
    let digits: Vec<u8> = start
        .get(at..)?
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'=' | b'"' | b'\'') || byte.is_ascii_whitespace())
        .take_while(u8::is_ascii_digit)
        .collect();
    if digits.len() > 18 {
        return Some(usize::MAX);
    }
    std::str::from_utf8(&digits).ok()?.parse().ok()
}
