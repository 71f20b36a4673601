//! The policies of the repository: they check clean, are formatted, and say the same in English keywords.

use crate::support::{facts_of, plan, results};
use polcheck::batch::decide;
use polcheck::calendar::{Day, Month};
use polcheck::cases::Case;
use polcheck::check::check;
use polcheck::check::model::Type;
use polcheck::diagnostic::Lang;
use polcheck::format::format;
use polcheck::plan::Plan;
use polcheck::syntax::parse;
use polcheck::testing::run_examples;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value as Json, json};
use std::path::PathBuf;

/// Every policy under `policies` and `examples`: its path and its text.
fn policies() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("policies"), root.join("examples")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "pol") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    assert!(found.len() >= 2, "{found:?}");
    found
}

fn printed(source: &str, lang: Lang) -> String {
    format(source, &parse(source).file, lang)
}

#[test]
fn every_policy_checks_clean() {
    for (path, source) in policies() {
        let parsed = parse(&source);
        assert_eq!(parsed.problems, [], "{}", path.display());
        let checked = check(&parsed.file);
        assert_eq!(checked.problems, [], "{}", path.display());
        assert_eq!(run_examples(&plan(&source)), [], "{}", path.display());
    }
}

#[test]
fn every_policy_is_formatted() {
    for (path, source) in policies() {
        assert_eq!(printed(&source, parse(&source).keywords), source, "{}", path.display());
    }
}

#[test]
fn every_policy_goes_into_english_and_back() {
    for (path, source) in policies() {
        let (zh, en) = (printed(&source, Lang::Zh), printed(&source, Lang::En));
        assert_ne!(zh, en, "{}", path.display());
        assert_eq!(parse(&en).keywords, Lang::En);
        assert_eq!(printed(&en, Lang::Zh), zh, "{}", path.display());
        assert_eq!(printed(&zh, Lang::En), en, "{}", path.display());
    }
}

/// Something for every column that the policy reads: what its rules mention, and what they do not.
fn cells(plan: &Plan) -> Vec<BoxedStrategy<(String, Json)>> {
    let texts: Vec<String> = plan.texts.iter().cloned().chain(["别处".to_string()]).collect();
    let columns =
        plan.registers.iter().flat_map(|register| register.columns.iter().map(move |column| (register, column)));
    let mut cells = Vec::new();
    for (register, column) in columns {
        let cell = match &column.ty {
            _ if register.key.is_some_and(|key| register.columns[key] == *column) => Just("1".to_string()).boxed(),
            Type::Truth => select(vec!["是", "否"]).prop_map(str::to_string).boxed(),
            Type::Enumeration(members) => select(members.to_vec()).boxed(),
            Type::Text => select(texts.clone()).boxed(),
            Type::Date => prop_oneof![19_000_i64..19_800, 20_000_i64..24_000, -12_000_i64..10_000]
                .prop_map(|day| Day(day).to_string())
                .boxed(),
            Type::Month => (0_i64..30).prop_map(|months| Month(2022 * 12 + months).to_string()).boxed(),
            Type::Number { .. } => (0_u32..100).prop_map(|number| number.to_string()).boxed(),
            Type::Money { .. } | Type::Monthly { .. } => {
                (-30_i32..25).prop_map(|tens| (tens.max(0) * 10).to_string()).boxed()
            }
            Type::Identity => select(vec!["500232196003150029", "50015620100101003X"]).prop_map(str::to_string).boxed(),
            Type::Card => select(vec!["50023219600315002941", "50015620100101003X42"]).prop_map(str::to_string).boxed(),
        };
        let header = column.headers[0].clone();
        let there = prop::bool::weighted(if column.optional { 0.2 } else { 1.0 });
        cells.push((cell, there).prop_map(move |(cell, there)| (header.clone(), json!(there.then_some(cell)))).boxed());
    }
    let listed = plan.registers.iter().filter(|register| !register.is_key() && register.columns.is_empty());
    cells.extend(listed.map(|register| {
        let header = register.listed_header.clone();
        prop::bool::weighted(0.2).prop_map(move |listed| (header.clone(), json!(listed))).boxed()
    }));
    cells
}

/// Four hundred people with everything known or most of it; always the same ones.
fn people(plan: &Plan) -> Vec<Map<String, Json>> {
    let mut runner = TestRunner::deterministic();
    let cells = cells(plan);
    let which = prop::collection::vec(prop::bool::weighted(0.97), cells.len());
    let person = (cells, which).prop_map(|(cells, which)| {
        let known = cells.into_iter().zip(which).filter(|(_, known)| *known);
        known.map(|(cell, _)| cell).collect::<Map<_, _>>()
    });
    (0..400).map(|_| person.new_tree(&mut runner).unwrap().current()).collect()
}

/// What is decided, by the clauses. The words of a rule are those of the file, so the sentences are left out.
fn decided(plan: &Plan, people: &[Map<String, Json>]) -> Vec<Json> {
    let facts = facts_of(plan, people).into_iter();
    let cases: Vec<Case> = facts.map(|facts| Case { key: "1".to_string(), facts, row: 1, kept: Vec::new() }).collect();
    let first = plan.policy.header.effective_from.map(Day::from_date).unwrap();
    let month = Month(first.month().unwrap().0 + 1);
    let mut results =
        results(plan, &decide(plan, &cases, polcheck::calendar::days_in_force(&plan.policy, month).unwrap()));
    for benefit in results.iter_mut().flat_map(|case| case["benefits"].as_object_mut().unwrap().values_mut()) {
        for reason in benefit["reasons"].as_array_mut().unwrap() {
            reason.as_object_mut().unwrap().remove("text");
        }
    }
    results
}

#[test]
fn every_policy_decides_the_same_in_english() {
    for (path, source) in policies() {
        let (zh, en) = (plan(&printed(&source, Lang::Zh)), plan(&printed(&source, Lang::En)));
        let people = people(&zh);
        let results = decided(&zh, &people);
        assert_eq!(results, decided(&en, &people), "{}", path.display());
        let mut statuses: Vec<String> = results
            .iter()
            .flat_map(|case| case["benefits"].as_object().unwrap().values())
            .map(|benefit| benefit["status"].to_string())
            .collect();
        statuses.sort();
        statuses.dedup();
        assert_eq!(statuses.len(), 3, "{}: the people are all alike: {statuses:?}", path.display());
    }
}
