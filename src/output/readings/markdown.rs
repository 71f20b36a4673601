//! Readings as Markdown: a table of what changes, whom options can touch, and what does not matter.

use super::pretty::{closing, head, in_brief, of_line};
use super::words::{self, heading};
use super::{Bearing, Choice, Readings};
use crate::batch::Keys;
use crate::diagnostic::Lang;
use crate::identity::Audience;
use crate::output::diff::markdown::table;
use crate::output::diff::words::say;

/// How many lines are shown of whom an option can touch.
const LINES_SHOWN: usize = 5;

pub fn markdown(readings: Readings<'_>, audience: impl Into<Audience>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let mut text = format!("### {}\n\n", head(readings, lang));
    text.extend(closing(readings, lang).lines().map(|line| format!("{line}  \n")));
    let choices = readings.main();
    if !choices.is_empty() {
        let header = match lang {
            Lang::Zh => ["口径", "问题", "现选", "改选", "补贴", "变化", "依据", "理由"],
            Lang::En => ["reading", "question", "chosen", "instead", "benefit", "change", "clauses", "reason"],
        };
        let rows = choices.iter().flat_map(|choice| rows(*choice, audience));
        text += &format!("\n{}", table(&header, &[], rows));
        text += &format!("\n#### {}\n\n", say(lang, "可能影响的情形", "Whom each can touch"));
        text.extend(choices.iter().map(|choice| lines(*choice, lang)));
    }
    for bearing in [Bearing::Possible, Bearing::Equivalent, Bearing::Aside] {
        let choices = readings.of(bearing);
        if choices.is_empty() || (bearing == Bearing::Possible && readings.weighing.is_none()) {
            continue;
        }
        text += &format!("\n#### {}\n\n", heading(bearing, readings.weighing.is_some(), lang));
        text.extend(choices.into_iter().map(|choice| format!("- {}\n", in_brief(choice, lang))));
    }
    text
}

/// One row for each benefit; with a case file only those that change.
fn rows(choice: Choice<'_>, audience: Audience) -> Vec<Vec<String>> {
    let lang = audience.lang;
    let changes = |weight: Option<&crate::readings::Weight>| weight.is_none_or(|weight| weight.cases() > 0);
    let benefits = choice.benefits().into_iter().filter(|(_, weight)| changes(*weight));
    benefits
        .map(|(name, weight)| {
            vec![
                choice.reading.name.clone(),
                choice.reading.question.clone().unwrap_or_default(),
                choice.chosen().to_string(),
                choice.option().to_string(),
                name.to_string(),
                weight
                    .map(|weight| words::weight(weight, Keys { plan: choice.plan, audience }, lang))
                    .unwrap_or_default(),
                choice.reading.basis.join(say(lang, "、", ", ")),
                choice.reason(choice.alternative.option).unwrap_or_default().to_string(),
            ]
        })
        .collect()
}

fn lines(choice: Choice<'_>, lang: Lang) -> String {
    let Some(impact) = choice.impact else { return String::new() };
    let mut text = format!("- {}\n", in_brief(choice, lang));
    text.extend(impact.lines.iter().take(LINES_SHOWN).map(|line| format!("  - {}\n", of_line(line, lang))));
    text
}
