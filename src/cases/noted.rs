//! Keys and identity numbers of all rows, and which of them occur more than once.
//!
//! They are kept as bytes, in parts that share no text, and put aside in a temporary file without a name when they become
//! many: memory does not grow with the number of rows.

use super::layout::Layout;
use crate::identity::IdentityNumber;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;
use std::io::{self, Read, Seek, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// Texts that are the same are in the same part.
const PARTS: usize = 64;

/// From how many bytes on what was noted is put aside.
const MOST_HELD: usize = 32 << 20;

/// Keys and identity numbers, each with its row.
#[derive(Debug)]
pub(super) struct Noted {
    /// the key is an identity number
    personal: bool,
    parts: Vec<Vec<u8>>,
    held: usize,
    aside: Option<Aside>,
}

/// What was put aside: a file, and where in it the pieces of each part stand.
#[derive(Debug)]
struct Aside {
    file: SpooledTempFile,
    pieces: Vec<Vec<(u64, usize)>>,
    end: u64,
}

/// Something that was noted.
#[derive(Debug, Clone, Copy)]
struct Note<'b> {
    /// 0 for the key; from 1 on, which column of identity numbers
    what: u32,
    text: &'b [u8],
    row: usize,
    /// stands for the key of the row; 0 if it is blank
    key: u64,
}

/// The same key or number in several rows.
#[derive(Debug)]
pub(super) struct Repetition {
    pub(super) what: u32,
    pub(super) text: Vec<u8>,
    /// in order, each with what stands for its key
    pub(super) rows: Vec<(usize, u64)>,
}

impl Noted {
    pub(super) fn new(layout: &Layout<'_>) -> Noted {
        Noted { personal: layout.key_is_identity(), parts: vec![Vec::new(); PARTS], held: 0, aside: None }
    }

    /// Notes a row: its key and the identity numbers of the key register, as slots hold them.
    pub(super) fn note(
        &mut self,
        key: &str,
        numbers: impl Iterator<Item = (usize, i64)>,
        row: usize,
    ) -> io::Result<()> {
        let mut stands_for = 0;
        if !key.is_empty() {
            stands_for = hash(key.as_bytes()).max(1);
            // an old 15-digit number is the same key as the new one
            let number = if self.personal { IdentityNumber::parse(key).ok() } else { None };
            let text = match &number {
                Some(number) => number.as_str(),
                None => key,
            };
            self.put(Note { what: 0, text: text.as_bytes(), row, key: stands_for });
        }
        for (column, number) in numbers {
            self.put(Note { what: column as u32 + 1, text: &number.to_le_bytes(), row, key: stands_for });
        }
        if self.held >= MOST_HELD { self.put_aside() } else { Ok(()) }
    }

    fn put(&mut self, note: Note<'_>) {
        let part = hash(note.text) as usize % PARTS;
        let Some(part) = self.parts.get_mut(part) else { return };
        let before = part.len();
        note.write(part);
        self.held += part.len() - before;
    }

    fn put_aside(&mut self) -> io::Result<()> {
        let aside = match &mut self.aside {
            Some(aside) => aside,
            none => none.insert(Aside { file: SpooledTempFile::new(0), pieces: vec![Vec::new(); PARTS], end: 0 }),
        };
        for (part, pieces) in self.parts.iter_mut().zip(&mut aside.pieces) {
            aside.file.write_all(part)?;
            pieces.push((aside.end, part.len()));
            aside.end += part.len() as u64;
            part.clear();
        }
        self.held = 0;
        Ok(())
    }

    /// One part with all its pieces.
    fn part(&mut self, index: usize) -> io::Result<Vec<u8>> {
        let mut bytes = self.parts.get_mut(index).map(std::mem::take).unwrap_or_default();
        if let Some(Aside { file, pieces, .. }) = &mut self.aside {
            for (start, length) in pieces.get(index).into_iter().flatten() {
                file.seek(SeekFrom::Start(*start))?;
                Read::by_ref(file).take(*length as u64).read_to_end(&mut bytes)?;
            }
        }
        Ok(bytes)
    }
}

impl Note<'_> {
    fn write(self, to: &mut Vec<u8>) {
        to.extend(self.what.to_le_bytes());
        to.extend((self.text.len() as u32).to_le_bytes());
        to.extend(self.text);
        to.extend((self.row as u64).to_le_bytes());
        to.extend(self.key.to_le_bytes());
    }

    /// The same for the same column and text, and nearly always another one for others.
    fn number(&self) -> u64 {
        hash(self.text).rotate_left(5) ^ u64::from(self.what)
    }

    /// Takes the first note off some bytes.
    fn read<'b>(from: &mut &'b [u8]) -> Option<Note<'b>> {
        fn number(from: &mut &[u8]) -> Option<u64> {
            from.split_off(..8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes)
        }
        let what = from.split_off(..4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes)?;
        let length = from.split_off(..4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes)?;
        let text = from.split_off(..length as usize)?;
        Some(Note { what, text, row: number(from)? as usize, key: number(from)? })
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// What was noted more than once, in one place or in several, in order of column and second row.
pub(super) fn repetitions(noted: &mut [Noted]) -> io::Result<Vec<Repetition>> {
    let mut found = Vec::new();
    // so many parts at a time that all cores have work and little stands in memory
    let parts: Vec<usize> = (0..PARTS).collect();
    for some in parts.chunks(rayon::current_num_threads().max(1)) {
        let bytes: Vec<Vec<Vec<u8>>> = some
            .iter()
            .map(|part| noted.iter_mut().map(|noted| noted.part(*part)).collect())
            .collect::<io::Result<_>>()?;
        found.par_extend(bytes.par_iter().flat_map_iter(|bytes| repetitions_of(bytes)));
    }
    found.sort_by_key(|repetition| (repetition.what, repetition.rows.get(1).copied()));
    Ok(found)
}

/// The repetitions within one part.
fn repetitions_of(bytes: &[Vec<u8>]) -> Vec<Repetition> {
    let notes = || {
        bytes.iter().flat_map(|bytes| {
            let mut rest = bytes.as_slice();
            std::iter::from_fn(move || Note::read(&mut rest))
        })
    };
    // first by a number that the same texts share, which nearly always tells that there is none
    let least = bytes.iter().map(Vec::len).sum::<usize>() / 40;
    let mut seen: FxHashSet<u64> = FxHashSet::with_capacity_and_hasher(least, FxBuildHasher);
    let suspects: FxHashSet<u64> = notes().map(|note| note.number()).filter(|number| !seen.insert(*number)).collect();
    if suspects.is_empty() {
        return Vec::new();
    }
    let mut several: FxHashMap<(u32, &[u8]), Repetition> = FxHashMap::default();
    for Note { what, text, row, key } in notes().filter(|note| suspects.contains(&note.number())) {
        let new = || Repetition { what, text: text.to_vec(), rows: Vec::new() };
        several.entry((what, text)).or_insert_with(new).rows.push((row, key));
    }
    let mut repeated: Vec<Repetition> = several.into_values().filter(|found| found.rows.len() > 1).collect();
    repeated.iter_mut().for_each(|found| found.rows.sort_unstable());
    repeated
}
