//! The ledger as a sheet: what its columns are called and what stands in them.

use super::entry::{Entry, Ledger};
use super::kind::kind_word;
use super::months::months_text;
use crate::calendar::Month;
use crate::diagnostic::Lang;
use crate::explain::amount_text;

/// What a column of the ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerColumn {
    Number,
    Key,
    /// one that was asked to be kept
    Kept(usize),
    Benefit,
    Kind,
    Cause,
    First,
    Last,
    Months,
    Due,
    Paid,
    Difference,
    Reason,
    Clauses,
    Learned,
    Notes,
    Tell,
    Action,
    /// what is due and paid in each month
    EachMonth,
    State,
    Remark,
    /// one that staff have added
    Added(usize),
}

/// The columns of the ledger itself, with their headers in both languages.
pub(super) const OWN: [(LedgerColumn, &str, &str); 19] = [
    (LedgerColumn::Number, "问题编号", "number"),
    (LedgerColumn::Benefit, "补贴", "benefit"),
    (LedgerColumn::Kind, "类型", "kind"),
    (LedgerColumn::Cause, "事由", "cause"),
    (LedgerColumn::First, "起月", "first month"),
    (LedgerColumn::Last, "止月", "last month"),
    (LedgerColumn::Months, "月数", "months"),
    (LedgerColumn::Due, "应发", "due"),
    (LedgerColumn::Paid, "实发", "paid"),
    (LedgerColumn::Difference, "差额", "difference"),
    (LedgerColumn::Reason, "原因", "reason"),
    (LedgerColumn::Clauses, "依据", "clauses"),
    (LedgerColumn::Learned, "得知日期", "learned"),
    (LedgerColumn::Notes, "说明", "notes"),
    (LedgerColumn::Tell, "核查单位", "to be checked by"),
    (LedgerColumn::Action, "处理", "action"),
    (LedgerColumn::EachMonth, "各月应发/实发", "due/paid each month"),
    (LedgerColumn::State, "状态", "state"),
    (LedgerColumn::Remark, "备注", "remark"),
];

/// All columns in their order, with their headers.
pub fn ledger_columns(ledger: &Ledger, lang: Lang) -> Vec<(LedgerColumn, String)> {
    let mut columns = Vec::new();
    for (column, zh, en) in OWN {
        columns.push((column, if lang == Lang::Zh { zh } else { en }.to_string()));
        if column == LedgerColumn::Number {
            columns.push((LedgerColumn::Key, ledger.key.clone()));
            let kept = ledger.kept.iter().enumerate();
            columns.extend(kept.map(|(index, header)| (LedgerColumn::Kept(index), header.clone())));
        }
    }
    let added = ledger.added.iter().enumerate();
    columns.extend(added.map(|(index, header)| (LedgerColumn::Added(index), header.clone())));
    columns
}

/// The first of some headers that the ledger itself uses.
pub fn clashing_header(headers: &[String]) -> Option<&String> {
    headers.iter().find(|header| own_column(header).is_some())
}

pub(super) fn own_column(header: &str) -> Option<LedgerColumn> {
    OWN.iter().find(|(_, zh, en)| *zh == header || *en == header).map(|(column, _, _)| *column)
}

/// The cell of an entry in a column. Amounts are yuan; blank where they are open.
pub fn ledger_cell(entry: &Entry, column: LedgerColumn, lang: Lang) -> String {
    let amount = |amount: Option<i64>| amount.map(amount_text).unwrap_or_default();
    let month = |month: Option<Month>| month.map(|month| month.to_string()).unwrap_or_default();
    match column {
        LedgerColumn::Number => entry.number.clone(),
        LedgerColumn::Key => entry.key.clone(),
        LedgerColumn::Kept(index) => entry.kept.get(index).cloned().unwrap_or_default(),
        LedgerColumn::Benefit => entry.benefit.clone(),
        LedgerColumn::Kind => kind_word(entry.kind, lang).to_string(),
        LedgerColumn::Cause => entry.cause.clone(),
        LedgerColumn::First => month(entry.first()),
        LedgerColumn::Last => month(entry.last()),
        LedgerColumn::Months => entry.months.len().to_string(),
        LedgerColumn::Due => amount(entry.due()),
        LedgerColumn::Paid => amount(entry.paid()),
        LedgerColumn::Difference => amount(entry.difference()),
        LedgerColumn::Reason => entry.reason.clone(),
        LedgerColumn::Clauses => entry.clauses.join("、"),
        LedgerColumn::Learned => entry.learned.map(|day| day.to_string()).unwrap_or_default(),
        LedgerColumn::Notes => entry.notes.clone(),
        LedgerColumn::Tell => entry.tell.clone(),
        LedgerColumn::Action => entry.action.clone(),
        LedgerColumn::EachMonth => months_text(&entry.months),
        LedgerColumn::State => entry.state.clone(),
        LedgerColumn::Remark => entry.remark.clone(),
        LedgerColumn::Added(index) => entry.added.get(index).cloned().unwrap_or_default(),
    }
}
