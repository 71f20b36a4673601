//! `polcheck alerts`

use super::cases;
use super::duties::known_body;
use super::list_format::{ListCommand, ListFormat, distinct};
use super::outcome::{Failure, Outcome, Result};
use super::settings::Settings;
use super::{output, parts, policy};
use crate::calendar::Month;
use crate::cases::{Batch, Options, closest};
use crate::check::model::Policy;
use crate::diagnostic::{Lang, Message};
use crate::output::ListOf;
use crate::output::worklist as formats;
use crate::plan::Plan;
use crate::worklist::{AlertRow, alerts};
use std::path::{Path, PathBuf};

/// 列出某个月的预警：哪些人、从哪天起、告知谁、做什么、凭哪些事实
///
/// 一人一条预警一行，这个月里有一天成立就列出，按告知的机构、预警、名单次序排列。
/// 缺事实定不下来的不列，只在最后按预警计数；要逐人列出加 --unknown。
/// 由对账引起的预警（遇 漏发、多发 …）在 polcheck reconcile 里。有预警或数据问题时退出码为 1。
///
/// 例：polcheck alerts policies/wulong-2023.pol 名单.csv --month 2023-06
///     polcheck alerts policies/wulong-2023.pol 名单.csv --month 2023-06 --columns 姓名 --split-by 乡镇街道 -o 预警
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 名单：一个文件，或一个名册一个文件的文件夹；- 为标准输入
    #[arg(value_name = "名单")]
    cases: PathBuf,
    /// 哪个月，如 2023-06
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month)]
    month: Month,
    /// 只列要告知这个机构的
    #[arg(long, value_name = "机构")]
    body: Option<String>,
    /// 只列这一种预警，可写多次
    #[arg(long, value_name = "预警")]
    alert: Vec<String>,
    /// 定不下来的也逐人列出，状态为待核实
    #[arg(long)]
    unknown: bool,
    #[command(flatten)]
    list: ListCommand,
    /// 照抄名单的这几列，如 姓名,乡镇街道
    #[arg(long, value_name = "列名", value_delimiter = ',')]
    columns: Vec<String>,
    /// 按这一列分开，每个值一个文件，写进 -o 的文件夹
    #[arg(long, value_name = "列名", requires = "output")]
    split_by: Option<String>,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let file = args.list.output.as_deref().filter(|_| args.split_by.is_none());
    let format =
        ListFormat::of_parts(args.list.format, args.split_by.is_some(), args.list.output.as_deref(), settings)?;
    let sources = args.list.lists.sources(&args.cases);
    let sources: Vec<&Path> = std::iter::once(&args.policy).chain(&sources).map(PathBuf::as_path).collect();
    output::allow(&sources, &file.into_iter().collect::<Vec<_>>(), settings)?;
    let plan = policy::load(&args.policy, &args.list.reading, settings)?;
    let days = cases::days(&plan, args.month)?;
    let body = args.body.as_deref().map(|name| known_body(&plan.policy, name)).transpose()?;
    args.alert.iter().try_for_each(|name| known_alert(&plan.policy, name))?;
    let options = Options { keep: distinct(args.columns.iter().chain(&args.split_by)), ..Options::default() };
    let batch = cases::File::open(&args.cases, args.list.input_format, &args.list.lists, settings)?
        .read_with(&plan, &options)?;
    let wanted = |index: usize| {
        plan.policy.alerts.get(index).is_some_and(|alert| {
            body.is_none_or(|body| alert.tell.iter().any(|told| told == body))
                && (args.alert.is_empty() || args.alert.contains(&alert.name))
        })
    };
    let raised = alerts(&plan, &batch.cases, days, wanted);
    let mut rows = raised.rows;
    if args.unknown {
        rows.extend(raised.open);
    }
    let totals = |rows: &[AlertRow], lang| formats::alert_totals(&plan, rows, &raised.counts, lang);
    let list = List { plan: &plan, batch: &batch, totals: &totals, headers: &options.keep, args, format, settings };
    match (&args.split_by, &args.list.output) {
        (Some(column), Some(folder)) => list.write_parts(&rows, column, folder, &sources)?,
        (_, path) => output::write(path.as_deref(), &list.bytes(&rows)?)?,
    }
    cases::show(&batch.findings, 0, settings);
    settings.note(totals(&rows, settings.lang()).trim_end());
    Ok(Outcome::clean_if(rows.is_empty() && batch.is_clean()))
}

