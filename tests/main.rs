//! The one test binary. Tests go through the public surface.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod accrual;
mod analysis;
mod boundary;
mod bytes;
mod cases;
mod combination;
mod cli;
mod coverage;
mod days;
mod diagnostic_pages;
mod diagnostic_render;
mod diagnostics;
mod diff;
mod edit_words;
mod edits;
mod examples;
mod format;
mod formats;
mod generate;
mod impact;
mod inspect;
mod interview;
mod layers;
mod ledger;
mod lists;
mod months;
mod mutation;
mod order;
mod outputs;
mod policies;
mod readings;
mod readme;
mod reasons;
mod reference;
mod records;
mod region;
mod run_files;
mod sheets;
mod specimens;
mod stream;
mod spellings;
mod support;
mod testing;
mod timeline;
mod unknown;
mod worklist;
