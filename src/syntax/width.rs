//! Full-width forms, as Chinese input methods produce them, to their ASCII counterparts.

use std::borrow::Cow;

/// `Ａ１（` -> `A1(`, the ideographic space -> a space. Chinese punctuation proper (、。《》) stays.
pub fn narrow(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_wide) { Cow::Owned(text.chars().map(narrow_char).collect()) } else { Cow::Borrowed(text) }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{3000}')
}

fn narrow_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
}
