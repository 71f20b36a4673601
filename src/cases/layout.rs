//! A plan's registers, prepared for reading: where a header's cells go and which slots they fill.

use super::compared::compared_texts;
use super::datum::{Kind, Texts};
use super::header::{Headers, same};
use super::keep::Kept;
use super::needed::needed_registers;
use super::period::RowDay;
use crate::check::model::{AccrualItem, AccrualSetting, Column, Part, Register, Type};
use crate::plan::{Plan, SlotKind, absent, missing, unknown};
use crate::syntax::{Keyword, narrow};
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Everything that does not change from case to case.
///
/// An *entry* is a place that one cell of a wide sheet can fill: a column of a register, a register's yes/no, or
/// a day of its row (起, 止, 得知日期). Entries are numbered through all registers; each register's first one is its
/// yes/no, the last ones, but for the key register, are the days.
#[derive(Debug)]
pub(super) struct Layout<'p> {
    pub(super) registers: Vec<RegisterLayout<'p>>,
    /// the register of each entry
    pub(super) entries: Vec<usize>,
    /// entry of the key column
    pub(super) key: usize,
    headers: Headers,
    texts: FxHashMap<String, i64>,
    text_count: usize,
    pub(super) slot_count: usize,
    /// the registers of payments: what was paid to somebody is a row of its own, whoever it was
    pub(super) payments: Vec<usize>,
    /// columns by which months are reckoned, though no condition reads them: register and column
    pub(super) reckoned: Vec<(usize, usize)>,
    /// the columns whose texts are kept
    pub(super) keep: Vec<Kept>,
}

#[derive(Debug)]
pub(super) struct RegisterLayout<'p> {
    pub(super) model: &'p Register,
    pub(super) columns: Vec<ColumnLayout<'p>>,
    pub(super) entries: Range<usize>,
    /// how its own file and nested records name its columns
    pub(super) within: Headers,
    /// headers of the days of its row, in the order of [`RowDay::ALL`]; the key register has none
    day_headers: Vec<String>,
    /// its slots among those of the plan; all other slot numbers count from the first of them
    pub(super) slots: Range<usize>,
    /// a sheet to fill in has its columns
    pub(super) in_sheet: bool,
    /// a benefit hangs on whether there is a row
    pub(super) listed_needed: bool,
    /// the slots' values if nothing is known, if there is no row, and if there is a row of unknown values
    pub(super) unknown: Vec<Value>,
    pub(super) absent: Vec<Value>,
    pub(super) covered: Vec<Value>,
}

#[derive(Debug)]
pub(super) struct ColumnLayout<'p> {
    pub(super) model: &'p Column,
    pub(super) kind: Kind,
    pub(super) value: Option<usize>,
    pub(super) present: Option<usize>,
    /// the parts that some rule reads
    pub(super) parts: Vec<(Part, usize)>,
    /// some rule reads the column or a part of it
    pub(super) used: bool,
    /// a benefit hangs on it
    pub(super) needed: bool,
    /// the texts that some rule compares it with, in narrow forms
    pub(super) compared: Vec<String>,
    /// 无 is a member of its enumeration
    pub(super) none_is_member: bool,
    /// Its header is the name of its register (never so in the key register): 无, 否 and 0 say that there
    /// is no row.
    pub(super) bears_name: bool,
}

/// Prepares a plan; none if no register has a key.
pub(super) fn lay_out(plan: &Plan) -> Option<Layout<'_>> {
    let mut layout = Layout {
        registers: Vec::with_capacity(plan.registers.len()),
        entries: Vec::new(),
        key: 0,
        headers: Headers::default(),
        texts: FxHashMap::default(),
        text_count: plan.texts.len(),
        slot_count: plan.slots.len(),
        payments: payments(plan),
        reckoned: reckoned(plan),
        keep: Vec::new(),
    };
    for (number, text) in plan.texts.iter().enumerate() {
        layout.texts.entry(narrow(text.trim()).into_owned()).or_insert(number as i64);
    }
    let needed: Vec<bool> = plan.slots.iter().map(|slot| slot.deciding).collect();
    let (sheet, compared) = (needed_registers(plan), compared_texts(plan));
    let mut key = None;
    for (index, register) in plan.registers.iter().enumerate() {
        let first = layout.entries.len();
        layout.entries.extend(std::iter::repeat_n(index, entry_count(register)));
        if let (None, Some(column)) = (key, register.key) {
            key = Some(first + 1 + column);
        }
        let in_sheet = sheet.get(index).copied().unwrap_or(false);
        layout
            .registers
            .push(RegisterLayout { in_sheet, ..lay_out_register(plan, &needed, &compared, index, register, first) });
    }
    layout.key = key?;
    add_headers(&mut layout);
    Some(layout)
}

