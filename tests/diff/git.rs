//! Revisions, git's own diff, and the recipe for pull requests, in repositories made for it.

use super::{Call, call, finished, folder, put, raised, root};
use assert_cmd::Command;
use std::path::Path;
use tempfile::TempDir;

/// git in a folder, with no settings but the folder's own; the program is on the path.
fn git(folder: &Path, arguments: &[&str]) -> Call {
    finished(environment(Command::new("git").current_dir(folder).args(arguments)))
}

fn environment(command: &mut Command) -> &mut Command {
    let program = Path::new(env!("CARGO_BIN_EXE_polcheck")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(program.to_path_buf()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    command.env_clear().env("PATH", path.unwrap()).env("LC_ALL", "C.UTF-8").env("GIT_CONFIG_NOSYSTEM", "1");
    for (name, value) in [("NAME", "甲"), ("EMAIL", "a@example.org")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    command
}

fn commit(folder: &Path, message: &str) {
    for arguments in [&["add", "-A"][..], &["commit", "-qm", message]] {
        let call = git(folder, arguments);
        assert_eq!(call.exit, 0, "{}", call.err);
    }
}

/// A repository whose first commit has the policy as it stands.
fn repository() -> TempDir {
    let folder = folder();
    std::fs::remove_file(folder.path().join("new.pol")).unwrap();
    std::fs::create_dir(folder.path().join("policies")).unwrap();
    std::fs::rename(folder.path().join("old.pol"), folder.path().join("policies/p.pol")).unwrap();
    assert_eq!(git(folder.path(), &["init", "-q", "-b", "main"]).exit, 0);
    commit(folder.path(), "一");
    folder
}

fn raise(folder: &Path) {
    let path = folder.join("policies/p.pol");
    std::fs::write(&path, raised(&std::fs::read_to_string(&path).unwrap())).unwrap();
}

const CASES: [&str; 4] = ["--cases", "名单.csv", "--month", "2023-03"];

#[test]
fn a_file_is_compared_with_a_revision() {
    let folder = repository();
    raise(folder.path());
    let against = |name: &str, revision: &str| {
        call(folder.path(), &[&["diff", name, "--against", revision][..], &CASES].concat())
    };
    let work_tree = against("policies/p.pol", "HEAD");
    assert_eq!(work_tree.exit, 0, "{}", work_tree.err);
    assert!(work_tree.out.contains("policies/p.pol（HEAD） → policies/p.pol\n"), "{}", work_tree.out);
    assert!(work_tree.closing().contains("每月 +820 元"), "{}", work_tree.out);
    commit(folder.path(), "二");
    assert!(against("policies/p.pol", "HEAD").closing().ends_with("没有变化"));
    assert_eq!(against("policies/p.pol", "HEAD~1").closing(), work_tree.closing());
    // a renamed file by its old name, and from within its folder
    assert_eq!(git(folder.path(), &["mv", "policies/p.pol", "policies/新.pol"]).exit, 0);
    assert_eq!(against("policies/新.pol", "HEAD~1:policies/p.pol").closing(), work_tree.closing());
    let inside = call(&folder.path().join("policies"), &["diff", "新.pol", "--against", "HEAD~1:policies/p.pol"]);
    assert_eq!(inside.exit, 0, "{}", inside.err);
}

#[test]
fn what_git_cannot_give_is_said() {
    let folder = repository();
    put(folder.path(), "新.pol", "政策 甲 {");
    let outside = super::folder();
    let calls = [
        (call(folder.path(), &["diff", "policies/p.pol", "--against", "nowhere"]), "没有“nowhere”这个修订版"),
        (call(folder.path(), &["diff", "policies/p.pol", "--against=--help"]), "没有“--help”这个修订版"),
        (call(folder.path(), &["diff", "新.pol", "--against", "HEAD"]), "修订版 HEAD 里没有 新.pol"),
        (call(outside.path(), &["diff", "old.pol", "--against", "HEAD"]), "不在 git 仓库里"),
        (
            finished(super::program(folder.path()).env("PATH", "").args([
                "diff",
                "policies/p.pol",
                "--against",
                "HEAD",
            ])),
            "没有找到 git 程序",
        ),
    ];
    for (call, piece) in calls {
        assert_eq!((call.exit, call.out.as_str()), (2, ""), "{piece}");
        assert!(call.err.contains(piece), "{piece}: {}", call.err);
    }
    let path = folder.path().join("policies/p.pol");
    let whole = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, whole.replace("残疾人证.等级 属于 一级、二级 依据", "残疾人证.等极 属于 一级、二级 依据"))
        .unwrap();
    commit(folder.path(), "错");
    std::fs::write(&path, whole).unwrap();
    let broken = call(folder.path(), &["diff", "policies/p.pol", "--against", "HEAD"]);
    assert_eq!(broken.exit, 2);
    assert!(broken.err.contains("policies/p.pol（HEAD）") && broken.err.contains("N201"), "{}", broken.err);
}

#[test]
fn git_diff_says_what_changes() {
    let folder = repository();
    put(folder.path(), ".gitattributes", "*.pol diff=polcheck\n");
    commit(folder.path(), "属性");
    assert_eq!(git(folder.path(), &["config", "diff.polcheck.command", "polcheck diff --git-driver"]).exit, 0);
    raise(folder.path());
    put(folder.path(), "另.pol", "政策 甲 {");
    assert_eq!(git(folder.path(), &["add", "-N", "另.pol"]).exit, 0);
    let diff = git(folder.path(), &["diff"]);
    assert_eq!(diff.exit, 0, "{}", diff.err);
    assert!(diff.out.contains(" → policies/p.pol\n") && diff.out.contains("影响："), "{}", diff.out);
    assert!(diff.out.contains("新增 另.pol"), "{}", diff.out);
    assert_eq!(git(folder.path(), &["diff", "--no-ext-diff", "--stat"]).exit, 0);

    let with_cases = "polcheck diff --git-driver --cases 名单.csv --month 2023-03";
    assert_eq!(git(folder.path(), &["config", "diff.polcheck.command", with_cases]).exit, 0);
    let diff = git(folder.path(), &["diff", "policies"]);
    assert!(diff.closing().contains("每月 +820 元"), "{}{}", diff.out, diff.err);

    commit(folder.path(), "二");
    std::fs::rename(folder.path().join("policies/p.pol"), folder.path().join("policies/新.pol")).unwrap();
    commit(folder.path(), "改名");
    let renamed = git(folder.path(), &["diff", "-M", "HEAD~2", "HEAD", "--", "policies"]);
    assert!(renamed.out.contains("policies/p.pol（") && renamed.out.contains("policies/新.pol（"), "{}", renamed.out);
    let removed = git(folder.path(), &["diff", "--no-renames", "HEAD~1", "HEAD", "--", "policies"]);
    assert!(removed.out.contains("删去 policies/p.pol"), "{}", removed.out);
}

/// Git would stop at a failure, so a version with errors is compared line by line, and so is any other file.
#[test]
fn git_diff_goes_on_where_a_version_has_errors() {
    let folder = repository();
    put(folder.path(), "说明.txt", "一\n");
    commit(folder.path(), "文");
    put(folder.path(), "说明.txt", "二\n");
    let path = folder.path().join("policies/p.pol");
    std::fs::write(
        &path,
        raised(&std::fs::read_to_string(&path).unwrap()).replace("补贴 护理补贴 \"", "补贴 护理补贴 "),
    )
    .unwrap();
    let mut command = Command::new("git");
    command.current_dir(folder.path()).args(["diff"]);
    let diff = finished(environment(&mut command).env("GIT_EXTERNAL_DIFF", "polcheck diff --git-driver"));
    assert_eq!(diff.exit, 0, "{}", diff.err);
    assert!(
        diff.out.contains("-        一级：90 元/月") && diff.out.contains("+        一级：100 元/月"),
        "{}",
        diff.out
    );
    assert!(diff.out.contains("-一") && diff.out.contains("+二"), "{}", diff.out);
    assert!(diff.err.contains("policies/p.pol"), "{}", diff.err);
}

/// The rule book instead of the text, as git's own diff compares it.
#[test]
fn the_rule_book_serves_as_textconv() {
    let folder = repository();
    put(folder.path(), ".gitattributes", "*.pol diff=polcheck\n");
    assert_eq!(git(folder.path(), &["config", "diff.polcheck.textconv", "polcheck show"]).exit, 0);
    raise(folder.path());
    let diff = git(folder.path(), &["diff", "policies"]);
    assert!(diff.out.contains("+ 一级   100 元/月"), "{}{}", diff.out, diff.err);
}

const SMALL: &str = "政策 甲 {
    施行  自 2023-01-01
}

名册 人员 {
    编号      文本  主键
    户籍区县  文本
}

补贴 甲补贴 {
    同时符合 依据 第一条 { 本区：户籍区县 为 \"武隆区\" }
    标准 90 元/月 依据 第二条
}
";

#[cfg(unix)]
#[test]
fn the_recipe_for_pull_requests() {
    let folder = repository();
    let path = folder.path().join("policies");
    std::fs::remove_file(path.join("p.pol")).unwrap();
    put(&path, "甲.pol", SMALL);
    put(folder.path(), "人.csv", "编号,户籍区县\n1,武隆区\n2,别处\n");
    commit(folder.path(), "小");
    assert_eq!(git(folder.path(), &["checkout", "-qb", "edit"]).exit, 0);
    let recipe = |settings: &[(&str, &str)]| {
        let mut command = Command::new("sh");
        command.current_dir(folder.path()).arg(root().join("examples/ci/pull-request.sh"));
        environment(&mut command).env("BASE", "main");
        let call = finished(command.envs(settings.iter().copied()));
        (call, std::fs::read_to_string(folder.path().join("polcheck-report.md")).unwrap_or_default())
    };
    let cases = [("CASES", "人.csv"), ("MONTH", "2023-03"), ("FAIL_ON", "decrease")];
    let (same, report) = recipe(&cases);
    assert_eq!((same.exit, report.as_str()), (0, "政策没有改动。\n"), "{}", same.err);

    put(&path, "甲.pol", &SMALL.replace("90", "100"));
    put(&path, "乙.pol", "# 与别的不相像\n政策 乙 { 施行 自 2024-05-01 }\n\n名册 户 {\n  户号 文本 主键\n}\n");
    commit(folder.path(), "加");
    let (more, report) = recipe(&cases);
    assert_eq!(more.exit, 0, "{}", more.err);
    assert!(report.contains("### 新增 policies/乙.pol"), "{report}");
    assert!(report.contains("**影响：2 人中 1 人变化（增 1），每月 +10 元**"), "{report}");

    std::fs::rename(path.join("甲.pol"), path.join("丙.pol")).unwrap();
    put(&path, "丙.pol", &SMALL.replace("90", "80"));
    commit(folder.path(), "减，并改名");
    let (less, report) = recipe(&cases);
    assert_eq!(less.exit, 1, "{}", less.err);
    assert!(report.contains("policies/甲.pol（") && report.contains("每月 -10 元**"), "{report}");
    assert_eq!(recipe(&cases[..2]).0.exit, 0, "without a gate a change passes");

    put(&path, "丙.pol", &SMALL.replace("户籍区县 为", "户籍 为"));
    commit(folder.path(), "错");
    let (broken, report) = recipe(&cases);
    assert_eq!(broken.exit, 2, "{}", broken.err);
    assert!(report.contains("检查没有通过") && broken.err.contains("N201"), "{report}{}", broken.err);
    assert_eq!(recipe(&[("BASE", "nowhere")]).0.exit, 2);
}
