//! The formats of a list, and writing one.

use super::cases::InputFormat;
use super::csv_encoding::CsvEncoding;
use super::input::reason_zh;
use super::lists::ListArgs;
use super::outcome::Failure;
use super::output;
use super::run::{no_format, parse_reading};
use super::settings::Settings;
use crate::output::{ListOf, Report};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Pretty,
    Csv,
    Json,
    Jsonl,
    Markdown,
    /// Excel、WPS 工作簿
    Xlsx,
    #[cfg(feature = "parquet")]
    Parquet,
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
    #[command(flatten)]
    pub(super) encoding: CsvEncoding,
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
    pub(super) fn keep(&self, policies: &[PathBuf], cases: &Path, settings: &Settings) -> Result<(), Failure> {
        let sources = self.lists.sources(cases);
        let sources: Vec<&Path> = policies.iter().chain(&sources).map(PathBuf::as_path).collect();
        output::allow(&sources, &self.output.iter().map(PathBuf::as_path).collect::<Vec<_>>(), settings)
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
            format.suits(output, settings)?;
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
            "xlsx" => Ok(ListFormat::Xlsx),
            #[cfg(feature = "parquet")]
            "parquet" => Ok(ListFormat::Parquet),
            _ => Err(no_format(path)),
        }
    }

    /// Refuses to show on a terminal what only programs read.
    fn suits(self, output: Option<&Path>, settings: &Settings) -> Result<(), Failure> {
        match self.is_text() || output.is_some() || !settings.is_terminal() {
            true => Ok(()),
            false => Err(not_for_terminal(self.extension())),
        }
    }

    fn is_text(self) -> bool {
        !matches!(self.extension(), "xlsx" | "parquet")
    }

    pub(super) fn extension(self) -> &'static str {
        match self {
            ListFormat::Csv => "csv",
            ListFormat::Json => "json",
            ListFormat::Jsonl => "jsonl",
            ListFormat::Markdown => "md",
            ListFormat::Pretty => "txt",
            ListFormat::Xlsx => "xlsx",
            #[cfg(feature = "parquet")]
            ListFormat::Parquet => "parquet",
        }
    }

    /// The bytes of a list. `pretty` says it in words.
    pub(super) fn bytes(
        self,
        report: &Report,
        of: &ListOf<'_>,
        encoding: &CsvEncoding,
        settings: &Settings,
        pretty: impl FnOnce() -> String,
    ) -> Result<Vec<u8>, Failure> {
        let lang = settings.result_lang();
        match self {
            ListFormat::Csv => encoding.encode(report.csv(lang)),
            ListFormat::Json => Ok(report.json(&of.policy.name, of.of).into_bytes()),
            ListFormat::Jsonl => Ok(report.json_lines().into_bytes()),
            ListFormat::Markdown => Ok(report.markdown(settings.readers()).into_bytes()),
            ListFormat::Pretty => Ok(output::visible(&pretty()).into_owned().into_bytes()),
            ListFormat::Xlsx => report.workbook(of, lang).map_err(|error| no_room(&error)),
            #[cfg(feature = "parquet")]
            ListFormat::Parquet => report.parquet(of, lang).map_err(|error| no_room(&error)),
        }
    }
}

/// A workbook is written in pieces before it is put together.
pub(super) fn no_room(error: &std::io::Error) -> Failure {
    Failure::new(
        format!("写不了临时文件：{}；腾出空间，或用 TMPDIR 换一个文件夹", reason_zh(error)),
        format!("cannot write temporary files: {error}; free some space, or name another folder in TMPDIR"),
    )
}

/// A format that only programs read goes to a file or a pipe.
pub(super) fn not_for_terminal(extension: &str) -> Failure {
    Failure::new(
        format!("{extension} 不能显示在屏幕上；用 -o 文件.{extension} 写成文件"),
        format!("{extension} cannot be shown on a terminal; write it with -o FILE.{extension}"),
    )
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
