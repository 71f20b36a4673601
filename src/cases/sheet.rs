//! The rows of a sheet, one at a time, whether it is a text or a grid.

use super::csv::{Csv, Unclosed};
use super::grid::Grid;
use super::text::clean;
use std::borrow::Cow;

#[derive(Debug, Clone)]
pub(super) struct Sheet<'t> {
    rows: Rows<'t>,
    /// the current row, and its number as Excel counts
    pub(super) cells: Vec<Cow<'t, str>>,
    pub(super) row: usize,
    pub(super) unclosed: Option<Unclosed>,
}

#[derive(Debug, Clone)]
enum Rows<'t> {
    Text(Csv<'t>),
    Grid(std::slice::Iter<'t, (usize, Vec<String>)>),
}

/// How many cells the widest of the first rows has.
pub(super) fn widest(text: &str, rows: usize) -> usize {
    let mut sheet = Sheet::new(text);
    let mut width = 0;
    for _ in 0..rows {
        sheet.begin();
        if !sheet.advance() {
            break;
        }
        width = width.max(sheet.cells.len());
    }
    width
}

impl<'t> Sheet<'t> {
    /// A text in CSV.
    pub(super) fn new(text: &'t str) -> Sheet<'t> {
        Sheet::of(Rows::Text(Csv::new(text, 1, 0)))
    }

    /// A part of a text that begins with the row of that number, below a header of so many cells.
    pub(super) fn part(text: &'t str, row: usize, width: usize) -> Sheet<'t> {
        Sheet::of(Rows::Text(Csv::new(text, row, width)))
    }

    pub(super) fn of_grid(grid: &'t Grid) -> Sheet<'t> {
        Sheet::of(Rows::Grid(grid.rows.iter()))
    }

    fn of(rows: Rows<'t>) -> Sheet<'t> {
        Sheet { rows, cells: Vec::new(), row: 0, unclosed: None }
    }

    /// The next row may be the header.
    pub(super) fn begin(&mut self) {
        if let Rows::Text(csv) = &mut self.rows {
            csv.begin();
        }
    }

    /// Moves to the next row that is not an empty line; false at the end.
    pub(super) fn advance(&mut self) -> bool {
        match &mut self.rows {
            Rows::Text(csv) => {
                std::mem::swap(&mut csv.cells, &mut self.cells);
                let found = csv.advance();
                std::mem::swap(&mut csv.cells, &mut self.cells);
                (self.row, self.unclosed) = (csv.row, csv.unclosed);
                found
            }
            Rows::Grid(rows) => {
                let Some((row, cells)) = rows.next() else { return false };
                self.row = *row;
                self.cells.clear();
                self.cells.extend(cells.iter().map(|cell| Cow::Borrowed(cell.as_str())));
                true
            }
        }
    }

    /// Nothing stands in the current row.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| clean(cell).is_empty())
    }

    /// Of a text: where the next row begins, and its number.
    pub(super) fn place(&self) -> (usize, usize) {
        match &self.rows {
            Rows::Text(csv) => (csv.at, csv.next),
            Rows::Grid(_) => (0, 0),
        }
    }
}
