//! What a file looks like to the readers, before anything is decided.
//!
//! With a policy its cells are read as they would be for a decision, by the same readers; what these find is told column by
//! column. Without one, the cells themselves say what they look like.

mod column;
mod guess;
mod opening;
mod plain;
mod problems;
mod records;
mod wide;

pub use guess::Guess;

use super::finding::{Finding, RowUnit, Severity};
use super::input::{Body, Input, Opening};
use super::layout::{Layout, lay_out};
use super::list::ListColumns;
use super::lists::Source;
use super::open::TextEncoding;
use super::sheet::Sheet;
use super::source::Columns;
use super::unreadable::Unreadable;
use super::{Format, similar};
use crate::check::model::Type;
use crate::plan::Plan;
use column::Survey;
use opening::{Ready, ready};
use problems::Problems;

/// A file as the readers see it.
#[derive(Debug, Clone)]
pub struct Inspection {
    pub file: String,
    pub format: Format,
    pub bytes: usize,
    /// gzip or zstd
    pub packed: Option<&'static str>,
    /// of a text
    pub encoding: Option<TextEncoding>,
    /// of a workbook
    pub sheets: Vec<SheetSeen>,
    /// the register whose rows it has; none: a row is a person
    pub register: Option<String>,
    /// of a sheet: the last row of its header, and the rows above
    pub header: Option<(usize, Vec<usize>)>,
    /// what rows are counted in
    pub unit: RowUnit,
    /// rows or records about somebody
    pub rows: usize,
    /// rows below the header that are about nobody
    pub aside: usize,
    pub columns: Vec<Column>,
    pub problems: Vec<Problem>,
    /// why the policy's reader would not read it at all
    pub refused: Option<Unreadable>,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSeen {
    pub name: String,
    pub hidden: bool,
    /// how many rows are not blank
    pub rows: usize,
    /// It is the one that the reader takes.
    pub looked_at: bool,
}

/// A column of a sheet, or a field of records.
#[derive(Debug, Clone)]
pub struct Column {
    /// in one line
    pub header: String,
    pub meaning: Meaning,
    pub filled: usize,
    pub blank: usize,
    /// filled cells that are no value of the column's type
    pub unreadable: usize,
    /// the first different texts; numbers of identity and other long numbers are masked
    pub examples: Vec<String>,
    pub looks_like: Guess,
    /// how its cells are written, where that may surprise
    pub oddities: Vec<Oddity>,
}

/// What a column is to the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// There is no policy.
    Unasked,
    /// a fact: its canonical header, its register and its type; the key and numbers that join lists are facts, too
    Fact { header: String, register: String, ty: Type, is_key: bool },
    /// whether somebody is in a register
    Listed { register: String },
    /// a day of a row: 起, 止, 得知日期
    Day { header: String, register: String },
    /// The same as a column before it.
    Again { header: String },
    /// Nothing reads it. `near`: what may be meant.
    Unused { near: Option<String> },
}

/// Something about how cells are written. What can be read in one way only is no problem, but worth a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    pub kind: OddityKind,
    pub count: usize,
    /// the first row or record
    pub first: usize,
    pub examples: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OddityKind {
    /// numbers that a spreadsheet has damaged
    Damaged,
    /// dates as Excel's numbers of days
    Serial,
    /// the same value in several spellings
    Mixed,
    /// blanks inside names
    Blanks,
    /// characters that were lost in a conversion
    Lost,
}

/// What the readers find, taken together by kind and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// how often
    pub count: usize,
    /// the first of them
    pub first: Finding,
}

impl Inspection {
    /// Nothing was found that loses a fact or has to be mended.
    pub fn is_clean(&self) -> bool {
        let is_loss = |problem: &Problem| problem.first.severity != Severity::Notice;
        let is_damage = |oddity: &Oddity| matches!(oddity.kind, OddityKind::Damaged | OddityKind::Lost);
        self.refused.is_none()
            && !self.problems.iter().any(is_loss)
            && !self.columns.iter().any(|column| column.oddities.iter().any(is_damage))
    }
}

