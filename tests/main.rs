//! The one test binary. Tests go through the public surface.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod cases;
mod diagnostic_pages;
mod diagnostic_render;
mod examples;
mod readme;
mod run_files;
mod reference;
mod reasons;
