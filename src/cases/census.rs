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
    kept: Vec<bool>,
    pub(super) records: usize,
    /// a folder in which each register has a file of its own
    pub(super) folder: Option<String>,
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
        Census {
            lacking: vec![Lack::default(); entries],
            given: vec![false; entries],
            unknown: Vec::new(),
            kept: vec![false; layout.keep.len()],
            records: 0,
            folder: None,
        }
    }

    pub(super) fn give(&mut self, entry: usize) {
        if let Some(given) = self.given.get_mut(entry) {
            *given = true;
        }
    }

    /// A column to keep was there.
    pub(super) fn keep(&mut self, index: usize) {
        if let Some(kept) = self.kept.get_mut(index) {
            *kept = true;
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
        let missing = layout.keep.iter().zip(&self.kept).find(|(_, kept)| !**kept);
        if let (Some((wanted, _)), true) = (missing, self.records > 0) {
            let of_policy = (0..layout.entries.len()).filter(|entry| given(*entry)).map(|entry| layout.header(entry));
            return Err(Unreadable::NoSuchColumn {
                file: findings.file.to_string(),
                column: wanted.header.clone(),
                known: of_policy.map(str::to_string).chain(self.unknown).collect(),
            });
        }
        let lacking = self.lacking.iter().enumerate().filter(|(_, lack)| lack.records > 0);
        let mut gaps: Vec<Gap> = lacking
            .map(|(entry, lack)| {
                let everywhere = lack.records == self.records;
                Gap { entry, some: (!everywhere).then_some((lack.records, lack.first)) }
            })
            .collect();
        if let Some(folder) = &self.folder {
            let without: Vec<usize> = (0..layout.registers.len())
                .filter(|index| {
                    let register = layout.registers.get(*index);
                    register.is_some_and(|register| {
                        let lacks = gaps.iter().any(|gap| gap.some.is_none() && register.entries.contains(&gap.entry));
                        !register.model.is_key() && lacks && !register.entries.clone().any(given)
                    })
                })
                .collect();
            gaps.retain(|gap| layout.entries.get(gap.entry).is_none_or(|register| !without.contains(register)));
            for register in without.into_iter().filter_map(|index| layout.registers.get(index)) {
                headers::missing_file(&register.model.name, folder, findings);
            }
        }
        headers::report(layout, &self.unknown, given, &gaps, findings);
        Ok(())
    }
}
