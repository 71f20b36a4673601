//! How tests came out, as JSON (versioned) and as GitHub workflow commands.

use super::test_pretty::batch_text;
use crate::diagnostic::{Diagnostic, Lang, Message, line_column, render_github, render_json};
use crate::explain::amount_text;
use crate::testing::{BatchReport, Counts, FileReport, Group, TestReport, Verdict};
use serde_json::{Value, json};

/// The version of the format; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// One document: the sums, and each file with its tests.
pub fn tests_json(files: &[FileReport]) -> String {
    let Counts { passed, failed, accepted, skipped, broken } = Counts::of(files);
    let document = json!({
        "format_version": FORMAT_VERSION,
        "summary": {
            "passed": passed, "failed": failed, "accepted": accepted, "skipped": skipped, "broken_files": broken,
        },
        "files": files.iter().map(file).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn file(report: &FileReport) -> Value {
    json!({
        "file": report.file,
        "policy": report.policy,
        "diagnostics": render_json(&report.source, &report.file, &report.problems),
        "tests": report.tests.iter().map(|test| one(report, test)).collect::<Vec<_>>(),
    })
}

fn one(file: &FileReport, test: &TestReport) -> Value {
    let (line, column) = line_column(&file.source, test.span.start);
    let (status, reason) = match &test.verdict {
        Verdict::Passed => ("passed", None),
        Verdict::Failed => ("failed", None),
        Verdict::Skipped(why) => ("skipped", Some(why)),
    };
    json!({
        "name": test.name,
        "line": line,
        "column": column,
        "status": status,
        "accepted": test.accepted,
        "not_accepted": test.refused.as_ref().map(|why| json!({ "zh": why.zh, "en": why.en })),
        "skip_reason": reason,
        "diagnostics": render_json(&file.source, &file.file, &test.problems),
        "batch": test.batch.as_ref().map(batch),
    })
}

fn batch(batch: &BatchReport) -> Value {
    json!({
        "people": batch.people,
        "changed": batch.changed,
        "changes": batch.groups.iter().map(group).collect::<Vec<_>>(),
        "missing": batch.missing,
        "extra": batch.extra,
    })
}

fn group(group: &Group) -> Value {
    let both = |message: &Message| json!({ "zh": message.zh, "en": message.en });
    json!({
        "benefit": both(&group.benefit),
        "before": both(&group.before),
        "after": both(&group.after),
        "causes": group.causes.iter().map(both).collect::<Vec<_>>(),
        "people": group.people,
        "money": group.money.map(amount_text),
    })
}

/// One line for each problem.
pub fn tests_github(files: &[FileReport], lang: Lang) -> String {
    let mut text = String::new();
    for file in files {
        text += &render_github(&file.source, &file.file, &file.problems, lang);
        for test in &file.tests {
            let problems: Vec<Diagnostic> = test.problems.iter().map(|problem| told(problem, test)).collect();
            text += &render_github(&file.source, &file.file, &problems, lang);
        }
    }
    text
}

/// A problem with what differs in the batch, which an annotation has no other room for.
fn told(problem: &Diagnostic, test: &TestReport) -> Diagnostic {
    let Some(batch) = &test.batch else { return problem.clone() };
    let help = |lang| {
        let help = problem.help.as_ref().map(|help| help.get(lang)).unwrap_or_default();
        format!("{}{help}", batch_text(batch, lang))
    };
    problem.clone().help(help(Lang::Zh), help(Lang::En))
}
