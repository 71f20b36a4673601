//! What the texts of a column come to.
//!
//! Most cells are short, and short texts are compared as numbers.

use super::signature::MOST;
use rustc_hash::FxHashMap;

#[derive(Debug, Default)]
pub(super) struct Codes {
    short: FxHashMap<Short, u32>,
    long: FxHashMap<Box<str>, u32>,
    /// the text looked up last, which the next row often repeats
    last: Option<(Short, u32)>,
}

/// A text of at most sixteen bytes: its first and its last ones, which may overlap, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Short {
    head: u64,
    tail: u64,
    length: usize,
}

impl Codes {
    pub(super) fn get(&mut self, text: &str) -> Option<u32> {
        let Some(short) = Short::of(text) else { return self.long.get(text).copied() };
        if let Some((last, code)) = self.last
            && last == short
        {
            return Some(code);
        }
        let code = *self.short.get(&short)?;
        self.last = Some((short, code));
        Some(code)
    }

    /// Remembers a text, as long as there are not too many.
    pub(super) fn remember(&mut self, text: &str, code: u32) {
        if self.short.len() + self.long.len() >= MOST {
            return;
        }
        match Short::of(text) {
            Some(short) => self.short.insert(short, code),
            None => self.long.insert(text.into(), code),
        };
    }
}

impl Short {
    fn of(text: &str) -> Option<Short> {
        let bytes = text.as_bytes();
        let length = bytes.len();
        let (head, tail) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
            _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
                (Some(head), Some(tail)) => (u32::from_le_bytes(*head).into(), u32::from_le_bytes(*tail).into()),
                _ => (bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), 0),
            },
        };
        (length <= 16).then_some(Short { head, tail, length })
    }
}
