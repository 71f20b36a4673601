//! Which files hold tests, and which policy each is for.

use crate::cli::input::reason_zh;
use crate::cli::outcome::Failure;
use std::path::{Path, PathBuf};

/// A file with tests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TestFile {
    Policy(PathBuf),
    /// examples beside a policy; none: there is no policy that it could be for
    Examples(PathBuf, Option<PathBuf>),
    /// the policy beside it, which the file itself may replace by another
    Yaml(PathBuf, Option<PathBuf>),
}

impl TestFile {
    fn path(&self) -> &Path {
        match self {
            TestFile::Policy(path) | TestFile::Examples(path, _) | TestFile::Yaml(path, _) => path,
        }
    }
}

const EXAMPLES: [&str; 2] = [".用例.pol", ".examples.pol"];
const YAML: [&str; 6] = [".用例.yaml", ".用例.yml", ".examples.yaml", ".examples.yml", ".test.yaml", ".test.yml"];

/// Folders nested deeper than this are not searched.
const MAX_FOLDER_DEPTH: usize = 16;

/// The name of a file before one of some endings.
fn stem<'p>(path: &'p Path, endings: &[&str]) -> Option<&'p str> {
    let name = path.file_name()?.to_str()?;
    endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|stem| !stem.is_empty())
}

/// A file of examples beside a policy.
pub(in crate::cli) fn is_examples(path: &Path) -> bool {
    stem(path, &EXAMPLES).is_some()
}

fn is_policy(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "pol") && !is_examples(path)
}

/// A path as a file with tests, if its name says that it is one.
fn of(path: &Path) -> Option<TestFile> {
    if is_examples(path) {
        Some(TestFile::Examples(path.to_path_buf(), policy_beside(path)))
    } else if stem(path, &YAML).is_some() {
        Some(TestFile::Yaml(path.to_path_buf(), policy_beside(path)))
    } else {
        is_policy(path).then(|| TestFile::Policy(path.to_path_buf()))
    }
}

/// The policy in the same folder with whose name the file's name begins; of several the longest name.
pub(super) fn policy_beside(path: &Path) -> Option<PathBuf> {
    let stem = stem(path, &EXAMPLES).or_else(|| stem(path, &YAML))?;
    let policies = entries(folder(path)).ok()?.into_iter().filter(|path| is_policy(path));
    let name = |policy: &PathBuf| policy.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_string();
    let fits = policies.filter(|policy| stem.starts_with(&name(policy)));
    let found = fits.max_by_key(|policy| name(policy).len())?;
    Some(found.strip_prefix(".").map_or(found.clone(), Path::to_path_buf))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The files with tests under some paths, each once, in order of name. A policy brings those beside it along.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<TestFile>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            search(path, 0, &mut found)?;
        } else if is_policy(path) {
            found.push(TestFile::Policy(path.clone()));
            let beside = entries(folder(path))?.into_iter().filter(|file| !is_policy(file));
            let shown = |file: PathBuf| match path.parent() {
                Some(parent) => parent.join(file.file_name().unwrap_or_default()),
                None => file,
            };
            found.extend(beside.filter_map(|file| of(&shown(file))).filter(|file| is_for(file, path)));
        } else {
            let file = of(path).ok_or_else(|| {
                let shown = path.display();
                Failure::new(
                    format!("{shown} 不是政策或测试文件；测试文件名如 某政策.用例.pol、某政策.用例.yaml"),
                    format!("{shown} is neither a policy nor a test file, such as NAME.examples.pol or NAME.test.yaml"),
                )
            })?;
            found.push(file);
        }
    }
    found.sort_by(|one, other| one.path().cmp(other.path()));
    found.dedup();
    Ok(found)
}

fn is_for(file: &TestFile, policy: &Path) -> bool {
    match file {
        TestFile::Policy(_) => false,
        TestFile::Examples(_, beside) | TestFile::Yaml(_, beside) => {
            beside.as_ref().is_some_and(|beside| beside.file_name() == policy.file_name())
        }
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| {
        Failure::new(
            format!("读不了文件夹 {}：{}", folder.display(), reason_zh(&error)),
            format!("cannot read the folder {}: {error}", folder.display()),
        )
    })?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn search(folder: &Path, depth: usize, found: &mut Vec<TestFile>) -> Result<(), Failure> {
    for path in entries(folder)? {
        if !path.is_dir() {
            found.extend(of(path.strip_prefix(".").unwrap_or(&path)));
        } else if depth < MAX_FOLDER_DEPTH {
            search(&path, depth + 1, found)?;
        }
    }
    Ok(())
}
