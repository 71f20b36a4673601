//! What the readers of JSON and YAML complain about, in our own words.

use crate::diagnostic::Message;
use serde_saphyr::budget::BudgetBreach;

/// The beginning of serde_json's words, and ours.
const JSON: [(&str, &str, &str); 15] = [
    ("recursion limit", "括号嵌套太深", "nested too deeply"),
    ("EOF while parsing", "内容在这里中断了", "it breaks off here"),
    ("trailing characters", "后面还有多余的内容", "there is more text after the end"),
    ("trailing comma", "末项后面多了逗号", "a comma too many after the last item"),
    ("expected value", "这里应有一个值", "a value is missing here"),
    ("expected `:`", "缺少冒号", "a colon is missing"),
    ("expected `,` or `]`", "缺少逗号或“]”", "a comma or `]` is missing"),
    ("expected `,` or `}`", "缺少逗号或“}”", "a comma or `}` is missing"),
    ("expected `\"`", "缺少双引号", "a quotation mark is missing"),
    ("expected ident", "不认识的词", "an unknown word"),
    ("key must be a string", "名称要放在双引号里", "names must be in double quotes"),
    ("number out of range", "数太大", "the number is too large"),
    ("invalid number", "数写得不对", "the number is malformed"),
    ("invalid escape", "反斜杠后面写得不对", "the backslash begins no valid sequence"),
    ("control character", "文字里有换行等控制字符", "a text contains a line break or another control character"),
];

pub(super) fn of_json(error: &serde_json::Error) -> Message {
    let words = error.to_string();
    // without the place, which is said already
    let words = words.split(" at line ").next().unwrap_or_default();
    match JSON.iter().find(|(theirs, ..)| words.starts_with(theirs)) {
        Some((_, zh, en)) => Message::new(*zh, *en),
        None => Message::new(words, words),
    }
}

pub(super) fn of_yaml(error: &serde_saphyr::Error) -> Message {
    let mut error = error.without_snippet();
    while let serde_saphyr::Error::AliasError { error: inner, .. } = error {
        error = inner.without_snippet();
    }
    match error {
        serde_saphyr::Error::Budget { breach: BudgetBreach::Documents { .. }, .. } => Message::new(
            "一个文件只能有一份文档，“---”后面又开始了一份",
            "a file may hold one document; `---` begins another",
        ),
        serde_saphyr::Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => {
            Message::new("嵌套太深", "nested too deeply")
        }
        serde_saphyr::Error::Budget { .. } => {
            Message::new("内容太多，或引用（*）展开后太大", "it holds too much, or its aliases (*) expand to too much")
        }
        serde_saphyr::Error::DuplicateMappingKey { key: Some(key), .. } => {
            Message::new(format!("“{key}”写了两次"), format!("“{key}” occurs twice"))
        }
        serde_saphyr::Error::UnknownAnchor { .. } => {
            Message::new("引用（*）的名称没有定义", "the alias (*) names nothing that is defined")
        }
        other => {
            let words = other.to_string();
            let first = words.lines().next().unwrap_or_default();
            if first.contains("recursion limit") {
                return Message::new("嵌套太深", "nested too deeply");
            }
            // without the place, and without advice to programmers
            let cut = first.find(" at line ").unwrap_or(first.len());
            let first = first.get(..cut).unwrap_or(first);
            Message::new(first, first)
        }
    }
}
