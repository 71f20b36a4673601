//! Every mistake that the program knows has a fixture, sorted by the stage that finds it, and a snapshot of what is said
//! about it in both languages. A fixture is named after its code and yields that code alone.
//!
//! After a wanted change: `cargo insta review`, or `INSTA_UPDATE=always cargo test diagnostics`; review the diff.

use polcheck::diagnostic::pages;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder(stage: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(stage)
}

/// The fixtures of a stage by name, such as `N201-nearly-right.pol`.
fn fixtures(stage: &str) -> Vec<String> {
    let names =
        std::fs::read_dir(folder(stage)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_fixture = |name: &String| {
        !name.contains(".snap") && name.contains('-') && name.starts_with(|first: char| first.is_ascii_uppercase())
    };
    let mut names: Vec<String> = names.filter(is_fixture).collect();
    names.sort();
    names
}

/// What the program says on stderr (`test`: on stdout), called in the fixture's folder without color or locale.
fn said(stage: &str, arguments: &[&str], lang: &str) -> String {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_polcheck"));
    command.current_dir(folder(stage)).env_clear().env("NO_COLOR", "1").args(arguments).args(["--lang", lang]);
    let output = command.output().unwrap();
    let text = String::from_utf8(if arguments[0] == "test" { output.stdout } else { output.stderr }).unwrap();
    // a notice alone is no finding
    let notices = ["[D704]", "[D721]", "[D730]", "[D731]", "[L506]", "[L507]", "[X609]"];
    let notice = notices.iter().any(|code| text.contains(code));
    assert_eq!(output.status.code(), Some(i32::from(!notice)), "{arguments:?}: {text}");
    text
}

/// The codes in brackets: `错误[N201]`.
fn codes(text: &str) -> BTreeSet<&str> {
    let inside = text.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(inside, _)| inside);
    inside.filter(|inside| pages().iter().any(|page| page.code == *inside)).collect()
}

/// The text of a fixture; of a folder, that of its files.
fn source(path: &Path) -> String {
    if !path.is_dir() {
        // what is no text is described by its name
        return String::from_utf8(std::fs::read(path).unwrap()).unwrap_or_else(|_| "──".to_string());
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let text = |file: &PathBuf| {
        format!("── {}\n{}", file.file_name().unwrap().display(), std::fs::read_to_string(file).unwrap())
    };
    files.iter().map(text).collect()
}

/// Compares what is said about each fixture of a stage with its snapshot.
fn snapshots(stage: &str, arguments: impl Fn(&str) -> Vec<&str>) {
    for name in fixtures(stage) {
        let code = name.split('-').next().unwrap();
        let source = source(&folder(stage).join(&name));
        let [zh, en] = ["zh", "en"].map(|lang| said(stage, &arguments(&name), lang));
        assert_eq!(codes(&zh), BTreeSet::from([code]), "{name}: {zh}");
        assert_eq!(codes(&en), codes(&zh), "{name}: {en}");
        let text = format!("{}\n\n──── zh\n{}\n\n──── en\n{}", source.trim_end(), zh.trim_end(), en.trim_end());
        insta::with_settings!({
            snapshot_path => folder(stage),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem), text);
        });
    }
}

#[test]
fn syntax() {
    snapshots("syntax", |name| vec!["check", name]);
}

#[test]
fn meaning() {
    snapshots("check", |name| vec!["check", name, "--on", "2024-01-01"]);
}

#[test]
fn data() {
    snapshots("data", |name| vec!["run", "policy.pol", name, "--month", "2023-03"]);
}

#[test]
fn tests_of_policies() {
    snapshots("testing", |name| vec!["test", name]);
}

#[test]
fn every_code_has_a_fixture() {
    let fixtures: BTreeSet<String> = ["syntax", "check", "data", "testing"]
        .iter()
        .flat_map(|stage| fixtures(stage))
        .map(|name| name.split('-').next().unwrap().to_string())
        .collect();
    let codes: BTreeSet<String> = pages().iter().map(|page| page.code.to_string()).collect();
    assert_eq!(fixtures, codes);
}
