//! `polcheck progress`

use super::list_format::{ListCommand, distinct};
use super::outcome::{Failure, Outcome, Result};
use super::policy;
use super::settings::Settings;
use super::{cases, output};
use crate::calendar::Day;
use crate::cases::{Options, Severity};
use crate::output::ListOf;
use crate::output::worklist as formats;
use crate::worklist::progress;
use std::path::PathBuf;

/// 看每件申请办到了哪一步：现在的环节、停留天数、下一环节由谁办、缺什么材料、次序对不对
///
/// 办理记录在政策的“程序”里写明：记录 办理.环节 材料 办理.材料。到了一个环节，名册里有一行。
/// 天数算到 --on 那一天；超过环节时限、没有时限而超过 --over 天的算超时。
/// 有超时、缺材料、次序不对或缺环节的，退出码为 1。
///
/// 例：polcheck progress policies/wulong-2023.pol 名单 --on 2023-06-30 --over 30
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 名单：一个文件，或一个名册一个文件的文件夹；- 为标准输入
    #[arg(value_name = "名单")]
    cases: PathBuf,
    /// 算到哪一天，如 2023-06-30
    #[arg(long, value_name = "年-月-日", value_parser = parse_day)]
    on: Day,
    /// 没有时限的环节，停留超过多少天算超时
    #[arg(long, value_name = "天数")]
    over: Option<u32>,
    #[command(flatten)]
    list: ListCommand,
    /// 照抄名单的这几列，如 姓名,乡镇街道
    #[arg(long, value_name = "列名", value_delimiter = ',')]
    columns: Vec<String>,
}

fn parse_day(text: &str) -> std::result::Result<Day, String> {
    let text = crate::syntax::narrow(text.trim());
    crate::cases::day(&text).ok_or_else(|| "日期写作 年-月-日，如 2023-06-30 / days are written 2023-06-30".to_string())
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let format = args.list.chosen(settings)?;
    args.list.keep(std::slice::from_ref(&args.policy), &args.cases, settings)?;
    let plan = policy::load(&args.policy, &args.list.reading, settings)?;
    if plan.policy.procedures.iter().all(|procedure| procedure.records.is_none()) {
        return Err(Failure::new(
            "政策没有写明办理记录在哪个名册；在程序里加上：记录 名册.环节列",
            "the policy names no register of stage records; add to a procedure: records REGISTER.COLUMN",
        ));
    }
    let options = Options { keep: distinct(args.columns.iter()), ..Options::default() };
    let batch = cases::File::open(&args.cases, args.list.input_format, &args.list.lists, settings)?
        .read_with(&plan, &options)?;
    let over = args.over.map(i64::from);
    let (applications, findings) = progress(&plan, &batch.file, (&batch.cases, batch.unit), args.on, over);
    let lang = settings.result_lang();
    let beside = formats::Beside { cases: &batch.cases, headers: &options.keep };
    let report = formats::progress_report(&plan, &applications, beside, lang);
    let all: Vec<_> = batch.findings.iter().chain(&findings).cloned().collect();
    let (on, closing) = ([("on", args.on.to_string())], formats::progress_totals(&applications, lang));
    let of = ListOf { policy: &plan.policy, of: &on, closing: &closing, findings: &all };
    let result = format.bytes(&report, &of, &args.list.encoding, settings, || {
        formats::progress_text(&plan, &applications, beside, settings.readers())
    })?;
    output::write(args.list.output.as_deref(), &result)?;
    cases::show(&all, 0, settings);
    settings.note(&formats::progress_totals(&applications, settings.lang()));
    let is_clear = applications.iter().all(|application| application.is_clear());
    Ok(Outcome::clean_if(is_clear && all.iter().all(|finding| finding.severity == Severity::Notice)))
}
