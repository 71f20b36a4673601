//! Ledgers of before, read back from the sheets that were written.

use super::entry::{Entry, Ledger};
use super::kind::{FindingKind, kind_word};
use super::months::read_months;
use super::sheet::{LedgerColumn, OWN, own_column};
use crate::cases::{Finding, RowUnit, Severity, Table};
use crate::diagnostic::{Lang, Message};

/// Ledgers of before, put together, and what of them could not be read.
#[derive(Debug, Clone, Default)]
pub struct OldLedgers {
    pub ledger: Ledger,
    pub findings: Vec<Finding>,
}

impl OldLedgers {
    /// None yet; `key` is the header of the key column, `kept` those of the columns kept now.
    pub fn new(key: String, kept: Vec<String>) -> OldLedgers {
        OldLedgers { ledger: Ledger { key, kept, ..Ledger::default() }, findings: Vec::new() }
    }

    /// Adds a ledger that was written as CSV. `file` is the name that messages use.
    ///
    /// # Errors
    /// When a column is missing without which nothing can be carried forward.
    pub fn add(&mut self, file: &str, table: &Table) -> Result<(), Message> {
        let mut columns: Vec<LedgerColumn> = Vec::new();
        for header in &table.header {
            let column = match own_column(header) {
                Some(column) => column,
                None if *header == self.ledger.key => LedgerColumn::Key,
                None => match self.ledger.kept.iter().position(|kept| kept == header) {
                    Some(kept) => LedgerColumn::Kept(kept),
                    None => LedgerColumn::Added(self.added(header)),
                },
            };
            columns.push(column);
        }
        let needed = [LedgerColumn::Key, LedgerColumn::Benefit, LedgerColumn::Kind, LedgerColumn::EachMonth];
        if let Some(missing) = needed.into_iter().find(|needed| !columns.contains(needed)) {
            let header = self.header(missing);
            return Err(Message::new(
                format!("{file} 没有“{header}”列，不是 reconcile 写出的台账；给出上次写出的 csv"),
                format!(
                    "{file} has no column “{header}”, so it is no ledger that reconcile wrote; give the csv it wrote"
                ),
            ));
        }
        for (row, cells) in &table.rows {
            if cells.iter().all(String::is_empty) {
                continue;
            }
            match self.entry(&columns, cells) {
                Ok(entry) => self.ledger.entries.push(entry),
                Err((column, text)) => {
                    let finding = unreadable(file, *row, self.header(column), text);
                    self.findings.push(finding);
                }
            }
        }
        Ok(())
    }

    fn header(&self, column: LedgerColumn) -> String {
        let own = OWN.iter().find(|(own, _, _)| *own == column);
        own.map_or_else(|| self.ledger.key.clone(), |(_, zh, _)| zh.to_string())
    }

    /// The place of a column that staff have added.
    fn added(&mut self, header: &str) -> usize {
        if let Some(place) = self.ledger.added.iter().position(|added| added == header) {
            return place;
        }
        self.ledger.added.push(header.to_string());
        self.ledger.added.len() - 1
    }

    fn entry(&self, columns: &[LedgerColumn], cells: &[String]) -> Result<Entry, (LedgerColumn, String)> {
        let cell = |wanted: LedgerColumn| {
            let place = columns.iter().position(|column| *column == wanted);
            place.and_then(|place| cells.get(place)).cloned().unwrap_or_default()
        };
        let bad = |column: LedgerColumn| (column, cell(column));
        let word = cell(LedgerColumn::Kind);
        let is_word = |kind: &FindingKind| [Lang::Zh, Lang::En].iter().any(|lang| kind_word(*kind, *lang) == word);
        let kind = FindingKind::ALL.into_iter().find(is_word).ok_or_else(|| bad(LedgerColumn::Kind))?;
        let months = read_months(&cell(LedgerColumn::EachMonth)).ok_or_else(|| bad(LedgerColumn::EachMonth))?;
        let learned = match cell(LedgerColumn::Learned) {
            blank if blank.is_empty() => None,
            text => Some(crate::cases::day(&text).ok_or((LedgerColumn::Learned, text))?),
        };
        let clauses = cell(LedgerColumn::Clauses);
        let clauses = clauses.split('、').filter(|clause| !clause.is_empty()).map(str::to_string).collect();
        Ok(Entry {
            number: cell(LedgerColumn::Number),
            key: cell(LedgerColumn::Key),
            kept: (0..self.ledger.kept.len()).map(|index| cell(LedgerColumn::Kept(index))).collect(),
            benefit: cell(LedgerColumn::Benefit),
            kind,
            cause: cell(LedgerColumn::Cause),
            months,
            reason: cell(LedgerColumn::Reason),
            clauses,
            learned,
            notes: cell(LedgerColumn::Notes),
            tell: cell(LedgerColumn::Tell),
            action: cell(LedgerColumn::Action),
            state: cell(LedgerColumn::State),
            remark: cell(LedgerColumn::Remark),
            added: (0..self.ledger.added.len()).map(|index| cell(LedgerColumn::Added(index))).collect(),
        })
    }

    /// The ledger, each entry with a cell for every column that staff have added to any of the files.
    pub fn finish(mut self) -> OldLedgers {
        let added = self.ledger.added.len();
        for entry in &mut self.ledger.entries {
            entry.added.resize(added, String::new());
        }
        self
    }
}

fn unreadable(file: &str, row: usize, column: String, text: String) -> Finding {
    let words = if text.is_empty() {
        Message::new("是空的；这一行没有转入新台账", "is blank; the row is not carried forward")
    } else {
        Message::new(
            format!("“{text}”读不懂；这一行没有转入新台账"),
            format!("“{text}” cannot be read; the row is not carried forward"),
        )
    };
    Finding {
        case: None,
        code: "D701",
        severity: Severity::Error,
        file: file.to_string(),
        row: Some(row),
        unit: RowUnit::Row,
        column: Some(column),
        text: Some(text),
        message: words,
        help: Some(Message::new(
            "照上次写出的样子改回来；状态、备注和自己加的列可以随意改",
            "put it back as it was written; state, remark and columns of your own may be changed freely",
        )),
        personal: Vec::new(),
    }
}
