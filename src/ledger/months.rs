//! The months of an entry in one cell, and the same read back.

use super::found::FoundMonth;
use crate::calendar::Month;
use crate::explain::amount_text;
use crate::value::Value;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// `2023-01~2023-05 90/0；2023-06 80/0`: due and paid, months that are alike together.
pub fn months_text(months: &[FoundMonth]) -> String {
    let mut runs: Vec<(Month, FoundMonth)> = Vec::new();
    for month in months {
        match runs.last_mut() {
            Some((_, last))
                if last.month.0 + 1 == month.month.0 && (last.due, last.paid) == (month.due, month.paid) =>
            {
                last.month = month.month;
            }
            _ => runs.push((month.month, *month)),
        }
    }
    let words = |(first, last): &(Month, FoundMonth)| {
        let until = if *first == last.month { String::new() } else { format!("~{}", last.month) };
        format!("{first}{until} {}/{}", value_text(last.due), value_text(last.paid))
    };
    runs.iter().map(words).collect::<Vec<_>>().join("；")
}

/// `80`, `0–80`, or `0+` where there is no upper bound.
fn value_text(value: Value) -> String {
    match value {
        value if value.is_known() => amount_text(value.lo),
        value if value.hi == i64::MAX => format!("{}+", amount_text(value.lo)),
        value => format!("{}–{}", amount_text(value.lo), amount_text(value.hi)),
    }
}

fn read_value(text: &str) -> Option<Value> {
    let fen = |text: &str| {
        let yuan: Decimal = text.trim().parse().ok()?;
        let fen = yuan.checked_mul(Decimal::ONE_HUNDRED)?;
        fen.is_integer().then(|| fen.to_i64())?
    };
    if let Some(least) = text.strip_suffix('+') {
        return Some(Value::range(fen(least)?, i64::MAX));
    }
    match text.split_once(['–', '—']) {
        Some((least, most)) => Some(Value::range(fen(least)?, fen(most)?)),
        None => fen(text).map(Value::known),
    }
}

/// Reads what [`months_text`] writes.
pub(super) fn read_months(text: &str) -> Option<Vec<FoundMonth>> {
    /// longer runs are no months of a ledger
    const MOST: i64 = 12_000;
    let mut months: Vec<FoundMonth> = Vec::new();
    for run in text.split(['；', ';']).map(str::trim).filter(|run| !run.is_empty()) {
        let (when, amounts) = run.split_once(' ')?;
        let (first, last) = when.split_once(['~', '～']).unwrap_or((when, when));
        let (first, last) = (crate::cases::month(first)?, crate::cases::month(last)?);
        let (due, paid) = amounts.trim().split_once('/')?;
        let (due, paid) = (read_value(due)?, read_value(paid)?);
        let follows = months.last().is_none_or(|known| known.month < first);
        if !follows || last < first || last.0 - first.0 > MOST {
            return None;
        }
        months.extend((first.0..=last.0).map(|month| FoundMonth { month: Month(month), due, paid }));
    }
    (!months.is_empty()).then_some(months)
}
