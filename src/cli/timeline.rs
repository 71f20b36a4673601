//! Policies in force one after the other, and a case file as each of them reads it.

use super::cases::{self, InputFormat};
use super::lists::ListArgs;
use super::outcome::Failure;
use super::policy;
use super::settings::Settings;
use crate::calendar::{Day, Month, Timeline, TimelineProblem};
use crate::cases::{Batch, Finding, Options};
use crate::plan::Plan;
use std::path::{Path, PathBuf};

/// The months asked for: one, or from one to another.
#[derive(Debug, clap::Args)]
pub(super) struct Months {
    /// 只看这一个月，如 2023-03
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month, conflicts_with_all = ["from", "to"])]
    month: Option<Month>,
    /// 从哪个月起
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month)]
    from: Option<Month>,
    /// 到哪个月止（含）
    #[arg(long, value_name = "年-月", value_parser = cases::parse_month)]
    to: Option<Month>,
}

/// Months beyond this are refused: a century is a slip of the pen.
const MOST_MONTHS: i64 = 1200;

impl Months {
    pub(super) fn range(&self) -> Result<(Month, Month), Failure> {
        let (from, to) = match (self.month, self.from, self.to) {
            (Some(month), ..) => (month, month),
            (None, Some(from), Some(to)) => (from, to),
            _ => {
                return Err(Failure::new(
                    "要写明月份：--month 2023-03，或 --from 2023-01 --to 2023-12",
                    "say which months: --month 2023-03, or --from 2023-01 --to 2023-12",
                ));
            }
        };
        if to < from {
            return Err(Failure::new(
                format!("止月 {to} 早于起月 {from}"),
                format!("the last month {to} comes before the first, {from}"),
            ));
        }
        if to.0 - from.0 >= MOST_MONTHS {
            return Err(Failure::new(
                format!("{from} 至 {to} 超过 {MOST_MONTHS} 个月；看看年份是否写错"),
                format!("{from} to {to} are more than {MOST_MONTHS} months; is the year right?"),
            ));
        }
        Ok((from, to))
    }
}

/// The plans of some policy files; folders are searched for `.pol`.
pub(super) fn plans(
    paths: &[PathBuf],
    readings: &[(String, String)],
    settings: &Settings,
) -> Result<Vec<(PathBuf, Plan)>, Failure> {
    let files = policy::files(paths)?;
    let mut plans = Vec::with_capacity(files.len());
    for file in files {
        let plan = policy::load(&file, readings, settings)?;
        plans.push((file, plan));
    }
    Ok(plans)
}

/// Puts plans in order by 施行.
pub(super) fn timeline(plans: &[(PathBuf, Plan)]) -> Result<Timeline<'_>, Failure> {
    let all: Vec<&Plan> = plans.iter().map(|(_, plan)| plan).collect();
    Timeline::new(&all).map_err(|problem| not_in_line(plans, problem))
}

fn not_in_line(plans: &[(PathBuf, Plan)], problem: TimelineProblem) -> Failure {
    let name = |place: usize| plans.get(place).map(|(path, _)| path.display().to_string()).unwrap_or_default();
    match problem {
        TimelineProblem::Overlap { earlier, later, from, until } => {
            let (earlier, later) = (name(earlier), name(later));
            let from = from.map(|day| day.to_string()).unwrap_or_default();
            let day_before = |day: Day| Day(day.0 - 1).to_string();
            let (zh, en) = match until {
                Some(until) => (format!("施行到 {until}"), format!("is in force until {until}")),
                None => ("没有写施行到哪天".to_string(), "does not say until when it is in force".to_string()),
            };
            let end =
                from.parse::<chrono::NaiveDate>().map(|date| day_before(Day::from_date(date))).unwrap_or_default();
            Failure::new(
                format!("两份政策的施行期重叠：{earlier} {zh}，{later} 自 {from} 施行。前一份写明“至 {end}”"),
                format!(
                    "two policies are in force at once: {earlier} {en}, {later} from {from}. End the first with `until {end}`"
                ),
            )
        }
        TimelineProblem::Gap { earlier, later, first, last } => {
            let (earlier, later) = (name(earlier), name(later));
            Failure::new(
                format!("{first} 至 {last} 没有政策在施行：在 {earlier} 与 {later} 之间。补上那一份，或改正施行日期"),
                format!(
                    "no policy is in force from {first} to {last}, between {earlier} and {later}; add it, or mend the dates"
                ),
            )
        }
    }
}

/// Cases as each plan reads them.
pub(super) fn batches(
    plans: &[(PathBuf, Plan)],
    path: &Path,
    format: Option<InputFormat>,
    (lists, options): (&ListArgs, &Options),
    settings: &Settings,
) -> Result<Vec<Batch>, Failure> {
    let file = cases::File::open(path, format, lists, settings)?;
    plans.iter().map(|(_, plan)| file.read_with(plan, options)).collect()
}

/// What is wrong with the file, each problem once.
pub(super) fn findings(batches: &[Batch]) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    for finding in batches.iter().flat_map(|batch| &batch.findings) {
        if !all.contains(finding) {
            all.push(finding.clone());
        }
    }
    all
}
