//! Coverage: what of each policy the tests reach.

use super::Suite;
use crate::cli::settings::Settings;
use crate::diagnostic::{Lang, Message};
use crate::output::{coverage_json, coverage_text, percent_text};
use crate::plan::Plan;
use crate::testing::coverage::{Coverage, Report};
use std::path::PathBuf;

/// What the tests of a policy reach under one choice of readings.
pub(super) struct Covered {
    policy: PathBuf,
    plan: Plan,
    report: Report,
}

/// `90`, `92.5` or `90%`, in hundredths of a percent.
pub(super) fn parse_percent(text: &str) -> Result<u64, String> {
    let wrong = || format!("“{text}”不是百分比；写 0 到 100 的数，如 90");
    let number = text.trim_end_matches(['%', '％']);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return Err(wrong());
    }
    let hundredths: u64 = format!("{whole}{part:0<2}").parse().map_err(|_| wrong())?;
    if hundredths <= 10_000 { Ok(hundredths) } else { Err(wrong()) }
}

/// Coverage of each policy and choice of readings, in the order of the files.
pub(super) fn covered(suites: Vec<Suite>) -> Vec<Covered> {
    let mut groups: Vec<(Suite, Vec<Suite>)> = Vec::new();
    for suite in suites {
        let alike = |(first, _): &&mut (Suite, Vec<Suite>)| {
            first.policy == suite.policy && first.plan.chosen == suite.plan.chosen
        };
        match groups.iter_mut().find(alike) {
            Some((_, more)) => more.push(suite),
            None => groups.push((suite, Vec::new())),
        }
    }
    groups
        .into_iter()
        .map(|(first, more)| {
            let mut coverage = Coverage::new(&first.plan);
            for suite in std::iter::once(&first).chain(&more) {
                coverage.observe_tests(&suite.tests);
                suite.goldens.iter().for_each(|golden| coverage.observe_golden(golden));
            }
            Covered { report: coverage.report(), policy: first.policy, plan: first.plan }
        })
        .collect()
}

pub(super) fn text(covered: &[Covered], lang: Lang) -> String {
    let one = |covered: &Covered| {
        format!(
            "\n{}{}\n{}",
            covered.policy.display(),
            readings(&covered.plan),
            coverage_text(&covered.plan, &covered.report, lang)
        )
    };
    covered.iter().map(one).collect()
}

/// The readings that are not the default.
fn readings(plan: &Plan) -> String {
    let chosen = plan.policy.readings.iter().zip(&plan.chosen).filter(|(_, chosen)| **chosen != 0);
    let named =
        chosen.filter_map(|(reading, chosen)| Some(format!("　{}={}", reading.name, reading.options.get(*chosen)?)));
    named.collect()
}

/// The document of the tests with what they reach.
pub(super) fn with_json(document: String, covered: &[Covered], lang: Lang) -> String {
    if covered.is_empty() {
        return document;
    }
    let Ok(serde_json::Value::Object(mut document)) = serde_json::from_str(&document) else { return document };
    let reports = covered.iter().map(|covered| coverage_json(&covered.plan, &covered.report, lang)).collect();
    document.insert("coverage".to_string(), serde_json::Value::Array(reports));
    format!("{:#}\n", serde_json::Value::Object(document))
}

/// Whether enough is reached; says so where it is not.
pub(super) fn enough(covered: &Covered, least: u64, settings: &Settings) -> bool {
    let ratio = covered.report.figures().ratio();
    if ratio >= least {
        return true;
    }
    let (policy, found, least) = (covered.policy.display(), percent_text(ratio), percent_text(least));
    settings.say(&Message::new(
        format!("{policy} 测到 {found}%，不足 {least}%；补上没有见到的情形"),
        format!("{policy}: {found}% reached, less than {least}%; add tests for what was not seen"),
    ));
    false
}
