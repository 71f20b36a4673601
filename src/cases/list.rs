//! The file of one register -> its rows, given to the people whom they are about.

use super::assembly::{Assembly, Stray};
use super::bad_cell::BadCell;
use super::finding::{Findings, Place, Severity};
use super::header::same;
use super::headers::{self, Gap};
use super::input::{Body, Input};
use super::layout::Layout;
use super::matching::{Found, Index, Names, Naming, names, naming};
use super::record::scalar_text;
use super::source::{Columns, RawRow, RawRows, read_rows, unit};
use super::text::clean;
use super::told::{Form, Told, tell};
use super::tree::Tree;
use super::unreadable::Unreadable;
use super::{Format, remark};
use crate::diagnostic::Message;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The columns of one register's file.
pub(super) struct ListColumns<'l, 'p> {
    pub(super) layout: &'l Layout<'p>,
    pub(super) register: usize,
}

impl ListColumns<'_, '_> {
    /// What the header tells about whom a row is about.
    pub(super) fn naming(&self, header: &str) -> Option<Naming> {
        let key = self.layout.registers.get(self.layout.key_register())?;
        naming(self.layout, key.entry_within(header))
    }

    /// The entry of a column, or of a day of the row.
    fn of_row(&self, header: &str) -> Option<usize> {
        let register = self.layout.registers.get(self.register)?;
        register.entry_within(header).or_else(|| register.day_within(header))
    }

    /// The entry of the register's yes/no, if the header names it.
    fn listed(&self, header: &str) -> Option<usize> {
        let register = self.layout.registers.get(self.register)?;
        same(&register.model.listed_header, header).then_some(register.entries.start)
    }
}

impl Columns for ListColumns<'_, '_> {
    fn entry(&self, header: &str) -> Option<usize> {
        self.of_row(header).or_else(|| self.listed(header))
    }

    fn is_key(&self, header: &str) -> bool {
        self.naming(header).is_some()
    }
}

/// Reads a list and gives its rows to the people.
pub(super) fn read_list(
    layout: &Layout<'_>,
    register: usize,
    source: &Input<'_>,
    index: &Index,
    assembly: &mut Assembly,
) -> Result<(), Unreadable> {
    let columns = ListColumns { layout, register };
    let file: Arc<str> = source.name.as_str().into();
    let unit = unit(source.format);
    let mut findings = Findings::new(&source.name, unit);
    let raw = read_rows(layout, source, &columns, false, &mut findings)?;
    if !raw.rows.is_empty() && !raw.headers.iter().any(|header| columns.is_key(header)) {
        let key = layout.header(layout.key).to_string();
        return Err(Unreadable::NoKeyInRecords { file: source.name.clone(), key });
    }
    report_columns(&columns, &raw, matches!(source.body, Body::Grid(_)) || source.format == Format::Csv, &mut findings);
    let (mut of_row, mut count) = (FxHashMap::default(), 0);
    for RawRow { row, record, shifted, .. } in raw.rows {
        let fields = match record {
            Tree::Map(fields) => fields,
            Tree::Unread => continue,
            _ => {
                not_a_row(row, &mut findings);
                continue;
            }
        };
        let names = names(&fields, |header| columns.naming(header));
        let listed = listed(&columns, &fields, row, &mut findings);
        if listed == Some(false) {
            continue;
        }
        count += 1;
        let found = index.find(&names);
        if !matches!(found, Found::Near(_)) {
            bad_identity(&names, row, &mut findings);
        }
        // one payment that is perhaps this person's leaves the others known
        let only_row = layout.payments.contains(&register);
        if let Found::People(people) = &found {
            of_row.extend(people.first().map(|person| (row, *person)));
        } else if let Found::Near(person) = &found {
            of_row.insert(row, *person);
            let like = assembly.people.get(*person).map(|person| person.place.clone());
            report_near(&names, like.as_ref(), only_row, row, &mut findings);
        } else {
            report_stray(layout, &names, matches!(found, Found::Disagree(_)), row, &assembly.base.0, &mut findings);
        }
        let kept = kept(layout, &fields);
        let record = match shifted || listed.is_none() {
            true => Tree::Unread,
            false => Tree::Map(fields.into_iter().filter(|(header, _)| columns.of_row(header).is_some()).collect()),
        };
        let place = Place { file: file.clone(), row, unit };
        let (people, row) = match &found {
            Found::People(people) => (people.as_slice(), &record),
            // it may be about any of them
            Found::Disagree(people) => (people.as_slice(), &Tree::Unread),
            Found::Near(person) if !only_row => (std::slice::from_ref(person), &Tree::Unread),
            Found::Near(_) => ([].as_slice(), &record),
            Found::Nobody => ([].as_slice(), &record),
        };
        for person in people {
            let rows = assembly.people.get_mut(*person).and_then(|person| person.rows.last_mut());
            if let Some((_, rows)) = rows {
                rows.push((Some(place.clone()), row.clone()));
            }
        }
        if !matches!(found, Found::People(_)) {
            let key = names.key.or_else(|| names.identity.map(|identity| identity.text)).unwrap_or_default();
            assembly.unmatched.push(Stray { register, place, key, record, kept });
        }
    }
    if let Some(total) = assembly.counts.get_mut(register) {
        *total = Some(total.unwrap_or_default() + count);
    }
    for finding in &mut findings.list {
        finding.case = finding.row.and_then(|row| of_row.get(&row).copied());
    }
    assembly.findings.append(&mut findings.list);
    Ok(())
}

