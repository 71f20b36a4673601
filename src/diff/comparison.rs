//! Two versions of a policy side by side: what is known of their difference, and whether a gate lets it through.

use super::edit::Edit;
use super::impact::{Direction, Impact, Verdict};
use super::touched::{BenefitChange, Touched};
use crate::diagnostic::Lang;

/// Everything that is told of an edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub old: Version,
    pub new: Version,
    /// what it says
    pub edits: Vec<Edit>,
    /// what it does to every possible case
    pub impact: Option<Impact>,
    /// what it does to the people of a case file
    pub touched: Option<Touched>,
    /// lines of the impact that no case of the case file shows
    pub blind_spots: Vec<usize>,
}

/// A version of a policy, as readers know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// name of the policy
    pub policy: String,
    /// path of the file
    pub file: String,
    /// the revision it was taken from
    pub revision: Option<String>,
}

impl Version {
    /// `政策.pol（HEAD~1）`: the file, and the revision if it was taken from one.
    pub fn shown(&self, lang: Lang) -> String {
        match (&self.revision, lang) {
            (Some(revision), Lang::Zh) => format!("{}（{revision}）", self.file),
            (Some(revision), Lang::En) => format!("{} ({revision})", self.file),
            (None, _) => self.file.clone(),
        }
    }
}

/// Which changes a gate does not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// any change
    Any,
    /// somebody receives less of a benefit
    Decrease,
    /// somebody receives nothing of a benefit any more
    Loss,
}

impl Comparison {
    /// Whether there is a change of a kind: among the people of the case file, or without one among all possible
    /// cases. What may be such a change counts, and so does what could not be decided.
    pub fn has(&self, gate: Gate) -> bool {
        match (&self.touched, &self.impact) {
            (Some(touched), _) => {
                let mut changes = touched.cases.iter().flat_map(|case| &case.changes);
                match gate {
                    Gate::Any => changes.next().is_some(),
                    Gate::Decrease => changes.any(BenefitChange::may_fall),
                    Gate::Loss => changes.any(BenefitChange::may_be_lost),
                }
            }
            (None, Some(impact)) => {
                let undecided = impact.benefits.iter().any(|benefit| benefit.verdict == Verdict::Undecided);
                let falls = |direction: Direction| matches!(direction, Direction::Less | Direction::Loss);
                let mut directions = impact.lines.iter().map(|line| line.direction);
                undecided
                    || !impact.undecided.is_empty()
                    || match gate {
                        Gate::Any => directions.next().is_some(),
                        Gate::Decrease => directions.any(falls),
                        Gate::Loss => directions.any(|direction| direction == Direction::Loss),
                    }
            }
            (None, None) => false,
        }
    }
}
