//! Bytes -> text, and a cell's text -> its text without blanks around it and in narrow forms.

use super::{Format, Unreadable};
use crate::syntax::narrow;
use std::borrow::Cow;

/// UTF-8 with or without a byte-order mark; everything else is refused with the way out.
pub(super) fn decode<'b>(file: &str, bytes: &'b [u8], format: Format) -> Result<&'b str, Unreadable> {
    let name = || file.to_string();
    if bytes.len() > format.limit() {
        return Err(Unreadable::TooLarge { file: name(), bytes: bytes.len(), limit: format.limit() });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Unreadable::Workbook { file: name() });
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || is_utf16(bytes) {
        return Err(Unreadable::Utf16 { file: name(), sheet: format == Format::Csv });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Unreadable::NotUtf8 { file: name(), line, sheet: format == Format::Csv }
    })?;
    if text.trim().is_empty() { Err(Unreadable::Empty { file: name() }) } else { Ok(text) }
}

/// Whether a text without a byte-order mark is UTF-16: ASCII characters then stand beside zeros.
fn is_utf16(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 4096;
    const LEAST: usize = 4;
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let is_ascii = |byte: u8| matches!(byte, b'\t' | b'\r' | b'\n' | b' '..=b'~');
    let little = |pair: &&[u8]| matches!(pair, [ascii, 0] if is_ascii(*ascii));
    let big = |pair: &&[u8]| matches!(pair, [0, ascii] if is_ascii(*ascii));
    let pairs = || start.chunks_exact(2);
    let found = pairs().filter(little).count().max(pairs().filter(big).count());
    found >= LEAST && found * 16 >= pairs().count()
}

/// Without blanks, invisible characters, Excel's `="…"` around it and its `'` before a digit, full-width forms made narrow.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(is_blank);
    let inner = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(trimmed);
    // Excel's mark of a number that is a text
    let is_digits = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit());
    let inner = inner.strip_prefix('\'').filter(is_digits).unwrap_or(inner);
    if inner.is_ascii() { Cow::Borrowed(inner) } else { narrow(inner) }
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Without any blanks, inside too.
pub(super) fn without_blanks(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_blank) {
        Cow::Owned(text.chars().filter(|c| !is_blank(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// At most forty characters of a text, for a message.
pub(super) fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or(text))),
        None => Cow::Borrowed(text),
    }
}
