//! A file as an earlier revision has it, by the `git` program.

use super::outcome::Failure;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

/// The bytes of a file at a revision of the repository in whose folders it lies. `old_path`: the name it had there,
/// from the root of the repository.
pub(super) fn file_at(path: &Path, revision: &str, old_path: Option<&str>) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Some(name), true) = (path.file_name().and_then(OsStr::to_str), folder.is_dir()) else {
        return Err(Failure::new(
            format!("{shown} 不是文件，不能与修订版比较"),
            format!("{shown} is no file that could be compared with a revision"),
        ));
    };
    let inside = git(folder, &["rev-parse", "--is-inside-work-tree"])?;
    if !inside.status.success() || inside.stdout.trim_ascii() != b"true" {
        return Err(with_reason(
            &inside,
            format!("{shown} 不在 git 仓库里；改用 polcheck diff 旧文件 新文件"),
            format!("{shown} is in no git repository; use `polcheck diff OLD NEW` instead"),
        ));
    }
    let named = format!("{revision}^{{tree}}");
    let tree = git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &named])?;
    let tree = String::from_utf8_lossy(&tree.stdout).trim().to_string();
    if tree.is_empty() {
        return Err(Failure::new(
            format!("git 仓库里没有“{revision}”这个修订版；写分支、标签或提交号，如 main、HEAD~1（浅克隆先取回历史）"),
            format!(
                "the repository has no revision `{revision}`; give a branch, tag or commit such as main or HEAD~1 (fetch the history of a shallow clone first)"
            ),
        ));
    }
    let there = old_path.map_or_else(|| format!("./{name}"), str::to_string);
    let blob = git(folder, &["cat-file", "blob", &format!("{tree}:{there}")])?;
    if !blob.status.success() {
        let shown = old_path.map_or_else(|| shown.to_string(), str::to_string);
        return Err(Failure::new(
            format!("修订版 {revision} 里没有 {shown}；文件如果改过名，写 --against {revision}:旧路径（从仓库根写起）"),
            format!(
                "revision {revision} has no {shown}; if it was renamed, write --against {revision}:OLD-PATH (from the root of the repository)"
            ),
        ));
    }
    Ok(blob.stdout)
}

/// Runs git in a folder. The repository is the folder's, even where a hook has named another.
fn git(folder: &Path, arguments: &[&str]) -> Result<Output, Failure> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new(
            "没有找到 git 程序；--against 要用它取旧版。装好 git，或改用 polcheck diff 旧文件 新文件",
            "the program git was not found; --against needs it to fetch the old version. Install git, or use `polcheck diff OLD NEW`",
        ),
        _ => Failure::new(format!("运行不了 git：{error}"), format!("cannot run git: {error}")),
    })
}

/// With what git says, where that is more than that there is no repository.
fn with_reason(output: &Output, zh: String, en: String) -> Failure {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim();
    if said.is_empty() || said.contains("not a git repository") {
        return Failure::new(zh, en);
    }
    Failure::new(format!("{zh}\ngit：{said}"), format!("{en}\ngit: {said}"))
}
