//! The stages of the program know only those before them, as ARCHITECTURE.md says: read off the `use` lines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The modules from the lowest to the highest. A module may use those of earlier lines.
const LAYERS: [&[&str]; 11] = [
    &["value", "diagnostic"],
    &["syntax"],
    &["format", "check"],
    &["plan"],
    &["eval"],
    &["calendar", "identity"],
    &["region", "cases"],
    &["explain"],
    &["batch", "schedule", "analysis", "doc", "schema"],
    &["testing", "diff", "readings", "interview", "ledger", "worklist"],
    &["output"],
];

/// The command line lies above all.
const TOP: &str = "cli";

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file: its path within `src`, and its lines of code without comments and inline tests.
fn sources() -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![source_folder()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(source_folder()).unwrap().to_string_lossy().replace('\\', "/");
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap();
                let lines = code.lines().map(|line| line.split("//").next().unwrap().to_string()).collect();
                found.insert(name, lines);
            }
        }
    }
    assert!(found.len() > 100);
    found
}

/// The module of a file: `cases/csv.rs` belongs to `cases`.
fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules that a line of code names by their path from the crate's root.
fn named(line: &str) -> Vec<&str> {
    let word = |rest: &'_ str| rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let paths = line.split("crate::").skip(1);
    paths.map(|rest| &rest[..word(rest)]).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_module_has_a_layer() {
    let mut known: Vec<&str> = LAYERS.iter().copied().flatten().copied().chain([TOP, "lib", "main"]).collect();
    known.sort_unstable();
    let sources = sources();
    let mut found: Vec<&str> = sources.keys().map(|file| module(file)).collect();
    found.dedup();
    assert_eq!(found, known);
}

#[test]
fn imports_point_one_way() {
    let mut violations = Vec::new();
    for (file, lines) in sources() {
        let own = module(&file);
        let Some(own_layer) = layer(own) else { continue };
        for (number, line) in lines.iter().enumerate() {
            for used in named(line) {
                let below = layer(used).is_some_and(|used| used < own_layer);
                if used != own && !below {
                    violations.push(format!("{file}:{}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

/// Lines outside `allowed` that have one of the words.
fn found_outside(allowed: &[&str], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (file, lines) in sources() {
        if allowed.contains(&module(&file)) || allowed.contains(&file.as_str()) {
            continue;
        }
        let has_word = |line: &&String| words.iter().any(|word| line.contains(word));
        found.extend(lines.iter().filter(has_word).map(|line| format!("{file}: {}", line.trim())));
    }
    found
}

#[test]
fn only_syntax_names_the_parser_generator() {
    assert_eq!(found_outside(&["syntax"], &["pest", "Rule::", "Pair<"]), Vec::<String>::new());
}

#[test]
fn only_the_command_line_prints_and_exits() {
    let words = ["println!", "print!(", "eprint", "stdout()", "stderr()", "process::", "std::env"];
    assert_eq!(found_outside(&["cli", "main.rs"], &words), Vec::<String>::new());
}

#[test]
fn only_the_command_line_opens_files() {
    assert_eq!(found_outside(&["cli"], &["std::fs", "fs::read", "File::open", "stdin()"]), Vec::<String>::new());
}

/// No clock, no randomness and no order of hashes reaches a result.
#[test]
fn nothing_asks_for_the_time() {
    let words = ["SystemTime", "Instant::now", "Local::now", "Utc::now", "rand::"];
    assert_eq!(found_outside(&[], &words), Vec::<String>::new());
}

/// Rules live in policies: the program names no benefit, register, district, clause or amount of the notice. The command
/// line's help and one message show what a clause looks like.
#[test]
fn the_program_does_not_know_the_notice() {
    let words = ["武隆", "生活补贴", "护理补贴", "附件", "低保", "特困", "养老", "孤儿", "抚恤", "工伤", "户籍"];
    let mut found = found_outside(&["cli"], &words);
    found.retain(|line| words.iter().any(|word| line.replace("附件2·一·1", "").contains(word)));
    assert_eq!(found, Vec::<String>::new());
}
