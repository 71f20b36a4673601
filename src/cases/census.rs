//! What the records of a JSON or YAML file mention, taken together.

use super::finding::Findings;
use super::headers::{self, Gap};
use super::layout::Layout;
use super::unreadable::Unreadable;
use std::borrow::Cow;

/// What the records of a file mention, for the findings that concern all of them.
#[derive(Debug)]
pub(super) struct Census {
    lacking: Vec<Lack>,
    given: Vec<bool>,
    unknown: Vec<String>,
    pub(super) records: usize,
}

/// How many records lack an entry.
#[derive(Debug, Clone, Copy, Default)]
struct Lack {
    records: usize,
    first: usize,
    last: usize,
}

impl Census {
    pub(super) fn new(layout: &Layout<'_>) -> Census {
        let entries = layout.entries.len();
        Census { lacking: vec![Lack::default(); entries], given: vec![false; entries], unknown: Vec::new(), records: 0 }
    }

    pub(super) fn give(&mut self, entry: usize) {
        if let Some(given) = self.given.get_mut(entry) {
            *given = true;
        }
    }

    pub(super) fn lack(&mut self, entry: usize, row: usize) {
        let Some(lack) = self.lacking.get_mut(entry).filter(|lack| lack.last != row) else { return };
        if lack.records == 0 {
            lack.first = row;
        }
        lack.records += 1;
        lack.last = row;
    }

    pub(super) fn unknown(&mut self, name: Cow<'_, str>) {
        if !self.unknown.iter().any(|known| *known == name) {
            self.unknown.push(name.into_owned());
        }
    }

    /// Reports once what many records lack; a file without any key cannot be used.
    pub(super) fn report(self, layout: &Layout<'_>, findings: &mut Findings<'_>) -> Result<(), Unreadable> {
        let given = |entry: usize| self.given.get(entry).copied().unwrap_or(false);
        if self.records > 0 && !given(layout.key) {
            return Err(Unreadable::NoKeyInRecords {
                file: findings.file.to_string(),
                key: layout.header(layout.key).to_string(),
            });
        }
        let lacking = self.lacking.iter().enumerate().filter(|(_, lack)| lack.records > 0);
        let gaps: Vec<Gap> = lacking
            .map(|(entry, lack)| {
                let everywhere = lack.records == self.records;
                Gap { entry, some: (!everywhere).then_some((lack.records, lack.first)) }
            })
            .collect();
        headers::report(layout, &self.unknown, given, &gaps, findings);
        Ok(())
    }
}
