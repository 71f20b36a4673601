//! One row of a wide sheet, filled in cell by cell.
//!
//! Cells are read as [`super::read`] reads those of a sheet: the same spellings, the same findings.

use super::finding::{Finding, Findings, RowUnit};
use super::layout::{Layout, lay_out};
use super::remark;
use super::settle::settle;
use super::similar::closest;
use super::text::clean;
use super::told::{self, Told, tell};
use super::unreadable::Unreadable;
use crate::eval::Facts;
use crate::plan::Plan;

/// The row below the header.
const ROW: usize = 2;

/// A row of which some cells are filled in; a fact without a cell is unknown.
#[derive(Debug)]
pub struct Form<'p> {
    layout: Layout<'p>,
    file: String,
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Cell {
    entry: usize,
    /// the header as it was given
    header: String,
    text: String,
}

impl<'p> Form<'p> {
    /// An empty row. `file` is the name that findings use.
    ///
    /// # Errors
    /// When no register of the policy has a key.
    pub fn new(plan: &'p Plan, file: &str) -> Result<Form<'p>, Unreadable> {
        let layout = lay_out(plan).ok_or(Unreadable::PolicyWithoutKey)?;
        Ok(Form { layout, file: file.to_string(), cells: Vec::new() })
    }

    /// The canonical header of the fact that a header of a sheet names.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.layout.entry(name).map(|entry| self.layout.header(entry))
    }

    /// The register of that fact, by its number, and its column unless it is the register's yes/no.
    pub fn place(&self, name: &str) -> Option<(usize, Option<usize>)> {
        let entry = self.layout.entry(name)?;
        let register = *self.layout.entries.get(entry)?;
        let first = self.layout.registers.get(register)?.entries.start;
        Some((register, entry.checked_sub(first + 1)))
    }

    /// Fills in a cell; a text that was there is replaced. False when no column has that header.
    pub fn put(&mut self, header: &str, text: &str) -> bool {
        let Some(entry) = self.layout.entry(header) else { return false };
        let cell = Cell { entry, header: clean(header).into_owned(), text: clean(text).into_owned() };
        match self.cells.iter_mut().find(|cell| cell.entry == entry) {
            Some(place) => *place = cell,
            None => self.cells.push(cell),
        }
        true
    }

    /// Empties a cell.
    pub fn clear(&mut self, header: &str) {
        let entry = self.layout.entry(header);
        self.cells.retain(|cell| Some(cell.entry) != entry);
    }

    /// The facts that the cells give, and what is wrong with them.
    pub fn read(&self) -> (Facts, Vec<Finding>) {
        let layout = &self.layout;
        let mut findings = Findings::new(&self.file, RowUnit::Row);
        findings.case = Some(0);
        let mut texts = layout.texts();
        let mut told = vec![Told::Untold; layout.entries.len()];
        for Cell { entry, header, text } in &self.cells {
            let result = tell(layout, *entry, text, told::Form::Wide, &mut texts).unwrap_or_else(|bad| {
                remark::bad_cell(layout, *entry, header, text, &bad, ROW, &mut findings);
                Told::Bad
            });
            remark::old_form(&result, header, text, ROW, &mut findings);
            if *entry == layout.key && text.is_empty() {
                remark::blank_key(layout, ROW, &mut findings);
            }
            if let Some(place) = told.get_mut(*entry) {
                *place = result;
            }
        }
        let (values, dated) = settle(layout, &told, ROW, &mut texts, &mut findings);
        (Facts { values, dated, texts: texts.own }, findings.list)
    }

    /// The word in a cell of that column by which the person is not in the register; none where no word says so.
    pub fn word_for_not_listed(&self, header: &str) -> Option<&'static str> {
        ["无", "否"].into_iter().find(|word| self.is_not_listed(header, word))
    }

    /// Whether a text in a cell of that column says that the person is not in the register.
    pub fn is_not_listed(&self, header: &str, text: &str) -> bool {
        matches!(self.told(header, text), Some(Told::NotListed))
    }

    /// 无 where it says that the fact is known not to be.
    pub fn word_for_none(&self, header: &str) -> Option<&'static str> {
        ["无"].into_iter().find(|word| matches!(self.told(header, word), Some(Told::None)))
    }

    /// Whether a text says nothing about a fact: a blank where a blank has no meaning.
    pub fn says_nothing(&self, header: &str, text: &str) -> bool {
        matches!(self.told(header, text), Some(Told::Blank | Told::Untold))
    }

    fn told(&self, header: &str, text: &str) -> Option<Told> {
        let entry = self.layout.entry(header)?;
        tell(&self.layout, entry, &clean(text), told::Form::Wide, &mut self.layout.texts()).ok()
    }

    /// Whether the cells of a column are personal numbers.
    pub fn is_personal(&self, header: &str) -> bool {
        let place = self.layout.entry(header).and_then(|entry| self.layout.place(entry));
        matches!(place, Some((_, Some(column))) if column.kind.is_personal())
    }

    /// The one header of a sheet that a name resembles. Of two characters one may differ.
    pub fn similar(&self, name: &str) -> Option<&str> {
        let registers = self.layout.registers.iter().filter(|register| register.in_sheet);
        let headers: Vec<&str> = registers
            .flat_map(|register| register.entries.clone().skip(usize::from(register.model.is_key())))
            .map(|entry| self.layout.header(entry))
            .collect();
        let name = clean(name);
        closest(&name, headers.iter().copied()).or_else(|| {
            let mut near = headers.into_iter().filter(|header| is_half(&name, header));
            let first = near.next()?;
            near.all(|other| other == first).then_some(first)
        })
    }
}

/// Two characters each, of which one is the same.
fn is_half(name: &str, other: &str) -> bool {
    let pairs = || name.chars().zip(other.chars());
    name.chars().count() == 2 && other.chars().count() == 2 && pairs().filter(|(one, two)| one == two).count() == 1
}
