//! A file of answers about one person: a mapping from header to value, or lines `列名：值`.

use super::input::open_text;
use super::parser_words;
use super::text::clean;
use super::tree::Tree;
use super::{Format, Unreadable, yaml};
use std::path::Path;

/// One answer, as a cell of a sheet would hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub header: String,
    pub text: String,
}

/// Reads answers in the order of the file: JSON or YAML by the name's extension, else lines. `file` is the name that
/// messages use.
///
/// # Errors
/// When the file is not of that form, or a value is not one value.
pub fn read_answers(file: &str, bytes: &[u8]) -> Result<Vec<Answer>, Unreadable> {
    match Format::from_path(Path::new(file)) {
        Ok(Format::Json) => {
            let text = &open_text(file, bytes, Format::Json)?;
            of_tree(file, serde_json::from_str(text).map_err(|error| broken_json(file, &error))?)
        }
        Ok(Format::Yaml) => {
            let tree = yaml::document(&open_text(file, bytes, Format::Yaml)?);
            of_tree(file, tree.map_err(|broken| yaml::unreadable(file, broken))?)
        }
        Ok(Format::Workbook | Format::Parquet) => Err(Unreadable::Workbook { file: file.to_string() }),
        _ => of_lines(file, &open_text(file, bytes, Format::Yaml)?),
    }
}

fn broken_json(file: &str, error: &serde_json::Error) -> Unreadable {
    Unreadable::BrokenJson {
        file: file.to_string(),
        line: error.line(),
        column: error.column(),
        detail: parser_words::of_json(error),
    }
}

fn of_tree(file: &str, tree: Tree) -> Result<Vec<Answer>, Unreadable> {
    let Tree::Map(fields) = tree else { return Err(Unreadable::NoAnswers { file: file.to_string(), line: None }) };
    let answer = |(header, value): (String, Tree)| {
        let header = clean(&header).into_owned();
        let text = match value {
            Tree::Null => String::new(),
            Tree::Truth(truth) => if truth { "是" } else { "否" }.to_string(),
            Tree::Number(text) | Tree::Text(text) => clean(&text).into_owned(),
            Tree::Inexact(_) => return Err(Unreadable::InexactAnswer { file: file.to_string(), header }),
            Tree::Unread | Tree::List(_) | Tree::Map(_) => {
                return Err(Unreadable::NestedAnswer { file: file.to_string(), header });
            }
        };
        Ok(Answer { header, text })
    };
    fields.into_iter().map(answer).collect()
}

/// Blank lines and those that begin with # say nothing.
fn of_lines(file: &str, text: &str) -> Result<Vec<Answer>, Unreadable> {
    let lines = text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with(['#', '＃'])
    });
    let answer = |(index, line): (usize, &str)| match line.split_once(['：', ':']) {
        Some((header, text)) => Ok(Answer { header: clean(header).into_owned(), text: clean(text).into_owned() }),
        None => Err(Unreadable::NoAnswers { file: file.to_string(), line: Some(index + 1) }),
    };
    lines.map(answer).collect()
}
