//! The bytes of a file -> a text, or the sheets of a workbook, whatever the file is called.
//!
//! What a file is, its first bytes say; its name only tells CSV from JSON. Nothing of it is believed that would make
//! room in memory: see `limits`. No bytes make this panic, and no text is guessed at: what cannot be read exactly
//! is [`Unopened`], with the way out.

mod cell;
#[cfg(feature = "parquet")]
mod columnar;
mod compound;
mod encoding;
mod garbled;
mod guard;
mod kind;
pub(super) mod limits;
mod modern;
mod old;
mod open_document;
mod package;
mod packed;
mod sheet_grid;
mod stream;
mod unopened;
mod utf8_reader;
mod workbook;

#[cfg(feature = "parquet")]
pub use columnar::{Blocks, blocks};
pub use encoding::{Encoding, TextEncoding};
pub use sheet_grid::{Merged, SheetGrid};
pub use stream::{Stream, stream};
pub use unopened::{Damaged, Foreign, Limited, Unopened};
pub use utf8_reader::{Utf8Reader, unopened};

use super::Format;
use super::grid::Grid;
use kind::{Kind, kind};
use std::borrow::Cow;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content<'b> {
    /// without its byte-order mark
    Text(Cow<'b, str>),
    /// the worksheets of a workbook, hidden ones too
    Sheets(Vec<SheetGrid>),
    /// Parquet: the header is row 1
    Grid(Grid),
}

/// A file that has been opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened<'b> {
    pub content: Content<'b>,
    /// what it is, which may be something else than its name says
    pub format: Format,
    /// of a text
    pub encoding: Option<TextEncoding>,
}

/// Opens a file. `format`: what its name says.
///
/// # Errors
/// When the bytes are no text and no workbook, or more than is read.
pub fn open(bytes: &[u8], format: Format, encoding: Encoding) -> Result<Opened<'_>, Unopened> {
    match packed::unpack(bytes, format.limit())? {
        Cow::Borrowed(bytes) => open_unpacked(bytes, format, encoding),
        Cow::Owned(bytes) => {
            let opened = open_unpacked(&bytes, format, encoding)?;
            let content = match opened.content {
                Content::Text(text) => Content::Text(Cow::Owned(text.into_owned())),
                Content::Sheets(sheets) => Content::Sheets(sheets),
                Content::Grid(grid) => Content::Grid(grid),
            };
            Ok(Opened { content, ..opened })
        }
    }
}

fn open_unpacked(bytes: &[u8], format: Format, encoding: Encoding) -> Result<Opened<'_>, Unopened> {
    match kind(bytes) {
        Kind::Zip | Kind::Compound => {
            let content = Content::Sheets(workbook::sheets(bytes)?);
            Ok(Opened { content, format: Format::Workbook, encoding: None })
        }
        Kind::Parquet => {
            let content = Content::Grid(of_parquet(bytes)?);
            Ok(Opened { content, format: Format::Parquet, encoding: None })
        }
        Kind::Foreign(foreign) => Err(Unopened::Foreign(foreign)),
        // packed twice
        Kind::Gzip | Kind::Zstd => Err(Unopened::Foreign(Foreign::Archive)),
        Kind::Text => {
            let format = of_text(format);
            let (text, encoding) = encoding::decode(bytes, encoding, format == Format::Csv)?;
            garbled::look(&text)?;
            if matches!(format, Format::Csv | Format::JsonLines) {
                check_lines(&text, format == Format::Csv)?;
            }
            Ok(Opened { content: Content::Text(text), format, encoding: Some(encoding) })
        }
    }
}

/// A text that is called a workbook is a sheet, as many systems export it.
fn of_text(format: Format) -> Format {
    match format {
        Format::Workbook | Format::Parquet => Format::Csv,
        format => format,
    }
}

#[cfg(feature = "parquet")]
fn of_parquet(bytes: &[u8]) -> Result<Grid, Unopened> {
    columnar::grid(bytes)
}

#[cfg(not(feature = "parquet"))]
fn of_parquet(_: &[u8]) -> Result<Grid, Unopened> {
    Err(Unopened::WithoutParquet)
}

/// Lines have an end, and not more cells than a sheet has columns.
fn check_lines(text: &str, sheet: bool) -> Result<(), Unopened> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for (index, end) in ends.enumerate() {
        if end - start > limits::LINE {
            let most = u64::try_from(limits::LINE >> 20).unwrap_or(u64::MAX);
            return Err(Unopened::Beyond { what: Limited::Line(index + 1), most });
        }
        // only a long line can have so many cells
        let commas = || memchr::memchr_iter(b',', text.as_bytes().get(start..end).unwrap_or_default()).count();
        if end - start >= limits::CELLS_IN_ROW && sheet && commas() >= limits::CELLS_IN_ROW {
            let most = u64::try_from(limits::CELLS_IN_ROW).unwrap_or(u64::MAX);
            return Err(Unopened::Beyond { what: Limited::Row(index + 1), most });
        }
        start = end + 1;
    }
    Ok(())
}
