//! Every page of `explain-code`: its wrong example yields its code and no other, its right one nothing.

use polcheck::diagnostic::{Page, page, pages};
use std::collections::BTreeSet;

/// The fenced blocks of a page: what each is written in, and its text.
fn fences(page: &Page) -> Vec<(&'static str, &'static str)> {
    let blocks = page.text.split("\n```").skip(1).step_by(2);
    blocks.filter_map(|block| block.split_once('\n')).collect()
}

/// The codes that `check` finds in a policy, on the day that the page of R409 names.
fn codes_of_policy(policy: &str) -> BTreeSet<String> {
    let arguments = ["check", "-", "--format", "json", "--on", "2024-06-01"];
    let output = polcheck().args(arguments).write_stdin(policy).output().unwrap();
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems = result["diagnostics"].as_array().unwrap();
    problems.iter().map(|problem| problem["code"].as_str().unwrap().to_string()).collect()
}

/// The codes that a file among the fixtures yields.
fn codes_of_fixture(file: &str) -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/data");
    let written = tempfile::tempdir().unwrap();
    let findings = written.path().join("findings.csv");
    let mut run = polcheck();
    run.arg("run").arg(folder.join("policy.pol")).arg(folder.join(file)).args(["--month", "2023-03"]);
    run.arg("--findings").arg(&findings).output().unwrap();
    let mut findings = csv::Reader::from_path(findings).unwrap();
    findings.records().map(|record| record.unwrap()[0].to_string()).collect()
}

/// The codes of the findings when a policy runs over a case file.
fn codes_of_cases(policy: &str, format: &str, cases: &str) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("policy.pol"), policy).unwrap();
    let (format, bytes) = match format {
        "csv-gb18030" => ("csv", encoding_rs::GB18030.encode(cases).0.into_owned()),
        "xlsx" => ("xlsx", crate::formats::workbook(cases)),
        format => (format, cases.into()),
    };
    std::fs::write(at("cases"), bytes).unwrap();
    let mut run = polcheck();
    run.arg("run").arg(at("policy.pol")).arg(at("cases")).args(["--input-format", format, "--month", "2023-03"]);
    let output = run.arg("--findings").arg(at("findings.csv")).output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let mut findings = csv::Reader::from_path(at("findings.csv")).unwrap();
    findings.records().map(|finding| finding.unwrap()[0].to_string()).collect()
}

/// The same over a folder; a fence `csv NAME` is its file NAME.csv.
fn codes_of_folder(policy: &str, files: [(&str, &str); 2]) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("cases")).unwrap();
    std::fs::write(at("policy.pol"), policy).unwrap();
    for (fence, text) in files {
        let (extension, name) = fence.split_once(' ').unwrap();
        std::fs::write(at("cases").join(format!("{name}.{extension}")), text).unwrap();
    }
    let mut assemble = polcheck();
    assemble.arg("assemble").arg(at("policy.pol")).arg(at("cases"));
    let output = assemble.arg("--findings").arg(at("findings.csv")).output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let mut findings = csv::Reader::from_path(at("findings.csv")).unwrap();
    findings.records().map(|finding| finding.unwrap()[0].to_string()).collect()
}

fn polcheck() -> assert_cmd::Command {
    assert_cmd::Command::cargo_bin("polcheck").unwrap()
}

/// What is wrong with a page's examples, given the codes that they yield.
fn failures(page: &Page, wrong: &BTreeSet<String>, right: &BTreeSet<String>) -> Vec<String> {
    let mut failures = Vec::new();
    if *wrong != BTreeSet::from([page.code.to_string()]) {
        failures.push(format!("{}: the wrong example yields {wrong:?}", page.code));
    }
    if !right.is_empty() {
        failures.push(format!("{}: the right example yields {right:?}", page.code));
    }
    failures
}

#[test]
fn pages_are_in_order_and_complete() {
    let mut last = None;
    for page in pages() {
        let Page { code, title_zh, title_en, text } = page;
        let number = code.get(1..).unwrap_or_default();
        let group = match code.chars().next() {
            Some('S') => 1,
            Some('N') => 2,
            Some('T') => 3,
            Some('R') => 4,
            Some('L') => 5,
            Some('X') => 6,
            Some('D') => 7,
            _ => 0,
        };
        assert!(number.starts_with(&group.to_string()), "{code}: letter and number do not agree");
        assert!(Some(number) > last, "{code} is out of order");
        last = Some(number);
        assert!(!title_zh.is_empty() && !title_en.is_empty(), "{code}: no title in both languages");
        for section in ["\n## 错\n", "\n## 对\n", "\n## English\n"] {
            assert_eq!(text.matches(section).count(), 1, "{code}: {section:?}");
        }
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{code}: end of file");
    }
    assert_eq!(pages().len(), 81);
}

