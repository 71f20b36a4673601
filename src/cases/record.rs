//! One record of a JSON or YAML file -> a case.

use super::bad_cell::BadCell;
use super::batch::Case;
use super::census::Census;
use super::datum::Texts;
use super::finding::{Findings, Severity};
use super::headers;
use super::layout::Layout;
use super::remark;
use super::rows::{Nested, read_nested};
use super::settle::{overwrite, settle};
use super::text::clean;
use super::told::{Form, Told, tell};
use super::tree::Tree;
use crate::diagnostic::Message;
use crate::eval::{DatedRows, Facts};
use std::borrow::Cow;

/// A case of which nothing is known, not even its key.
pub(super) fn unreadable_record(layout: &Layout<'_>, row: usize) -> Case {
    let values = layout.registers.iter().flat_map(|register| register.unknown.iter().copied()).collect();
    let kept = vec![String::new(); layout.keep.len()];
    Case { key: String::new(), facts: Facts { values, dated: Vec::new(), texts: Vec::new() }, row, kept }
}

/// A record as it is read, entry by entry.
struct Draft<'l> {
    told: Vec<Told>,
    texts: Texts<'l>,
    key: String,
    /// registers that were given as objects or lists, with their rows
    nested: Vec<(usize, Nested)>,
    kept: Vec<String>,
}

/// Reads one record; `key` is its name if it stands in a mapping.
pub(super) fn read_record(
    layout: &Layout<'_>,
    key: Option<String>,
    record: Tree,
    row: usize,
    census: &mut Census,
    findings: &mut Findings<'_>,
) -> Case {
    if record == Tree::Unread {
        return unreadable_record(layout, row);
    }
    let Tree::Map(fields) = record else {
        let message = Message::new(
            "不是“名称：值”的记录；没有编号，事实全部未知",
            "not a record of names and values; the case has no key and no known facts",
        );
        findings.add("D709", Severity::Error, Some(row), message);
        return unreadable_record(layout, row);
    };
    census.records += 1;
    let mut draft = Draft {
        told: vec![Told::Untold; layout.entries.len()],
        texts: layout.texts(),
        key: String::new(),
        nested: Vec::new(),
        kept: vec![String::new(); layout.keep.len()],
    };
    if let Some(key) = key {
        let header = layout.header(layout.key);
        read_value(layout, &mut draft, layout.key, header, &Tree::Text(key), row, census, findings);
    }
    for (name, value) in &fields {
        read_field(layout, &mut draft, name, value, row, census, findings);
    }
    if draft.key.is_empty() {
        remark::blank_key(layout, row, findings);
    }
    settle_record(layout, draft, row, census, findings)
}

fn read_field(
    layout: &Layout<'_>,
    draft: &mut Draft<'_>,
    name: &str,
    value: &Tree,
    row: usize,
    census: &mut Census,
    findings: &mut Findings<'_>,
) {
    let register = match value {
        Tree::List(_) | Tree::Map(_) => layout.register(name),
        _ => None,
    };
    let register = register.and_then(|index| layout.registers.get(index).map(|register| (index, register)));
    match (register, value) {
        (Some((_, register)), Tree::Map(fields)) if register.model.is_key() => {
            for (name, value) in fields {
                let entry = register.entry_within(name);
                keep(layout, draft, entry, name, value, census);
                match entry {
                    Some(entry) => read_value(layout, draft, entry, name, value, row, census, findings),
                    None => census.unknown(clean(name)),
                }
            }
        }
        (Some((index, register)), value) if !register.model.is_key() => {
            let nested = read_nested(layout, index, value, row, &mut draft.texts, census, findings);
            draft.nested.push((index, nested));
        }
        _ => {
            let entry = layout.entry(name);
            keep(layout, draft, entry, name, value, census);
            match entry {
                Some(entry) => read_value(layout, draft, entry, name, value, row, census, findings),
                None => census.unknown(clean(name)),
            }
        }
    }
}

