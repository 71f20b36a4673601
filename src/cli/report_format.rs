//! The formats of a report that people read or programs parse.

use super::outcome::Failure;
use super::run::no_format;
use clap::ValueEnum;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Pretty,
    Markdown,
    Json,
    Csv,
}

impl ReportFormat {
    /// The format asked for, else what the file's extension says; on the terminal, text.
    pub(super) fn chosen(asked: Option<ReportFormat>, output: Option<&Path>) -> Result<ReportFormat, Failure> {
        let Some(path) = output.filter(|_| asked.is_none()) else {
            return Ok(asked.unwrap_or(ReportFormat::Pretty));
        };
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
        match extension.as_str() {
            "csv" => Ok(ReportFormat::Csv),
            "json" => Ok(ReportFormat::Json),
            "md" | "markdown" => Ok(ReportFormat::Markdown),
            "txt" => Ok(ReportFormat::Pretty),
            _ => Err(no_format(path)),
        }
    }
}
