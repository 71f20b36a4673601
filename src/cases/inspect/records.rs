//! Records of JSON, JSON lines or YAML, and the rows of one register's file.

use super::column::Survey;
use super::problems::Problems;
use super::{Inspection, Meaning, meaning, meaning_in_list, sheet};
use crate::cases::assembly::BaseColumns;
use crate::cases::census::Census;
use crate::cases::finding::{Findings, Place};
use crate::cases::heading;
use crate::cases::input::{Body, Input};
use crate::cases::layout::Layout;
use crate::cases::list::{ListColumns, bad_identity, report_columns};
use crate::cases::matching::names;
use crate::cases::record::scalar_text;
use crate::cases::rows::read_row;
use crate::cases::source::{Columns, RawRow, RawRows, read_rows, unit};
use crate::cases::text::clean;
use crate::cases::tree::Tree;
use crate::cases::unreadable::Unreadable;
use crate::cases::{Format, json, yaml};
use std::sync::Arc;

/// Nested records, each somebody.
pub(super) fn of_people(
    layout: &Layout<'_>,
    input: &Input<'_>,
    mut problems: Problems,
    found: &mut Inspection,
) -> Result<(), Unreadable> {
    let mut findings = Findings::new(&input.name, unit(input.format));
    let RawRows { rows, .. } = read_rows(layout, input, &BaseColumns(layout), true, &mut findings)?;
    let mut survey = Survey::default();
    found.rows = rows.len();
    for RawRow { row, name, record, .. } in &rows {
        if let Some(name) = name {
            let key = layout.header(layout.key).to_string();
            let column = survey.named(&key, || meaning(layout, Some(layout.key), &key));
            survey.cell(column, *row, name);
        }
        record_cells(record, "", *row, &mut survey, &|path| {
            let entry = layout.entry(path).or_else(|| within(layout, path));
            meaning(layout, entry, path)
        });
    }
    if let Body::Text(text) = &input.body {
        let mut batch = match input.format {
            Format::JsonLines => json::read_lines(layout, &input.name, text),
            Format::Yaml => yaml::read(layout, &input.name, text),
            _ => json::read(layout, &input.name, text),
        }?;
        problems.take(&mut batch.findings);
    }
    found.finish(survey, problems);
    Ok(())
}

/// The entry of `名册.列` or `名册.起`, as nested rows name them.
fn within(layout: &Layout<'_>, path: &str) -> Option<usize> {
    let (register, name) = path.split_once('.')?;
    let register = layout.registers.get(layout.register(register)?)?;
    register.entry_within(name).or_else(|| register.day_within(name))
}

/// The cells of a record; those of nested rows after the name of their register.
pub(super) fn record_cells(
    record: &Tree,
    prefix: &str,
    row: usize,
    survey: &mut Survey,
    meaning: &dyn Fn(&str) -> Meaning,
) {
    let Tree::Map(fields) = record else { return };
    for (name, value) in fields {
        let path = format!("{prefix}{}", clean(name));
        match value {
            Tree::List(items) if prefix.is_empty() => {
                items.iter().for_each(|item| record_cells(item, &format!("{path}."), row, survey, meaning));
            }
            Tree::Map(_) if prefix.is_empty() => record_cells(value, &format!("{path}."), row, survey, meaning),
            value => {
                let column = survey.named(&path, || meaning(&path));
                let text = scalar_text(value).unwrap_or_default();
                survey.cell(column, row, &text);
            }
        }
    }
}

/// The file of one register: its rows, read as those of people whom nobody has looked up.
pub(super) fn of_list(
    layout: &Layout<'_>,
    register: usize,
    input: &Input<'_>,
    mut problems: Problems,
    found: &mut Inspection,
) -> Result<(), Unreadable> {
    let columns = ListColumns { layout, register };
    let mut findings = Findings::new(&input.name, unit(input.format));
    let raw = read_rows(layout, input, &columns, false, &mut findings)?;
    let sheet = sheet(input);
    let is_sheet = sheet.is_some();
    if let Some(mut sheet) = sheet {
        let known = |header: &str| columns.is_key(header) || columns.entry(header).is_some();
        let heading = heading::find(&mut sheet, |header| columns.is_key(header), known);
        found.header = heading.ok().map(|heading| (heading.row, heading.above));
    } else if !raw.rows.is_empty() && !raw.headers.iter().any(|header| columns.is_key(header)) {
        let key = layout.header(layout.key).to_string();
        return Err(Unreadable::NoKeyInRecords { file: input.name.clone(), key });
    }
    report_columns(&columns, &raw, is_sheet, &mut findings);
    let mut survey = Survey::default();
    for header in &raw.headers {
        survey.named(header, || meaning_in_list(&columns, header));
    }
    problems.take(&mut findings.list);
    let file: Arc<str> = input.name.as_str().into();
    (found.rows, found.aside) = (raw.rows.len(), raw.aside);
    for RawRow { row, record, .. } in &raw.rows {
        record_cells(record, "", *row, &mut survey, &|path| meaning_in_list(&columns, path));
        let (Tree::Map(fields), Some(of_register)) = (record, layout.registers.get(register)) else { continue };
        bad_identity(&names(fields, |header| columns.naming(header)), *row, &mut findings);
        let place = Place { file: file.clone(), row: *row, unit: unit(input.format) };
        let mut texts = layout.texts();
        let mut census = Census::new(layout);
        findings.at(place, |findings| read_row(layout, of_register, fields, *row, &mut texts, &mut census, findings));
        problems.take(&mut findings.list);
    }
    found.finish(survey, problems);
    Ok(())
}
