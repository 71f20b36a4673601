//! `polcheck run` and the files around it: what is never written, and what never reaches a terminal.

use assert_cmd::Command;
use std::path::Path;
use tempfile::TempDir;

const POLICY: &str = "\
政策 示例 { 施行 自 2023-01-01 }
名册 人员 { 编号 文本 主键  户籍区县 文本 }
补贴 生活补贴 {
    同时符合 依据 第一条 { 本区户籍：户籍区县 为 \"武隆区\" }
    标准 80 元/月 依据 第二条
}
";
const CASES: &str = "编号,户籍区县\n001,武隆区\n";

/// A folder with a policy and a case file.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.pol"), POLICY).unwrap();
    std::fs::write(folder.path().join("c.csv"), CASES).unwrap();
    folder
}

/// Exit code, stdout and stderr of a run within a folder.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("polcheck").unwrap();
    let output = command.current_dir(folder).args(["run", "p.pol", "c.csv", "--lang", "zh"]).args(arguments).output();
    let output = output.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn files_that_are_read_are_never_written() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    for arguments in [
        ["-o", "c.csv", "--max-findings", "0"],
        ["-o", "sub/../c.csv", "--max-findings", "0"],
        ["-o", "p.pol", "--format", "csv"],
        ["--findings", "c.csv", "--format", "csv"],
        ["-o", "r.csv", "--findings", "./r.csv"],
    ] {
        let (code, stdout, stderr) = run(folder.path(), &[&["--month", "2023-03"], &arguments[..]].concat());
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(stderr.contains("换一个文件名"), "{stderr}");
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("p.pol")).unwrap(), POLICY);
    assert_eq!(std::fs::read_to_string(folder.path().join("c.csv")).unwrap(), CASES);
    assert!(!folder.path().join("r.csv").exists());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_is_read_is_the_same_file() {
    let folder = folder();
    std::os::unix::fs::symlink(folder.path().join("c.csv"), folder.path().join("link.csv")).unwrap();
    let (code, _, _) = run(folder.path(), &["--month", "2023-03", "-o", "link.csv"]);
    assert_eq!(code, Some(2));
    assert_eq!(std::fs::read_to_string(folder.path().join("c.csv")).unwrap(), CASES);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = folder();
    let (code, _, stderr) = run(folder.path(), &["--month", "2023-03", "-o", "nowhere/r.csv"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("文件夹 nowhere 不存在"), "{stderr}");
}

#[test]
fn months_may_be_written_as_people_write_them() {
    let folder = folder();
    let (_, expected, _) = run(folder.path(), &["--month", "2023-03"]);
    for month in ["2023年3月", "2023/3", "2023-3", "２０２３年３月", "202303"] {
        let (code, result, stderr) = run(folder.path(), &["--month", month]);
        assert_eq!((code, &result), (Some(0), &expected), "{month}: {stderr}");
    }
    for month in ["2023.1", "23-03", "2023-13", "三月"] {
        assert_eq!(run(folder.path(), &["--month", month]).0, Some(2), "{month}");
    }
}

#[test]
fn control_characters_reach_data_but_no_terminal() {
    let folder = folder();
    let cases = "编号,户籍区县,x\u{1b}]0;y\u{7}\n0\u{1b}[31m1\u{0},武隆区,\n0\u{1b}[31m1\u{0},涪陵\u{1b}[2J,\n";
    std::fs::write(folder.path().join("c.csv"), cases).unwrap();
    let raw = |text: &str| text.contains(['\u{1b}', '\u{7}', '\u{0}']);
    let (code, table, messages) = run(folder.path(), &["--month", "2023-03", "--format", "pretty"]);
    assert_eq!(code, Some(1));
    assert!(!raw(&table) && table.contains("0␛[31m1␀") && table.contains("涪陵␛[2J"), "{table}");
    assert!(!raw(&messages) && messages.contains("x␛]0;y␇") && messages.contains("0␛[31m1␀"), "{messages}");
    let (_, data, messages) = run(folder.path(), &["--month", "2023-03", "--format", "csv"]);
    assert!(data.contains("0\u{1b}[31m1\u{0}") && !raw(&messages));
    std::fs::write(folder.path().join("c.csv"), "x\u{1b}[31m,y\n1,2\n").unwrap();
    let (code, _, messages) = run(folder.path(), &["--month", "2023-03"]);
    assert_eq!(code, Some(2));
    assert!(!raw(&messages) && messages.contains("x␛[31m"), "{messages}");
}
