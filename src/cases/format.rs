//! The formats of case files.

use super::Unreadable;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Json,
    JsonLines,
    Yaml,
}

impl Format {
    /// By the file name's extension.
    pub fn from_path(path: &Path) -> Result<Format, Unreadable> {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match extension.as_str() {
            "csv" => Ok(Format::Csv),
            "json" => Ok(Format::Json),
            "jsonl" | "ndjson" => Ok(Format::JsonLines),
            "yaml" | "yml" => Ok(Format::Yaml),
            "xls" | "xlsx" | "et" => Err(Unreadable::Workbook { file: path.display().to_string() }),
            _ => Err(Unreadable::UnknownFormat { file: path.display().to_string() }),
        }
    }

    /// The most bytes that are read: documents that are held in memory as a tree have a lower limit.
    pub(super) fn limit(self) -> usize {
        const MEBIBYTE: usize = 1 << 20;
        match self {
            Format::Csv | Format::JsonLines => 4096 * MEBIBYTE,
            Format::Json => 512 * MEBIBYTE,
            Format::Yaml => 64 * MEBIBYTE,
        }
    }
}
