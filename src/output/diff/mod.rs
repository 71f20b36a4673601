//! Two versions of a policy side by side -> what is shown: one file a format.

mod cases;
mod closing;
mod csv;
pub(in crate::output) mod impact;
pub(in crate::output) mod json;
pub(in crate::output) mod markdown;
pub(in crate::output) mod money;
mod pretty;
mod touched;
pub(in crate::output) mod words;

pub use cases::{Example, example_cases, examples_csv};
pub use closing::closing;
pub use csv::{csv, report};
pub use json::json;
pub use markdown::markdown;
pub use pretty::pretty;
