//! The problem ledger -> what is shown: one file a format.

mod csv;
mod json;
mod markdown;
mod pretty;
mod words;

pub use csv::{csv, report};
pub use json::{json, json_lines};
pub use markdown::markdown;
pub use pretty::pretty;
pub use words::closing;

use crate::calendar::Month;
use crate::check::model::Type;
use crate::identity::{Audience, looks_personal};
use crate::ledger::{Account, Entry, Ledger, LedgerColumn};
use crate::plan::Plan;

/// A ledger, or the part of it that one file holds.
#[derive(Debug, Clone, Copy)]
pub struct LedgerReport<'a> {
    /// the policies, in the order in which they are in force; never empty
    pub plans: &'a [&'a Plan],
    /// the months compared
    pub from: Month,
    pub to: Month,
    /// the benefits and what each comes to in those months
    pub benefits: &'a [String],
    pub accounts: &'a [Account],
    pub ledger: &'a Ledger,
}

impl<'a> LedgerReport<'a> {
    /// The sums over all benefits.
    fn total(self) -> Account {
        let mut total = Account::default();
        self.accounts.iter().for_each(|account| total.add(account));
        total
    }

    /// `2023-06`, or `2023-01 – 2023-06`
    fn months(self) -> String {
        if self.from == self.to { self.from.to_string() } else { format!("{} – {}", self.from, self.to) }
    }

    /// Entries that somebody still has to look at.
    fn open(self) -> impl Iterator<Item = &'a Entry> {
        self.ledger.entries.iter().filter(|entry| !entry.is_closed())
    }

    /// A cell as an audience sees it.
    fn shown(self, column: LedgerColumn, cell: String, audience: Audience) -> String {
        let header = match column {
            LedgerColumn::Key => Some(&self.ledger.key),
            LedgerColumn::Kept(index) => self.ledger.kept.get(index),
            LedgerColumn::Added(index) => self.ledger.added.get(index),
            _ => return cell,
        };
        let columns = || self.plans.iter().flat_map(|plan| &plan.registers).flat_map(|register| &register.columns);
        let is_number = columns().any(|column| {
            header.is_some_and(|header| column.headers.contains(header))
                && matches!(column.ty, Type::Identity | Type::Card)
        });
        // columns that no policy knows may hold one too
        if is_number || looks_personal(&cell) { audience.number(&cell) } else { cell }
    }
}
