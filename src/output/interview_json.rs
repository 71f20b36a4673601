//! The result of an interview as JSON (versioned).

use super::json::{benefits, readings};
use crate::batch::DecidedCase;
use crate::diagnostic::Lang;
use crate::explain::amount_text;
use crate::interview::{Given, Interview, Source};
use crate::plan::Plan;
use crate::value::{Day, Month};
use serde_json::{Value, json};

/// The version of the format; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// One document: policy, month, readings in force, benefits as `run` writes them, and what was asked. `day`: the one
/// day that was decided, where it was not the whole month.
pub fn interview_json(
    plan: &Plan,
    interview: &Interview<'_>,
    decided: &DecidedCase,
    month: Month,
    day: Option<Day>,
    lang: Lang,
) -> String {
    let answers: Vec<Value> = interview.given().iter().map(answer).collect();
    let unused: Vec<Value> = interview.unused().into_iter().map(|unused| json!(unused.header)).collect();
    let document = json!({
        "format_version": FORMAT_VERSION,
        "policy": plan.policy.name,
        "month": month.to_string(),
        "day": day.map(|day| day.to_string()),
        "readings": readings(plan),
        "benefits": benefits(plan, decided, lang),
        "total": decided.total().map(amount_text),
        "asked": interview.asked(),
        "answers": answers,
        "unused": unused,
    });
    format!("{document:#}\n")
}

fn answer(given: &Given) -> Value {
    let Given { header, text, source } = given;
    let source = match source {
        Source::Asked => "asked",
        Source::File => "file",
    };
    json!({ "fact": header, "answer": text, "from": source })
}
