//! A text that comes piece by piece -> blocks of whole rows.

use super::super::heading::SEARCHED;
use super::super::sheet::{Sheet, widest};
use super::super::unreadable::Unreadable;
use memchr::{memchr, memchr_iter, memrchr};
use std::io::Read;

/// About how many bytes a block has. Whatever the machine, so that the same file is always cut at the same places.
const BLOCK: usize = 1 << 20;

/// How far beyond a block a quotation mark may find its end; no row is longer.
const MARGIN: usize = 1 << 18;

/// Some rows of a text, one after the other.
#[derive(Debug)]
pub struct Block {
    pub(super) bytes: Vec<u8>,
    /// the number of its first row
    pub(super) row: usize,
}

/// The blocks of a text, in order.
pub struct Blocks {
    file: String,
    input: Box<dyn Read + Send>,
    /// what has been read beyond the last block
    buffer: Vec<u8>,
    ended: bool,
    row: usize,
    /// how many cells the header has
    pub(super) width: usize,
    /// how many bytes have been read
    read: u64,
}

impl Blocks {
    pub(super) fn new(file: &str, input: Box<dyn Read + Send>) -> Blocks {
        Blocks { file: file.to_string(), input, buffer: Vec::new(), ended: false, row: 1, width: 0, read: 0 }
    }

    /// How many bytes of text have been cut so far.
    pub fn position(&self) -> u64 {
        self.read - self.buffer.len() as u64
    }

    /// The next block; none at the end.
    ///
    /// # Errors
    /// When the file cannot be read further, or has a row that is too long.
    pub fn advance(&mut self) -> Result<Option<Block>, Unreadable> {
        self.fill()?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let (end, next) = if self.ended && self.buffer.len() <= BLOCK + MARGIN {
            (self.buffer.len(), self.row)
        } else {
            self.cut().ok_or_else(|| Unreadable::LongRow { file: self.file.clone(), row: self.row, limit: MARGIN })?
        };
        let rest = self.buffer.get(end..).unwrap_or_default().to_vec();
        let mut bytes = std::mem::replace(&mut self.buffer, rest);
        bytes.truncate(end);
        let row = std::mem::replace(&mut self.row, next);
        Ok(Some(Block { bytes, row }))
    }

    /// Reads until there is a block and its margin.
    fn fill(&mut self) -> Result<(), Unreadable> {
        let wanted = (BLOCK + MARGIN + 1).saturating_sub(self.buffer.len());
        if self.ended || wanted == 0 {
            return Ok(());
        }
        self.buffer.reserve(wanted);
        let read = self.input.by_ref().take(wanted as u64).read_to_end(&mut self.buffer);
        let read = read.map_err(|error| Unreadable::broken(&self.file, &error))?;
        self.ended = read < wanted;
        self.read += read as u64;
        Ok(())
    }

    /// Where the last row that ends within a block ends, and the number of the next; none if none does.
    fn cut(&self) -> Option<(usize, usize)> {
        let head = self.buffer.get(..BLOCK.min(self.buffer.len()))?;
        let is_plain = memchr(b'"', head).is_none()
            && memchr_iter(b'\r', head).all(|at| head.get(at + 1).is_none_or(|next| *next == b'\n'));
        if is_plain {
            let end = memrchr(b'\n', head)? + 1;
            let rows = memchr_iter(b'\n', head.get(..end)?).count();
            return Some((end, self.row + rows));
        }
        // only the reader of rows knows which line breaks end a row
        let whole = self.buffer.utf8_chunks().next().map(|chunk| chunk.valid())?;
        // before the header has been found, the widest row near the top is taken for it
        let width = if self.width == 0 { widest(whole, SEARCHED) } else { self.width };
        let mut sheet = Sheet::part(whole, self.row, width);
        let mut found = None;
        while sheet.advance() && sheet.place().0 < BLOCK {
            found = Some(sheet.place());
        }
        found
    }
}
