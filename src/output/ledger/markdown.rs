//! The ledger as Markdown: summary, totals, and a table of all entries.

use super::Report;
use super::words::{closing, shown_cell, shown_columns, summary_header, summary_rows, totals};
use crate::diagnostic::Lang;
use crate::ledger::{Entry, LedgerColumn};
use crate::output::diff::markdown::table;
use crate::output::diff::words::say;

/// Closed entries are listed too. Personal numbers are masked.
pub fn markdown(report: Report<'_>, lang: Lang) -> String {
    let mut text =
        format!("### {} {}\n\n{}\n", say(lang, "问题台账", "Problem ledger"), report.months(), closing(report, lang));
    let summary = summary_rows(report, lang);
    if !summary.is_empty() {
        text += &format!("\n{}", table(&summary_header(lang), &[1, 2, 3, 4, 5], summary.into_iter()));
    }
    text += "\n";
    text.extend(totals(report, lang).iter().map(|line| format!("- {line}\n")));
    let entries: Vec<&Entry> = report.ledger.entries.iter().collect();
    if !entries.is_empty() {
        let columns = shown_columns(report, &entries, lang);
        let header: Vec<&str> = columns.iter().map(|(_, header)| header.as_str()).collect();
        let figures = columns.iter().enumerate().filter(|(_, (column, _))| is_figure(*column));
        let right: Vec<usize> = figures.map(|(place, _)| place).collect();
        let rows = entries
            .iter()
            .map(|entry| columns.iter().map(|(column, _)| shown_cell(report, entry, *column, lang)).collect());
        text += &format!("\n{}", table(&header, &right, rows));
    }
    text
}

pub(super) fn is_figure(column: LedgerColumn) -> bool {
    matches!(column, LedgerColumn::Months | LedgerColumn::Difference)
}
