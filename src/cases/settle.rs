//! The cells of one register taken together: is there a row, and what does each slot hold?

use super::datum::{Datum, Texts};
use super::finding::Findings;
use super::layout::{ColumnLayout, Layout, RegisterLayout};
use super::period::{Period, period};
use super::remark;
use super::told::Told;
use crate::check::model::Part;
use crate::eval::DatedRows;
use crate::identity::{CardNumber, IdentityNumber};
use crate::value::{NONE_TEXT, Value};

/// Two cells of a register that cannot both be true, as entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Conflict {
    /// says that there is no row
    pub(super) absent: usize,
    /// says something about a row
    pub(super) present: usize,
}

/// All registers of a wide row: the values of the slots, and the rows that have days. Contradictions become findings
/// and leave the register unknown.
pub(super) fn settle(
    layout: &Layout<'_>,
    told: &[Told],
    row: usize,
    texts: &mut Texts<'_>,
    findings: &mut Findings<'_>,
) -> (Vec<Value>, Vec<DatedRows>) {
    let mut dated = Vec::new();
    let mut values = vec![Value::ANY; layout.slot_count];
    for (index, register) in layout.registers.iter().enumerate() {
        let cells = told.get(register.entries.clone()).unwrap_or_default();
        let slots = values.get_mut(register.slots.clone()).unwrap_or_default();
        match listing(register, cells) {
            Ok(listed) => {
                fill(register, cells, listed, slots, texts);
                if listed == Some(true) && !register.model.is_key() {
                    match period(layout, register, cells, row, findings) {
                        Some(Period::ALWAYS) => {}
                        Some(period) => {
                            let rows = vec![period.row(slots.to_vec())];
                            dated.push(DatedRows { register: index, rows });
                        }
                        None => overwrite(slots, &register.unknown),
                    }
                }
            }
            Err(conflict) => {
                overwrite(slots, &register.unknown);
                remark::conflict(layout, register, conflict, row, findings);
            }
        }
    }
    (values, dated)
}

/// Whether a wide sheet's cells say that there is a row. `told` are the register's entries.
fn listing(register: &RegisterLayout<'_>, told: &[Told]) -> Result<Option<bool>, Conflict> {
    if register.model.is_key() {
        return Ok(Some(true));
    }
    let first = |wanted: fn(&Told) -> bool| told.iter().position(wanted).map(|at| register.entries.start + at);
    let absent = first(|told| matches!(told, Told::NotListed));
    let present = first(|told| matches!(told, Told::Value(_) | Told::Day(_)));
    match (absent, present.or_else(|| first(|told| matches!(told, Told::Bad)))) {
        (Some(absent), Some(present)) => Err(Conflict { absent, present }),
        (Some(_), None) => Ok(Some(false)),
        (None, _) => Ok(present.map(|_| true)),
    }
}

/// Writes the slots of one register: `listed` none means that nobody knows whether there is a row.
pub(super) fn fill(
    register: &RegisterLayout<'_>,
    told: &[Told],
    listed: Option<bool>,
    values: &mut [Value],
    texts: &mut Texts<'_>,
) {
    let base = match listed {
        Some(true) => &register.covered,
        Some(false) => &register.absent,
        None => &register.unknown,
    };
    overwrite(values, base);
    if listed == Some(false) {
        return;
    }
    for (column, told) in register.columns.iter().zip(told.iter().skip(1)) {
        match told {
            Told::Value(datum) | Told::Idle(datum) => {
                write(column, *datum, values, texts);
                if listed == Some(true) {
                    put(values, column.present, Value::YES);
                }
            }
            Told::None => {
                for slot in column.value.iter().chain(&column.present).chain(column.parts.iter().map(|(_, slot)| slot))
                {
                    if let Some(none) = register.absent.get(*slot) {
                        put(values, Some(*slot), *none);
                    }
                }
            }
            Told::Untold | Told::Blank | Told::NotListed | Told::Day(_) | Told::Bad => {}
        }
    }
}

pub(super) fn write(column: &ColumnLayout<'_>, datum: Datum, values: &mut [Value], texts: &mut Texts<'_>) {
    let value = match datum {
        Datum::Truth(truth) => Value::truth(truth),
        Datum::Member(member) => Value::members(1 << member),
        Datum::Number(number) | Datum::Text(number) => Value::known(number),
        Datum::UnreadText => return,
        Datum::Identity(number) => {
            for (part, slot) in &column.parts {
                put(values, Some(*slot), identity_part(*part, &number, texts));
            }
            Value::known(number.value())
        }
        Datum::Card(card) => {
            for (part, slot) in &column.parts {
                put(values, Some(*slot), card_part(*part, &card, texts));
            }
            Value::known(card.value())
        }
    };
    put(values, column.value, value);
}

fn identity_part(part: Part, number: &IdentityNumber, texts: &mut Texts<'_>) -> Value {
    match part {
        Part::BirthDate => Value::known(number.birth().0),
        Part::Sex => Value::members(if number.is_male() { 1 } else { 2 }),
        Part::Region => Value::known(texts.number(number.region())),
        Part::Identity => Value::known(number.value()),
        // an identity number has no such parts
        Part::Category | Part::Level => Value::known(NONE_TEXT),
    }
}

fn card_part(part: Part, card: &CardNumber, texts: &mut Texts<'_>) -> Value {
    match part {
        Part::Category => Value::members(1 << (card.category - 1)),
        Part::Level => Value::members(1 << (card.level - 1)),
        Part::BirthDate | Part::Sex | Part::Region | Part::Identity => identity_part(part, &card.identity, texts),
    }
}

fn put(values: &mut [Value], slot: Option<usize>, value: Value) {
    if let Some(place) = slot.and_then(|slot| values.get_mut(slot)) {
        *place = value;
    }
}

/// Sets all slots of a register.
pub(super) fn overwrite(values: &mut [Value], base: &[Value]) {
    values.iter_mut().zip(base).for_each(|(value, base)| *value = *base);
}
