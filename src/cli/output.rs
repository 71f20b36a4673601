//! Writing files: beside their target first, then renamed, so that an interrupt leaves nothing half-written.

use super::outcome::Failure;
use super::policy::reason_zh;
use std::io::Write;
use std::path::Path;

/// Replaces a file's contents as a whole.
pub(super) fn replace(path: &Path, contents: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let permissions = std::fs::metadata(path).ok().map(|metadata| metadata.permissions());
    let written =
        tempfile::Builder::new().prefix(".polcheck-").permissions_of(permissions).tempfile_in(folder).and_then(
            |mut file| {
                file.write_all(contents)?;
                file.persist(path).map_err(|error| error.error)
            },
        );
    written.map(|_| ()).map_err(|error| {
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
