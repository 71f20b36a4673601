//! Results of a batch, written while it is being decided.

use crate::batch::{DecidedCase, ResultColumn, Summary};
use crate::calendar::Month;
use crate::cases::Finding;
use crate::diagnostic::Lang;
use crate::plan::Plan;
use std::io;

/// What the results are of, and which of them are written.
#[derive(Debug, Clone, Copy)]
pub struct ResultsOf<'a> {
    pub plan: &'a Plan,
    pub month: Month,
    /// the name of the case file
    pub file: &'a str,
    /// the columns written, with their headers
    pub columns: &'a [(ResultColumn, String)],
    pub lang: Lang,
}

/// What is known when all cases are decided.
#[derive(Debug, Clone, Copy)]
pub struct Closing<'a> {
    pub summary: &'a Summary,
    /// findings that went to no [`ResultWriter::rows`], such as those about the whole file
    pub findings: &'a [Finding],
    /// rows that could not be read
    pub rejected: usize,
}

/// Writes results as they are decided, block after block.
pub trait ResultWriter: Send {
    /// The next cases in the order of the file, and the findings about them: [`Finding::case`] counts all cases of
    /// the batch.
    ///
    /// # Errors
    /// When the target cannot be written.
    fn rows(&mut self, decided: &[DecidedCase], findings: &[Finding]) -> io::Result<()>;

    /// Ends the file. What was written before is no whole file without it.
    ///
    /// # Errors
    /// When the target cannot be written.
    fn finish(self: Box<Self>, closing: &Closing<'_>) -> io::Result<()>;
}
