//! A sheet of a workbook while it is read, cell by cell, and what is known of it besides its texts.

use super::limits::{CELLS, CELLS_IN_ROW};
use super::unopened::{Limited, Unopened};
use crate::cases::grid::Grid;

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetGrid {
    pub name: String,
    pub hidden: bool,
    /// every row from the first that is not blank on, padded to the width of the sheet; blank rows are left out
    pub grid: Grid,
    /// merged cells, which each hold the value of their first cell
    pub merged: Vec<Merged>,
    /// cells with a formula whose result was not saved, by row and column as Excel counts; their text is `#N/A`
    pub uncalculated: Vec<(usize, usize)>,
}

impl SheetGrid {
    pub(crate) fn is_blank(&self) -> bool {
        self.grid.rows.is_empty()
    }
}

/// Cells that are one: rows as Excel counts, columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    pub rows: (usize, usize),
    pub columns: (usize, usize),
}

/// Text of cells of a sheet, in bytes.
const TEXT: u64 = 2 << 30;

/// Collects the cells of a sheet.
#[derive(Default)]
pub(super) struct Builder {
    sheet: SheetGrid,
    width: usize,
    cells: u64,
    bytes: u64,
    in_order: bool,
}

impl Builder {
    pub(super) fn new(name: &str, hidden: bool) -> Builder {
        let sheet = SheetGrid { name: name.to_string(), hidden, ..SheetGrid::default() };
        Builder { sheet, in_order: true, ..Builder::default() }
    }

    /// A cell with a text; row and column from 0.
    pub(super) fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), Unopened> {
        if text.is_empty() {
            return Ok(());
        }
        let row = usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= CELLS_IN_ROW {
            return Err(Unopened::Beyond { what: Limited::Row(row), most: u64::try_from(CELLS_IN_ROW).unwrap_or(0) });
        }
        let rows = &mut self.sheet.grid.rows;
        match rows.last() {
            Some((last, _)) if *last == row => {}
            last => {
                self.in_order &= last.is_none_or(|(last, _)| *last < row);
                rows.push((row, Vec::with_capacity(self.width)));
            }
        }
        self.bytes += u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.width = self.width.max(column + 1);
        let Some((_, cells)) = rows.last_mut() else { return Ok(()) };
        if cells.len() <= column {
            self.cells += u64::try_from(column + 1 - cells.len()).unwrap_or(u64::MAX);
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
        if self.cells > CELLS || self.bytes > TEXT { Err(too_many()) } else { Ok(()) }
    }

    /// A cell with a formula without a result.
    pub(super) fn put_uncalculated(&mut self, place: (u32, u32)) -> Result<(), Unopened> {
        self.put(place, "#N/A".to_string())?;
        if let (Ok(row), Ok(column)) = (usize::try_from(place.0), usize::try_from(place.1)) {
            self.sheet.uncalculated.push((row + 1, column));
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, (first_row, first_column): (u32, u32), (last_row, last_column): (u32, u32)) {
        let number = |value: u32| usize::try_from(value).unwrap_or(usize::MAX);
        let rows = (number(first_row).saturating_add(1), number(last_row).saturating_add(1));
        let columns = (number(first_column), number(last_column));
        if rows.0 <= rows.1 && columns.0 <= columns.1 {
            self.sheet.merged.push(Merged { rows, columns });
        }
    }

    pub(super) fn finish(self) -> Result<SheetGrid, Unopened> {
        let Builder { mut sheet, width, in_order, .. } = self;
        let rows = &mut sheet.grid.rows;
        if !in_order {
            join(rows);
        }
        let all =
            u64::try_from(rows.len()).unwrap_or(u64::MAX).saturating_mul(u64::try_from(width).unwrap_or(u64::MAX));
        if all > CELLS {
            return Err(too_many());
        }
        rows.iter_mut().for_each(|(_, cells)| cells.resize(width, String::new()));
        fill_down(&mut sheet)?;
        Ok(sheet)
    }
}

fn too_many() -> Unopened {
    Unopened::Beyond { what: Limited::Cells, most: CELLS }
}

/// Rows that a program wrote in disorder; of a cell that is there twice, the last counts.
fn join(rows: &mut Vec<(usize, Vec<String>)>) {
    rows.sort_by_key(|(row, _)| *row);
    let mut joined: Vec<(usize, Vec<String>)> = Vec::with_capacity(rows.len());
    for (row, cells) in rows.drain(..) {
        match joined.last_mut().filter(|(last, _)| *last == row) {
            Some((_, before)) => {
                if before.len() < cells.len() {
                    before.resize(cells.len(), String::new());
                }
                let told = before.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty());
                told.for_each(|(place, cell)| *place = cell);
            }
            None => joined.push((row, cells)),
        }
    }
    *rows = joined;
}

/// A cell merged over several rows says the same of each: a blank would say something else. Rows that nothing else is
/// in stay blank.
fn fill_down(sheet: &mut SheetGrid) -> Result<(), Unopened> {
    let (rows, mut left) = (&mut sheet.grid.rows, TEXT);
    let over_rows = sheet.merged.iter().filter(|merged| merged.rows.0 < merged.rows.1);
    for Merged { rows: (first, last), columns: (column, _) } in over_rows {
        let Ok(at) = rows.binary_search_by_key(first, |(row, _)| *row) else { continue };
        let value = rows.get(at).and_then(|(_, cells)| cells.get(*column)).cloned().unwrap_or_default();
        if value.is_empty() {
            continue;
        }
        let covered = rows.iter_mut().skip(at + 1).take_while(|(row, _)| row <= last);
        for (_, cells) in covered {
            left = left.checked_sub(u64::try_from(value.len()).unwrap_or(u64::MAX)).ok_or_else(too_many)?;
            if let Some(cell) = cells.get_mut(*column) {
                value.clone_into(cell);
            }
        }
    }
    Ok(())
}
