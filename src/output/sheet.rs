//! A case file, written as `run` reads it.

use serde_json::{Map, Value as Json};

/// A wide sheet as CSV: UTF-8, one line a case, with a header line.
pub fn sheet_csv(headers: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // writing to memory cannot fail
    let _ = writer.write_record(headers);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// The same as JSON Lines: one object a case.
pub fn sheet_json_lines(headers: &[String], rows: &[Vec<String>]) -> String {
    let record = |row: &Vec<String>| {
        let cells = headers.iter().cloned().zip(row.iter().cloned().map(Json::String));
        Json::Object(cells.collect::<Map<String, Json>>()).to_string() + "\n"
    };
    rows.iter().map(record).collect()
}
