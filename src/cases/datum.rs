//! A cell's text -> a value of its column's type.

use super::bad_cell::BadCell;
use super::members::Members;
use super::{date, number};
use crate::check::model::{Benefit, Type};
use crate::identity::{CardNumber, IdentityNumber};
use rustc_hash::FxHashMap;

/// A type as the reader of cells needs it: names in narrow forms.
#[derive(Debug)]
pub(super) enum Kind {
    Truth,
    Number { scale: u8 },
    Money { scale: u8 },
    Date,
    Month,
    Text,
    Enumeration(Members),
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
            Type::Enumeration(members) => Kind::Enumeration(Members::of(members.iter().map(String::as_str))),
            Type::Identity => Kind::Identity,
            Type::Card => Kind::Card,
        }
    }

    /// Which benefit a row is about, by its name or its title.
    pub(super) fn of_benefit(benefits: &[Benefit]) -> Kind {
        let title = |benefit: &Benefit| benefit.title.clone().unwrap_or_else(|| benefit.name.clone());
        let titles: Vec<String> = benefits.iter().map(title).collect();
        let names = benefits.iter().map(|benefit| benefit.name.as_str());
        Kind::Enumeration(Members::titled(names.zip(titles.iter().map(String::as_str))))
    }

    /// Personal numbers are masked wherever they are shown.
    pub(super) fn is_personal(&self) -> bool {
        matches!(self, Kind::Identity | Kind::Card)
    }

    pub(super) fn has_member(&self, name: &str) -> bool {
        matches!(self, Kind::Enumeration(members) if members.names.iter().any(|member| member == name))
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
        Kind::Date => date::cell_day(text).map(|day| Datum::Number(day.0)),
        Kind::Month => date::cell_month(text).map(|month| Datum::Number(month.0)),
        Kind::Text => Ok(if kept { Datum::Text(texts.number(text)) } else { Datum::UnreadText }),
        Kind::Enumeration(members) => match members.find(text) {
            Some(index) => Ok(Datum::Member(index as u32)),
            None => Err(BadCell::Member { allowed: members.names.clone(), suggestion: members.near(text) }),
        },
        Kind::Identity => IdentityNumber::parse(unmarked(text)).map(Datum::Identity).map_err(BadCell::Identity),
        Kind::Card => CardNumber::parse(unmarked(text)).map(Datum::Card).map_err(BadCell::Card),
    }
}

/// Yes and no in every way that has one meaning; letters in either case.
fn truth(text: &str) -> Result<bool, BadCell> {
    const YES: [&str; 12] = ["是", "有", "对", "√", "✓", "✔", "1", "1.0", "y", "yes", "t", "true"];
    const NO: [&str; 12] = ["否", "无", "×", "✗", "✘", "x", "0", "0.0", "n", "no", "f", "false"];
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match (is(&YES), is(&NO)) {
        (true, _) => Ok(true),
        (false, true) => Ok(false),
        (false, false) => Err(BadCell::Truth {
            suggestion: match text {
                "没有" | "不" | "不是" | "错" => Some("否"),
                "☑" | "是的" => Some("是"),
                _ => None,
            },
        }),
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
