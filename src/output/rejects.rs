//! Rows that could not be read as CSV: their number and the reason, then the row as it stands.
//!
//! Whoever mends a row deletes the first two columns and runs the file again.

use super::sheet::CsvSheet;
use crate::cases::Reject;
use crate::diagnostic::Lang;

/// The header line: `headers` are those of the file the rows come from.
pub fn rejects_header(headers: &[String], lang: Lang) -> Vec<u8> {
    let own = match lang {
        Lang::Zh => ["原行号", "原因"],
        Lang::En => ["original row", "reason"],
    };
    let mut sheet = CsvSheet::new();
    sheet.line(own.into_iter().chain(headers.iter().map(String::as_str)));
    sheet.bytes()
}

/// One line a row, which may have more cells or fewer than the header.
pub fn reject_lines(rejects: &[Reject], lang: Lang) -> Vec<u8> {
    let mut sheet = CsvSheet::new();
    for reject in rejects {
        let own = [reject.row.to_string(), reject.reason.get(lang).to_string()];
        sheet.line(own.iter().chain(&reject.cells));
    }
    sheet.bytes()
}
