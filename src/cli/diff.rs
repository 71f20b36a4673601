//! `polcheck diff`

use super::cases::{self, InputFormat};
use super::csv_encoding::CsvEncoding;
use super::editions::{Edition, compare, plans, read_by_both};
use super::list_format::ListFormat;
use super::lists::ListArgs;
use super::outcome::{Failure, Outcome, Result};
use super::report_format::ReportFormat;
use super::settings::Settings;
use super::{diff_driver, output, run::parse_reading};
use crate::calendar::Month;
use crate::cases::Finding;
use crate::diagnostic::Message;
use crate::diff::{Comparison, Gate};
use crate::output::{self as formats, ListOf};
use crate::plan::Plan;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// 比较一份政策的两个版本：改了什么，可能影响哪些情形，名单里影响到谁、多少钱
///
/// 两种用法：
///   polcheck diff 旧政策.pol 新政策.pol --cases 名单.csv --month 2023-03
///   polcheck diff 政策.pol --against main --cases 名单.csv --month 2023-03
/// 后一种与 git 仓库里的修订版（分支、标签、提交）比较。不写 --cases 时只看规则。
///
/// 待核实的变化单列，不算进合计。名单里的数据问题照样列出，但不影响退出码。
/// 退出码：有变化也是 0；写了 --fail-on 而有这样的变化时是 1；无法运行是 2。
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 旧政策和新政策；写了 --against 时只写新政策
    #[arg(value_name = "政策", required = true)]
    pub(super) policies: Vec<PathBuf>,
    /// 与这个 git 修订版里的同一文件比较，如 main、HEAD~1；改过名的写 main:旧路径
    #[arg(long, value_name = "修订版", conflicts_with = "git_driver")]
    against: Option<String>,
    /// 名单：xlsx、xls、ods、csv、json、jsonl、yaml 或 parquet，或一本名册一个文件的文件夹；- 为标准输入。两个版本各按自己的规则读
    #[arg(long, value_name = "名单", requires = "month")]
    pub(super) cases: Option<PathBuf>,
    /// 认定哪个月，如 2023-03
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month, requires = "cases")]
    pub(super) month: Option<Month>,
    /// 结果写到这个文件；不写 --format 时按扩展名定格式
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 结果的格式；默认 pretty。csv、xlsx 为名单里每个变化的人和补贴一行
    #[arg(long, value_enum, value_name = "格式")]
    format: Option<ReportFormat>,
    #[command(flatten)]
    encoding: CsvEncoding,
    /// 有这样的变化时退出码为 1：any 任何变化，decrease 有人减少，loss 有人失去某项补贴
    ///
    /// 有名单时只看名单里的人，没有名单时看一切可能的情形。可能减少、可能失去的，未能判定的，也都算。
    #[arg(long, value_enum, value_name = "变化")]
    fail_on: Option<FailOn>,
    /// 名单里没有的情形（没有名单时是全部情形）各写一个例子到这个 CSV 文件
    #[arg(long, value_name = "文件")]
    emit_cases: Option<PathBuf>,
    /// 改选一个口径，可写多次，如 择高相等=保留本补贴；只有一个版本有的口径只用于那个版本
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    pub(super) reading: Vec<(String, String)>,
    /// 名单的格式，扩展名看不出时用
    #[arg(long, value_enum, value_name = "格式", requires = "cases")]
    pub(super) input_format: Option<InputFormat>,
    #[command(flatten)]
    pub(super) lists: ListArgs,
    /// 数据问题全部写到这个 CSV 文件
    #[arg(long, value_name = "文件", requires = "cases")]
    findings: Option<PathBuf>,
    /// 屏幕上最多列出多少条数据问题，0 为全部
    #[arg(long, value_name = "条数", default_value_t = 50)]
    max_findings: usize,
    /// 由 git diff 调用（GIT_EXTERNAL_DIFF 或 diff.polcheck.command），参数由 git 给出
    #[arg(long)]
    pub(super) git_driver: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Any,
    Decrease,
    Loss,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    if args.git_driver {
        return diff_driver::run(args, settings);
    }
    let format = ReportFormat::chosen(args.format, args.output.as_deref(), settings)?;
    args.lists.need(args.cases.as_deref())?;
    let cases = args.cases.as_ref().map(|cases| args.lists.sources(cases)).unwrap_or_default();
    let files: Vec<&Path> = args.policies.iter().chain(&cases).map(PathBuf::as_path).collect();
    let targets = [&args.output, &args.findings, &args.emit_cases];
    output::allow(&files, &targets.into_iter().flatten().map(PathBuf::as_path).collect::<Vec<_>>(), settings)?;
    let (old, new) = editions(args, settings)?;
    let (old_plan, new_plan) = plans(&old, &new, &args.reading, settings)?;
    let (mut comparison, atlas) = compare(&old, &new, &old_plan, &new_plan);
    let mut findings = Vec::new();
    if let (Some(path), Some(month)) = (&args.cases, args.month) {
        let file = cases::File::open(path, args.input_format, &args.lists, settings)?;
        let read = read_by_both(&file, month, (&old, &old_plan), (&new, &new_plan))?;
        read.add_to(&mut comparison, month, (&old_plan, &new_plan), &atlas);
        if let Some(path) = &args.findings {
            let csv = formats::findings_csv(&read.findings, settings.result_lang());
            output::replace(path, &args.encoding.encode(csv)?)?;
        }
        cases::show(&read.findings, args.max_findings, settings);
        findings = read.findings;
    }
    write(args, format, &comparison, (&new_plan, &findings), settings)?;
    emit_cases(args, &comparison, &new_plan, settings)?;
    let stopped = args.fail_on.is_some_and(|fail_on| {
        comparison.has(match fail_on {
            FailOn::Any => Gate::Any,
            FailOn::Decrease => Gate::Decrease,
            FailOn::Loss => Gate::Loss,
        })
    });
    Ok(Outcome::clean_if(!stopped))
}

