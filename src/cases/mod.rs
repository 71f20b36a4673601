//! Case files -> cases: workbooks, CSV, JSON, JSON lines, YAML and Parquet, with every problem of the data found on the way.
//!
//! A bad cell never stops a batch: the fact is unknown for that case, and the cell becomes a [`Finding`].
//! Only a file that cannot be read at all is [`Unreadable`]. A case keeps one value for each slot of the
//! plan; how cells become membership in a register is decided in one place, `settle`.

mod alike;
mod answers;
mod aside;
mod assembled;
mod assembly;
mod bad_cell;
mod batch;
mod census;
mod compared;
mod csv;
mod date;
mod datum;
mod finding;
mod footer;
mod form;
mod format;
pub mod formula;
mod grid;
mod header;
mod headerless;
mod heading;
mod headers;
mod input;
mod inspect;
mod json;
mod keep;
mod layout;
mod list;
mod lists;
mod matching;
mod members;
mod needed;
mod nobody;
mod noted;
mod number;
mod numeral;
pub mod open;
mod opened;
mod parser_words;
mod period;
mod pick;
mod quoted;
mod record;
mod reject;
mod remark;
mod repeated;
mod rows;
mod settle;
mod shape;
mod sheet;
mod similar;
mod source;
mod stream;
mod text;
mod table;
mod told;
mod tree;
mod unclosed;
mod unreadable;
mod wide;
mod within;
mod yaml;

pub use alike::read_alike;
pub use answers::{Answer, read_answers};
pub use aside::Aside;
pub use batch::{Batch, Case, Unmatched};
pub(crate) use finding::in_order;
pub use finding::{Finding, RowUnit, Severity};
pub use form::Form;
pub use format::Format;
pub(crate) use format::unpacked_name;
pub use grid::Grid;
pub use input::{OpenInput, Opening, open_input};
pub use inspect::{Column, Guess, Inspection, Meaning, Oddity, OddityKind, Problem, SheetSeen, inspect, register_of};
pub use lists::{Given, List, Lists, Source};
pub(crate) use needed::needed_registers;
pub use reject::Reject;
pub(crate) use similar::closest;
pub use stream::{Block, Blocks, Found, Memory, Reader, Rows, open_stream};
pub use table::{Table, read_table};
pub use unreadable::Unreadable;
pub(crate) use yaml::document as yaml_document;

use crate::plan::Plan;
use crate::value::Month;
use input::Body;
use opened::Base;

/// A day as cells may write it: `2023-03-15`, `2023年3月15日`, ….
pub(crate) fn day(text: &str) -> Option<crate::value::Day> {
    date::day(text).ok()
}

/// A month as cells may write it: `2023-03`, `2023/3`, `2023年3月`, ….
pub(crate) fn month(text: &str) -> Option<Month> {
    date::month(text).ok()
}

/// What a reader is asked for besides the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Headers of columns whose texts are kept with each case, whether a rule reads them or not.
    pub keep: Vec<String>,
    pub opening: Opening,
}

/// Reads a case file. `file` is the name that messages use.
///
/// # Errors
/// When the file cannot be read at all.
pub fn read(plan: &Plan, file: &str, bytes: &[u8], format: Format) -> Result<Batch, Unreadable> {
    read_with(plan, file, bytes, format, &Options::default())
}

/// The same, keeping the texts of some columns.
///
/// # Errors
/// When the file cannot be read at all, or has no such column.
pub fn read_with(
    plan: &Plan,
    file: &str,
    bytes: &[u8],
    format: Format,
    options: &Options,
) -> Result<Batch, Unreadable> {
    let layout = layout::lay_out(plan).ok_or(Unreadable::PolicyWithoutKey)?.keeping(&options.keep);
    let mut findings = Vec::new();
    let input = match opened::open_base(&layout, file, bytes, format, &options.opening, &mut findings)? {
        Base::One(input) => input,
        Base::Lists(lists) => return assembly::assemble(&layout, &lists)?.read(&layout),
    };
    let file = input.name.as_str();
    let mut batch = match (&input.body, input.format) {
        (Body::Grid(grid), _) => wide::read(&layout, file, sheet::Sheet::of_grid(grid)),
        (Body::Text(text), Format::Json) => json::read(&layout, file, text),
        (Body::Text(text), Format::JsonLines) => json::read_lines(&layout, file, text),
        (Body::Text(text), Format::Yaml) => yaml::read(&layout, file, text),
        (Body::Text(text), _) => wide::read(&layout, file, sheet::Sheet::new(text)),
    }?;
    batch.findings.splice(..0, findings);
    Ok(batch)
}

/// Reads lists that belong together: the files of a folder, or a case file and lists beside it.
///
/// # Errors
/// When a file cannot be read at all, or there is none of the key register.
pub fn read_lists(plan: &Plan, lists: &Lists, options: &Options) -> Result<Batch, Unreadable> {
    let layout = layout::lay_out(plan).ok_or(Unreadable::PolicyWithoutKey)?.keeping(&options.keep);
    let lists = opened::open_lists(&layout, lists, &options.opening)?;
    assembly::assemble(&layout, &lists)?.read(&layout)
}

/// Lists put together.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// one nested record a person, in the order of the key register's file: what [`read`] reads into the same facts
    pub json_lines: String,
    pub batch: Batch,
    /// by register: how many rows its files have; none where it has no file of its own
    pub rows: Vec<Option<usize>>,
}

/// Puts lists together.
///
/// # Errors
/// As [`read_lists`].
pub fn assemble(plan: &Plan, lists: &Lists, opening: &Opening) -> Result<Assembled, Unreadable> {
    let layout = layout::lay_out(plan).ok_or(Unreadable::PolicyWithoutKey)?;
    let lists = opened::open_lists(&layout, lists, opening)?;
    let assembly = assembly::assemble(&layout, &lists)?;
    let (json_lines, rows) = (assembly.json_lines(&layout), assembly.counts.clone());
    Ok(Assembled { json_lines, batch: assembly.read(&layout)?, rows })
}
