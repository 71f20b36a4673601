//! Answers from a file: used where they matter, and what becomes of the others.

use super::{Given, Interview, Source, Told};
use crate::diagnostic::Message;

/// An answer of the file that was not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    pub header: String,
    pub why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// no column has that header; the one that may be meant
    UnknownHeader { similar: Option<String> },
    /// the same fact stands earlier in the file
    Repeated,
    /// what is decided does not hang on it
    NotNeeded,
}

impl Unused {
    pub fn message(&self) -> Message {
        let header = &self.header;
        match &self.why {
            Why::UnknownHeader { similar: Some(similar) } => Message::new(
                format!("“{header}”不是已知的列名，没有用到；是否为“{similar}”？"),
                format!("“{header}” is no known column and was not used; is “{similar}” meant?"),
            ),
            Why::UnknownHeader { similar: None } => Message::new(
                format!("“{header}”不是已知的列名，没有用到"),
                format!("“{header}” is no known column and was not used"),
            ),
            Why::Repeated => Message::new(
                format!("“{header}”出现了两次，只用第一处"),
                format!("“{header}” occurs twice; only the first is used"),
            ),
            Why::NotNeeded => Message::new(
                format!("“{header}”没有用到：结果不取决于它"),
                format!("“{header}” was not used: the result does not hang on it"),
            ),
        }
    }
}

impl Interview<'_> {
    /// Takes the next answer of the file that matters now: one to an open question, or else one about the same
    /// register. None when the file says nothing more about what is open.
    pub fn tell(&mut self) -> Option<Told> {
        let index = self.next_told()?;
        let answer = self.file.get(index)?.clone();
        let header = self.form.header(&answer.header)?.to_string();
        let findings = match self.take(&header, &answer.text, Source::File) {
            Ok(warnings) => warnings,
            Err(errors) => {
                self.bad.insert(index);
                errors
            }
        };
        Some(Told { header, text: answer.text, findings })
    }

    fn next_told(&self) -> Option<usize> {
        let questions = self.questions();
        let usable = |index: &usize| {
            !self.bad.contains(index)
                && self.why_unused(*index) == Some(Why::NotNeeded)
                && self.file.get(*index).is_some_and(|answer| !self.form.says_nothing(&answer.header, &answer.text))
        };
        let all: Vec<(usize, (usize, Option<usize>))> = (0..self.file.len())
            .filter(usable)
            .filter_map(|index| Some((index, self.form.place(&self.file.get(index)?.header)?)))
            .collect();
        let exact = questions.iter().find_map(|question| {
            all.iter().find(|(_, place)| *place == (question.register, question.column)).map(|(index, _)| *index)
        });
        // of a register of which nobody knows whether it has a row, every column tells
        let tells = |(_, (register, _)): &&(usize, (usize, Option<usize>))| {
            let listed = self.plan.first_slots.get(*register).and_then(|slot| self.facts.values.get(*slot));
            listed.is_some_and(|listed| !listed.is_known())
                && questions.iter().any(|question| question.register == *register)
        };
        exact.or_else(|| all.iter().find(tells).map(|(index, _)| *index))
    }

    /// Why an answer of the file has not been used; none if it has.
    fn why_unused(&self, index: usize) -> Option<Why> {
        let answer = self.file.get(index)?;
        let Some(header) = self.form.header(&answer.header) else {
            return Some(Why::UnknownHeader { similar: self.form.similar(&answer.header).map(str::to_string) });
        };
        let earlier = self.file.iter().take(index);
        if earlier.into_iter().any(|earlier| self.form.header(&earlier.header) == Some(header)) {
            return Some(Why::Repeated);
        }
        let is_used = |given: &Given| given.source == Source::File && given.header == header;
        (!self.given.iter().any(is_used)).then_some(Why::NotNeeded)
    }

    /// The answers of the file that were not used, in its order; those that could not be read were reported.
    pub fn unused(&self) -> Vec<Unused> {
        let unused = (0..self.file.len()).filter(|index| !self.bad.contains(index));
        unused
            .filter_map(|index| Some((self.file.get(index)?, self.why_unused(index)?)))
            .filter(|(answer, why)| {
                // what the file leaves blank is not known
                *why != Why::NotNeeded || !self.form.says_nothing(&answer.header, &answer.text)
            })
            .map(|(answer, why)| Unused { header: answer.header.clone(), why })
            .collect()
    }
}
