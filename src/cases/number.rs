//! `1,234.50 元` -> an exact whole number of the smallest unit.

use super::bad_cell::BadCell;

/// An amount of money in units of 10^-scale yuan; never negative.
pub(super) fn money(text: &str, scale: u8) -> Result<i64, BadCell> {
    if is_bracketed(text) {
        return Err(BadCell::Bracketed);
    }
    let bare = text.strip_prefix(['¥', '￥']).unwrap_or(text).trim_start();
    let bare = bare.strip_suffix("/月").or_else(|| bare.strip_suffix("每月")).unwrap_or(bare).trim_end();
    let bare = bare.strip_suffix('元').unwrap_or(bare).trim_end();
    if bare.strip_prefix('-').is_some_and(|rest| rest.starts_with(['¥', '￥'])) {
        return Err(BadCell::Negative);
    }
    match decimal(bare, scale)? {
        amount if amount < 0 => Err(BadCell::Negative),
        amount => Ok(amount),
    }
}

/// `(90.00)`, as accountants write a negative amount.
fn is_bracketed(text: &str) -> bool {
    let inner = text.trim_start_matches(['¥', '￥']).strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.is_some_and(|inner| inner.contains(|c: char| c.is_ascii_digit()))
}

/// A decimal number in units of 10^-scale.
pub(super) fn decimal(text: &str, scale: u8) -> Result<i64, BadCell> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    if whole.is_empty() || fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadCell::Number);
    }
    let mut value: i64 = 0;
    let mut push = |digit: u8| {
        value = value.checked_mul(10).and_then(|value| value.checked_add(i64::from(digit))).ok_or(BadCell::Range)?;
        Ok(())
    };
    for byte in ungrouped(whole)?.bytes() {
        push(byte - b'0')?;
    }
    let fraction = fraction.trim_end_matches('0').as_bytes();
    if fraction.len() > usize::from(scale) {
        return Err(BadCell::Decimals { most: scale });
    }
    for place in 0..usize::from(scale) {
        push(fraction.get(place).map_or(0, |byte| byte - b'0'))?;
    }
    Ok(if negative { -value } else { value })
}

/// Digits, possibly in groups of three: `12,345`.
fn ungrouped(whole: &str) -> Result<std::borrow::Cow<'_, str>, BadCell> {
    if !whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') {
        return Err(BadCell::Number);
    }
    if !whole.contains(',') {
        return Ok(whole.into());
    }
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    if first && groups.all(|group| group.len() == 3) { Ok(whole.replace(',', "").into()) } else { Err(BadCell::Number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (text, fen) in [
            ("80", 8000),
            ("80.5", 8050),
            ("0.07", 7),
            ("1,234.50元", 123_450),
            ("¥90.00", 9000),
            ("90元/月", 9000),
            ("￥ 90 元", 9000),
            ("90 元 /月", 9000),
            ("90元每月", 9000),
        ] {
            assert_eq!(money(text, 2), Ok(fen), "{text}");
        }
        for text in ["-1", "-1元", "¥-1", "-¥1.00"] {
            assert_eq!(money(text, 2), Err(BadCell::Negative), "{text}");
        }
        for text in ["(90)", "(90.00)", "¥(90)"] {
            assert_eq!(money(text, 2), Err(BadCell::Bracketed), "{text}");
        }
        assert_eq!(money("0.005", 2), Err(BadCell::Decimals { most: 2 }));
        assert_eq!(money("99999999999999999999", 2), Err(BadCell::Range));
        for text in ["", "八十", "1,23", "1.", ".5", "1e3", "1 2", "80/月元", "+-1", "--1", "元", "1.2万元", "90元/年"]
        {
            assert_eq!(money(text, 2), Err(BadCell::Number), "{text}");
        }
        assert_eq!(decimal("-1.25", 4), Ok(-12_500));
    }
}
