//! A list in the formats that all lists have: CSV, Markdown, JSON (versioned), JSON lines, a table to read.

use super::markdown::line;
use crate::cases::Finding;
use crate::check::model::Policy;
use crate::diagnostic::{Lang, Message};
use crate::explain::amount_text;
use crate::identity::Audience;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Map, Value, json};
use std::io;

/// Columns where there is no terminal to ask.
const PLAIN_WIDTH: u16 = 120;

/// The version of both JSON formats; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// The name in JSON of columns taken over from the case file: one object of all of them.
const KEPT: &str = "columns";

/// A list with named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// for each column its name in JSON and its header
    pub columns: Vec<(&'static str, Message)>,
    pub rows: Vec<Vec<Cell>>,
}

/// What a list is of.
#[derive(Debug, Clone, Copy)]
pub struct ListOf<'a> {
    pub policy: &'a Policy,
    /// what else it is of, such as its month: names in JSON
    pub of: &'a [(&'a str, String)],
    /// the figures that sum it up, in words
    pub closing: &'a str,
    /// what was found about the data
    pub findings: &'a [Finding],
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Blank,
    Text(String),
    List(Vec<String>),
    Truth(bool),
    Number(i64),
    /// fen, shown in yuan
    Amount(i64),
    /// a figure as it is to be shown
    Figure(String),
    /// the key of a case, and how people may read it
    Key(String, String),
}

impl Cell {
    /// A text; blank if there is none.
    pub fn of(text: Option<impl std::fmt::Display>) -> Cell {
        text.map_or(Cell::Blank, |text| Cell::Text(text.to_string()))
    }

    /// `masked`: for people to read.
    pub(super) fn text(&self, lang: Lang, masked: bool) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Text(text) | Cell::Figure(text) => text.clone(),
            Cell::List(list) => list.join(if lang == Lang::Zh { "、" } else { ", " }),
            Cell::Truth(truth) => match (truth, lang) {
                (true, Lang::Zh) => "是",
                (false, Lang::Zh) => "否",
                (true, Lang::En) => "yes",
                (false, Lang::En) => "no",
            }
            .to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Amount(fen) => amount_text(*fen),
            Cell::Key(_, shown) if masked => shown.clone(),
            Cell::Key(key, _) => key.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Cell::Blank => Value::Null,
            Cell::Text(text) | Cell::Figure(text) | Cell::Key(text, _) => json!(text),
            Cell::List(list) => json!(list),
            Cell::Truth(truth) => json!(truth),
            Cell::Number(number) => json!(number),
            Cell::Amount(fen) => json!(amount_text(*fen)),
        }
    }
}

impl Report {
    /// A sheet of texts.
    pub fn of_texts(headers: &[String], rows: &[Vec<String>]) -> Report {
        let columns = headers.iter().map(|header| (KEPT, Message::new(header.clone(), header.clone())));
        let cell = |text: &String| if text.is_empty() { Cell::Blank } else { Cell::Text(text.clone()) };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect());
        Report { columns: columns.collect(), rows: rows.collect() }
    }

    /// With columns taken over from the case file at a place; `cells` gives those of a row.
    pub fn with_kept(mut self, place: usize, headers: &[String], cells: impl Fn(usize) -> Vec<Cell>) -> Report {
        let place = place.min(self.columns.len());
        let named = headers.iter().map(|header| (KEPT, Message::new(header.clone(), header.clone())));
        self.columns.splice(place..place, named);
        for (index, row) in self.rows.iter_mut().enumerate() {
            let mut kept = cells(index);
            kept.resize(headers.len(), Cell::Blank);
            let place = place.min(row.len());
            row.splice(place..place, kept);
        }
        self
    }

    pub(super) fn headers(&self, lang: Lang) -> Vec<String> {
        self.columns.iter().map(|(_, header)| header.get(lang).to_string()).collect()
    }

    /// UTF-8, with a header line.
    pub fn csv(&self, lang: Lang) -> Vec<u8> {
        let cells = |row: &Vec<Cell>| row.iter().map(|cell| cell.text(lang, false)).collect();
        super::sheet_csv(&self.headers(lang), &self.rows.iter().map(cells).collect::<Vec<_>>())
    }

    /// A workbook: what the list is of, its rows, and what was found about the data.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn workbook(&self, of: &ListOf<'_>, lang: Lang) -> io::Result<Vec<u8>> {
        super::workbook::list_workbook(self, of, lang)
    }

    /// Parquet. A column is of amounts, numbers or truths if all its cells are, else of texts.
    ///
    /// # Errors
    /// When it cannot be written.
    #[cfg(feature = "parquet")]
    pub fn parquet(&self, of: &ListOf<'_>, lang: Lang) -> io::Result<Vec<u8>> {
        super::parquet::list_parquet(self, of, lang)
    }

    /// A table for people.
    pub fn markdown(&self, audience: impl Into<Audience>) -> String {
        let Audience { lang, sees_numbers } = audience.into();
        let rule = |column: usize| if self.is_figure(column) { "---:" } else { "---" }.to_string();
        let rule: Vec<String> = (0..self.columns.len()).map(rule).collect();
        let cells = |row: &Vec<Cell>| line(&row.iter().map(|cell| cell.text(lang, !sees_numbers)).collect::<Vec<_>>());
        line(&self.headers(lang)) + &line(&rule) + &self.rows.iter().map(cells).collect::<String>()
    }

    /// A table to read; `width` in columns of the terminal.
    pub fn table(&self, audience: impl Into<Audience>, width: Option<u16>) -> String {
        let Audience { lang, sees_numbers } = audience.into();
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width.unwrap_or(PLAIN_WIDTH));
        table.set_header(self.headers(lang));
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| cell.text(lang, !sees_numbers)));
        }
        for place in 0..self.columns.len() {
            if self.is_figure(place)
                && let Some(column) = table.column_mut(place)
            {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        format!("{}\n", table.trim_fmt())
    }

    /// A column of figures stands to the right.
    fn is_figure(&self, column: usize) -> bool {
        let cells = || self.rows.iter().filter_map(|row| row.get(column)).filter(|cell| **cell != Cell::Blank);
        cells().next().is_some()
            && cells().all(|cell| matches!(cell, Cell::Number(_) | Cell::Amount(_) | Cell::Figure(_)))
    }

    fn objects(&self) -> impl Iterator<Item = Value> {
        self.rows.iter().map(|row| {
            let mut fields = Map::new();
            for ((name, header), cell) in self.columns.iter().zip(row) {
                match *name {
                    KEPT => {
                        let kept = fields.entry(KEPT).or_insert_with(|| Value::Object(Map::new()));
                        if let Some(kept) = kept.as_object_mut() {
                            kept.insert(header.zh.clone(), cell.json());
                        }
                    }
                    name => {
                        fields.insert(name.to_string(), cell.json());
                    }
                }
            }
            Value::Object(fields)
        })
    }

    /// One object a line.
    pub fn json_lines(&self) -> String {
        self.objects().map(|object| format!("{object}\n")).collect()
    }

    /// One document: what the list is of, and its rows.
    pub fn json(&self, policy: &str, of: &[(&str, String)]) -> String {
        let mut document = Map::new();
        document.insert("format_version".to_string(), json!(FORMAT_VERSION));
        document.insert("policy".to_string(), json!(policy));
        document.extend(of.iter().map(|(name, value)| (name.to_string(), json!(value))));
        document.insert("rows".to_string(), Value::Array(self.objects().collect()));
        format!("{:#}\n", Value::Object(document))
    }
}
