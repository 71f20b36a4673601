//! Problems of the data: a stable code, the place in the case file, words in two languages.

use crate::diagnostic::{Lang, Message};
use crate::identity::Audience;
use rustc_hash::FxHashMap;
use std::sync::Arc;

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
    /// the person whom it concerns, by the number of the case
    pub case: Option<usize>,
    /// header of the column, or its path within a record
    pub column: Option<String>,
    /// what the cell says
    pub text: Option<String>,
    pub message: Message,
    /// The smallest edit that mends it.
    pub help: Option<Message>,
    /// personal numbers that stand in these words, to be masked wherever they are shown
    pub personal: Vec<String>,
}

impl Finding {
    /// Place and message in one line: `名单.csv 第 3 行“残疾等级”列：“五级”不是……`.
    pub fn line(&self, audience: impl Into<Audience>) -> String {
        let audience = audience.into();
        let (colon, message) = match audience.lang {
            Lang::Zh => ("：", &self.message.zh),
            Lang::En => (": ", &self.message.en),
        };
        format!("{}{colon}{}", self.place(audience.lang), audience.text(message, &self.personal))
    }

    /// The message, its personal numbers masked.
    pub fn masked_message(&self) -> Message {
        let masked = |text, lang: Lang| Audience::from(lang).text(text, &self.personal);
        Message::new(masked(&self.message.zh, Lang::Zh), masked(&self.message.en, Lang::En))
    }

    /// What the cell says, for people to read.
    pub fn shown(&self, audience: impl Into<Audience>) -> Option<String> {
        let audience = audience.into();
        self.text.as_ref().map(|text| audience.text(text, &self.personal))
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

/// File by file, in the order in which they come up; of each, what concerns the whole file first, then by row.
pub(crate) fn in_order(findings: &mut [Finding]) {
    let mut files: Vec<String> = Vec::new();
    for finding in findings.iter() {
        if files.last() != Some(&finding.file) && !files.contains(&finding.file) {
            files.push(finding.file.clone());
        }
    }
    findings.sort_by_key(|finding| (files.iter().position(|file| *file == finding.file), finding.row));
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: Arc<str>,
    pub(super) row: usize,
    pub(super) unit: RowUnit,
}

impl Place {
    /// `低保.csv 第 3 行`
    pub(super) fn words(&self) -> Message {
        let Place { file, row, unit } = self;
        match unit {
            RowUnit::Row => Message::new(format!("{file} 第 {row} 行"), format!("{file} row {row}")),
            RowUnit::Record => Message::new(format!("{file} 第 {row} 条"), format!("{file} record {row}")),
        }
    }
}

/// The findings of one file so far, or of several.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    pub(super) file: &'a str,
    pub(super) unit: RowUnit,
    pub(super) list: Vec<Finding>,
    /// the number of the case that is being read
    pub(super) case: Option<usize>,
    /// what is being read stands here, whatever row is said
    pub(super) here: Option<Place>,
    /// `here` is a row of a file that holds one register
    pub(super) within: bool,
    /// where the rows of the case stand, by register and number of the row, if they come from files of their own
    pub(super) rows: FxHashMap<(usize, usize), Place>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(file: &'a str, unit: RowUnit) -> Findings<'a> {
        Findings { file, unit, list: Vec::new(), case: None, here: None, within: false, rows: FxHashMap::default() }
    }

    /// What `read` finds goes to the place of a row of a register, if it stands in a file of its own.
    pub(super) fn at_row<T>(&mut self, register: usize, item: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        match self.rows.get(&(register, item)).cloned() {
            Some(place) => self.at(place, read),
            None => read(self),
        }
    }

    /// What `read` finds goes to a place in a file that holds one register.
    pub(super) fn at<T>(&mut self, place: Place, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = (self.here.replace(place), self.within);
        self.within = true;
        let result = read(self);
        (self.here, self.within) = before;
        result
    }

    /// Adds a finding; the caller fills in what else it knows.
    pub(super) fn add(
        &mut self,
        code: &'static str,
        severity: Severity,
        row: Option<usize>,
        message: Message,
    ) -> &mut Finding {
        let here = row.and(self.here.as_ref());
        self.list.push(Finding {
            code,
            severity,
            file: here.map_or(self.file, |place| &place.file).to_string(),
            row: here.map(|place| place.row).or(row),
            unit: here.map_or(self.unit, |place| place.unit),
            case: row.and(self.case),
            column: None,
            text: None,
            message,
            help: None,
            personal: Vec::new(),
        });
        let last = self.list.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the line above has pushed it")]
        &mut self.list[last]
    }
}