/// Unknown and missing columns of the file.
pub(super) fn report_columns(columns: &ListColumns<'_, '_>, raw: &RawRows, sheet: bool, findings: &mut Findings<'_>) {
    let layout = columns.layout;
    let Some(register) = layout.registers.get(columns.register) else { return };
    let given: Vec<usize> = raw.headers.iter().filter_map(|header| columns.entry(header)).collect();
    // what names people, and what the key register keeps of them, may stand in any list
    let of_key = layout.registers.get(layout.key_register());
    let of_people = |header: &String| of_key.is_some_and(|key| key.entry_within(header).is_some());
    let known = |header: &String| columns.entry(header).is_some() || of_people(header);
    let unknown: Vec<String> = raw.headers.iter().filter(|header| !known(header)).cloned().collect();
    misnamed_days(columns, &raw.headers, &unknown, findings);
    let mut gaps = Vec::new();
    for (number, (entry, column)) in register.entries.clone().skip(1).zip(&register.columns).enumerate() {
        let needed = column.needed || layout.reckoned.contains(&(columns.register, number));
        if !needed || raw.rows.is_empty() && !sheet {
            continue;
        }
        if !given.contains(&entry) {
            gaps.push(Gap { entry, some: None });
            continue;
        }
        let lacks = |row: &&RawRow| match &row.record {
            Tree::Map(fields) => !fields.iter().any(|(name, _)| columns.entry(name) == Some(entry)),
            _ => false,
        };
        let mut lacking = raw.rows.iter().filter(|_| !sheet).filter(lacks);
        if let Some(first) = lacking.next() {
            gaps.push(Gap { entry, some: Some((1 + lacking.count(), first.row)) });
        }
    }
    let expected: Vec<usize> = register.entries.clone().skip(1).filter(|entry| !given.contains(entry)).collect();
    headers::report_among(&expected, |entry| layout.header_within(entry), &unknown, &gaps, findings);
}

/// Columns that look like the days of the rows, in a list that has no such day: unread, every row would count for ever.
fn misnamed_days(columns: &ListColumns<'_, '_>, headers: &[String], unknown: &[String], findings: &mut Findings<'_>) {
    const DAYS: [(&str, [&str; 4]); 2] = [("起", ["起", "开始", "纳入", "生效"]), ("止", ["止", "结束", "退出", "终"])];
    let Some(register) = columns.layout.registers.get(columns.register) else { return };
    for (day, words) in DAYS {
        let entry = register.day_within(day);
        if entry.is_none() || headers.iter().any(|header| register.day_within(header) == entry) {
            continue;
        }
        let meant = unknown.iter().find(|header| words.iter().any(|word| header.contains(word)));
        let Some(header) = meant else { continue };
        let message = Message::new(
            format!("“{header}”不是已知的列名，没有读取；各行都不按这个日期算"),
            format!("“{header}” is no known column and was not read; no row is limited by that day"),
        );
        let finding = findings.add("D705", Severity::Warning, None, message);
        finding.column = Some(header.clone());
        finding.help = Some(Message::new(format!("是否为“{day}”？"), format!("is “{day}” meant?")));
    }
}

/// Whether a row is one: a column named after the register may say that it is none. None: nobody knows.
fn listed(
    columns: &ListColumns<'_, '_>,
    fields: &[(String, Tree)],
    row: usize,
    findings: &mut Findings<'_>,
) -> Option<bool> {
    let says = |name: &str| columns.of_row(name).is_none().then(|| columns.listed(name)).flatten();
    let Some((name, value, entry)) = fields.iter().find_map(|(name, value)| Some((name, value, says(name)?))) else {
        return Some(true);
    };
    let text = scalar_text(value).map(|text| clean(&text).into_owned()).unwrap_or_default();
    let told = tell(columns.layout, entry, &text, Form::Wide, &mut columns.layout.texts());
    match told {
        Ok(Told::NotListed) => Some(false),
        Ok(Told::Value(_)) => Some(true),
        Ok(_) => None,
        Err(bad) => {
            remark::bad_cell(columns.layout, entry, name, &text, &bad, row, findings);
            None
        }
    }
}

