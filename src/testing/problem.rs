//! What is wrong with a test, as a problem of its file.

use super::run::{Failure, Found};
use super::test::{Expectation, Test};
use crate::batch::DecidedBenefit;
use crate::calendar::Status;
use crate::check::Problem;
use crate::check::model::ExpectedOutcome;
use crate::diagnostic::{Lang, Message, Span};
use crate::explain::{amount_text, range_text};
use crate::plan::Plan;

/// Where a test gives the fact of a finding, if its places are known: by the path, the last name of it, or, for
/// a finding that lists names, the first that it lists.
fn place(test: &Test, fact: &str, reason: &Message) -> Span {
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_string();
    let by = |fits: &dyn Fn(&str) -> bool| test.places.iter().find(|(path, _)| fits(path)).map(|(_, span)| *span);
    by(&|path| path == fact)
        .or_else(|| by(&|path| !fact.is_empty() && last(path) == last(fact)))
        .or_else(|| by(&|path| reason.zh.contains(path)))
        .unwrap_or(test.span)
}

/// The problems that a failure amounts to.
pub fn problems(plan: &Plan, test: &Test, failure: &Failure) -> Vec<Problem> {
    let example = || test.name.clone();
    let fails = |expected: &Expectation, found: Message, reasons: Message| Problem::ExampleFails {
        span: expected.span,
        example: example(),
        benefit: expected.benefit.clone(),
        expected: expectation(expected),
        found,
        reasons,
    };
    let nothing = || Message::new("", "");
    match failure {
        Failure::Unreadable { fact, reason, help } => vec![Problem::UnreadableFact {
            span: place(test, fact, reason),
            example: example(),
            fact: fact.clone(),
            reason: reason.clone(),
            help: help.clone(),
        }],
        Failure::OutsidePolicy => {
            let outside = Message::new("不在政策施行期内", "outside the time the policy is in force");
            test.expected.iter().map(|expected| fails(expected, outside.clone(), nothing())).collect()
        }
        Failure::NoBenefit { expected } => {
            let none = Message::new("政策没有这项补贴", "no benefit of the policy");
            test.expected.get(*expected).map(|expected| fails(expected, none, nothing())).into_iter().collect()
        }
        Failure::Differs { expected, found } => {
            let problem = |expected| fails(expected, outcome(found), reasons(&found.benefit));
            test.expected.get(*expected).map(problem).into_iter().collect()
        }
        Failure::BreaksPromise { promise, claim } => {
            let Some(promise) = plan.policy.promises.get(*promise) else { return Vec::new() };
            let Some(claim) = promise.claims.get(*claim) else { return Vec::new() };
            vec![Problem::PromiseBroken {
                span: claim.span,
                promise: promise.name.clone(),
                example: example(),
                example_span: test.span,
                more: 0,
            }]
        }
    }
}

fn expectation(expected: &Expectation) -> Message {
    let mut parts = Vec::new();
    parts.extend(expected.outcome.map(|outcome| match outcome {
        ExpectedOutcome::Entitled => Message::new("享受", "entitled"),
        ExpectedOutcome::NotEntitled => Message::new("不享受", "not entitled"),
        ExpectedOutcome::Undetermined => Message::new("待核实", "undetermined"),
        ExpectedOutcome::Amount(amount) => {
            Message::new(format!("为 {} 元/月", amount_text(amount)), format!("{} yuan/month", amount_text(amount)))
        }
    }));
    if !expected.clauses.is_empty() {
        let clauses = expected.clauses.join("、");
        parts.push(Message::new(format!("依据 {clauses}"), format!("by {clauses}")));
    }
    parts.extend(
        expected.because.as_ref().map(|text| Message::new(format!("理由含“{text}”"), format!("because of `{text}`"))),
    );
    let list = |lang: Lang| parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>();
    Message::new(list(Lang::Zh).join("，"), list(Lang::En).join(" "))
}

fn outcome(found: &Found) -> Message {
    let benefit = &found.benefit;
    let mut cited: Vec<&str> = Vec::new();
    for clause in benefit.reasons.iter().flat_map(|reason| reason.clauses()) {
        if !cited.contains(&clause.as_str()) {
            cited.push(clause);
        }
    }
    let clauses = if cited.is_empty() { String::new() } else { format!("（{}）", cited.join("、")) };
    let Message { zh, en } = amount(benefit);
    Message::new(format!("{zh}{clauses}"), format!("{en}{clauses}"))
}

/// Status and amount in words: `90 元/月`, `不享受`, `待核实，0–90 元/月`.
pub fn amount(benefit: &DecidedBenefit) -> Message {
    let range = range_text(benefit.amount);
    match benefit.status {
        Status::Entitled => Message::new(format!("{range} 元/月"), format!("{range} yuan/month")),
        Status::NotEntitled => Message::new("不享受", "not entitled"),
        Status::Undetermined => {
            Message::new(format!("待核实，{range} 元/月"), format!("undetermined, {range} yuan/month"))
        }
    }
}

/// All reasons in one sentence.
fn reasons(benefit: &DecidedBenefit) -> Message {
    let list = |lang| benefit.reasons.iter().map(|reason| reason.text(lang)).collect::<Vec<_>>();
    Message::new(list(Lang::Zh).join("；"), list(Lang::En).join("; "))
}
