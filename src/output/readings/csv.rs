//! Readings as a list: one row for each option not chosen and benefit it bears on.

use super::{Bearing, Choice, Readings, words};
use crate::batch::Keys;
use crate::diagnostic::{Lang, Message};
use crate::explain::range_text;
use crate::identity::Audience;
use crate::output::diff::words::say;
use crate::output::{Cell, Report};
use crate::readings::{Moved, Weight};

/// Amounts are yuan a month; figures are blank without a case file.
pub fn report(readings: Readings<'_>, lang: Lang) -> Report {
    let columns = [
        ("reading", "口径", "reading"),
        ("chosen", "现选", "chosen"),
        ("instead", "改选", "instead"),
        ("bearing", "影响", "bearing"),
        ("benefit", "补贴", "benefit"),
        ("people_more", "增人数", "people more"),
        ("more", "每月增", "more"),
        ("people_less", "减人数", "people less"),
        ("less", "每月减", "less"),
        ("people_unverified", "待核实人数", "people unverified"),
        ("unverified", "待核实金额", "unverified as it is"),
        ("unverified_instead", "待核实改选后", "unverified instead"),
        ("example", "例", "example"),
        ("lacks", "缺", "lacks"),
        ("clauses", "依据", "clauses"),
        ("reason", "理由", "reason"),
    ];
    let columns = columns.map(|(name, zh, en)| (name, Message::new(zh, en))).to_vec();
    let mut rows = Vec::new();
    for choice in readings.choices() {
        let bearing = words::heading(choice.bearing(), readings.weighing.is_some(), lang);
        let benefits = choice.benefits();
        let none = [("", None)];
        let of_benefits = match choice.bearing() {
            Bearing::Touches | Bearing::Possible => benefits.as_slice(),
            Bearing::Equivalent | Bearing::Aside => &none,
        };
        for (name, weight) in of_benefits {
            let start = [&choice.reading.name, choice.chosen(), choice.option(), bearing, name].map(text);
            let reason = text(choice.reason(choice.alternative.option).unwrap_or_default());
            let clauses = text(&choice.reading.basis.join(say(lang, "、", ", ")));
            rows.push(start.into_iter().chain(figures(choice, *weight, lang)).chain([clauses, reason]).collect());
        }
    }
    Report { columns, rows }
}

/// UTF-8, with a header line.
pub fn csv(readings: Readings<'_>, lang: Lang) -> Vec<u8> {
    report(readings, lang).csv(lang)
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_string()) }
}

fn count(number: usize) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

fn figures(choice: Choice<'_>, weight: Option<&Weight>, lang: Lang) -> [Cell; 9] {
    let Some(weight) = weight else { return [const { Cell::Blank }; 9] };
    let moved = |moved: &Moved| [count(moved.cases), Cell::Amount(moved.amount)];
    let ([more, up], [fewer, down], unsettled) = (moved(&weight.up), moved(&weight.down), &weight.unsettled);
    let example = [&weight.up.example, &weight.down.example, &unsettled.example].into_iter().flatten().next();
    let example = example
        .map(|example| {
            words::shown(example, Keys { plan: choice.plan, audience: Audience { lang, sees_numbers: true } }, lang)
        })
        .unwrap_or_default();
    let lacks = unsettled.lacks.join(say(lang, "、", ", "));
    let (before, after) = (Cell::Figure(range_text(unsettled.before)), Cell::Figure(range_text(unsettled.after)));
    [more, up, fewer, down, count(unsettled.cases), before, after, text(&example), text(&lacks)]
}
