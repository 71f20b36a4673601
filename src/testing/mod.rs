//! Runs a policy's own examples (用例) and, on them, its promises (断言).

use crate::calendar::{Decider, Decision, Status, days_in_force};
use crate::cases;
use crate::check::Problem;
use crate::check::model::{Example, ExampleTime, ExpectedOutcome, GivenFact};
use crate::diagnostic::Message;
use crate::eval::Facts;
use crate::explain::{amount_text, clauses_of, range_text};
use crate::plan::Plan;
use crate::value::{Day, Month};
use serde_json::{Map, Value, json};

/// What does not come out as the policy's own examples say.
pub fn run_examples(plan: &Plan) -> Vec<Problem> {
    let mut decider = Decider::new(plan);
    let mut problems: Vec<Problem> = Vec::new();
    for problem in plan.policy.examples.iter().flat_map(|example| run_example(plan, &mut decider, example)) {
        // a promise that many examples break is one problem
        let known = match &problem {
            Problem::PromiseBroken { span, .. } => problems.iter_mut().find_map(|known| match known {
                Problem::PromiseBroken { span: first, more, .. } if first == span => Some(more),
                _ => None,
            }),
            _ => None,
        };
        match known {
            Some(more) => *more += 1,
            None => problems.push(problem),
        }
    }
    problems
}

fn run_example(plan: &Plan, decider: &mut Decider<'_>, example: &Example) -> Vec<Problem> {
    let Some((facts, unread)) = facts(plan, example) else { return Vec::new() };
    if !unread.is_empty() {
        return unread;
    }
    let days = match example.on {
        ExampleTime::Day(date) => {
            let day = Day::from_date(date);
            let in_force = day.month().and_then(|month| days_in_force(&plan.policy, month).ok());
            in_force.filter(|(first, last)| *first <= day && day <= *last).map(|_| (day, day))
        }
        ExampleTime::Month(year, month) => days_in_force(&plan.policy, Month::from_year_month(year, month)).ok(),
    };
    let Some((first, last)) = days else { return outside(plan, example) };
    let decisions = decider.decide(&facts, first, last).to_vec();
    let mut problems = Vec::new();
    for expected in &example.expected {
        let Some(decision) = decisions.get(expected.benefit).copied() else { continue };
        let benefit =
            plan.policy.benefits.get(expected.benefit).map(|benefit| benefit.name.clone()).unwrap_or_default();
        let fits = match expected.outcome {
            ExpectedOutcome::Entitled => decision.status == Status::Entitled,
            ExpectedOutcome::NotEntitled => decision.status == Status::NotEntitled,
            ExpectedOutcome::Undetermined => decision.status == Status::Undetermined,
            ExpectedOutcome::Amount(amount) => decision.status != Status::Undetermined && decision.amount.lo == amount,
        };
        let cited = clauses_of(plan, &mut decider.evaluation, &facts, expected.benefit, &decision);
        let uncited: Vec<&String> = expected.basis.iter().filter(|clause| !cited.contains(clause)).collect();
        if !fits || !uncited.is_empty() {
            problems.push(Problem::ExampleFails {
                span: expected.span,
                example: example.name.clone(),
                benefit,
                expected: expectation(expected.outcome, &expected.basis),
                found: outcome(&decision, &cited),
            });
        }
    }
    decider.evaluation.run(&facts, first);
    decider.evaluation.run_rest(&facts);
    for (promise, claims) in plan.policy.promises.iter().zip(&plan.promises) {
        for (claim, node) in promise.claims.iter().zip(claims) {
            if decider.evaluation.value(*node).is_no() {
                problems.push(Problem::PromiseBroken {
                    span: claim.span,
                    promise: promise.name.clone(),
                    example: example.name.clone(),
                    example_span: example.span,
                    more: 0,
                });
            }
        }
    }
    problems
}

fn outside(plan: &Plan, example: &Example) -> Vec<Problem> {
    let of = |benefit: usize| plan.policy.benefits.get(benefit).map(|benefit| benefit.name.clone()).unwrap_or_default();
    example
        .expected
        .iter()
        .map(|expected| Problem::ExampleFails {
            span: expected.span,
            example: example.name.clone(),
            benefit: of(expected.benefit),
            expected: expectation(expected.outcome, &expected.basis),
            found: Message::new("不在政策施行期内", "outside the time the policy is in force"),
        })
        .collect()
}

