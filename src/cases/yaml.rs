//! YAML -> a tree -> records -> cases. Anchors and merge keys (`<<`) are followed.

use super::batch::Batch;
use super::json::read_document;
use super::layout::Layout;
use super::parser_words;
use super::tree::Tree;
use super::unreadable::Unreadable;
use crate::diagnostic::Message;
use serde::de::DeserializeOwned;
use serde_saphyr::{Budget, Options};

pub(super) fn read(layout: &Layout<'_>, file: &str, text: &str) -> Result<Batch, Unreadable> {
    let tree: Tree = document(text).map_err(|broken| unreadable(file, broken))?;
    read_document(layout, file, tree)
}

pub(super) fn unreadable(file: &str, broken: BrokenYaml) -> Unreadable {
    let BrokenYaml { line, column, detail } = broken;
    Unreadable::BrokenYaml { file: file.to_string(), line, column, detail }
}

/// Why a text is no YAML document, and where: line and column from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BrokenYaml {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) detail: Message,
}

/// Reads one document.
pub(crate) fn document<T: DeserializeOwned>(text: &str) -> Result<T, BrokenYaml> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| {
        let error = error.without_snippet();
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        BrokenYaml {
            line: usize::try_from(line).unwrap_or(1),
            column: usize::try_from(column).unwrap_or(1),
            detail: parser_words::of_yaml(error),
        }
    })
}

/// Keys such as `001` stay text, and so do `yes` and `no`, which are read by the column's type. A key that
/// occurs twice in one record is an error.
fn options() -> Options {
    serde_saphyr::options! {
        budget: budget(),
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    }
}

/// Records are shallow; the other limits only keep a hostile file from filling the memory.
fn budget() -> Option<Budget> {
    serde_saphyr::budget! {
        max_depth: 64,
        max_documents: 1,
        max_events: 50_000_000,
        max_nodes: 25_000_000,
        max_total_scalar_bytes: 256 << 20,
        // many cases may share one anchored base; what aliases replay is bounded by itself
        enforce_alias_anchor_ratio: false,
    }
}
