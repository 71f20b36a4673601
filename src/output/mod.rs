//! Decisions -> files and screens: one file a format.

mod coverage;
mod csv;
pub mod diff;
mod encoding;
mod findings;
pub mod inspect;
mod interview;
mod interview_json;
mod json;
pub mod ledger;
mod lines;
mod markdown;
mod mutation;
#[cfg(feature = "parquet")]
mod parquet;
mod pretty;
mod rejects;
mod report;
mod results;
mod schedule;
mod sheet;
pub mod readings;
mod test_json;
mod test_junit;
mod test_pretty;
mod trace;
mod workbook;
pub mod worklist;

pub use coverage::{coverage_json, coverage_text, percent_text};
pub use csv::{csv, csv_of};
pub use encoding::Encoding;
pub use findings::{finding_lines, findings_csv};
pub use interview::{bounds_text, interview_text, question_text};
pub use interview_json::interview_json;
pub use json::{json, json_lines};
pub use lines::{LineBlock, Lines};
pub use markdown::markdown;
pub use mutation::{mutation_json, mutation_text};
#[cfg(feature = "parquet")]
pub use parquet::results_parquet;
pub use pretty::{summary_text, table};
pub use rejects::{reject_lines, rejects_header};
pub use report::{Cell, ListOf, Report};
pub use results::{Closing, ResultWriter, ResultsOf};
pub use schedule::{
    due_text, schedule_closing, schedule_report, schedule_summary, settlement_closing, settlement_report,
};
pub use sheet::{sheet_csv, sheet_json_lines};
pub use test_json::{tests_github, tests_json};
pub use test_junit::tests_junit;
pub use test_pretty::{counts_text, tests_text};
pub use trace::trace_text;
pub use workbook::results_workbook;

use crate::batch::{amount, key_header, reason_text, total};