/// A register's yes/no, its columns and the days of its row.
fn entry_count(register: &Register) -> usize {
    1 + register.columns.len() + if register.is_key() { 0 } else { RowDay::ALL.len() }
}

/// Amounts paid, and which benefit the rows of filings, waivers and payments are about.
fn reckoned(plan: &Plan) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for item in plan.policy.accruals.iter().flat_map(|accrual| &accrual.items) {
        let AccrualSetting::KeptIn(what, register, column) = item.setting else { continue };
        found.extend(column.filter(|_| what == Keyword::kw_payment).map(|column| (register, column)));
        let columns = plan.registers.get(register).map(|register| register.columns.as_slice()).unwrap_or_default();
        let benefits = columns.iter().enumerate().filter(|(_, column)| column.is_benefit);
        found.extend(benefits.map(|(column, _)| (register, column)));
    }
    found
}

fn payments(plan: &Plan) -> Vec<usize> {
    let items = plan.policy.accruals.iter().flat_map(|accrual| &accrual.items);
    let register = |item: &AccrualItem| match item.setting {
        AccrualSetting::KeptIn(Keyword::kw_payment, register, _) => Some(register),
        _ => None,
    };
    items.filter_map(register).collect()
}

fn lay_out_register<'p>(
    plan: &'p Plan,
    needed: &[bool],
    compared: &[Vec<usize>],
    index: usize,
    register: &'p Register,
    first: usize,
) -> RegisterLayout<'p> {
    let start = plan.slots.iter().position(|slot| slot.register == index).unwrap_or(plan.slots.len());
    let slots: Vec<_> = plan.slots.iter().skip(start).take_while(|slot| slot.register == index).collect();
    let is_needed = |wanted: &dyn Fn(SlotKind) -> bool| {
        slots.iter().zip(needed.iter().skip(start)).any(|(slot, needed)| *needed && wanted(slot.kind))
    };
    let find = |kind: SlotKind| slots.iter().position(|slot| slot.kind == kind);
    let compared_with = |slot: Option<usize>| {
        let texts = slot.and_then(|slot| compared.get(start + slot)).into_iter().flatten();
        texts.filter_map(|text| plan.texts.get(*text)).map(|text| narrow(text.trim()).into_owned()).collect()
    };
    let columns = register.columns.iter().enumerate().map(|(column, model)| {
        let kind = match model.is_benefit {
            true => Kind::of_benefit(&plan.policy.benefits),
            false => Kind::of(&model.ty),
        };
        ColumnLayout {
            model,
            value: find(SlotKind::Column(column)),
            present: find(SlotKind::Present(column)),
            parts: slots
                .iter()
                .enumerate()
                .filter_map(|(slot, found)| match found.kind {
                    SlotKind::Part(of, part) if of == column && found.used => Some((part, slot)),
                    _ => None,
                })
                .collect(),
            used: slots.iter().any(|slot| slot.used && slot.kind.column() == Some(column)),
            needed: is_needed(&|kind| kind.column() == Some(column)),
            compared: compared_with(find(SlotKind::Column(column))),
            none_is_member: kind.has_member("无"),
            bears_name: !register.is_key() && model.headers.iter().any(|header| same(header, &register.name)),
            kind,
        }
    });
    let values = |value: &dyn Fn(SlotKind) -> Value| slots.iter().map(|slot| value(slot.kind)).collect();
    RegisterLayout {
        model: register,
        columns: columns.collect(),
        entries: first..first + entry_count(register),
        within: headers_within(register, first),
        day_headers: match register.is_key() {
            true => Vec::new(),
            false => RowDay::ALL.iter().map(|day| format!("{}.{}", register.name, day.word())).collect(),
        },
        slots: start..start + slots.len(),
        in_sheet: false,
        listed_needed: is_needed(&|kind| kind == SlotKind::Listed),
        unknown: values(&|kind| missing(kind, register)),
        absent: values(&|kind| absent(kind, &register.columns)),
        covered: values(&|kind| covered(kind, register)),
    }
}

