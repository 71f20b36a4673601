//! The formats of a list, and writing one.

use super::cases::InputFormat;
use super::lists::ListArgs;
use super::outcome::Failure;
use super::output;
use super::run::{no_format, parse_reading};
use super::settings::{Settings, print};
use crate::output::Report;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Pretty,
    Csv,
    Json,
    Jsonl,
    Markdown,
}

/// What a command that lists something of policy and cases is told: what it reads, and where the list goes.
#[derive(Debug, clap::Args)]
pub(super) struct ListCommand {
    /// 结果写到这个文件；不写 --format 时按扩展名定格式
    #[arg(short, long, value_name = "文件")]
    pub(super) output: Option<PathBuf>,
    /// 结果的格式；终端上默认 pretty，否则 csv
    #[arg(long, value_enum, value_name = "格式")]
    pub(super) format: Option<ListFormat>,
    /// 改选一个口径，可写多次，如 择高相等=保留本补贴
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    pub(super) reading: Vec<(String, String)>,
    /// 名单的格式，扩展名看不出时用
    #[arg(long, value_enum, value_name = "格式")]
    pub(super) input_format: Option<InputFormat>,
    #[command(flatten)]
    pub(super) lists: ListArgs,
}

impl ListCommand {
    pub(super) fn chosen(&self, settings: &Settings) -> Result<ListFormat, Failure> {
        ListFormat::chosen(self.format, self.output.as_deref(), settings)
    }

    /// Refuses to write the list over what is read.
    pub(super) fn keep(&self, policies: &[PathBuf], cases: &Path) -> Result<(), Failure> {
        let sources = self.lists.sources(cases);
        let sources: Vec<&Path> = policies.iter().chain(&sources).map(PathBuf::as_path).collect();
        output::keep(&sources, &self.output.iter().map(PathBuf::as_path).collect::<Vec<_>>())
    }
}

impl ListFormat {
    /// The format of a list that may go to one file for each value of a column, where CSV is usual.
    pub(super) fn of_parts(
        asked: Option<ListFormat>,
        split: bool,
        output: Option<&Path>,
        settings: &Settings,
    ) -> Result<ListFormat, Failure> {
        match (asked, split) {
            (None, true) => Ok(ListFormat::Csv),
            (asked, true) => ListFormat::chosen(asked, None, settings),
            (asked, false) => ListFormat::chosen(asked, output, settings),
        }
    }

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
