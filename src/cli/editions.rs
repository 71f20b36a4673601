//! Two versions of a policy: where their texts come from, and what is said of their difference.

use super::cases;
use super::git;
use super::outcome::Failure;
use super::policy::{self, Sound};
use super::settings::Settings;
use crate::calendar::{Day, Month};
use crate::cases::{Batch, Finding, in_order};
use crate::diagnostic::{Lang, Message};
use crate::diff::{Atlas, Comparison, Side, Version, blind_spots, edits, impact, touched};
use crate::plan::Plan;
use crate::region::Limits;
use std::collections::HashSet;
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
    pub(super) fn at(path: &Path, revision: &str, settings: &Settings) -> Result<Edition, Failure> {
        let (revision, old_path) = match revision.split_once(':') {
            Some((revision, old_path)) => (revision, Some(old_path)),
            None => (revision, None),
        };
        let bytes = git::file_at(path, revision, old_path)?;
        let file = old_path.map_or_else(|| path.display().to_string(), str::to_string);
        let revision = Some(short(revision));
        let mut edition = Edition { source: String::new(), file, revision };
        edition.source = policy::decode(bytes, &edition.shown(settings.lang()))?;
        Ok(edition)
    }

    fn version(&self, plan: &Plan) -> Version {
        let (file, revision) = (self.file.clone(), self.revision.clone());
        Version { policy: plan.policy.name.clone(), file, revision }
    }

    /// File and revision, as messages name the version.
    fn shown(&self, lang: Lang) -> String {
        let (file, revision) = (self.file.clone(), self.revision.clone());
        Version { policy: String::new(), file, revision }.shown(lang)
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
    let sound = |edition: &Edition| policy::sound(&edition.source, &edition.shown(settings.lang()), settings);
    // the problems of both are shown
    let (old_policy, new_policy) = (sound(old), sound(new));
    let (old_policy, new_policy) = (old_policy?, new_policy?);
    let has = |version: &Sound, name: &str| version.policy.readings.iter().any(|reading| reading.name == name);
    let chosen = |version: &Sound, other: &Sound| -> Vec<(String, String)> {
        readings.iter().filter(|(name, _)| has(version, name) || !has(other, name)).cloned().collect()
    };
    let (for_old, for_new) = (chosen(&old_policy, &new_policy), chosen(&new_policy, &old_policy));
    let named = |edition: &Edition, Failure(message): Failure| {
        let (shown_zh, shown_en) = (edition.shown(Lang::Zh), edition.shown(Lang::En));
        Failure::new(format!("{shown_zh}：{}", message.zh), format!("{shown_en}: {}", message.en))
    };
    let new_plan = new_policy.plan(&for_new).map_err(|failure| named(new, failure))?;
    Ok((old_policy.plan(&for_old).map_err(|failure| named(old, failure))?, new_plan))
}

/// What can be said without cases, and the regions behind it.
pub(super) fn compare<'p>(
    old: &Edition,
    new: &Edition,
    old_plan: &'p Plan,
    new_plan: &'p Plan,
) -> (Comparison, Atlas<'p>) {
    let (impact, atlas) = impact(old_plan, new_plan, Limits::default());
    let comparison = Comparison {
        old: old.version(old_plan),
        new: new.version(new_plan),
        edits: edits(old_plan, new_plan),
        impact: Some(impact),
        touched: None,
        blind_spots: Vec::new(),
    };
    (comparison, atlas)
}

/// A case file as both versions read it.
pub(super) struct Read {
    old: (Batch, (Day, Day)),
    new: (Batch, (Day, Day)),
    /// what only one version finds wrong names that version
    pub(super) findings: Vec<Finding>,
}

impl Read {
    /// Adds what the people of the case file come to, and which lines none of them shows.
    pub(super) fn add_to(&self, comparison: &mut Comparison, month: Month, plans: (&Plan, &Plan), atlas: &Atlas<'_>) {
        let (old, new) = self.sides(plans.0, plans.1);
        let lines = comparison.impact.as_ref().map_or(0, |impact| impact.lines.len());
        comparison.touched = Some(touched(month, old, new));
        comparison.blind_spots = blind_spots(lines, old, new, |line, old, new| atlas.covers(line, old, new));
    }

    fn sides<'a>(&'a self, old_plan: &'a Plan, new_plan: &'a Plan) -> (Side<'a>, Side<'a>) {
        let side = |plan, (batch, days): &'a (Batch, (Day, Day))| Side { plan, batch, days: *days };
        (side(old_plan, &self.old), side(new_plan, &self.new))
    }
}

/// Both versions read a case file for a month.
pub(super) fn read_by_both(
    file: &cases::File,
    month: Month,
    (old, old_plan): (&Edition, &Plan),
    (new, new_plan): (&Edition, &Plan),
) -> Result<Read, Failure> {
    let named = |zh: &str, en: &str, edition: &Edition, Failure(message): Failure| {
        let (shown_zh, shown_en) = (edition.shown(Lang::Zh), edition.shown(Lang::En));
        Failure::new(format!("{zh} {shown_zh}：{}", message.zh), format!("{en} {shown_en}: {}", message.en))
    };
    let of_old = |failure| named("旧版", "old version", old, failure);
    let of_new = |failure| named("新版", "new version", new, failure);
    let old_days = cases::days(old_plan, month).map_err(of_old)?;
    let new_days = cases::days(new_plan, month).map_err(of_new)?;
    let (old, new) = (file.read(old_plan).map_err(of_old)?, file.read(new_plan).map_err(of_new)?);
    let findings = findings(&old, &new);
    Ok(Read { old: (old, old_days), new: (new, new_days), findings })
}

/// What is wrong with the file, by row; what both versions say is said once.
fn findings(old: &Batch, new: &Batch) -> Vec<Finding> {
    let of_one = |finding: &Finding, zh: &str, en: &str| {
        let message = Message::new(format!("（{zh}）{}", finding.message.zh), format!("({en}) {}", finding.message.en));
        Finding { message, ..finding.clone() }
    };
    let known: HashSet<String> = old.findings.iter().map(identity).collect();
    let mut common = HashSet::new();
    let mut found: Vec<Finding> = Vec::new();
    for finding in &new.findings {
        let identity = identity(finding);
        if known.contains(&identity) {
            common.insert(identity);
            found.push(finding.clone());
        } else {
            found.push(of_one(finding, "新版", "new version"));
        }
    }
    let only_old = old.findings.iter().filter(|finding| !common.contains(&identity(finding)));
    found.extend(only_old.map(|finding| of_one(finding, "旧版", "old version")));
    in_order(&mut found);
    found
}

/// Place and words of a finding.
fn identity(finding: &Finding) -> String {
    format!("{} {}", finding.code, finding.line(Lang::Zh))
}
