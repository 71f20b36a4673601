//! The table of keywords, read from the grammar itself: its lines `kw_… = @{ ("中文" | "english" | …) }`.

use super::parser::Rule;
use crate::diagnostic::Lang;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A keyword or operator: the name of its line in the grammar's table.
pub type Keyword = Rule;

const GRAMMAR: &str = include_str!("../../grammar/policy.pest");

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeywordEntry {
    /// the rule's name in the grammar, `kw_benefit`
    pub rule: &'static str,
    /// every accepted spelling: Chinese, English, then variants; a symbol has no separate English spelling
    pub words: Vec<&'static str>,
}

static TABLE: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| table().into_iter().map(|entry| (entry.rule, entry.words)).collect());

/// The whole table, in the grammar's order.
pub fn table() -> Vec<KeywordEntry> {
    GRAMMAR.lines().filter_map(entry).collect()
}

fn entry(line: &'static str) -> Option<KeywordEntry> {
    let (rule, definition) = line.split_once('=')?;
    let rule = rule.trim();
    let is_keyword = ["kw_", "op_", "p_"].iter().any(|prefix| rule.starts_with(prefix));
    is_keyword.then(|| KeywordEntry { rule, words: definition.split('"').skip(1).step_by(2).collect() })
}

/// The canonical spelling of a keyword, operator or mark in a language.
pub fn word(keyword: Keyword, lang: Lang) -> &'static str {
    let words = TABLE.get(format!("{keyword:?}").as_str()).map(Vec::as_slice).unwrap_or_default();
    let english = format!("{keyword:?}").starts_with("kw_") && lang == Lang::En;
    words.get(usize::from(english)).or(words.first()).copied().unwrap_or_default()
}
