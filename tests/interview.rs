//! The interview: it asks what matters, ends with what `run` decides, and reads answers as sheets are read.

use crate::generate::{Record, policy, record, wulong_record};
use crate::support::{Person, WULONG, csv, days, facts, person, plan, tries};
use assert_cmd::Command;
use polcheck::calendar::{Decider, Decision, Status};
use polcheck::cases::{Answer, Case, Finding, Form, Format, Severity, read, read_answers};
use polcheck::check::model::SlotKind;
use polcheck::diagnostic::Lang;
use polcheck::eval::Facts;
use polcheck::explain::fact_text;
use polcheck::interview::{Interview, Question, Reply, Unused, Why, read_reply};
use polcheck::plan::Plan;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};
use std::path::Path;

fn interview<'p>(plan: &'p Plan, month: &str) -> Interview<'p> {
    Interview::new(plan, days(plan, month), "", Vec::new()).unwrap()
}

fn answers(list: &[(&str, &str)]) -> Vec<Answer> {
    list.iter().map(|(header, text)| Answer { header: header.to_string(), text: text.to_string() }).collect()
}

/// What somebody of whom everything is known would answer.
fn truth(plan: &Plan, facts: &Facts, question: &Question) -> String {
    let value = |kind: SlotKind| {
        let slot = plan.slots.iter().position(|slot| slot.register == question.register && slot.kind == kind);
        slot.map(|slot| (slot, facts.values[slot]))
    };
    let (_, listed) = value(SlotKind::Listed).unwrap();
    let Some(column) = question.column else { return if listed.is_yes() { "是" } else { "否" }.to_string() };
    if listed.is_no() {
        return question.not_listed.unwrap_or("否").to_string();
    }
    if value(SlotKind::Present(column)).is_some_and(|(_, present)| present.is_no()) {
        return question.none.unwrap().to_string();
    }
    let (slot, value) = value(SlotKind::Column(column)).unwrap();
    fact_text(plan, facts, slot, value, Lang::Zh)
}

fn is_open(interview: &Interview<'_>) -> bool {
    interview.decisions().iter().any(|decision| decision.status == Status::Undetermined)
}

/// Interviews somebody of whom everything is known. Gives the headers asked, in order.
fn interviewed(
    plan: &Plan,
    facts: &Facts,
    month: &str,
    cell: impl Fn(&str) -> Option<String>,
) -> Result<Vec<String>, TestCaseError> {
    let days = days(plan, month);
    let expected = Decider::new(plan).decide(facts, days.0, days.1).to_vec();
    let mut interview = interview(plan, month);
    let mut asked: Vec<String> = Vec::new();
    while let Some(question) = interview.next_question() {
        prop_assert!(is_open(&interview));
        prop_assert!(!asked.contains(&question.header), "{} is asked twice", question.header);
        let text = cell(&question.header).unwrap_or_else(|| truth(plan, facts, &question));
        let findings = interview.answer(&question.header, &text);
        prop_assert!(findings.as_ref().is_ok_and(Vec::is_empty), "{question:?} {text}: {findings:?}");
        asked.push(question.header);
    }
    let result = |decision: &Decision| (decision.status, decision.amount);
    let found: Vec<_> = interview.decisions().iter().map(result).collect();
    prop_assert_eq!(found, expected.iter().map(result).collect::<Vec<_>>(), "{:?}", asked);
    prop_assert_eq!(interview.asked(), asked.len());
    Ok(asked)
}

/// A record of a random policy as a wide sheet would have it: of dated rows the first, without its dates.
fn flat(record: &Record) -> Record {
    let undated = |row: &Record| -> Record {
        row.iter().filter(|(name, _)| *name != "起" && *name != "止").map(|(n, v)| (n.clone(), v.clone())).collect()
    };
    let fields = record.iter().map(|(name, value)| {
        let value = match value {
            Json::Array(rows) => match rows.first() {
                Some(row) => Json::Object(undated(row.as_object().unwrap())),
                None => json!([]),
            },
            other => other.clone(),
        };
        (name.clone(), value)
    });
    fields.collect()
}

proptest! {
    #![proptest_config(tries(20))]

    #[test]
    fn ends_with_the_decision_of_run_for_wulong(record in wulong_record()) {
        let facts = facts(&WULONG, &record);
        // a blank in a column that may have nothing says 无
        let cell = |header: &str| {
            let text = record.get(header)?.as_str()?;
            Some(if text.is_empty() { "无" } else { text }.to_string())
        };
        interviewed(&WULONG, &facts, "2023-03", cell)?;
    }

    #[test]
    fn ends_with_the_decision_of_run_for_random_policies(policy in policy(), record in record()) {
        let plan = plan(&policy.source());
        let facts = facts(&plan, &flat(&record));
        interviewed(&plan, &facts, "2023-03", |_| None)?;
    }
}

#[test]
fn asks_far_less_than_a_sheet_has() {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roster.csv")).unwrap();
    let batch = read(&WULONG, "roster.csv", &bytes, Format::Csv).unwrap();
    let full = |case: &&Case| {
        let days = days(&WULONG, "2023-03");
        let decided = Decider::new(&WULONG).decide(&case.facts, days.0, days.1).to_vec();
        case.facts.dated.is_empty() && decided.iter().all(|decision| decision.status != Status::Undetermined)
    };
    let rows: Vec<_> = csv::Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes))
        .deserialize::<std::collections::BTreeMap<String, String>>()
        .map(Result::unwrap)
        .collect();
    let mut counts = Vec::new();
    for (case, row) in batch.cases.iter().zip(&rows).filter(|(case, _)| full(case)).step_by(6) {
        let cell = |header: &str| row.get(header).map(|text| if text.is_empty() { "无" } else { text }.to_string());
        counts.push(interviewed(&WULONG, &case.facts, "2023-03", cell).unwrap().len());
    }
    let average = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    println!("{average} over {}", counts.len());
    assert!(counts.len() > 5 && average < 16.0, "{average} of {counts:?}");
}

#[test]
fn a_third_level_outside_the_register_is_soon_done() {
    let person = person().of_level("三级").with("低保", "否");
    let facts = facts(&WULONG, &person.0);
    let cell = |header: &str| {
        let text = person.0.get(header)?.as_str()?;
        Some(if text.is_empty() { "无" } else { text }.to_string())
    };
    let asked = interviewed(&WULONG, &facts, "2023-03", cell).unwrap();
    println!("{asked:?}");
    assert!(asked.len() <= 7, "{asked:?}");
}
