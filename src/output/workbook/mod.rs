//! Lists and results -> workbooks (.xlsx): a sheet that sums up, the rows, and what was found about the data.
//!
//! Whatever came as a text is a text in the workbook: it keeps its digits, and it is never a formula. Amounts are
//! numbers, in yuan. The same input gives the same bytes.

mod book;
mod style;
mod summary;

use super::findings::{finding_cells, finding_headers};
use super::results::{Closing, ResultWriter, ResultsOf};
use super::{Cell, ListOf, Report};
use crate::batch::{DecidedBenefit, DecidedCase, ResultColumn, result_cell};
use crate::calendar::Status;
use crate::cases::{Finding, Severity};
use crate::diagnostic::Lang;
use book::{Book, MOST_ROWS, Series};
use rustc_hash::FxHashSet;
use std::io::{self, Write};
use style::Look;

/// Writes the results of a batch as a workbook. Rows lie on disk until the end, so that memory does not grow with them.
///
/// # Errors
/// When there is no room for temporary files.
pub fn results_workbook<'a, W: Write + Send + 'a>(
    target: W,
    of: ResultsOf<'a>,
) -> io::Result<Box<dyn ResultWriter + 'a>> {
    Ok(Box::new(Results::new(target, of, MOST_ROWS)?))
}

struct Results<'a, W> {
    of: ResultsOf<'a>,
    target: W,
    book: Book,
    summary: usize,
    rows: Series,
    findings: Series,
    /// cases written
    written: usize,
    /// errors and warnings
    found: [usize; 2],
}

impl<'a, W: Write + Send> Results<'a, W> {
    fn new(target: W, of: ResultsOf<'a>, most_rows: u32) -> io::Result<Results<'a, W>> {
        let mut book = Book::new(of.lang, most_rows)?;
        let summary = book.sheet(if of.lang == Lang::Zh { "汇总" } else { "summary" })?;
        let headers = of.columns.iter().map(|(_, header)| header.clone()).collect();
        let rows = Series::new(if of.lang == Lang::Zh { "结果" } else { "results" }, headers);
        Ok(Results { of, target, book, summary, rows, findings: found_series(of.lang), written: 0, found: [0, 0] })
    }

    fn tell(&mut self, findings: &[Finding]) -> io::Result<()> {
        let [errors, warnings] = summary::counted(findings.iter());
        let [all_errors, all_warnings] = &mut self.found;
        *all_errors += errors;
        *all_warnings += warnings;
        tell(&mut self.book, &mut self.findings, findings, self.of.lang)
    }
}

impl<W: Write + Send> Results<'_, W> {
    fn put(&mut self, decided: &[DecidedCase], findings: &[Finding]) -> io::Result<()> {
        let troubled: FxHashSet<usize> =
            findings.iter().filter(|finding| finding.severity != Severity::Notice).filter_map(|f| f.case).collect();
        for case in decided {
            let look = if troubled.contains(&self.written) { Look::Found } else { Look::Plain };
            let cells: Vec<Cell> =
                self.of.columns.iter().map(|(column, _)| cell(case, *column, self.of.lang)).collect();
            self.book.row(&mut self.rows, &cells, look)?;
            self.written += 1;
        }
        self.tell(findings)
    }

    fn end(mut self, closing: &Closing<'_>) -> io::Result<()> {
        self.tell(closing.findings)?;
        let lines = summary::of_results(&self.of, closing, self.found);
        summary::write(&mut self.book, self.summary, &lines, self.of.lang)?;
        self.book.end(&mut self.rows)?;
        self.book.end(&mut self.findings)?;
        let order = [&[self.summary], self.rows.sheets(), self.findings.sheets()].concat();
        self.book.save(&order, self.target)
    }
}

impl<W: Write + Send> ResultWriter for Results<'_, W> {
    fn rows(&mut self, decided: &[DecidedCase], findings: &[Finding]) -> io::Result<()> {
        caught(|| self.put(decided, findings))
    }

    fn finish(self: Box<Self>, closing: &Closing<'_>) -> io::Result<()> {
        caught(|| self.end(closing))
    }
}

/// The library panics where a temporary file cannot be written.
fn caught(write: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let full = |_| Err(io::Error::new(io::ErrorKind::StorageFull, "a temporary file could not be written"));
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(write)).unwrap_or_else(full)
}

