//! Lists that belong together -> people with all their rows, still as texts.
//!
//! Each person becomes one nested record, as a JSON file would hold it; what reads such records reads these too.

use super::finding::{Finding, Findings, Place, RowUnit, Severity};
use super::input::{Input, OpenLists};
use super::layout::Layout;
use super::list::read_list;
use super::lists::{RegisterFiles, Resolved, resolve};
use super::matching::{Index, Names, names, naming};
use super::source::{Columns, RawRow, read_rows, unit};
use super::text::clean;
use super::tree::Tree;
use super::unreadable::Unreadable;
use crate::diagnostic::Message;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Everybody, in the order of the key register's file.
pub(super) struct Assembly {
    pub(super) people: Vec<Person>,
    pub(super) unmatched: Vec<Stray>,
    /// how many rows each register has, those of nobody included; none where its rows are not in a file of its own
    pub(super) counts: Vec<Option<usize>>,
    /// findings about whole files, and about rows before they are read
    pub(super) findings: Vec<Finding>,
    /// names of the folder and its files in the order of their findings
    pub(super) files: Vec<String>,
    pub(super) folder: Option<String>,
    /// the first file of the key register, and what its rows are counted in
    pub(super) base: (String, RowUnit),
}

/// One person: the record of the key register, and the rows of each register that has a file of its own.
pub(super) struct Person {
    pub(super) place: Place,
    pub(super) name: Option<String>,
    pub(super) record: Tree,
    pub(super) rows: Vec<(usize, Rows)>,
}

/// Rows of one register, and where those stand that come from a file of their own.
pub(super) type Rows = Vec<(Option<Place>, Tree)>;

/// A row about nobody.
pub(super) struct Stray {
    pub(super) register: usize,
    pub(super) place: Place,
    pub(super) key: String,
    pub(super) record: Tree,
    /// texts of the columns to keep
    pub(super) kept: Vec<String>,
}

/// The columns of a file with everything, or of the key register.
pub(super) struct BaseColumns<'l, 'p>(pub(super) &'l Layout<'p>);

impl Columns for BaseColumns<'_, '_> {
    fn entry(&self, header: &str) -> Option<usize> {
        self.0.entry(header)
    }

    fn is_key(&self, header: &str) -> bool {
        self.0.entry(header) == Some(self.0.key)
    }
}

/// Puts lists together.
pub(super) fn assemble(layout: &Layout<'_>, lists: &OpenLists<'_>) -> Result<Assembly, Unreadable> {
    let Resolved { folder, base, registers, findings } = resolve(layout, lists)?;
    let sources = base.iter().copied().chain(registers.iter().flat_map(|files| files.sources.iter().copied()));
    let mut assembly = Assembly {
        people: Vec::new(),
        unmatched: Vec::new(),
        counts: vec![None; layout.registers.len()],
        findings,
        files: folder.iter().map(|folder| folder.to_string()).chain(sources.map(|file| file.name.clone())).collect(),
        folder: folder.map(str::to_string),
        base: base.first().map(|base| (base.name.clone(), unit(base.format))).unwrap_or((String::new(), RowUnit::Row)),
    };
    for source in base {
        read_people(layout, source, &mut assembly)?;
    }
    let count = assembly.people.len();
    assembly.counts.iter_mut().skip(layout.key_register()).take(1).for_each(|of_key| *of_key = Some(count));
    let index = Index::new(layout, assembly.people.iter().map(|person| names_of(layout, person)));
    for files in registers {
        let kept = make_room(layout, &files, &mut assembly)?;
        for source in &files.sources {
            read_list(layout, files.register, source, &index, &mut assembly)?;
        }
        // where the base tells of the register, it is unknown for those of whom it tells nothing
        for (person, told) in assembly.people.iter_mut().zip(kept) {
            if !told {
                person.rows.retain(|(register, rows)| *register != files.register || !rows.is_empty());
            }
        }
    }
    Ok(assembly)
}

