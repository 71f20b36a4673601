//! GB 11643: `11010519491231002X` -> region, day of birth, sex, with the check digit verified.

use super::IdentityMistake;
use super::damage::{has_decimals, is_scientific};
use crate::value::Day;
use chrono::NaiveDate;

/// Weights of the first seventeen digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder of the weighted sum by 11.
const CHECK: [u8; 11] = *b"10X98765432";
/// Nobody alive was born before.
const FIRST_YEAR: u32 = 1800;

/// A valid identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdentityNumber {
    /// the eighteen characters, `X` in upper case; a 15-digit number is expanded
    characters: [u8; 18],
    birth: Day,
    /// It was written in the 15-digit form of GB 11643-1989, which has no check digit.
    pub old_form: bool,
}

impl IdentityNumber {
    /// Reads 18 characters or the old 15 digits; lower-case x and full-width forms are accepted.
    pub fn parse(text: &str) -> Result<IdentityNumber, IdentityMistake> {
        if let Some(characters) = plain(text) {
            return IdentityNumber::of(characters);
        }
        let text = crate::syntax::narrow(text);
        let text = text.as_ref();
        if is_scientific(text) {
            return Err(IdentityMistake::Scientific);
        }
        if has_decimals(text) {
            return Err(IdentityMistake::Decimals);
        }
        let length = text.chars().count();
        if length != 18 && length != 15 {
            return Err(IdentityMistake::Length { found: length });
        }
        for (index, found) in text.chars().enumerate() {
            if !(found.is_ascii_digit() || index == 17 && matches!(found, 'x' | 'X')) {
                return Err(IdentityMistake::Character { found, position: index + 1 });
            }
        }
        let bytes = text.as_bytes();
        let mut characters = [b'0'; 18];
        if length == 15 {
            fill(&mut characters, 0, bytes.get(..6));
            fill(&mut characters, 6, Some(b"19"));
            fill(&mut characters, 8, bytes.get(6..));
            let birth = birth_of(&characters)?;
            let check = check_character(&characters);
            fill(&mut characters, 17, Some(&[check]));
            return Ok(IdentityNumber { characters, birth, old_form: true });
        }
        fill(&mut characters, 0, Some(bytes));
        characters.make_ascii_uppercase();
        IdentityNumber::of(characters)
    }

    /// Of eighteen characters in upper case.
    fn of(characters: [u8; 18]) -> Result<IdentityNumber, IdentityMistake> {
        if characters.last() != Some(&check_character(&characters)) {
            let damaged = characters.ends_with(b"000") && birth_of(&characters).is_ok();
            return Err(IdentityMistake::Check { damaged });
        }
        Ok(IdentityNumber { characters, birth: birth_of(&characters)?, old_form: false })
    }

    /// A number of nobody: of some region, day of birth and order (odd for men, even for women; at most 999).
    pub fn invented(region: &str, birth: Day, order: u32) -> Option<IdentityNumber> {
        let date = birth.date()?.format("%Y%m%d");
        let mut characters = [b'0'; 18];
        fill(&mut characters, 0, Some(format!("{region:0>6}{date}{order:03}").as_bytes()));
        let check = check_character(&characters);
        fill(&mut characters, 17, Some(&[check]));
        IdentityNumber::parse(std::str::from_utf8(&characters).ok()?).ok()
    }

    /// The eighteen characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.characters).unwrap_or_default()
    }

    /// 行政区划: the first six digits.
    pub fn region(&self) -> &str {
        self.as_str().get(..6).unwrap_or_default()
    }

    pub fn birth(&self) -> Day {
        self.birth
    }

    /// The seventeenth digit is odd for men.
    pub fn is_male(&self) -> bool {
        self.characters.get(16).is_some_and(|digit| digit % 2 == 1)
    }

    /// The number without its check character: how a plan stores it.
    pub fn value(&self) -> i64 {
        self.characters.iter().take(17).fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
    }
}

/// Eighteen characters as they should be written.
fn plain(text: &str) -> Option<[u8; 18]> {
    let characters = <[u8; 18]>::try_from(text.as_bytes()).ok()?;
    let (last, digits) = characters.split_last()?;
    let is_plain = digits.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || *last == b'X');
    is_plain.then_some(characters)
}

fn fill(characters: &mut [u8; 18], start: usize, part: Option<&[u8]>) {
    for (place, digit) in characters.iter_mut().skip(start).zip(part.unwrap_or_default()) {
        *place = *digit;
    }
}

fn check_character(characters: &[u8; 18]) -> u8 {
    let sum: u32 = characters.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK.get((sum % 11) as usize).copied().unwrap_or(b'0')
}

fn birth_of(characters: &[u8; 18]) -> Result<Day, IdentityMistake> {
    let number = |from: usize, to: usize| {
        characters.iter().take(to).skip(from).fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    };
    let (year, month, day) = (number(6, 10), number(10, 12), number(12, 14));
    let date = NaiveDate::from_ymd_opt(year as i32, month, day).filter(|_| year >= FIRST_YEAR);
    date.map(Day::from_date).ok_or(IdentityMistake::Birth { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<IdentityNumber, IdentityMistake> {
        IdentityNumber::parse(text)
    }

    #[test]
    fn the_examples_of_the_standard_are_valid() {
        let woman = parse("11010519491231002X").unwrap();
        assert_eq!(woman.region(), "110105");
        assert_eq!(woman.birth().to_string(), "1949-12-31");
        assert!(!woman.is_male());
        assert_eq!(woman.value(), 11010519491231002);

        let man = parse("440524188001010014").unwrap();
        assert_eq!(man.birth().to_string(), "1880-01-01");
        assert!(man.is_male());
    }

    #[test]
    fn lower_case_and_full_width_forms_are_the_same_number() {
        let number = parse("11010519491231002X").unwrap();
        assert_eq!(parse("11010519491231002x").unwrap(), number);
        assert_eq!(parse("１１０１０５１９４９１２３１００２ｘ").unwrap(), number);
    }

    #[test]
    fn fifteen_digits_expand_to_the_same_number() {
        let old = parse("110105491231002").unwrap();
        assert!(old.old_form);
        assert_eq!(old.as_str(), "11010519491231002X");
        assert_eq!(old.value(), parse("11010519491231002X").unwrap().value());
    }

    #[test]
    fn mistakes_are_told_apart() {
        assert_eq!(parse("1101051949123100"), Err(IdentityMistake::Length { found: 16 }));
        assert_eq!(parse("110105194912310O2X"), Err(IdentityMistake::Character { found: 'O', position: 16 }));
        assert_eq!(parse("X10105194912310021"), Err(IdentityMistake::Character { found: 'X', position: 1 }));
        assert_eq!(parse("110105194912310021"), Err(IdentityMistake::Check { damaged: false }));
        assert_eq!(parse("110105194912310000"), Err(IdentityMistake::Check { damaged: true }));
        assert_eq!(parse("110105490231002"), Err(IdentityMistake::Birth { year: 1949, month: 2, day: 31 }));
        assert_eq!(parse("1.10105E+17"), Err(IdentityMistake::Scientific));
        assert_eq!(parse("110105194912310016.0"), Err(IdentityMistake::Decimals));
    }

    #[test]
    fn one_changed_digit_never_passes() {
        for position in 0..17 {
            let mut digits = *b"440524188001010014";
            digits[position] = b'0' + (digits[position] - b'0' + 1) % 10;
            let changed = String::from_utf8(digits.to_vec()).unwrap();
            assert!(parse(&changed).is_err(), "{changed}");
        }
    }
}
