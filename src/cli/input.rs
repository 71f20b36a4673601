//! Reading files, or stdin where the path is `-`.

use std::io::Read;
use std::path::Path;

pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// A file's bytes.
pub(super) fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if !is_stdin(path) {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why a file could not be opened, in Chinese.
pub(super) fn reason_zh(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件".to_string(),
        std::io::ErrorKind::PermissionDenied => "没有权限".to_string(),
        std::io::ErrorKind::IsADirectory => "这是一个文件夹".to_string(),
        std::io::ErrorKind::StorageFull => "磁盘满了".to_string(),
        std::io::ErrorKind::QuotaExceeded => "用完了磁盘配额".to_string(),
        std::io::ErrorKind::ReadOnlyFilesystem => "这个磁盘只能读".to_string(),
        _ => error.to_string(),
    }
}
