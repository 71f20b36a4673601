//! Reads a file with tests, runs them, and prepares what accepting would write.

use super::batch;
use super::files::{TestFile, policy_beside};
use super::{How, Ran, Rewrite, Suite};
use crate::cli::outcome::Failure;
use crate::cli::policy;
use crate::diagnostic::{Diagnostic, Message, Span};
use crate::plan::{Plan, compile};
use crate::syntax::parse;
use crate::testing::yaml::read_test_file;
use crate::testing::{FileReport, Test, TestReport, TestResult, accept, read_beside, run_tests, tests_of};
use std::path::{Path, PathBuf};

/// Runs the tests of a file whose names contain `filter`.
pub(super) fn run(file: &TestFile, filter: Option<&str>, how: How) -> Result<Ran, Failure> {
    match file {
        TestFile::Policy(path) => of_policy(path, filter, how),
        TestFile::Examples(path, beside) => of_examples(path, beside.as_deref(), filter, how),
        TestFile::Yaml(path, beside) => of_yaml(path, beside.as_deref(), filter, how),
    }
}

pub(super) fn wanted(name: &str, filter: Option<&str>) -> bool {
    filter.is_none_or(|filter| name.contains(filter))
}

fn report(path: &Path, source: String, policy: &Path) -> FileReport {
    let file = path.display().to_string();
    FileReport { file, source, policy: policy.display().to_string(), problems: Vec::new(), tests: Vec::new() }
}

/// A file that cannot be run.
fn broken(report: FileReport, problems: Vec<Diagnostic>) -> Ran {
    Ran { report: FileReport { problems, ..report }, rewrites: Vec::new(), suite: None }
}

/// A policy without errors, with some readings.
fn plan(source: &str, readings: &[(String, String)]) -> Option<Plan> {
    compile(policy::checked(source).0.policy?, source, readings).ok()
}

fn of_policy(path: &Path, filter: Option<&str>, how: How) -> Result<Ran, Failure> {
    let source = policy::read(path)?;
    let report = report(path, source, path);
    let (found, problems) = policy::checked(&report.source);
    let plan = found.policy.and_then(|model| compile(model, &report.source, &[]).ok());
    let Some(plan) = plan else { return Ok(broken(report, problems)) };
    let tests = tests_of(&plan);
    Ok(ran(report, path, plan, &tests, true, filter, how))
}

fn of_examples(path: &Path, beside: Option<&Path>, filter: Option<&str>, how: How) -> Result<Ran, Failure> {
    let source = policy::read(path)?;
    let Examples { tests, problems, plan } = examples(&source, beside)?;
    let report = report(path, source, beside.unwrap_or(path));
    match plan {
        Some(plan) if problems.is_empty() => Ok(ran(report, path, plan, &tests, false, filter, how)),
        _ => Ok(broken(report, problems)),
    }
}

/// Everything wrong with a file of examples, what does not come out included.
pub(in crate::cli) fn problems_of_examples(path: &Path, source: &str) -> Result<Vec<Diagnostic>, Failure> {
    let Examples { tests, mut problems, plan } = examples(source, policy_beside(path).as_deref())?;
    if let Some(plan) = plan {
        problems.extend(run_tests(&plan, &tests, false).into_iter().flat_map(|(report, _)| report.problems));
    }
    Ok(problems)
}

/// The tests of a file of examples, everything wrong with it, and the plan of its policy if that is sound.
struct Examples {
    tests: Vec<Test>,
    problems: Vec<Diagnostic>,
    plan: Option<Plan>,
}

fn examples(source: &str, beside: Option<&Path>) -> Result<Examples, Failure> {
    let none = |problem| Examples { tests: Vec::new(), problems: vec![problem], plan: None };
    let Some(policy_path) = beside else { return Ok(none(no_policy())) };
    let policy_source = policy::read(policy_path)?;
    let Some(plan) = plan(&policy_source, &[]) else {
        return Ok(none(unsound(policy_path, Span::default())));
    };
    let (tests, problems) = read_beside(&policy_source, &policy_path.display().to_string(), source);
    Ok(Examples { tests, problems, plan: Some(plan) })
}

fn no_policy() -> Diagnostic {
    Diagnostic::error("X606", Span::default(), "旁边没有它的政策", "there is no policy beside it").help(
        "文件名要以政策的文件名开头，如 某政策.用例.pol；YAML 文件也可以写明 政策: 某政策.pol",
        "its name must begin with the policy's, such as NAME.examples.pol; a YAML file may say policy: NAME.pol",
    )
}

fn unsound(policy: &Path, span: Span) -> Diagnostic {
    let shown = policy.display();
    let (zh, en) =
        (format!("政策 {shown} 有错误，用例没有运行"), format!("the policy {shown} has errors; nothing was run"));
    Diagnostic::error("X606", span, zh, en)
        .help("先用 polcheck check 改好政策", "mend the policy with `polcheck check` first")
}

