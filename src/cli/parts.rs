//! A result in several files, one for each value of a column.

use super::input::reason_zh;
use super::outcome::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The name of the file for a blank value.
const BLANK: &str = "未填写";

/// Longest name of a file without its extension, in characters.
const LONGEST: usize = 60;

/// For each value a file name that every system accepts; names that would be the same are numbered.
pub(super) fn file_names<'v>(values: impl Iterator<Item = &'v str>, extension: &str) -> Vec<(String, String)> {
    let values: BTreeSet<&str> = values.collect();
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::new();
    for value in values {
        let safe = safe_name(value);
        let count = used.entry(safe.to_lowercase()).or_default();
        *count += 1;
        let name = if *count == 1 { safe } else { format!("{safe}（{count}）") };
        names.push((value.to_string(), format!("{name}.{extension}")));
    }
    names
}

/// Signs that some system does not allow in names become `_`.
fn safe_name(value: &str) -> String {
    let sign = |c: char| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c };
    let name: String = value.trim().chars().map(sign).take(LONGEST).collect();
    let name = name.trim_matches([' ', '.']);
    if name.is_empty() { BLANK.to_string() } else { name.to_string() }
}

/// Makes the folder unless it is there.
pub(super) fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::new(
            format!("建不了文件夹 {}：{}", folder.display(), reason_zh(&error)),
            format!("cannot make the folder {}: {error}", folder.display()),
        )
    })
}
