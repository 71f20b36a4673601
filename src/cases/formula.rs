//! Cells that a spreadsheet program would take for a formula: written with an apostrophe before them, read without it.
//!
//! A name such as `=HYPERLINK(…)` in somebody's list must not become a formula in the list that we write. Reading what
//! was written gives the text as it was, whatever it is.

use super::text::is_blank;
use std::borrow::Cow;

/// A cell of a CSV file that no spreadsheet program calculates. Figures such as `-90` stay as they are.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if is_harmless(text) || !is_formula(text) { Cow::Borrowed(text) } else { Cow::Owned(format!("'{text}")) }
}

/// The text that [`neutral`] was given.
pub fn plain(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(text) => rest,
        _ => text,
    }
}

/// Nearly every cell, by its first byte.
fn is_harmless(text: &str) -> bool {
    match text.as_bytes() {
        [] => true,
        // what begins blanks, invisible characters and full-width signs
        [0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF, ..] => false,
        [first, ..] => !first.is_ascii_whitespace() && !first.is_ascii_control() && !b"=+-@'".contains(first),
    }
}

/// Whether a text, without apostrophes and blanks before it, begins as a formula does.
fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let text = text.trim_start_matches(|c: char| is_blank(c) || c.is_control());
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_figure(text)
}

/// `-90` or `-90.5`: digits with at most one point.
fn is_figure(text: &str) -> bool {
    let Some(number) = text.strip_prefix('-') else { return false };
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(decimals)
}
