//! Where a result is written: a file beside its target, renamed at the end, so that an interrupt leaves what was there
//! before; a device or a pipe; or stdout.
//!
//! The file beside it is hidden, and locked while it is written. What an interrupted run left is not locked: the next to
//! write to the folder clears it away.

use super::input::reason_zh;
use super::outcome::{Failure, Outcome};
use super::output::{folder_of, unwritable};
use std::fs::{File, Permissions};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How the names of files begin that are being written.
const BEGUN: &str = ".polcheck-";

/// Bytes held before they are written.
const HELD: usize = 1 << 18;

/// Something being written. Unless [`Target::end`] is reached, the file that was there stays as it was.
pub(super) struct Target {
    /// none: stdout
    path: Option<PathBuf>,
    sink: Sink,
}

enum Sink {
    Beside(BufWriter<NamedTempFile>),
    /// a device or a pipe is written to, not replaced
    Special(BufWriter<File>),
    Stdout(BufWriter<Stdout>),
}

impl Target {
    /// Begins to write a file, or to stdout.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn open(path: Option<&Path>) -> Result<Target, Failure> {
        let Some(path) = path else {
            return Ok(Target { path: None, sink: Sink::Stdout(BufWriter::with_capacity(HELD, io::stdout())) });
        };
        let folder = folder_of(path);
        if !folder.exists() {
            return Err(Failure::new(
                format!("写不了 {}：文件夹 {} 不存在", path.display(), folder.display()),
                format!("cannot write {}: there is no folder {}", path.display(), folder.display()),
            ));
        }
        let sink = sink(path, folder).map_err(|error| unwritable(path, &error))?;
        Ok(Target { path: Some(path.to_path_buf()), sink })
    }

    /// Ends the file if all was `written`, and only then puts it in its place. Whoever reads stdout may go away before the
    /// end (`| head`), which is no failure.
    ///
    /// # Errors
    /// When something could not be written.
    pub(super) fn end(self, written: io::Result<()>) -> Result<Outcome, Failure> {
        let Target { path, sink } = self;
        let ended = written.and_then(|()| match sink {
            Sink::Stdout(mut out) => out.flush(),
            Sink::Special(mut file) => file.flush(),
            Sink::Beside(file) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                match &path {
                    Some(path) => file.persist(path).map(|_| ()).map_err(|error| error.error),
                    None => Ok(()),
                }
            }
        });
        match (ended, path) {
            (Ok(()), _) => Ok(Outcome::Clean),
            (Err(error), None) if error.kind() == ErrorKind::BrokenPipe => Ok(Outcome::Clean),
            (Err(error), None) => Err(Failure::new(
                format!("写不了标准输出：{}", reason_zh(&error)),
                format!("cannot write to stdout: {error}"),
            )),
            (Err(error), Some(path)) => Err(unwritable(&path, &error)),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Beside(file) => file.write(bytes),
            Sink::Special(file) => file.write(bytes),
            Sink::Stdout(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Beside(file) => file.flush(),
            Sink::Special(file) => file.flush(),
            Sink::Stdout(out) => out.flush(),
        }
    }
}

fn sink(path: &Path, folder: &Path) -> io::Result<Sink> {
    let known = std::fs::metadata(path).ok();
    if known.as_ref().is_some_and(|known| !known.is_file() && !known.is_dir()) {
        return Ok(Sink::Special(BufWriter::with_capacity(HELD, File::create(path)?)));
    }
    if known.as_ref().is_some_and(std::fs::Metadata::is_dir) {
        return Err(ErrorKind::IsADirectory.into());
    }
    clear(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(BEGUN);
    if let Some(permissions) = permissions(known.map(|known| known.permissions())) {
        builder.permissions(permissions);
    }
    let file = builder.tempfile_in(folder)?;
    // a system without locks only never clears
    let _ = file.as_file().try_lock();
    Ok(Sink::Beside(BufWriter::with_capacity(HELD, file)))
}

/// Removes what interrupted runs have left. A file that nothing was written to may have been begun just now.
fn clear(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(BEGUN)) {
        let path = path.path();
        let is_left = File::open(&path).is_ok_and(|file| {
            file.metadata().is_ok_and(|known| known.is_file() && known.len() > 0) && file.try_lock().is_ok()
        });
        if is_left {
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Those of the file that will be replaced, or those of an ordinary new file.
#[cfg(unix)]
fn permissions(known: Option<Permissions>) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    // the process's umask applies
    known.or_else(|| Some(Permissions::from_mode(0o666)))
}

#[cfg(not(unix))]
fn permissions(known: Option<Permissions>) -> Option<Permissions> {
    known
}
