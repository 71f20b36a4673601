//! The formats of a list, and writing one.

use super::outcome::Failure;
use super::output;
use super::run::no_format;
use super::settings::{Settings, print};
use crate::output::Report;
use clap::ValueEnum;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Pretty,
    Csv,
    Json,
    Jsonl,
    Markdown,
}

impl ListFormat {
    /// The format asked for, else what the file's extension says; on the terminal text, else CSV.
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

    pub(super) fn extension(self) -> &'static str {
        match self {
            ListFormat::Csv => "csv",
            ListFormat::Json => "json",
            ListFormat::Jsonl => "jsonl",
            ListFormat::Markdown => "md",
            ListFormat::Pretty => "txt",
        }
    }

    /// The bytes of a list. `policy` and `of` head the JSON document; `pretty` says it in words.
    pub(super) fn bytes(
        self,
        report: &Report,
        policy: &str,
        of: &[(&str, String)],
        settings: &Settings,
        pretty: impl FnOnce() -> String,
    ) -> Vec<u8> {
        match self {
            ListFormat::Csv => report.csv(settings.result_lang()),
            ListFormat::Json => report.json(policy, of).into_bytes(),
            ListFormat::Jsonl => report.json_lines().into_bytes(),
            ListFormat::Markdown => report.markdown(settings.result_lang()).into_bytes(),
            ListFormat::Pretty => output::visible(&pretty()).into_owned().into_bytes(),
        }
    }
}

/// Writes a result to the file asked for, else to stdout.
pub(super) fn write(output: Option<&Path>, result: &[u8]) -> Result<(), Failure> {
    match output {
        Some(path) => output::replace(path, result),
        None => {
            print(&String::from_utf8_lossy(result));
            Ok(())
        }
    }
}

/// Headers of columns, each once.
pub(super) fn distinct<'c>(columns: impl Iterator<Item = &'c String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for column in columns.map(|column| column.trim()).filter(|column| !column.is_empty()) {
        if !distinct.iter().any(|known| known == column) {
            distinct.push(column.to_string());
        }
    }
    distinct
}
