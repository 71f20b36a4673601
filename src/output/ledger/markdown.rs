//! The ledger as Markdown: summary, totals, and a table of all entries.

use super::LedgerReport;
use super::words::{closing, listing, summary, totals};
use crate::identity::Audience;
use crate::ledger::Entry;
use crate::output::diff::words::say;

/// Closed entries are listed too.
pub fn markdown(report: LedgerReport<'_>, audience: impl Into<Audience>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let title = say(lang, "问题台账", "Problem ledger");
    let mut text = format!("### {title} {}\n\n{}\n", report.months(), closing(report, lang));
    let summary = summary(report, lang);
    if !summary.rows.is_empty() {
        text += &format!("\n{}", summary.markdown(lang));
    }
    text += "\n";
    text.extend(totals(report, lang).iter().map(|line| format!("- {line}\n")));
    let entries: Vec<&Entry> = report.ledger.entries.iter().collect();
    if !entries.is_empty() {
        text += &format!("\n{}", listing(report, &entries, audience).markdown(audience));
    }
    text
}
