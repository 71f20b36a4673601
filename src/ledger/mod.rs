//! What was due against what was paid: the problem ledger (问题台账), and the same ledger carried forward.

mod account;
mod carry;
mod entry;
mod found;
mod handling;
mod judge;
mod kind;
mod months;
mod old;
mod paid;
mod reconcile;
mod runs;
mod sheet;
mod state;
mod summary;

pub use account::{Account, Unbalanced};
pub use carry::{Examined, carry};
pub use entry::{Entry, Ledger};
pub use found::{Found, FoundMonth};
pub use handling::entries;
pub use kind::{FindingKind, kind_word};
pub use months::months_text;
pub use old::OldLedgers;
pub use paid::{PaidMonth, Payments, Unlisted};
pub use reconcile::{Outcome, Reconciliation, Sources, reconcile};
pub use sheet::{LedgerColumn, clashing_header, ledger_cell, ledger_columns};
pub use state::State;
pub use summary::{KindSummary, summarize};
