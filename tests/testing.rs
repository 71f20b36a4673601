//! `polcheck test`: what counts as a test, how it comes out, what is written when it is accepted.
//!
//! The files are those of `tests/fixtures/testing/suite`: everything in them passes until a test changes something.

use crate::support::tries;
use assert_cmd::Command;
use polcheck::testing::yaml::read_test_file;
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/testing")
}

/// A folder with the files of the suite.
fn suite() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(fixtures().join("suite")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|extension| extension != "snap") {
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    folder
}

fn put(folder: &TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

fn text(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

/// Replaces a text that must be there.
fn change(folder: &TempDir, name: &str, from: &str, to: &str) {
    let before = text(folder, name);
    assert!(before.contains(from), "{name}: {from}");
    put(folder, name, &before.replace(from, to));
}

/// Exit code, stdout, stderr.
fn call(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    command.current_dir(folder.path()).env_clear().env("LC_ALL", "C.UTF-8").args(arguments);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn summary(folder: &TempDir, arguments: &[&str]) -> (i32, String) {
    let (exit, out, err) = call(folder, arguments);
    (exit, out.lines().last().unwrap_or_else(|| panic!("{err}")).to_string())
}

/// The sum of what passed, failed, was skipped.
fn counts(passed: usize, failed: usize, skipped: usize) -> String {
    format!("合计：通过 {passed}，失败 {failed}，略过 {skipped}")
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => fixtures().join("suite"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

/// The suite after the rate of the first level rose and its clause was renamed for the second.
fn changed() -> TempDir {
    let folder = suite();
    change(&folder, "护理.pol", "一级：90 元/月", "一级：100 元/月");
    folder
}

#[test]
fn everything_in_a_folder_is_run() {
    let folder = suite();
    let (exit, out, err) = call(&folder, &["test"]);
    assert_eq!((exit, err.as_str()), (0, ""), "{out}");
    assert_eq!(out.lines().last().unwrap(), counts(7, 0, 2));
    for piece in ["护理.pol：通过 2", "护理.用例.pol：通过 2", "护理.test.yaml：通过 1", "护理.都算.用例.yaml：通过 2"]
    {
        assert!(out.contains(piece), "{piece}: {out}");
    }
    assert!(out.contains("略过“三级”：等上级答复") && out.contains("第三条还没有印发"), "{out}");
}

#[test]
fn a_policy_brings_the_files_beside_it_and_a_file_comes_alone() {
    let folder = suite();
    put(&folder, "别的.pol", &text(&folder, "护理.pol"));
    assert_eq!(summary(&folder, &["test", "护理.pol"]), (0, counts(7, 0, 2)));
    assert_eq!(summary(&folder, &["test", "别的.pol"]), (0, counts(2, 0, 1)));
    assert_eq!(summary(&folder, &["test", "护理.用例.pol"]), (0, counts(2, 0, 0)));
    assert_eq!(summary(&folder, &["test", "护理.test.yaml", "护理.test.yaml"]), (0, counts(1, 0, 0)));
    // the longest name wins
    put(&folder, "护理.都算.pol", &text(&folder, "护理.pol").replace("护理补贴", "别的补贴"));
    let (exit, out, _) = call(&folder, &["test", "护理.都算.用例.yaml"]);
    assert!(exit == 1 && out.contains("政策没有补贴“护理补贴”"), "{out}");
}

#[test]
fn the_default_is_the_folder_of_policies() {
    let folder = suite();
    std::fs::create_dir(folder.path().join("policies")).unwrap();
    put(&folder, "policies/护理.pol", &text(&folder, "护理.pol"));
    assert_eq!(summary(&folder, &["test"]), (0, counts(2, 0, 1)));
}

#[test]
fn each_part_of_an_expectation_can_fail() {
    for (from, to, piece) in [
        ("为 90 元/月 依据 第二条", "为 91 元/月 依据 第二条", "应当为 91 元/月"),
        ("依据 第二条 理由", "依据 第三条 理由", "依据 第三条"),
        ("理由 \"一级\"", "理由 \"二级\"", "理由含“二级”"),
        ("为 90 元/月 依据 第二条 理由 \"一级\"", "不享受", "应当不享受"),
        ("为 90 元/月 依据 第二条 理由 \"一级\"", "依据 第九条", "应当依据 第九条"),
    ] {
        let folder = suite();
        change(&folder, "护理.pol", from, to);
        let (exit, out, _) = call(&folder, &["test", "护理.pol", "--filter", "一级"]);
        assert!(exit == 1 && out.contains("X601") && out.contains(piece), "{piece}: {out}");
        assert!(out.contains("标准：一级，90 元/月"), "the reasons are told: {out}");
    }
    for (from, to) in [("90", "91"), ("待核实", "不享受"), ("第一条", "第三条"), ("缺 等级", "缺 户籍")]
    {
        let folder = suite();
        change(&folder, "护理.都算.用例.yaml", from, to);
        let (exit, out, _) = call(&folder, &["test", "护理.都算.用例.yaml"]);
        assert!(exit == 1 && out.contains("X601") && out.contains("失败 1"), "{to}: {out}");
    }
}

#[test]
fn reports() {
    let folder = changed();
    change(&folder, "护理.用例.pol", "理由 \"户籍 白水区\"", "待核实 理由 \"<&>\"");
    for (format, lang) in
        [("pretty", "zh"), ("pretty", "en"), ("json", "zh"), ("junit", "zh"), ("junit", "en"), ("github", "zh")]
    {
        let (exit, out, err) = call(&folder, &["test", "--format", format, "--lang", lang]);
        assert_eq!((exit, err.as_str()), (1, ""), "{out}");
        snapshot(&format!("{format}-{lang}"), &out);
    }
}

#[test]
fn what_came_out_can_be_accepted() {
    let folder = changed();
    let (exit, before) = summary(&folder, &["test", "护理.pol"]);
    assert_eq!((exit, before), (1, counts(4, 3, 2)));
    let policy = text(&folder, "护理.pol");
    let (exit, out, err) = call(&folder, &["test", "--accept"]);
    // the example in YAML is left to its author
    assert_eq!(exit, 1, "{out}");
    assert!(out.contains("护理补贴 90 元/月 → 100 元/月：3 人，每月合计 +30 元"), "{out}");
    assert!(out.contains("因 标准（第二条）") && out.contains("如 001、003、007"), "{out}");
    assert!(out.contains("没有改写“外区也算”：YAML 里的用例不改写"), "{out}");
    assert!(err.contains("改写了") && err.contains("期望.csv") && err.contains("护理.pol"), "{err}");
    assert_eq!(text(&folder, "护理.pol"), policy.replace("应当 护理补贴 为 90 元/月", "应当 护理补贴 为 100 元/月"));
    let expected = text(&folder, "期望.csv");
    assert!(expected.contains("\n001,100,享受,符合条件（第一条）；标准：一级，100 元/月（第二条）\n"), "{expected}");
    assert!(expected.starts_with("编号,护理补贴,护理补贴状态,护理补贴理由\n"), "only the columns it had: {expected}");
    assert_eq!(summary(&folder, &["test"]), (1, counts(6, 1, 2)));
    change(&folder, "护理.都算.用例.yaml", "90", "100");
    assert_eq!(summary(&folder, &["test", "--accept"]), (0, counts(7, 0, 2)));
}

#[test]
fn nothing_is_written_without_being_asked_or_where_all_is_well() {
    let folder = changed();
    let before = ["护理.pol", "期望.csv"].map(|name| text(&folder, name));
    call(&folder, &["test"]);
    assert_eq!(["护理.pol", "期望.csv"].map(|name| text(&folder, name)), before);
    let folder = suite();
    let (exit, _, err) = call(&folder, &["test", "--accept"]);
    assert_eq!((exit, err.as_str()), (0, ""));
}

#[test]
fn an_outcome_in_each_language_is_accepted_in_its_own_words() {
    let folder = tempfile::tempdir().unwrap();
    let policy = "policy p { effective from 2023-01-01 }
register people { id text key  poor yes-no }
benefit living { all-of basis art-1 { poor }  rate 80 yuan/month basis art-2 }
example paid on 2023-03 { poor is yes  expect living not-entitled }
example refused on 2023-03 { poor is no  expect living is 80.50 yuan/month basis art-1 }
example open on 2023-03 { expect living entitled }
example old-clause on 2023-03 { poor is yes  expect living is 90 yuan/month basis art-9 }
example old-reason on 2023-03 { poor is yes  expect living pending because \"nothing\" }
";
    put(&folder, "p.pol", policy);
    let (exit, out, _) = call(&folder, &["test", "p.pol", "--accept", "--lang", "en"]);
    assert_eq!(exit, 1);
    assert!(out.contains("`old-clause` was not rewritten: living no longer rests on art-9"), "{out}");
    assert!(out.contains("`old-reason` was not rewritten: the reason for living is no longer"), "{out}");
    assert_eq!(out.lines().last().unwrap(), "total: 0 passed, 2 failed, 3 accepted, 0 skipped");
    let wanted = policy
        .replace("poor is yes  expect living not-entitled", "poor is yes  expect living is 80 yuan/month")
        .replace("is 80.50 yuan/month", "not-entitled")
        .replace("expect living entitled", "expect living pending");
    assert_eq!(text(&folder, "p.pol"), wanted);
}

#[test]
fn a_broken_promise_is_not_accepted() {
    let folder = changed();
    let policy = text(&folder, "护理.pol");
    let policy = policy + "断言 有上限 { 护理补贴 不高于 90 元/月 }\n";
    put(&folder, "护理.pol", &policy);
    let (exit, out, _) = call(&folder, &["test", "护理.pol", "--accept", "--filter", "一级"]);
    assert!(exit == 1 && out.contains("断言不成立，先改规则或断言"), "{out}");
    assert_eq!(text(&folder, "护理.pol"), policy);
}

#[test]
fn an_expected_sheet_is_first_written_by_accepting() {
    let folder = suite();
    let expected = text(&folder, "期望.csv");
    std::fs::remove_file(folder.path().join("期望.csv")).unwrap();
    let (exit, out, _) = call(&folder, &["test", "护理.test.yaml"]);
    assert!(exit == 1 && out.contains("还没有期望文件 期望.csv"), "{out}");
    assert_eq!(call(&folder, &["test", "护理.test.yaml", "--accept"]).0, 0);
    let written = text(&folder, "期望.csv");
    let (_, run, _) = call(&folder, &["run", "护理.pol", "名册.csv", "--month", "2023-03"]);
    assert_eq!(written, run, "it is what run writes");
    assert!(written.lines().zip(expected.lines()).all(|(all, some)| all.starts_with(some)));
    assert_eq!(call(&folder, &["test", "护理.test.yaml"]).0, 0);
}

#[test]
fn the_cases_are_never_replaced_by_what_came_out() {
    let folder = suite();
    put(&folder, "名册.csv", "编号\n001\n");
    change(&folder, "护理.test.yaml", "期望.csv", "./名册.csv");
    let (exit, _, err) = call(&folder, &["test", "护理.test.yaml", "--accept"]);
    assert_eq!(exit, 0, "the key alone is as expected: {err}");
    put(&folder, "名册.csv", "编号,合计\n001,1\n");
    let (exit, _, err) = call(&folder, &["test", "护理.test.yaml", "--accept"]);
    assert!(exit == 2 && err.contains("不能把结果写在上面"), "{err}");
    assert_eq!(text(&folder, "名册.csv"), "编号,合计\n001,1\n");
}

#[test]
fn a_sheet_states_only_what_its_columns_say() {
    let folder = changed();
    put(
        &folder,
        "期望.csv",
        "编号,护理补贴状态\n001,享受\n002,享受\n003,享受\n004,不享受\n005,不享受\n006,待核实\n007,享受\n007,享受\n",
    );
    assert_eq!(call(&folder, &["test", "护理.test.yaml"]).0, 0);
    // the byte-order mark that Excel wants stays, and blanks around a cell say nothing
    put(&folder, "期望.csv", "\u{FEFF}编号, 合计\n001,90.00\n002, 80\n003,1\n004,0\n006,\n007,90\n007,80\n008,0\n");
    let (exit, out, _) = call(&folder, &["test", "护理.test.yaml", "--accept"]);
    assert_eq!(exit, 0, "{out}");
    assert!(out.contains("8 人中 3 人不同，少 1 人，多 1 人"), "{out}");
    assert!(out.contains("名册里没有：008") && out.contains("期望里没有：005"), "{out}");
    let rows = "001,100\n002,80\n003,100\n004,0\n005,0\n006,\n007,100\n007,80\n";
    assert_eq!(text(&folder, "期望.csv"), format!("\u{FEFF}编号,合计\n{rows}"));
}

#[test]
fn an_english_sheet_is_compared_in_english() {
    let folder = suite();
    let (_, sheet, _) = call(&folder, &["run", "护理.pol", "名册.csv", "--month", "2023-03", "--lang", "en"]);
    put(&folder, "期望.csv", &sheet);
    assert_eq!(call(&folder, &["test", "护理.test.yaml"]).0, 0);
    change(&folder, "护理.pol", "一级：90", "一级：100");
    assert_eq!(call(&folder, &["test", "护理.test.yaml", "--accept"]).0, 0);
    assert!(text(&folder, "期望.csv").contains("rate: 一级, 100 yuan/month"));
}

#[test]
fn a_filter_picks_by_name() {
    let folder = changed();
    assert_eq!(summary(&folder, &["test", "--filter", "二级"]), (0, counts(2, 0, 0)));
    assert_eq!(summary(&folder, &["test", "--filter", "名册"]), (1, counts(0, 1, 0)));
}

#[test]
fn an_empty_run_fails_unless_allowed() {
    let folder = suite();
    std::fs::create_dir(folder.path().join("空")).unwrap();
    for (arguments, piece) in [
        (["test", "--filter", "没有的"].as_slice(), "没有的"),
        (&["test", "--filter", "未定"], "全都略过了"),
        (&["test", "空"], "没有找到用例"),
    ] {
        let (exit, _, err) = call(&folder, arguments);
        assert_eq!(exit, 1, "{arguments:?}");
        assert!(err.contains(piece) && err.contains("--allow-empty"), "{err}");
        assert_eq!(call(&folder, &[arguments, &["--allow-empty"]].concat()).0, 0);
    }
}

#[test]
fn what_cannot_run_is_told() {
    let folder = suite();
    for arguments in [["test", "没有.pol"], ["test", "名册.csv"]] {
        let (exit, out, err) = call(&folder, &arguments);
        assert_eq!((exit, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(arguments[1]), "{err}");
    }
    change(&folder, "护理.pol", "用例 二级 同 一级", "用例 二级 同 无人");
    let (exit, out, _) = call(&folder, &["test"]);
    assert_eq!(exit, 1);
    assert!(out.contains("N201") && out.contains("不能运行的文件 4"), "{out}");
    assert_eq!(out.matches("先用 polcheck check 改好政策").count(), 3, "{out}");
}

/// The same mistakes are found in a file beside the policy, with the places of that file.
#[test]
fn a_file_of_examples_is_checked_like_the_policy() {
    let mistakes = [
        ("用例 甲 同 一级 于 2023-03 {\n    户藉 为 \"青山区\"\n    应当 护理补贴 享受\n}\n", "N201", ":2:5", "户籍"),
        ("用例 一级 于 2023-03 { 应当 护理补贴 待核实 }\n", "N202", ":1:4", "护理.pol 第 27 行：先在这里声明"),
        ("用例 甲 于 2023-03 {\n    应当 护理补贴 九十\n}\n", "S101", ":2:13", "此处应为"),
        ("用例 甲 同 乙 于 2023-03 { 应当 护理补贴 享受 }\n", "N201", ":1:8", "乙"),
        ("\u{FEFF}# 说明\n政策 乙 { 施行 自 2023-01-01 }\n", "X605", ":2:4", "政策文件"),
        ("用例 甲 于 2023-03 { 略过 \"\" 应当 护理补贴 享受 }\n", "X604", ":1:18", "原因"),
        ("用例 甲 于 2022-03 { 应当 护理补贴 享受 }\n", "X601", ":1:18", "施行期"),
    ];
    for (examples, code, place, words) in mistakes {
        let folder = suite();
        put(&folder, "护理.用例.pol", examples);
        let (exit, out, _) = call(&folder, &["test", "护理.用例.pol"]);
        assert_eq!(exit, 1);
        assert!(out.contains(&format!("错误[{code}]")) && out.contains(&format!("[护理.用例.pol{place}]")), "{out}");
        assert!(out.contains(words), "{words}: {out}");
        let (exit, _, err) = call(&folder, &["check", "护理.用例.pol"]);
        assert!(exit == 1 && err.contains(code), "check says the same: {err}");
    }
}

#[test]
fn check_and_fmt_know_files_of_examples() {
    let folder = suite();
    assert_eq!(call(&folder, &["check", "."]).0, 0);
    assert_eq!(call(&folder, &["fmt", "--check", "."]).0, 0);
    change(&folder, "护理.用例.pol", "不享受", "享受");
    let (exit, _, err) = call(&folder, &["check", "."]);
    assert!(exit == 1 && err.contains("护理.用例.pol:4"), "{err}");
}

#[test]
fn facts_in_yaml_are_those_of_a_case_file() {
    let folder = suite();
    put(
        &folder,
        "护理.test.yaml",
        "examples:
  - &base
    name: a
    month: 2023年3月
    facts: &facts { 户籍: 青山区, 等级: 一级 }
    expect: { 护理补贴: 90 元/月 }
  - { <<: *base, name: b, facts: { <<: *facts, 等级: 二级 }, expect: { 护理补贴: { result: 80.00, clauses: 第二条 } } }
  - { <<: *base, name: c, facts: { <<: *facts, 户籍: }, expect: { 护理补贴: pending } }
",
    );
    assert_eq!(summary(&folder, &["test", "护理.test.yaml"]), (0, counts(3, 0, 0)));
}

/// Personal numbers are masked where the people of a batch are named.
#[test]
fn keys_that_are_personal_numbers_are_masked() {
    let folder = tempfile::tempdir().unwrap();
    put(
        &folder,
        "p.pol",
        "政策 示例 { 施行 自 2023-01-01 }
名册 人员 { 身份证号 身份证号 主键  低保 是否 }
补贴 生活补贴 { 同时符合 依据 一 { 低保 }  标准 80 元/月 依据 二 }
",
    );
    put(&folder, "p.test.yaml", "批次:\n  - { 名册: 名册.csv, 月份: 2023-03, 期望: 期望.csv }\n");
    put(&folder, "名册.csv", "身份证号,低保\n500232196003150029,是\n50015620100101003X,是\n");
    put(&folder, "期望.csv", "身份证号,生活补贴\n500232196003150029,70\n500156195504120021,80\n");
    for format in ["pretty", "json", "junit", "github"] {
        let (exit, out, _) = call(&folder, &["test", "--format", format]);
        assert_eq!(exit, 1);
        for number in ["500232196003150029", "50015620100101003X", "500156195504120021"] {
            assert!(!out.contains(number), "{format}: {out}");
        }
        assert!(out.contains("500232********0029"), "{format}: {out}");
    }
}

/// Files saved by other editors: a byte-order mark, CR LF.
#[test]
fn files_of_other_editors_are_read_and_rewritten_as_they_are() {
    let folder = changed();
    for name in ["护理.用例.pol", "护理.都算.用例.yaml", "护理.test.yaml", "护理.pol"] {
        put(&folder, name, &format!("\u{FEFF}{}", text(&folder, name).replace('\n', "\r\n")));
    }
    let (exit, out, _) = call(&folder, &["test", "--accept"]);
    assert!(exit == 1 && out.contains("通过 4，失败 1，改写预期 2，略过 2"), "{out}");
    assert!(out.contains("[护理.都算.用例.yaml:6:11]"), "{out}");
    let policy = text(&folder, "护理.pol");
    assert!(
        policy.starts_with('\u{FEFF}') && policy.contains("应当 护理补贴 为 100 元/月 依据 第二条 理由 \"一级\"\r\n")
    );
}

const YAML: &str = include_str!("fixtures/testing/suite/护理.都算.用例.yaml");

proptest! {
    #![proptest_config(tries(200))]

    /// Whatever a test file says, it is read or refused, and every problem has a place in it.
    #[test]
    fn any_test_file_is_read_or_refused(
        at in 0_usize..YAML.len(),
        cut in 0_usize..12,
        word in prop::sample::select(vec!["", "- ", ": ", "{", "}", "[", "]", "*a ", "&a ", "\"", "<<: ", "\n", "  ", "?", "|\n", "1e9", "是"]),
    ) {
        let (start, end) = (YAML.floor_char_boundary(at), YAML.ceil_char_boundary((at + cut).min(YAML.len())));
        let source = format!("{}{word}{}", &YAML[..start], &YAML[end..]);
        let (_, problems) = read_test_file(&source);
        for problem in problems {
            prop_assert_eq!(problem.code, "X606");
            let span = problem.span();
            prop_assert!(source.get(span.range()).is_some(), "{span:?}\n{source}");
        }
    }
}
