//! Two versions of a policy: where their texts come from, and what is said of their difference.

use super::cases;
use super::git;
use super::outcome::Failure;
use super::policy::{self, Sound};
use super::settings::Settings;
use crate::calendar::Month;
use crate::cases::Finding;
use crate::diagnostic::Message;
use crate::diff::{Comparison, Side, Touched, Version, edits, touched};
use crate::plan::Plan;
use std::path::Path;

/// A version's text and how to name it.
pub(super) struct Edition {
    pub(super) source: String,
    pub(super) file: String,
    pub(super) revision: Option<String>,
}

impl Edition {
    pub(super) fn read(path: &Path) -> Result<Edition, Failure> {
        Ok(Edition { source: policy::read(path)?, file: path.display().to_string(), revision: None })
    }

    /// As a revision has it: `main`, or `main:old/path.pol` where it had another name.
    pub(super) fn at(path: &Path, revision: &str) -> Result<Edition, Failure> {
        let (revision, old_path) = match revision.split_once(':') {
            Some((revision, old_path)) => (revision, Some(old_path)),
            None => (revision, None),
        };
        let bytes = git::file_at(path, revision, old_path)?;
        let file = old_path.map_or_else(|| path.display().to_string(), str::to_string);
        let revision = Some(short(revision));
        let mut edition = Edition { source: String::new(), file, revision };
        edition.source = policy::decode(bytes, &edition.shown())?;
        Ok(edition)
    }

    fn version(&self, plan: &Plan) -> Version {
        let (file, revision) = (self.file.clone(), self.revision.clone());
        Version { policy: plan.policy.name.clone(), file, revision }
    }

    /// File and revision, as messages name the version.
    fn shown(&self) -> String {
        let (file, revision) = (self.file.clone(), self.revision.clone());
        Version { policy: String::new(), file, revision }.shown()
    }
}

/// A revision as it is shown: commit numbers are cut to seven places.
fn short(revision: &str) -> String {
    let is_commit = revision.len() == 40 && revision.chars().all(|c| c.is_ascii_hexdigit());
    if is_commit { revision.get(..7).unwrap_or(revision).to_string() } else { revision.to_string() }
}

/// The plans of both versions. A reading that only one version has is chosen there only.
pub(super) fn plans(
    old: &Edition,
    new: &Edition,
    readings: &[(String, String)],
    settings: &Settings,
) -> Result<(Plan, Plan), Failure> {
    let sound = |edition: &Edition| policy::sound(&edition.source, &edition.shown(), settings);
    // the problems of both are shown
    let (old_policy, new_policy) = (sound(old), sound(new));
    let (old_policy, new_policy) = (old_policy?, new_policy?);
    let has = |version: &Sound, name: &str| version.policy.readings.iter().any(|reading| reading.name == name);
    let chosen = |version: &Sound, other: &Sound| -> Vec<(String, String)> {
        readings.iter().filter(|(name, _)| has(version, name) || !has(other, name)).cloned().collect()
    };
    let (for_old, for_new) = (chosen(&old_policy, &new_policy), chosen(&new_policy, &old_policy));
    let named = |edition: &Edition, Failure(message): Failure| {
        let shown = edition.shown();
        Failure::new(format!("{shown}：{}", message.zh), format!("{shown}: {}", message.en))
    };
    let new_plan = new_policy.plan(&for_new).map_err(|failure| named(new, failure))?;
    Ok((old_policy.plan(&for_old).map_err(|failure| named(old, failure))?, new_plan))
}

/// What can be said without cases.
pub(super) fn compare(old: &Edition, new: &Edition, old_plan: &Plan, new_plan: &Plan) -> Comparison {
    Comparison {
        old: old.version(old_plan),
        new: new.version(new_plan),
        edits: edits(old_plan, new_plan),
        impact: None,
        touched: None,
        blind_spots: Vec::new(),
    }
}

/// Both versions read the file; what only one of them finds wrong with it is told of that version.
pub(super) fn touched_by(
    file: &cases::File,
    month: Month,
    (old, old_plan): (&Edition, &Plan),
    (new, new_plan): (&Edition, &Plan),
) -> Result<(Touched, Vec<Finding>), Failure> {
    let named = |zh: &str, en: &str, edition: &Edition, Failure(message): Failure| {
        let shown = edition.shown();
        Failure::new(format!("{zh} {shown}：{}", message.zh), format!("{en} {shown}: {}", message.en))
    };
    let of_old = |failure| named("旧版", "old version", old, failure);
    let of_new = |failure| named("新版", "new version", new, failure);
    let old_days = cases::days(old_plan, month).map_err(of_old)?;
    let new_days = cases::days(new_plan, month).map_err(of_new)?;
    let (old_batch, new_batch) = (file.read(old_plan).map_err(of_old)?, file.read(new_plan).map_err(of_new)?);
    let of_one = |mut finding: Finding, zh: &str, en: &str| {
        let Message { zh: words, en: english } = &finding.message;
        finding.message = Message::new(format!("（{zh}）{words}"), format!("({en}) {english}"));
        finding
    };
    let mut findings: Vec<Finding> = new_batch
        .findings
        .iter()
        .cloned()
        .map(|finding| {
            let common = old_batch.findings.contains(&finding);
            if common { finding } else { of_one(finding, "新版", "new version") }
        })
        .collect();
    let only_old = old_batch.findings.iter().filter(|finding| !new_batch.findings.contains(finding));
    findings.extend(only_old.cloned().map(|finding| of_one(finding, "旧版", "old version")));
    findings.sort_by_key(|finding| finding.row);
    let (old, new) = (
        Side { plan: old_plan, batch: &old_batch, days: old_days },
        Side { plan: new_plan, batch: &new_batch, days: new_days },
    );
    Ok((touched(month, old, new), findings))
}
