//! Reading policy files.

use super::input::{self, reason_zh};
use super::outcome::Failure;
use super::settings::Settings;
use crate::check::model::Policy;
use crate::check::{Checked, check};
use crate::diagnostic::{Diagnostic, Severity, render_pretty, sort};
use crate::plan::{Plan, UnknownReading, compile};
use crate::syntax::{Parsed, parse};
use std::path::{Path, PathBuf};

/// A policy file's text; `-` is stdin.
pub(super) fn read(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let bytes = input::bytes(path).map_err(|error| {
        Failure::new(
            format!("读不了政策文件 {shown}：{}", reason_zh(&error)),
            format!("cannot read the policy file {shown}: {error}"),
        )
    })?;
    decode(bytes, &shown.to_string())
}

/// The text of a policy file called `shown`.
pub(super) fn decode(bytes: Vec<u8>, shown: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|_| {
        Failure::new(
            format!("{shown} 不是 UTF-8 编码；请在编辑器中另存为 UTF-8"),
            format!("{shown} is not UTF-8; save it as UTF-8 in your editor"),
        )
    })
}

/// Everything that can be said of a policy's text without cases.
pub(super) fn checked(source: &str) -> (Checked, Vec<Diagnostic>) {
    let Parsed { file, problems, .. } = parse(source);
    let broken = !problems.is_empty();
    let checked = check(&file);
    let mut all = problems;
    // after a syntax error, what the lost declarations would have used is not reported as unused
    all.extend(checked.problems.iter().filter(|problem| !broken || is_certain(problem)).cloned());
    sort(&mut all);
    let policy = checked.policy.clone().filter(|_| !broken);
    (Checked { policy, ..checked }, all)
}

/// The problem does not come from a declaration that could not be read.
fn is_certain(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error && !matches!(problem.code, "N201" | "N203" | "N205" | "N206" | "N207" | "R402")
}

/// A policy ready to run; its problems are shown when it is not sound.
pub(super) fn load(path: &Path, readings: &[(String, String)], settings: &Settings) -> Result<Plan, Failure> {
    sound(&read(path)?, &path.display().to_string(), settings)?.plan(readings)
}

/// A policy without errors, and its text.
pub(super) struct Sound {
    pub(super) policy: Policy,
    source: String,
}

/// Checks a policy's text; its problems are shown when it is not sound. `file` names it in messages.
pub(super) fn sound(source: &str, file: &str, settings: &Settings) -> Result<Sound, Failure> {
    let (found, problems) = checked(source);
    let Some(policy) = found.policy else {
        settings.note(render_pretty(source, file, &problems, settings.lang(), settings.color_on_stderr()).trim_end());
        return Err(Failure::new(
            format!("{file} 有错误，不能运行；先用 polcheck check 改好"),
            format!("{file} has errors and cannot be run; mend them with `polcheck check` first"),
        ));
    };
    Ok(Sound { policy, source: source.to_string() })
}

impl Sound {
    /// The policy ready to run.
    pub(super) fn plan(self, readings: &[(String, String)]) -> Result<Plan, Failure> {
        compile(self.policy, &self.source, readings).map_err(no_reading)
    }
}

fn no_reading(unknown: UnknownReading) -> Failure {
    match unknown {
        UnknownReading::Reading { name, readings } => {
            let near: Vec<&str> =
                readings.iter().map(String::as_str).filter(|reading| reading.contains(&name)).collect();
            let (list, zh, en) = match near.as_slice() {
                [] => (readings.iter().map(String::as_str).collect(), "有", "it has"),
                _ => (near, "是不是", "did you mean"),
            };
            Failure::new(
                format!("政策没有名为“{name}”的口径；{zh}：{}", list.join("、")),
                format!("the policy has no reading `{name}`; {en}: {}", list.join(", ")),
            )
        }
        UnknownReading::Option { reading, option, options } => Failure::new(
            format!("口径“{reading}”没有“{option}”这一种；可选：{}", options.join("、")),
            format!("reading `{reading}` has no option `{option}`; it has: {}", options.join(", ")),
        ),
    }
}

/// The policy files under some paths: files as given, folders searched for `.pol`, in order of name.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            search(path, 0, &mut found)?;
            if let Some(new) = found.get_mut(before..) {
                new.sort();
            }
        } else {
            found.push(path.clone());
        }
    }
    if found.is_empty() {
        let shown = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("、");
        return Err(Failure::new(format!("{shown} 里没有 .pol 文件"), format!("no .pol files in {shown}")));
    }
    Ok(found)
}

/// Folders nested deeper than this are not searched.
const MAX_FOLDER_DEPTH: usize = 16;

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| {
        Failure::new(
            format!("读不了文件夹 {}：{}", folder.display(), reason_zh(&error)),
            format!("cannot read the folder {}: {error}", folder.display()),
        )
    })?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && depth < MAX_FOLDER_DEPTH {
            search(&path, depth + 1, found)?;
        } else if path.extension().is_some_and(|extension| extension == "pol") {
            found.push(path);
        }
    }
    Ok(())
}
