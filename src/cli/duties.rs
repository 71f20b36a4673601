//! `polcheck duties`

use super::csv_encoding::CsvEncoding;
use super::list_format::ListFormat;
use super::outcome::{Failure, Outcome, Result};
use super::settings::Settings;
use super::{cases, input, output, policy};
use crate::calendar::Month;
use crate::cases::{Table, closest, read_table};
use crate::check::model::Policy;
use crate::output::ListOf;
use crate::output::worklist as formats;
use crate::worklist::{Account, LogColumns, Owed, Units, account, owed};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// 列出某个月谁该向谁报什么、做什么；有报送记录的，指出迟报和未报送
///
/// 每月的月末到期，每季的季末到期，每年的年末到期；“及时”“定期”照原文列出，不折算成天数。
/// 名册写明由谁、多久提供的，也算职责。
/// 报送记录是一张 CSV，列为 职责、单位、对象、期、日期；对象空白指全部对象。有迟报、未报送时退出码为 1。
///
/// 例：polcheck duties policies/wulong-2023.pol --month 2023-06
///     polcheck duties policies/wulong-2023.pol --month 2023-06 --log 报送.csv --units 乡镇街道=单位.csv
///     polcheck duties policies/wulong-2023.pol --month 2023-06 -o 职责.ics    （放进日历）
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 哪个月，如 2023-06
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month)]
    month: Month,
    /// 只列这个机构的
    #[arg(long, value_name = "机构")]
    body: Option<String>,
    /// 报送记录
    #[arg(long, value_name = "文件.csv")]
    log: Option<PathBuf>,
    /// 一个机构代表的各单位，一行一个，可写多次；不写时只认报送记录里出现过的
    #[arg(long, value_name = "机构=文件.csv", value_parser = parse_units, requires = "log")]
    units: Vec<(String, PathBuf)>,
    /// 结果写到这个文件；不写 --format 时按扩展名定格式
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 结果的格式；终端上默认 pretty，否则 csv；ics 为日历
    #[arg(long, value_enum, value_name = "格式")]
    format: Option<Format>,
    #[command(flatten)]
    encoding: CsvEncoding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Pretty,
    Csv,
    Json,
    Jsonl,
    Markdown,
    Ics,
    /// Excel、WPS 工作簿
    Xlsx,
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// None: the calendar.
    fn list(self) -> Option<ListFormat> {
        match self {
            Format::Pretty => Some(ListFormat::Pretty),
            Format::Csv => Some(ListFormat::Csv),
            Format::Json => Some(ListFormat::Json),
            Format::Jsonl => Some(ListFormat::Jsonl),
            Format::Markdown => Some(ListFormat::Markdown),
            Format::Xlsx => Some(ListFormat::Xlsx),
            #[cfg(feature = "parquet")]
            Format::Parquet => Some(ListFormat::Parquet),
            Format::Ics => None,
        }
    }
}

fn parse_units(text: &str) -> std::result::Result<(String, PathBuf), String> {
    match text.split_once(['=', '＝']) {
        Some((body, file)) if !body.trim().is_empty() && !file.trim().is_empty() => {
            Ok((body.trim().to_string(), PathBuf::from(file.trim())))
        }
        _ => Err("写作 机构=文件.csv / write BODY=FILE.csv".to_string()),
    }
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let extension = args.output.as_ref().and_then(|path| path.extension()).map(|ext| ext.to_ascii_lowercase());
    let is_calendar = match args.format {
        Some(format) => format == Format::Ics,
        None => extension.is_some_and(|extension| extension == "ics"),
    };
    let format = match is_calendar {
        true => None,
        false => {
            let asked = args.format.and_then(Format::list);
            Some(ListFormat::chosen(asked, args.output.as_deref(), settings)?)
        }
    };
    let units = args.units.iter().map(|(_, path)| path);
    let sources: Vec<&Path> = [&args.policy].into_iter().chain(&args.log).chain(units).map(PathBuf::as_path).collect();
    output::allow(&sources, &args.output.iter().map(PathBuf::as_path).collect::<Vec<_>>(), settings)?;
    let plan = policy::load(&args.policy, &[], settings)?;
    cases::days(&plan, args.month)?;
    let body = args.body.as_deref().map(|name| known_body(&plan.policy, name)).transpose()?;
    let list: Vec<Owed> = owed(&plan.policy, args.month);
    let account = args.log.as_ref().map(|log| accounted(&plan.policy, &list, log, args)).transpose()?;
    let (list, account) = of_body(list, account, body);
    let lang = settings.result_lang();
    let result = match format {
        None => formats::calendar(&plan.policy, &list, lang).into_bytes(),
        Some(format) => {
            let report = formats::duty_report(&list, args.month, account.as_ref(), lang);
            let closing = account.as_ref().map(|account| formats::account_text(account, lang)).unwrap_or_default();
            let findings = account.as_ref().map(|account| account.findings.as_slice()).unwrap_or_default();
            let month = [("month", args.month.to_string())];
            let of = ListOf { policy: &plan.policy, of: &month, closing: &closing, findings };
            format.bytes(&report, &of, &args.encoding, settings, || {
                formats::duties_text(&list, args.month, account.as_ref(), lang)
            })?
        }
    };
    output::write(args.output.as_deref(), &result)?;
    let Some(account) = account else { return Ok(Outcome::Clean) };
    cases::show(&account.findings, 0, settings);
    settings.note(formats::account_text(&account, settings.lang()).trim_end());
    Ok(Outcome::clean_if(account.is_settled() && account.findings.is_empty()))
}

