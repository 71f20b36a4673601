//! An entry of the ledger, in words of one language, and the ledger.

use super::found::{Found, FoundMonth};
use super::handling::Handling;
use super::kind::FindingKind;
use super::state::State;
use crate::calendar::{Day, Month};
use crate::diagnostic::Lang;

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 问题编号: the year of its first month when it was new, and a number within that year; blank before it has one
    pub number: String,
    pub key: String,
    pub kept: Vec<String>,
    pub benefit: String,
    pub kind: FindingKind,
    /// the ground in a few words
    pub cause: String,
    /// in order; never empty
    pub months: Vec<FoundMonth>,
    pub reason: String,
    pub clauses: Vec<String>,
    pub learned: Option<Day>,
    pub notes: String,
    /// 核查单位
    pub tell: String,
    /// 处理
    pub action: String,
    /// 状态
    pub state: String,
    /// 备注: what staff write, and former states
    pub remark: String,
    /// cells of columns that staff have added
    pub added: Vec<String>,
}

/// 问题台账
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// header of the key column
    pub key: String,
    /// headers of the columns that were asked to be kept
    pub kept: Vec<String>,
    /// headers of columns that staff have added
    pub added: Vec<String>,
    pub entries: Vec<Entry>,
}

impl Entry {
    /// A new entry.
    pub(super) fn new(found: &Found, benefit: &str, handling: Handling, lang: Lang) -> Entry {
        let notes: Vec<&str> = found.notes.iter().map(|note| note.get(lang)).collect();
        let (list, joint) = if lang == Lang::Zh { ("、", "；") } else { (", ", "; ") };
        Entry {
            number: String::new(),
            key: found.key.clone(),
            kept: found.kept.clone(),
            benefit: benefit.to_string(),
            kind: found.kind,
            cause: found.cause.get(lang).to_string(),
            months: found.months.clone(),
            reason: found.reason.get(lang).to_string(),
            clauses: found.clauses.clone(),
            learned: found.learned,
            notes: notes.join(joint),
            tell: handling.tell.join(list),
            action: handling.actions.join(joint),
            state: State::ToReview.word(lang).to_string(),
            remark: String::new(),
            added: Vec::new(),
        }
    }

    pub fn first(&self) -> Option<Month> {
        self.months.first().map(|month| month.month)
    }

    pub fn last(&self) -> Option<Month> {
        self.months.last().map(|month| month.month)
    }

    /// What is due over its months, unless it is open: fen.
    pub fn due(&self) -> Option<i64> {
        self.sum(|month| month.due.is_known().then_some(month.due.lo))
    }

    /// What was paid over its months, unless it is open: fen.
    pub fn paid(&self) -> Option<i64> {
        self.sum(|month| month.paid.is_known().then_some(month.paid.lo))
    }

    /// 应补 (above 0) or 应退 (below 0), unless it is open: fen.
    pub fn difference(&self) -> Option<i64> {
        self.sum(FoundMonth::difference)
    }

    fn sum(&self, of: impl Fn(&FoundMonth) -> Option<i64>) -> Option<i64> {
        self.months.iter().try_fold(0_i64, |sum, month| Some(sum.saturating_add(of(month)?)))
    }

    pub fn state(&self) -> Option<State> {
        State::read(&self.state)
    }

    pub fn is_closed(&self) -> bool {
        self.state().is_some_and(State::is_closed)
    }
}
