//! Rows that could not be read: to be mended and run again.

use crate::diagnostic::Message;

/// A row whose facts were not read, so that nothing was decided for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// its number in the file, as findings count
    pub row: usize,
    pub reason: Message,
    /// its cells as they stand; of a line that has none, the line
    pub cells: Vec<String>,
}
