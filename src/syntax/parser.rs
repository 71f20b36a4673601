//! Runs the grammar over a file. A mistake spoils one declaration; reading goes on at the next.

use super::ast::{Declaration, File};
use super::comments::{brackets, comments};
use super::from_pairs::Builder;
use super::problem::Problem;
use super::{Span, keyword, limits};
use crate::diagnostic::{Diagnostic, Lang, sort};
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/policy.pest"]
struct PolicyParser;

/// What was understood of a file, and what was not.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    pub file: File,
    /// sorted by place; empty when the text is well formed
    pub problems: Vec<Diagnostic>,
    /// the language of the first keyword
    pub keywords: Lang,
}

/// Reads a policy file.
pub fn parse(source: &str) -> Parsed {
    let mut problems = Vec::new();
    let mut declarations = Vec::new();
    match limits::exceeded(source) {
        Some(problem) => problems.push(problem),
        None => match whole(source, &mut problems) {
            Some(all) => declarations = all,
            None => declarations = one_by_one(source, &mut problems),
        },
    }
    let mut problems: Vec<Diagnostic> = problems.iter().map(Problem::report).collect();
    sort(&mut problems);
    let first = source.get(skip_trivia(source, 0)..).and_then(|rest| rest.chars().next());
    let keywords = if first.is_some_and(|c| c.is_ascii()) { Lang::En } else { Lang::Zh };
    Parsed { file: File { declarations, comments: comments(source) }, problems, keywords }
}

/// The fast path: a file without syntax mistakes.
fn whole(source: &str, problems: &mut Vec<Problem>) -> Option<Vec<Declaration>> {
    let file = PolicyParser::parse(Rule::file, source).ok()?.next()?;
    let mut builder = Builder::new(0, problems);
    Some(
        file.into_inner()
            .filter(|pair| pair.as_rule() == Rule::declaration)
            .filter_map(|pair| builder.declaration(pair))
            .collect(),
    )
}

/// Declaration after declaration, each on its own, so that one mistake does not hide the next.
fn one_by_one(source: &str, problems: &mut Vec<Problem>) -> Vec<Declaration> {
    let mut declarations = Vec::new();
    let mut at = skip_trivia(source, 0);
    while at < source.len() {
        let rest = source.get(at..).unwrap_or_default();
        match PolicyParser::parse(Rule::lone_declaration, rest) {
            Ok(mut pairs) => {
                let Some(pair) = pairs.next().and_then(|lone| lone.into_inner().next()) else { break };
                let end = pair.as_span().end();
                if let Some(declaration) = Builder::new(at, problems).declaration(pair) {
                    declarations.push(declaration);
                }
                at = skip_trivia(source, at + end.max(1));
            }
            Err(error) => {
                let offset = match error.location {
                    InputLocation::Pos(position) | InputLocation::Span((position, _)) => position,
                };
                let failed = at + offset;
                let complete = complete_declaration(source, at, failed, problems);
                let began = if complete.is_some() && begins_line(source, failed) { failed } else { at };
                declarations.extend(complete);
                problems.push(explain(source, began, failed, &error.variant));
                at = next_declaration(source, at, failed);
            }
        }
    }
    declarations
}

/// A declaration that is whole, though what follows it at `failed` is not another.
fn complete_declaration(source: &str, at: usize, failed: usize, problems: &mut Vec<Problem>) -> Option<Declaration> {
    let pair = PolicyParser::parse(Rule::declaration, source.get(at..)?).ok()?.next()?;
    let ends = at + pair.as_span().end();
    if skip_trivia(source, ends) != failed {
        return None;
    }
    Builder::new(at, problems).declaration(pair)
}

/// Only blanks stand before a place on its line.
fn begins_line(source: &str, at: usize) -> bool {
    let line = source.get(..at).and_then(|before| before.rsplit('\n').next());
    line.is_some_and(|line| line.trim().is_empty())
}

/// The start of the first declaration after a failed one: a line that begins with a declaration's word.
fn next_declaration(source: &str, began: usize, failed: usize) -> usize {
    let mut line_start = source.get(..failed).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    loop {
        let rest = source.get(line_start..).unwrap_or_default();
        let text = rest.trim_start_matches([' ', '\t', '\u{3000}']);
        if line_start > began && declaration_word(text).is_some() {
            return line_start + (rest.len() - text.len());
        }
        match rest.find('\n') {
            Some(newline) => line_start += newline + 1,
            None => return source.len(),
        }
    }
}

fn declaration_word(text: &str) -> Option<Rule> {
    let word = PolicyParser::parse(Rule::declaration_word, text).ok()?.next()?;
    word.into_inner().next().map(|word| word.as_rule())
}

/// Every word that begins a declaration, in both languages.
fn declaration_words() -> impl Iterator<Item = &'static str> {
    let is_declaration =
        |entry: &keyword::KeywordEntry| entry.words.iter().any(|word| declaration_word(word).is_some());
    keyword::table().into_iter().filter(is_declaration).flat_map(|entry| entry.words)
}

/// Skips blanks and comments.
fn skip_trivia(source: &str, mut at: usize) -> usize {
    while let Some(c) = source.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() || c == '\u{FEFF}' {
            at += c.len_utf8();
        } else if c == '#' || c == '＃' {
            at += source.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(source.len() - at);
        } else {
            break;
        }
    }
    at
}

