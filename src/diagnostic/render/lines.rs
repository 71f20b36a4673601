//! Byte offsets -> lines and columns. Columns count characters, so that Chinese text reads right.

use crate::diagnostic::Span;
use std::ops::Range;

/// A source text with the start of each of its lines.
#[derive(Debug)]
pub(super) struct Lines<'s> {
    text: &'s str,
    starts: Vec<usize>,
}

/// The ends of a span, lines and columns from 1. The end is the place after the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl<'s> Lines<'s> {
    pub(super) fn new(text: &'s str) -> Lines<'s> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    pub(super) fn extent(&self, span: Span) -> Extent {
        let range = self.clamp(span);
        let (line, column) = self.line_column(range.start);
        let (end_line, end_column) = self.line_column(range.end);
        Extent { line: line + 1, column: column + 1, end_line: end_line + 1, end_column: end_column + 1 }
    }

    /// The span within the text. The end of the file is shown after its last visible character.
    pub(super) fn clamp(&self, span: Span) -> Range<usize> {
        let visible = self.text.trim_end().len();
        let range = span.range();
        if range.start >= visible {
            return visible..visible;
        }
        let start = self.text.floor_char_boundary(range.start);
        start..self.text.ceil_char_boundary(range.end.max(start))
    }

    /// Line and column of an offset, both from 0.
    pub(super) fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let before = self.text.get(self.start(line)..offset).unwrap_or_default();
        (line, before.chars().count())
    }

    /// The bytes of some lines (from 0, both included), as many of them as there are.
    pub(super) fn range(&self, first: usize, last: usize) -> Range<usize> {
        self.start(first)..self.start(last.saturating_add(1))
    }

    pub(super) fn text(&self) -> &'s str {
        self.text
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }
}
