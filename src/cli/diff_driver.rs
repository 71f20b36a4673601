//! `polcheck diff --git-driver`: one changed file, as `git diff` hands it over.

use super::cases;
use super::diff::Args;
use super::editions::{Edition, compare, plans, read_by_both};
use super::input;
use super::outcome::{Failure, Outcome, Result};
use super::output::visible;
use super::settings::{Settings, print};
use crate::diagnostic::Lang;
use crate::output::diff::pretty;
use similar::TextDiff;
use std::path::{Path, PathBuf};

/// Git gives `path old-file old-hex old-mode new-file new-hex new-mode`, for a renamed file also its new path and what
/// became of it, and for one that is not merged only the path. It stops at any exit code but 0, so a version with
/// errors is no failure: the text is compared instead.
pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let files: Vec<&Path> = args.policies.iter().map(PathBuf::as_path).collect();
    match files.as_slice() {
        [path] => {
            let shown = path.display();
            print(&match settings.result_lang() {
                Lang::Zh => format!("{shown}：有冲突，尚未合并\n"),
                Lang::En => format!("{shown}: not merged yet\n"),
            })?;
        }
        [path, old, old_hex, _, new, new_hex, _, rest @ ..] => {
            let (path, new_path) = (path.display().to_string(), rest.first().map(|path| path.display().to_string()));
            let old = edition(old, &path, old_hex)?;
            let new = edition(new, new_path.as_deref().unwrap_or(&path), new_hex)?;
            print(&visible(&shown(args, &old, &new, settings)))?;
        }
        _ => {
            return Err(Failure::new(
                "--git-driver 由 git 调用；设置方法：git config diff.polcheck.command \"polcheck diff --git-driver\"",
                "--git-driver is called by git; set it up with: git config diff.polcheck.command \"polcheck diff --git-driver\"",
            ));
        }
    }
    Ok(Outcome::Clean)
}

/// A side that git has put into a file; none where the file was added or removed.
fn edition(file: &Path, path: &str, hex: &Path) -> std::result::Result<Option<Edition>, Failure> {
    if file == Path::new("/dev/null") || file == Path::new("nul") {
        return Ok(None);
    }
    let hex = hex.display().to_string();
    // a file of the work tree has no number, or only zeros
    let number = hex.get(..7).filter(|_| hex.chars().any(|c| c.is_ascii_hexdigit() && c != '0'));
    let bytes = input::bytes(file).map_err(|error| {
        Failure::new(format!("读不了 {path}：{}", input::reason_zh(&error)), format!("cannot read {path}: {error}"))
    })?;
    // whatever else GIT_EXTERNAL_DIFF hands over is compared by lines
    let source = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Some(Edition { source, file: path.to_string(), revision: number.map(str::to_string) }))
}

fn shown(args: &Args, old: &Option<Edition>, new: &Option<Edition>, settings: &Settings) -> String {
    let zh = settings.result_lang() == Lang::Zh;
    match (old, new) {
        (Some(old), Some(new)) if old.file.ends_with(".pol") && new.file.ends_with(".pol") => {
            compared(args, old, new, settings).unwrap_or_else(|failure| {
                settings.say(&failure.0);
                lines(old, new)
            })
        }
        (Some(old), Some(new)) => lines(old, new),
        (None, Some(new)) if zh => format!("新增 {}\n", new.file),
        (None, Some(new)) => format!("added {}\n", new.file),
        (Some(old), None) if zh => format!("删去 {}\n", old.file),
        (Some(old), None) => format!("removed {}\n", old.file),
        (None, None) => String::new(),
    }
}

fn compared(args: &Args, old: &Edition, new: &Edition, settings: &Settings) -> std::result::Result<String, Failure> {
    let (old_plan, new_plan) = plans(old, new, &args.reading, settings)?;
    let (mut comparison, atlas) = compare(old, new, &old_plan, &new_plan);
    if let (Some(path), Some(month)) = (&args.cases, args.month) {
        let file = cases::File::open(path, args.input_format, &args.lists, settings)?;
        let read = read_by_both(&file, month, (old, &old_plan), (new, &new_plan))?;
        read.add_to(&mut comparison, month, (&old_plan, &new_plan), &atlas);
    }
    Ok(pretty(&comparison, &new_plan, settings.readers()) + "\n")
}

/// The lines that differ.
fn lines(old: &Edition, new: &Edition) -> String {
    let (before, after) = (format!("a/{}", old.file), format!("b/{}", new.file));
    TextDiff::from_lines(&old.source, &new.source).unified_diff().header(&before, &after).to_string()
}
