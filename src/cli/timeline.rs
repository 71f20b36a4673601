//! Several policies, one after the other by 施行, and the cases as each of them reads them.

use super::cases;
use super::outcome::Failure;
use super::policy;
use super::settings::Settings;
use crate::calendar::{Month, Timeline, TimelineProblem};
use crate::cases::{Batch, Finding};
use crate::plan::Plan;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The plans of some policy files or folders. A reading that only some policies have is chosen in those.
pub(super) fn plans(
    paths: &[PathBuf],
    readings: &[(String, String)],
    settings: &Settings,
) -> Result<(Vec<PathBuf>, Vec<Plan>), Failure> {
    let files = policy::files(paths)?;
    let mut sound = Vec::new();
    for file in &files {
        sound.push(policy::sound(&policy::read(file)?, &file.display().to_string(), settings)?);
    }
    let has = |policy: &policy::Sound, name: &str| policy.policy.readings.iter().any(|reading| reading.name == name);
    let known: Vec<bool> = readings.iter().map(|(name, _)| sound.iter().any(|policy| has(policy, name))).collect();
    let mut plans = Vec::new();
    for policy in sound {
        let chosen = readings.iter().zip(&known).filter(|((name, _), known)| has(&policy, name) || !**known);
        let chosen: Vec<(String, String)> = chosen.map(|(reading, _)| reading.clone()).collect();
        plans.push(policy.plan(&chosen)?);
    }
    Ok((files, plans))
}

/// The policies in order.
pub(super) fn timeline<'p>(files: &[PathBuf], plans: &[&'p Plan]) -> Result<Timeline<'p>, Failure> {
    let name = |place: usize| files.get(place).map(|file| file.display().to_string()).unwrap_or_default();
    Timeline::new(plans).map_err(|problem| match problem {
        TimelineProblem::Overlap { earlier, later, from, .. } => {
            let (earlier, later) = (name(earlier), name(later));
            let (zh, en) = match from {
                Some(from) => (format!("{from} 起"), format!("from {from}")),
                None => ("没有写施行日期".to_string(), "no date of coming into force".to_string()),
            };
            Failure::new(
                format!("{earlier} 与 {later} 的施行期重叠（{zh}）；在前一份的“施行”里写上“至”的日期"),
                format!("{earlier} and {later} are in force at the same time ({en}); say until when the earlier one is"),
            )
        }
        TimelineProblem::Gap { earlier, later, first, last } => {
            let (earlier, later) = (name(earlier), name(later));
            Failure::new(
                format!("{earlier} 与 {later} 之间，{first} 至 {last} 没有政策施行；补上那一份，或改正“施行”的日期"),
                format!("no policy is in force from {first} to {last}, between {earlier} and {later}; add it or mend the dates"),
            )
        }
    })
}

/// The months asked for: one, or from one to another.
pub(super) fn months(month: Option<Month>, from: Option<Month>, to: Option<Month>) -> Result<(Month, Month), Failure> {
    match (month, from, to) {
        (Some(month), ..) => Ok((month, month)),
        (None, Some(from), Some(to)) if from <= to => Ok((from, to)),
        (None, Some(from), Some(to)) => {
            Err(Failure::new(format!("--from {from} 晚于 --to {to}"), format!("--from {from} is later than --to {to}")))
        }
        _ => Err(Failure::new(
            "写明核对哪几个月：--month 2023-06，或 --from 2023-01 --to 2023-06",
            "say which months: --month 2023-06, or --from 2023-01 --to 2023-06",
        )),
    }
}

/// The cases as each policy reads them, and what is wrong with them, said once.
pub(super) fn read(file: &cases::File, plans: &[&Plan]) -> Result<(Vec<Batch>, Vec<Finding>), Failure> {
    let mut batches = Vec::new();
    for plan in plans {
        batches.push(file.read(plan)?);
    }
    let (mut findings, mut known): (Vec<Finding>, BTreeSet<(Option<usize>, String)>) = Default::default();
    for finding in batches.iter().flat_map(|batch| &batch.findings) {
        if known.insert((finding.row, finding.line(crate::diagnostic::Lang::Zh))) {
            findings.push(finding.clone());
        }
    }
    findings.sort_by_key(|finding| finding.row);
    Ok((batches, findings))
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
