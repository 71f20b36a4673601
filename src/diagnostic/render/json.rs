//! Problems as JSON objects, in both languages at once.

use super::lines::{Extent, Lines};
use crate::diagnostic::{Diagnostic, Label, Message, Severity};
use serde_json::{Value, json};

/// An array with one object for each problem. Lines and columns count from 1, columns in characters;
/// `end_line` and `end_column` name the place after the last character.
pub fn render_json(source: &str, file: &str, diagnostics: &[Diagnostic]) -> Value {
    let lines = Lines::new(source);
    diagnostics.iter().map(|diagnostic| object(&lines, file, diagnostic)).collect()
}

fn object(lines: &Lines<'_>, file: &str, diagnostic: &Diagnostic) -> Value {
    let Extent { line, column, end_line, end_column } = lines.extent(diagnostic.span());
    json!({
        "code": diagnostic.code,
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        },
        "message": message(&diagnostic.message),
        "file": file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "labels": diagnostic.labels.iter().map(|place| label(lines, place)).collect::<Vec<_>>(),
        "help": diagnostic.help.as_ref().map(message),
    })
}

fn label(lines: &Lines<'_>, label: &Label) -> Value {
    let Extent { line, column, end_line, end_column } = lines.extent(label.span);
    json!({
        "message": message(&label.message),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    })
}

fn message(message: &Message) -> Value {
    json!({ "zh": message.zh, "en": message.en })
}
