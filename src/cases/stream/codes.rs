//! What the texts of a column come to.
//!
//! Most cells are short, and short texts are compared as numbers.

use super::signature::MOST;
use rustc_hash::FxHashMap;

#[derive(Debug, Default)]
pub(super) struct Codes {
    short: FxHashMap<Short, u16>,
    long: FxHashMap<Box<str>, u16>,
    /// the text looked up last, which the next row often repeats
    last: Option<(Short, u16)>,
}

/// A text of at most sixteen bytes: its first and its last ones, which may overlap, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Short {
    head: u64,
    tail: u64,
    length: usize,
}

impl Codes {
    pub(super) fn get(&mut self, text: &str) -> Option<u16> {
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
    pub(super) fn remember(&mut self, text: &str, code: u16) {
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

/// How many codes are compared at a time.
const WIDTH: usize = 32;

/// How many rows that look different are told apart.
const MOST_ALIKE: usize = 1 << 16;

/// Numbers for rows of codes: the same number for the same codes.
#[derive(Debug, Default)]
pub(super) struct Alikes {
    /// Of a row of more codes, the number of its beginning counts as its first two codes.
    known: FxHashMap<[u16; WIDTH], u32>,
}

impl Alikes {
    /// None if there are too many.
    pub(super) fn number(&mut self, codes: &[u16]) -> Option<usize> {
        let mut number = 0_u32;
        for part in codes.chunks(WIDTH - 2) {
            let mut key = [0; WIDTH];
            let (before, codes) = key.split_at_mut(2);
            before.copy_from_slice(&[number as u16, (number >> 16) as u16]);
            codes.iter_mut().zip(part).for_each(|(place, code)| *place = *code);
            number = match self.known.get(&key) {
                Some(number) => *number,
                None => {
                    // 0 is the beginning of every row
                    let next = self.known.len() as u32 + 1;
                    (self.known.len() < MOST_ALIKE).then(|| self.known.insert(key, next))?;
                    next
                }
            };
        }
        Some(number as usize)
    }
}
