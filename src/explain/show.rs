//! Values and facts in words.

use crate::check::model::{SlotKind, Type};
use crate::diagnostic::{Lang, Message};
use crate::eval::{Facts, NONE_MEMBER, NONE_TEXT, Value};
use crate::identity::mask;
use crate::plan::{Plan, part_type};
use crate::value::{Day, Month};
use rust_decimal::Decimal;

/// From here on an amount is called unlimited: more than any policy pays (fen).
const UNLIMITED: i64 = 1_000_000_000_000_000;

/// An amount in fen as a plain decimal of yuan, without trailing zeros.
pub fn amount_text(fen: i64) -> String {
    decimal_text(fen, crate::check::model::MONEY_SCALE)
}

/// `0–90`; what has no upper bound is `不低于 0`.
pub fn range_text(amount: Value) -> String {
    if amount.lo >= UNLIMITED {
        "不限".to_string()
    } else if amount.hi >= UNLIMITED {
        format!("不低于 {}", amount_text(amount.lo))
    } else if amount.lo == amount.hi {
        amount_text(amount.lo)
    } else {
        format!("{}–{}", amount_text(amount.lo), amount_text(amount.hi))
    }
}

/// A number, amount, date or month as a policy writes it: `90.01 元/月`, `2023-03-31`.
pub fn literal_text(ty: &Type, value: i64) -> Message {
    let both = |text: String| Message::new(text.clone(), text);
    match ty {
        Type::Date => both(Day(value).to_string()),
        Type::Month => both(Month(value).to_string()),
        Type::Number { scale } => both(decimal_text(value, *scale)),
        Type::Money { scale } => {
            let number = decimal_text(value, *scale);
            Message::new(format!("{number} 元"), format!("{number} yuan"))
        }
        Type::Monthly { scale } => {
            let number = decimal_text(value, *scale);
            Message::new(format!("{number} 元/月"), format!("{number} yuan/month"))
        }
        _ => both(value.to_string()),
    }
}

/// A number of units of 10^-scale as a plain decimal, without trailing zeros.
pub(super) fn decimal_text(number: i64, scale: u8) -> String {
    Decimal::try_from_i128_with_scale(i128::from(number), u32::from(scale))
        .map_or_else(|_| number.to_string(), |number| number.normalize().to_string())
}

/// What is known of a fact, as a reader would write it; personal numbers are masked.
pub fn fact_text(plan: &Plan, facts: &Facts, slot: usize, value: Value, lang: Lang) -> String {
    let unknown = || if lang == Lang::Zh { "待核实" } else { "unknown" }.to_string();
    let Some(found) = plan.slots.get(slot) else { return unknown() };
    match found.kind {
        SlotKind::Listed => truth_text(value, lang),
        SlotKind::Present(_) if value.is_no() => none(lang),
        SlotKind::Present(_) if value.is_yes() => if lang == Lang::Zh { "有" } else { "given" }.to_string(),
        SlotKind::Present(_) => unknown(),
        SlotKind::Column(column) => {
            let register = plan.registers.get(found.register);
            let ty = register.and_then(|register| register.columns.get(column)).map(|column| column.ty.clone());
            ty.map_or_else(unknown, |ty| value_text(plan, facts, &ty, value, lang))
        }
        SlotKind::Part(_, part) => value_text(plan, facts, &part_type(part), value, lang),
    }
}

fn none(lang: Lang) -> String {
    if lang == Lang::Zh { "无" } else { "none" }.to_string()
}

fn truth_text(value: Value, lang: Lang) -> String {
    let (zh, en) = match (value.is_yes(), value.is_no()) {
        (true, _) => ("是", "yes"),
        (_, true) => ("否", "no"),
        _ => ("待核实", "unknown"),
    };
    if lang == Lang::Zh { zh } else { en }.to_string()
}

/// A value of some type in words.
fn value_text(plan: &Plan, facts: &Facts, ty: &Type, value: Value, lang: Lang) -> String {
    let unknown = || if lang == Lang::Zh { "待核实" } else { "unknown" }.to_string();
    match ty {
        Type::Truth => truth_text(value, lang),
        Type::Enumeration(members) => match value.set() {
            NONE_MEMBER => none(lang),
            set if set.is_power_of_two() => members.get(set.trailing_zeros() as usize).cloned().unwrap_or_else(unknown),
            _ => unknown(),
        },
        _ if !value.is_known() => unknown(),
        Type::Text if value.lo == NONE_TEXT => none(lang),
        Type::Text => {
            let number = usize::try_from(value.lo).unwrap_or(usize::MAX);
            let own = number.checked_sub(plan.texts.len()).and_then(|own| facts.texts.get(own));
            plan.texts.get(number).or(own).cloned().unwrap_or_else(unknown)
        }
        Type::Date => Day(value.lo).to_string(),
        Type::Month => Month(value.lo).to_string(),
        Type::Number { scale } => decimal_text(value.lo, *scale),
        Type::Money { scale } => {
            let unit = if lang == Lang::Zh { " 元" } else { " yuan" };
            format!("{}{unit}", decimal_text(value.lo, *scale))
        }
        Type::Monthly { scale } => {
            let unit = if lang == Lang::Zh { " 元/月" } else { " yuan/month" };
            format!("{}{unit}", decimal_text(value.lo, *scale))
        }
        Type::Identity => mask(&format!("{:017}", value.lo)),
        Type::Card => if lang == Lang::Zh { "（证号）" } else { "(number)" }.to_string(),
    }
}
