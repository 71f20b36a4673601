//! Problems of the data: a stable code, the place in the case file, words in two languages.

use crate::diagnostic::{Lang, Message};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A fact was lost, or two facts contradict each other.
    Error,
    /// Every fact was read, but something deserves a look.
    Warning,
    /// For information.
    Notice,
}

impl Severity {
    /// 错误、提醒、说明
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Warning, Lang::Zh) => "提醒",
            (Severity::Notice, Lang::Zh) => "说明",
            (Severity::Error, Lang::En) => "error",
            (Severity::Warning, Lang::En) => "warning",
            (Severity::Notice, Lang::En) => "notice",
        }
    }
}

/// What `row` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowUnit {
    /// rows of a sheet, the header included, or lines of a file
    Row,
    /// records of a document, from 1
    Record,
}

/// One problem of a case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// stable code such as `D701`
    pub code: &'static str,
    pub severity: Severity,
    pub file: String,
    /// none: it concerns the whole file
    pub row: Option<usize>,
    pub unit: RowUnit,
    /// header of the column, or its path within a record
    pub column: Option<String>,
    /// what the cell says; personal numbers are masked
    pub text: Option<String>,
    pub message: Message,
    /// The smallest edit that mends it.
    pub help: Option<Message>,
}

impl Finding {
    /// Place and message in one line: `名单.csv 第 3 行“残疾等级”列：“五级”不是……`.
    pub fn line(&self, lang: Lang) -> String {
        format!("{}{}{}", self.place(lang), if lang == Lang::Zh { "：" } else { ": " }, self.message.get(lang))
    }

    /// File, row and column.
    pub fn place(&self, lang: Lang) -> String {
        let mut place = self.file.clone();
        if let Some(row) = self.row {
            place += &match (lang, self.unit) {
                (Lang::Zh, RowUnit::Row) => format!(" 第 {row} 行"),
                (Lang::Zh, RowUnit::Record) => format!(" 第 {row} 条"),
                (Lang::En, RowUnit::Row) => format!(", row {row}"),
                (Lang::En, RowUnit::Record) => format!(", record {row}"),
            };
        }
        // without a row, the message itself names the column
        if let (Some(column), Some(_)) = (&self.column, self.row) {
            place += &match (lang, self.unit) {
                (Lang::Zh, RowUnit::Row) => format!("“{column}”列"),
                (Lang::Zh, RowUnit::Record) => format!("“{column}”"),
                (Lang::En, _) => format!(", “{column}”"),
            };
        }
        place
    }
}

/// The findings of one file so far.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    pub(super) file: &'a str,
    pub(super) unit: RowUnit,
    pub(super) list: Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(file: &'a str, unit: RowUnit) -> Findings<'a> {
        Findings { file, unit, list: Vec::new() }
    }

    /// Adds a finding; the caller fills in what else it knows.
    pub(super) fn add(
        &mut self,
        code: &'static str,
        severity: Severity,
        row: Option<usize>,
        message: Message,
    ) -> &mut Finding {
        self.list.push(Finding {
            code,
            severity,
            file: self.file.to_string(),
            row,
            unit: self.unit,
            column: None,
            text: None,
            message,
            help: None,
        });
        let last = self.list.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the line above has pushed it")]
        &mut self.list[last]
    }
}
