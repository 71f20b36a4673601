//! The cells of a line of CSV: where they end, and what stands between quotation marks.

use memchr::{memchr, memchr2, memchr3};
use std::borrow::Cow;

/// What stands at the beginning of a cell.
pub(super) enum Quoted<'t> {
    /// no quotation mark
    No,
    /// `breaks`: there are line breaks in it
    Closed { cell: Cow<'t, str>, end: usize, breaks: bool },
    /// It is never closed, or only rows later, by a mark that belongs to something else. It would reach as far
    /// as `until`.
    Open { until: usize },
}

/// Reads a quoted cell that begins at `open`.
pub(super) fn quoted(text: &str, open: usize) -> Quoted<'_> {
    let bytes = text.as_bytes();
    if bytes.get(open) != Some(&b'"') {
        return Quoted::No;
    }
    let (mut from, mut doubled) = (open + 1, false);
    let close = loop {
        let Some(found) = bytes.get(from..).and_then(|rest| memchr(b'"', rest)) else {
            return Quoted::Open { until: text.len() };
        };
        if bytes.get(from + found + 1) != Some(&b'"') {
            break from + found;
        }
        doubled = true;
        from += found + 2;
    };
    let inner = text.get(open + 1..close).unwrap_or_default();
    let breaks = inner.bytes().any(is_break);
    let end = end_of_cell(text, close + 1);
    let rest = text.get(close + 1..end).unwrap_or_default();
    if breaks && !rest.trim().is_empty() {
        return Quoted::Open { until: close };
    }
    let cell = if doubled { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
    // what follows the closing mark belongs to the cell
    let cell = if rest.is_empty() { cell } else { cell + rest };
    Quoted::Closed { cell, end, breaks }
}

/// The next comma, line break or end of the text.
pub(super) fn end_of_cell(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr3(b',', b'\n', b'\r', rest).map_or(text.len(), |end| at + end)
}

/// The next line break or end of the text.
pub(super) fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr2(b'\n', b'\r', rest).map_or(text.len(), |end| at + end)
}

pub(super) fn is_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// How many commas.
pub(super) fn separators(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b',').count()
}

/// Finds the commas of a line, in order. Cells are short, so eight bytes are looked at together.
pub(super) fn commas(line: &[u8], mut found: impl FnMut(usize)) {
    const COMMAS: u64 = u64::from_ne_bytes([b','; 8]);
    const LOW: u64 = u64::from_ne_bytes([0x7F; 8]);
    let (chunks, rest) = line.as_chunks::<8>();
    let mut start = 0;
    for chunk in chunks {
        let differs = u64::from_le_bytes(*chunk) ^ COMMAS;
        // the top bit of every byte that is zero
        let mut marks = !(((differs & LOW) + LOW) | differs | LOW);
        while marks != 0 {
            found(start + marks.trailing_zeros() as usize / 8);
            marks &= marks - 1;
        }
        start += 8;
    }
    rest.iter().enumerate().filter(|(_, byte)| **byte == b',').for_each(|(at, _)| found(start + at));
}