/// Its columns by their names and headers.
fn headers_within(register: &Register, first: usize) -> Headers {
    let mut headers = Headers::default();
    for (index, column) in register.columns.iter().enumerate() {
        let names = [&column.name].into_iter().chain(&column.headers);
        names.for_each(|name| headers.add(name, first + 1 + index));
    }
    headers
}

/// What a slot holds when there surely is a row, but nothing is known about it.
fn covered(kind: SlotKind, register: &Register) -> Value {
    match kind {
        SlotKind::Listed => Value::YES,
        SlotKind::Column(column) => match register.columns.get(column) {
            Some(column) => unknown(&column.ty, column.optional),
            None => Value::ANY,
        },
        SlotKind::Present(_) | SlotKind::Part(..) => missing(kind, register),
    }
}

/// Headers of columns, then `名册.列`, then the registers' yes/no columns; what comes first has the name.
fn add_headers(layout: &mut Layout<'_>) {
    let mut headers = Headers::default();
    let mut add = |header: &str, entry: usize| headers.add(header, entry);
    for register in &layout.registers {
        for (entry, column) in register.entries.clone().skip(1).zip(&register.columns) {
            column.model.headers.iter().for_each(|header| add(header, entry));
        }
    }
    for register in &layout.registers {
        let name = &register.model.name;
        for (entry, column) in register.entries.clone().skip(1).zip(&register.columns) {
            add(&format!("{name}.{}", column.model.name), entry);
            column.model.headers.iter().for_each(|header| add(&format!("{name}.{header}"), entry));
        }
        for (entry, day) in register.day_entries().zip(RowDay::ALL) {
            if register.has(day) {
                day.words().iter().for_each(|word| add(&format!("{name}.{word}"), entry));
            }
        }
    }
    for register in layout.registers.iter().filter(|register| !register.model.is_key()) {
        add(&register.model.listed_header, register.entries.start);
    }
    layout.headers = headers;
}

impl<'p> Layout<'p> {
    /// The entry that a header of a wide sheet names.
    pub(super) fn entry(&self, header: &str) -> Option<usize> {
        self.headers.get(header)
    }

    /// The register of that name.
    pub(super) fn register(&self, name: &str) -> Option<usize> {
        self.registers.iter().position(|register| same(&register.model.name, name))
    }

    /// The register of that name or title.
    pub(super) fn register_titled(&self, name: &str) -> Option<usize> {
        let titled =
            |register: &RegisterLayout<'_>| register.model.title.as_ref().is_some_and(|title| same(title, name));
        self.register(name).or_else(|| self.registers.iter().position(titled))
    }

    /// The register of an entry, and its column unless it is the register's yes/no or a day of its row.
    pub(super) fn place(&self, entry: usize) -> Option<(&RegisterLayout<'p>, Option<&ColumnLayout<'p>>)> {
        let register = self.registers.get(*self.entries.get(entry)?)?;
        let column = entry.checked_sub(register.entries.start + 1).and_then(|column| register.columns.get(column));
        Some((register, column))
    }

    /// The canonical header of an entry.
    pub(super) fn header(&self, entry: usize) -> &str {
        match self.place(entry) {
            Some((_, Some(column))) => column.model.headers.first().map_or(&column.model.name, |header| header),
            Some((register, None)) => match entry.checked_sub(register.day_entries().start) {
                Some(day) => register.day_headers.get(day).map_or("", |header| header),
                None => &register.model.listed_header,
            },
            None => "",
        }
    }

    pub(super) fn key_is_identity(&self) -> bool {
        matches!(self.place(self.key), Some((_, Some(column))) if column.model.ty == Type::Identity)
    }

    /// No texts of a case yet.
    pub(super) fn texts(&self) -> Texts<'_> {
        Texts { known: &self.texts, first: self.text_count, own: Vec::new() }
    }
}
