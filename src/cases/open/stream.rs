//! A file that is read as it comes, whatever its length.

use super::encoding::Encoding;
use super::kind::{Kind, kind};
use super::packed::Unpacker;
use super::utf8_reader::{Utf8Reader, fill};
use std::io::{Cursor, Read};

/// What a stream of bytes holds.
pub enum Stream<R: Read> {
    /// a text, which can be read from its start to its end in flat memory
    Text(Utf8Reader<R>),
    /// a workbook, Parquet, or something else that must be there as a whole: all its bytes, unpacked, for [`super::open`]
    Whole(std::io::Chain<Cursor<Vec<u8>>, Unpacker<R>>),
}

/// Looks at the start of a stream. `sheet`: a text is read as CSV.
///
/// # Errors
/// Those of the reader, and those that [`super::unopened`] tells apart.
pub fn stream<R: Read>(reader: R, encoding: Encoding, sheet: bool) -> std::io::Result<Stream<R>> {
    const FIRST: usize = 1024;
    let mut reader = Unpacker::new(reader)?;
    let mut start = Vec::new();
    fill(&mut reader, &mut start, FIRST)?;
    match kind(&start) {
        Kind::Text => Utf8Reader::new(reader, start, encoding, sheet).map(Stream::Text),
        _ => Ok(Stream::Whole(Cursor::new(start).chain(reader))),
    }
}
