//! `diff`: two versions of a policy, the people of a case file, git.

mod batch;
mod command;
mod git;
mod shown;

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What a call gave.
struct Call {
    exit: i32,
    out: String,
    err: String,
}

impl Call {
    /// The closing line.
    fn closing(&self) -> &str {
        self.out.trim_end().lines().last().unwrap_or_default()
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with the policy as it stands, one that pays 100 instead of 90 yuan, and the example's case file.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let old = std::fs::read_to_string(root().join("policies/wulong-2023.pol")).unwrap();
    put(folder.path(), "new.pol", &raised(&old));
    put(folder.path(), "old.pol", &old);
    std::fs::copy(root().join("examples/roster.csv"), folder.path().join("名单.csv")).unwrap();
    folder
}

fn raised(policy: &str) -> String {
    let raised = policy.replace("一级：90 元/月", "一级：100 元/月");
    assert_ne!(raised, policy);
    raised
}

fn put(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

/// The program in a folder, without a locale and without the user's settings of git.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    command.current_dir(folder).env_clear().env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1");
    command.env("PATH", std::env::var_os("PATH").unwrap());
    command
}

fn finished(command: &mut Command) -> Call {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Call { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn call(folder: &Path, arguments: &[&str]) -> Call {
    finished(program(folder).args(arguments))
}

/// Compares a text with `tests/fixtures/diff/NAME.snap`.
fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => root().join("tests/fixtures/diff"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}
