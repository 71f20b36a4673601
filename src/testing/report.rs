//! What running the tests of a file came to.

use super::grouped::Group;
use crate::diagnostic::{Diagnostic, Message, Span};

/// One file of tests: a policy, a file of examples, or a test file in YAML.
#[derive(Debug, Clone, PartialEq)]
pub struct FileReport {
    pub file: String,
    pub source: String,
    /// the policy's file
    pub policy: String,
    /// why the file's tests could not be run; empty when they could
    pub problems: Vec<Diagnostic>,
    pub tests: Vec<TestReport>,
}

/// One test or golden batch.
#[derive(Debug, Clone, PartialEq)]
pub struct TestReport {
    pub name: String,
    pub span: Span,
    pub verdict: Verdict,
    /// what is wrong, with places in the file
    pub problems: Vec<Diagnostic>,
    /// of a golden batch
    pub batch: Option<BatchReport>,
    /// what it expects was rewritten into what came out
    pub accepted: bool,
    /// why it was not rewritten, though that was asked for
    pub refused: Option<Message>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    Failed,
    /// with the reason
    Skipped(String),
}

/// What a golden batch came to, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BatchReport {
    pub people: usize,
    /// people of whom something differs
    pub changed: usize,
    pub groups: Vec<Group>,
    /// keys, as they may be shown, that only the expected sheet has
    pub missing: Vec<String>,
    /// keys that only the batch has
    pub extra: Vec<String>,
}

/// How many tests came out how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    /// failed, and rewritten to what came out
    pub accepted: usize,
    pub skipped: usize,
    /// files whose tests could not be run
    pub broken: usize,
}

impl Counts {
    pub fn of(files: &[FileReport]) -> Counts {
        let mut counts = Counts::default();
        for file in files {
            counts.broken += usize::from(!file.problems.is_empty());
            for test in &file.tests {
                match test.verdict {
                    Verdict::Passed => counts.passed += 1,
                    Verdict::Failed if test.accepted => counts.accepted += 1,
                    Verdict::Failed => counts.failed += 1,
                    Verdict::Skipped(_) => counts.skipped += 1,
                }
            }
        }
        counts
    }

    /// Nothing was tested.
    pub fn nothing_ran(self) -> bool {
        self.passed + self.failed + self.accepted == 0
    }
}
