//! Findings taken together: how many of a kind there are in each column, and the first.

use super::Problem;
use crate::cases::finding::{Finding, Severity};
use rustc_hash::FxHashMap;

/// Code, severity, column and what to do about it.
type Kind = (&'static str, Severity, Option<String>, Option<String>);

#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    places: FxHashMap<Kind, usize>,
    /// cells that could not be read, by column
    unreadable: FxHashMap<String, usize>,
}

impl Problems {
    /// Takes findings in.
    pub(super) fn take(&mut self, findings: &mut Vec<Finding>) {
        for finding in findings.drain(..) {
            if matches!(finding.code, "D701" | "D706" | "D713" | "D720")
                && let (Some(column), Some(_)) = (&finding.column, finding.row)
            {
                *self.unreadable.entry(column.clone()).or_default() += 1;
            }
            // what concerns the whole file is said once for each thing
            let kind = match finding.row {
                Some(_) => finding.help.as_ref().map(|help| help.en.clone()),
                None => Some(finding.message.en.clone()),
            };
            let place = (finding.code, finding.severity, finding.column.clone(), kind);
            match self.places.get(&place).and_then(|index| self.list.get_mut(*index)) {
                Some(known) => known.count += 1,
                None => {
                    self.places.insert(place, self.list.len());
                    self.list.push(Problem { count: 1, first: finding });
                }
            }
        }
    }

    pub(super) fn unreadable(&self, column: &str) -> usize {
        self.unreadable.get(column).copied().unwrap_or_default()
    }

    /// Errors first, then by where they begin.
    pub(super) fn list(mut self) -> Vec<Problem> {
        self.list.sort_by_key(|problem| (problem.first.severity, problem.first.row.is_some(), problem.first.row));
        self.list
    }
}
