//! The language reference: every example on it gives what it says, every keyword occurs in one, and its table
//! of keywords is the grammar's.

use polcheck::analysis::analyse;
use polcheck::batch::decide;
use polcheck::calendar::{Month, Status, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::check::{MAX_TOGETHER, check};
use polcheck::diagnostic::{Diagnostic, Lang, Severity};
use polcheck::explain::{amount_text, status_text};
use polcheck::plan::{Plan, compile};
use polcheck::syntax::{parse, table};
use polcheck::testing::yaml::read_test_file;
use polcheck::testing::{run_examples, run_tests};
use polcheck::value::MAX_MEMBERS;
use std::collections::BTreeSet;

const PAGE: &str = include_str!("../grammar/reference.md");
const GRAMMAR: &str = include_str!("../grammar/policy.pest");

/// A fenced block: what its fence says it is, the line of the page on which it begins, and its text.
struct Block {
    kind: &'static str,
    line: usize,
    text: String,
}

fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in PAGE.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(kind), None) => open = Some(Block { kind, line: index + 2, text: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "the last fence is not closed");
    blocks
}

/// The declarations of an example with those that the page leaves out of all examples.
fn completed(example: &str) -> String {
    let has = |words: [&str; 2]| {
        example.split(|c: char| !c.is_alphanumeric() && !"-_".contains(c)).any(|word| words.contains(&word))
    };
    let mut policy = String::new();
    if !has(["政策", "policy"]) {
        policy.push_str("政策 示例 { 施行 自 2020-01-01 }\n");
    }
    if !has(["主键", "key"]) {
        policy.push_str("名册 人员 { 编号 文本 主键 }\n");
    }
    policy + example
}

/// Conditions, one a line, as benefits to which somebody is entitled on 2023-03-15 if they hold.
fn benefits_for<'l>(conditions: impl Iterator<Item = &'l str>) -> String {
    let (mut benefits, mut expected) = (String::new(), String::new());
    for (index, condition) in conditions.enumerate() {
        let requirement = format!("同时符合 依据 示例 {{ {condition} }}");
        benefits.push_str(&format!("补贴 第{index}行 {{ {requirement} 标准 1 元/月 依据 示例 }}\n"));
        expected.push_str(&format!(" 应当 第{index}行 享受"));
    }
    format!("{benefits}用例 某人 于 2023-03-15 {{{expected} }}\n")
}

/// The policy of an example, and what `check` finds in it.
fn plan_and_problems(policy: &str) -> (Option<Plan>, Vec<Diagnostic>) {
    let parsed = parse(policy);
    if !parsed.problems.is_empty() {
        return (None, parsed.problems);
    }
    let checked = check(&parsed.file);
    let plan = checked.policy.and_then(|policy_model| compile(policy_model, policy, &[]).ok());
    let mut problems = checked.problems;
    problems.extend(plan.iter().flat_map(run_examples).map(|problem| problem.report()));
    let found = plan.iter().flat_map(|plan| analyse(plan, &problems).problems).collect::<Vec<_>>();
    // examples of the language need not be policies that make sense
    problems.extend(found.into_iter().filter(|problem| problem.severity != Severity::Notice));
    (plan, problems)
}

fn problems(policy: &str) -> Vec<Diagnostic> {
    plan_and_problems(policy).1
}

/// `KEY BENEFIT STATUS AMOUNT` for all cases and benefits; an open amount as `LEAST–MOST` or `LEAST 以上`.
fn results(plan: &Plan, (format, cases): &(Format, String), month: Month) -> String {
    let days = days_in_force(&plan.policy, month).unwrap();
    let batch = read(plan, "cases", cases.as_bytes(), *format).unwrap();
    assert!(batch.is_clean(), "{:?}", batch.findings);
    let mut text = String::new();
    for case in decide(plan, &batch.cases, days) {
        for (model, benefit) in plan.policy.benefits.iter().zip(&case.benefits) {
            let (least, most) = (amount_text(benefit.amount.lo), benefit.amount.hi);
            let amount = match (benefit.status, most) {
                (Status::Undetermined, i64::MAX) => format!("{least} 以上"),
                (Status::Undetermined, most) => format!("{least}–{}", amount_text(most)),
                _ => least,
            };
            let status = status_text(benefit.status, Lang::Zh);
            text.push_str(&format!("{} {} {status} {amount}\n", case.key, model.name));
        }
    }
    text
}

