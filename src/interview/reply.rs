//! A line that somebody typed -> what it means.

use super::question::Question;
use crate::syntax::narrow;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// an answer, as a cell of a sheet may hold it
    Cell(String),
    NotKnown,
    Back,
    Quit,
    Blank,
}

/// Reads a line. A word of the choices is that word; a number picks from them; what else has a meaning of its own
/// comes next, and everything else is a cell.
pub fn read_reply(question: &Question, line: &str) -> Reply {
    let line = narrow(line.trim());
    let line = line.trim();
    let choices = &question.choices;
    if choices.iter().any(|choice| narrow(choice) == line) {
        return Reply::Cell(line.to_string());
    }
    let picked = line.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
    if let Some(choice) = picked {
        return Reply::Cell(choice.clone());
    }
    let is_truth = choices.iter().any(|choice| choice == "是");
    match line.to_ascii_lowercase().as_str() {
        "" => Reply::Blank,
        "?" | "不知道" | "unknown" => Reply::NotKnown,
        "上一步" | "back" => Reply::Back,
        "退出" | "quit" => Reply::Quit,
        "y" if is_truth => Reply::Cell("是".to_string()),
        "n" if is_truth => Reply::Cell("否".to_string()),
        _ => Reply::Cell(line.to_string()),
    }
}
