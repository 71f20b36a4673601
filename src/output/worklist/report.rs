//! A list in the formats that all work lists have: CSV, Markdown, JSON (versioned), JSON lines.

use crate::diagnostic::{Lang, Message};
use crate::output::markdown::line;
use serde_json::{Map, Value, json};

/// The version of both JSON formats; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// A list with named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// for each column its name in JSON and its header
    pub columns: Vec<(&'static str, Message)>,
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Blank,
    Text(String),
    List(Vec<String>),
    Truth(bool),
    Number(i64),
    /// the key of a case, and how people may read it
    Key(String, String),
}

impl Cell {
    /// A text; blank if there is none.
    pub fn of(text: Option<impl std::fmt::Display>) -> Cell {
        text.map_or(Cell::Blank, |text| Cell::Text(text.to_string()))
    }

    /// `masked`: for people to read.
    fn text(&self, lang: Lang, masked: bool) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::List(list) => list.join(if lang == Lang::Zh { "、" } else { ", " }),
            Cell::Truth(truth) => match (truth, lang) {
                (true, Lang::Zh) => "是",
                (false, Lang::Zh) => "否",
                (true, Lang::En) => "yes",
                (false, Lang::En) => "no",
            }
            .to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Key(_, shown) if masked => shown.clone(),
            Cell::Key(key, _) => key.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Cell::Blank => Value::Null,
            Cell::Text(text) | Cell::Key(text, _) => json!(text),
            Cell::List(list) => json!(list),
            Cell::Truth(truth) => json!(truth),
            Cell::Number(number) => json!(number),
        }
    }
}

impl Report {
    fn headers(&self, lang: Lang) -> Vec<String> {
        self.columns.iter().map(|(_, header)| header.get(lang).to_string()).collect()
    }

    /// UTF-8, with a header line.
    pub fn csv(&self, lang: Lang) -> Vec<u8> {
        let cells = |row: &Vec<Cell>| row.iter().map(|cell| cell.text(lang, false)).collect();
        crate::output::sheet_csv(&self.headers(lang), &self.rows.iter().map(cells).collect::<Vec<_>>())
    }

    /// A table; personal numbers are masked.
    pub fn markdown(&self, lang: Lang) -> String {
        let rule: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(column, _)| {
                let numbers = self.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Number(_))));
                if numbers { "---:" } else { "---" }.to_string()
            })
            .collect();
        let cells = |row: &Vec<Cell>| line(&row.iter().map(|cell| cell.text(lang, true)).collect::<Vec<_>>());
        line(&self.headers(lang)) + &line(&rule) + &self.rows.iter().map(cells).collect::<String>()
    }

    fn objects(&self) -> impl Iterator<Item = Value> {
        self.rows.iter().map(|row| {
            let fields = self.columns.iter().zip(row).map(|((name, _), cell)| (name.to_string(), cell.json()));
            Value::Object(fields.collect::<Map<String, Value>>())
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