/// Looks at a file. `register`: it has the rows of this register, one of a folder's files.
///
/// # Errors
/// When it cannot be opened, is no text of its format, or the policy has no such register.
pub fn inspect(
    plan: Option<&Plan>,
    source: &Source,
    register: Option<&str>,
    opening: &Opening,
) -> Result<Inspection, Unreadable> {
    let layout = plan.map(|plan| lay_out(plan).ok_or(Unreadable::PolicyWithoutKey)).transpose()?;
    let named = layout.as_ref().zip(register).map(|(layout, register)| number_of(layout, register)).transpose()?;
    let policy = layout.as_ref().map(|layout| (layout, named.unwrap_or(layout.key_register())));
    let Ready { input, encoding, sheets, mut findings } = ready(policy, source, opening)?;
    let Source { bytes, .. } = source;
    let mut found = Inspection {
        file: input.name.clone(),
        format: input.format,
        packed: packed(bytes),
        bytes: bytes.len(),
        encoding,
        sheets,
        register: None,
        header: None,
        unit: super::source::unit(input.format),
        rows: 0,
        aside: 0,
        columns: Vec::new(),
        problems: Vec::new(),
        refused: None,
    };
    let mut problems = Problems::default();
    problems.take(&mut findings);
    let looked = match policy {
        None => {
            plain::look(&input, problems, &mut found);
            Ok(())
        }
        Some((layout, register)) if register != layout.key_register() => {
            found.register = layout.registers.get(register).map(|register| register.model.name.clone());
            records::of_list(layout, register, &input, problems, &mut found)
        }
        Some((layout, _)) => match sheet(&input) {
            Some(sheet) => wide::of_sheet(layout, sheet, problems, &mut found),
            None => records::of_people(layout, &input, problems, &mut found),
        },
    };
    match looked {
        Err(refused @ (Unreadable::NoKeyColumn { .. } | Unreadable::NoKeyInRecords { .. })) => {
            plain::look(&input, Problems::default(), &mut found);
            found.refused = Some(refused);
            Ok(found)
        }
        looked => looked.map(|()| found),
    }
}

/// The rows of a sheet; none where there are records.
fn sheet<'i>(input: &'i Input<'_>) -> Option<Sheet<'i>> {
    match (&input.body, input.format) {
        (Body::Grid(grid), _) => Some(Sheet::of_grid(grid)),
        (Body::Text(_), Format::Json | Format::JsonLines | Format::Yaml) => None,
        (Body::Text(text), _) => Some(Sheet::new(text)),
    }
}

/// How a file is packed.
fn packed(bytes: &[u8]) -> Option<&'static str> {
    let known = [("gzip", &b"\x1F\x8B"[..]), ("zstd", b"\x28\xB5\x2F\xFD")];
    known.into_iter().find(|(_, magic)| bytes.starts_with(magic)).map(|(name, _)| name)
}

fn number_of(layout: &Layout<'_>, register: &str) -> Result<usize, Unreadable> {
    layout.register_titled(register).ok_or_else(|| {
        let known: Vec<String> = layout.registers.iter().map(|register| register.model.name.clone()).collect();
        let near = similar::closest(register, known.iter().map(String::as_str)).map(str::to_string);
        Unreadable::NoSuchRegister { register: register.to_string(), known, near }
    })
}

/// The register that a file of a folder is named after, if it is not that of people.
pub fn register_of(plan: &Plan, name: &str) -> Option<String> {
    let layout = lay_out(plan)?;
    let register = layout.register_titled(name).filter(|register| *register != layout.key_register())?;
    layout.registers.get(register).map(|register| register.model.name.clone())
}

/// What an entry is.
fn meaning(layout: &Layout<'_>, entry: Option<usize>, header: &str) -> Meaning {
    let Some((entry, (register, column))) = entry.and_then(|entry| Some((entry, layout.place(entry)?))) else {
        let registers = layout.registers.iter().filter(|register| register.in_sheet);
        let entries: Vec<usize> = registers.flat_map(|register| register.entries.clone()).collect();
        // `低保户` is rather 低保 than 低保.起
        let near = |is_day: bool| {
            let entries = entries.iter().filter(|entry| layout.row_day(**entry).is_some() == is_day);
            similar::closest(header, entries.map(|entry| layout.header(*entry)))
        };
        return Meaning::Unused { near: near(false).or_else(|| near(true)).map(str::to_string) };
    };
    let (name, header) = (register.model.name.clone(), layout.header(entry).to_string());
    match column {
        Some(column) => {
            Meaning::Fact { header, register: name, ty: column.model.ty.clone(), is_key: entry == layout.key }
        }
        None if layout.row_day(entry).is_some() => {
            Meaning::Day { header: layout.header_within(entry).to_string(), register: name }
        }
        None => Meaning::Listed { register: name },
    }
}

/// What a column of a register's file is.
fn meaning_in_list(columns: &ListColumns<'_, '_>, header: &str) -> Meaning {
    let layout = columns.layout;
    let of_key = layout.registers.get(layout.key_register()).and_then(|key| key.entry_within(header));
    match columns.entry(header) {
        Some(entry) => meaning(layout, Some(entry), header),
        None if of_key.is_some() => meaning(layout, of_key, header),
        None => {
            let register = layout.registers.get(columns.register);
            let known = register.into_iter().flat_map(|register| register.entries.clone().skip(1));
            let near = similar::closest(header, known.map(|entry| layout.header_within(entry)));
            Meaning::Unused { near: near.map(str::to_string) }
        }
    }
}

impl Inspection {
    fn finish(&mut self, survey: Survey, problems: Problems) {
        self.columns = survey.columns(&problems);
        self.problems = problems.list();
    }
}