/// Runs the examples of a `.pol` file.
fn ran(
    mut report: FileReport,
    path: &Path,
    plan: Plan,
    tests: &[Test],
    own: bool,
    filter: Option<&str>,
    how: How,
) -> Ran {
    let tests: Vec<Test> = tests.iter().filter(|test| wanted(&test.name, filter)).cloned().collect();
    let results = run_tests(&plan, &tests, own);
    let mut rewrites = Vec::new();
    let failed = results.iter().any(|(_, result)| result.failed());
    let outcomes: Vec<(&Test, &TestResult)> = tests.iter().zip(results.iter().map(|(_, result)| result)).collect();
    let accepted = (how.accepting && failed).then(|| accept(&report.source, &outcomes, parse(&report.source).keywords));
    report.tests = results.into_iter().map(|(report, _)| report).collect();
    if let Some(accepted) = accepted {
        for index in &accepted.tests {
            if let Some(test) = report.tests.get_mut(*index) {
                test.accepted = true;
            }
        }
        for (index, why) in accepted.refused {
            if let Some(test) = report.tests.get_mut(index) {
                test.refused = Some(why);
            }
        }
        if !accepted.tests.is_empty() {
            rewrites.push(Rewrite { path: path.to_path_buf(), contents: accepted.source.into_bytes() });
        }
    }
    let policy = PathBuf::from(&report.policy);
    Ran { report, rewrites, suite: Some(Suite { policy, plan, tests, goldens: Vec::new() }) }
}

fn of_yaml(path: &Path, beside: Option<&Path>, filter: Option<&str>, how: How) -> Result<Ran, Failure> {
    let source = policy::read(path)?;
    let (mut file, problems) = read_test_file(&source);
    let folder = path.parent().unwrap_or(Path::new(""));
    let named = file.policy.as_ref().map(|policy| (folder.join(&policy.text), policy.span));
    let policy = named.clone().or_else(|| beside.map(|beside| (beside.to_path_buf(), Span::default())));
    let Some((policy_path, span)) = policy else { return Ok(broken(report(path, source, path), vec![no_policy()])) };
    let report = report(path, source, &policy_path);
    if !problems.is_empty() {
        return Ok(broken(report, problems));
    }
    let Some(policy_source) = read_named(&policy_path, named.is_some())? else {
        let shown = policy_path.display();
        let problem = Diagnostic::error(
            "X606",
            span,
            format!("没有政策文件 {shown}"),
            format!("there is no policy file {shown}"),
        );
        let help = ("路径从测试文件所在的文件夹算起", "paths begin at the folder of the test file");
        return Ok(broken(report, vec![problem.help(help.0, help.1)]));
    };
    let Some(default) = plan(&policy_source, &[]) else {
        return Ok(broken(report, vec![unsound(&policy_path, span)]));
    };
    let mut problems = file.unknown_readings(&default);
    problems.extend(file.fit(&default));
    let plan = plan(&policy_source, &file.chosen());
    let Some(plan) = plan.filter(|_| problems.is_empty()) else { return Ok(broken(report, problems)) };
    run_yaml(report, path, plan, &file, filter, how)
}

/// The text of the policy that a test file names; none if there is no such file.
fn read_named(path: &Path, named: bool) -> Result<Option<String>, Failure> {
    if named && !path.is_file() { Ok(None) } else { policy::read(path).map(Some) }
}

fn run_yaml(
    mut report: FileReport,
    path: &Path,
    plan: Plan,
    file: &crate::testing::yaml::TestFile,
    filter: Option<&str>,
    how: How,
) -> Result<Ran, Failure> {
    let tests: Vec<Test> = file.tests.iter().filter(|test| wanted(&test.name, filter)).cloned().collect();
    let refuse = |(mut test, result): (TestReport, TestResult)| {
        if how.accepting && result.failed() {
            test.refused = Some(Message::new(
                "YAML 里的用例不改写，请自己改",
                "examples in YAML are not rewritten; change it yourself",
            ));
        }
        test
    };
    report.tests = run_tests(&plan, &tests, false).into_iter().map(refuse).collect();
    let (mut rewrites, mut goldens) = (Vec::new(), Vec::new());
    for batch in file.batches.iter().filter(|batch| wanted(&batch.name, filter)) {
        let (test, rewrite, golden) = batch::run(path, &plan, batch, how)?;
        report.tests.push(test);
        rewrites.extend(rewrite);
        goldens.extend(golden);
    }
    let policy = PathBuf::from(&report.policy);
    Ok(Ran { report, rewrites, suite: Some(Suite { policy, plan, tests, goldens }) })
}
