//! Decisions as JSON (versioned) and JSON lines.

use crate::batch::{DecidedBenefit, DecidedCase, Outcome};
use crate::calendar::Status;
use crate::diagnostic::Lang;
use crate::explain::{amount_text, status_text};
use crate::plan::Plan;
use crate::value::Month;
use serde_json::{Map, Value, json};

/// The version of both formats; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// One document: policy, month, readings in force, cases.
pub fn json(plan: &Plan, month: Month, decided: &[DecidedCase], lang: Lang) -> String {
    let cases: Vec<Value> = decided.iter().map(|decided| case(plan, decided, lang)).collect();
    let document = json!({
        "format_version": FORMAT_VERSION,
        "policy": plan.policy.name,
        "month": month.to_string(),
        "readings": readings(plan),
        "cases": cases,
    });
    format!("{document:#}\n")
}

/// The readings in force.
pub(super) fn readings(plan: &Plan) -> Map<String, Value> {
    let readings = plan.policy.readings.iter().zip(&plan.chosen);
    readings.map(|(reading, chosen)| (reading.name.clone(), json!(reading.options.get(*chosen)))).collect()
}

/// One case a line.
pub fn json_lines(plan: &Plan, decided: &[DecidedCase], lang: Lang) -> String {
    decided.iter().map(|decided| format!("{}\n", case(plan, decided, lang))).collect()
}

/// For each benefit its status, amount and reasons.
pub(super) fn benefits(plan: &Plan, decided: &Outcome, lang: Lang) -> Map<String, Value> {
    let benefits = plan.policy.benefits.iter().zip(&decided.benefits);
    benefits.map(|(model, benefit)| (model.name.clone(), of_benefit(benefit, lang))).collect()
}

fn case(plan: &Plan, decided: &DecidedCase, lang: Lang) -> Value {
    of_case(plan, &decided.key, &decided.outcome, lang)
}

/// One case.
pub(super) fn of_case(plan: &Plan, key: &str, outcome: &Outcome, lang: Lang) -> Value {
    let benefits = benefits(plan, outcome, lang);
    json!({ "case": key, "benefits": benefits, "total": outcome.total().map(amount_text) })
}

fn of_benefit(benefit: &DecidedBenefit, lang: Lang) -> Value {
    let definite = benefit.status != Status::Undetermined;
    let reasons: Vec<Value> = benefit
        .reasons
        .iter()
        .map(|reason| json!({ "text": reason.text(lang), "clauses": reason.clauses() }))
        .collect();
    json!({
        "status": status_text(benefit.status, lang),
        "amount": definite.then(|| amount_text(benefit.amount.lo)),
        "least": amount_text(benefit.amount.lo),
        "most": if benefit.amount.hi == i64::MAX { Value::Null } else { json!(amount_text(benefit.amount.hi)) },
        "missing": benefit.missing.iter().map(|fact| &**fact).collect::<Vec<&str>>(),
        "reasons": reasons,
    })
}
