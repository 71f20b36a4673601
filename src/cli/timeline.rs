//! Policies in force one after the other, and the cases as each of them reads them.

use super::cases::{self, InputFormat};
use super::lists::ListArgs;
use super::outcome::Failure;
use super::policy;
use super::settings::Settings;
use crate::calendar::{Day, Month, Timeline, TimelineProblem};
use crate::cases::{Batch, Finding, Options, in_order};
use crate::diagnostic::{Lang, Message};
use crate::plan::Plan;
use std::collections::HashSet;
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

/// The plans of some policy files or folders. A reading that only some policies have is chosen in those.
pub(super) fn plans(
    paths: &[PathBuf],
    readings: &[(String, String)],
    settings: &Settings,
) -> Result<Vec<(PathBuf, Plan)>, Failure> {
    let mut sound = Vec::new();
    for file in policy::files(paths)? {
        let policy = policy::sound(&policy::read(&file)?, &file.display().to_string(), settings)?;
        sound.push((file, policy));
    }
    let has = |policy: &policy::Sound, name: &str| policy.policy.readings.iter().any(|reading| reading.name == name);
    let known: Vec<bool> = readings.iter().map(|(name, _)| sound.iter().any(|(_, policy)| has(policy, name))).collect();
    let mut plans = Vec::new();
    for (file, policy) in sound {
        let chosen = readings.iter().zip(&known).filter(|((name, _), known)| has(&policy, name) || !**known);
        let chosen: Vec<(String, String)> = chosen.map(|(reading, _)| reading.clone()).collect();
        plans.push((file, policy.plan(&chosen)?));
    }
    Ok(plans)
}

/// Puts plans in order by 施行.
pub(super) fn timeline(plans: &[(PathBuf, Plan)]) -> Result<Timeline<'_>, Failure> {
    let all: Vec<&Plan> = plans.iter().map(|(_, plan)| plan).collect();
    Timeline::new(&all).map_err(|problem| not_in_line(plans, problem))
}

/// Refuses months that all lie outside the time of the policies; tells of those that do.
pub(super) fn tell_outside(
    line: &Timeline<'_>,
    (from, to): (Month, Month),
    settings: &Settings,
) -> Result<(), Failure> {
    let outside = line.months_outside(from, to);
    let (Some(first), Some(last)) = (outside.first(), outside.last()) else { return Ok(()) };
    let months = if first == last { first.to_string() } else { format!("{first} – {last}") };
    if outside.len() as i64 > to.0 - from.0 {
        return Err(Failure::new(
            format!("{months} 不在政策的施行期内；换用当时有效的政策文件，或把它一起写上"),
            format!("{months}: no policy is in force; use the policy in force then, or give it too"),
        ));
    }
    let count = outside.len();
    settings.say(&Message::new(
        format!("{months} 中有 {count} 个月不在政策的施行期内，不作认定"),
        format!("of {months}, {count} month(s) are outside the time of the policies; nothing is decided for them"),
    ));
    Ok(())
}

fn not_in_line(plans: &[(PathBuf, Plan)], problem: TimelineProblem) -> Failure {
    let name = |place: usize| plans.get(place).map(|(path, _)| path.display().to_string()).unwrap_or_default();
    match problem {
        TimelineProblem::Overlap { earlier, later, from, until } => {
            let (earlier, later) = (name(earlier), name(later));
            let (zh, en) = match until {
                Some(until) => (format!("施行到 {until}"), format!("is in force until {until}")),
                None => ("没有写施行到哪天".to_string(), "does not say until when it is in force".to_string()),
            };
            let Some(from) = from else {
                return Failure::new(
                    format!("{earlier} 与 {later} 的施行期重叠；每一份都要写明“施行 自 …”"),
                    format!("{earlier} and {later} are in force at once; each must say from when: `effective from …`"),
                );
            };
            let end = Day(from.0 - 1);
            Failure::new(
                format!(
                    "两份政策的施行期重叠：{earlier} {zh}，{later} 自 {from} 施行。请在前一份的“施行”里写上“至 {end}”"
                ),
                format!(
                    "{earlier} {en}, and {later} is in force from {from}: both at once. End the first with `until {end}`"
                ),
            )
        }
        TimelineProblem::Gap { earlier, later, first, last } => {
            let (earlier, later) = (name(earlier), name(later));
            Failure::new(
                format!("{earlier} 与 {later} 之间，{first} 至 {last} 没有政策施行；补上那一份，或改正“施行”的日期"),
                format!(
                    "no policy is in force from {first} to {last}, between {earlier} and {later}; add it or mend the dates"
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

/// What is wrong with the files, each problem once.
pub(super) fn findings(batches: &[Batch]) -> Vec<Finding> {
    let mut known: HashSet<String> = HashSet::new();
    let all = batches.iter().flat_map(|batch| &batch.findings);
    let mut findings: Vec<Finding> =
        all.filter(|finding| known.insert(format!("{} {}", finding.code, finding.line(Lang::Zh)))).cloned().collect();
    in_order(&mut findings);
    findings
}

/// The policies and the cases among the files of a command line: the last is the cases.
pub(super) fn split(files: &[PathBuf]) -> Result<(&[PathBuf], &Path), Failure> {
    match files.split_last() {
        Some((cases, policies)) if !policies.is_empty() => Ok((policies, cases)),
        _ => Err(Failure::new(
            "先写政策（一份或几份），最后写名单",
            "give the policy (one or several), then the case file",
        )),
    }
}
