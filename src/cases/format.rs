//! The formats of case files.

use super::Unreadable;
use std::path::Path;

/// The path without `.gz` or `.zst`.
pub(crate) fn unpacked_name(path: &Path) -> &Path {
    let packed = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz") || end.eq_ignore_ascii_case("zst"));
    match path.file_stem() {
        Some(stem) if packed => Path::new(stem),
        _ => path,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Json,
    JsonLines,
    Yaml,
    /// .xlsx, .xlsm, .xlsb, .xls, .et, .ods
    Workbook,
    Parquet,
}

impl Format {
    /// By the file name's extension; `.gz` and `.zst` after it say that the file is packed.
    pub fn from_path(path: &Path) -> Result<Format, Unreadable> {
        let inner = unpacked_name(path);
        let extension = inner.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match extension.as_str() {
            "csv" => Ok(Format::Csv),
            "json" => Ok(Format::Json),
            "jsonl" | "ndjson" => Ok(Format::JsonLines),
            "yaml" | "yml" => Ok(Format::Yaml),
            "xlsx" | "xlsm" | "xlsb" | "xls" | "et" | "ods" => Ok(Format::Workbook),
            "parquet" => Ok(Format::Parquet),
            _ => Err(Unreadable::UnknownFormat { file: path.display().to_string() }),
        }
    }

    /// The most bytes that are read: documents that are held in memory as a tree have a lower limit.
    pub(super) fn limit(self) -> usize {
        const MEBIBYTE: usize = 1 << 20;
        match self {
            Format::Csv | Format::JsonLines | Format::Workbook | Format::Parquet => 4096 * MEBIBYTE,
            Format::Json => 512 * MEBIBYTE,
            Format::Yaml => 64 * MEBIBYTE,
        }
    }
}
