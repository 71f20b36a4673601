//! The same as JSON (versioned).

use super::words::{format_text, guess_text, type_text};
use crate::cases::{Column, Guess, Inspection, Meaning, Oddity, OddityKind, Problem, RowUnit, SheetSeen};
use crate::diagnostic::Lang;
use serde_json::{Value, json};

/// The version of the format; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// One document.
pub fn inspection_json(found: &Inspection, next: &[String], lang: Lang) -> String {
    let header = found.header.as_ref().map(|(row, above)| json!({ "row": row, "above": above }));
    let refused = found.refused.as_ref().map(|refused| refused.message().get(lang).to_string());
    let document = json!({
        "format_version": FORMAT_VERSION,
        "file": found.file,
        "format": format_text(found.format),
        "packed": found.packed,
        "encoding": found.encoding.map(|encoding| encoding.name()),
        "sheets": found.sheets.iter().map(of_sheet).collect::<Vec<_>>(),
        "bytes": found.bytes,
        "register": found.register,
        "header": header,
        "unit": if found.unit == RowUnit::Row { "row" } else { "record" },
        "rows": found.rows,
        "rows_about_nobody": found.aside,
        "columns": found.columns.iter().map(|column| of_column(column, lang)).collect::<Vec<_>>(),
        "problems": found.problems.iter().map(|problem| of_problem(problem, lang)).collect::<Vec<_>>(),
        "refused": refused,
        "clean": found.is_clean(),
        "next": next,
    });
    format!("{document:#}\n")
}

fn of_column(column: &Column, lang: Lang) -> Value {
    json!({
        "header": column.header,
        "meaning": of_meaning(&column.meaning, lang),
        "looks_like": guess_name(&column.looks_like, lang),
        "filled": column.filled,
        "blank": column.blank,
        "unreadable": column.unreadable,
        "examples": column.examples,
        "oddities": column.oddities.iter().map(of_oddity).collect::<Vec<_>>(),
    })
}

fn of_sheet(sheet: &SheetSeen) -> Value {
    json!({ "name": sheet.name, "hidden": sheet.hidden, "rows": sheet.rows, "looked_at": sheet.looked_at })
}

fn guess_name(guess: &Guess, lang: Lang) -> Value {
    match guess {
        Guess::Words(words) => json!(words),
        other => json!(guess_text(other, lang)),
    }
}

fn of_meaning(meaning: &Meaning, lang: Lang) -> Value {
    match meaning {
        Meaning::Unasked => Value::Null,
        Meaning::Fact { header, register, ty, is_key } => json!({
            "kind": "fact", "header": header, "register": register, "type": type_text(ty, lang), "key": is_key,
        }),
        Meaning::Listed { register } => json!({ "kind": "listed", "register": register }),
        Meaning::Day { header, register } => json!({ "kind": "day", "header": header, "register": register }),
        Meaning::Again { header } => json!({ "kind": "again", "header": header }),
        Meaning::Unused { near } => json!({ "kind": "unused", "near": near }),
    }
}

fn of_oddity(oddity: &Oddity) -> Value {
    let kind = match oddity.kind {
        OddityKind::Damaged => "damaged",
        OddityKind::Serial => "day-number",
        OddityKind::Mixed => "mixed-spellings",
        OddityKind::Blanks => "blanks-inside",
        OddityKind::Lost => "lost-characters",
    };
    json!({ "kind": kind, "count": oddity.count, "first": oddity.first, "examples": oddity.examples })
}

fn of_problem(problem: &Problem, lang: Lang) -> Value {
    let first = &problem.first;
    json!({
        "code": first.code,
        "severity": first.severity.word(Lang::En),
        "count": problem.count,
        "row": first.row,
        "column": first.column,
        "message": first.masked_message().get(lang),
        "help": first.help.as_ref().map(|help| help.get(lang)),
    })
}
