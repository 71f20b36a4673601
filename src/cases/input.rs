//! Files that have been opened: each is one text or one grid, with the name that messages use.

use super::finding::{Finding, Findings, RowUnit, Severity};
use super::format::Format;
use super::grid::Grid;
use super::lists::Given;
use super::open::{Content, Encoding, Opened, SheetGrid, Stream, TextEncoding, open, stream};
use super::unreadable::Unreadable;
use crate::diagnostic::Message;
use std::borrow::Cow;
use std::io::Read;

/// How a file is to be opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    /// of texts
    pub encoding: Encoding,
    /// which sheet of a workbook holds the cases; `全部` (or `all`): all that fit, one after the other
    pub sheet: Option<String>,
}

/// One text or one grid.
#[derive(Debug)]
pub(super) struct Input<'s> {
    /// the name that messages use
    pub(super) name: String,
    pub(super) body: Body<'s>,
    /// what it is, whatever it is called
    pub(super) format: Format,
}

#[derive(Debug)]
pub(super) enum Body<'s> {
    Text(Cow<'s, str>),
    Grid(Grid),
}

/// An opened file with the rows of one register.
#[derive(Debug)]
pub(super) struct OpenList<'s> {
    pub(super) register: String,
    pub(super) input: Input<'s>,
    pub(super) given: Given,
}

/// Opened files that belong together.
#[derive(Debug)]
pub(super) struct OpenLists<'s> {
    /// name of the folder, or of the workbook with a sheet for each register
    pub(super) folder: Option<String>,
    /// a wide sheet or nested records
    pub(super) base: Option<Input<'s>>,
    pub(super) lists: Vec<OpenList<'s>>,
    /// what there is to say about how they were opened
    pub(super) findings: Vec<Finding>,
}

/// A file that holds one thing, or a workbook.
pub(super) enum File<'s> {
    One(Input<'s>),
    Workbook(Vec<SheetGrid>),
}

/// Opens a file, whatever it is called.
pub(super) fn open_file<'s>(
    file: &str,
    bytes: &'s [u8],
    format: Format,
    opening: &Opening,
    findings: &mut Vec<Finding>,
) -> Result<File<'s>, Unreadable> {
    if bytes.len() > format.limit() {
        return Err(Unreadable::TooLarge { file: file.to_string(), bytes: bytes.len(), limit: format.limit() });
    }
    let empty = || Unreadable::Empty { file: file.to_string() };
    let Opened { content, format, encoding } =
        open(bytes, format, opening.encoding).map_err(|why| Unreadable::Unopened { file: file.to_string(), why })?;
    if (encoding, opening.encoding) == (Some(TextEncoding::Gb18030), Encoding::Auto) {
        findings.push(read_as_gb18030(file));
    }
    let body = match content {
        Content::Text(text) if text.trim().is_empty() => return Err(empty()),
        Content::Text(text) => Body::Text(text),
        Content::Grid(grid) => Body::Grid(grid),
        Content::Sheets(sheets) if sheets.iter().all(SheetGrid::is_blank) => return Err(empty()),
        Content::Sheets(sheets) => return Ok(File::Workbook(sheets)),
    };
    Ok(File::One(Input { name: file.to_string(), body, format }))
}

/// Opens a text that is no sheet of cases.
pub(super) fn open_text<'s>(file: &str, bytes: &'s [u8], format: Format) -> Result<Cow<'s, str>, Unreadable> {
    match open_file(file, bytes, format, &Opening::default(), &mut Vec::new())? {
        File::One(Input { body: Body::Text(text), .. }) => Ok(text),
        _ => Err(Unreadable::Workbook { file: file.to_string() }),
    }
}

/// A sheet that is read as it comes.
pub enum OpenInput {
    /// UTF-8 without a byte-order mark; a text that was UTF-8 before is not looked at
    Text {
        reader: Box<dyn Read + Send>,
        /// what there is to say about how it was opened
        findings: Vec<Finding>,
        /// the bytes are those of the file
        is_plain: bool,
    },
    /// what must be there as a whole, such as a workbook: its bytes
    Whole(Vec<u8>),
}

/// Opens a CSV file that is read as it comes. `file` is the name that messages use.
///
/// # Errors
/// When its start is no text that can be read.
pub fn open_input(file: &str, reader: Box<dyn Read + Send>, opening: &Opening) -> Result<OpenInput, Unreadable> {
    let broken = |error| Unreadable::broken(file, &error);
    match stream(reader, opening.encoding, true).map_err(broken)? {
        Stream::Whole(mut whole) => {
            let mut bytes = Vec::new();
            let limit = u64::try_from(Format::Workbook.limit()).unwrap_or(u64::MAX);
            whole.by_ref().take(limit).read_to_end(&mut bytes).map_err(broken)?;
            Ok(OpenInput::Whole(bytes))
        }
        Stream::Text(reader) => {
            let is_guess = (reader.encoding, opening.encoding) == (TextEncoding::Gb18030, Encoding::Auto);
            let findings = is_guess.then(|| read_as_gb18030(file)).into_iter().collect();
            let is_plain = reader.is_plain();
            Ok(OpenInput::Text { reader: Box::new(reader.unchecked()), findings, is_plain })
        }
    }
}

pub(super) fn read_as_gb18030(file: &str) -> Finding {
    let mut findings = Findings::new(file, RowUnit::Row);
    let message = Message::new("按 GB18030（GBK）编码读取", "it was read as GB18030 (GBK)");
    let finding = findings.add("D730", Severity::Notice, None, message);
    finding.help =
        Some(Message::new("字不对就用 --input-encoding 写明编码", "say --input-encoding if the characters are wrong"));
    finding.clone()
}
