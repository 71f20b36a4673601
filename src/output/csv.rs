//! Decisions as CSV: the key, for each benefit amount, status and reasons, and the sum.

use crate::batch::{DecidedCase, ResultColumn, result_cell, result_columns};
use crate::diagnostic::Lang;
use crate::plan::Plan;

/// UTF-8, one line a case, with a header line.
pub fn csv(plan: &Plan, decided: &[DecidedCase], lang: Lang) -> Vec<u8> {
    csv_of(decided, &result_columns(plan, lang), lang)
}

/// The same with some columns only, in the order given.
pub fn csv_of(decided: &[DecidedCase], columns: &[(ResultColumn, String)], lang: Lang) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // writing to memory cannot fail
    let _ = writer.write_record(columns.iter().map(|(_, header)| header));
    for case in decided {
        let _ = writer.write_record(columns.iter().map(|(column, _)| result_cell(case, *column, lang)));
    }
    writer.into_inner().unwrap_or_default()
}
