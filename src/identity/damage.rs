//! What spreadsheets do to a number that should have been a text: `5.00156E+17`, `1001.0`, digits 16 and on made 0.

use super::{CardMistake, IdentityMistake, IdentityNumber};

/// Excel shows a long number that was stored as a number as `5.00156E+17`.
pub(super) fn is_scientific(text: &str) -> bool {
    text.split_once(['E', 'e']).is_some_and(|(mantissa, exponent)| {
        let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
        is_decimal(mantissa) && (1..=3).contains(&exponent.len()) && digits(exponent)
    })
}

/// `500156197001010016.0`: digits and a fraction, as numbers are saved by other programs.
pub(super) fn has_decimals(text: &str) -> bool {
    text.contains('.') && is_decimal(text)
}

fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    !whole.is_empty() && !fraction.is_empty() && digits(whole) && digits(fraction)
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a spreadsheet has surely done to a text that may be any sort of key. Blank if nothing.
pub fn damage(text: &str) -> Option<IdentityMistake> {
    const SHORTEST: usize = 4;
    // nearly every key
    if !text.ends_with("000") && !text.contains('.') {
        return None;
    }
    let exponent =
        || text.split_once(['E', 'e']).is_some_and(|(mantissa, rest)| mantissa.contains('.') && rest.starts_with('+'));
    if is_scientific(text) && exponent() {
        return Some(IdentityMistake::Scientific);
    }
    if has_decimals(text) && text.ends_with(".0") && text.len() >= SHORTEST + 2 {
        return Some(IdentityMistake::Decimals);
    }
    match IdentityNumber::parse(text) {
        Err(mistake @ IdentityMistake::Check { damaged: true }) => Some(mistake),
        _ => None,
    }
}

impl IdentityMistake {
    /// A spreadsheet has done it, not whoever wrote the number down.
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            IdentityMistake::Check { damaged: true } | IdentityMistake::Scientific | IdentityMistake::Decimals
        )
    }
}

impl CardMistake {
    /// A spreadsheet has done it, not whoever wrote the number down.
    pub fn is_damage(&self) -> bool {
        match self {
            CardMistake::Scientific | CardMistake::Decimals | CardMistake::Zeros => true,
            CardMistake::Identity(mistake) => mistake.is_damage(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_were_taken_for_numbers() {
        assert_eq!(damage("5.00156E+17"), Some(IdentityMistake::Scientific));
        assert_eq!(damage("1001.0"), Some(IdentityMistake::Decimals));
        assert_eq!(damage("500156197001010000"), Some(IdentityMistake::Check { damaged: true }));
        for text in ["001", "2E10", "3.0", "0012.5", "11010519491231002X", "123456789012345000", "张三", "1000"] {
            assert_eq!(damage(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_identity() {
        for text in ["5.00156E+17", "5E17", "1.10105194912310E+17", "1.10105e17"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["E17", "5.E+17", "5.00156E+", "11010519491231002E", "5.1E-3", "5.00156E+1700"] {
            assert!(!is_scientific(text), "{text}");
        }
        assert!(has_decimals("500156197001010016.0") && !has_decimals("500156197001010016"));
    }
}
