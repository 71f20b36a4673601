//! Rows of cells, written in every format: one mechanism for all lists.

use super::markdown::line;
use crate::diagnostic::{Lang, Message};
use crate::identity::mask;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Map, Value as Json, json};

/// Columns where there is no terminal to ask.
const PLAIN_WIDTH: u16 = 120;

/// A list.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub columns: Vec<Column>,
    /// as many cells as there are columns
    pub rows: Vec<Vec<String>>,
}

/// A column of a list.
#[derive(Debug, Clone)]
pub struct Column {
    /// the header
    pub name: Message,
    pub kind: ColumnKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    /// amounts and counts: to the right
    Number,
    /// a personal number: whole in data, masked in what people read
    Personal,
    /// in data only
    Data,
}

impl Column {
    pub fn new(zh: impl Into<String>, en: impl Into<String>, kind: ColumnKind) -> Column {
        Column { name: Message::new(zh, en), kind }
    }
}

impl Listing {
    /// UTF-8, with a header line; all columns, numbers whole.
    pub fn csv(&self, lang: Lang) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // writing to memory cannot fail
        let _ = writer.write_record(self.columns.iter().map(|column| column.name.get(lang)));
        for row in &self.rows {
            let _ = writer.write_record(row);
        }
        writer.into_inner().unwrap_or_default()
    }

    /// For each row an object whose names are the headers.
    pub fn objects(&self, lang: Lang) -> Vec<Json> {
        let object = |row: &Vec<String>| {
            let cells = self.columns.iter().zip(row);
            let pairs = cells.map(|(column, cell)| (column.name.get(lang).to_string(), json!(cell)));
            Json::Object(pairs.collect::<Map<String, Json>>())
        };
        self.rows.iter().map(object).collect()
    }

    /// One document: `head`, then the rows.
    pub fn json(&self, mut head: Map<String, Json>, lang: Lang) -> String {
        head.insert("rows".to_string(), Json::Array(self.objects(lang)));
        format!("{:#}\n", Json::Object(head))
    }

    /// One row a line.
    pub fn json_lines(&self, lang: Lang) -> String {
        self.objects(lang).into_iter().map(|object| format!("{object}\n")).collect()
    }

    /// A Markdown table to read.
    pub fn markdown(&self, lang: Lang) -> String {
        let shown = self.shown();
        let header: Vec<String> = shown.iter().map(|column| column.name.get(lang).to_string()).collect();
        let rule: Vec<String> = shown
            .iter()
            .map(|column| if column.kind == ColumnKind::Number { "---:" } else { "---" }.to_string())
            .collect();
        let rows: String = self.rows.iter().map(|row| line(&self.readable(row))).collect();
        line(&header) + &line(&rule) + &rows
    }

    /// A table to read; `width` in columns of the terminal.
    pub fn table(&self, lang: Lang, width: Option<u16>) -> String {
        let shown = self.shown();
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width.unwrap_or(PLAIN_WIDTH));
        table.set_header(shown.iter().map(|column| column.name.get(lang)));
        for row in &self.rows {
            table.add_row(self.readable(row));
        }
        for (place, column) in shown.iter().enumerate() {
            if column.kind == ColumnKind::Number
                && let Some(column) = table.column_mut(place)
            {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        format!("{}\n", table.trim_fmt())
    }

    /// The columns that people read.
    fn shown(&self) -> Vec<&Column> {
        self.columns.iter().filter(|column| column.kind != ColumnKind::Data).collect()
    }

    fn readable(&self, row: &[String]) -> Vec<String> {
        let cells = self.columns.iter().zip(row).filter(|(column, _)| column.kind != ColumnKind::Data);
        cells
            .map(|(column, cell)| if column.kind == ColumnKind::Personal { mask(cell) } else { cell.clone() })
            .collect()
    }
}
