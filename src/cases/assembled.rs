//! People with their rows -> a batch, or nested records as JSON Lines.

use super::assembly::{Assembly, Person, Rows, Stray};
use super::batch::{Batch, Unmatched, finish};
use super::census::Census;
use super::finding::Findings;
use super::layout::{Layout, RegisterLayout};
use super::period::RowDay;
use super::record::read_record;
use super::rows::read_row;
use super::text::clean;
use super::tree::Tree;
use super::unreadable::Unreadable;
use serde_json::{Map, Number, Value as Json};

impl Assembly {
    /// Reads everything.
    pub(super) fn read(self, layout: &Layout<'_>) -> Result<Batch, Unreadable> {
        let Assembly { people, unmatched, findings: found, files, folder, base, .. } = self;
        let (file, unit) = base;
        let mut findings = Findings::new(&file, unit);
        findings.list = found;
        let mut census = Census::new(layout);
        census.folder = folder;
        let mut cases = Vec::with_capacity(people.len());
        for (number, person) in people.into_iter().enumerate() {
            let Person { place, name, record, rows } = person;
            findings.case = Some(number);
            findings.rows.clear();
            let record = with_rows(layout, record, rows, &mut findings);
            let row = place.row;
            findings.here = Some(place);
            cases.push(read_record(layout, name, record, row, &mut census, &mut findings));
        }
        findings.case = None;
        findings.here = None;
        let unmatched = unmatched.into_iter().filter_map(|stray| read_stray(layout, stray, &mut findings)).collect();
        census.report(layout, &mut findings)?;
        let mut batch = Batch { unmatched, ..finish(layout, cases, findings) };
        let rank = |file: &str| files.iter().position(|known| known == file).unwrap_or(files.len());
        batch.findings.sort_by_key(|finding| (rank(&finding.file), finding.row));
        Ok(batch)
    }

    /// One record a person, with every row; what a cell says is kept as it is.
    pub(super) fn json_lines(&self, layout: &Layout<'_>) -> String {
        self.people.iter().map(|person| json_of_person(layout, person).to_string() + "\n").collect()
    }
}

/// The record with the rows of the registers that have files of their own; where they stand goes to `findings`.
fn with_rows(layout: &Layout<'_>, record: Tree, rows: Vec<(usize, Rows)>, findings: &mut Findings<'_>) -> Tree {
    let Tree::Map(mut fields) = record else { return record };
    for (register, rows) in rows {
        let Some(name) = layout.registers.get(register).map(|register| register.model.name.clone()) else { continue };
        let mut items = Vec::with_capacity(rows.len());
        for (place, item) in rows {
            if let Some(place) = place {
                findings.rows.insert((register, items.len()), place);
            }
            items.push(item);
        }
        fields.push((name, Tree::List(items)));
    }
    Tree::Map(fields)
}

fn read_stray(layout: &Layout<'_>, stray: Stray, findings: &mut Findings<'_>) -> Option<Unmatched> {
    let Stray { register, place, key, record, kept } = stray;
    let of_register = layout.registers.get(register)?;
    let mut texts = layout.texts();
    let (file, row, unit) = (place.file.to_string(), place.row, place.unit);
    // what its file lacks has been told
    let mut census = Census::new(layout);
    let fact = match &record {
        Tree::Map(fields) => findings
            .at(place, |findings| read_row(layout, of_register, fields, row, &mut texts, &mut census, findings))
            .map(|(period, values)| period.row(values)),
        _ => None,
    };
    Some(Unmatched { register, file, row, unit, key, fact, texts: texts.own, kept })
}

fn json_of_person(layout: &Layout<'_>, person: &Person) -> Json {
    let Tree::Map(fields) = &person.record else { return Json::Null };
    let mut object = Map::new();
    if let Some(name) = &person.name {
        object.insert(layout.header(layout.key).to_string(), Json::String(clean(name).into_owned()));
    }
    for (name, value) in fields {
        let is_day = || layout.entry(name).and_then(|entry| layout.row_day(entry)).is_some();
        match value {
            // without a field the fact is unknown, but a day would be open
            Tree::Unread if is_day() => object.entry(clean(name).into_owned()).or_insert_with(|| "?".into()),
            Tree::Unread => continue,
            value => object.entry(clean(name).into_owned()).or_insert_with(|| json(value)),
        };
    }
    for (register, rows) in &person.rows {
        let Some(register) = layout.registers.get(*register) else { continue };
        let rows = rows.iter().map(|(_, row)| json_of_row(layout, register, row)).collect();
        object.insert(register.model.name.clone(), Json::Array(rows));
    }
    Json::Object(object)
}

/// A row with the names that the policy gives its columns.
fn json_of_row(layout: &Layout<'_>, register: &RegisterLayout<'_>, row: &Tree) -> Json {
    let Tree::Map(fields) = row else { return json(row) };
    let is_lost_day = |(name, value): &(String, Tree)| *value == Tree::Unread && register.day_within(name).is_some();
    if fields.iter().any(is_lost_day) {
        return Json::Null;
    }
    let mut object = Map::new();
    for (name, value) in fields.iter().filter(|(_, value)| *value != Tree::Unread) {
        let column = register.entry_within(name).and_then(|entry| layout.place(entry)?.1);
        let day = || register.day_within(name).and_then(|entry| layout.row_day(entry)).map(RowDay::word);
        let name = match column {
            Some(column) => column.model.name.clone(),
            None => day().map_or_else(|| clean(name).into_owned(), str::to_string),
        };
        object.entry(name).or_insert_with(|| json(value));
    }
    Json::Object(object)
}

fn json(value: &Tree) -> Json {
    match value {
        Tree::Null | Tree::Unread => Json::Null,
        Tree::Truth(truth) => Json::Bool(*truth),
        Tree::Number(text) | Tree::Inexact(text) => number(text).map_or_else(|| text.as_str().into(), Json::Number),
        Tree::Text(text) => clean(text).into(),
        Tree::List(items) => items.iter().map(json).collect(),
        Tree::Map(fields) => {
            Json::Object(fields.iter().map(|(name, value)| (clean(name).into_owned(), json(value))).collect())
        }
    }
}

/// A number that is read as the same text again.
fn number(text: &str) -> Option<Number> {
    let whole = || text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from)).ok();
    let same = |number: &Number| number.to_string() == text;
    whole().filter(same).or_else(|| Number::from_f64(text.parse().ok()?))
}
