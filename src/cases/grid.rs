//! The rows of a workbook's sheet, or of another table that is no text.

/// Rows of cells as texts, each with its number as Excel counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    pub rows: Vec<(usize, Vec<String>)>,
}
