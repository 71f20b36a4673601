//! What a file looks like to the readers, as text, Markdown or JSON.

mod json;
mod words;

pub use json::inspection_json;

use super::markdown::line;
use crate::cases::{Column, Inspection, Meaning, Oddity, OddityKind, Problem, RowUnit};
use crate::diagnostic::{Lang, Message};
use comfy_table::{ContentArrangement, Table, presets};
use words::{guess_text, oddity_text, problem_text, type_text};

/// Columns where there is no terminal to ask.
const PLAIN_WIDTH: u16 = 120;

/// For the terminal; `width` in columns of it. `next`: commands to go on with.
pub fn inspection_text(found: &Inspection, next: &[String], lang: Lang, width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width.unwrap_or(PLAIN_WIDTH));
    table.set_header(headers(found, lang));
    found.columns.iter().for_each(|column| {
        table.add_row(cells(found, column, lang));
    });
    let mut text = format!("{}\n{}\n", head(found, lang).join("\n"), table.trim_fmt());
    for (heading, lines) in sections(found, next, lang) {
        text += &format!("\n{heading}\n");
        lines.iter().for_each(|line| text += &format!("  {line}\n"));
    }
    text
}

/// The same in Markdown.
pub fn inspection_markdown(found: &Inspection, next: &[String], lang: Lang) -> String {
    let headers = headers(found, lang);
    let rule: Vec<String> = headers.iter().map(|_| "---".to_string()).collect();
    let mut text = head(found, lang).iter().map(|line| format!("{line}\n\n")).collect::<String>();
    text += &(line(&headers) + &line(&rule));
    found.columns.iter().for_each(|column| text += &line(&cells(found, column, lang)));
    for (heading, lines) in sections(found, next, lang) {
        text += &format!("\n## {heading}\n\n");
        lines.iter().for_each(|line| text += &format!("- {line}\n"));
    }
    text
}

/// What the file is, and how its rows stand.
fn head(found: &Inspection, lang: Lang) -> Vec<String> {
    let zh = lang == Lang::Zh;
    let format = words::format_text(found.format);
    let (comma, colon) = if zh { ("，", "：") } else { (", ", ": ") };
    let encoding = found.encoding.map(|encoding| encoding.name().to_string());
    let size = Some(words::size_text(found.bytes));
    let what = [Some(format.to_string()), found.packed.map(str::to_string), encoding, size];
    let what: Vec<String> = what.into_iter().flatten().collect();
    let mut lines = vec![format!("{}{colon}{}", found.file, what.join(comma))];
    if !found.sheets.is_empty() {
        let sheets: Vec<String> = found.sheets.iter().map(|sheet| words::sheet_text(sheet, lang)).collect();
        lines.push(format!(
            "{}{colon}{}",
            if zh { "工作表" } else { "sheets" },
            sheets.join(if zh { "、" } else { ", " })
        ));
    }
    if let Some((row, above)) = &found.header {
        let above = above.iter().map(usize::to_string).collect::<Vec<_>>();
        lines.push(match (zh, above.is_empty()) {
            (true, true) => format!("表头在第 {row} 行"),
            (true, false) => format!("表头在第 {row} 行，上面的第 {} 行不读", above.join("、")),
            (false, true) => format!("the header is row {row}"),
            (false, false) => format!("the header is row {row}; above it, rows {} are not read", above.join(", ")),
        });
    }
    let (rows, aside, columns) = (found.rows, found.aside, found.columns.len());
    let unit = match (found.unit, zh) {
        (RowUnit::Row, true) => "行",
        (RowUnit::Record, true) => "条",
        (_, false) => "",
    };
    let whose = match (&found.register, zh) {
        (Some(register), true) => format!("名册“{register}”的 {rows} {unit}"),
        (Some(register), false) => format!("{rows} rows of the register “{register}”"),
        (None, true) => format!("{rows} {unit}，一{unit}一人"),
        (None, false) => format!("{rows} people, one a row or record"),
    };
    lines.push(match (zh, aside) {
        (true, 0) => format!("{whose}；{columns} 列"),
        (true, aside) => format!("{whose}；另有 {aside} 行不是人；{columns} 列"),
        (false, 0) => format!("{whose}; columns: {columns}"),
        (false, aside) => format!("{whose}; further rows, about nobody: {aside}; columns: {columns}"),
    });
    if let Some(refused) = &found.refused {
        let message = refused.message();
        let help = refused.help().map(|help| format!("{}{}", if zh { "。" } else { ". " }, help.get(lang)));
        lines.push(format!("{}{}", message.get(lang), help.unwrap_or_default()));
    }
    lines
}

