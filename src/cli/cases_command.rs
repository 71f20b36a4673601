//! `polcheck cases`

use super::csv_encoding::CsvEncoding;
use super::list_format::no_room;
use super::outcome::{Failure, Outcome, Result};
use super::run::parse_reading;
use super::settings::Settings;
use super::{cases, output, policy};
use crate::calendar::{Month, first_month};
use crate::diagnostic::Message;
use crate::output::{ListOf, Report, sheet_csv, sheet_json_lines};
use crate::region::Limits;
use crate::testing::{Reached, Specimens, Wanted, specimens};
use std::path::{Path, PathBuf};

/// 编造一份名单，让政策的每一种情形都有一个人：作批次测试的底子
///
/// 情形是政策自己分出来的：同一种情形里的人结果都一样。人数尽量少，各人的金额、日期正落在界限上，
/// 界限改动一点就看得出来。人都是编造的，每一项都填明，没有待核实。
/// 有的情形找不到人时逐条列出，退出码为 1。
///
/// 例：polcheck cases policies/wulong-2023.pol --month 2023-03 -o 名单.csv
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 按哪个月编造；不写时是政策施行后的第一个整月
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month)]
    month: Option<Month>,
    /// 改选一个口径，可写多次，如 择高相等=保留本补贴
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    reading: Vec<(String, String)>,
    /// 名单写到这个文件，.csv、.jsonl 或 .xlsx；不写时为标准输出，格式 csv
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    encoding: CsvEncoding,
    /// 每种情形各编造一人，不求人少
    #[arg(long)]
    all: bool,
}

/// How many regions without a case are told.
const MOST_TOLD: usize = 20;

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let format = args.output.as_deref().map_or(Ok(Form::Csv), form)?;
    let targets: Vec<&Path> = args.output.iter().map(PathBuf::as_path).collect();
    output::allow(&[&args.policy], &targets, settings)?;
    let plan = policy::load(&args.policy, &args.reading, settings)?;
    let Some(month) = args.month.or_else(|| first_month(&plan.policy)) else {
        return Err(Failure::new(
            "政策没有写从哪天起施行；用 --month 写明按哪个月编造",
            "the policy does not say when it comes into force; say the month with --month",
        ));
    };
    cases::days(&plan, month)?;
    let wanted = if args.all { Wanted::OneEach } else { Wanted::Few };
    let Some(found) = specimens(&plan, month, wanted, Limits::default()) else {
        return Err(Failure::new(format!("{month} 编造不了"), format!("no cases can be made for {month}")));
    };
    let bytes = match format {
        Form::Csv => args.encoding.encode(sheet_csv(&found.headers, &found.rows))?,
        Form::JsonLines => sheet_json_lines(&found.headers, &found.rows).into_bytes(),
        Form::Workbook => {
            let closing = reached(&found);
            let (closing, month) = (closing.get(settings.result_lang()), [("month", month.to_string())]);
            let of = ListOf { policy: &plan.policy, of: &month, closing, findings: &[] };
            let list = Report::of_texts(&found.headers, &found.rows);
            list.workbook(&of, settings.result_lang()).map_err(|error| no_room(&error))?
        }
    };
    output::write(args.output.as_deref(), &bytes)?;
    settings.say(&reached(&found));
    for message in missed(&found) {
        settings.say(&message);
    }
    settings.say(&next(args, month));
    Ok(Outcome::clean_if(found.missed.is_empty() && found.is_complete))
}

/// How the cases are written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Csv,
    JsonLines,
    Workbook,
}

fn form(path: &Path) -> std::result::Result<Form, Failure> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    match extension.as_str() {
        "csv" => Ok(Form::Csv),
        "jsonl" | "ndjson" => Ok(Form::JsonLines),
        "xlsx" => Ok(Form::Workbook),
        _ => Err(Failure::new(
            format!("名单写成 .csv、.jsonl 或 .xlsx；{} 换一个扩展名", path.display()),
            format!("cases are written as .csv, .jsonl or .xlsx; give {} another extension", path.display()),
        )),
    }
}

