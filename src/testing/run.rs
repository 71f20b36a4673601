//! Runs a test with a plan.

use super::test::{Expectation, Test};
use crate::batch::{DecidedBenefit, decide_one};
use crate::calendar::{Decider, Status, days_in_force};
use crate::cases::{self, Finding, Severity};
use crate::check::model::{ExampleTime, ExpectedOutcome};
use crate::diagnostic::{Lang, Message};
use crate::eval::Facts;
use crate::plan::Plan;
use crate::value::{Day, Month};
use serde_json::Value;

/// How a test came out.
#[derive(Debug, Clone, PartialEq)]
pub enum TestResult {
    Passed,
    Failed(Vec<Failure>),
    /// it says why it is not run ([`Test::skip`])
    Skipped,
}

impl TestResult {
    /// It was run and nothing was wrong.
    pub fn passed(&self) -> bool {
        matches!(self, TestResult::Passed)
    }

    /// It was run and something was wrong.
    pub fn failed(&self) -> bool {
        matches!(self, TestResult::Failed(_))
    }
}

/// One thing that is not as a test says.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// a value of the record cannot be read; the test was not run
    Unreadable { fact: String, reason: Message, help: Option<Message> },
    /// the policy is not in force then; the test was not run
    OutsidePolicy,
    /// the policy has no such benefit. `expected`: index of the expectation
    NoBenefit { expected: usize },
    /// `expected`: index of the expectation
    Differs { expected: usize, found: Box<Found> },
    /// indices of a promise (断言) and of its claim that does not hold
    BreaksPromise { promise: usize, claim: usize },
}

/// What came out where something else was expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub benefit: DecidedBenefit,
    /// the outcome is as expected, or none was stated
    pub outcome_fits: bool,
    /// expected clauses that no reason cites
    pub uncited: Vec<String>,
    /// no reason contains the expected text
    pub unsaid: bool,
}

/// The facts of a test as a plan reads them, or what cannot be read.
pub fn facts_of(plan: &Plan, test: &Test) -> Result<Facts, Vec<Failure>> {
    let bytes = Value::Array(vec![Value::Object(test.record.clone())]).to_string();
    let batch = cases::read(plan, &test.name, bytes.as_bytes(), cases::Format::Json).map_err(|problem| {
        vec![Failure::Unreadable { fact: String::new(), reason: problem.message(), help: problem.help() }]
    })?;
    let lost: Vec<Failure> = batch
        .findings
        .iter()
        .filter(|finding| is_lost(finding))
        .flat_map(|finding| unreadable(plan, test, finding))
        .collect();
    match batch.cases.into_iter().next() {
        Some(case) if lost.is_empty() => Ok(case.facts),
        _ => Err(lost),
    }
}

/// Something that the test gives does not reach the plan: a value cannot be read, or its name is unknown.
fn is_lost(finding: &Finding) -> bool {
    finding.severity == Severity::Error || matches!(finding.code, "D704" | "D705")
}

/// A finding as failures; one that lists unknown names is one for each of them.
fn unreadable(plan: &Plan, test: &Test, finding: &Finding) -> Vec<Failure> {
    let unknown = test.places.iter().map(|(path, _)| path).filter(|path| finding.message.zh.contains(*path));
    let unknown: Vec<&String> = unknown.filter(|_| finding.code == "D704").collect();
    if unknown.is_empty() {
        return vec![Failure::Unreadable {
            fact: finding.column.clone().unwrap_or_default(),
            reason: finding.masked_message(),
            help: finding.help.clone(),
        }];
    }
    let failure = |path: &String| Failure::Unreadable {
        fact: path.clone(),
        reason: Message::new("政策没有这项事实", "the policy has no such fact"),
        help: nearest(plan, path)
            .map(|near| Message::new(format!("是否要写“{near}”？"), format!("did you mean `{near}`?"))),
    };
    unknown.into_iter().map(failure).collect()
}

