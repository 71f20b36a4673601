//! What a test is: one invented person, a time, and what must come out.

use crate::check::model::{Example, ExampleTime, ExpectedOutcome, GivenFact};
use crate::diagnostic::Span;
use crate::plan::Plan;
use serde_json::{Map, Value, json};

/// One test. It names benefits and facts by their names and so can be run with any plan: the record is read
/// anew for each.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    pub name: String,
    /// where it begins in its file
    pub span: Span,
    /// the facts as a record of a case file, its key included; all others are missing
    pub record: Map<String, Value>,
    /// the places of the facts in the file, by their path within the record; may be empty
    pub places: Vec<(String, Span)>,
    /// a month, or one day of it
    pub on: ExampleTime,
    pub expected: Vec<Expectation>,
    /// why it is not run
    pub skip: Option<String>,
}

/// What a test says of one benefit; whatever it does not state may be anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    pub benefit: String,
    pub outcome: Option<ExpectedOutcome>,
    /// what another outcome would replace in the file
    pub outcome_span: Span,
    /// clauses that the reasons must cite
    pub clauses: Vec<String>,
    /// what one of the reasons must contain
    pub because: Option<String>,
    pub span: Span,
}

/// The examples (用例) of the policy itself, in its order.
pub fn tests_of(plan: &Plan) -> Vec<Test> {
    plan.policy.examples.iter().map(|example| test_of(plan, example)).collect()
}

fn test_of(plan: &Plan, example: &Example) -> Test {
    let expected = example.expected.iter().filter_map(|expected| {
        Some(Expectation {
            benefit: plan.policy.benefits.get(expected.benefit)?.name.clone(),
            outcome: expected.outcome.map(|(outcome, _)| outcome),
            outcome_span: expected.outcome.map(|(_, span)| span).unwrap_or_default(),
            clauses: expected.basis.clone(),
            because: expected.because.clone(),
            span: expected.span,
        })
    });
    Test {
        name: example.name.clone(),
        span: example.span,
        record: record(plan, example),
        places: Vec::new(),
        on: example.on,
        expected: expected.collect(),
        skip: example.skip.clone(),
    }
}

/// The facts that an example gives.
fn record(plan: &Plan, example: &Example) -> Map<String, Value> {
    let mut record = Map::new();
    for given in &example.given {
        let Some(register) = plan.registers.get(given.register) else { continue };
        let name = &register.name;
        match &given.fact {
            GivenFact::Listed(true) => listed(&mut record, name),
            GivenFact::Listed(false) => {
                record.insert(name.clone(), Value::Bool(false));
            }
            GivenFact::Column(column, text) => {
                let Some(column) = register.columns.get(*column) else { continue };
                if !register.is_key() {
                    listed(&mut record, name);
                }
                let row = if register.is_key() {
                    Some(&mut record)
                } else {
                    record.get_mut(name).and_then(Value::as_object_mut)
                };
                match (row, text) {
                    (Some(row), Some(text)) => {
                        row.insert(column.name.clone(), Value::String(text.clone()));
                    }
                    // an omitted item is unknown
                    (Some(row), None) => {
                        row.remove(&column.name);
                    }
                    (None, _) => {}
                }
            }
        }
    }
    name_it(plan, &mut record, &example.name);
    record
}

/// Gives a register a row, if the record has none yet.
fn listed(record: &mut Map<String, Value>, register: &str) {
    if !record.get(register).is_some_and(Value::is_object) {
        record.insert(register.to_string(), json!({}));
    }
}

/// Puts a name into a record that has no key of its own.
pub(super) fn name_it(plan: &Plan, record: &mut Map<String, Value>, name: &str) {
    let Some((register, column)) =
        plan.registers.iter().find_map(|register| Some((register, register.columns.get(register.key?)?)))
    else {
        return;
    };
    let is_key = |name: &String| *name == column.name || column.headers.contains(name);
    let within = record.get(&register.name).and_then(Value::as_object);
    let has_key = record.keys().any(is_key) || within.is_some_and(|row| row.keys().any(is_key));
    if !has_key {
        record.insert(column.name.clone(), Value::String(name.to_string()));
    }
}
