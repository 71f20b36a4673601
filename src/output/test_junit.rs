//! How tests came out, as JUnit XML: a suite for each file.

use super::test_pretty::batch_text;
use crate::diagnostic::{Diagnostic, Lang, line_column};
use crate::testing::{Counts, FileReport, TestReport, Verdict};

pub fn tests_junit(files: &[FileReport], lang: Lang) -> String {
    let shown = || files.iter().filter(|file| !file.tests.is_empty() || !file.problems.is_empty());
    let suites: String = shown().map(|file| suite(file, lang)).collect();
    let all = totals(Counts::of(files));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"polcheck\"{all}>\n{suites}</testsuites>\n")
}

fn totals(counts: Counts) -> String {
    let Counts { passed, failed, accepted, skipped, broken } = counts;
    let tests = passed + failed + accepted + skipped + broken;
    format!(" tests=\"{tests}\" failures=\"{failed}\" errors=\"{broken}\" skipped=\"{skipped}\"")
}

fn suite(file: &FileReport, lang: Lang) -> String {
    let totals = totals(Counts::of(std::slice::from_ref(file)));
    let mut text = format!("  <testsuite name=\"{}\"{totals}>\n", escaped(&file.file));
    if !file.problems.is_empty() {
        let name = if lang == Lang::Zh { "（读取文件）" } else { "(reading the file)" };
        text += &case(file, name, &element("error", file, &file.problems, "", lang));
    }
    text += &file.tests.iter().map(|test| one(file, test, lang)).collect::<String>();
    text + "  </testsuite>\n"
}

fn one(file: &FileReport, test: &TestReport, lang: Lang) -> String {
    let body = match &test.verdict {
        Verdict::Passed => String::new(),
        Verdict::Failed if test.accepted => String::new(),
        Verdict::Skipped(why) => format!("      <skipped message=\"{}\"/>\n", escaped(why)),
        Verdict::Failed => {
            let batch = test.batch.as_ref().map(|batch| batch_text(batch, lang)).unwrap_or_default();
            element("failure", file, &test.problems, &batch, lang)
        }
    };
    case(file, &test.name, &body)
}

fn case(file: &FileReport, name: &str, body: &str) -> String {
    let open = format!("    <testcase name=\"{}\" classname=\"{}\"", escaped(name), escaped(&file.file));
    if body.is_empty() { format!("{open}/>\n") } else { format!("{open}>\n{body}    </testcase>\n") }
}

/// A failure or an error: the first problem as its message, all of them with their places as its text.
fn element(kind: &str, file: &FileReport, problems: &[Diagnostic], batch: &str, lang: Lang) -> String {
    let line = |problem: &Diagnostic| {
        let (line, column) = line_column(&file.source, problem.span().start);
        let help = problem.help.as_ref().map(|help| format!("\n{}", help.get(lang))).unwrap_or_default();
        format!("{}:{line}:{column} [{}] {}{help}\n", file.file, problem.code, problem.message.get(lang))
    };
    let lines: String = problems.iter().map(line).collect();
    let first = problems.first();
    let (code, message) = first.map(|problem| (problem.code, problem.message.get(lang))).unwrap_or_default();
    format!(
        "      <{kind} type=\"{code}\" message=\"{}\">{}</{kind}>\n",
        escaped(message),
        escaped(&format!("{lines}{batch}"))
    )
}

/// Text for XML: what XML 1.0 cannot hold at all becomes a question mark.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => escaped.push('?'),
            c => escaped.push(c),
        }
    }
    escaped
}
