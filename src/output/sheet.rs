//! A case file, written as `run` reads it; and the one place where lists become CSV.

use crate::cases::formula::neutral;
use serde_json::{Map, Value as Json};

/// CSV in memory: UTF-8, and no cell that a spreadsheet program would calculate.
pub(super) struct CsvSheet(csv::Writer<Vec<u8>>);

impl CsvSheet {
    pub(super) fn new() -> CsvSheet {
        // a row that could not be read has any number of cells
        CsvSheet(csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()))
    }

    /// The next line.
    pub(super) fn line(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        // writing to memory cannot fail
        for cell in cells {
            let _ = self.0.write_field(neutral(cell.as_ref()).as_bytes());
        }
        let _ = self.0.write_record(None::<&[u8]>);
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// A wide sheet as CSV: UTF-8, one line a case, with a header line.
pub fn sheet_csv(headers: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut sheet = CsvSheet::new();
    sheet.line(headers);
    rows.iter().for_each(|row| sheet.line(row));
    sheet.bytes()
}

/// The same as JSON Lines: one object a case.
pub fn sheet_json_lines(headers: &[String], rows: &[Vec<String>]) -> String {
    let record = |row: &Vec<String>| {
        let cells = headers.iter().cloned().zip(row.iter().cloned().map(Json::String));
        Json::Object(cells.collect::<Map<String, Json>>()).to_string() + "\n"
    };
    rows.iter().map(record).collect()
}
