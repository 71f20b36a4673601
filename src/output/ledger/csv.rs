//! The ledger as CSV: what `--ledger` reads back.

use super::Report;
use crate::diagnostic::Lang;
use crate::ledger::{ledger_cell, ledger_columns};

/// UTF-8, one line an entry, with a header line. Personal numbers are whole.
pub fn csv(report: Report<'_>, lang: Lang) -> Vec<u8> {
    let columns = ledger_columns(report.ledger, lang);
    let mut writer = csv::Writer::from_writer(Vec::new());
    // writing to memory cannot fail
    let _ = writer.write_record(columns.iter().map(|(_, header)| header));
    for entry in &report.ledger.entries {
        let _ = writer.write_record(columns.iter().map(|(column, _)| ledger_cell(entry, *column, lang)));
    }
    writer.into_inner().unwrap_or_default()
}
