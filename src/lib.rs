#![doc = include_str!("ARCHITECTURE.md")]

// in reading order
pub mod value;
pub mod diagnostic;
pub mod syntax;
pub mod format;
pub mod check;
pub mod plan;
pub mod eval;
pub mod calendar;
pub mod identity;
pub mod region;
pub mod cases;
pub mod explain;
pub mod batch;
pub mod schedule;
pub mod analysis;
pub mod doc;
pub mod schema;
pub mod testing;
pub mod diff;
pub mod readings;
pub mod interview;
pub mod ledger;
pub mod worklist;
pub mod output;
pub mod cli;