/// The texts of the columns to keep.
fn kept(layout: &Layout<'_>, fields: &[(String, Tree)]) -> Vec<String> {
    let mut kept = vec![String::new(); layout.keep.len()];
    let key = layout.registers.get(layout.key_register());
    for (name, value) in fields {
        let entry = key.and_then(|key| key.entry_within(name));
        for index in layout.kept_by(entry, name) {
            if let (Some(place), Some(text)) = (kept.get_mut(index), scalar_text(value)) {
                *place = clean(&text).into_owned();
            }
        }
    }
    kept
}

fn not_a_row(row: usize, findings: &mut Findings<'_>) {
    let message =
        Message::new("不是“名称：值”的记录，这一条没有读取", "not a record of names and values; it was not read");
    findings.add("D709", Severity::Error, Some(row), message);
}

pub(super) fn bad_identity(names: &Names, row: usize, findings: &mut Findings<'_>) {
    let Some(identity) = &names.identity else { return };
    let Err(mistake) = &identity.number else { return };
    let bad = BadCell::Identity(*mistake);
    let shown = identity.text.clone();
    let finding = findings.add(bad.code(), Severity::Error, Some(row), bad.message(&shown));
    finding.personal.push(shown.clone());
    finding.column = Some(identity.header.clone());
    finding.text = Some(shown);
    finding.help = bad.help();
}

/// A row whose number is one slip away from that of one person: that person's register is unknown, never absent.
fn report_near(names: &Names, like: Option<&Place>, only_row: bool, row: usize, findings: &mut Findings<'_>) {
    let (Some(identity), Some(like)) = (&names.identity, like) else { return };
    let (shown, place, of) = (identity.text.clone(), like.row, &like.file);
    let (zh, en) = match only_row {
        true => ("这一行没有算到此人名下", "the row was not counted as that person's"),
        false => ("此人在这本名册上按待核实处理", "for that person the register is unknown"),
    };
    let message = Message::new(
        format!("“{shown}”与 {of} 第 {place} 行的号码只差一处，可能就是这个人；{zh}"),
        format!("`{shown}` is one slip away from the number in row {place} of {of}; {en}"),
    );
    let finding = findings.add("D719", Severity::Error, Some(row), message);
    finding.personal.push(shown.clone());
    finding.column = Some(identity.header.clone());
    finding.text = Some(shown);
    finding.help = Some(Message::new("核对后改正号码", "check the number and correct it"));
}

/// A row about nobody among the people, or about two of them.
fn report_stray(
    layout: &Layout<'_>,
    names: &Names,
    disagree: bool,
    row: usize,
    base: &str,
    findings: &mut Findings<'_>,
) {
    let identity = names.identity.as_ref().map(|identity| identity.text.clone());
    let key = names.key.clone();
    let personal: Vec<String> =
        identity.iter().chain(key.iter().filter(|_| layout.key_is_identity())).cloned().collect();
    let header = match (&names.key, &names.identity) {
        (None, Some(identity)) => identity.header.clone(),
        _ => layout.header(layout.key).to_string(),
    };
    if let (true, Some(key), Some(identity)) = (disagree, &key, &identity) {
        let message = Message::new(
            format!(
                "“{key}”与“{identity}”在 {base} 中不是同一个人，不知说的是谁；可能说到的人，这本名册都按待核实处理"
            ),
            format!(
                "`{key}` and `{identity}` are not one person in {base}; for whom it may be about, the register is unknown"
            ),
        );
        let finding = findings.add("D718", Severity::Error, Some(row), message);
        finding.help = Some(Message::new("核对后改正其中一个", "check them and correct one"));
        finding.column = Some(header);
        finding.text = Some(key.clone());
        finding.personal = personal;
        return;
    }
    let shown = key.or(identity);
    let message = match &shown {
        Some(shown) => Message::new(
            format!("“{shown}”不在 {base} 中，这一行对不上人，没有用于认定"),
            format!("`{shown}` is not in {base}; the row is about nobody and was not used"),
        ),
        None => Message::new(
            "空白；不知说的是谁，这一行没有用于认定",
            "it is blank; nobody knows whom the row is about, and it was not used",
        ),
    };
    let finding = findings.add("D716", Severity::Warning, Some(row), message);
    finding.column = Some(header);
    finding.text = shown;
    finding.personal = personal;
    finding.help = Some(Message::new(
        format!("核对号码；应当在名单中的，补进 {base}"),
        format!("check the number, or add the person to {base}"),
    ));
}
