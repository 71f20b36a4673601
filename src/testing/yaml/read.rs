//! The text of a test file -> its tests, with every mistake.

use super::fields::{Field, fields, list, mistake, needed, should_be, text, wrong};
use super::node::{Entry, Node, Tree};
use super::{Batch, TestFile, Told};
use crate::cases;
use crate::check::model::{ExampleTime, ExpectedOutcome};
use crate::diagnostic::{Diagnostic, Span, sort};
use crate::testing::{Expectation, Test};
use crate::value::Month;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

const FILE: [Field; 4] = [("政策", "policy"), ("口径", "readings"), ("用例", "examples"), ("批次", "batches")];
const NAME: Field = ("名", "name");
const MONTH: Field = ("月份", "month");
const FACTS: Field = ("事实", "facts");
const EXPECT: Field = ("应当", "expect");
const SKIP: Field = ("略过", "skip");
const CASES: Field = ("名册", "cases");
const EXPECTED: Field = ("期望", "expected");

/// Reads a test file. What could be understood is there even if there are problems, but it should not be run.
pub fn read_test_file(source: &str) -> (TestFile, Vec<Diagnostic>) {
    let mut file = TestFile::default();
    let mut problems = Vec::new();
    match cases::yaml_document::<Node>(source) {
        Ok(root) => read_file(&root, &mut file, &mut problems),
        Err(broken) => {
            let span = place(source, broken.line, broken.column);
            let (zh, en) = (&broken.detail.zh, &broken.detail.en);
            problems.push(mistake(span, format!("不是正确的 YAML：{zh}"), format!("not valid YAML: {en}")));
        }
    }
    sort(&mut problems);
    (file, problems)
}

/// The byte of a line and column, both from 1, the column counting characters.
fn place(source: &str, line: usize, column: usize) -> Span {
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    let before: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    Span::new(start + before, start + before)
}

fn read_file(root: &Node, file: &mut TestFile, problems: &mut Vec<Diagnostic>) {
    let Some([policy, readings, examples, batches]) = fields(root, FILE, problems) else { return };
    file.policy = policy.and_then(|entry| told(entry, problems));
    for entry in readings.map(|entry| map(entry, problems)).unwrap_or_default() {
        let name = Told { text: entry.name.clone(), span: entry.span };
        file.readings.extend(told(entry, problems).map(|option| (name, option)));
    }
    let examples = examples.map(|entry| list(entry, problems)).unwrap_or_default();
    file.tests = examples.iter().filter_map(|node| example(node, problems)).collect();
    let batches = batches.map(|entry| list(entry, problems)).unwrap_or_default();
    file.batches = batches.iter().filter_map(|node| batch(node, problems)).collect();
    let names = file.tests.iter().map(|test| (&test.name, test.span));
    let mut seen: Vec<&String> = Vec::new();
    for (name, span) in names.chain(file.batches.iter().map(|batch| (&batch.name, batch.span))) {
        if seen.contains(&name) {
            let problem = mistake(span, format!("已有名为“{name}”的用例"), format!("there is another `{name}`"));
            problems.push(problem.help("换一个名称", "give it another name"));
        }
        seen.push(name);
    }
}

fn told(entry: &Entry, problems: &mut Vec<Diagnostic>) -> Option<Told> {
    text(entry, problems).map(|text| Told { text, span: entry.value.span })
}

fn map<'n>(entry: &'n Entry, problems: &mut Vec<Diagnostic>) -> &'n [Entry] {
    match &entry.value.value {
        Tree::Map(map) => map,
        _ => {
            problems.push(should_be(&entry.value, "“名称：值”的各项", "a mapping"));
            &[]
        }
    }
}

/// Why something is skipped; without a reason it may not be.
fn skip(entry: &Entry, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let why = entry.value.text().unwrap_or_default().to_string();
    if why.is_empty() {
        let problem = mistake(entry.span, "略过，却没有写原因", "skipped without a reason");
        problems.push(
            problem
                .help("写明为什么先不算，例如 略过: 等上级答复", "say why it is not run: skip: waiting for an answer"),
        );
    }
    Some(why)
}

