//! A sheet without a header that can be used.

use super::layout::Layout;
use super::sheet::Sheet;
use super::similar::closest;
use super::unreadable::Unreadable;

/// How many further rows are searched for a header that stands too low.
const HEADER_SEARCH: usize = 200;

/// A sheet whose header has no key, with what may explain it. `is_key`: a header is the key's.
pub(super) fn no_key_column(
    layout: &Layout<'_>,
    file: &str,
    mut found: Vec<String>,
    mut sheet: Sheet<'_>,
    is_key: impl Fn(&str) -> bool,
) -> Unreadable {
    let key = layout.header(layout.key).to_string();
    let separator = match found.as_slice() {
        [only] => only.chars().find(|c| matches!(c, '\t' | ';' | '|' | '，')),
        _ => None,
    };
    let mut header_row = None;
    for _ in 0..HEADER_SEARCH {
        if header_row.is_some() || !sheet.advance() {
            break;
        }
        if sheet.cells.iter().any(|cell| is_key(cell)) {
            header_row = Some(sheet.row);
        }
    }
    found.retain(|header| !header.is_empty());
    let similar = closest(&key, found.iter().map(String::as_str)).map(str::to_string);
    Unreadable::NoKeyColumn { file: file.to_string(), key, found, similar, header_row, separator }
}