/// A list as a workbook, in memory.
pub(super) fn list_workbook(report: &Report, of: &ListOf<'_>, lang: Lang) -> io::Result<Vec<u8>> {
    let mut book = Book::new(lang, MOST_ROWS)?;
    let summary = book.sheet(if lang == Lang::Zh { "汇总" } else { "summary" })?;
    let mut rows = Series::new(if lang == Lang::Zh { "名单" } else { "list" }, report.headers(lang));
    report.rows.iter().try_for_each(|row| book.row(&mut rows, row, Look::Plain))?;
    let mut findings = found_series(lang);
    tell(&mut book, &mut findings, of.findings, lang)?;
    summary::write(&mut book, summary, &summary::of_list(of, report.rows.len(), lang), lang)?;
    book.end(&mut rows)?;
    book.end(&mut findings)?;
    let order = [&[summary], rows.sheets(), findings.sheets()].concat();
    let mut bytes = Vec::new();
    book.save(&order, &mut bytes)?;
    Ok(bytes)
}

/// What a column holds of a case: amounts as numbers, blank when undetermined.
pub(super) fn cell(case: &DecidedCase, column: ResultColumn, lang: Lang) -> Cell {
    let amount = |benefit: &DecidedBenefit| match benefit.status {
        Status::Undetermined => Cell::Blank,
        _ => Cell::Amount(benefit.amount.lo),
    };
    match column {
        ResultColumn::Amount(benefit) => case.benefits.get(benefit).map_or(Cell::Blank, amount),
        ResultColumn::Total => case.total().map_or(Cell::Blank, Cell::Amount),
        ResultColumn::Key | ResultColumn::Status(_) | ResultColumn::Reasons(_) => {
            match result_cell(case, column, lang) {
                blank if blank.is_empty() => Cell::Blank,
                text => Cell::Text(text),
            }
        }
    }
}

/// The sheet of findings, empty.
fn found_series(lang: Lang) -> Series {
    let headers = finding_headers(lang).map(str::to_string).to_vec();
    Series::new(if lang == Lang::Zh { "数据问题" } else { "findings" }, headers)
}

/// Adds findings to their sheet.
fn tell(book: &mut Book, series: &mut Series, findings: &[Finding], lang: Lang) -> io::Result<()> {
    for finding in findings {
        let cells: Vec<Cell> = finding_cells(finding, lang).map(|cell| Cell::Text(cell.into_owned())).to_vec();
        book.row(series, &cells, Look::Plain)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn what_does_not_fit_goes_on_in_the_next_sheet() {
        let mut book = Book::new(Lang::Zh, 3).unwrap();
        let mut series = Series::new("结果", vec!["编号".to_string()]);
        for number in 0..5 {
            book.row(&mut series, &[Cell::Number(number)], Look::Plain).unwrap();
        }
        book.end(&mut series).unwrap();
        let mut bytes = Vec::new();
        book.save(series.sheets(), &mut bytes).unwrap();
        let mut read = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(read.sheet_names(), ["结果", "结果2", "结果3"]);
        let rows: Vec<usize> = read.worksheets().iter().map(|(_, sheet)| sheet.height()).collect();
        assert_eq!(rows, [3, 3, 2]);
        assert_eq!(read.worksheet_range("结果3").unwrap().get_value((1, 0)), Some(&calamine::Data::Float(4.0)));
    }

    #[test]
    fn a_text_that_is_too_long_is_cut() {
        let mut book = Book::new(Lang::Zh, MOST_ROWS).unwrap();
        let mut series = Series::new("结果", vec!["编号".to_string()]);
        book.row(&mut series, &[Cell::Text("𠮷".repeat(40_000))], Look::Plain).unwrap();
        book.end(&mut series).unwrap();
        let mut bytes = Vec::new();
        book.save(series.sheets(), &mut bytes).unwrap();
        let mut read = Xlsx::new(Cursor::new(bytes)).unwrap();
        let cell = read.worksheet_range("结果").unwrap().get_value((1, 0)).unwrap().to_string();
        assert_eq!((cell.chars().count(), cell.chars().last()), (16_384, Some('…')));
    }
}