fn explain(source: &str, began: usize, failed: usize, variant: &ErrorVariant<Rule>) -> Problem {
    let found = token_at(source, failed);
    let span = Span::new(failed, failed + found.len());
    if failed == began {
        let suggestion = nearest(found, declaration_words());
        return Problem::UnknownDeclaration { span, suggestion, found: found.to_string() };
    }
    if found.starts_with(['"', '“', '＂', '「']) && !quotation_closes(source, failed) {
        return Problem::UnclosedText {
            span: Span::new(failed, failed + found.chars().next().map_or(0, char::len_utf8)),
        };
    }
    let at_end = found.is_empty() || next_declaration(source, began, failed) == failed;
    if at_end && let Some(open) = open_bracket(source, began, failed) {
        return Problem::Unclosed { open, end: span };
    }
    let positives = match variant {
        ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        ErrorVariant::CustomError { .. } => &[],
    };
    let found = found.to_string();
    Problem::Unexpected {
        span,
        found,
        expected_zh: expected(positives, Lang::Zh),
        expected_en: expected(positives, Lang::En),
    }
}

fn quotation_closes(source: &str, at: usize) -> bool {
    let line = source.get(at..).unwrap_or_default().split('\n').next().unwrap_or_default();
    let mut chars = line.chars();
    let close = match chars.next() {
        Some('“') => '”',
        Some('「') => '」',
        Some(other) => other,
        None => return false,
    };
    chars.any(|c| c == close)
}

/// The innermost bracket that is still open at `failed`.
fn open_bracket(source: &str, began: usize, failed: usize) -> Option<Span> {
    let mut open = Vec::new();
    for (at, c) in brackets(source).into_iter().filter(|(at, _)| (began..failed).contains(at)) {
        match c {
            '{' | '｛' | '(' | '（' => open.push(Span::new(at, at + c.len_utf8())),
            _ => {
                open.pop();
            }
        }
    }
    open.pop()
}

/// The word or sign at a place, for messages.
fn token_at(source: &str, at: usize) -> &str {
    let rest = source.get(at..).unwrap_or_default();
    let Some(first) = rest.chars().next() else { return "" };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if !is_word(first) {
        return rest.get(..first.len_utf8()).unwrap_or_default();
    }
    let end = rest.char_indices().find(|(_, c)| !is_word(*c)).map_or(rest.len(), |(end, _)| end);
    rest.get(..end).unwrap_or_default()
}

/// The most similar of some words, if one alone is similar enough to be meant.
fn nearest(word: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let mut near: Vec<(usize, &str)> = candidates
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance > 0 && *distance * 2 <= candidate.chars().count().max(2))
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [(least, _), (next, _), ..] if least == next => None,
        [(_, only), ..] => Some(only),
        [] => None,
    }
}

/// What the grammar would have accepted, in words a reader knows.
fn expected(rules: &[Rule], lang: Lang) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for rule in rules {
        let word = keyword::word(*rule, lang);
        let text = match (word.is_empty(), lang) {
            (false, Lang::Zh) => format!("“{word}”"),
            (false, Lang::En) => format!("`{word}`"),
            (true, _) => described(*rule, lang).to_string(),
        };
        if !text.is_empty() && !words.contains(&text) {
            words.push(text);
        }
    }
    let limit = 6;
    if words.len() > limit {
        words.truncate(limit);
        words.push(match lang {
            Lang::Zh => "其他词".to_string(),
            Lang::En => "others".to_string(),
        });
    }
    words
}

fn described(rule: Rule, lang: Lang) -> &'static str {
    let (zh, en) = match rule {
        Rule::name | Rule::names | Rule::field_name => ("名称", "a name"),
        Rule::clause => ("条款，如 附件2·一·1", "a clause"),
        Rule::string => ("引号中的文字", "a quoted text"),
        Rule::date => ("日期，如 2023-02-23", "a date such as 2023-02-23"),
        Rule::month => ("年月，如 2023-02", "a month such as 2023-02"),
        Rule::number => ("数", "a number"),
        Rule::when => ("“当”", "`when`"),
        Rule::basis => ("“依据”", "`basis`"),
        Rule::by => ("“由”", "`by`"),
        Rule::each_time => ("“逐次”", "`each-time`"),
        Rule::often => ("频次（每月、每季 …）", "how often"),
        Rule::field => ("栏目", "a field"),
        Rule::requirement => ("条件", "a requirement"),
        Rule::row => ("一行，如 一级：90 元/月", "a row"),
        Rule::pattern | Rule::alternatives => ("取值", "a value"),
        Rule::option => ("一种口径", "an option"),
        Rule::EOI | Rule::declaration_word => ("下一条声明", "the next declaration"),
        Rule::r#type | Rule::enumeration => ("类型", "a type"),
        Rule::relation_word | Rule::relation => ("比较词", "a comparison"),
        Rule::membership => ("“属于”", "`in`"),
        Rule::part => ("“的”", "`'s`"),
        Rule::rounding => ("取整方式", "a rounding mode"),
        Rule::expr
        | Rule::term
        | Rule::comparison
        | Rule::sum
        | Rule::product
        | Rule::postfix
        | Rule::primary
        | Rule::other
        | Rule::history => ("条件或数值", "an expression"),
        Rule::literal => ("值", "a value"),
        _ => ("", ""),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
