//! `polcheck readings`

use super::cases::{self, InputFormat};
use super::csv_encoding::CsvEncoding;
use super::list_format::ListFormat;
use super::lists::ListArgs;
use super::outcome::{Failure, Outcome, Result};
use super::report_format::ReportFormat;
use super::run::parse_reading;
use super::settings::Settings;
use super::{output, policy};
use crate::calendar::Month;
use crate::cases::{Batch, Severity};
use crate::diagnostic::Message;
use crate::diff::{Impact, impact};
use crate::output::ListOf;
use crate::output::readings as formats;
use crate::plan::Plan;
use crate::readings::{Alternative, Weighing, alternatives, weigh};
use crate::region::Limits;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// 看每个口径影响多少人、多少钱：逐一改选，把名单重新认定一遍
///
/// 每次只改一个口径，其余不变。每项补贴列出多少人增、减，每月多少钱；涉及待核实的单列。
/// 还列出一切可能受影响的情形，不限于名单。不写名单时只列口径和可能受影响的情形。
///
/// 例：polcheck readings policies/wulong-2023.pol 名单.csv --month 2023-03
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 名单：xlsx、xls、ods、csv、json、jsonl、yaml 或 parquet，或一本名册一个文件的文件夹；- 为标准输入
    #[arg(value_name = "名单", requires = "month")]
    cases: Option<PathBuf>,
    /// 认定哪个月，如 2023-03
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month, requires = "cases")]
    month: Option<Month>,
    /// 结果写到这个文件；不写 --format 时按扩展名定格式
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 结果的格式；默认 pretty
    #[arg(long, value_enum, value_name = "格式")]
    format: Option<ReportFormat>,
    #[command(flatten)]
    encoding: CsvEncoding,
    /// 先改选这个口径，再逐一比较，可写多次，如 择高相等=保留本补贴
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    reading: Vec<(String, String)>,
    /// 名单的格式，扩展名看不出时用
    #[arg(long, value_enum, value_name = "格式", requires = "cases")]
    input_format: Option<InputFormat>,
    #[command(flatten)]
    lists: ListArgs,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let format = ReportFormat::chosen(args.format, args.output.as_deref(), settings)?;
    args.lists.need(args.cases.as_deref())?;
    let cases = args.cases.as_ref().map(|cases| args.lists.sources(cases)).unwrap_or_default();
    let sources: Vec<&Path> = std::iter::once(&args.policy).chain(&cases).map(PathBuf::as_path).collect();
    output::allow(&sources, &args.output.iter().map(PathBuf::as_path).collect::<Vec<_>>(), settings)?;
    let plan = policy::load(&args.policy, &args.reading, settings)?;
    let options = alternatives(&plan);
    let weighing = match (&args.cases, args.month) {
        (Some(path), Some(month)) => Some(weighed(&plan, &options, path, month, args, settings)?),
        _ => None,
    };
    let impacts: Vec<Option<Impact>> = options
        .par_iter()
        .map(|option| (!option.is_alike()).then(|| impact(&plan, &option.plan, Limits::default()).0))
        .collect();
    let lang = settings.result_lang();
    let found =
        formats::Readings { plan: &plan, alternatives: &options, impacts: &impacts, weighing: weighing.as_ref() };
    let result = match format {
        ReportFormat::Pretty => output::visible(&formats::pretty(found, settings.readers())).into_owned().into_bytes(),
        ReportFormat::Json => formats::json(found, lang).into_bytes(),
        ReportFormat::Markdown => formats::markdown(found, settings.readers()).into_bytes(),
        _ => {
            let closing = formats::closing(found, lang);
            let month = args.month.map(|month| ("month", month.to_string()));
            let of = ListOf { policy: &plan.policy, of: month.as_slice(), closing: &closing, findings: &[] };
            let format = format.list().unwrap_or(ListFormat::Csv);
            format.bytes(&formats::report(found, lang), &of, &args.encoding, settings, String::new)?
        }
    };
    output::write(args.output.as_deref(), &result)?;
    // where the result does not end with it
    if args.output.is_some() || format.list().is_some() {
        settings.note(&formats::closing(found, settings.lang()));
    }
    Ok(Outcome::Clean)
}

fn weighed(
    plan: &Plan,
    options: &[Alternative],
    path: &Path,
    month: Month,
    args: &Args,
    settings: &Settings,
) -> std::result::Result<Weighing, Failure> {
    let days = cases::days(plan, month)?;
    let file = cases::File::open(path, args.input_format, &args.lists, settings)?;
    let batch = file.read(plan)?;
    tell_problems(&batch, settings);
    weigh(plan, &batch, (month, days), options, |plan| file.read(plan))
}

/// Only their number: what they are, `run` tells.
fn tell_problems(batch: &Batch, settings: &Settings) {
    let problems = batch.findings.iter().filter(|finding| finding.severity != Severity::Notice).count();
    if problems > 0 {
        settings.say(&Message::new(
            format!("名单有 {problems} 处数据问题，有问题的单元格按未知处理；用 polcheck run 逐条列出"),
            format!("the case file has {problems} problem(s); such cells count as unknown. `polcheck run` lists them"),
        ));
    }
}
