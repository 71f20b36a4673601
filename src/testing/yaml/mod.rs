//! Test files in YAML: examples whose facts are written like a record of a case file, and golden batches.

mod fields;
mod node;
mod read;

pub use read::read_test_file;

use super::test::{Test, name_it};
use crate::diagnostic::{Diagnostic, Span};
use crate::plan::Plan;
use crate::value::Month;

/// A text of a test file and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub text: String,
    pub span: Span,
}

/// What a test file says, whatever policy it is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TestFile {
    /// path of the policy, from the file's folder; none: the policy beside it
    pub policy: Option<Told>,
    /// readings (口径) that are not the default
    pub readings: Vec<(Told, Told)>,
    pub tests: Vec<Test>,
    pub batches: Vec<Batch>,
}

/// A golden batch as a test file names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    pub name: String,
    /// where it begins
    pub span: Span,
    /// path of the case file, from the test file's folder
    pub cases: Told,
    pub month: Month,
    /// path of the sheet of results that must come out
    pub expected: Told,
    /// why it is not run
    pub skip: Option<String>,
}

impl TestFile {
    /// Fits the tests to a policy: gives every record a key, and reports names that the policy does not have.
    pub fn fit(&mut self, plan: &Plan) -> Vec<Diagnostic> {
        let benefits: Vec<&str> = plan.policy.benefits.iter().map(|benefit| benefit.name.as_str()).collect();
        let mut problems = Vec::new();
        for test in &mut self.tests {
            name_it(plan, &mut test.record, &test.name);
            let unknown = test.expected.iter().filter(|expected| !benefits.contains(&expected.benefit.as_str()));
            problems.extend(unknown.map(|expected| {
                let message =
                    (format!("政策没有补贴“{}”", expected.benefit), format!("no benefit `{}`", expected.benefit));
                fields::wrong(expected.span, message, &expected.benefit, &benefits)
            }));
        }
        problems
    }

    /// The readings as [`crate::plan::compile`] wants them.
    pub fn chosen(&self) -> Vec<(String, String)> {
        self.readings.iter().map(|(name, option)| (name.text.clone(), option.text.clone())).collect()
    }

    /// Readings and options that a policy does not have.
    pub fn unknown_readings(&self, plan: &Plan) -> Vec<Diagnostic> {
        let readings = &plan.policy.readings;
        let names: Vec<&str> = readings.iter().map(|reading| reading.name.as_str()).collect();
        let mut problems = Vec::new();
        for (name, option) in &self.readings {
            let Some(reading) = readings.iter().find(|reading| reading.name == name.text) else {
                let message = (format!("政策没有口径“{}”", name.text), format!("no reading `{}`", name.text));
                problems.push(fields::wrong(name.span, message, &name.text, &names));
                continue;
            };
            let options: Vec<&str> = reading.options.iter().map(String::as_str).collect();
            if !options.contains(&option.text.as_str()) {
                let message = (
                    format!("口径“{}”没有“{}”这一种", name.text, option.text),
                    format!("reading `{}` has no option `{}`", name.text, option.text),
                );
                problems.push(fields::wrong(option.span, message, &option.text, &options));
            }
        }
        problems
    }
}
