//! Names, texts, literals, citations and lists of them.

use super::context::{Context, word};
use super::doc::{Doc, Part, concat, indent, part, text};
use crate::diagnostic::Lang;
use crate::syntax::Keyword;
use crate::syntax::ast::{Basis, ExampleTime, Literal, LiteralKind, Name, Path, Period, Text, Word};

/// A text in straight quotes, or in the first kind of quotes that it does not itself contain.
pub fn quoted(text: &str) -> String {
    const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('「', '」'), ('＂', '＂')];
    let (open, close) = QUOTES.into_iter().find(|(_, close)| !text.contains(*close)).unwrap_or(('"', '"'));
    format!("{open}{text}{close}")
}

pub(super) fn string(string: &Text) -> Doc {
    text(quoted(&string.text))
}

pub(super) fn path(path: &Path) -> String {
    match &path.second {
        Some(second) => format!("{}.{}", path.first.text, second.text),
        None => path.first.text.clone(),
    }
}

pub(super) fn period(cx: &Context<'_>, number: u32, unit: Word) -> String {
    let unit = word(cx, unit.word);
    match (number, unit.strip_suffix('s')) {
        (1, Some(singular)) => format!("1 {singular}"),
        _ => format!("{number} {unit}"),
    }
}

pub(super) fn period_of(cx: &Context<'_>, written: &Period) -> String {
    period(cx, written.number, written.unit)
}

pub(super) fn month(year: i32, month: u32) -> String {
    format!("{year:04}-{month:02}")
}

pub(super) fn time(time: &ExampleTime) -> String {
    match time {
        ExampleTime::Day(day) => day.date.to_string(),
        ExampleTime::Month(written) => month(written.year, written.month),
    }
}

pub(super) fn literal(cx: &Context<'_>, literal: &Literal) -> String {
    match &literal.kind {
        LiteralKind::Date(date) => date.to_string(),
        LiteralKind::Month { year, month: of_year } => month(*year, *of_year),
        LiteralKind::Period { number, unit } => period(cx, *number, *unit),
        LiteralKind::Money { number, unit } => format!("{number} {}", word(cx, unit.word)),
        LiteralKind::Percent(number) => format!("{number}{}", word(cx, Keyword::op_percent)),
        LiteralKind::Number(number) => number.to_string(),
        LiteralKind::Text(text) => quoted(text),
        LiteralKind::Truth(true) => word(cx, Keyword::kw_yes).to_string(),
        LiteralKind::Truth(false) => word(cx, Keyword::kw_no).to_string(),
        LiteralKind::None => word(cx, Keyword::kw_none).to_string(),
    }
}

/// The sign after a label and the blanks that follow it.
pub(super) fn colon(cx: &Context<'_>) -> (&'static str, usize) {
    match cx.lang {
        Lang::Zh => ("：", 0),
        Lang::En => (":", 1),
    }
}

/// The mark between the items of a list, and the blanks that follow it.
pub(super) fn comma(cx: &Context<'_>) -> (&'static str, usize) {
    match cx.lang {
        Lang::Zh => ("、", 0),
        Lang::En => (",", 1),
    }
}

/// `A、B`, or `A, B` in English.
pub(super) fn list(cx: &Context<'_>, items: impl IntoIterator<Item = Doc>) -> Doc {
    joined(items, comma(cx))
}

/// `A、B` in both languages, where a comma separates something larger.
pub(super) fn alternatives(items: impl IntoIterator<Item = Doc>) -> Doc {
    joined(items, EITHER)
}

/// The mark between alternatives.
pub(super) const EITHER: (&str, usize) = ("、", 0);

/// Items with a mark after each but the last; lines may be broken after a mark.
pub(super) fn joined(items: impl IntoIterator<Item = Doc>, mark: (&str, usize)) -> Doc {
    indent(Doc::Fill(listed_parts(items, mark)))
}

/// The items of a list as the parts of a longer line.
pub(super) fn listed_parts(items: impl IntoIterator<Item = Doc>, (mark, gap): (&str, usize)) -> Vec<Part> {
    let mut items = items.into_iter().peekable();
    let mut parts = Vec::new();
    while let Some(item) = items.next() {
        let last = items.peek().is_none();
        parts.push(part(gap, if last { item } else { concat([item, text(mark)]) }));
    }
    parts
}

pub(super) fn names(cx: &Context<'_>, names: &[Name]) -> Doc {
    list(cx, names.iter().map(|name| text(name.text.clone())))
}

pub(super) fn strings(cx: &Context<'_>, strings: &[Text]) -> Doc {
    list(cx, strings.iter().map(string))
}

/// `WORD A、B`, if there is anything to list.
pub(super) fn listed(cx: &Context<'_>, keyword: Keyword, names_given: &[Name]) -> Option<Doc> {
    let begun = text(format!("{} ", word(cx, keyword)));
    (!names_given.is_empty()).then(|| concat([begun, names(cx, names_given)]))
}

/// `依据 A、B`, if any clause was cited.
pub(super) fn basis(cx: &Context<'_>, basis: &Basis) -> Option<Doc> {
    let begun = text(format!("{} ", word(cx, Keyword::kw_basis)));
    let clauses = basis.iter().map(|clause| text(clause.text.clone()));
    (!basis.is_empty()).then(|| concat([begun, list(cx, clauses)]))
}
