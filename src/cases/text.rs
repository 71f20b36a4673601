//! A cell's text -> its text without blanks around it and in narrow forms.

use crate::syntax::narrow;
use std::borrow::Cow;

/// Without blanks, invisible characters, Excel's `="…"` around it and its `'` before a digit, full-width forms made narrow.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim_matches(is_blank);
    let inner = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(trimmed);
    // Excel's mark of a number that is a text
    let is_digits = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit());
    let inner = inner.strip_prefix('\'').filter(is_digits).unwrap_or(inner);
    if inner.is_ascii() { Cow::Borrowed(inner) } else { narrow(inner) }
}

/// Nearly every number: letters, digits and signs between a letter or digit at either end.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_edge = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    is_edge(bytes.first()) && is_edge(bytes.last()) && text.is_ascii()
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
