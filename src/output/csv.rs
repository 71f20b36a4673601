//! Decisions as CSV: the key, for each benefit amount, status and reasons, and the sum.

use super::sheet::CsvSheet;
use crate::batch::{DecidedCase, ResultColumn, result_cell, result_columns};
use crate::diagnostic::Lang;
use crate::plan::Plan;

/// UTF-8, one line a case, with a header line.
pub fn csv(plan: &Plan, decided: &[DecidedCase], lang: Lang) -> Vec<u8> {
    csv_of(decided, &result_columns(plan, lang), lang)
}

/// The same with some columns only, in the order given.
pub fn csv_of(decided: &[DecidedCase], columns: &[(ResultColumn, String)], lang: Lang) -> Vec<u8> {
    let mut sheet = CsvSheet::new();
    sheet.line(columns.iter().map(|(_, header)| header));
    for case in decided {
        sheet.line(columns.iter().map(|(column, _)| result_cell(case, *column, lang)));
    }
    sheet.bytes()
}