fn editions(args: &Args, settings: &Settings) -> std::result::Result<(Edition, Edition), Failure> {
    match (args.policies.as_slice(), &args.against) {
        ([path], Some(revision)) => Ok((Edition::at(path, revision, settings)?, Edition::read(path)?)),
        ([old, new], None) => Ok((Edition::read(old)?, Edition::read(new)?)),
        (_, Some(_)) => Err(Failure::new(
            "写了 --against 时只写一个政策文件：polcheck diff 政策.pol --against 修订版",
            "with --against give one policy file: polcheck diff POLICY --against REVISION",
        )),
        (_, None) => Err(Failure::new(
            "要写旧、新两个政策文件，或写一个文件和 --against 修订版",
            "give the old and the new policy file, or one file and --against REVISION",
        )),
    }
}

fn write(
    args: &Args,
    format: ReportFormat,
    comparison: &Comparison,
    (plan, findings): (&Plan, &[Finding]),
    settings: &Settings,
) -> std::result::Result<(), Failure> {
    let lang = settings.result_lang();
    let result = match (format, &comparison.touched) {
        (ReportFormat::Pretty, _) => {
            output::visible(&formats::diff::pretty(comparison, plan, settings.readers())).into_owned().into_bytes()
        }
        (ReportFormat::Markdown, _) => formats::diff::markdown(comparison, plan, settings.readers()).into_bytes(),
        (ReportFormat::Json, _) => formats::diff::json(comparison, lang).into_bytes(),
        (_, Some(touched)) => {
            let closing = formats::diff::closing(comparison, lang);
            let month = args.month.map(|month| ("month", month.to_string()));
            let of = ListOf { policy: &plan.policy, of: month.as_slice(), closing: &closing, findings };
            let report = formats::diff::report(touched, plan, lang);
            format.list().unwrap_or(ListFormat::Csv).bytes(&report, &of, &args.encoding, settings, String::new)?
        }
        (_, None) => {
            return Err(Failure::new(
                "csv、xlsx 列的是名单里变化的人；再写 --cases 名单 --month 年-月",
                "csv and xlsx list the people of a case file that change; add --cases FILE --month YEAR-MONTH",
            ));
        }
    };
    output::write(args.output.as_deref(), &result)?;
    // where the result does not end with it
    if args.output.is_some() || format.list().is_some() {
        settings.note(&formats::diff::closing(comparison, settings.lang()));
    }
    Ok(())
}

fn emit_cases(
    args: &Args,
    comparison: &Comparison,
    plan: &Plan,
    settings: &Settings,
) -> std::result::Result<(), Failure> {
    let Some(path) = &args.emit_cases else { return Ok(()) };
    let examples = formats::diff::example_cases(comparison);
    output::replace(path, &args.encoding.encode(formats::diff::examples_csv(&examples, plan))?)?;
    let shown = path.display();
    let mut months: Vec<Month> = examples.iter().map(|example| example.month).collect();
    months.dedup();
    let list = |zh: bool| {
        let place = |example: &formats::diff::Example<'_>| match (months.len(), zh) {
            (1, _) => format!("{}", example.line + 1),
            (_, true) => format!("{}（{}）", example.line + 1, example.month),
            (_, false) => format!("{} ({})", example.line + 1, example.month),
        };
        examples.iter().map(place).collect::<Vec<_>>().join(if zh { "、" } else { ", " })
    };
    let (zh, en) = match months.as_slice() {
        [month] => (format!(" {month} "), month.to_string()),
        _ => ("括号里的月份".to_string(), "the month in brackets".to_string()),
    };
    settings.say(&match examples.len() {
        0 => Message::new(
            format!("没有要写的例子；{shown} 里只有表头"),
            format!("there is no example to write; {shown} has the headers only"),
        ),
        count => Message::new(
            format!("写了 {count} 个例子到 {shown}：第 {} 条。用 polcheck run 按{zh}认定", list(true)),
            format!(
                "wrote {count} examples to {shown}, of lines {}. Decide them with `polcheck run` for {en}",
                list(false)
            ),
        ),
    });
    Ok(())
}