fn example(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<Test> {
    let known = [NAME, MONTH, ("日", "day"), FACTS, EXPECT, SKIP];
    let [name, month, day, facts, expect, why] = fields(node, known, problems)?;
    let name = needed(name, NAME, node.span, "张三", problems);
    let skip = why.and_then(|entry| skip(entry, problems));
    let on = match (month, day) {
        (Some(_), Some(day)) => {
            let problem = mistake(day.span, "“月份”和“日”只写一个", "give either a month or a day");
            problems.push(problem);
            None
        }
        (None, Some(entry)) => one_day(entry, problems),
        (month, None) => needed(month, MONTH, node.span, "2023-03", problems)
            .and_then(|entry| one_month(entry, problems))
            .and_then(|month| Some(ExampleTime::Month(i32::try_from(month.year()).ok()?, month.month()))),
    };
    let mut record = Map::new();
    let mut places = Vec::new();
    if let Some(facts) = needed(facts, FACTS, node.span, "{ … }", problems) {
        inexact(&facts.value, problems);
        if let Value::Object(given) = facts.value.json() {
            record = given;
            facts.value.places("", &mut places);
        } else {
            problems.push(should_be(&facts.value, "“事实：值”的各项", "a mapping from facts to values"));
        }
    }
    let expected = needed(expect, EXPECT, node.span, "{ … }", problems).map(|entry| map(entry, problems));
    let expected: Vec<_> =
        expected.unwrap_or_default().iter().filter_map(|entry| expectation(entry, problems)).collect();
    let (name, on) = (name?, on?);
    Some(Test { name: text(name, problems)?, span: name.value.span, record, places, on, expected, skip })
}

/// Numbers whose digits were lost on the way.
fn inexact(node: &Node, problems: &mut Vec<Diagnostic>) {
    match &node.value {
        Tree::Inexact(_) => {
            let (zh, en) = ("位数太多，作为数字读入会失真", "too many digits to be read exactly as a number");
            problems.push(mistake(node.span, zh, en).help("给它加上引号", "put it in quotes"));
        }
        Tree::List(list) => list.iter().for_each(|item| inexact(item, problems)),
        Tree::Map(map) => map.iter().for_each(|entry| inexact(&entry.value, problems)),
        _ => {}
    }
}

fn one_month(entry: &Entry, problems: &mut Vec<Diagnostic>) -> Option<Month> {
    let month = entry.value.text().and_then(cases::month);
    if month.is_none() {
        let problem = mistake(entry.value.span, "不是年月", "not a month");
        problems.push(problem.help("写成 2023-03 的样子", "write it like 2023-03"));
    }
    month
}

fn one_day(entry: &Entry, problems: &mut Vec<Diagnostic>) -> Option<ExampleTime> {
    let day = entry.value.text().and_then(cases::day).and_then(|day| day.date());
    if day.is_none() {
        let problem = mistake(entry.value.span, "不是日期", "not a date");
        problems.push(problem.help("写成 2023-03-15 的样子", "write it like 2023-03-15"));
    }
    day.map(ExampleTime::Day)
}

/// `生活补贴: 80`, `生活补贴: 不享受`, or `{结果, 依据, 理由}`.
fn expectation(entry: &Entry, problems: &mut Vec<Diagnostic>) -> Option<Expectation> {
    let mut expected = Expectation {
        benefit: entry.name.clone(),
        outcome: None,
        outcome_span: Span::default(),
        clauses: Vec::new(),
        because: None,
        span: entry.span,
    };
    let stated = match &entry.value.value {
        Tree::Map(_) => {
            let known = [("结果", "result"), ("依据", "clauses"), ("理由", "reason")];
            let [result, clauses, reason] = fields(&entry.value, known, problems)?;
            if let Some(clauses) = clauses {
                expected.clauses = one_or_more(&clauses.value, problems);
            }
            expected.because = reason.and_then(|reason| text(reason, problems));
            if result.is_none() && clauses.is_none() && reason.is_none() {
                problems.push(should_be(&entry.value, "结果、依据或理由", "a result, clauses or a reason"));
            }
            result.map(|result| &result.value)
        }
        _ => Some(&entry.value),
    };
    if let Some(stated) = stated {
        expected.outcome = Some(outcome(stated, problems)?);
        expected.outcome_span = stated.span;
    }
    Some(expected)
}

/// One text, or a list of texts.
fn one_or_more(node: &Node, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let nodes = match &node.value {
        Tree::List(list) => list.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut texts = Vec::new();
    for node in nodes {
        match node.text() {
            Some(text) if !text.is_empty() => texts.push(text.to_string()),
            _ => problems.push(should_be(node, "条款，如 附件2·一·1", "a clause")),
        }
    }
    texts
}

fn outcome(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<ExpectedOutcome> {
    let found = node.text().unwrap_or_default();
    let outcome = match found {
        "享受" | "entitled" => Some(ExpectedOutcome::Entitled),
        "不享受" | "not-entitled" | "not entitled" => Some(ExpectedOutcome::NotEntitled),
        "待核实" | "pending" => Some(ExpectedOutcome::Undetermined),
        other => fen(other).map(ExpectedOutcome::Amount),
    };
    if outcome.is_none() {
        let names = ["享受", "不享受", "待核实", "90"];
        let message = if found.is_empty() {
            ("这里要写结果".to_string(), "a result is needed here".to_string())
        } else {
            (format!("“{found}”不是结果"), format!("`{found}` is no result"))
        };
        problems.push(wrong(node.span, message, "", &names));
    }
    outcome
}

/// `90`, `90.50`, `90 元/月` in fen.
fn fen(text: &str) -> Option<i64> {
    let number = text.strip_suffix("元/月").or(text.strip_suffix("yuan/month")).unwrap_or(text).trim();
    let fen = number.parse::<Decimal>().ok()?.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    if fen.scale() == 0 && !fen.is_sign_negative() { i64::try_from(fen).ok() } else { None }
}

fn batch(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<Batch> {
    let [name, cases, month, expected, why] = fields(node, [NAME, CASES, MONTH, EXPECTED, SKIP], problems)?;
    let cases = needed(cases, CASES, node.span, "名单.csv", problems).and_then(|entry| told(entry, problems));
    let month = needed(month, MONTH, node.span, "2023-03", problems).and_then(|entry| one_month(entry, problems));
    let expected = needed(expected, EXPECTED, node.span, "期望.csv", problems).and_then(|entry| told(entry, problems));
    let skip = why.and_then(|entry| skip(entry, problems));
    let named = name.and_then(|entry| told(entry, problems));
    let (cases, month, expected) = (cases?, month?, expected?);
    let (name, span) = match named {
        Some(name) => (name.text, name.span),
        None => (format!("{} {month}", cases.text), cases.span),
    };
    Some(Batch { name, span, cases, month, expected, skip })
}
