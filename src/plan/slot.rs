//! Slots: the places where a case's facts enter the plan.

pub use crate::check::model::SlotKind;
use crate::check::model::{Column, Part, Register, Type};
pub use crate::check::parts::{part_type, parts_of};
use crate::value::{NONE_MEMBER, NONE_TEXT, Value};

/// One fact that a plan can read. A slot's index is also its node in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    /// index of the register
    pub register: usize,
    pub kind: SlotKind,
    /// some rule of the plan reads it; others need not be filled
    pub used: bool,
    /// a benefit hangs on it; others only serve alerts, promises or readings not chosen
    pub deciding: bool,
}

/// The slots of one register, in a fixed order: `Listed`, then for each column `Column`, `Present` if it is
/// 可无, and its parts.
pub fn slots_of(index: usize, register: &Register) -> Vec<Slot> {
    let mut kinds = vec![SlotKind::Listed];
    for (column, field) in register.columns.iter().enumerate() {
        kinds.push(SlotKind::Column(column));
        if field.optional {
            kinds.push(SlotKind::Present(column));
        }
        kinds.extend(parts_of(&field.ty).iter().map(|part| SlotKind::Part(column, *part)));
    }
    kinds.into_iter().map(|kind| Slot { register: index, kind, used: false, deciding: false }).collect()
}

/// All values of a type: what a missing fact may be. `optional` adds 无 where the type can hold it.
pub fn unknown(ty: &Type, optional: bool) -> Value {
    match ty {
        Type::Truth => Value::MAYBE,
        Type::Money { .. } | Type::Monthly { .. } => Value::range(0, i64::MAX),
        Type::Text if optional => Value::range(NONE_TEXT, i64::MAX),
        Type::Text => Value::range(0, i64::MAX),
        Type::Enumeration(members) => {
            let all = (1_u64 << members.len().min(62)) - 1;
            Value::members(if optional { all | NONE_MEMBER } else { all })
        }
        Type::Number { .. } | Type::Date | Type::Month | Type::Identity | Type::Card => Value::ANY,
    }
}

/// What a slot holds when the fact is known to be 无, or its register has no row.
pub fn absent(kind: SlotKind, columns: &[Column]) -> Value {
    match kind {
        SlotKind::Listed | SlotKind::Present(_) => Value::NO,
        SlotKind::Column(column) => columns.get(column).map_or(Value::ANY, |column| absent_value(&column.ty)),
        SlotKind::Part(_, part) => absent_value(&part_type(part)),
    }
}

/// 无 of a type, where the type can hold it; elsewhere anything, because nothing may be read off it.
fn absent_value(ty: &Type) -> Value {
    match ty {
        Type::Enumeration(_) => Value::members(NONE_MEMBER),
        Type::Text => Value::known(NONE_TEXT),
        Type::Truth => Value::NO,
        ty => unknown(ty, true),
    }
}

/// What a slot holds when nothing is known about the fact.
pub fn missing(kind: SlotKind, register: &Register) -> Value {
    match kind {
        SlotKind::Listed if register.is_key() => Value::YES,
        SlotKind::Listed | SlotKind::Present(_) => Value::MAYBE,
        SlotKind::Column(column) => match register.columns.get(column) {
            Some(column) => unknown(&column.ty, column.optional || !register.is_key()),
            None => Value::ANY,
        },
        SlotKind::Part(_, part) => unknown_part(part),
    }
}

fn unknown_part(part: Part) -> Value {
    unknown(&part_type(part), true)
}
