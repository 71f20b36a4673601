//! Columns whose texts are kept with each case, whether a rule reads them or not.

use super::header::{one_line, same};
use super::layout::Layout;

/// A column whose texts are kept: its header, and its entry if the policy has it.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) header: String,
    entry: Option<usize>,
}

impl<'p> Layout<'p> {
    /// The same, with columns whose texts are to be kept.
    pub(super) fn keeping(mut self, headers: &[String]) -> Layout<'p> {
        let kept = |header: &String| Kept { header: one_line(header), entry: self.entry(header) };
        self.keep = headers.iter().map(kept).collect();
        self
    }

    /// Which of the columns to keep are those of an entry or a header.
    pub(super) fn kept_by(&self, entry: Option<usize>, name: &str) -> impl Iterator<Item = usize> {
        let is = |kept: &Kept| kept.entry.is_some() && kept.entry == entry || same(&kept.header, name);
        let found: Vec<usize> = match self.keep.is_empty() {
            true => Vec::new(),
            false => self.keep.iter().enumerate().filter(|(_, kept)| is(kept)).map(|(index, _)| index).collect(),
        };
        found.into_iter()
    }
}
