//! The example files come out as their golden files say, byte for byte.
//!
//! After a wanted change: `POLCHECK_ACCEPT=1 cargo test examples` rewrites the golden files; review the diff.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const POLICY: &str = "policies/wulong-2023.pol";
const ROSTER: &str = "examples/roster.csv";
const TOLD: &str = "examples/told-cases.yaml";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the program from the repository's root, without a locale.
fn polcheck(arguments: &[&str], stdin: Option<&str>) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    command.args(arguments).current_dir(root()).env_remove("LANG").env_remove("LC_MESSAGES").env("LC_ALL", "C.UTF-8");
    command.stdin(match stdin {
        Some(file) => Stdio::from(std::fs::File::open(root().join(file)).unwrap()),
        None => Stdio::null(),
    });
    command.output().unwrap()
}

fn compare(golden: &str, actual: &[u8]) {
    let path = root().join("examples/golden").join(golden);
    if std::env::var_os("POLCHECK_ACCEPT").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if expected != actual {
        let (expected, actual) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(actual));
        let difference = expected.lines().zip(actual.lines()).find(|(one, two)| one != two);
        panic!("{} differs, first in {difference:#?}", Path::new(golden).display());
    }
}

/// Command, exit code, golden file of stdout, golden file of stderr.
fn golden(arguments: &[&str], exit: i32, stdout: &str, stderr: Option<&str>) {
    let output = polcheck(arguments, None);
    assert_eq!(output.status.code(), Some(exit), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
    compare(stdout, &output.stdout);
    if let Some(stderr) = stderr {
        compare(stderr, &output.stderr);
    }
}

#[test]
fn roster_march() {
    golden(&["run", POLICY, ROSTER, "--month", "2023-03"], 1, "roster-2023-03.csv", Some("roster-2023-03.txt"));
}

#[test]
fn roster_april() {
    golden(&["run", POLICY, ROSTER, "--month", "2023-04"], 1, "roster-2023-04.csv", None);
}

#[test]
fn explained() {
    for case in ["WL108", "WL143"] {
        let file = format!("explain-{case}.txt");
        golden(&["explain", POLICY, ROSTER, "--case", case, "--month", "2023-03"], 0, &file, None);
    }
    let json = ["explain", POLICY, ROSTER, "--case", "WL143", "--month", "2023-03", "--format", "json"];
    golden(&json, 0, "explain-WL143.json", None);
}

#[test]
fn told_cases() {
    golden(&["run", POLICY, TOLD, "--month", "2023-03"], 0, "told-cases-2023-03.csv", Some("told-cases-2023-03.txt"));
    golden(&["run", POLICY, TOLD, "--month", "2023-04"], 0, "told-cases-2023-04.csv", None);
    golden(&["run", POLICY, TOLD, "--month", "2023-03", "--format", "json"], 0, "told-cases-2023-03.json", None);
}

const YEAR: &str = "examples/year-2023";

/// A year of registers: what was put into them on purpose, `examples/year-2023/README.md` lists.
#[test]
fn the_ledger_of_a_year() {
    let reconcile = ["reconcile", POLICY, YEAR, "--from", "2023-03", "--to", "2024-02", "--columns", "姓名,乡镇街道"];
    golden(&reconcile, 1, "year-2023-ledger.csv", Some("year-2023-ledger.txt"));
    let month = ["reconcile", POLICY, YEAR, "--month", "2023-08", "--format", "markdown"];
    golden(&month, 1, "year-2023-ledger-2023-08.md", None);
}

#[test]
fn the_months_of_a_year() {
    let schedule = ["schedule", POLICY, YEAR, "--from", "2023-03", "--to", "2024-02", "--format", "markdown"];
    golden(&schedule, 1, "year-2023-schedule.md", Some("year-2023-schedule.txt"));
}

#[test]
fn the_work_lists_of_a_year() {
    golden(&["alerts", POLICY, YEAR, "--month", "2023-08"], 1, "year-2023-alerts-2023-08.csv", None);
    golden(&["progress", POLICY, YEAR, "--on", "2023-11-30", "--over", "60"], 1, "year-2023-progress.csv", None);
    golden(&["duties", POLICY, "--month", "2023-06", "--format", "ics"], 0, "duties-2023-06.ics", None);
}

/// The people in whose records something was planted, as the README of the year lists them, are those of the ledger.
#[test]
fn everything_planted_is_found() {
    let text = std::fs::read_to_string(root().join(YEAR).join("README.md")).unwrap();
    let listed = text.lines().filter(|line| line.starts_with("| ")).filter_map(|line| line.split('|').nth(2));
    let mut planted: Vec<&str> = listed.flat_map(|keys| keys.split('、')).map(str::trim).collect();
    planted.retain(|key| key.starts_with('W'));
    planted.sort_unstable();
    let output =
        polcheck(&["reconcile", POLICY, YEAR, "--from", "2023-03", "--to", "2024-02", "--format", "csv"], None);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let place = reader.headers().unwrap().iter().position(|header| header == "编号").unwrap();
    let mut found: Vec<String> = reader.records().map(|record| record.unwrap()[place].to_string()).collect();
    found.retain(|key| key.starts_with('W'));
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, planted);
}

#[test]
fn heating_in_english() {
    let run = ["run", "examples/heating.pol", "examples/heating.csv", "--month", "2024-12", "--lang", "en"];
    golden(&run, 0, "heating-2024-12.csv", Some("heating-2024-12.txt"));
    let output = polcheck(&["fmt", "--keywords", "zh", "-"], Some("examples/heating.pol"));
    assert_eq!(output.status.code(), Some(0));
    compare("heating.zh.pol", &output.stdout);
}

/// The batches of the policy's test file are these golden files.
#[test]
fn the_tests_of_the_policy() {
    let output = polcheck(&["test"], None);
    let report = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert!(report.contains("policies/wulong-2023.用例.yaml：通过 4"), "{report}");
}

#[test]
fn schemas() {
    golden(&["schema", POLICY], 0, "schema.csv", None);
    golden(&["schema", POLICY, "--format", "json-schema"], 0, "schema.json", None);
}
