//! The formats of a report that people read or programs parse.

use super::outcome::Failure;
use super::output::visible;
use super::run::no_format;
use super::settings::Settings;
use crate::output::listing::Listing;
use clap::ValueEnum;
use serde_json::{Map, Value as Json};
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

/// The formats of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Pretty,
    Csv,
    Json,
    Jsonl,
    Markdown,
}

impl ListFormat {
    /// The format asked for, else what the file's extension says; on the terminal a table, else CSV.
    pub(super) fn chosen(
        asked: Option<ListFormat>,
        output: Option<&Path>,
        settings: &Settings,
    ) -> Result<ListFormat, Failure> {
        if let Some(format) = asked {
            return Ok(format);
        }
        let Some(path) = output else {
            return Ok(if settings.is_terminal() { ListFormat::Pretty } else { ListFormat::Csv });
        };
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
        match extension.as_str() {
            "csv" => Ok(ListFormat::Csv),
            "json" => Ok(ListFormat::Json),
            "jsonl" | "ndjson" => Ok(ListFormat::Jsonl),
            "md" | "markdown" => Ok(ListFormat::Markdown),
            "txt" => Ok(ListFormat::Pretty),
            _ => Err(no_format(path)),
        }
    }

    /// A list in this format; `head` leads a JSON document.
    pub(super) fn render(self, listing: &Listing, head: Map<String, Json>, settings: &Settings) -> Vec<u8> {
        let lang = settings.result_lang();
        match self {
            ListFormat::Pretty => visible(&listing.table(lang, settings.width())).into_owned().into_bytes(),
            ListFormat::Csv => listing.csv(lang),
            ListFormat::Json => listing.json(head, lang).into_bytes(),
            ListFormat::Jsonl => listing.json_lines(lang).into_bytes(),
            ListFormat::Markdown => listing.markdown(lang).into_bytes(),
        }
    }
}
