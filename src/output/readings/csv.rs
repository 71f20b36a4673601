//! Readings as CSV: one line for each option not chosen and benefit it bears on.

use super::{Bearing, Choice, Readings, words};
use crate::diagnostic::Lang;
use crate::explain::{amount_text, range_text};
use crate::output::diff::words::say;
use crate::readings::{Moved, Weight};

/// UTF-8, with a header line. Amounts are yuan a month; figures are blank without a case file.
pub fn csv(readings: Readings<'_>, lang: Lang) -> Vec<u8> {
    let header = match lang {
        Lang::Zh => [
            "口径",
            "现选",
            "改选",
            "影响",
            "补贴",
            "增人数",
            "每月增",
            "减人数",
            "每月减",
            "待核实人数",
            "待核实金额",
            "待核实改选后",
            "例",
            "缺",
            "依据",
            "理由",
        ],
        Lang::En => [
            "reading",
            "chosen",
            "instead",
            "bearing",
            "benefit",
            "people more",
            "more",
            "people less",
            "less",
            "people unverified",
            "unverified as it is",
            "unverified instead",
            "example",
            "lacks",
            "clauses",
            "reason",
        ],
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    // writing to memory cannot fail
    let _ = writer.write_record(header);
    for choice in readings.choices() {
        let bearing = words::heading(choice.bearing(), readings.weighing.is_some(), lang);
        let benefits = choice.benefits();
        let none = [("", None)];
        let rows = match choice.bearing() {
            Bearing::Touches | Bearing::Possible => benefits.as_slice(),
            Bearing::Equivalent | Bearing::Aside => &none,
        };
        for (name, weight) in rows {
            let start = [&choice.reading.name, choice.chosen(), choice.option(), bearing, name].map(str::to_string);
            let reason = choice.reason(choice.alternative.option).unwrap_or_default().to_string();
            let clauses = choice.reading.basis.join(say(lang, "、", ", "));
            let _ =
                writer.write_record(start.into_iter().chain(figures(choice, *weight, lang)).chain([clauses, reason]));
        }
    }
    writer.into_inner().unwrap_or_default()
}

fn figures(choice: Choice<'_>, weight: Option<&Weight>, lang: Lang) -> [String; 9] {
    let Some(weight) = weight else { return Default::default() };
    let moved = |moved: &Moved| [moved.cases.to_string(), amount_text(moved.amount)];
    let ([more, up], [fewer, down], unsettled) = (moved(&weight.up), moved(&weight.down), &weight.unsettled);
    let example = [&weight.up.example, &weight.down.example, &unsettled.example].into_iter().flatten().next();
    let example = example.map(|example| words::shown(example, choice.plan, lang)).unwrap_or_default();
    let lacks = unsettled.lacks.join(say(lang, "、", ", "));
    let (before, after) = (range_text(unsettled.before), range_text(unsettled.after));
    [more, up, fewer, down, unsettled.cases.to_string(), before, after, example, lacks]
}
