//! The mistakes that reading a policy's text can reveal.

use super::Span;
use crate::diagnostic::Diagnostic;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    Unexpected { span: Span, found: String, expected_zh: Vec<String>, expected_en: Vec<String> },
    MixedAndOr { first: Span, second: Span },
    Unclosed { open: Span, end: Span },
    NoSuchDate { span: Span },
    NumberOutOfRange { span: Span },
    FileTooLarge { span: Span },
    TooDeep { span: Span },
    TooLong { span: Span },
    UnknownDeclaration { span: Span, found: String, suggestion: Option<&'static str> },
    UnclosedText { span: Span },
}

impl Problem {
    pub fn report(&self) -> Diagnostic {
        match self {
            Problem::Unexpected { span, found, expected_zh, expected_en } => {
                let (zh, en) = match found.as_str() {
                    "" => ("文件在这里还没有写完".to_string(), "the file ends too early".to_string()),
                    found => (format!("这里不能写“{found}”"), format!("`{found}` cannot stand here")),
                };
                Diagnostic::error("S101", *span, zh, en).here(
                    format!("此处应为{}", list(expected_zh, "、", "或")),
                    format!("expected {}", list(expected_en, ", ", " or ")),
                )
            }
            Problem::MixedAndOr { first, second } => Diagnostic::error(
                "S102",
                *second,
                "“且”和“或”混用时要加括号",
                "`and` and `or` may not be mixed without parentheses",
            )
            .here("这里换了连接词", "the joining word changes here")
            .and(*first, "前面用的是这个词", "this one was used before")
            .help(
                "用括号写明先后，例如：甲 且 (乙 或 丙)",
                "say with parentheses which belongs together: `a and (b or c)`",
            ),
            Problem::Unclosed { open, end } => {
                Diagnostic::error("S103", *open, "这个括号没有对应的右括号", "this bracket is never closed")
                    .here("从这里开始", "opened here")
                    .and(*end, "读到这里仍未关闭", "still open here")
                    .help("在该声明的末尾补上右括号", "close it at the end of the declaration")
            }
            Problem::NoSuchDate { span } => {
                Diagnostic::error("S104", *span, "历法中没有这一天", "there is no such date")
                    .help("日期写作 年-月-日，例如 2023-02-28", "write dates as year-month-day, such as 2023-02-28")
            }
            Problem::NumberOutOfRange { span } => Diagnostic::error(
                "S105",
                *span,
                "这个数太大，或小数位太多",
                "this number is too large or has too many decimals",
            )
            .help("最多 12 位整数、6 位小数", "at most 12 digits before and 6 after the point"),
            Problem::FileTooLarge { span } => Diagnostic::error(
                "S106",
                *span,
                "文件超过 4 MiB，不是一份政策",
                "the file is larger than 4 MiB; this is not a policy",
            ),
            Problem::TooDeep { span } => {
                Diagnostic::error("S106", *span, "括号嵌套超过 48 层", "brackets are nested more than 48 deep")
                    .help("把内层条件写成“定义”", "move inner conditions into a `define`")
            }
            Problem::TooLong { span } => {
                Diagnostic::error("S106", *span, "同一运算连写超过 200 项", "more than 200 operands are chained here")
                    .help("分成几个“定义”", "split it into several definitions")
            }
            Problem::UnknownDeclaration { span, found, suggestion } => {
                let diagnostic = Diagnostic::error(
                    "S107",
                    *span,
                    format!("不认识的声明“{found}”"),
                    format!("`{found}` does not begin a declaration"),
                );
                match suggestion {
                    Some(word) => diagnostic.help(format!("是否要写“{word}”？"), format!("did you mean `{word}`?")),
                    None => diagnostic.help(
                        "每条规则以一个声明词开头，如 政策、名册、补贴、不享受、择高",
                        "every rule begins with a word such as policy, register, benefit, exclude, higher-of",
                    ),
                }
            }
            Problem::UnclosedText { span } => {
                Diagnostic::error("S108", *span, "引号没有成对", "this quotation mark has no partner")
                    .here("从这里开始", "opened here")
                    .help("在同一行内补上右引号", "close the quotation on the same line")
            }
        }
    }
}

fn list(words: &[String], comma: &str, last: &str) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{}{last}{end}", rest.join(comma)),
    }
}
