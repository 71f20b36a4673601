//! Decisions -> files and screens: one file a format.

mod csv;
pub mod diff;
mod findings;
mod json;
mod markdown;
mod pretty;
mod trace;

pub use csv::csv;
pub use findings::findings_csv;
pub use json::{json, json_lines};
pub use markdown::markdown;
pub use pretty::{summary_text, table};
pub use trace::trace_text;

use crate::batch::{DecidedBenefit, DecidedCase};
use crate::calendar::Status;
use crate::diagnostic::Lang;
use crate::explain::amount_text;
use crate::plan::Plan;

/// The header of the key column, as the policy names it.
fn key_header(plan: &Plan) -> String {
    let key = plan.registers.iter().find_map(|register| register.columns.get(register.key?));
    key.map(|column| column.headers.first().unwrap_or(&column.name).clone()).unwrap_or_default()
}

/// The amount, blank when undetermined.
fn amount(benefit: &DecidedBenefit) -> String {
    if benefit.status == Status::Undetermined { String::new() } else { amount_text(benefit.amount.lo) }
}

fn total(case: &DecidedCase) -> String {
    case.total().map(amount_text).unwrap_or_default()
}

/// All reasons in one cell.
fn reason_text(benefit: &DecidedBenefit, lang: Lang) -> String {
    let list: Vec<String> = benefit.reasons.iter().map(|reason| reason.text(lang)).collect();
    list.join(if lang == Lang::Zh { "；" } else { "; " })
}