#[test]
fn a_page_is_found_by_its_code() {
    assert_eq!(page("N201").map(|page| page.title_en), Some("unknown name"));
    assert_eq!(page("n201"), page("N201"));
    assert_eq!(page("N299"), None);
}

#[test]
fn the_examples_of_policies() {
    let mut all = Vec::new();
    for page in pages().into_iter().filter(|page| !page.code.starts_with('D') && !is_of_tests(page)) {
        match fences(&page)[..] {
            [("pol", wrong), ("pol", right)] => {
                all.extend(failures(&page, &codes_of_policy(wrong), &codes_of_policy(right)));
            }
            _ => all.push(format!("{}: needs two policies", page.code)),
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Pages about files of tests, which have a policy beside them.
fn is_of_tests(page: &Page) -> bool {
    matches!(page.code, "X605" | "X606" | "X607")
}

/// The codes that `test` finds in a file of tests beside a policy.
fn codes_of_tests(policy: &str, format: &str, tests: &str) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let name = if format == "pol" { "p.examples.pol" } else { "p.test.yaml" };
    put("p.pol", policy);
    put(name, tests);
    put("名单.csv", "编号,低保\n001,是\n002,否\n");
    put("期望.csv", "编号,生活补贴\n001,80\n002,0\n");
    let output = polcheck().current_dir(folder.path()).args(["test", name, "--format", "json"]).output().unwrap();
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let file = &result["files"][0];
    let tests = file["tests"].as_array().unwrap();
    let all = [&file["diagnostics"]].into_iter().chain(tests.iter().map(|test| &test["diagnostics"]));
    let codes: BTreeSet<String> = all
        .flat_map(|problems| problems.as_array().unwrap())
        .map(|problem| problem["code"].as_str().unwrap().to_string())
        .collect();
    assert_eq!(output.status.code(), Some(i32::from(!codes.is_empty())));
    codes
}

#[test]
fn the_examples_of_tests() {
    let mut all = Vec::new();
    for page in pages().into_iter().filter(is_of_tests) {
        match fences(&page)[..] {
            [("pol", policy), (format, wrong), (same, right)] if format == same => {
                assert_eq!(codes_of_policy(policy), BTreeSet::new(), "{}", page.code);
                let run = |tests| codes_of_tests(policy, format, tests);
                all.extend(failures(&page, &run(wrong), &run(right)));
            }
            _ => all.push(format!("{}: needs a policy and two files of tests", page.code)),
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn the_examples_of_data() {
    let mut all = Vec::new();
    for page in pages().into_iter().filter(|page| page.code.starts_with('D')) {
        match fences(&page)[..] {
            [("pol", policy), (format, wrong), (same, right)] if format == same || page.code == "D730" => {
                let mut codes = codes_of_policy(policy);
                // a promise that somebody can break does not hold for everybody
                codes.retain(|found| page.code != "D712" || found != "X608");
                if !codes.is_empty() {
                    all.push(format!("{}: the policy yields {codes:?}", page.code));
                }
                let run = |format, cases| codes_of_cases(policy, format, cases);
                // no library writes a formula without a result; the fixture D733-no-result.xlsx was made by hand
                let of_wrong =
                    if page.code == "D733" { codes_of_fixture("D733-no-result.xlsx") } else { run(format, wrong) };
                all.extend(failures(&page, &of_wrong, &run(same, right)));
            }
            [("pol", policy), people, wrong, right] => {
                assert_eq!(codes_of_policy(policy), BTreeSet::new(), "{}", page.code);
                let run = |list| {
                    let mut codes = codes_of_folder(policy, [people, list]);
                    // a file that no register is named after leaves its register without one
                    codes.retain(|found| page.code != "D717" || found != "D703");
                    codes
                };
                all.extend(failures(&page, &run(wrong), &run(right)));
            }
            _ => all.push(format!("{}: needs a policy and two case files", page.code)),
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
