//! The ledger for the terminal: summary, totals, and what is still open.

use super::Report;
use super::words::{closing, listing, summary, totals};
use crate::diagnostic::Lang;
use crate::ledger::Entry;
use crate::output::diff::words::say;

/// Personal numbers are masked; `width` in columns of the terminal.
pub fn pretty(report: Report<'_>, lang: Lang, width: Option<u16>) -> String {
    let mut text = format!("{} {}\n", say(lang, "问题台账", "Problem ledger"), report.months());
    let summary = summary(report, lang);
    if !summary.rows.is_empty() {
        text += &format!("\n{}", summary.table(lang, width));
    }
    text += "\n";
    text.extend(totals(report, lang).iter().map(|line| format!("{line}\n")));
    let open: Vec<&Entry> = report.open().collect();
    if !open.is_empty() {
        text += &format!("\n{}", listing(report, &open, lang).table(lang, width));
    }
    format!("{text}\n{}\n", closing(report, lang))
}