/// `71 人，2023-03-01 当日覆盖 护理补贴 全部 54 种情形、生活补贴 全部 49 种情形`
fn reached(found: &Specimens) -> Message {
    let of_benefit = |(name, of): &(String, Reached)| {
        let (zh, en) = share(*of);
        (format!("{name} {zh}"), format!("{en} of {name}"))
    };
    let (zh, en): (Vec<String>, Vec<String>) = found.benefits.iter().map(of_benefit).unzip();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let (ways_zh, ways_en) = match found.conditions {
        0 => (String::new(), String::new()),
        conditions => {
            let (zh, en) = share(found.ways);
            (
                format!("；其中 {conditions} 个条件满足与不满足的 {zh}"),
                format!("; {en} of meeting {conditions} conditions within them or not"),
            )
        }
    };
    let count = found.rows.len();
    Message::new(
        format!("{count} 人，{} 当日覆盖 {zh}{ways_zh}。人和号码都是编造的", found.day),
        format!("{count} people reach {en} on {}{ways_en}; people and numbers are invented", found.day),
    )
}

fn share(Reached { regions, reached }: Reached) -> (String, String) {
    match reached == regions {
        true => (format!("全部 {regions} 种情形"), format!("all {regions} regions")),
        false => (format!("{regions} 种情形中的 {reached} 种"), format!("{reached} of the {regions} regions")),
    }
}

fn missed(found: &Specimens) -> Vec<Message> {
    let mut told: Vec<Message> = Vec::new();
    for missed in found.missed.iter().take(MOST_TOLD) {
        let zh: Vec<&str> = missed.conditions.iter().map(|condition| condition.zh.as_str()).collect();
        let en: Vec<&str> = missed.conditions.iter().map(|condition| condition.en.as_str()).collect();
        let benefit = missed.benefit.as_ref().map(|benefit| format!("{benefit}，")).unwrap_or_default();
        let of_benefit = missed.benefit.as_ref().map(|benefit| format!(" of {benefit}")).unwrap_or_default();
        told.push(Message::new(
            format!("没有找到这种情形的人（未能判定有没有）：{benefit}{}", zh.join("，")),
            format!("no case was found of a region{of_benefit}: {}", en.join(", ")),
        ));
    }
    if found.missed.len() > MOST_TOLD {
        let more = found.missed.len() - MOST_TOLD;
        told.push(Message::new(format!("另有 {more} 种情形没有找到人"), format!("{more} more regions have no case")));
    }
    if !found.is_complete {
        told.push(Message::new("情形太多，没有看完", "there are too many regions; not all were looked at"));
    }
    told
}

/// How to make a golden batch of the cases.
fn next(args: &Args, month: Month) -> Message {
    let policy = args.policy.display();
    let cases = args.output.as_ref().map_or("名单.csv".to_string(), |path| path.display().to_string());
    let readings = args.reading.iter().map(|(reading, option)| format!(" --reading {reading}={option}"));
    let readings: String = readings.collect();
    let beside = args.policy.with_extension("用例.yaml");
    let beside = beside.display();
    let (chosen_zh, chosen_en) = match readings.is_empty() {
        true => ("", ""),
        false => ("，并写上同样的口径", ", with the same readings"),
    };
    Message::new(
        format!(
            "下一步：polcheck run {policy} {cases} --month {month}{readings} -o 期望.csv，逐人核对结果；\
             核对过的作为批次写进 {beside}{chosen_zh}，以后由 polcheck test 守住"
        ),
        format!(
            "next: polcheck run {policy} {cases} --month {month}{readings} -o expected.csv, and check every result; \
             then make them a batch in {beside}{chosen_en}, which `polcheck test` guards"
        ),
    )
}