/// The most similar name of a register, or of a column as a record writes it, if one is similar enough.
fn nearest(plan: &Plan, path: &str) -> Option<String> {
    let names = plan.registers.iter().flat_map(|register| {
        let columns = register.columns.iter().map(|column| match register.is_key() {
            true => column.name.clone(),
            false => format!("{}.{}", register.name, column.name),
        });
        columns.chain([register.name.clone()])
    });
    names
        .map(|name| (strsim::damerau_levenshtein(path, &name), name))
        .filter(|(distance, name)| *distance * 2 <= path.chars().count().max(name.chars().count()))
        .min()
        .map(|(_, name)| name)
}

/// Runs a test with a plan, which need not be the one that the test was written for.
pub fn run(plan: &Plan, decider: &mut Decider<'_>, test: &Test) -> TestResult {
    if test.skip.is_some() {
        return TestResult::Skipped;
    }
    let facts = match facts_of(plan, test) {
        Ok(facts) => facts,
        Err(lost) => return TestResult::Failed(lost),
    };
    let Some(days) = days_of(plan, test.on) else { return TestResult::Failed(vec![Failure::OutsidePolicy]) };
    let failures = failures(plan, decider, test, &facts, days);
    if failures.is_empty() { TestResult::Passed } else { TestResult::Failed(failures) }
}

/// The days on which the plan decides; none outside its time.
pub(super) fn days_of(plan: &Plan, on: ExampleTime) -> Option<(Day, Day)> {
    match on {
        ExampleTime::Day(date) => {
            let day = Day::from_date(date);
            let (first, last) = days_in_force(&plan.policy, day.month()?).ok()?;
            (first <= day && day <= last).then_some((day, day))
        }
        ExampleTime::Month(year, month) => days_in_force(&plan.policy, Month::from_year_month(year, month)).ok(),
    }
}

fn failures(plan: &Plan, decider: &mut Decider<'_>, test: &Test, facts: &Facts, days: (Day, Day)) -> Vec<Failure> {
    let decided = decide_one(plan, decider, &test.name, facts, days);
    let mut failures = Vec::new();
    for (expected, expectation) in test.expected.iter().enumerate() {
        let at = plan.policy.benefits.iter().position(|benefit| benefit.name == expectation.benefit);
        let Some(benefit) = at.and_then(|at| decided.benefits.get(at)) else {
            failures.push(Failure::NoBenefit { expected });
            continue;
        };
        let found = compare(expectation, benefit);
        if !found.outcome_fits || !found.uncited.is_empty() || found.unsaid {
            failures.push(Failure::Differs { expected, found: Box::new(found) });
        }
    }
    if !decided.broken.is_empty() {
        decider.evaluation.run_all(facts, days.0);
        for (promise, claims) in plan.promises.iter().enumerate() {
            let broken = claims.iter().enumerate().filter(|(_, claim)| decider.evaluation.value(**claim).is_no());
            failures.extend(broken.map(|(claim, _)| Failure::BreaksPromise { promise, claim }));
        }
    }
    failures
}

fn compare(expected: &Expectation, benefit: &DecidedBenefit) -> Found {
    let outcome_fits = match expected.outcome {
        None => true,
        Some(ExpectedOutcome::Entitled) => benefit.status == Status::Entitled,
        Some(ExpectedOutcome::NotEntitled) => benefit.status == Status::NotEntitled,
        Some(ExpectedOutcome::Undetermined) => benefit.status == Status::Undetermined,
        Some(ExpectedOutcome::Amount(amount)) => benefit.status != Status::Undetermined && benefit.amount.lo == amount,
    };
    let cited = |clause: &String| benefit.reasons.iter().any(|reason| reason.clauses().contains(clause));
    let says = |text: &String| {
        let in_words = |lang| benefit.reasons.iter().any(|reason| reason.text(lang).contains(text.as_str()));
        in_words(Lang::Zh) || in_words(Lang::En)
    };
    Found {
        benefit: benefit.clone(),
        outcome_fits,
        uncited: expected.clauses.iter().filter(|clause| !cited(clause)).cloned().collect(),
        unsaid: expected.because.as_ref().is_some_and(|text| !says(text)),
    }
}
