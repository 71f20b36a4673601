//! Disability card numbers: identity number + category + level (+ re-issue such as `B1`) -> their parts.

use super::damage::{has_decimals, is_scientific};
use super::{CardMistake, IdentityNumber};

/// A valid card number. It restates the holder's identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CardNumber {
    pub identity: IdentityNumber,
    /// 1–7: 视力 听力 言语 肢体 智力 精神 多重
    pub category: u8,
    /// 1–4; 1 is the most severe
    pub level: u8,
}

impl CardNumber {
    /// Reads 20 characters, or 22 with the mark of a re-issue, which is not kept.
    pub fn parse(text: &str) -> Result<CardNumber, CardMistake> {
        let text = crate::syntax::narrow(text);
        let text = text.as_ref();
        if is_scientific(text) {
            return Err(CardMistake::Scientific);
        }
        if has_decimals(text) {
            return Err(CardMistake::Decimals);
        }
        let length = text.chars().count();
        if length != 20 && length != 22 {
            return Err(CardMistake::Length { found: length });
        }
        if let Some((index, found)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii_alphanumeric()) {
            return Err(CardMistake::Character { found, position: index + 1 });
        }
        if length == 20 && text.ends_with("00000") {
            return Err(CardMistake::Zeros);
        }
        let (identity, rest) = text.split_at(18);
        let identity = IdentityNumber::parse(identity).map_err(CardMistake::Identity)?;
        let mut kind = rest.chars();
        let (category, level) = (kind.next().unwrap_or('0'), kind.next().unwrap_or('0'));
        match (digit(category, 7), digit(level, 4)) {
            (Some(category), Some(level)) => Ok(CardNumber { identity, category, level }),
            (None, _) => Err(CardMistake::Category { found: category }),
            (_, None) => Err(CardMistake::Level { found: level }),
        }
    }

    /// Identity, category and level as one number: how a plan stores it. A re-issue is the same card.
    pub fn value(&self) -> i64 {
        self.identity.value() * 28 + i64::from(self.category - 1) * 4 + i64::from(self.level - 1)
    }
}

fn digit(c: char, most: u8) -> Option<u8> {
    c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).filter(|digit| (1..=most).contains(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_restates_identity_category_and_level() {
        let card = CardNumber::parse("11010519491231002X42").unwrap();
        assert_eq!(card.identity, IdentityNumber::parse("11010519491231002X").unwrap());
        assert_eq!((card.category, card.level), (4, 2));
        assert_eq!(CardNumber::parse("11010519491231002x42B1").unwrap(), card);
    }

    #[test]
    fn values_are_unique_and_fit() {
        let value = |text| CardNumber::parse(text).unwrap().value();
        assert_ne!(value("11010519491231002X42"), value("11010519491231002X43"));
        assert_ne!(value("11010519491231002X14"), value("11010519491231002X21"));
        assert!(99_999_999_999_999_999_i64.checked_mul(28).and_then(|most| most.checked_add(27)).is_some());
    }

    #[test]
    fn mistakes_are_told_apart() {
        let mistake = |text| CardNumber::parse(text).unwrap_err();
        assert_eq!(mistake("11010519491231002X82"), CardMistake::Category { found: '8' });
        assert_eq!(mistake("11010519491231002X45"), CardMistake::Level { found: '5' });
        assert_eq!(mistake("11010519491231002X4"), CardMistake::Length { found: 19 });
        assert!(matches!(mistake("11010519491231002142"), CardMistake::Identity(_)));
        assert_eq!(mistake("11010519491231000000"), CardMistake::Zeros);
        assert_eq!(mistake("1.10105E+19"), CardMistake::Scientific);
        assert_eq!(mistake("11010519491231000064.0"), CardMistake::Decimals);
    }
}
