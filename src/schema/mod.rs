//! Plan -> an empty sheet to fill in, and a JSON Schema of one case.

mod json_schema;
mod sheet;

pub use json_schema::json_schema;
pub use sheet::csv;
