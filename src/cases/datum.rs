//! A cell's text -> a value of its column's type.

use super::bad_cell::BadCell;
use super::{date, number, similar};
use crate::check::model::{Benefit, Type};
use crate::identity::{CardNumber, IdentityNumber};
use crate::syntax::narrow;
use rustc_hash::FxHashMap;

/// A type as the reader of cells needs it: names in narrow forms.
#[derive(Debug)]
pub(super) enum Kind {
    Truth,
    Number {
        scale: u8,
    },
    Money {
        scale: u8,
    },
    Date,
    Month,
    Text,
    /// `titles`: of benefits, another way to write each
    Enumeration {
        names: Vec<String>,
        titles: Vec<String>,
    },
    Identity,
    Card,
}

/// A value that a cell holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Datum {
    Truth(bool),
    /// number of a member in the declared order
    Member(u32),
    /// numbers, money, days and months
    Number(i64),
    /// number of a text
    Text(i64),
    /// a text that no rule reads
    UnreadText,
    Identity(IdentityNumber),
    Card(CardNumber),
}

/// The texts of one case: the plan's constants keep their numbers, others are numbered after them.
#[derive(Debug)]
pub(super) struct Texts<'l> {
    pub(super) known: &'l FxHashMap<String, i64>,
    /// how many constants the plan has
    pub(super) first: usize,
    pub(super) own: Vec<String>,
}

impl Kind {
    pub(super) fn of(ty: &Type) -> Kind {
        match ty {
            Type::Truth => Kind::Truth,
            Type::Number { scale } => Kind::Number { scale: *scale },
            Type::Money { scale } | Type::Monthly { scale } => Kind::Money { scale: *scale },
            Type::Date => Kind::Date,
            Type::Month => Kind::Month,
            Type::Text => Kind::Text,
            Type::Enumeration(members) => {
                let names = members.iter().map(|member| narrow(member).into_owned()).collect();
                Kind::Enumeration { names, titles: Vec::new() }
            }
            Type::Identity => Kind::Identity,
            Type::Card => Kind::Card,
        }
    }

    /// Which benefit a row is about, by its name or its title.
    pub(super) fn of_benefit(benefits: &[Benefit]) -> Kind {
        let written = |text: &str| narrow(text.trim()).into_owned();
        Kind::Enumeration {
            names: benefits.iter().map(|benefit| written(&benefit.name)).collect(),
            titles: benefits.iter().map(|benefit| written(benefit.title.as_ref().unwrap_or(&benefit.name))).collect(),
        }
    }

    /// Personal numbers are masked wherever they are shown.
    pub(super) fn is_personal(&self) -> bool {
        matches!(self, Kind::Identity | Kind::Card)
    }

    pub(super) fn has_member(&self, name: &str) -> bool {
        matches!(self, Kind::Enumeration { names, .. } if names.iter().any(|member| member == name))
    }
}

impl Texts<'_> {
    pub(super) fn number(&mut self, text: &str) -> i64 {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let index = self.own.iter().position(|own| own == text).unwrap_or_else(|| {
            self.own.push(text.to_string());
            self.own.len() - 1
        });
        (self.first + index) as i64
    }
}

/// Reads a cleaned text that is not blank. A text is numbered only if it is `kept`.
pub(super) fn read(kind: &Kind, text: &str, kept: bool, texts: &mut Texts<'_>) -> Result<Datum, BadCell> {
    if text.starts_with('#') && is_excel_error(text) {
        return Err(BadCell::ExcelError);
    }
    match kind {
        Kind::Truth => truth(text).map(Datum::Truth),
        Kind::Number { scale } => number::decimal(text, *scale).map(Datum::Number),
        Kind::Money { scale } => number::money(text, *scale).map(Datum::Number),
        Kind::Date => date::day(text).map(|day| Datum::Number(day.0)),
        Kind::Month => date::month(text).map(|month| Datum::Number(month.0)),
        Kind::Text => Ok(if kept { Datum::Text(texts.number(text)) } else { Datum::UnreadText }),
        Kind::Enumeration { names, titles } => match place(names, text).or_else(|| place(titles, text)) {
            Some(index) => Ok(Datum::Member(index as u32)),
            None => {
                let words = names.iter().chain(titles.iter().filter(|title| !names.contains(title)));
                let suggestion = similar::closest(text, words.map(String::as_str)).map(str::to_string);
                Err(BadCell::Member { allowed: names.clone(), suggestion })
            }
        },
        Kind::Identity => IdentityNumber::parse(unmarked(text)).map(Datum::Identity).map_err(BadCell::Identity),
        Kind::Card => CardNumber::parse(unmarked(text)).map(Datum::Card).map_err(BadCell::Card),
    }
}

fn place(words: &[String], text: &str) -> Option<usize> {
    words.iter().position(|word| word == text)
}

/// 是 yes true √ 1, 否 no false × 0.
fn truth(text: &str) -> Result<bool, BadCell> {
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["是", "yes", "true", "√", "1"]) {
        Ok(true)
    } else if is(&["否", "no", "false", "×", "0"]) {
        Ok(false)
    } else {
        let suggestion = match text {
            "有" | "对" | "y" | "Y" | "✓" | "✔" => Some("是"),
            "无" | "没有" | "n" | "N" | "x" | "X" => Some("否"),
            _ => None,
        };
        Err(BadCell::Truth { suggestion })
    }
}

/// The apostrophe with which Excel marks a text.
pub(super) fn unmarked(text: &str) -> &str {
    text.strip_prefix(['\'', '’', '`']).unwrap_or(text)
}

fn is_excel_error(text: &str) -> bool {
    const MARKS: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"];
    MARKS.contains(&text) || text.bytes().all(|byte| byte == b'#')
}