/// What a run writes, as a whole or in parts.
struct List<'a> {
    plan: &'a Plan,
    batch: &'a Batch,
    /// the figures of some rows in words
    totals: &'a dyn Fn(&[AlertRow], Lang) -> String,
    /// the columns kept
    headers: &'a [String],
    args: &'a Args,
    format: ListFormat,
    settings: &'a Settings,
}

impl List<'_> {
    fn bytes(&self, rows: &[AlertRow]) -> std::result::Result<Vec<u8>, Failure> {
        let lang = self.settings.result_lang();
        let beside = formats::Beside { cases: &self.batch.cases, headers: self.headers };
        let report = formats::alert_report(self.plan, rows, beside, lang);
        let (month, closing) = ([("month", self.args.month.to_string())], (self.totals)(rows, lang));
        let findings = &self.batch.findings;
        let of = ListOf { policy: &self.plan.policy, of: &month, closing: &closing, findings };
        let pretty = || formats::alerts_text(self.plan, rows, beside, self.settings.readers());
        self.format.bytes(&report, &of, &self.args.list.encoding, self.settings, pretty)
    }

    /// One file for each value of a column.
    fn write_parts(
        &self,
        rows: &[AlertRow],
        column: &str,
        folder: &Path,
        sources: &[&Path],
    ) -> std::result::Result<(), Failure> {
        let place = self.headers.iter().position(|kept| kept == column.trim()).unwrap_or_default();
        let value = |case: usize| {
            self.batch.cases.get(case).and_then(|case| case.kept.get(place)).map(String::as_str).unwrap_or_default()
        };
        let files = parts::file_names((0..self.batch.cases.len()).map(value), self.format.extension());
        let paths: Vec<PathBuf> = files.iter().map(|(_, name)| folder.join(name)).collect();
        parts::make_folder(folder)?;
        output::allow(sources, &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>(), self.settings)?;
        for ((of_file, _), path) in files.iter().zip(&paths) {
            let own: Vec<AlertRow> = rows.iter().filter(|row| value(row.case) == of_file).cloned().collect();
            output::replace(path, &self.bytes(&own)?)?;
        }
        let (count, shown) = (files.len(), folder.display());
        self.settings.say(&Message::new(
            format!("按{column}写出 {count} 个文件，在 {shown}"),
            format!("{count} files, one for each {column}, are in {shown}"),
        ));
        Ok(())
    }
}

/// # Errors
/// When the policy has no such alert, or only findings raise it.
fn known_alert(policy: &Policy, name: &str) -> std::result::Result<(), Failure> {
    match policy.alerts.iter().find(|alert| alert.name == name) {
        Some(alert) if !alert.upon.is_empty() => Err(Failure::new(
            format!("预警“{name}”由对账引起，用 polcheck reconcile 查"),
            format!("alert `{name}` is raised by reconciling; use `polcheck reconcile`"),
        )),
        Some(_) => Ok(()),
        None => {
            let names: Vec<&str> = policy.alerts.iter().map(|alert| alert.name.as_str()).collect();
            let (zh, en) = match closest(name, names.iter().copied()) {
                Some(near) => (format!("是否为“{near}”？"), format!("did you mean `{near}`?")),
                None => (format!("有：{}", names.join("、")), format!("it has: {}", names.join(", "))),
            };
            Err(Failure::new(
                format!("政策没有名为“{name}”的预警；{zh}"),
                format!("the policy has no alert `{name}`; {en}"),
            ))
        }
    }
}
