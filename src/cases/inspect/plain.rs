//! A file without a policy: only what its cells look like.

use super::column::Survey;
use super::problems::Problems;
use super::records::record_cells;
use super::{Inspection, Meaning};
use crate::cases::aside::{Aside, report_aside};
use crate::cases::finding::Findings;
use crate::cases::header::one_line;
use crate::cases::heading::SEARCHED;
use crate::cases::input::{Body, Input};
use crate::cases::nobody::Places;
use crate::cases::sheet::Sheet;
use crate::cases::tree::Tree;
use crate::cases::{Format, yaml};

pub(super) fn look(input: &Input<'_>, problems: Problems, found: &mut Inspection) {
    (found.header, found.rows, found.aside) = (None, 0, 0);
    if let Some(rows) = super::sheet(input) {
        return sheet(rows, problems, found);
    }
    let Body::Text(text) = &input.body else { return };
    let tree = match input.format {
        Format::Yaml => yaml::document(text).unwrap_or(Tree::Unread),
        Format::JsonLines => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            Tree::List(lines.map(|line| serde_json::from_str(line).unwrap_or(Tree::Unread)).collect())
        }
        _ => serde_json::from_str(text).unwrap_or(Tree::Unread),
    };
    records(tree, problems, found);
}

/// A list of records, an object with one, or an object of records.
fn records(tree: Tree, problems: Problems, found: &mut Inspection) {
    let items = match tree {
        Tree::List(items) => items,
        Tree::Map(fields) => {
            let list = fields.iter().find_map(|(_, value)| match value {
                Tree::List(items) => Some(items.clone()),
                _ => None,
            });
            list.unwrap_or_else(|| fields.into_iter().map(|(_, value)| value).collect())
        }
        _ => Vec::new(),
    };
    let mut survey = Survey::default();
    found.rows = items.len();
    for (index, record) in items.iter().enumerate() {
        record_cells(record, "", index + 1, &mut survey, &|_| Meaning::Unasked);
    }
    found.finish(survey, problems);
}

fn sheet(mut sheet: Sheet<'_>, mut problems: Problems, found: &mut Inspection) {
    let Some((row, names, above)) = header(&sheet) else { return };
    while sheet.row != row {
        sheet.begin();
        if !sheet.advance() {
            return;
        }
    }
    let mut survey = Survey::default();
    names.iter().for_each(|name| {
        survey.add(name, Meaning::Unasked);
    });
    let file = found.file.clone();
    let mut findings = Findings::new(&file, found.unit);
    let says_number = |_: usize, name: &str| name.contains("身份证") || name.contains("残疾人证");
    let places = Places::new(&names, |index, _| index == 0, |index, name| index > 0 && says_number(index, name));
    let mut aside = Aside::default();
    while sheet.advance() {
        if let Some(nobody) = places.nobody(&sheet) {
            aside.note(sheet.row, nobody);
            continue;
        }
        found.rows += 1;
        for (index, cell) in sheet.cells.iter().enumerate().take(names.len()) {
            survey.cell(index, sheet.row, cell);
        }
    }
    report_aside(&aside, &mut findings);
    problems.take(&mut findings.list);
    (found.header, found.aside) = (Some((row, above)), aside.count());
    found.finish(survey, problems);
}

/// The first of the rows near the top that is at least half as full as the fullest, and says no figures.
fn header(sheet: &Sheet<'_>) -> Option<(usize, Vec<String>, Vec<usize>)> {
    let mut rows = Vec::new();
    let mut top = sheet.clone();
    for _ in 0..SEARCHED {
        top.begin();
        if !top.advance() {
            break;
        }
        rows.push((top.row, top.cells.iter().map(|cell| one_line(cell)).collect::<Vec<String>>()));
    }
    let said = |names: &[String]| names.iter().filter(|name| !name.is_empty()).count();
    let most = rows.iter().map(|(_, names)| said(names)).max()?;
    let is_figure = |name: &String| name.starts_with(|c: char| c.is_ascii_digit());
    let fits = |names: &[String]| said(names) > 0 && 2 * said(names) >= most && !names.iter().any(is_figure);
    let at = rows.iter().position(|(_, names)| fits(names)).unwrap_or(0);
    let above = rows.iter().take(at).map(|(row, _)| *row).collect();
    let (row, names) = rows.into_iter().nth(at)?;
    Some((row, names, above))
}