/// What one body owes; without one, everything.
fn of_body(list: Vec<Owed>, account: Option<Account>, body: Option<&str>) -> (Vec<Owed>, Option<Account>) {
    let Some(body) = body else { return (list, account) };
    let kept: Vec<usize> = (0..list.len())
        .filter(|index| list.get(*index).is_some_and(|owed| owed.by.iter().any(|by| by == body)))
        .collect();
    let place = |old: usize| kept.iter().position(|kept| *kept == old);
    let account = account.map(|account| {
        let deliveries = account.deliveries.into_iter();
        let deliveries = deliveries
            .filter_map(|delivery| Some(crate::worklist::Delivery { owed: place(delivery.owed)?, ..delivery }))
            .collect();
        Account { deliveries, ..account }
    });
    let list = list.into_iter().enumerate().filter(|(index, _)| kept.contains(index)).map(|(_, owed)| owed).collect();
    (list, account)
}

fn accounted(policy: &Policy, list: &[Owed], log: &Path, args: &Args) -> std::result::Result<Account, Failure> {
    let table = table(log)?;
    let file = log.display().to_string();
    let columns = LogColumns::of(&table.header).map_err(|missing| {
        Failure::new(
            format!("{file} 缺少“{missing}”列；报送记录要有 职责、单位、对象、期、日期 各列"),
            format!("{file} has no column “{missing}”; a log has the columns duty, from, to, period, date"),
        )
    })?;
    let mut units = Units::new();
    for (body, path) in &args.units {
        let body = known_body(policy, body)?;
        let table = self::table(path)?;
        // the header of a single column may be the first unit
        let is_header = table
            .header
            .first()
            .is_some_and(|header| ["单位", "名称", "unit", "name"].contains(&header.as_str()) || header == body);
        let first = table.header.first().filter(|_| !is_header);
        let rows = table.rows.iter().filter_map(|(_, cells)| cells.first());
        let list = units.entry(body.to_string()).or_default();
        for unit in first.into_iter().chain(rows).filter(|unit| !unit.is_empty()) {
            if !list.contains(unit) {
                list.push(unit.clone());
            }
        }
    }
    Ok(account(policy, list, args.month, &file, (&table, columns), &units))
}

fn table(path: &Path) -> std::result::Result<Table, Failure> {
    let shown = path.display().to_string();
    let bytes = input::bytes(path).map_err(|error| {
        let reason = input::reason_zh(&error);
        Failure::new(format!("读不了 {shown}：{reason}"), format!("cannot read {shown}: {error}"))
    })?;
    read_table(&shown, &bytes).map_err(cases::unreadable)
}

/// A body by its name or title.
///
/// # Errors
/// When the policy names no such body.
pub(super) fn known_body<'p>(policy: &'p Policy, name: &str) -> std::result::Result<&'p str, Failure> {
    let found = policy.bodies.iter().find(|body| body.name == name || body.title.as_deref() == Some(name));
    found.map(|body| body.name.as_str()).ok_or_else(|| {
        let names: Vec<&str> = policy.bodies.iter().map(|body| body.name.as_str()).collect();
        match closest(name, names.iter().copied()) {
            Some(near) => Failure::new(
                format!("政策没有名为“{name}”的机构；是否为“{near}”？"),
                format!("the policy has no body `{name}`; did you mean `{near}`?"),
            ),
            None => Failure::new(
                format!("政策没有名为“{name}”的机构；有：{}", names.join("、")),
                format!("the policy has no body `{name}`; it has: {}", names.join(", ")),
            ),
        }
    })
}
