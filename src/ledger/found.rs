//! Something found: consecutive months of one person and benefit that differ in one way on one ground.

use super::kind::FindingKind;
use crate::calendar::{Day, Month};
use crate::diagnostic::Message;
use crate::value::Value;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub key: String,
    /// the cells of the columns that were asked to be kept
    pub kept: Vec<String>,
    /// of the timeline
    pub benefit: usize,
    pub kind: FindingKind,
    /// never empty
    pub months: Vec<FoundMonth>,
    /// the ground in a few words: `死亡`
    pub cause: Message,
    /// the ground in a sentence
    pub reason: Message,
    pub clauses: Vec<String>,
    /// the day on which the office learned of it
    pub learned: Option<Day>,
    pub notes: Vec<Message>,
}

/// One month: least and greatest possible, fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundMonth {
    pub month: Month,
    pub due: Value,
    pub paid: Value,
}

impl FoundMonth {
    /// What is to be paid (above 0) or to be paid back (below 0); none while it is open.
    pub fn difference(&self) -> Option<i64> {
        let known = self.due.is_known() && self.paid.is_known();
        known.then(|| self.due.lo.saturating_sub(self.paid.lo))
    }
}
