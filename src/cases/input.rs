//! Files that have been opened: each is one text or one grid, with the name that messages use.

use super::finding::{Finding, Findings, RowUnit, Severity};
use super::format::Format;
use super::grid::Grid;
use super::lists::Given;
use super::open::{Content, Encoding, Opened, SheetGrid, TextEncoding, open};
use super::unreadable::Unreadable;
use crate::diagnostic::Message;
use std::borrow::Cow;

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
    if let Some(encoding) = encoding {
        findings.extend(opened_as(file, encoding, opening.encoding));
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

/// What there is to say about the encoding of a text.
pub fn opened_as(file: &str, encoding: TextEncoding, said: Encoding) -> Vec<Finding> {
    match (encoding, said) {
        (TextEncoding::Gb18030, Encoding::Auto) => vec![read_as_gb18030(file)],
        _ => Vec::new(),
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