fn asked(found: &Inspection) -> bool {
    found.columns.iter().any(|column| column.meaning != Meaning::Unasked)
}

fn headers(found: &Inspection, lang: Lang) -> Vec<String> {
    let all = [
        Some(("列", "column")),
        asked(found).then_some(("政策中", "in the policy")),
        asked(found).then_some(("类型", "type")),
        Some(("样子", "looks like")),
        Some(("有值", "filled")),
        Some(("空白", "blank")),
        asked(found).then_some(("读不懂", "unreadable")),
        Some(("例", "examples")),
    ];
    all.into_iter().flatten().map(|(zh, en)| if lang == Lang::Zh { zh } else { en }.to_string()).collect()
}

fn cells(found: &Inspection, column: &Column, lang: Lang) -> Vec<String> {
    let asked = asked(found);
    let ty = match &column.meaning {
        Meaning::Fact { ty, .. } => type_text(ty, lang),
        Meaning::Listed { .. } => type_text(&crate::check::model::Type::Truth, lang),
        Meaning::Day { .. } => type_text(&crate::check::model::Type::Date, lang),
        Meaning::Again { .. } | Meaning::Unused { .. } | Meaning::Unasked => String::new(),
    };
    let all = [
        Some(column.header.clone()),
        asked.then(|| words::meaning_text(&column.meaning, &column.header, lang)),
        asked.then_some(ty),
        Some(guess_text(&column.looks_like, lang)),
        Some(column.filled.to_string()),
        Some(column.blank.to_string()),
        asked.then(|| column.unreadable.to_string()),
        Some(column.examples.join(if lang == Lang::Zh { "、" } else { ", " })),
    ];
    all.into_iter().flatten().collect()
}

/// Headings with lines below: how cells are written, problems, what to do next.
fn sections(found: &Inspection, next: &[String], lang: Lang) -> Vec<(&'static str, Vec<String>)> {
    let heading = |zh, en| if lang == Lang::Zh { zh } else { en };
    let of_columns = |column: &Column| {
        let of_column = |oddity: &Oddity| oddity_text(&column.header, oddity, found.unit, lang);
        column.oddities.iter().map(of_column).collect::<Vec<_>>()
    };
    let oddities: Vec<String> = found.columns.iter().flat_map(of_columns).collect();
    let problems: Vec<String> = found.problems.iter().map(|problem| problem_text(problem, lang)).collect();
    let next: Vec<String> = next.to_vec();
    let all = [
        (heading("写法", "How cells are written"), oddities),
        (heading("读的时候会说", "What the reader will say"), problems),
        (heading("下一步", "Next"), next),
    ];
    all.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
}

/// One line: whether there is something to look at.
pub fn inspection_closing(found: &Inspection) -> Message {
    let count = |wanted: fn(&Problem) -> bool| found.problems.iter().filter(|problem| wanted(problem)).count();
    let losses = count(|problem| problem.first.severity != crate::cases::Severity::Notice);
    let damaged = found.columns.iter().flat_map(|column| &column.oddities);
    let damaged = damaged.filter(|oddity| matches!(oddity.kind, OddityKind::Damaged | OddityKind::Lost)).count();
    match found.is_clean() {
        true => Message::new("没有要改的", "nothing to mend"),
        false => {
            let kinds = losses + damaged + usize::from(found.refused.is_some());
            Message::new(format!("有 {kinds} 类问题要看"), format!("kinds of problems to look at: {kinds}"))
        }
    }
}
