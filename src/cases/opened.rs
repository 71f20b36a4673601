//! Case files and lists as they are given -> opened files, the right sheet of each workbook picked.

use super::assembly::BaseColumns;
use super::finding::Finding;
use super::format::Format;
use super::input::{Body, File, Input, OpenList, OpenLists, Opening, open_file};
use super::layout::Layout;
use super::list::ListColumns;
use super::lists::{Given, List, Lists, Source};
use super::open::SheetGrid;
use super::pick::{Picked, Wanted, name_of, not_read, remark};
use super::source::Columns;
use super::unreadable::Unreadable;

/// A case file.
pub(super) enum Base<'s> {
    /// a wide sheet or records
    One(Input<'s>),
    /// a workbook with a sheet for each register, or with several wide sheets
    Lists(OpenLists<'s>),
}

/// Opens a case file. What there is to say about how it was opened goes to `findings`, or to the lists.
pub(super) fn open_base<'s>(
    layout: &Layout<'_>,
    file: &str,
    bytes: &'s [u8],
    format: Format,
    opening: &Opening,
    findings: &mut Vec<Finding>,
) -> Result<Base<'s>, Unreadable> {
    let sheets = match open_file(file, bytes, format, opening, findings)? {
        File::One(input) => return Ok(Base::One(input)),
        File::Workbook(sheets) => sheets,
    };
    if opening.sheet.is_none() && has_registers(layout, &sheets) {
        return Ok(Base::Lists(of_registers(layout, file, sheets, std::mem::take(findings))));
    }
    let columns = BaseColumns(layout);
    let key = layout.header(layout.key);
    let rather = key_names(layout);
    let wanted = Wanted {
        file,
        sheet: opening.sheet.as_deref(),
        rather: &rather,
        is_key: &|header| columns.is_key(header),
        key: Some(key),
    };
    let mut picked = wanted.pick(sheets, findings)?;
    if picked.len() > 1 {
        let register =
            layout.registers.get(layout.key_register()).map(|key| key.model.name.clone()).unwrap_or_default();
        let list = |picked| OpenList { register: register.clone(), input: input_of(picked), given: Given::Adds };
        let lists = picked.into_iter().map(list).collect();
        let findings = std::mem::take(findings);
        return Ok(Base::Lists(OpenLists { folder: Some(file.to_string()), base: None, lists, findings }));
    }
    match picked.pop() {
        Some(picked) => Ok(Base::One(input_of(picked))),
        None => Err(Unreadable::Empty { file: file.to_string() }),
    }
}

fn input_of(Picked { name, sheet }: Picked) -> Input<'static> {
    Input { name, body: Body::Grid(sheet.grid), format: Format::Workbook }
}

fn key_names<'l>(layout: &'l Layout<'_>) -> Vec<&'l str> {
    register_names(layout, layout.key_register())
}

fn register_names<'l>(layout: &'l Layout<'_>, register: usize) -> Vec<&'l str> {
    let register = layout.registers.get(register);
    register
        .into_iter()
        .flat_map(|register| [Some(&register.model.name), register.model.title.as_ref()])
        .flatten()
        .map(|name| name.as_str())
        .collect()
}

/// Sheets are named after the key register and another one.
fn has_registers(layout: &Layout<'_>, sheets: &[SheetGrid]) -> bool {
    let shown = sheets.iter().filter(|sheet| !sheet.hidden && !sheet.is_blank());
    let registers: Vec<usize> = shown.filter_map(|sheet| layout.register_titled(&sheet.name)).collect();
    registers.contains(&layout.key_register()) && registers.iter().any(|other| *other != layout.key_register())
}

/// A workbook that is read like a folder.
fn of_registers(
    layout: &Layout<'_>,
    file: &str,
    sheets: Vec<SheetGrid>,
    mut findings: Vec<Finding>,
) -> OpenLists<'static> {
    let (mut lists, mut others) = (Vec::new(), Vec::new());
    for mut sheet in sheets.into_iter().filter(|sheet| !sheet.is_blank()) {
        let register = layout.register_titled(&sheet.name).filter(|_| !sheet.hidden);
        let Some(register) = register else {
            others.push(sheet.name);
            continue;
        };
        let (name, register_name) = (name_of(file, &sheet.name), sheet.name.clone());
        remark(&name, &mut sheet, &*is_key(layout, register), &mut findings);
        lists.push(OpenList { register: register_name, input: input_of(Picked { name, sheet }), given: Given::Found });
    }
    if !others.is_empty() {
        findings.push(not_read(file, &others));
    }
    OpenLists { folder: Some(file.to_string()), base: None, lists, findings }
}

/// Whether a header of a register's file tells whom a row is about.
fn is_key<'l>(layout: &'l Layout<'_>, register: usize) -> Box<dyn Fn(&str) -> bool + 'l> {
    if register == layout.key_register() {
        Box::new(move |header| BaseColumns(layout).is_key(header))
    } else {
        Box::new(move |header| ListColumns { layout, register }.is_key(header))
    }
}

/// Opens lists that belong together.
pub(super) fn open_lists<'s>(
    layout: &Layout<'_>,
    lists: &'s Lists,
    opening: &Opening,
) -> Result<OpenLists<'s>, Unreadable> {
    let mut findings = Vec::new();
    let (mut opened, lists) = match lists {
        Lists::Folder { name, lists } => {
            (OpenLists { folder: Some(name.clone()), base: None, lists: Vec::new(), findings: Vec::new() }, lists)
        }
        Lists::Beside { base: Source { name, bytes, format }, lists } => {
            let opened = match open_base(layout, name, bytes, *format, opening, &mut findings)? {
                Base::One(input) => {
                    OpenLists { folder: None, base: Some(input), lists: Vec::new(), findings: Vec::new() }
                }
                Base::Lists(lists) => lists,
            };
            (opened, lists)
        }
    };
    // the name of a sheet is that of the case file
    let opening = Opening { sheet: None, ..opening.clone() };
    for list in lists {
        opened.lists.push(open_list(layout, list, &opening, &mut findings)?);
    }
    opened.findings.append(&mut findings);
    Ok(opened)
}

fn open_list<'s>(
    layout: &Layout<'_>,
    list: &'s List,
    opening: &Opening,
    findings: &mut Vec<Finding>,
) -> Result<OpenList<'s>, Unreadable> {
    let Source { name, bytes, format } = &list.source;
    let register = layout.register_titled(&list.register);
    let input = match (open_file(name, bytes, *format, opening, findings), register) {
        (Ok(File::One(input)), _) => input,
        (Ok(File::Workbook(sheets)), Some(register)) => {
            let rather = register_names(layout, register);
            let is_key = is_key(layout, register);
            let key = layout.header(layout.key);
            let wanted = Wanted { file: name, sheet: None, rather: &rather, is_key: &*is_key, key: Some(key) };
            match wanted.pick(sheets, findings)?.pop() {
                Some(picked) => input_of(picked),
                None => return Err(Unreadable::Empty { file: name.clone() }),
            }
        }
        // what no register is named after is not read, whatever it is
        (Ok(File::Workbook(_)) | Err(_), None) => {
            Input { name: name.clone(), body: Body::Text("".into()), format: *format }
        }
        (Err(unreadable), Some(_)) => return Err(unreadable),
    };
    Ok(OpenList { register: list.register.clone(), input, given: list.given })
}
