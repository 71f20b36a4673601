//! A wide sheet that is read block by block, so that its rows never stand in memory all at once.
//!
//! Each row is first looked at through its signature ([`Rows::signature`]): rows of the same signature are decided alike,
//! so that only the first of them has to be read into facts.

mod blocks;
mod codes;
mod outcomes;
mod rows;
mod signature;

pub use blocks::{Block, Blocks};
pub use rows::{Found, Rows};
pub use signature::Memory;

use super::aside::{Aside, report_aside};
use super::batch::report_no_case;
use super::finding::{Finding, Findings, RowUnit};
use super::layout::{Layout, lay_out};
use super::open::Unopened;
use super::repeated::{report_repeated, unable};
use super::sheet::Sheet;
use super::unreadable::Unreadable;
use super::wide::Wide;
use crate::plan::Plan;
use crate::value::Day;
use std::io::Read;

/// What all blocks of a file have in common.
#[derive(Debug)]
pub struct Reader<'p> {
    plan: &'p Plan,
    layout: Layout<'p>,
    file: String,
    wide: Wide,
    /// the days on which it will be decided
    days: (Day, Day),
    /// what is wrong with the header
    pub findings: Vec<Finding>,
}

/// Opens a CSV text and reads its header. `file` is the name that messages use; rows will be decided over `days`.
///
/// # Errors
/// When the file has no header that can be used.
pub fn open_stream<'p>(
    plan: &'p Plan,
    file: &str,
    input: Box<dyn Read + Send>,
    days: (Day, Day),
) -> Result<(Reader<'p>, Blocks, Block), Unreadable> {
    let layout = lay_out(plan).ok_or(Unreadable::PolicyWithoutKey)?;
    let mut blocks = Blocks::new(file, input);
    let mut findings = Findings::new(file, RowUnit::Row);
    let Some(mut first) = blocks.advance()? else { return Err(Unreadable::Empty { file: file.to_string() }) };
    let text = first.text(file)?;
    if text.trim().is_empty() {
        return Err(Unreadable::Empty { file: file.to_string() });
    }
    let mut sheet = Sheet::new(text);
    let wide = Wide::open(&layout, &mut sheet, &mut findings)?;
    let (below, row) = sheet.place();
    first.bytes.drain(..below);
    first.row = row;
    blocks.width = wide.sources.len();
    let reader = Reader { plan, layout, file: file.to_string(), wide, days, findings: findings.list };
    Ok((reader, blocks, first))
}

impl Block {
    fn text(&self, file: &str) -> Result<&str, Unreadable> {
        simdutf8::compat::from_utf8(&self.bytes).map_err(|error| {
            let before = self.bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = self.row + memchr::memchr_iter(b'\n', before).count();
            Unreadable::Unopened { file: file.to_string(), why: Unopened::NotText { line, sheet: true } }
        })
    }
}

impl<'p> Reader<'p> {
    /// The name of the file, for messages.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The headers of the file.
    pub fn headers(&self) -> Vec<String> {
        self.wide.sources.iter().map(|source| source.header.clone()).collect()
    }

    /// What concerns several rows, or the file as a whole. `rows`: how many rows were about somebody. Also says how many
    /// different people they were about.
    pub fn close(&self, memories: Vec<Memory<'p>>, aside: &Aside, rows: usize) -> (Vec<Finding>, usize) {
        let mut findings = Findings::new(&self.file, RowUnit::Row);
        report_aside(aside, &mut findings);
        report_no_case(rows, &mut findings);
        let (mut noted, mut trouble) = (Vec::new(), None);
        for memory in memories {
            noted.push(memory.noted);
            trouble = trouble.or(memory.trouble);
        }
        let reported = match trouble {
            Some(error) => Err(error),
            None => report_repeated(&self.layout, &mut noted, |row| (None, row), &mut findings),
        };
        let repeated = reported.unwrap_or_else(|error| {
            unable(&error, &mut findings);
            0
        });
        (findings.list, rows.saturating_sub(repeated))
    }

    /// The rows of a block.
    ///
    /// # Errors
    /// When it is no UTF-8.
    pub fn rows<'r>(&'r self, block: &'r Block, memory: &'r mut Memory<'p>) -> Result<Rows<'r, 'p>, Unreadable> {
        Ok(Rows::new(self, block.text(&self.file)?, block.row, memory))
    }
}
