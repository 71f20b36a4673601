//! Document -> text: lines of at most 100 columns where that is possible, a Chinese character counting two.

use super::doc::{Doc, Part};
use unicode_width::UnicodeWidthStr;

/// Columns that a line may fill.
const WIDTH: usize = 100;
/// Columns of one step of indentation.
const STEP: usize = 4;

/// Columns that a text takes on a screen.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Something still to be written.
#[derive(Clone, Copy)]
enum Task<'d> {
    Doc {
        indent: usize,
        flat: bool,
        doc: &'d Doc,
    },
    /// The further parts of a fill whose last part began on line `line`.
    Fill {
        indent: usize,
        parts: &'d [Part],
        line: usize,
    },
    Spaces(usize),
}

#[derive(Default)]
struct Output {
    text: String,
    column: usize,
    line: usize,
    /// Indentation that is written only when words follow, so that no line ends in blanks.
    pending: usize,
}

/// Lays out a document that begins at the left margin.
pub(super) fn render(doc: &Doc) -> String {
    let mut output = Output::default();
    let mut tasks = vec![Task::Doc { indent: 0, flat: false, doc }];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Spaces(count) => write(&mut output, &" ".repeat(count)),
            Task::Fill { indent, parts, line } => next_part(&mut output, &mut tasks, indent, parts, line),
            Task::Doc { indent, flat, doc } => match doc {
                Doc::Text(words) => write(&mut output, words),
                Doc::Trailing(comment) => {
                    write(&mut output, "  ");
                    write(&mut output, comment);
                }
                Doc::Newline => new_line(&mut output, indent),
                Doc::Break(spaces) if flat => write(&mut output, &" ".repeat(*spaces)),
                Doc::Break(_) => new_line(&mut output, indent),
                Doc::Concat(docs) => tasks.extend(docs.iter().rev().map(|doc| Task::Doc { indent, flat, doc })),
                Doc::Indent(inner) => tasks.push(Task::Doc { indent: indent + STEP, flat, doc: inner }),
                Doc::Group(inner) => {
                    let flat = flat || fits(output.column, inner, &tasks);
                    tasks.push(Task::Doc { indent, flat, doc: inner });
                }
                Doc::Fill(parts) if flat => push_flat(&mut tasks, indent, parts),
                Doc::Fill(parts) => first_part(&output, &mut tasks, indent, parts),
            },
        }
    }
    output.text
}

fn write(output: &mut Output, words: &str) {
    if words.is_empty() {
        return;
    }
    output.text.push_str(&" ".repeat(std::mem::take(&mut output.pending)));
    output.text.push_str(words);
    output.column += width(words);
}

fn new_line(output: &mut Output, indent: usize) {
    output.text.push('\n');
    output.line += 1;
    output.column = indent;
    output.pending = indent;
}

fn push_flat<'d>(tasks: &mut Vec<Task<'d>>, indent: usize, parts: &'d [Part]) {
    for (index, part) in parts.iter().enumerate().rev() {
        tasks.push(Task::Doc { indent, flat: true, doc: &part.doc });
        if index > 0 {
            tasks.push(Task::Spaces(part.gap));
        }
    }
}

fn first_part<'d>(output: &Output, tasks: &mut Vec<Task<'d>>, indent: usize, parts: &'d [Part]) {
    let Some((first, parts)) = parts.split_first() else { return };
    push_rest(tasks, indent, parts, output.line);
    let flat = fits(output.column, &first.doc, tasks);
    tasks.push(Task::Doc { indent, flat, doc: &first.doc });
}

/// A part stays on the line if it fits and if the part before it took no line break.
fn next_part<'d>(output: &mut Output, tasks: &mut Vec<Task<'d>>, indent: usize, parts: &'d [Part], line: usize) {
    let Some((next, rest)) = parts.split_first() else { return };
    let before = tasks.len();
    push_rest(tasks, indent, rest, line);
    if output.line == line && fits(output.column + next.gap, &next.doc, tasks) {
        write(output, &" ".repeat(next.gap));
        tasks.push(Task::Doc { indent, flat: true, doc: &next.doc });
        return;
    }
    new_line(output, indent);
    tasks.truncate(before);
    first_part(output, tasks, indent, parts);
}

fn push_rest<'d>(tasks: &mut Vec<Task<'d>>, indent: usize, parts: &'d [Part], line: usize) {
    if !parts.is_empty() {
        tasks.push(Task::Fill { indent, parts, line });
    }
}

/// Whether `doc`, written on one line from `column`, and what follows it up to the next possible line
/// break keep within the width.
fn fits(column: usize, doc: &Doc, after: &[Task<'_>]) -> bool {
    let Some(mut left) = WIDTH.checked_sub(column) else { return false };
    let mut after = after.iter().rev();
    let mut ahead = vec![Task::Doc { indent: 0, flat: true, doc }];
    while let Some(task) = ahead.pop().or_else(|| after.next().copied()) {
        let taken = match task {
            Task::Spaces(count) => count,
            Task::Fill { .. } => return true,
            Task::Doc { indent, flat, doc } => match doc {
                Doc::Text(words) => width(words),
                Doc::Trailing(_) => 0,
                Doc::Newline => return !flat,
                Doc::Break(spaces) if flat => *spaces,
                Doc::Break(_) => return true,
                Doc::Concat(docs) => {
                    ahead.extend(docs.iter().rev().map(|doc| Task::Doc { indent, flat, doc }));
                    0
                }
                Doc::Indent(inner) | Doc::Group(inner) => {
                    ahead.push(Task::Doc { indent, flat, doc: inner });
                    0
                }
                Doc::Fill(parts) if flat => {
                    push_flat(&mut ahead, indent, parts);
                    0
                }
                Doc::Fill(parts) => {
                    if let Some((first, rest)) = parts.split_first() {
                        push_rest(&mut ahead, indent, rest, 0);
                        ahead.push(Task::Doc { indent, flat, doc: &first.doc });
                    }
                    0
                }
            },
        };
        match left.checked_sub(taken) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    true
}
