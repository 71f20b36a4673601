//! What the cells of a column look like, without a policy.

use crate::cases::date;
use crate::cases::number::{decimal, money};
use crate::identity::{CardNumber, IdentityNumber, damage};

/// What most cells of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    /// no cell is filled in
    Nothing,
    YesNo,
    Number,
    Money,
    Date,
    Month,
    Identity,
    Card,
    /// digits that are no number, such as codes with zeros before them or accounts
    Code,
    /// a few words again and again, the most frequent first
    Words(Vec<String>),
    Text,
}

/// What one cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    YesNo,
    /// 0 or 1
    Bit,
    Number,
    Money,
    Date,
    Serial,
    Month,
    Identity,
    Card,
    Code,
    Text,
}

/// Of a cleaned text that is not blank.
pub(super) fn shape(text: &str) -> Shape {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = || decimal(text, 4).is_ok();
    match text.len() {
        18 | 15 if IdentityNumber::parse(text).is_ok() || digits >= 17 && text.len() == 18 => return Shape::Identity,
        20 | 22 if CardNumber::parse(text).is_ok() || digits >= 17 && text.len() == 20 && text.ends_with("00000") => {
            return Shape::Card;
        }
        _ if damage(text).is_some() && digits < 4 => return Shape::Identity,
        _ => {}
    }
    match text {
        "0" | "1" => return Shape::Bit,
        "是" | "否" | "有" | "无" | "√" | "✓" | "✔" | "×" | "Y" | "N" | "y" | "n" => return Shape::YesNo,
        _ => {}
    }
    if date::is_serial(text) {
        return Shape::Serial;
    }
    if date::day(text).is_ok() {
        return Shape::Date;
    }
    if date::month(text).is_ok() {
        return Shape::Month;
    }
    if digits == text.len() && (digits > 15 || digits > 1 && text.starts_with('0')) {
        return Shape::Code;
    }
    if is_number() {
        Shape::Number
    } else if money(text, 4).is_ok() {
        Shape::Money
    } else {
        Shape::Text
    }
}

/// Of the cells of a column: how many of each shape, and its words. `header` tells dates from other numbers.
pub(super) fn guess(header: &str, count: impl Fn(Shape) -> usize, words: Option<Vec<(String, usize)>>) -> Guess {
    const ALL: [Shape; 11] = [
        Shape::YesNo,
        Shape::Bit,
        Shape::Number,
        Shape::Money,
        Shape::Date,
        Shape::Serial,
        Shape::Month,
        Shape::Identity,
        Shape::Card,
        Shape::Code,
        Shape::Text,
    ];
    let filled: usize = ALL.into_iter().map(&count).sum();
    if filled == 0 {
        return Guess::Nothing;
    }
    let most = |shapes: &[Shape]| shapes.iter().map(|shape| count(*shape)).sum::<usize>() * 10 >= filled * 9;
    let says_date = ["日期", "时间", "年月", "日", "起", "止"].iter().any(|word| header.contains(word));
    let is_date = says_date || count(Shape::Date) > 0;
    if most(&[Shape::Identity]) {
        Guess::Identity
    } else if most(&[Shape::Card]) {
        Guess::Card
    } else if is_date && most(&[Shape::Date, Shape::Serial]) {
        Guess::Date
    } else if most(&[Shape::Month]) {
        Guess::Month
    } else if count(Shape::YesNo) > 0 && most(&[Shape::YesNo, Shape::Bit]) {
        Guess::YesNo
    } else if count(Shape::Money) > 0 && most(&[Shape::Money, Shape::Number, Shape::Bit, Shape::Serial]) {
        Guess::Money
    } else if most(&[Shape::Number, Shape::Bit, Shape::Serial]) {
        Guess::Number
    } else if most(&[Shape::Code, Shape::Number, Shape::Bit, Shape::Serial]) {
        Guess::Code
    } else {
        words_of(filled, words).unwrap_or(Guess::Text)
    }
}

/// At most twelve words, each several times.
fn words_of(filled: usize, words: Option<Vec<(String, usize)>>) -> Option<Guess> {
    const MOST: usize = 12;
    let mut words = words.filter(|words| words.len() <= MOST && words.len() * 2 <= filled)?;
    words.sort_by(|(one, of_one), (other, of_other)| of_other.cmp(of_one).then_with(|| one.cmp(other)));
    Some(Guess::Words(words.into_iter().map(|(word, _)| word).collect()))
}
