//! Writing files: beside their target first, then renamed, so that an interrupt leaves nothing half-written.

use super::input::reason_zh;
use super::outcome::Failure;
use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

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

fn folder_of(path: &Path) -> &Path {
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
    let folder = folder_of(path);
    if !folder.exists() {
        return Err(Failure::new(
            format!("写不了 {}：文件夹 {} 不存在", path.display(), folder.display()),
            format!("cannot write {}: there is no folder {}", path.display(), folder.display()),
        ));
    }
    let permissions = std::fs::metadata(path).ok().map(|metadata| metadata.permissions());
    // a device or a pipe is written to, not replaced
    let special = std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
    let written = if special {
        std::fs::write(path, contents)
    } else {
        tempfile::Builder::new().prefix(".polcheck-").permissions_of(permissions).tempfile_in(folder).and_then(
            |mut file| {
                file.write_all(contents)?;
                file.persist(path).map_err(|error| error.error).map(|_| ())
            },
        )
    };
    written.map_err(|error| {
        Failure::new(
            format!("写不了 {}：{}", path.display(), reason_zh(&error)),
            format!("cannot write {}: {error}", path.display()),
        )
    })
}

/// Gives a temporary file the permissions of the file it will replace, or those of an ordinary new file.
trait PermissionsOf {
    fn permissions_of(&mut self, permissions: Option<std::fs::Permissions>) -> &mut Self;
}

impl PermissionsOf for tempfile::Builder<'_, '_> {
    fn permissions_of(&mut self, permissions: Option<std::fs::Permissions>) -> &mut Self {
        if let Some(permissions) = permissions {
            return self.permissions(permissions);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // the process's umask applies
            self.permissions(std::fs::Permissions::from_mode(0o666))
        }
        #[cfg(not(unix))]
        self
    }
}
