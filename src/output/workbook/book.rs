//! A workbook that is written row by row, in constant memory; a list longer than a sheet goes on in the next.

use super::style::{Look, RowStyle, Styles};
use crate::calendar::Status;
use crate::diagnostic::Lang;
use crate::explain::{amount_text, status_text};
use crate::output::Cell;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Rows that a sheet can have.
pub(super) const MOST_ROWS: u32 = 1_048_576;
/// Characters that a cell can have, as UTF-16.
const MOST_TEXT: usize = 32_767;
/// Widths of columns in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;
/// Longer texts are sentences and no code that somebody types over.
const LONGEST_CODE: usize = 64;

pub(super) struct Book {
    workbook: Workbook,
    styles: Styles,
    lang: Lang,
    /// rows that a sheet may have
    most_rows: u32,
}

/// A list of a workbook: the sheets it fills.
#[derive(Debug)]
pub(super) struct Series {
    title: String,
    headers: Vec<String>,
    /// of the columns so far
    widths: Vec<usize>,
    /// places of the sheets in the workbook
    sheets: Vec<usize>,
    /// rows of the last sheet
    rows: u32,
}

impl Series {
    /// A list without a row yet; the header stands there even if none comes.
    pub(super) fn new(title: &str, headers: Vec<String>) -> Series {
        let widths = headers.iter().map(|header| width(header) + 2).collect();
        Series { title: title.to_string(), headers, widths, sheets: Vec::new(), rows: 0 }
    }
}

impl Book {
    pub(super) fn new(lang: Lang, most_rows: u32) -> io::Result<Book> {
        let mut workbook = Workbook::new();
        // the same input gives the same bytes
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        Ok(Book { workbook, styles: Styles::new(), lang, most_rows })
    }

    /// A sheet of its own, to be filled at the end.
    pub(super) fn sheet(&mut self, title: &str) -> io::Result<usize> {
        self.workbook.add_worksheet().set_name(title).map_err(failed)?;
        Ok(self.workbook.worksheets().len() - 1)
    }

    pub(super) fn at(&mut self, sheet: usize) -> io::Result<(&mut Worksheet, &Styles)> {
        Ok((self.workbook.worksheet_from_index(sheet).map_err(failed)?, &self.styles))
    }

    /// The header of a list, on its first sheet or its next.
    pub(super) fn begin(&mut self, series: &mut Series) -> io::Result<()> {
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        let number = series.sheets.len() + 1;
        let name = if number == 1 { series.title.clone() } else { format!("{}{number}", series.title) };
        sheet.set_name(name).and_then(|sheet| sheet.set_freeze_panes(1, 0)).map_err(failed)?;
        for (column, header) in (0_u16..).zip(&series.headers) {
            sheet.write_string_with_format(0, column, fitting(header), &self.styles.header).map_err(failed)?;
        }
        series.sheets.push(self.workbook.worksheets().len() - 1);
        series.rows = 1;
        Ok(())
    }

    /// The next row of a list.
    pub(super) fn row(&mut self, series: &mut Series, cells: &[Cell], look: Look) -> io::Result<()> {
        if series.sheets.is_empty() || series.rows >= self.most_rows {
            self.begin(series)?;
        }
        let Some(place) = series.sheets.last() else { return Ok(()) };
        let sheet = self.workbook.worksheet_from_index(*place).map_err(failed)?;
        let style = self.styles.of(look);
        for ((column, cell), widest) in (0_u16..).zip(cells).zip(&mut series.widths) {
            *widest = (*widest).max(put(sheet, (series.rows, column), cell, style, self.lang)?);
        }
        series.rows += 1;
        Ok(())
    }

    /// Gives the columns of a list their widths, and its header the filter.
    pub(super) fn end(&mut self, series: &mut Series) -> io::Result<()> {
        if series.sheets.is_empty() {
            self.begin(series)?;
        }
        let last_column = u16::try_from(series.headers.len().saturating_sub(1)).unwrap_or(u16::MAX);
        for (number, place) in series.sheets.iter().enumerate() {
            let rows = if number + 1 == series.sheets.len() { series.rows } else { self.most_rows };
            let sheet = self.workbook.worksheet_from_index(*place).map_err(failed)?;
            for (column, widest) in (0_u16..).zip(&series.widths) {
                set_width(sheet, column, *widest)?;
            }
            if !series.headers.is_empty() {
                sheet.autofilter(0, 0, rows.saturating_sub(1), last_column).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// Writes the file; `order` says how the sheets follow each other, by their places.
    pub(super) fn save(mut self, order: &[usize], target: impl Write + Send) -> io::Result<()> {
        let mut sheets: Vec<Option<Worksheet>> =
            std::mem::take(self.workbook.worksheets_mut()).into_iter().map(Some).collect();
        let ordered = order.iter().filter_map(|place| sheets.get_mut(*place)?.take()).collect();
        *self.workbook.worksheets_mut() = ordered;
        self.workbook.save_to_writer(target).map_err(failed)
    }
}

impl Series {
    pub(super) fn sheets(&self) -> &[usize] {
        &self.sheets
    }
}

/// Writes a cell; how many characters wide it is.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    style: &RowStyle,
    lang: Lang,
) -> io::Result<usize> {
    let written = match cell {
        Cell::Blank => return sheet.write_blank(row, column, &style.text).map(|_| 0).map_err(failed),
        Cell::Number(number) => {
            #[expect(clippy::cast_precision_loss, reason = "a cell of a workbook is a double")]
            let value = *number as f64;
            sheet.write_number_with_format(row, column, value, &style.whole).map_err(failed)?;
            number.to_string()
        }
        Cell::Amount(fen) => {
            #[expect(clippy::cast_precision_loss, reason = "a cell of a workbook is a double")]
            let yuan = *fen as f64 / 100.0;
            let format = if fen % 100 == 0 { &style.whole } else { &style.cents };
            sheet.write_number_with_format(row, column, yuan, format).map_err(failed)?;
            amount_text(*fen)
        }
        _ => {
            let text = cell.text(lang, false);
            let format = if text == status_text(Status::Undetermined, lang) {
                &style.open
            } else if text.len() <= LONGEST_CODE {
                &style.code
            } else {
                &style.text
            };
            // as a text, whatever it begins with: never as a formula
            sheet.write_string_with_format(row, column, fitting(&text), format).map_err(failed)?;
            text
        }
    };
    Ok(width(&written) + 1)
}

/// A column as wide as what stands in it, within reason.
pub(super) fn set_width(sheet: &mut Worksheet, column: u16, characters: usize) -> io::Result<()> {
    let characters = u16::try_from(characters.clamp(NARROWEST, WIDEST)).unwrap_or(u16::MAX);
    sheet.set_column_width(column, characters).map(|_| ()).map_err(failed)
}

/// Characters of a line, a Chinese one counting as two; of several lines the widest.
pub(super) fn width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default()
}

/// What a cell has room for.
fn fitting(text: &str) -> String {
    if text.len() <= MOST_TEXT || text.encode_utf16().count() <= MOST_TEXT {
        return text.to_string();
    }
    let mut room = MOST_TEXT - 1;
    let fits = |c: &char| {
        let units = c.len_utf16();
        let fits = units <= room;
        room = room.saturating_sub(units);
        fits
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

pub(super) fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}
