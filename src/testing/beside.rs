//! A file of examples beside a policy (`NAME.用例.pol`): read as if it stood at the policy's end, so that the same
//! names mean the same and the same mistakes are found; told with the places of its own file.

use super::test::{Test, tests_of};
use crate::check::check;
use crate::diagnostic::{Diagnostic, Label, Message, Span, line_column};
use crate::plan::compile;
use crate::syntax::ast::Declaration;
use crate::syntax::parse;

/// The tests of a file of examples and everything wrong with it. The policy itself must be sound; `file` is its name
/// in messages.
pub fn read_beside(policy: &str, file: &str, examples: &str) -> (Vec<Test>, Vec<Diagnostic>) {
    let own = parse(examples);
    let strangers: Vec<Diagnostic> = own.file.declarations.iter().filter_map(stranger).collect();
    if !strangers.is_empty() {
        return (Vec::new(), strangers);
    }
    let both = format!("{policy}\n{examples}");
    let base = policy.len() + 1;
    let parsed = parse(&both);
    let broken = !parsed.problems.is_empty();
    let checked = check(&parsed.file);
    // an example that could not be read may be one that others build on
    let found = parsed.problems.into_iter().chain(checked.problems.into_iter().filter(|_| !broken));
    let problems: Vec<Diagnostic> = found
        .filter(|problem| problem.span().start as usize >= base)
        .map(|problem| moved(problem, base, policy, file))
        .collect();
    let Some(plan) = checked.policy.filter(|_| problems.is_empty()).and_then(|model| compile(model, &both, &[]).ok())
    else {
        return (Vec::new(), problems);
    };
    let tests = tests_of(&plan).into_iter().filter(|test| test.span.start as usize >= base);
    (tests.map(|test| at_home(test, base)).collect(), problems)
}

/// A declaration that is no example.
fn stranger(declaration: &Declaration) -> Option<Diagnostic> {
    let span = match declaration {
        Declaration::Example(_) => return None,
        Declaration::Policy(policy) => policy.name.span,
        Declaration::Bodies(bodies) => bodies.bodies.first().map(|body| body.name.span).unwrap_or_default(),
        Declaration::Register(register) => register.name.span,
        Declaration::Reading(reading) => reading.name.span,
        Declaration::Define(define) => define.name.span,
        Declaration::Benefit(benefit) => benefit.name.span,
        Declaration::Exclude(rule) => rule.span,
        Declaration::HigherOf(rule) => rule.span,
        Declaration::TopUp(rule) => rule.span,
        Declaration::Cap(rule) => rule.span,
        Declaration::Together(rule) => rule.span,
        Declaration::Deem(rule) => rule.span,
        Declaration::Accrual(accrual) => accrual.span,
        Declaration::Procedure(procedure) => procedure.name.span,
        Declaration::Alert(alert) => alert.name.span,
        Declaration::Duty(duty) => duty.name.span,
        Declaration::Promise(promise) => promise.name.span,
    };
    Some(
        Diagnostic::error("X605", span, "用例文件里只能写用例", "a file of examples holds examples only")
            .help("把这条声明写进政策文件", "put this declaration into the policy's file"),
    )
}

fn back(span: Span, base: usize) -> Span {
    let at = |offset: u32| (offset as usize).saturating_sub(base);
    Span::new(at(span.start), at(span.end))
}

/// A problem with the places of the examples' file. What lies in the policy's file is told in words.
fn moved(problem: Diagnostic, base: usize, policy: &str, file: &str) -> Diagnostic {
    let (here, there): (Vec<Label>, Vec<Label>) =
        problem.labels.into_iter().partition(|label| label.span.start as usize >= base);
    let mut labels: Vec<Label> =
        here.into_iter().map(|label| Label { span: back(label.span, base), message: label.message }).collect();
    for label in there {
        let (line, _) = line_column(policy, label.span.start);
        let Message { zh, en } = label.message;
        if let Some(first) = labels.first_mut() {
            let (comma, comma_en) = if first.message.zh.is_empty() { ("", "") } else { ("；", "; ") };
            first.message.zh += &format!("{comma}{file} 第 {line} 行：{zh}");
            first.message.en += &format!("{comma_en}{file}, line {line}: {en}");
        }
    }
    Diagnostic { labels, ..problem }
}

/// A test with the places of the examples' file.
fn at_home(mut test: Test, base: usize) -> Test {
    test.span = back(test.span, base);
    for expected in &mut test.expected {
        expected.span = back(expected.span, base);
        expected.outcome_span = back(expected.outcome_span, base);
    }
    test
}