fn expectation(outcome: ExpectedOutcome, basis: &[String]) -> Message {
    let (zh, en) = match outcome {
        ExpectedOutcome::Entitled => ("享受".to_string(), "entitled".to_string()),
        ExpectedOutcome::NotEntitled => ("不享受".to_string(), "not entitled".to_string()),
        ExpectedOutcome::Undetermined => ("待核实".to_string(), "undetermined".to_string()),
        ExpectedOutcome::Amount(amount) => {
            (format!("为 {} 元/月", amount_text(amount)), format!("{} yuan/month", amount_text(amount)))
        }
    };
    if basis.is_empty() {
        return Message::new(zh, en);
    }
    let clauses = basis.join("、");
    Message::new(format!("{zh}，依据 {clauses}"), format!("{en} by {clauses}"))
}

fn outcome(decision: &Decision, cited: &[String]) -> Message {
    let clauses = if cited.is_empty() { String::new() } else { format!("（{}）", cited.join("、")) };
    match decision.status {
        Status::Entitled => Message::new(
            format!("{} 元/月{clauses}", amount_text(decision.amount.lo)),
            format!("{} yuan/month{clauses}", amount_text(decision.amount.lo)),
        ),
        Status::NotEntitled => Message::new(format!("不享受{clauses}"), format!("not entitled{clauses}")),
        Status::Undetermined => {
            let range = range_text(decision.amount);
            Message::new(
                format!("待核实，{range} 元/月{clauses}"),
                format!("undetermined, {range} yuan/month{clauses}"),
            )
        }
    }
}

/// The facts that an example gives, read as a record of a case file; all others are missing.
///
/// The second part are values that cannot be read, such as an identity number with a wrong check digit.
fn facts(plan: &Plan, example: &Example) -> Option<(Facts, Vec<Problem>)> {
    let mut record = Map::new();
    let name = |register: usize, column: usize| {
        let found = plan.registers.get(register)?;
        Some((found.name.clone(), found.columns.get(column)?.name.clone(), found.is_key()))
    };
    for given in &example.given {
        let Some(register) = plan.registers.get(given.register) else { continue };
        match &given.fact {
            GivenFact::Listed(true) => {
                if !record.get(&register.name).is_some_and(Value::is_object) {
                    record.insert(register.name.clone(), json!({}));
                }
            }
            GivenFact::Listed(false) => {
                record.insert(register.name.clone(), Value::Bool(false));
            }
            GivenFact::Column(column, text) => {
                let Some((register, column, is_key)) = name(given.register, *column) else { continue };
                if !is_key && !record.get(&register).is_some_and(Value::is_object) {
                    record.insert(register.clone(), json!({}));
                }
                let row =
                    if is_key { Some(&mut record) } else { record.get_mut(&register).and_then(Value::as_object_mut) };
                match (row, text) {
                    (Some(row), Some(text)) => {
                        row.insert(column, Value::String(text.clone()));
                    }
                    // an omitted item is unknown
                    (Some(row), None) => {
                        row.remove(&column);
                    }
                    (None, _) => {}
                }
            }
        }
    }
    let key = plan.registers.iter().find_map(|register| register.columns.get(register.key?));
    record.insert(key?.name.clone(), Value::String(example.name.clone()));
    let bytes = Value::Array(vec![Value::Object(record)]).to_string();
    let batch = cases::read(plan, &example.name, bytes.as_bytes(), cases::Format::Json).ok()?;
    let unread = batch
        .findings
        .iter()
        .filter(|finding| finding.severity == cases::Severity::Error)
        .map(|finding| Problem::UnreadableFact {
            span: example.span,
            example: example.name.clone(),
            fact: finding.column.clone().unwrap_or_default(),
            reason: finding.message.clone(),
        })
        .collect();
    batch.cases.into_iter().next().map(|case| (case.facts, unread))
}
