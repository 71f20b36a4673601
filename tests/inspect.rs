//! `polcheck inspect`: what the readers see in a file. Everybody in the examples is invented.
//!
//! After a wanted change: `INSTA_UPDATE=always cargo test inspect`; review the diff.

use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/inspect")
}

/// Exit code, stdout and stderr, called in the folder of the fixtures.
fn called(arguments: &[&str]) -> (i32, String, String) {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_polcheck"));
    let output = command.current_dir(folder()).env_clear().env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(arguments: &[&str]) -> (i32, serde_json::Value) {
    let (code, out, said) = called(&[&["inspect"], arguments, &["--format", "json"]].concat());
    (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{said}")))
}

fn column<'v>(document: &'v serde_json::Value, header: &str) -> &'v serde_json::Value {
    let columns = document["columns"].as_array().unwrap();
    columns.iter().find(|column| column["header"] == header).unwrap_or_else(|| panic!("{header}: {document:#}"))
}

#[test]
fn what_is_said() {
    let with = ["--policy", "policy.pol"];
    for (name, arguments) in [
        ("made", vec!["made.csv"]),
        ("made-policy", [&["made.csv"][..], &with].concat()),
        ("made-policy-en", [&["made.csv"][..], &with, &["--lang", "en"]].concat()),
        ("made-markdown", [&["made.csv"][..], &with, &["--format", "markdown"]].concat()),
        ("list", [&["名册/低保.csv"][..], &with].concat()),
        ("records", [&["records.json"][..], &with].concat()),
    ] {
        let (code, out, said) = called(&[&["inspect"], &arguments[..]].concat());
        let text = format!("$ polcheck inspect {}\n{out}──── stderr\n{said}──── exit {code}", arguments.join(" "));
        insta::with_settings!({
            snapshot_path => folder(),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(name, text); });
    }
}

#[test]
fn every_column_is_accounted_for() {
    let (code, seen) = json(&["made.csv", "--policy", "policy.pol"]);
    assert_eq!((code, seen["clean"].as_bool()), (1, Some(false)));
    assert_eq!((seen["rows"].as_u64(), seen["rows_about_nobody"].as_u64()), (Some(5), Some(1)));
    assert_eq!((seen["header"]["row"].as_u64(), seen["header"]["above"][0].as_u64()), (Some(2), Some(1)));
    for column in seen["columns"].as_array().unwrap() {
        assert_eq!(column["filled"].as_u64().unwrap() + column["blank"].as_u64().unwrap(), 5, "{column}");
    }
    let kind = |header: &str| column(&seen, header)["meaning"]["kind"].as_str().unwrap();
    assert_eq!((kind("编号*"), kind("编号"), kind("低保户"), kind("电话")), ("fact", "again", "unused", "unused"));
    assert_eq!(column(&seen, "低保户")["meaning"]["near"], "低保");
    assert_eq!(column(&seen, "残疾等级(必填)")["unreadable"], 1);
    let odd = |header: &str| -> Vec<&str> {
        let oddities = column(&seen, header)["oddities"].as_array().unwrap();
        oddities.iter().map(|oddity| oddity["kind"].as_str().unwrap()).collect()
    };
    assert_eq!(odd("身份证号"), ["damaged"]);
    assert_eq!(odd("死亡日期"), ["day-number", "mixed-spellings"]);
    assert_eq!(odd("残疾等级(必填)"), ["mixed-spellings"]);
    assert_eq!(odd("姓 名"), ["blanks-inside"]);
    let codes: Vec<&str> =
        seen["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect();
    for code in ["D701", "D702", "D703", "D706", "D707", "D711", "D721"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

/// The reader of `run` finds the same.
#[test]
fn what_is_told_is_what_run_says() {
    let folder = tempfile::tempdir().unwrap();
    let findings = folder.path().join("findings.csv");
    let mut run = assert_cmd::Command::new(env!("CARGO_BIN_EXE_polcheck"));
    run.current_dir(self::folder()).args(["run", "policy.pol", "made.csv", "--month", "2023-03", "--findings"]);
    run.arg(&findings).output().unwrap();
    let mut said: Vec<String> =
        csv::Reader::from_path(&findings).unwrap().records().map(|finding| finding.unwrap()[0].to_string()).collect();
    let (_, seen) = json(&["made.csv", "--policy", "policy.pol"]);
    let problems = seen["problems"].as_array().unwrap();
    let mut told: Vec<String> = problems
        .iter()
        .flat_map(|problem| {
            let count = problem["count"].as_u64().unwrap() as usize;
            vec![problem["code"].as_str().unwrap().to_string(); count]
        })
        .collect();
    said.sort();
    told.sort();
    assert_eq!(told, said);
}

#[test]
fn numbers_of_people_are_masked() {
    for arguments in
        [&["made.csv"][..], &["made.csv", "--policy", "policy.pol"], &["名册/低保.csv", "--policy", "policy.pol"]]
    {
        for format in ["pretty", "markdown", "json"] {
            let (_, out, said) = called(&[&["inspect"], arguments, &["--format", format]].concat());
            for number in ["11010519491231002X", "440524188001010000", "110105491231002", "13800000000"] {
                assert!(!out.contains(number) && !said.contains(number), "{number} {arguments:?} {format}\n{out}");
            }
        }
    }
}

#[test]
fn without_a_policy_cells_say_what_they_look_like() {
    let (code, seen) = json(&["made.csv"]);
    let like = |header: &str| column(&seen, header)["looks_like"].clone();
    assert_eq!(like("身份证号"), "身份证号");
    assert_eq!(like("死亡日期"), "日期");
    assert_eq!(like("姓 名"), "文本");
    assert_eq!(like("低保户"), "是否");
    // damaged numbers are seen all the same
    assert_eq!(code, 1);
    assert_eq!(seen["next"][0], "polcheck inspect made.csv --policy 政策.pol");
}

#[test]
fn a_clean_file_and_a_file_that_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name).display().to_string()
    };
    let clean = put(
        "clean.csv",
        "编号,姓名,身份证号,死亡日期,残疾人证号,残疾等级,低保\n001,张三,11010519491231002X,,11010519491231002X42,二级,是\n",
    );
    let (code, seen) = json(&[&clean, "--policy", "policy.pol"]);
    assert_eq!((code, &seen["problems"]), (0, &serde_json::json!([])));
    assert!(seen["next"][0].as_str().unwrap().starts_with("polcheck run policy.pol"));
    let keyless = put("keyless.csv", "号码,姓名\n1,张三\n");
    let (code, seen) = json(&[&keyless, "--policy", "policy.pol"]);
    assert_eq!(code, 1);
    assert!(seen["refused"].as_str().unwrap().contains("编号"), "{seen:#}");
    assert_eq!(seen["columns"].as_array().unwrap().len(), 2);
    let empty = put("empty.csv", "");
    assert_eq!(called(&["inspect", &empty]).0, 2);
    assert_eq!(called(&["inspect", "nowhere.csv"]).0, 2);
    assert_eq!(called(&["inspect", "made.csv", "--policy", "policy.pol", "--register", "没有"]).0, 2);
}
