//! `polcheck ask`

use super::cases::{self, unreadable};
use super::input::{self, reason_zh};
use super::outcome::{Failure, Outcome, Result};
use super::output::visible;
use super::policy;
use super::run::parse_reading;
use super::settings::{Settings, print};
use crate::batch::{broken_promises, decide_one};
use crate::calendar::{Day, Decider, Month};
use crate::cases::{Answer, Batch, Case, Finding, RowUnit, read_answers};
use crate::diagnostic::{Lang, Message};
use crate::interview::{Interview, Question, Reply, Told, read_reply};
use crate::output as formats;
use crate::plan::Plan;
use clap::ValueEnum;
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

/// 逐项问一个人的情况，只问还影响结果的事实，够定结论就停
///
/// 每答一项，显示各项补贴的状态和金额的上下限。写编号或词作答；不知道写 ?，改上一项写 上一步，
/// 提前结束写 退出。答案的写法与名单的单元格相同。提问在标准错误，结果在标准输出。
/// 结论已定时退出码为 0，仍有待核实为 1。
///
/// 例：polcheck ask policies/wulong-2023.pol --month 2023-03
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
#[group(skip)]
#[command(group(clap::ArgGroup::new("when").required(true).args(["month", "day"])))]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 认定哪个月，如 2023-03；--month 与 --day 必须写一个
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month)]
    month: Option<Month>,
    /// 只认定这一天，如 2023-03-15
    #[arg(long, value_name = "年-月-日", value_parser = parse_day)]
    day: Option<Day>,
    /// 先从这个文件取答案：json、yaml，或每行一项“列名：值”；没有写的才问
    ///
    /// 标准输入不是终端时不再提问，文件里没有的按待核实处理。
    #[arg(long, value_name = "文件")]
    answers: Option<PathBuf>,
    /// 改选一个口径，可写多次，如 择高相等=保留本补贴
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    reading: Vec<(String, String)>,
    /// 结果的格式
    #[arg(long, value_enum, default_value_t = Format::Pretty, value_name = "格式")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Pretty,
    Json,
}

fn parse_day(text: &str) -> std::result::Result<Day, String> {
    let text = crate::syntax::narrow(text.trim());
    crate::cases::day(&text)
        .ok_or_else(|| "日期写作 年-月-日，如 2023-03-15 / dates are written 2023-03-15".to_string())
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let plan = policy::load(&args.policy, &args.reading, settings)?;
    let (month, days) = when(&plan, args)?;
    let answers = match &args.answers {
        Some(path) => load_answers(path)?,
        None => Vec::new(),
    };
    let name = args.answers.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    let mut interview = Interview::new(&plan, days, &name, answers).map_err(unreadable)?;
    let asks = args.answers.is_none() || std::io::stdin().is_terminal();
    converse(&plan, &mut interview, asks, settings);

    let decided = decide_one(&plan, &mut Decider::new(&plan), "", interview.facts(), days);
    for unused in interview.unused() {
        let message = unused.message();
        settings.say(&Message::new(visible(&message.zh), visible(&message.en)));
    }
    let case = Case { key: "此人".to_string(), facts: interview.facts().clone(), row: 1, kept: Vec::new() };
    let batch = Batch {
        cases: vec![case],
        findings: Vec::new(),
        file: String::new(),
        unit: RowUnit::Record,
        unmatched: Vec::new(),
    };
    let broken = broken_promises(&plan, &name, &batch, std::slice::from_ref(&decided));
    broken.iter().for_each(|finding| say(finding, settings));
    let lang = settings.result_lang();
    print(&match args.format {
        Format::Pretty => {
            let when = args.day.map_or_else(|| month.to_string(), |day| day.to_string());
            let readers = settings.readers();
            visible(&formats::interview_text(&plan, &interview, &decided, &when, readers)).into_owned()
        }
        Format::Json => formats::interview_json(&plan, &interview, &decided, month, args.day, lang),
    })?;
    Ok(Outcome::clean_if(interview.is_decided() && broken.is_empty()))
}

