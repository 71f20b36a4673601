//! The ledger for the terminal: summary, totals, and what is still open.

use super::Report;
use super::markdown::is_figure;
use super::words::{closing, shown_cell, shown_columns, summary_header, summary_rows, totals};
use crate::diagnostic::Lang;
use crate::ledger::Entry;
use crate::output::diff::words::say;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// Columns where there is no terminal to ask.
const PLAIN_WIDTH: u16 = 140;

/// Personal numbers are masked; `width` in columns of the terminal.
pub fn pretty(report: Report<'_>, lang: Lang, width: Option<u16>) -> String {
    let mut text = format!("{} {}\n", say(lang, "问题台账", "Problem ledger"), report.months());
    let summary = summary_rows(report, lang);
    if !summary.is_empty() {
        text += "\n";
        text += &grid(&summary_header(lang), summary, &[1, 2, 3, 4, 5], width);
    }
    text += "\n";
    text.extend(totals(report, lang).iter().map(|line| format!("{line}\n")));
    let open: Vec<&Entry> = report.open().collect();
    if !open.is_empty() {
        let columns = shown_columns(report, &open, lang);
        let header: Vec<&str> = columns.iter().map(|(_, header)| header.as_str()).collect();
        let figures = columns.iter().enumerate().filter(|(_, (column, _))| is_figure(*column));
        let right: Vec<usize> = figures.map(|(place, _)| place).collect();
        let rows = open
            .iter()
            .map(|entry| columns.iter().map(|(column, _)| shown_cell(report, entry, *column, lang)).collect());
        text += "\n";
        text += &grid(&header, rows.collect(), &right, width);
    }
    format!("{text}\n{}\n", closing(report, lang))
}

fn grid(header: &[&str], rows: Vec<Vec<String>>, right: &[usize], width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width.unwrap_or(PLAIN_WIDTH));
    table.set_header(header);
    table.add_rows(rows);
    for column in right {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    format!("{}\n", table.trim_fmt())
}
