//! Columns that line up by the width of the words on a screen.

use super::render::width;

/// Blanks between two columns.
const BETWEEN: usize = 2;

/// The width of a column: its widest entry, those wider than `limit` left out.
pub(super) fn column_width<'t>(entries: impl IntoIterator<Item = &'t str>, limit: usize) -> usize {
    entries.into_iter().map(width).filter(|width| *width <= limit).max().unwrap_or_default()
}

/// The blanks after an entry up to the next column.
pub(super) fn gap(entry: &str, column: usize) -> usize {
    column.saturating_sub(width(entry)) + BETWEEN
}
