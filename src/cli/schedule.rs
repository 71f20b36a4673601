//! `polcheck schedule` and `polcheck settle`

use super::list_format::{ListCommand, ListFormat};
use super::outcome::{Failure, Outcome, Result};
use super::settings::Settings;
use super::timeline::{self, Months};
use super::{cases, output};
use crate::calendar::Month;
use crate::cases::{Batch, Case, Finding, Options, Severity};
use crate::output::{self as formats, ListOf, Report};
use crate::plan::Plan;
use crate::schedule::{schedule, settle};
use std::path::{Path, PathBuf};

/// 算出每人每项补贴哪几个月应发：从申请到停发，写明停发的原因和依据
///
/// 按政策的“计发”：从申请（或审批）的月份起，到停发为止；停发写明原因和从哪个月起。
/// 名单里没有申请记录时，按都已及时申请计算。数据格式里每人每项每月一行，屏幕上连续相同的月份并成一行。
/// 可以写几份政策或一个文件夹：按施行日期接起来，每个月用当时有效的那一份。
///
/// 例：polcheck schedule policies/wulong-2023.pol 名册文件夹 --from 2023-03 --to 2023-12
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件（可以几份，或一个文件夹），最后是名单：一个文件，或一个名册一个文件的文件夹
    #[arg(id = "cases", value_names = ["政策…", "名单"], num_args = 2.., required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    months: Months,
    /// 只看这个人
    #[arg(long, value_name = "编号")]
    case: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
struct Common {
    #[command(flatten)]
    list: ListCommand,
    /// 屏幕上最多列出多少条数据问题，0 为全部
    #[arg(long, value_name = "条数", default_value_t = 20)]
    max_findings: usize,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let (policies, cases_path) = timeline::split(&args.paths)?;
    let months = args.months.range()?;
    let format = args.common.list.chosen(settings)?;
    args.common.list.keep(policies, cases_path, settings)?;
    let plans = timeline::plans(policies, &args.common.list.reading, settings)?;
    let line = timeline::timeline(&plans)?;
    timeline::tell_outside(&line, months, settings)?;
    let mut batches = args.common.read(&plans, cases_path, settings)?;
    let findings = timeline::findings(&batches);
    if let Some(key) = &args.case {
        for batch in &mut batches {
            only(batch, key)?;
        }
    }
    let all: Vec<&Batch> = batches.iter().collect();
    let found = schedule(&line, &all, months);
    let lang = settings.result_lang();
    let Some((_, plan)) = plans.first() else { return Ok(Outcome::Clean) };
    let report = match format {
        ListFormat::Pretty | ListFormat::Markdown => formats::schedule_summary(plan, &found, lang),
        _ => formats::schedule_report(plan, &found, lang),
    };
    let closing = formats::schedule_closing(&found, lang);
    args.common.write(plan, &report, months, format, (&closing, &findings), settings)?;
    cases::show(&findings, args.common.max_findings, settings);
    settings.note(formats::schedule_closing(&found, settings.lang()).trim_end());
    Ok(Outcome::clean_if(findings.iter().all(|finding| finding.severity == Severity::Notice)))
}

/// Keeps one person's case.
fn only(batch: &mut Batch, key: &str) -> std::result::Result<(), Failure> {
    batch.cases.retain(|case: &Case| case.key == key);
    if batch.cases.is_empty() {
        return Err(Failure::new(format!("名单里没有“{key}”"), format!("there is no case `{key}`")));
    }
    Ok(())
}

/// 政策追溯修改时，算出已经过去的月份该补多少、该退多少
///
/// 旧版和新版各算一遍应发的月份，逐人逐项列出差别：应补、应退，写明原因和依据。
/// 新版从它的施行日期起代替旧版；要追溯，新版的施行日期就写追溯的那天。旧版还没有施行的月份不比。
///
/// 例：polcheck settle 旧政策.pol 新政策.pol 名单.csv --from 2023-03 --to 2023-08
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct SettleArgs {
    /// 旧版政策：文件，或按施行接起来的文件夹
    #[arg(value_name = "旧版")]
    old: PathBuf,
    /// 新版政策：文件，或文件夹
    #[arg(value_name = "新版")]
    new: PathBuf,
    /// 名单：一个文件，或一个名册一个文件的文件夹；- 为标准输入
    #[arg(value_name = "名单")]
    cases: PathBuf,
    #[command(flatten)]
    months: Months,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run_settle(args: &SettleArgs, settings: &Settings) -> Result {
    let months = args.months.range()?;
    let format = args.common.list.chosen(settings)?;
    args.common.list.keep(&[args.old.clone(), args.new.clone()], &args.cases, settings)?;
    let plans_of = |path: &PathBuf| timeline::plans(std::slice::from_ref(path), &args.common.list.reading, settings);
    let (old, new) = (plans_of(&args.old)?, plans_of(&args.new)?);
    let (old_line, new_line) = (timeline::timeline(&old)?, timeline::timeline(&new)?);
    timeline::tell_outside(&old_line, months, settings)?;
    let (old_batches, new_batches) =
        (args.common.read(&old, &args.cases, settings)?, args.common.read(&new, &args.cases, settings)?);
    let findings = timeline::findings(&new_batches);
    let batches: Vec<&Batch> = old_batches.iter().collect();
    let before = schedule(&old_line, &batches, months);
    // until the new version begins, the old one says what has been paid and stopped
    let batches: Vec<&Batch> = old_batches.iter().chain(&new_batches).collect();
    let after = schedule(&old_line.followed_by(&new_line), &batches, months);
    let settlement = settle(&before, &after);
    let Some((_, plan)) = new.first() else { return Ok(Outcome::Clean) };
    let lang = settings.result_lang();
    let report = formats::settlement_report(plan, &settlement, lang);
    let closing = formats::settlement_closing(&settlement, lang);
    args.common.write(plan, &report, months, format, (&closing, &findings), settings)?;
    cases::show(&findings, args.common.max_findings, settings);
    settings.note(formats::settlement_closing(&settlement, settings.lang()).trim_end());
    Ok(Outcome::clean_if(settlement.entries.is_empty()))
}

impl Common {
    fn read(
        &self,
        plans: &[(PathBuf, Plan)],
        cases: &Path,
        settings: &Settings,
    ) -> std::result::Result<Vec<Batch>, Failure> {
        timeline::batches(plans, cases, self.list.input_format, (&self.list.lists, &Options::default()), settings)
    }

    fn write(
        &self,
        plan: &Plan,
        report: &Report,
        (from, to): (Month, Month),
        format: ListFormat,
        (closing, findings): (&str, &[Finding]),
        settings: &Settings,
    ) -> std::result::Result<(), Failure> {
        let of = [("from", from.to_string()), ("to", to.to_string())];
        let table = || report.table(settings.readers(), settings.width());
        let of = ListOf { policy: &plan.policy, of: &of, closing, findings };
        output::write(self.list.output.as_deref(), &format.bytes(report, &of, &self.list.encoding, settings, table)?)
    }
}
