//! The ledger as a list, and as CSV: what `--ledger` reads back.

use super::LedgerReport;
use crate::diagnostic::{Lang, Message};
use crate::ledger::{Entry, LedgerColumn, ledger_cell, ledger_columns};
use crate::output::{Cell, Report};

/// One row an entry. Personal numbers are whole.
pub fn report(report: LedgerReport<'_>, lang: Lang) -> Report {
    let columns = ledger_columns(report.ledger, lang);
    let row = |entry: &Entry| columns.iter().map(|(column, _)| cell(entry, *column, lang)).collect();
    let rows = report.ledger.entries.iter().map(row).collect();
    let columns = columns.iter().map(|(_, header)| ("column", Message::new(header.clone(), header.clone())));
    Report { columns: columns.collect(), rows }
}

/// UTF-8, one line an entry, with a header line. Personal numbers are whole.
pub fn csv(of: LedgerReport<'_>, lang: Lang) -> Vec<u8> {
    report(of, lang).csv(lang)
}

fn cell(entry: &Entry, column: LedgerColumn, lang: Lang) -> Cell {
    let amount = |fen: Option<i64>| fen.map_or(Cell::Blank, Cell::Amount);
    match column {
        LedgerColumn::Months => Cell::Number(i64::try_from(entry.months.len()).unwrap_or(i64::MAX)),
        LedgerColumn::Due => amount(entry.due()),
        LedgerColumn::Paid => amount(entry.paid()),
        LedgerColumn::Difference => amount(entry.difference()),
        _ => match ledger_cell(entry, column, lang) {
            blank if blank.is_empty() => Cell::Blank,
            text => Cell::Text(text),
        },
    }
}
