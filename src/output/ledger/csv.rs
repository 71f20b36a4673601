//! The ledger as CSV: what `--ledger` reads back.

use super::LedgerReport;
use crate::diagnostic::Lang;
use crate::ledger::{ledger_cell, ledger_columns};
use crate::output::sheet_csv;

/// UTF-8, one line an entry, with a header line. Personal numbers are whole.
pub fn csv(report: LedgerReport<'_>, lang: Lang) -> Vec<u8> {
    let columns = ledger_columns(report.ledger, lang);
    let headers: Vec<String> = columns.iter().map(|(_, header)| header.clone()).collect();
    let entries = report.ledger.entries.iter();
    let rows = entries.map(|entry| columns.iter().map(|(column, _)| ledger_cell(entry, *column, lang)).collect());
    sheet_csv(&headers, &rows.collect::<Vec<Vec<String>>>())
}
