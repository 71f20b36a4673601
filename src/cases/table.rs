//! A sheet as it stands, without a policy that says what its columns mean.

use super::sheet::Sheet;
use super::text::decode;
use super::{Format, Unreadable};

/// A CSV file: its header and its rows, cells without blanks around them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub header: Vec<String>,
    /// each with its number, as Excel counts
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads a CSV file. `file` is the name that messages use.
pub fn read_table(file: &str, bytes: &[u8]) -> Result<Table, Unreadable> {
    let mut sheet = Sheet::new(decode(file, bytes, Format::Csv)?);
    let mut table = Table::default();
    while sheet.advance() {
        let cells = sheet.cells.iter().map(|cell| cell.trim().to_string()).collect();
        if table.header.is_empty() {
            table.header = cells;
        } else {
            table.rows.push((sheet.row, cells));
        }
    }
    Ok(table)
}
