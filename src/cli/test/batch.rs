//! Golden batches: their files, and writing what came out.

use super::{How, Rewrite};
use crate::cases::{Format, Unreadable, read_table};
use crate::cli::input::{self, reason_zh};
use crate::cli::outcome::Failure;
use crate::cli::output;
use crate::diagnostic::Diagnostic;
use crate::output::csv_of;
use crate::plan::Plan;
use crate::testing::yaml::{Batch, Told};
use crate::testing::{Golden, TestReport, Verdict, run_batch};
use std::path::Path;

/// Runs a batch of the test file at `path`.
pub(super) fn run(
    path: &Path,
    plan: &Plan,
    batch: &Batch,
    how: How,
) -> Result<(TestReport, Option<Rewrite>, Option<Golden>), Failure> {
    let golden = match load(path, batch, how) {
        Ok(golden) => golden,
        Err(problem) => return Ok((unreadable(batch, *problem), None, None)),
    };
    let (mut report, result) = run_batch(plan, &golden, how.audience);
    let rewrite = match (&report.verdict, result) {
        (Verdict::Failed, Some(result)) if how.accepting => {
            output::keep(&[path, &beside(path, &batch.cases)], &[&beside(path, &batch.expected)])?;
            report.accepted = true;
            let mut contents = if golden_begins_with_mark(path, batch) { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
            contents.extend(csv_of(&result.decided, &result.columns, result.lang));
            Some(Rewrite { path: beside(path, &batch.expected), contents })
        }
        _ => None,
    };
    Ok((report, rewrite, Some(golden)))
}

fn beside(path: &Path, told: &Told) -> std::path::PathBuf {
    path.parent().unwrap_or(Path::new("")).join(&told.text)
}

/// Whether the expected file begins with a byte-order mark, which Excel wants.
fn golden_begins_with_mark(path: &Path, batch: &Batch) -> bool {
    std::fs::read(beside(path, &batch.expected)).is_ok_and(|bytes| bytes.starts_with(b"\xEF\xBB\xBF"))
}

fn unreadable(batch: &Batch, problem: Diagnostic) -> TestReport {
    TestReport {
        name: batch.name.clone(),
        span: batch.span,
        verdict: match &batch.skip {
            Some(why) => Verdict::Skipped(why.clone()),
            None => Verdict::Failed,
        },
        problems: if batch.skip.is_some() { Vec::new() } else { vec![problem] },
        batch: None,
        accepted: false,
        refused: None,
    }
}

fn load(path: &Path, batch: &Batch, how: How) -> Result<Golden, Box<Diagnostic>> {
    let (cases_path, expected_path) = (beside(path, &batch.cases), beside(path, &batch.expected));
    let format = Format::from_path(&cases_path).map_err(|problem| of_file(&batch.cases, &problem))?;
    let cases = bytes(&cases_path, &batch.cases)?;
    let expected_file = batch.expected.text.clone();
    let expected = if expected_path.is_file() {
        let table = read_table(&expected_file, &bytes(&expected_path, &batch.expected)?);
        // an empty file is one that is still to be written
        match table {
            Ok(table) => Some(table),
            Err(Unreadable::Empty { .. }) if how.accepting => None,
            Err(problem) => return Err(of_file(&batch.expected, &problem)),
        }
    } else {
        None
    };
    Ok(Golden {
        name: batch.name.clone(),
        span: batch.span,
        cases_file: batch.cases.text.clone(),
        cases,
        format,
        month: batch.month,
        expected_file,
        expected,
        skip: batch.skip.clone(),
    })
}

fn bytes(path: &Path, told: &Told) -> Result<Vec<u8>, Box<Diagnostic>> {
    input::bytes(path).map_err(|error| {
        let shown = path.display();
        let (zh, en) = (format!("读不了 {shown}：{}", reason_zh(&error)), format!("cannot read {shown}: {error}"));
        let help = ("路径从测试文件所在的文件夹算起", "paths begin at the folder of the test file");
        Box::new(Diagnostic::error("X606", told.span, zh, en).help(help.0, help.1))
    })
}

fn of_file(told: &Told, problem: &Unreadable) -> Box<Diagnostic> {
    let message = problem.message();
    let diagnostic = Diagnostic::error("X606", told.span, message.zh, message.en);
    Box::new(match problem.help() {
        Some(help) => diagnostic.help(help.zh, help.en),
        None => diagnostic,
    })
}
