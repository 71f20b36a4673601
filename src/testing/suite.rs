//! Runs the tests of one file and reports on them.

use super::golden::{Golden, GoldenResult, run_golden};
use super::grouped::grouped;
use super::problem::problems;
use super::report::{BatchReport, TestReport, Verdict};
use super::run::{TestResult, run};
use super::test::Test;
use crate::batch::Keys;
use crate::calendar::Decider;
use crate::check::Problem;
use crate::diagnostic::{Diagnostic, Message, sort};
use crate::identity::Audience;
use crate::plan::Plan;

/// Runs some tests. `own`: they stand in the policy's own file, so that a promise's place can be shown.
pub fn run_tests(plan: &Plan, tests: &[Test], own: bool) -> Vec<(TestReport, TestResult)> {
    let mut decider = Decider::new(plan);
    let mut one = |test: &Test| {
        let result = run(plan, &mut decider, test);
        (report(plan, test, &result, own), result)
    };
    tests.iter().map(&mut one).collect()
}

fn report(plan: &Plan, test: &Test, result: &TestResult, own: bool) -> TestReport {
    let mut found = Vec::new();
    let verdict = match result {
        TestResult::Passed => Verdict::Passed,
        TestResult::Skipped => Verdict::Skipped(test.skip.clone().unwrap_or_default()),
        TestResult::Failed(failures) => {
            let problems = failures.iter().flat_map(|failure| problems(plan, test, failure));
            found.extend(problems.map(|problem| if own { problem.report() } else { elsewhere(&problem) }));
            sort(&mut found);
            Verdict::Failed
        }
    };
    TestReport {
        name: test.name.clone(),
        span: test.span,
        verdict,
        problems: found,
        batch: None,
        accepted: false,
        refused: None,
    }
}

/// A problem of a test that does not stand in the policy's file: a promise is named, but not shown.
fn elsewhere(problem: &Problem) -> Diagnostic {
    let Problem::PromiseBroken { example_span, .. } = problem else { return problem.report() };
    let mut diagnostic = problem.report();
    diagnostic.labels.truncate(1);
    if let Some(label) = diagnostic.labels.first_mut() {
        label.span = *example_span;
        label.message = Message::new("在这个用例中", "in this example");
    }
    diagnostic
}

/// Runs a golden batch.
pub fn run_batch(plan: &Plan, golden: &Golden, audience: impl Into<Audience>) -> (TestReport, Option<GoldenResult>) {
    let shown = Keys { plan, audience: audience.into() };
    let report = |verdict, problems, batch| {
        let (name, span) = (golden.name.clone(), golden.span);
        TestReport { name, span, verdict, problems, batch, accepted: false, refused: None }
    };
    if let Some(why) = &golden.skip {
        return (report(Verdict::Skipped(why.clone()), Vec::new(), None), None);
    }
    let result = match run_golden(plan, golden) {
        Ok(result) => result,
        Err(Message { zh, en }) => {
            let problem = Diagnostic::error("X606", golden.span, zh, en);
            return (report(Verdict::Failed, vec![problem], None), None);
        }
    };
    if result.passed() && golden.expected.is_some() {
        return (report(Verdict::Passed, Vec::new(), None), Some(result));
    }
    let keys = |keys: &[String]| keys.iter().map(|key| shown.shown(key)).collect::<Vec<_>>();
    let mut changed: Vec<usize> = result.differences.iter().map(|difference| difference.case).collect();
    changed.dedup();
    let batch = BatchReport {
        people: result.decided.len(),
        changed: changed.len(),
        groups: grouped(shown, &result),
        missing: keys(&result.missing),
        extra: if golden.expected.is_some() { keys(&result.extra) } else { Vec::new() },
    };
    let problem = differs(golden, &batch);
    (report(Verdict::Failed, vec![problem], Some(batch)), Some(result))
}

fn differs(golden: &Golden, batch: &BatchReport) -> Diagnostic {
    let (name, file) = (&golden.name, &golden.expected_file);
    if golden.expected.is_none() {
        return Diagnostic::error(
            "X607",
            golden.span,
            format!("批次“{name}”还没有期望文件 {file}"),
            format!("batch `{name}` has no expected file {file} yet"),
        )
        .help(
            "用 polcheck run 看清结果，再用 polcheck test --accept 写出",
            "look at the results with `polcheck run`, then write them with `polcheck test --accept`",
        );
    }
    let BatchReport { people, changed, missing, extra, .. } = batch;
    let (mut zh, mut en) = (format!("{people} 人中 {changed} 人不同"), format!("{changed} of {people} people differ"));
    if !missing.is_empty() {
        zh += &format!("，少 {} 人", missing.len());
        en += &format!(", {} missing", missing.len());
    }
    if !extra.is_empty() {
        zh += &format!("，多 {} 人", extra.len());
        en += &format!(", {} more", extra.len());
    }
    Diagnostic::error(
        "X607",
        golden.span,
        format!("批次“{name}”与期望不符：{zh}"),
        format!("batch `{name}` is not as expected: {en}"),
    )
    .here(format!("期望在 {file}"), format!("expected in {file}"))
    .help(
        "看清每一处变化是否应有；都应有的，用 polcheck test --accept 改写期望",
        "see whether each change is right; if all are, `polcheck test --accept` rewrites the expected file",
    )
}
