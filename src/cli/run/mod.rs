//! `polcheck run`

mod batch;
mod closed;
mod progress;

use super::cases::{self, InputFormat};
use super::csv_encoding::{CsvEncoding, lacking};
use super::lists::ListArgs;
use super::outcome::{Failure, Result};
use super::settings::Settings;
use super::target::Target;
use super::{output, policy};
use crate::batch::{ResultColumn, Whole, result_columns};
use crate::calendar::Month;
use crate::diagnostic::Lang;
use crate::output::{self as formats, LineBlock, Lines, ResultWriter};
use crate::plan::Plan;
use batch::{Batch, Stop};
use clap::ValueEnum;
use closed::Closed;
use std::io::Write;
use std::num::NonZeroUsize;
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
    /// 名单：xlsx、xls、ods、csv、json、jsonl、yaml 或 parquet，或一本名册一个文件的文件夹；- 为标准输入
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
    #[command(flatten)]
    encoding: CsvEncoding,
    /// 只写这几列，用逗号隔开，按写的次序，如 编号,护理补贴,合计
    #[arg(long, value_name = "列", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// 同时用几个线程；不写时有几个核用几个。结果与它无关
    #[arg(long, value_name = "个数")]
    jobs: Option<NonZeroUsize>,
    /// 数据问题全部写到这个 CSV 文件
    #[arg(long, value_name = "文件")]
    findings: Option<PathBuf>,
    /// 读不出来的行（错位、缺格、没有主键）写到这个 CSV 文件，连同原因；改好后可以再读
    ///
    /// 不写时这些行照常认定，缺的各项按未知处理。只用于 csv，因为别的格式没有这样的行。
    #[arg(long, value_name = "文件")]
    rejects: Option<PathBuf>,
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
    /// Excel、WPS 工作簿，附汇总和数据问题
    Xlsx,
    #[cfg(feature = "parquet")]
    Parquet,
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
    let targets: Vec<&Path> =
        [&args.output, &args.findings, &args.rejects].into_iter().flatten().map(PathBuf::as_path).collect();
    let sources = args.lists.sources(&args.cases);
    let sources: Vec<&Path> = [&args.policy].into_iter().chain(&sources).map(PathBuf::as_path).collect();
    output::allow(&sources, &targets, settings)?;
    let plan = policy::load(&args.policy, &args.reading, settings)?;
    let days = cases::days(&plan, args.month)?;
    let columns = columns(&plan, args.columns.as_deref(), format, settings.result_lang())?;
    let mut target = Target::open(args.output.as_deref())?;
    let batch = Batch { args, plan: &plan, days, settings };
    let workers = args.jobs.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build();
    let pool = pool.map_err(|error| Failure::new(format!("不能并行：{error}"), error.to_string()))?;
    let done = pool.install(|| write(&batch, format, &columns, &mut target));
    let closing = match done {
        Ok(closing) => closing,
        // whoever reads stdout has gone away
        Err(Stop::Write(error)) => return target.end(Err(error)),
        Err(Stop::Failure(failure)) => return Err(failure),
    };
    target.end(Ok(()))?;
    closing.tell(args, settings)
}

/// Decides the batch and writes the results as they come.
fn write(
    batch: &Batch<'_>,
    format: Format,
    columns: &[(ResultColumn, String)],
    target: &mut Target,
) -> std::result::Result<Closed, Stop> {
    let Batch { args, plan, settings, .. } = *batch;
    let lang = settings.result_lang();
    let of = formats::ResultsOf { plan, month: args.month, file: &batch.file(), columns, lang };
    match format {
        Format::Csv => lines(batch, Lines::Csv { columns, encoding: args.encoding.chosen(), lang }, target),
        Format::Jsonl => lines(batch, Lines::Json { plan, lang }, target),
        Format::Xlsx => rows(batch, formats::results_workbook(&mut *target, of)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => rows(batch, formats::results_parquet(&mut *target, of)?),
        Format::Json | Format::Markdown | Format::Pretty => {
            let mut decided = Vec::new();
            let closed = batch.decide(Whole, |mut block, _| {
                decided.append(&mut block);
                Ok(())
            })?;
            let document = match format {
                Format::Json => formats::json(plan, args.month, &decided, lang),
                Format::Markdown => formats::markdown(plan, &decided, settings.readers()),
                _ => {
                    output::visible(&formats::table(plan, &decided, settings.readers(), settings.width())).into_owned()
                }
            };
            target.write_all(document.as_bytes())?;
            Ok(closed)
        }
    }
}

fn lines(batch: &Batch<'_>, lines: Lines<'_>, target: &mut Target) -> std::result::Result<Closed, Stop> {
    let mut put = |block: &LineBlock| -> std::result::Result<(), Stop> {
        match block.lacking {
            Some(c) => Err(Stop::Failure(lacking(c))),
            None => Ok(target.write_all(&block.bytes)?),
        }
    };
    // nothing is written of a file that cannot be read
    let mut head = Some(lines.head());
    let closed = batch.decide(lines, |block, _| {
        head.take().map_or(Ok(()), |head| put(&head))?;
        put(&block)
    })?;
    head.take().map_or(Ok(()), |head| put(&head))?;
    Ok(closed)
}

fn rows(batch: &Batch<'_>, writer: Box<dyn ResultWriter + '_>) -> std::result::Result<Closed, Stop> {
    let mut writer = writer;
    let closed = batch.decide(Whole, |block, findings| Ok(writer.rows(&block, findings)?))?;
    writer.finish(&formats::Closing {
        summary: &closed.summary,
        findings: &closed.late,
        rejected: closed.rejected(),
    })?;
    Ok(closed)
}

/// The columns asked for, in that order; all if none is.
fn columns(
    plan: &Plan,
    asked: Option<&[String]>,
    format: Format,
    lang: Lang,
) -> std::result::Result<Vec<(ResultColumn, String)>, Failure> {
    let all = result_columns(plan, lang);
    let Some(asked) = asked else { return Ok(all) };
    if matches!(format, Format::Json | Format::Jsonl | Format::Markdown | Format::Pretty) {
        return Err(Failure::new(
            "--columns 用于 csv、xlsx、parquet；json 里各项都有名称，取用时再选",
            "--columns is for csv, xlsx and parquet; in JSON everything has a name",
        ));
    }
    let find = |name: &String| {
        let wanted = crate::syntax::narrow(name.trim());
        let found = all.iter().find(|(_, header)| crate::syntax::narrow(header) == wanted);
        found.cloned().ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|(_, header)| header.as_str()).collect();
            Failure::new(
                format!("结果里没有“{name}”这一列；有 {}", names.join("、")),
                format!("the results have no column `{name}`; there are {}", names.join(", ")),
            )
        })
    };
    asked.iter().map(find).collect()
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
        "xlsx" => Ok(Format::Xlsx),
        #[cfg(feature = "parquet")]
        "parquet" => Ok(Format::Parquet),
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
