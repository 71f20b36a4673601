//! How a command ends.

use crate::diagnostic::Message;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// exit 0
    Clean,
    /// exit 1
    Findings,
}

impl Outcome {
    pub(super) fn clean_if(clean: bool) -> Outcome {
        if clean { Outcome::Clean } else { Outcome::Findings }
    }
}

/// Why a command could not run: exit 2.
#[derive(Debug, Clone)]
pub(super) struct Failure(pub(super) Message);

impl Failure {
    pub(super) fn new(zh: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure(Message::new(zh, en))
    }
}

pub(super) type Result = std::result::Result<Outcome, Failure>;
