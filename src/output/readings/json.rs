//! Readings as JSON (versioned). Amounts are decimals of yuan a month in text; keys are whole.

use super::{Bearing, Choice, Readings, words};
use crate::batch::Keys;
use crate::calendar::Decision;
use crate::diagnostic::Lang;
use crate::explain::{amount_text, status_text};
use crate::identity::Audience;
use crate::output::diff::json::{bounds, impact};
use crate::plan::Plan;
use crate::readings::{Example, Moved, Weight};
use serde_json::{Value, json};

/// The version of the format; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// One document: each reading with its options, and what each option not chosen does.
pub fn json(readings: Readings<'_>, lang: Lang) -> String {
    let policy = &readings.plan.policy;
    let of_reading = |(index, chosen): (usize, &usize)| {
        let reading = policy.readings.get(index)?;
        let options = reading.options.iter().zip(&reading.reasons).enumerate();
        let options = options.map(|(option, (name, reason))| {
            json!({ "option": name, "reason": reason, "chosen": option == *chosen, "default": option == 0 })
        });
        let choices = readings.choices().filter(|choice| choice.alternative.reading == index);
        Some(json!({
            "reading": reading.name,
            "question": reading.question,
            "clauses": reading.basis,
            "options": options.collect::<Vec<_>>(),
            "alternatives": choices.map(|choice| of_choice(choice, lang)).collect::<Vec<_>>(),
        }))
    };
    let weighing = readings.weighing;
    let document = json!({
        "format_version": FORMAT_VERSION,
        "policy": policy.name,
        "month": weighing.map(|weighing| weighing.month.to_string()),
        "rows": weighing.map(|weighing| weighing.rows),
        "people": weighing.map(|weighing| weighing.people),
        "undetermined": weighing.map(|weighing| weighing.undetermined),
        "readings": readings.plan.chosen.iter().enumerate().filter_map(of_reading).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn of_choice(choice: Choice<'_>, lang: Lang) -> Value {
    let bearing = match choice.bearing() {
        Bearing::Touches => "touches",
        Bearing::Possible => "possible",
        Bearing::Equivalent => "equivalent",
        Bearing::Aside => "aside",
    };
    let benefits = choice.benefits();
    let weights = benefits.iter().filter_map(|(name, weight)| Some(of_weight(name, (*weight)?, choice.plan, lang)));
    json!({
        "option": choice.option(),
        "bearing": bearing,
        "bears_on": benefits.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        "changed": choice.weighed.map(|weighed| weighed.cases),
        "difference": choice.weighed.map(|weighed| amount_text(weighed.difference())),
        "benefits": choice.weighed.map(|_| weights.collect::<Vec<_>>()),
        "impact": choice.impact.map(|found| impact(found, None, lang)),
    })
}

fn of_weight(name: &str, weight: &Weight, plan: &Plan, lang: Lang) -> Value {
    let of_example = |example: &Option<Example>| {
        example.as_ref().map(|example| {
            json!({
                "case": words::shown(example, Keys { plan, audience: Audience { lang, sees_numbers: true } }, lang),
                "row": example.row,
                "before": side(&example.before, lang),
                "after": side(&example.after, lang),
            })
        })
    };
    let moved = |moved: &Moved| {
        json!({
            "changed": moved.cases,
            "monthly": amount_text(moved.amount),
            "example": of_example(&moved.example),
        })
    };
    let unsettled = &weight.unsettled;
    json!({
        "benefit": name,
        "more": moved(&weight.up),
        "less": moved(&weight.down),
        "difference": amount_text(weight.difference()),
        "undetermined": {
            "changed": unsettled.cases,
            "before": bounds(unsettled.before),
            "after": bounds(unsettled.after),
            "example": of_example(&unsettled.example),
            "lacks": unsettled.lacks.iter().map(|fact| &**fact).collect::<Vec<&str>>(),
        },
    })
}

fn side(decision: &Decision, lang: Lang) -> Value {
    let mut value = bounds(decision.amount);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("status".to_string(), json!(status_text(decision.status, lang)));
    }
    value
}
