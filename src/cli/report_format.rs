//! The formats of a report that people read or programs parse.

use super::list_format::{ListFormat, not_for_terminal};
use super::outcome::Failure;
use super::run::no_format;
use super::settings::Settings;
use clap::ValueEnum;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Pretty,
    Markdown,
    Json,
    Csv,
    /// Excel、WPS 工作簿
    Xlsx,
    #[cfg(feature = "parquet")]
    Parquet,
}

impl ReportFormat {
    /// The format asked for, else what the file's extension says; on the terminal, text.
    pub(super) fn chosen(
        asked: Option<ReportFormat>,
        output: Option<&Path>,
        settings: &Settings,
    ) -> Result<ReportFormat, Failure> {
        let Some(path) = output.filter(|_| asked.is_none()) else {
            let format = asked.unwrap_or(ReportFormat::Pretty);
            return match format.list().map(ListFormat::extension) {
                Some(extension @ ("xlsx" | "parquet")) if output.is_none() && settings.is_terminal() => {
                    Err(not_for_terminal(extension))
                }
                _ => Ok(format),
            };
        };
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
        match extension.as_str() {
            "csv" => Ok(ReportFormat::Csv),
            "json" => Ok(ReportFormat::Json),
            "md" | "markdown" => Ok(ReportFormat::Markdown),
            "txt" => Ok(ReportFormat::Pretty),
            "xlsx" => Ok(ReportFormat::Xlsx),
            #[cfg(feature = "parquet")]
            "parquet" => Ok(ReportFormat::Parquet),
            _ => Err(no_format(path)),
        }
    }

    /// The format of the report's list, if it is one of a list.
    pub(super) fn list(self) -> Option<ListFormat> {
        match self {
            ReportFormat::Pretty | ReportFormat::Markdown | ReportFormat::Json => None,
            ReportFormat::Csv => Some(ListFormat::Csv),
            ReportFormat::Xlsx => Some(ListFormat::Xlsx),
            #[cfg(feature = "parquet")]
            ReportFormat::Parquet => Some(ListFormat::Parquet),
        }
    }
}
