//! The fields of a mapping in a test file, in either language, and what can be wrong with them (X606).

use super::node::{Entry, Node, Tree};
use crate::diagnostic::{Diagnostic, Span};

/// The name of a field in Chinese and in English.
pub(super) type Field = (&'static str, &'static str);

pub(super) fn mistake(span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
    Diagnostic::error("X606", span, zh, en)
}

/// Something that is none of some names; the nearest one is suggested, or all are told.
pub(super) fn wrong(span: Span, (zh, en): (String, String), found: &str, names: &[&str]) -> Diagnostic {
    let length = found.chars().count();
    let near = names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(found, name), *name))
        .filter(|(distance, name)| *distance > 0 && *distance * 2 <= length.max(name.chars().count()))
        .min();
    let diagnostic = mistake(span, zh, en);
    match near {
        Some((_, near)) => diagnostic.help(format!("是否要写“{near}”？"), format!("did you mean `{near}`?")),
        None if names.is_empty() => diagnostic,
        None => diagnostic.help(format!("可写：{}", names.join("、")), format!("possible: {}", names.join(", "))),
    }
}

/// What a value is, in words.
fn kind(node: &Node) -> (&'static str, &'static str) {
    match node.value {
        Tree::Null => ("空白", "blank"),
        Tree::Truth(_) => ("真假值", "true or false"),
        Tree::Number(_) | Tree::Inexact(_) => ("一个数", "a number"),
        Tree::Text(_) => ("一段文字", "a text"),
        Tree::List(_) => ("一个列表", "a list"),
        Tree::Map(_) => ("“名称：值”的各项", "names and values"),
    }
}

/// A value that should be something else.
pub(super) fn should_be(node: &Node, zh: &str, en: &str) -> Diagnostic {
    let (found_zh, found_en) = kind(node);
    mistake(node.span, format!("这里要写{zh}，写的却是{found_zh}"), format!("{en} is needed here, not {found_en}"))
}

/// The values of the known fields of a mapping, in their order. All others are problems.
pub(super) fn fields<'n, const N: usize>(
    node: &'n Node,
    known: [Field; N],
    problems: &mut Vec<Diagnostic>,
) -> Option<[Option<&'n Entry>; N]> {
    let Tree::Map(map) = &node.value else {
        let names = known.map(|(zh, _)| zh).join("、");
        let english = known.map(|(_, en)| en).join(", ");
        problems.push(should_be(node, &format!("“名称：值”的各项（{names}）"), &format!("a mapping ({english})")));
        return None;
    };
    let mut values = [None; N];
    for entry in map {
        let at = known.iter().position(|(zh, en)| entry.name == *zh || entry.name == *en);
        match at.and_then(|at| values.get_mut(at)) {
            Some(place @ None) => *place = Some(entry),
            Some(Some(_)) => {
                let name = &entry.name;
                problems.push(
                    mistake(entry.span, format!("“{name}”写了两次"), format!("`{name}` is given twice"))
                        .help("只保留一个", "keep one"),
                );
            }
            None => {
                let english = entry.name.is_ascii();
                let names = known.map(|(zh, en)| if english { en } else { zh });
                let message =
                    (format!("这里没有“{}”这一项", entry.name), format!("there is no field `{}` here", entry.name));
                problems.push(wrong(entry.span, message, &entry.name, &names));
            }
        }
    }
    Some(values)
}

/// A field that must be there.
pub(super) fn needed<'n>(
    entry: Option<&'n Entry>,
    (zh, en): Field,
    within: Span,
    example: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'n Entry> {
    if entry.is_none() {
        let problem = mistake(within, format!("缺少“{zh}”"), format!("`{en}` is missing"));
        problems
            .push(problem.help(format!("加上一行，如 {zh}: {example}"), format!("add a line such as {en}: {example}")));
    }
    entry
}

/// The text of a field; a problem if it is none or blank.
pub(super) fn text(entry: &Entry, problems: &mut Vec<Diagnostic>) -> Option<String> {
    match entry.value.text() {
        Some(text) if !text.is_empty() => Some(text.to_string()),
        _ => {
            problems.push(should_be(&entry.value, "文字", "a text"));
            None
        }
    }
}

/// The items of a list.
pub(super) fn list<'n>(entry: &'n Entry, problems: &mut Vec<Diagnostic>) -> &'n [Node] {
    match &entry.value.value {
        Tree::List(list) => list,
        _ => {
            problems.push(should_be(&entry.value, "列表，每一项以“- ”开头", "a list, each item beginning with `- `"));
            &[]
        }
    }
}
