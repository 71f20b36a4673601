//! A sheet of any format as it stands, without a policy that says what its columns mean.

use super::input::{Body, File, Input, Opening, open_file};
use super::pick::Wanted;
use super::sheet::Sheet;
use super::{Format, Unreadable};

/// A sheet: its header and its rows, cells without blanks around them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub header: Vec<String>,
    /// each with its number, as Excel counts
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads a CSV file, the only sheet of a workbook, or Parquet. `file` is the name that messages use.
pub fn read_table(file: &str, bytes: &[u8]) -> Result<Table, Unreadable> {
    let mut findings = Vec::new();
    let input = match open_file(file, bytes, Format::Csv, &Opening::default(), &mut findings)? {
        File::One(input) => input,
        File::Workbook(sheets) => {
            let wanted = Wanted { file, sheet: None, rather: &[], is_key: &|_| false, key: None };
            let picked = wanted.pick(sheets, &mut findings)?.pop();
            let picked = picked.ok_or_else(|| Unreadable::Empty { file: file.to_string() })?;
            Input { name: picked.name, body: Body::Grid(picked.sheet.grid), format: Format::Workbook }
        }
    };
    let mut sheet = match &input.body {
        Body::Text(text) => Sheet::new(text),
        Body::Grid(grid) => Sheet::of_grid(grid),
    };
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
