//! Sums of money in figures.

use crate::explain::amount_text;
use crate::value::Value;

/// An amount in fen as yuan, with a comma after every three digits: `31,240`.
pub(in crate::output) fn grouped(fen: i64) -> String {
    let text = amount_text(fen);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let fraction = fraction.map(|part| format!(".{part}")).unwrap_or_default();
    format!("{sign}{}{fraction}", by_threes(whole))
}

/// A number of people or cases, with a comma after every three digits.
pub(in crate::output) fn count(number: usize) -> String {
    by_threes(&number.to_string())
}

fn by_threes(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// With its sign: `+31,240`, `-80`, `0`.
pub(in crate::output) fn signed(fen: i64) -> String {
    if fen > 0 { format!("+{}", grouped(fen)) } else { grouped(fen) }
}

/// What a month makes in a year, if all months are like it.
pub(super) fn yearly(fen: i64) -> i64 {
    fen.saturating_mul(12)
}

/// The most an amount may come to, unless it has no bound.
pub(in crate::output) fn most(amount: Value) -> Option<i64> {
    (amount.hi != i64::MAX).then_some(amount.hi)
}
