//! The program as staff call it: exit codes, what goes to stdout and what to stderr, files and stdin.

use assert_cmd::Command;
use std::path::Path;
use tempfile::TempDir;

const POLICY: &str = r#"政策 示例 { 施行 自 2023-02-23 至 2024-12-31 }

名册 人员 {
    编号      文本  主键
    户籍区县  文本
    残疾等级  一级 | 二级 | 三级
}

口径 范围 "算不算外区" {
    只算本区
    都算
}

补贴 护理补贴 {
    同时符合 依据 第一条 {
        本区：户籍区县 为 "武隆区" 或 范围 为 都算
        重度：残疾等级 属于 一级、二级
    }
    标准 按 残疾等级 依据 第二条 {
        一级：90 元/月
        二级：80 元/月
    }
}
"#;
const CASES: &str = "编号,户籍区县,残疾等级\n001,武隆区,一级\n002,涪陵区,二级\n003,武隆区,\n";

/// What a call gave.
struct Call {
    exit: i32,
    out: String,
    err: String,
}

/// A folder with a policy and a case file.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(&folder, "p.pol", POLICY);
    put(&folder, "名单.csv", CASES);
    folder
}

fn put(folder: &TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

fn text(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

/// The program in a folder, without a locale.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    command.current_dir(folder).env_clear().env("LC_ALL", "C.UTF-8");
    command
}

fn finished(command: &mut Command) -> Call {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Call { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn call(folder: &TempDir, arguments: &[&str]) -> Call {
    finished(program(folder.path()).args(arguments))
}

fn call_with(folder: &TempDir, arguments: &[&str], stdin: &str) -> Call {
    finished(program(folder.path()).args(arguments).write_stdin(stdin))
}

const RUN: [&str; 5] = ["run", "p.pol", "名单.csv", "--month", "2023-03"];

#[test]
fn a_clean_run_exits_0_with_results_on_stdout_and_the_summary_on_stderr() {
    let call = call(&folder(), &RUN);
    assert_eq!(call.exit, 0, "{}", call.err);
    let lines: Vec<&str> = call.out.lines().collect();
    assert_eq!(lines[0], "编号,护理补贴,护理补贴状态,护理补贴理由,合计");
    assert!(lines[1].starts_with("001,90,享受,"), "{}", lines[1]);
    assert!(lines[2].starts_with("002,0,不享受,") && lines[2].contains("第一条"), "{}", lines[2]);
    assert!(lines[3].starts_with("003,,待核实,") && lines[3].contains("残疾等级"), "{}", lines[3]);
    assert_eq!(lines.len(), 4);
    assert!(call.err.contains("3 人") && !call.out.contains("3 人"), "{}", call.err);
    assert!(!call.err.contains("001,90"));
}

#[test]
fn findings_exit_1_and_name_file_row_column_and_text() {
    let folder = folder();
    put(&folder, "名单.csv", &CASES.replace("二级", "五级"));
    let call = call(&folder, &RUN);
    assert_eq!(call.exit, 1);
    assert!(call.out.lines().count() == 4, "every row is decided: {}", call.out);
    for piece in ["D701", "名单.csv", "第 3 行", "残疾等级", "五级"] {
        assert!(call.err.contains(piece), "{piece}: {}", call.err);
    }
}

#[test]
fn what_cannot_run_exits_2_with_nothing_on_stdout() {
    let folder = folder();
    put(&folder, "broken.pol", "政策 甲 {");
    put(&folder, "keyless.csv", "户籍区县,残疾等级\n武隆区,一级\n");
    put(&folder, "book.xlsx", "PK\u{3}\u{4}");
    let calls: [(&[&str], &str); 9] = [
        (&["run", "nowhere.pol", "名单.csv", "--month", "2023-03"], "nowhere.pol"),
        (&["run", "p.pol", "没有.csv", "--month", "2023-03"], "没有.csv"),
        (&["run", "broken.pol", "名单.csv", "--month", "2023-03"], "S103"),
        (&["run", "p.pol", "keyless.csv", "--month", "2023-03"], "编号"),
        (&["run", "p.pol", "book.xlsx", "--month", "2023-03"], "已损坏"),
        (&["run", "p.pol", "名单.csv", "--month", "2023-01"], "2023-02-23"),
        (&["run", "p.pol", "名单.csv", "--month", "2025-01"], "2024-12-31"),
        (&["check", "nowhere.pol"], "nowhere.pol"),
        (&["explain", "p.pol", "名单.csv", "--case", "0001", "--month", "2023-03"], "001"),
    ];
    for (arguments, piece) in calls {
        let call = call(&folder, arguments);
        assert_eq!((call.exit, call.out.as_str()), (2, ""), "{arguments:?}");
        assert!(call.err.contains(piece), "{piece}: {}", call.err);
        assert!(!call.err.contains("panicked") && !call.err.contains("os error"), "{}", call.err);
    }
}

#[test]
fn wrong_arguments_exit_2() {
    let folder = folder();
    let calls: [&[&str]; 5] = [
        &["run", "p.pol", "名单.csv"],
        &["run", "p.pol", "名单.csv", "--month", "2023-13"],
        &["run", "p.pol", "名单.csv", "--month", "2023-03", "--reading", "范围"],
        &["nonsense"],
        &["check", "--nonsense"],
    ];
    for arguments in calls {
        let call = call(&folder, arguments);
        assert_eq!((call.exit, call.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!call.err.is_empty());
    }
}

#[test]
fn readings_are_switched_and_unknown_ones_named_with_those_there_are() {
    let folder = folder();
    let with = |reading: &str| call(&folder, &[&RUN[..], &["--reading", reading]].concat());
    assert!(with("范围=都算").out.contains("002,80,享受"));
    assert!(with("范围＝只算本区").out.contains("002,0,不享受"), "full-width sign");
    let unknown = with("范畴=都算");
    assert!(unknown.exit == 2 && unknown.out.is_empty(), "{}", unknown.out);
    assert!(unknown.err.contains("范畴") && unknown.err.contains("范围"), "{}", unknown.err);
    let no_option = with("范围=全算");
    assert_eq!(no_option.exit, 2);
    assert!(no_option.err.contains("全算") && no_option.err.contains("只算本区、都算"), "{}", no_option.err);
}

#[test]
fn output_files_are_written_whole_and_in_the_format_of_their_names() {
    let folder = folder();
    let csv = call(&folder, &RUN).out;
    put(&folder, "结果.csv", &"x".repeat(100_000));
    for (name, piece) in [
        ("结果.csv", csv.as_str()),
        ("r.json", "\"format_version\": 1"),
        ("r.jsonl", "{\"case\":\"002\""),
        ("r.md", "| 002 |"),
    ] {
        let call = call(&folder, &[&RUN[..], &["-o", name, "--force"]].concat());
        assert_eq!((call.exit, call.out.as_str()), (0, ""), "{}", call.err);
        assert!(text(&folder, name).contains(piece), "{name}: {}", text(&folder, name));
    }
    assert_eq!(text(&folder, "结果.csv"), csv);
    let unknown = call(&folder, &[&RUN[..], &["-o", "r.xyz"]].concat());
    assert!(unknown.exit == 2 && unknown.err.contains("--format"), "{}", unknown.err);
    let missing = call(&folder, &[&RUN[..], &["-o", "没有/r.csv"]].concat());
    assert!(missing.exit == 2 && missing.err.contains("没有"), "{}", missing.err);
    let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["p.pol", "r.json", "r.jsonl", "r.md", "名单.csv", "结果.csv"], "nothing half-written is left");
}

#[test]
fn every_format_goes_to_stdout_too() {
    let folder = folder();
    for (format, piece) in [
        ("csv", "001,90"),
        ("json", "\"month\": \"2023-03\""),
        ("jsonl", "{\"case\":\"001\""),
        ("markdown", "| 001 |"),
        ("pretty", "001"),
    ] {
        let call = call(&folder, &[&RUN[..], &["--format", format]].concat());
        assert!(call.exit == 0 && call.out.contains(piece), "{format}: {}", call.out);
    }
}

#[test]
fn case_files_come_from_stdin() {
    let folder = folder();
    let csv = call_with(&folder, &["run", "p.pol", "-", "--month", "2023-03"], CASES);
    assert_eq!(csv.out, call(&folder, &RUN).out);
    let json = "[{\"编号\":\"001\",\"户籍区县\":\"武隆区\",\"残疾等级\":\"一级\"}]";
    let run = ["run", "p.pol", "-", "--month", "2023-03", "--input-format", "json"];
    assert!(call_with(&folder, &run, json).out.contains("001,90,享受"));
    let broken = call_with(&folder, &run, "[{");
    assert!(broken.exit == 2 && broken.err.contains("标准输入"), "{}", broken.err);
}

#[test]
fn a_header_that_is_nearly_right_gets_a_suggestion() {
    let folder = folder();
    put(&folder, "名单.csv", &CASES.replace("残疾等级", "残疾等次"));
    let call_zh = call(&folder, &RUN);
    assert_eq!(call_zh.exit, 1);
    assert!(call_zh.err.contains("D705") && call_zh.err.contains("是否为“残疾等级”"), "{}", call_zh.err);
    put(&folder, "名单.csv", &CASES.replace("编号", "编 码"));
    let keyless = call(&folder, &RUN);
    assert!(keyless.exit == 2 && keyless.err.contains("编号"), "{}", keyless.err);
}

#[test]
fn findings_go_to_a_file_on_request() {
    let folder = folder();
    put(&folder, "名单.csv", &CASES.replace("一级", "零级").replace("二级", "五级"));
    let call = call(&folder, &[&RUN[..], &["--findings", "问题.csv", "--max-findings", "1"]].concat());
    assert_eq!(call.exit, 1);
    let findings = text(&folder, "问题.csv");
    assert_eq!(findings.lines().count(), 3, "{findings}");
    assert!(findings.contains("零级") && findings.contains("五级"));
    assert!(call.err.contains("零级") && !call.err.contains("五级") && call.err.contains("1"), "{}", call.err);
}

#[test]
fn an_unknown_case_is_named_with_a_near_one() {
    let folder = folder();
    let explain = |case: &str, more: &[&str]| {
        call(&folder, &[&["explain", "p.pol", "名单.csv", "--month", "2023-03", "--case", case][..], more].concat())
    };
    let known = explain("001", &[]);
    assert!(known.exit == 0 && known.out.contains("第二条") && known.out.contains("90"), "{}", known.out);
    assert_eq!(explain("００１", &[]).out, known.out, "full-width digits");
    let unknown = explain("0O1", &[]);
    assert_eq!((unknown.exit, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("0O1") && unknown.err.contains("“001”"), "{}", unknown.err);
    let json: serde_json::Value = serde_json::from_str(&explain("003", &["--format", "json"]).out).unwrap();
    assert_eq!(json["format_version"], 1);
}

#[test]
fn check_tells_all_problems_and_exits_by_them() {
    let folder = folder();
    let clean = call(&folder, &["check", "p.pol"]);
    assert_eq!((clean.exit, clean.out.as_str()), (0, ""), "{}", clean.err);
    assert!(clean.err.contains("没有问题"));
    put(&folder, "bad.pol", &POLICY.replace("户籍区县 为", "户籍区 为").replace("80 元/月", "80 元"));
    let bad = call(&folder, &["check", "p.pol", "bad.pol"]);
    assert_eq!(bad.exit, 1);
    for piece in ["N201", "户籍区县", "T302", "bad.pol:16:12", "2 个文件"] {
        assert!(bad.err.contains(piece), "{piece}: {}", bad.err);
    }
    let by_stdin = call_with(&folder, &["check", "-"], &text(&folder, "bad.pol"));
    assert!(by_stdin.exit == 1 && by_stdin.err.contains("N201"));
    let json = call(&folder, &["check", "bad.pol", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.exit, &document["format_version"]), (1, &serde_json::json!(1)));
    let github = call(&folder, &["check", "bad.pol", "--format", "github"]);
    assert!(github.exit == 1 && github.out.starts_with("::error file=bad.pol,line="), "{}", github.out);
    let folder_of_policies = call(&folder, &["check", "."]);
    assert!(folder_of_policies.exit == 1 && folder_of_policies.err.contains("2 个文件"), "{}", folder_of_policies.err);
}

#[test]
fn a_warning_alone_exits_1_but_lets_the_policy_run() {
    let folder = folder();
    put(&folder, "p.pol", &POLICY.replace("户籍区县  文本\n", "户籍区县  文本\n    备注      文本\n"));
    let check = call(&folder, &["check", "p.pol"]);
    assert!(check.exit == 1 && check.err.contains("L501"), "{}", check.err);
    assert_eq!(call(&folder, &RUN).exit, 0);
}

#[test]
fn check_on_a_day_warns_of_rates_that_nobody_has_confirmed_since() {
    let folder = folder();
    put(&folder, "p.pol", &POLICY.replace("    }\n}\n", "    }\n    确认至 2023-12-31\n}\n"));
    assert_eq!(call(&folder, &["check", "p.pol"]).exit, 0);
    assert_eq!(call(&folder, &["check", "p.pol", "--on", "2023-12-31"]).exit, 0);
    let passed = call(&folder, &["check", "p.pol", "--on", "2024-01-01"]);
    assert!(passed.exit == 1 && passed.err.contains("R409"), "{}", passed.err);
}

#[test]
fn english_by_option_and_by_locale() {
    let folder = folder();
    put(&folder, "bad.pol", &POLICY.replace("户籍区县 为", "户籍区 为"));
    let english = call(&folder, &["check", "bad.pol", "--lang", "en"]);
    assert!(english.err.contains("error[N201]") && english.err.contains("did you mean"), "{}", english.err);
    let mut by_locale = program(folder.path());
    by_locale.env("LC_ALL", "en_GB.UTF-8").args(["check", "bad.pol"]);
    assert_eq!(finished(&mut by_locale).err, english.err);
    by_locale.args(["--lang", "zh"]);
    assert!(finished(&mut by_locale).err.contains("错误[N201]"));
    // a locale changes messages, never results
    let run = |command: &mut Command| finished(command.args(RUN));
    let zh = run(&mut program(folder.path()));
    let en = run(program(folder.path()).env("LC_ALL", "en_GB.UTF-8"));
    assert_eq!(zh.out, en.out);
    assert!(en.err.contains("people") && !zh.err.contains("people"), "{}", en.err);
    let results = call(&folder, &[&RUN[..], &["--lang", "en"]].concat());
    assert!(
        results.out.starts_with("编号,护理补贴,护理补贴 status,护理补贴 reasons,total\n001,90,"),
        "{}",
        results.out
    );
}

#[test]
fn color_is_for_terminals_or_on_demand() {
    let folder = folder();
    put(&folder, "bad.pol", &POLICY.replace("户籍区县 为", "户籍区 为"));
    let check = ["check", "bad.pol"];
    assert!(!call(&folder, &check).err.contains('\u{1b}'), "stderr is no terminal");
    let always = call(&folder, &["check", "bad.pol", "--color", "always"]);
    assert!(always.err.contains("\u{1b}["));
    let mut no_color = program(folder.path());
    let no_color = finished(no_color.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").args(check));
    assert!(!no_color.err.contains('\u{1b}'), "{}", no_color.err);
    assert!(!call(&folder, &[&RUN[..], &["--format", "pretty"]].concat()).out.contains('\u{1b}'));
}

#[test]
fn fmt_rewrites_shows_or_only_tells() {
    let folder = folder();
    let messy = POLICY.replace("施行 自", "施行   自").replace("\n\n", "\n");
    put(&folder, "messy.pol", &messy);
    let check = call(&folder, &["fmt", "--check", "messy.pol", "p.pol"]);
    assert_eq!((check.exit, check.out.as_str()), (1, ""), "{}", check.err);
    assert!(check.err.contains("messy.pol") && !check.err.contains("p.pol\np.pol"), "{}", check.err);
    let diff = call(&folder, &["fmt", "--diff", "messy.pol"]);
    assert_eq!(diff.exit, 1);
    assert!(diff.out.contains("--- messy.pol") && diff.out.contains("\n-政策 示例 { 施行   自"), "{}", diff.out);
    assert_eq!(text(&folder, "messy.pol"), messy, "neither changes the file");
    let piped = call_with(&folder, &["fmt", "-"], &messy);
    assert_eq!(piped.exit, 0);
    assert_eq!(call(&folder, &["fmt", "messy.pol"]).exit, 0);
    assert_eq!(text(&folder, "messy.pol"), piped.out);
    let again = call(&folder, &["fmt", "--check", "messy.pol"]);
    assert_eq!(again.exit, 0, "{}", again.err);
    let english = call_with(&folder, &["fmt", "--keywords", "en", "-"], &messy);
    assert!(english.out.starts_with("policy 示例 {"), "{}", english.out);
    assert_eq!(call_with(&folder, &["fmt", "--keywords", "zh", "-"], &english.out).out, piped.out);
}

#[test]
fn fmt_leaves_a_file_with_mistakes_alone() {
    let folder = folder();
    let broken = POLICY.replace("标准 按", "标准 标准 按");
    put(&folder, "p.pol", &broken);
    let call = call(&folder, &["fmt", "p.pol"]);
    assert_eq!((call.exit, call.out.as_str()), (2, ""));
    assert!(call.err.contains("S101"), "{}", call.err);
    assert_eq!(text(&folder, "p.pol"), broken);
}

#[test]
fn explain_code_prints_pages() {
    let folder = folder();
    let page = call(&folder, &["explain-code", "N201"]);
    assert_eq!(page.exit, 0);
    assert!(page.out.starts_with("# N201") && page.out.contains("## 错") && page.out.contains("## 对"), "{}", page.out);
    assert_eq!(call(&folder, &["explain-code", "ｎ２０１"]).out, page.out);
    let list = call(&folder, &["explain-code"]);
    assert_eq!(list.out.lines().count(), polcheck::diagnostic::pages().len());
    let unknown = call(&folder, &["explain-code", "N999"]);
    assert!(unknown.exit == 2 && unknown.out.is_empty() && unknown.err.contains("N999"), "{}", unknown.err);
}

#[test]
fn show_and_schema_go_to_stdout() {
    let folder = folder();
    let book = call(&folder, &["show", "p.pol"]);
    assert!(book.exit == 0 && book.out.contains("90") && book.out.contains("第二条"), "{}", book.out);
    let clauses = call(&folder, &["show", "p.pol", "--clauses"]);
    assert!(clauses.out.contains("第一条") && clauses.out.contains("第二条"), "{}", clauses.out);
    assert_eq!(
        call(&folder, &["schema", "p.pol"]).out.trim_start_matches('\u{FEFF}').trim_end(),
        "编号,户籍区县,残疾等级"
    );
    let schema: serde_json::Value =
        serde_json::from_str(&call(&folder, &["schema", "p.pol", "--format", "json-schema"]).out).unwrap();
    assert!(schema["properties"]["残疾等级"].is_object());
}

#[test]
fn help_and_version_exit_0() {
    let folder = folder();
    let help = call(&folder, &["--help"]);
    assert_eq!(help.exit, 0);
    for command in ["check", "fmt", "run", "explain", "show", "schema", "explain-code"] {
        assert!(help.out.contains(command));
        assert_eq!(call(&folder, &[command, "--help"]).exit, 0, "{command}");
    }
    assert!(call(&folder, &["--version"]).out.contains(env!("CARGO_PKG_VERSION")));
}

/// A reader that has gone away is no failure, and a full disk is one.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    use std::process::{Command, Stdio};
    let folder = folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_polcheck"))
        .current_dir(folder.path())
        .args(["explain-code", "N201"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

const REGISTERS: &str = r#"政策 示例 { 施行 自 2023-01-01 }

名册 人员 {
    编号      文本      主键
    姓名      文本      备查
    身份证号  身份证号  备查
}
名册 低保

补贴 生活补贴 {
    同时符合 依据 第一条 { 困难：在册 低保 }
    标准 80 元/月 依据 第二条
}
"#;

/// A folder with a policy and a folder of lists of invented people.
fn lists() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(&folder, "p.pol", REGISTERS);
    std::fs::create_dir(folder.path().join("名单")).unwrap();
    put(&folder, "名单/人员.csv", "编号,姓名,身份证号\n001,张三,11010519491231002X\n002,李四,440524188001010014\n");
    put(&folder, "名单/低保.csv", "身份证号,起\n11010519491231002x,2022-01-01\n");
    put(&folder, "名单/.隐藏.csv", "x");
    put(&folder, "名单/说明.txt", "不是名单");
    put(&folder, "新低保.csv", "编号,起\n002,2022-01-01\n");
    folder
}

fn amounts(call: &Call) -> Vec<String> {
    call.out.lines().skip(1).map(|line| line.split(',').take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_folder_of_lists_is_decided_like_the_file_assembled_of_it() {
    let folder = lists();
    let run = |cases: &str| call(&folder, &["run", "p.pol", cases, "--month", "2023-03"]);
    let direct = run("名单");
    assert_eq!(direct.exit, 0, "{}", direct.err);
    assert_eq!(amounts(&direct), ["001 80", "002 0"]);
    let assembled = call(&folder, &["assemble", "p.pol", "名单", "-o", "个案.jsonl"]);
    assert_eq!((assembled.exit, assembled.out.as_str()), (0, ""), "{}", assembled.err);
    assert_eq!(assembled.err, "共 2 人；低保 1 行；对不上人 0 行；数据问题 0 处\n");
    let first = text(&folder, "个案.jsonl").lines().next().unwrap().to_string();
    assert_eq!(first, r#"{"编号":"001","姓名":"张三","身份证号":"11010519491231002X","低保":[{"起":"2022-01-01"}]}"#);
    assert_eq!(run("个案.jsonl").out, direct.out);
    // without -o it goes to stdout
    assert_eq!(call(&folder, &["assemble", "p.pol", "名单"]).out, text(&folder, "个案.jsonl"));
}

#[test]
fn a_list_replaces_a_register_or_adds_to_it() {
    let folder = lists();
    let run = |list: &str| call(&folder, &["run", "p.pol", "名单", "--month", "2023-03", "--list", list]);
    assert_eq!(amounts(&run("低保=新低保.csv")), ["001 0", "002 80"]);
    assert_eq!(amounts(&run("低保+=新低保.csv")), ["001 80", "002 80"]);
    put(&folder, "宽表.csv", "编号,低保\n001,是\n002,否\n");
    let beside = ["run", "p.pol", "宽表.csv", "--month", "2023-03", "--list", "低保=新低保.csv"];
    assert_eq!(amounts(&call(&folder, &beside)), ["001 0", "002 80"]);
    let explained = call(
        &folder,
        &["explain", "p.pol", "名单", "--case", "002", "--month", "2023-03", "--list", "低保=新低保.csv"],
    );
    assert_eq!(explained.exit, 0, "{}", explained.err);
    assert!(explained.out.contains("80 元/月"), "{}", explained.out);
    for (list, piece) in
        [("底保=新低保.csv", "没有名册“底保”"), ("低保=没有.csv", "没有这个文件"), ("低保", "名册=文件")]
    {
        let refused = run(list);
        assert_eq!(refused.exit, 2, "{list}");
        assert!(refused.err.contains(piece) && refused.out.is_empty(), "{list}: {}", refused.err);
    }
    let weighed = call(&folder, &["readings", "p.pol", "名单", "--month", "2023-03", "--list", "低保=新低保.csv"]);
    assert_eq!(weighed.exit, 0, "{}", weighed.err);
    put(&folder, "q.pol", &REGISTERS.replace("80 元", "90 元"));
    let diff = ["diff", "p.pol", "q.pol", "--cases", "名单", "--month", "2023-03", "--list", "低保=新低保.csv"];
    let compared = call(&folder, &diff);
    assert_eq!(compared.exit, 0, "{}", compared.err);
    assert!(compared.out.contains("002") && !compared.out.contains("001"), "{}", compared.out);
}

#[test]
fn assemble_tells_whom_no_row_is_about_and_refuses_what_it_cannot_write() {
    let folder = lists();
    put(&folder, "名单/低保.csv", "身份证号,起\n500156197001010014,2022-01-01\n");
    put(&folder, "名单/乡镇名单.csv", "编号\n001\n");
    let told = call(&folder, &["assemble", "p.pol", "名单", "-o", "个案.jsonl", "--findings", "问题.csv"]);
    assert_eq!(told.exit, 1);
    for piece in ["D716", "第 2 行", "500156********0014", "D717", "乡镇名单.csv", "对不上人 1 行"] {
        assert!(told.err.contains(piece), "{piece}: {}", told.err);
    }
    assert!(!told.err.contains("500156197001010014"));
    assert!(text(&folder, "问题.csv").contains("D716"));
    for (arguments, piece) in [
        (&["assemble", "p.pol", "名单", "-o", "个案.csv"][..], ".jsonl"),
        (&["assemble", "p.pol", "名单/人员.csv"], "不是文件夹"),
        (&["assemble", "p.pol", "没有"], "没有"),
        (&["run", "p.pol", "名单", "--month", "2023-03", "-o", "名单/低保.csv"], "是要读的文件"),
    ] {
        let refused = call(&folder, arguments);
        assert_eq!(refused.exit, 2, "{arguments:?}: {}", refused.err);
        assert!(refused.out.is_empty() && refused.err.contains(piece), "{arguments:?}: {}", refused.err);
    }
    put(&folder, "名单/低保.xlsx", "PK\u{3}\u{4}");
    // a workbook beside its text is left alone
    assert_eq!(call(&folder, &["assemble", "p.pol", "名单"]).exit, 1);
    std::fs::remove_file(folder.path().join("名单/低保.csv")).unwrap();
    let workbook = call(&folder, &["assemble", "p.pol", "名单"]);
    assert!(workbook.exit == 2 && workbook.err.contains("已损坏"), "{}", workbook.err);
    std::fs::remove_file(folder.path().join("名单/低保.xlsx")).unwrap();
    std::fs::remove_file(folder.path().join("名单/人员.csv")).unwrap();
    let refused = call(&folder, &["assemble", "p.pol", "名单"]);
    assert!(refused.exit == 2 && refused.err.contains("人员.csv"), "{}", refused.err);
}