#[test]
fn every_example_gives_what_it_says() {
    let mut failures = Vec::new();
    let (mut policy, mut cases) = (String::new(), (Format::Json, String::new()));
    for Block { kind, line, text } in blocks() {
        let mut fail = |what: String| failures.push(format!("grammar/reference.md:{line}: {what}"));
        let mut must_be_clean = |policy: &str| {
            let found: Vec<String> = problems(policy).iter().map(|p| format!("{} {}", p.code, p.message.zh)).collect();
            if !found.is_empty() {
                fail(found.join("\n    "));
            }
        };
        match kind.split(' ').collect::<Vec<_>>()[..] {
            ["pol"] => {
                policy = completed(&text);
                must_be_clean(&policy);
            }
            ["pol", "条件"] => must_be_clean(&completed(&benefits_for(text.lines()))),
            ["pol", "错", code] => {
                let codes: BTreeSet<&str> = problems(&completed(&text)).iter().map(|problem| problem.code).collect();
                if codes != BTreeSet::from([code]) {
                    fail(format!("yields {codes:?}"));
                }
            }
            ["pol", "条件", "错", code] => {
                for condition in text.lines() {
                    let found = problems(&completed(&benefits_for([condition].into_iter())));
                    let codes: BTreeSet<&str> = found.iter().map(|problem| problem.code).collect();
                    if codes != BTreeSet::from([code]) {
                        fail(format!("{condition}: yields {codes:?}"));
                    }
                }
            }
            ["yaml", "测试"] => {
                let plan = plan_and_problems(&policy).0.unwrap();
                let (mut file, mut problems) = read_test_file(&text);
                problems.extend(file.fit(&plan));
                let reports = run_tests(&plan, &file.tests, false).into_iter().map(|(report, _)| report);
                problems.extend(reports.flat_map(|report| report.problems));
                if !problems.is_empty() || file.tests.is_empty() || file.batches.is_empty() {
                    fail(format!("{problems:?}"));
                }
            }
            ["json"] => cases = (Format::Json, text),
            ["csv"] => cases = (Format::Csv, text),
            ["text", month] => {
                let plan = plan_and_problems(&policy).0.unwrap();
                let found = results(&plan, &cases, month.parse().unwrap());
                if found != text {
                    fail(format!("the results are\n{found}"));
                }
            }
            _ => fail(format!("what is `{kind}`?")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_keyword_occurs_in_an_example() {
    let examples: String =
        blocks().iter().filter(|block| block.kind.starts_with("pol")).map(|block| block.text.as_str()).collect();
    let is_part_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let occurs = |word: &str| {
        examples.match_indices(word).any(|(at, _)| {
            let (before, after) = (examples[..at].chars().next_back(), examples[at + word.len()..].chars().next());
            let begins = !word.starts_with(is_part_of_name) || !before.is_some_and(is_part_of_name);
            begins && (!word.ends_with(is_part_of_name) || !after.is_some_and(is_part_of_name))
        })
    };
    let missing: Vec<String> = table()
        .iter()
        .flat_map(|entry| entry.words.iter().map(move |word| format!("{word} ({})", entry.rule)))
        .filter(|word| !occurs(word.split(' ').next().unwrap()))
        .collect();
    assert!(missing.is_empty(), "no example uses {}", missing.join(", "));
}

/// The table of keywords in Markdown, under the headings of the grammar's first part.
fn keyword_table() -> String {
    let reserved = GRAMMAR.split_once("reserved   = _{").and_then(|(_, rest)| rest.split_once('}')).unwrap().0;
    let reserved: BTreeSet<&str> = reserved.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let entries = table();
    let code = |word: &str| format!("`{}`", word.replace('|', "\\|"));
    let mut text = String::new();
    for line in GRAMMAR.lines().take_while(|line| !line.starts_with("// ── 2.")) {
        if let Some(heading) = line.strip_prefix("// ").filter(|heading| !heading.starts_with("──")) {
            text.push_str(&format!("\n**{heading}**\n\n| | 写法 | English | 也可写 |\n|---|---|---|---|\n"));
        }
        let rule = line.split('=').next().unwrap_or_default().trim();
        let Some(entry) = entries.iter().find(|entry| entry.rule == rule) else { continue };
        let (first, others) = entry.words.split_first().unwrap();
        let (english, others) = if rule.starts_with("kw_") { others.split_at(1) } else { (&[][..], others) };
        let mark = if reserved.contains(rule) { "◆" } else { "" };
        let list = |words: &[&str]| {
            words.iter().filter(|word| *word != first).map(|word| code(word)).collect::<Vec<_>>().join(" ")
        };
        text.push_str(&format!("| {mark} | {} | {} | {} |\n", code(first), list(english), list(others)));
    }
    text
}

#[test]
fn the_table_of_keywords_is_the_grammars() {
    let (_, shown) = PAGE.split_once("<!-- keywords -->\n").unwrap();
    let table = keyword_table();
    assert!(shown == table, "after <!-- keywords --> the page should say:\n{table}");
}

#[test]
fn the_limits_are_those_of_the_program() {
    for row in [format!("| 一栏列举的取值 | {MAX_MEMBERS} 个 |"), format!("| 各条择高涉及的补贴 | {MAX_TOGETHER} 项 |")]
    {
        assert!(PAGE.contains(&row), "{row}");
    }
}
