//! Every command that the README shows runs and prints what the README says.
//!
//! In a `console` fence each line `$ COMMAND` is run by the shell from a scratch copy of the repository;
//! the lines up to the next command are its output, where any are shown. A line `...` stands for lines left out.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

struct Shown {
    line: usize,
    command: String,
    output: Vec<String>,
}

fn shown(text: &str) -> Vec<Shown> {
    let mut commands: Vec<Shown> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match line.strip_prefix("$ ") {
                Some(command) => {
                    commands.push(Shown { line: number + 1, command: command.to_string(), output: Vec::new() });
                }
                None => commands.last_mut().unwrap().output.push(line.trim_end().to_string()),
            },
        }
    }
    commands
}

/// Where the commands run: a copy of what they read, so that they may write.
fn scratch() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["policies", "examples"] {
        copy(&root().join(name), &folder.path().join(name));
    }
    std::fs::create_dir(folder.path().join("target")).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Blocks between `...` must occur in the output one after the other.
fn fits(expected: &[String], actual: &[String]) -> bool {
    let blocks: Vec<&[String]> = expected.split(|line| line == "...").collect();
    let [first, rest @ ..] = blocks.as_slice() else { return true };
    if rest.is_empty() {
        return *first == actual;
    }
    if !actual.starts_with(first) {
        return false;
    }
    let mut at = first.len();
    for (index, block) in rest.iter().enumerate() {
        let is_last = index + 1 == rest.len();
        if is_last {
            return actual.len() >= at + block.len() && actual.ends_with(block);
        }
        match (at..=actual.len().saturating_sub(block.len())).find(|start| actual[*start..].starts_with(block)) {
            Some(start) => at = start + block.len(),
            None => return false,
        }
    }
    true
}

#[test]
fn commands_print_what_the_readme_says() {
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    let commands = shown(&text);
    assert!(commands.len() >= 10, "the README shows only {} commands", commands.len());
    let folder = scratch();
    let program = Path::new(env!("CARGO_BIN_EXE_polcheck"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    for Shown { line, command, output } in commands {
        if command.starts_with("cargo test") || command.starts_with("cargo install") || command.starts_with("git clone")
        {
            continue;
        }
        let command = command.replace("cargo run --release --", "polcheck");
        let ran = Command::new("sh")
            .args(["-c", &format!("({command}) 2>&1")])
            .current_dir(folder.path())
            .env("PATH", &path)
            .env("LC_ALL", "C.UTF-8")
            .env_remove("LANG")
            .env_remove("LC_MESSAGES")
            .output()
            .unwrap();
        let printed = String::from_utf8(ran.stdout).unwrap();
        let mut actual: Vec<String> = printed.lines().map(|line| line.trim_end().to_string()).collect();
        let mut expected = output;
        for lines in [&mut actual, &mut expected] {
            while lines.last().is_some_and(String::is_empty) {
                lines.pop();
            }
        }
        if expected.is_empty() {
            // shown for its name only: it must run
            assert!(matches!(ran.status.code(), Some(0 | 1)), "README.md:{line}: `{command}`: {:?}", ran.status);
            continue;
        }
        assert!(
            fits(&expected, &actual),
            "README.md:{line}: `{command}` prints\n{}\nand not\n{}",
            actual.join("\n"),
            expected.join("\n")
        );
    }
}
