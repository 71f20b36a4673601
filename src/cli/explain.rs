//! `polcheck explain`

use super::cases::{self, InputFormat};
use super::lists::ListArgs;
use super::outcome::{Failure, Outcome, Result};
use super::output::visible;
use super::policy;
use super::run::parse_reading;
use super::settings::{Settings, print};
use crate::batch::key_for;
use crate::calendar::Month;
use crate::cases::{Case, Finding, Severity};
use crate::explain::{Explanation, explain};
use crate::output::trace_text;
use clap::ValueEnum;
use std::path::PathBuf;

/// 说明一个人的认定：每条条件读到的值和依据、标准、不享受、择高两边的金额、口径
///
/// 不享受或待核实时，还说明哪一项事实单独改变就能改变结果。
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 名单：xlsx、xls、ods、csv、json、jsonl、yaml 或 parquet，或一本名册一个文件的文件夹；- 为标准输入
    #[arg(value_name = "名单")]
    cases: PathBuf,
    /// 哪一个人（主键的值）
    #[arg(long, value_name = "编号")]
    case: String,
    /// 哪个月，如 2023-03
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month)]
    month: Month,
    /// 改选一个口径，可写多次，如 择高相等=保留本补贴
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    reading: Vec<(String, String)>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = Format::Pretty, value_name = "格式")]
    format: Format,
    /// 名单的格式，扩展名看不出时用
    #[arg(long, value_enum, value_name = "格式")]
    input_format: Option<InputFormat>,
    #[command(flatten)]
    lists: ListArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Pretty,
    Json,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let plan = policy::load(&args.policy, &args.reading, settings)?;
    let days = cases::days(&plan, args.month)?;
    let batch = cases::File::open(&args.cases, args.input_format, &args.lists, settings)?.read(&plan)?;
    let wanted = crate::syntax::narrow(args.case.trim());
    let found: Vec<&Case> = batch.cases.iter().filter(|case| case.key == wanted).collect();
    if found.is_empty() {
        let near = batch
            .cases
            .iter()
            .map(|case| (strsim::damerau_levenshtein(&case.key, &wanted), case.key.as_str()))
            .min()
            .filter(|(distance, _)| *distance <= 2);
        let (zh, en) = match near {
            Some((_, key)) => {
                let key = key_for(&plan, &visible(key), settings.audience());
                (format!("，是否为“{key}”？"), format!("; did you mean `{key}`?"))
            }
            None => (String::new(), String::new()),
        };
        return Err(Failure::new(format!("名单里没有“{wanted}”{zh}"), format!("the case file has no `{wanted}`{en}")));
    }
    let explanations: Vec<_> =
        found.iter().map(|case| explain(&plan, &case.key, &case.facts, args.month, days)).collect();
    match args.format {
        Format::Pretty => {
            let texts = explanations.into_iter().map(|explanation| {
                let key = key_for(&plan, &explanation.key, settings.readers());
                trace_text(&Explanation { key, ..explanation })
            });
            print(&visible(&texts.collect::<Vec<_>>().join("\n")))?;
        }
        Format::Json => {
            let document = match explanations.as_slice() {
                [only] => serde_json::to_string_pretty(only),
                several => serde_json::to_string_pretty(several),
            };
            let document = document.map_err(|error| Failure::new(error.to_string(), error.to_string()))?;
            print(&format!("{document}\n"))?;
        }
    }
    let is_found = |index: usize| batch.cases.get(index).is_some_and(|case| case.key == wanted);
    let concerns = |finding: &Finding| finding.case.map_or(finding.row.is_none(), is_found);
    let findings: Vec<_> = batch
        .findings
        .iter()
        .filter(|finding| concerns(finding) && finding.severity != Severity::Notice)
        .cloned()
        .collect();
    cases::show(&findings, 0, settings);
    Ok(Outcome::clean_if(findings.is_empty()))
}