fn read_people(layout: &Layout<'_>, source: &Input<'_>, assembly: &mut Assembly) -> Result<(), Unreadable> {
    let unit = unit(source.format);
    let mut findings = Findings::new(&source.name, unit);
    let file: Arc<str> = source.name.as_str().into();
    let raw = read_rows(layout, source, &BaseColumns(layout), true, &mut findings)?;
    let mut of_row = FxHashMap::default();
    for RawRow { row, name, record, .. } in raw.rows {
        of_row.insert(row, assembly.people.len());
        let place = Place { file: file.clone(), row, unit };
        assembly.people.push(Person { place, name, record, rows: Vec::new() });
    }
    for finding in &mut findings.list {
        finding.case = finding.row.and_then(|row| of_row.get(&row).copied());
    }
    assembly.findings.append(&mut findings.list);
    Ok(())
}

/// What the record of the key register says about who it is.
fn names_of(layout: &Layout<'_>, person: &Person) -> Names {
    let Tree::Map(fields) = &person.record else { return Names { key: person.name.clone(), identity: None } };
    let key_register = layout.key_register();
    let nested = fields.iter().find_map(|(name, value)| match value {
        Tree::Map(fields) if layout.register(name) == Some(key_register) => Some(fields.as_slice()),
        _ => None,
    });
    let of_key = layout.registers.get(key_register);
    let flat = names(fields, |header| naming(layout, layout.entry(header)));
    let nested = names(nested.unwrap_or_default(), |header| naming(layout, of_key?.entry_within(header)));
    let named = person.name.as_ref().map(|name| clean(name).into_owned());
    Names { key: named.or(flat.key).or(nested.key), identity: flat.identity.or(nested.identity) }
}

/// Makes room for the rows of a register. What the base says of it gives way to a list that replaces it; rows are
/// added to those that it has. For each person, whether the list is all there is of the register, or the base tells
/// of it.
fn make_room(layout: &Layout<'_>, files: &RegisterFiles<'_>, assembly: &mut Assembly) -> Result<Vec<bool>, Unreadable> {
    let register = files.register;
    let is_of = |(name, value): &(String, Tree)| match value {
        Tree::List(_) | Tree::Map(_) if layout.register(name) == Some(register) => true,
        _ => layout.entry(name).and_then(|entry| layout.entries.get(entry)) == Some(&register),
    };
    let mut told = Vec::with_capacity(assembly.people.len());
    for person in &mut assembly.people {
        let mut rows = Vec::new();
        let mut given = false;
        if let Tree::Map(fields) = &mut person.record {
            let (taken, left): (Vec<_>, Vec<_>) = std::mem::take(fields).into_iter().partition(is_of);
            *fields = left;
            given = !taken.is_empty();
            for (_, value) in taken.into_iter().filter(|_| files.adds) {
                match value {
                    Tree::List(items) => rows.extend(items.into_iter().map(|item| (None, item))),
                    Tree::Map(fields) => rows.push((None, Tree::Map(fields))),
                    _ => {
                        let name = layout.registers.get(register).map(|register| register.model.name.clone());
                        let (file, register) = (assembly.base.0.clone(), name.unwrap_or_default());
                        return Err(Unreadable::CannotAdd { file, register });
                    }
                }
            }
        }
        told.push(given);
        person.rows.push((register, rows));
    }
    let any = told.contains(&true);
    if let (true, false, Some(_), Some(list)) = (any, files.adds, &assembly.folder, files.sources.first()) {
        given_twice(layout, register, &assembly.base.0, &list.name, &mut assembly.findings);
    }
    Ok(if files.adds && any { told } else { vec![true; assembly.people.len()] })
}

/// The key register's file has columns of a register that has a file of its own.
fn given_twice(layout: &Layout<'_>, register: usize, base: &str, list: &str, found: &mut Vec<Finding>) {
    let Some(register) = layout.registers.get(register) else { return };
    let name = &register.model.name;
    let mut findings = Findings::new(base, RowUnit::Row);
    let message = Message::new(
        format!("它有{name}的列，{name}又有自己的文件 {list}；只读 {list}"),
        format!("it has columns of {name}, which has a file of its own, {list}; only {list} is read"),
    );
    let finding = findings.add("D711", Severity::Error, None, message);
    finding.help = Some(Message::new("删去其中一处", "delete one of them"));
    found.append(&mut findings.list);
}
