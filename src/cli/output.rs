//! Which files may be written, and text that may go to a terminal.

use super::input::reason_zh;
use super::outcome::Failure;
use super::settings::Settings;
use super::target::Target;
use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Refuses targets that would replace a file being read, or each other, or without `--force` any file.
pub(super) fn allow(sources: &[&Path], targets: &[&Path], settings: &Settings) -> Result<(), Failure> {
    keep(sources, targets)?;
    targets.iter().try_for_each(|target| fresh(target, settings))
}

/// Without `--force` a file that is there stays as it is.
pub(super) fn fresh(target: &Path, settings: &Settings) -> Result<(), Failure> {
    // a device or a pipe is written to, not replaced
    let is_taken = std::fs::metadata(target).is_ok_and(|metadata| metadata.is_file());
    if settings.force() || !is_taken {
        return Ok(());
    }
    let shown = target.display();
    Err(Failure::new(
        format!("{shown} 已经有了，没有动它；要覆盖就加上 --force，或者换一个文件名"),
        format!("{shown} is there already and was left alone; add --force to replace it, or choose another name"),
    ))
}

/// Refuses targets that would replace a file being read, or each other.
pub(super) fn keep(sources: &[&Path], targets: &[&Path]) -> Result<(), Failure> {
    let files = sources.iter().filter(|source| **source != Path::new("-"));
    let mut taken: Vec<PathBuf> = files.filter_map(|source| canonical(source)).collect();
    let read = taken.len();
    for target in targets {
        let Some(path) = canonical(target) else { continue };
        let shown = target.display();
        match taken.iter().position(|taken| *taken == path) {
            Some(source) if source < read => {
                return Err(Failure::new(
                    format!("{shown} 是要读的文件，不能把结果写在上面；换一个文件名"),
                    format!("{shown} is read, so results cannot replace it; choose another name"),
                ));
            }
            Some(_) => {
                return Err(Failure::new(
                    format!("两样结果不能都写到 {shown}；换一个文件名"),
                    format!("two results cannot both be written to {shown}; choose another name"),
                ));
            }
            None => taken.push(path),
        }
    }
    Ok(())
}

/// Where a path leads, whether or not there is a file yet.
fn canonical(path: &Path) -> Option<PathBuf> {
    std::fs::canonicalize(path)
        .ok()
        .or_else(|| Some(std::fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?)))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Text for a terminal: control characters, which could steer it, become visible signs; line breaks stay.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let steers =
        |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let sign = |c: char| match c {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7F}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    };
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if steers(c) { sign(c) } else { c }).collect())
}

/// Replaces a file's contents as a whole.
pub(super) fn replace(path: &Path, contents: &[u8]) -> Result<(), Failure> {
    write(Some(path), contents)
}

/// Writes a result to a file as a whole, or to stdout.
pub(super) fn write(path: Option<&Path>, contents: &[u8]) -> Result<(), Failure> {
    let mut target = Target::open(path)?;
    let written = target.write_all(contents);
    target.end(written).map(|_| ())
}

/// Why a file could not be written.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("写不了 {}：{}", path.display(), reason_zh(error)),
        format!("cannot write {}: {error}", path.display()),
    )
}