/// The month, and its days that are decided.
fn when(plan: &Plan, args: &Args) -> std::result::Result<(Month, (Day, Day)), Failure> {
    let day_month = args.day.and_then(Day::month);
    let month = args.month.or(day_month).unwrap_or(Month(0));
    let days = cases::days(plan, month)?;
    match args.day {
        None => Ok((month, days)),
        Some(day) if days.0 <= day && day <= days.1 => Ok((month, (day, day))),
        Some(day) => Err(Failure::new(
            format!("{day} 不在这份政策的施行期内（这个月从 {} 到 {}）；换用当时有效的政策文件", days.0, days.1),
            format!(
                "{day} is outside the time of this policy (that month: {} to {}); use the policy in force then",
                days.0, days.1
            ),
        )),
    }
}

fn load_answers(path: &Path) -> std::result::Result<Vec<Answer>, Failure> {
    let shown = path.display().to_string();
    let bytes = input::bytes(path).map_err(|error| {
        Failure::new(
            format!("读不了答案文件 {shown}：{}", reason_zh(&error)),
            format!("cannot read the file of answers {shown}: {error}"),
        )
    })?;
    read_answers(&shown, &bytes).map_err(unreadable)
}

/// Asks until every benefit is determined, nothing is left to ask, or nobody answers any more.
fn converse(plan: &Plan, interview: &mut Interview<'_>, asks: bool, settings: &Settings) {
    let lang = settings.lang();
    if asks {
        settings.say(&Message::new(
            "写编号或词作答；不知道写 ?，改上一项写 上一步，提前结束写 退出",
            "answer with a number or a word; ? not known, back: the question before, quit: end here",
        ));
    }
    let mut lines = std::io::stdin().lock().lines();
    loop {
        while let Some(Told { header, text, findings }) = interview.tell() {
            settings.note(&visible(&format!("→ {header}　{}", interview.shown(&header, &text, settings.audience()))));
            findings.iter().for_each(|finding| say(finding, settings));
        }
        settings.note(formats::bounds_text(plan, interview.decisions(), lang).trim_end());
        if !asks {
            return;
        }
        let Some(question) = interview.next_question() else { return };
        let asked = formats::question_text(plan, &question, interview.asked() + 1, lang);
        settings.note(&format!("\n{}", visible(asked.trim_end())));
        if !ask(interview, &question, &mut lines, settings) {
            return;
        }
    }
}

/// Asks one question until there is an answer; false when nobody answers any more.
fn ask(
    interview: &mut Interview<'_>,
    question: &Question,
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
    settings: &Settings,
) -> bool {
    loop {
        let Some(Ok(line)) = lines.next() else {
            settings.say(&Message::new("输入已结束，按已知的认定", "the input has ended; this is what is known"));
            return false;
        };
        match read_reply(question, &line) {
            Reply::Quit => return false,
            Reply::Blank => settings
                .say(&Message::new("空白不算回答；不知道写 ?", "a blank is no answer; write ? if it is not known")),
            Reply::NotKnown => {
                interview.leave_open(&question.header);
                let unknown = if settings.lang() == Lang::Zh { "不知道" } else { "not known" };
                settings.note(&format!("→ {}　{unknown}", question.header));
                return true;
            }
            Reply::Back => match interview.back() {
                Some(_) => return true,
                None => settings.say(&Message::new("这是第一问，没有上一步", "this is the first question")),
            },
            Reply::Cell(text) => match interview.answer(&question.header, &text) {
                Ok(warnings) => {
                    let shown = interview.shown(&question.header, &text, settings.audience());
                    settings.note(&visible(&format!("→ {}　{shown}", question.header)));
                    warnings.iter().for_each(|finding| say(finding, settings));
                    return true;
                }
                Err(findings) => findings.iter().for_each(|finding| say(finding, settings)),
            },
        }
    }
}

/// A finding without its place: there is one row only.
fn say(finding: &Finding, settings: &Settings) {
    let lang = settings.lang();
    let column = finding.column.as_ref().map(|column| match lang {
        Lang::Zh => format!("“{column}”："),
        Lang::En => format!("“{column}”: "),
    });
    let help = finding.help.as_ref().map(|help| match lang {
        Lang::Zh => format!("。{}", help.zh),
        Lang::En => format!(". {}", help.en),
    });
    let (column, help) = (column.unwrap_or_default(), help.unwrap_or_default());
    let severity = finding.severity.word(lang);
    let message = settings.audience().text(finding.message.get(lang), &finding.personal);
    settings.note(&visible(&format!("{severity}[{}] {column}{message}{help}", finding.code)));
}
