//! Figures about a ledger: people, months and money of each kind.

use super::entry::Entry;
use super::kind::FindingKind;
use crate::batch::people;

/// What a kind comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindSummary {
    pub kind: FindingKind,
    pub entries: usize,
    pub people: usize,
    /// person-months
    pub months: usize,
    /// to be paid: fen
    pub arrears: i64,
    /// to be paid back: fen
    pub recovery: i64,
}

/// The kinds that occur, in their order; closed entries are left out.
pub fn summarize(entries: &[Entry]) -> Vec<KindSummary> {
    let of = |kind: FindingKind| {
        let own: Vec<&Entry> = entries.iter().filter(|entry| entry.kind == kind && !entry.is_closed()).collect();
        let differences = || own.iter().filter_map(|entry| entry.difference());
        let summary = KindSummary {
            kind,
            entries: own.len(),
            people: people(own.iter().map(|entry| entry.key.as_str())),
            months: own.iter().map(|entry| entry.months.len()).sum(),
            arrears: differences().filter(|more| *more > 0).fold(0, i64::saturating_add),
            recovery: differences().filter(|less| *less < 0).fold(0, i64::saturating_sub),
        };
        (!own.is_empty()).then_some(summary)
    };
    FindingKind::ALL.into_iter().filter_map(of).collect()
}
