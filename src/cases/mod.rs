//! Case files -> cases: CSV, JSON, JSON lines and YAML, with every problem of the data found on the way.
//!
//! A bad cell never stops a batch: the fact is unknown for that case, and the cell becomes a [`Finding`].
//! Only a file that cannot be read at all is [`Unreadable`]. A case keeps one value for each slot of the
//! plan; how cells become membership in a register is decided in one place, `settle`.

mod alike;
mod answers;
mod bad_cell;
mod batch;
mod census;
mod compared;
mod csv;
mod date;
mod datum;
mod finding;
mod form;
mod format;
mod headers;
mod json;
mod layout;
mod needed;
mod number;
mod parser_words;
mod period;
mod quoted;
mod record;
mod remark;
mod repeated;
mod rows;
mod settle;
mod shape;
mod sheet;
mod similar;
mod text;
mod table;
mod told;
mod tree;
mod unreadable;
mod yaml;

pub use alike::read_alike;
pub use answers::{Answer, read_answers};
pub use batch::{Batch, Case};
pub use finding::{Finding, RowUnit, Severity};
pub use form::Form;
pub use format::Format;
pub(crate) use needed::needed_registers;
pub(crate) use similar::closest;
pub use table::{Table, read_table};
pub use unreadable::Unreadable;
pub(crate) use yaml::document as yaml_document;

use crate::plan::Plan;
use crate::value::Month;

/// A day as cells may write it: `2023-03-15`, `2023年3月15日`, ….
pub(crate) fn day(text: &str) -> Option<crate::value::Day> {
    date::day(text).ok()
}

/// A month as cells may write it: `2023-03`, `2023/3`, `2023年3月`, ….
pub(crate) fn month(text: &str) -> Option<Month> {
    date::month(text).ok()
}

/// Reads a case file. `file` is the name that messages use.
pub fn read(plan: &Plan, file: &str, bytes: &[u8], format: Format) -> Result<Batch, Unreadable> {
    let layout = layout::lay_out(plan).ok_or(Unreadable::PolicyWithoutKey)?;
    let text = text::decode(file, bytes, format)?;
    match format {
        Format::Csv => csv::read(&layout, file, text),
        Format::Json => json::read(&layout, file, text),
        Format::JsonLines => json::read_lines(&layout, file, text),
        Format::Yaml => yaml::read(&layout, file, text),
    }
}
