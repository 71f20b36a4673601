//! The rows of a block.

use super::super::aside::Aside;
use super::super::batch::Case;
use super::super::finding::{Finding, Findings, RowUnit, Severity};
use super::super::reject::Reject;
use super::super::sheet::Sheet;
use super::super::text::clean;
use super::super::told::Told;
use super::{Memory, Reader};
use crate::value::Value;
use std::borrow::Cow;

/// What came to light while the rows of a block were read.
#[derive(Debug)]
pub struct Found {
    /// [`Finding::case`] counts those of the block
    pub findings: Vec<Finding>,
    /// rows that are about nobody
    pub aside: Aside,
    /// how many rows there were, of every kind
    pub rows: usize,
}

/// The rows of a block, one at a time.
pub struct Rows<'r, 'p> {
    reader: &'r Reader<'p>,
    memory: &'r mut Memory<'p>,
    sheet: Sheet<'r>,
    findings: Findings<'r>,
    told: Vec<Told>,
    aside: Aside,
    /// the current row can be told by its signature
    is_plain: bool,
    /// how many rows there were so far
    seen: usize,
    /// how many rows of the block before the current one are about somebody
    before: Option<usize>,
}

impl<'r, 'p> Rows<'r, 'p> {
    pub(super) fn new(reader: &'r Reader<'p>, text: &'r str, row: usize, memory: &'r mut Memory<'p>) -> Rows<'r, 'p> {
        Rows {
            sheet: Sheet::part(text, row, reader.wide.sources.len()),
            findings: Findings::new(&reader.file, RowUnit::Row),
            told: Vec::new(),
            aside: Aside::default(),
            is_plain: false,
            seen: 0,
            before: None,
            reader,
            memory,
        }
    }

    /// Moves to the next row that is about somebody; false at the end of the block.
    pub fn advance(&mut self) -> bool {
        while self.sheet.advance() {
            self.seen += 1;
            if let Some(nobody) = self.reader.wide.places.nobody(&self.sheet) {
                self.aside.note(self.sheet.row, nobody);
                continue;
            }
            self.before = Some(self.before.map_or(0, |before| before + 1));
            self.findings.case = self.before;
            let Reader { layout, wide, .. } = self.reader;
            let is_whole = self.sheet.cells.len() == wide.sources.len() && self.sheet.unclosed.is_none();
            self.is_plain = is_whole && self.memory.sign(layout, &self.sheet.cells);
            if self.is_plain {
                self.note(None);
            }
            return true;
        }
        false
    }

    /// The number of the current row, as Excel counts.
    pub fn number(&self) -> usize {
        self.sheet.row
    }

    /// What a decision on the current row depends on; none where the row has to be read, because something is to be
    /// told about it. Within one [`Memory`], rows of the same signature are decided alike.
    pub fn signature(&self) -> Option<usize> {
        self.is_plain.then(|| self.memory.signature())
    }

    /// The key of the current row.
    pub fn key(&self) -> Cow<'r, str> {
        match self.memory.key_cell.and_then(|cell| self.sheet.cells.get(cell)) {
            // cells of a text live as long as the block
            Some(Cow::Borrowed(cell)) => clean(cell),
            Some(cell) => Cow::Owned(clean(cell).into_owned()),
            None => Cow::Borrowed(""),
        }
    }

    /// The text in the column of a fact, by its slot; none where no column of the file gives it.
    pub fn cell_of(&self, slot: usize) -> Option<&str> {
        let cell = self.memory.cell_of(slot)?;
        self.sheet.cells.get(cell).map(|cell| &**cell)
    }

    /// Notes whom the current row is about, so that repeated keys and numbers are found. `case`: the row, if it was read.
    fn note(&mut self, case: Option<&Case>) {
        let key = self.key();
        let row = self.sheet.row;
        let Memory { numbers, person_slots, noted, trouble, .. } = &mut *self.memory;
        let done = match case {
            None => noted.note(&key, numbers.iter().copied(), row),
            Some(case) => {
                let known = |slot: usize| case.facts.values.get(slot).filter(|value| value.is_known());
                let numbers = person_slots.iter().enumerate();
                noted.note(&key, numbers.filter_map(|(column, slot)| Some((column, known(*slot)?.lo))), row)
            }
        };
        if let Err(error) = done {
            trouble.get_or_insert(error);
        }
    }

    /// Whether rows of the same signature may give a fact different values.
    pub fn may_differ(&self, slot: usize) -> bool {
        self.memory.may_differ(slot)
    }

    /// What the current row says of a fact, by its slot: its value, and texts that are no constants of the plan.
    pub fn value_of(&mut self, slot: usize) -> Option<(Value, Vec<String>)> {
        self.memory.value_of(&self.reader.layout, slot, &self.sheet.cells)
    }

    /// Reads the current row into facts, and what is wrong with it into the findings.
    pub fn case(&mut self) -> Case {
        let Reader { layout, wide, .. } = self.reader;
        let case = wide.read_row(layout, &self.sheet, &mut self.told, &mut self.findings);
        if !self.is_plain {
            self.note(Some(&case));
        }
        case
    }

    /// The current row, if it could not be read: nobody knows what its cells say, or whom it is about. `found`: how much
    /// was found wrong before it.
    pub fn reject(&mut self, found: usize) -> Option<Reject> {
        let of_row = self.findings.list.get_mut(found..).unwrap_or_default();
        let is_reason =
            |finding: &&Finding| matches!(finding.code, "D709" | "D710") && finding.severity == Severity::Error;
        let reason = of_row.iter().find(is_reason)?.message.clone();
        // it is no case
        of_row.iter_mut().for_each(|finding| finding.case = None);
        self.before = self.before.and_then(|before| before.checked_sub(1));
        let cells = self.sheet.cells.iter().map(|cell| cell.to_string()).collect();
        Some(Reject { row: self.sheet.row, reason, cells })
    }

    /// How much was found wrong so far.
    pub fn found(&self) -> usize {
        self.findings.list.len()
    }

    /// What was found wrong in this block.
    pub fn finish(self) -> Found {
        Found { findings: self.findings.list, aside: self.aside, rows: self.seen }
    }
}