/// Keeps the text of a column that the reader was asked for.
fn keep(
    layout: &Layout<'_>,
    draft: &mut Draft<'_>,
    entry: Option<usize>,
    name: &str,
    value: &Tree,
    census: &mut Census,
) {
    for index in layout.kept_by(entry, name) {
        census.keep(index);
        if let (Some(place), Some(text)) =
            (draft.kept.get_mut(index).filter(|kept| kept.is_empty()), scalar_text(value))
        {
            *place = clean(&text).into_owned();
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "a place, a value, and where each kind of news goes")]
fn read_value(
    layout: &Layout<'_>,
    draft: &mut Draft<'_>,
    entry: usize,
    name: &str,
    value: &Tree,
    row: usize,
    census: &mut Census,
    findings: &mut Findings<'_>,
) {
    census.give(entry);
    let is_key = entry == layout.key;
    let told = read_cell(layout, entry, name, value, Form::Wide, row, &mut draft.texts, findings);
    let Some(place) = draft.told.get_mut(entry) else { return };
    if !matches!(place, Told::Untold) {
        let same_key = is_key && scalar_text(value).is_some_and(|text| clean(&text) == draft.key);
        if !same_key {
            headers::repeated(layout, entry, name, Some(row), findings);
        }
        return;
    }
    *place = told;
    if is_key && let Some(text) = scalar_text(value) {
        draft.key = clean(&text).into_owned();
    }
}

/// One value of a record as an entry's cell.
#[expect(clippy::too_many_arguments, reason = "a place, a value, and where each kind of news goes")]
pub(super) fn read_cell(
    layout: &Layout<'_>,
    entry: usize,
    name: &str,
    value: &Tree,
    form: Form,
    row: usize,
    texts: &mut Texts<'_>,
    findings: &mut Findings<'_>,
) -> Told {
    if *value == Tree::Unread {
        return Told::lost(layout, entry);
    }
    let Some(text) = scalar_text(value) else {
        remark::bad_cell(layout, entry, name, "…", &BadCell::NotOneValue, row, findings);
        return Told::Bad;
    };
    let text = clean(&text);
    let result = match value {
        Tree::Inexact(_) => Err(BadCell::Inexact),
        _ => tell(layout, entry, &text, form, texts),
    };
    let told = result.unwrap_or_else(|bad| {
        remark::bad_cell(layout, entry, name, &text, &bad, row, findings);
        Told::Bad
    });
    remark::old_form(&told, name, &text, row, findings);
    told
}

/// A single value as a cell would hold it.
pub(super) fn scalar_text(value: &Tree) -> Option<Cow<'_, str>> {
    match value {
        Tree::Null => Some("".into()),
        Tree::Truth(truth) => Some(if *truth { "是" } else { "否" }.into()),
        Tree::Number(text) | Tree::Inexact(text) | Tree::Text(text) => Some(text.into()),
        Tree::Unread | Tree::List(_) | Tree::Map(_) => None,
    }
}

fn settle_record(
    layout: &Layout<'_>,
    mut draft: Draft<'_>,
    row: usize,
    census: &mut Census,
    findings: &mut Findings<'_>,
) -> Case {
    let (mut values, mut dated) = settle(layout, &draft.told, row, &mut draft.texts, findings);
    let mut nested_before = Vec::new();
    for (index, nested) in std::mem::take(&mut draft.nested) {
        let Some(register) = layout.registers.get(index) else { continue };
        let cells = draft.told.get(register.entries.clone()).unwrap_or_default();
        let twice = nested_before.contains(&index);
        nested_before.push(index);
        if twice || cells.iter().any(|told| !matches!(told, Told::Untold)) {
            headers::repeated(layout, register.entries.start, &register.model.name, Some(row), findings);
        }
        if !twice {
            dated.retain(|rows| rows.register != index);
        }
        // a fact of this register that was given twice: the rows count
        for told in draft.told.get_mut(register.entries.clone()).unwrap_or_default() {
            *told = Told::Blank;
        }
        let slots = values.get_mut(register.slots.clone()).unwrap_or_default();
        match nested {
            Nested::Unknown => overwrite(slots, &register.unknown),
            Nested::Absent => overwrite(slots, &register.absent),
            Nested::Row(row) => overwrite(slots, &row),
            Nested::Rows(rows) if !twice => dated.push(DatedRows { register: index, rows }),
            Nested::Rows(_) => {}
        }
    }
    count_gaps(layout, &draft.told, row, census);
    let Draft { texts, key, kept, .. } = draft;
    Case { key, facts: Facts { values, dated, texts: texts.own }, row, kept }
}

/// Notes the facts that a record does not mention, except those of registers in which the person is not.
fn count_gaps(layout: &Layout<'_>, told: &[Told], row: usize, census: &mut Census) {
    let given = |entry: usize| {
        let untold = |entry: usize| matches!(told.get(entry), None | Some(Told::Untold));
        let absent =
            layout.place(entry).and_then(|(register, _)| told.get(register.entries.clone())).is_some_and(|cells| {
                matches!(cells.first(), Some(Told::Blank)) || cells.iter().any(|told| matches!(told, Told::NotListed))
            });
        absent || !untold(entry)
    };
    for entry in headers::missing_entries(layout, given) {
        census.lack(entry, row);
    }
}
