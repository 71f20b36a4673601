//! JSON documents and JSON lines -> records -> cases.

use super::batch::{Batch, finish};
use super::census::Census;
use super::finding::{Findings, RowUnit, Severity};
use super::layout::Layout;
use super::parser_words;
use super::record::{read_record, unreadable_record};
use super::tree::Tree;
use super::unreadable::Unreadable;
use crate::diagnostic::Message;

pub(super) fn read(layout: &Layout<'_>, file: &str, text: &str) -> Result<Batch, Unreadable> {
    let tree = serde_json::from_str(text).map_err(|error| broken(file, text, &error))?;
    read_document(layout, file, tree)
}

/// A document that is a list of records, `{"个案": …}`, a mapping from key to record, or one record.
pub(super) fn read_document(layout: &Layout<'_>, file: &str, tree: Tree) -> Result<Batch, Unreadable> {
    let records = records(layout, tree).ok_or_else(|| Unreadable::NoRecords { file: file.to_string() })?;
    let mut findings = Findings::new(file, RowUnit::Record);
    let mut census = Census::new(layout);
    let mut cases = Vec::with_capacity(records.len());
    for (index, (key, record)) in records.into_iter().enumerate() {
        findings.case = Some(index);
        cases.push(read_record(layout, key, record, index + 1, &mut census, &mut findings));
    }
    findings.case = None;
    census.report(layout, &mut findings)?;
    Ok(finish(layout, cases, findings))
}

/// One record a line; a line that cannot be read spoils no other.
pub(super) fn read_lines(layout: &Layout<'_>, file: &str, text: &str) -> Result<Batch, Unreadable> {
    let mut findings = Findings::new(file, RowUnit::Row);
    let mut census = Census::new(layout);
    let mut cases = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let row = index + 1;
        findings.case = Some(cases.len());
        match serde_json::from_str(line) {
            Ok(record) => cases.push(read_record(layout, None, record, row, &mut census, &mut findings)),
            Err(error) => {
                let (column, detail) = (column(line, error.column()), parser_words::of_json(&error));
                let message = Message::new(
                    format!("第 {column} 字附近不是完整的 JSON（{}），这一行没有编号，事实全部未知", detail.zh),
                    format!(
                        "not valid JSON near column {column} ({}); the case has no key and no known facts",
                        detail.en
                    ),
                );
                findings.add("D709", Severity::Error, Some(row), message);
                cases.push(unreadable_record(layout, row));
            }
        }
    }
    findings.case = None;
    census.report(layout, &mut findings)?;
    Ok(finish(layout, cases, findings))
}

pub(super) fn records(layout: &Layout<'_>, tree: Tree) -> Option<Vec<(Option<String>, Tree)>> {
    match tree {
        Tree::List(list) => Some(list.into_iter().map(|record| (None, record)).collect()),
        Tree::Map(map) => {
            if map.iter().any(|(name, _)| layout.entry(name) == Some(layout.key)) {
                return Some(vec![(None, Tree::Map(map))]);
            }
            let mut map = map;
            if let Some(at) = map.iter().position(|(name, _)| matches!(name.trim(), "个案" | "cases")) {
                return match map.swap_remove(at).1 {
                    Tree::List(list) => Some(list.into_iter().map(|record| (None, record)).collect()),
                    Tree::Map(map) => keyed(map),
                    _ => None,
                };
            }
            keyed(map)
        }
        _ => None,
    }
}

fn keyed(map: Vec<(String, Tree)>) -> Option<Vec<(Option<String>, Tree)>> {
    let all_records = map.iter().all(|(_, record)| matches!(record, Tree::Map(_)));
    (all_records && !map.is_empty()).then(|| map.into_iter().map(|(key, record)| (Some(key), record)).collect())
}

pub(super) fn broken(file: &str, text: &str, error: &serde_json::Error) -> Unreadable {
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    Unreadable::BrokenJson {
        file: file.to_string(),
        line: error.line(),
        column: column(line, error.column()),
        detail: parser_words::of_json(error),
    }
}

/// Bytes -> characters, from 1.
pub(super) fn column(line: &str, bytes: usize) -> usize {
    line.char_indices().take_while(|(start, _)| *start < bytes).count().max(1)
}
