//! `polcheck run`

use super::cases::{self, InputFormat};
use super::lists::ListArgs;
use super::outcome::{Failure, Outcome, Result};
use super::settings::Settings;
use super::{output, policy};
use crate::batch::{broken_promises, decide, summarize};
use crate::calendar::Month;
use crate::output as formats;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// 按政策认定一批人某个月的补贴
///
/// 每人每项补贴给出金额、状态（享受、不享受、待核实）和理由，理由写明依据。
/// 有问题的单元格按未知处理并逐条列出，不会中断；有问题时退出码为 1。
///
/// 例：polcheck run policies/wulong-2023.pol 名单.csv --month 2023-03 -o 结果.csv
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 名单：csv、json、jsonl 或 yaml，或一本名册一个文件的文件夹；- 为标准输入
    #[arg(value_name = "名单")]
    cases: PathBuf,
    /// 认定哪个月，如 2023-03
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month)]
    month: Month,
    /// 结果写到这个文件；不写 --format 时按扩展名定格式
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 结果的格式；终端上默认 pretty，否则 csv
    #[arg(long, value_enum, value_name = "格式")]
    format: Option<Format>,
    /// 改选一个口径，可写多次，如 择高相等=保留本补贴
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    reading: Vec<(String, String)>,
    /// 名单的格式，扩展名看不出时用
    #[arg(long, value_enum, value_name = "格式")]
    input_format: Option<InputFormat>,
    #[command(flatten)]
    lists: ListArgs,
    /// 数据问题全部写到这个 CSV 文件
    #[arg(long, value_name = "文件")]
    findings: Option<PathBuf>,
    /// 屏幕上最多列出多少条数据问题，0 为全部
    #[arg(long, value_name = "条数", default_value_t = 50)]
    max_findings: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
    Jsonl,
    Markdown,
    Pretty,
}

/// Reads `口径=选项`.
pub(super) fn parse_reading(text: &str) -> std::result::Result<(String, String), String> {
    let text = crate::syntax::narrow(text);
    match text.split_once('=') {
        Some((reading, option)) if !reading.trim().is_empty() && !option.trim().is_empty() => {
            Ok((reading.trim().to_string(), option.trim().to_string()))
        }
        _ => Err("写作 口径=选项，如 择高相等=保留本补贴 / write READING=OPTION".to_string()),
    }
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let format = chosen_format(args, settings)?;
    let targets: Vec<&Path> = [&args.output, &args.findings].into_iter().flatten().map(PathBuf::as_path).collect();
    let sources = args.lists.sources(&args.cases);
    let sources: Vec<&Path> = [&args.policy].into_iter().chain(&sources).map(PathBuf::as_path).collect();
    output::keep(&sources, &targets)?;
    let plan = policy::load(&args.policy, &args.reading, settings)?;
    let days = cases::days(&plan, args.month)?;
    let batch = cases::File::open(&args.cases, args.input_format, &args.lists, settings)?.read(&plan)?;
    let decided = decide(&plan, &batch.cases, days);
    let lang = settings.result_lang();

    let result = match format {
        Format::Csv => formats::csv(&plan, &decided, lang),
        Format::Json => formats::json(&plan, args.month, &decided, lang).into_bytes(),
        Format::Jsonl => formats::json_lines(&plan, &decided, lang).into_bytes(),
        Format::Markdown => formats::markdown(&plan, &decided, lang).into_bytes(),
        Format::Pretty => {
            let table = formats::table(&plan, &decided, lang, settings.width());
            output::visible(&table).into_owned().into_bytes()
        }
    };
    output::write(args.output.as_deref(), &result)?;

    let mut findings = batch.findings.clone();
    findings.extend(broken_promises(&plan, &batch.file, &batch, &decided));
    if let Some(path) = &args.findings {
        output::replace(path, &formats::findings_csv(&findings, lang))?;
    }
    cases::show(&findings, args.max_findings, settings);
    let summary = summarize(&plan, &decided, settings.lang());
    settings.note(formats::summary_text(&summary, settings.lang()).trim_end());
    let clean = batch.is_clean() && decided.iter().all(|case| case.broken.is_empty());
    Ok(Outcome::clean_if(clean))
}

fn chosen_format(args: &Args, settings: &Settings) -> std::result::Result<Format, Failure> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(path) = &args.output else {
        return Ok(if settings.is_terminal() { Format::Pretty } else { Format::Csv });
    };
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    match extension.as_str() {
        "csv" => Ok(Format::Csv),
        "json" => Ok(Format::Json),
        "jsonl" | "ndjson" => Ok(Format::Jsonl),
        "md" | "markdown" => Ok(Format::Markdown),
        "txt" => Ok(Format::Pretty),
        _ => Err(no_format(path)),
    }
}

/// A file's extension does not say which format is meant.
pub(super) fn no_format(path: &Path) -> Failure {
    let shown = path.display();
    Failure::new(
        format!("看不出 {shown} 要写成什么格式；用 --format 写明"),
        format!("cannot tell which format {shown} should have; say --format"),
    )
}
