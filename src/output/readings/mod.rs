//! What hangs on each reading (口径) -> what is shown: one file a format.

mod csv;
mod json;
mod markdown;
mod pretty;
mod words;

pub use csv::{csv, report};
pub use json::json;
pub use markdown::markdown;
pub use pretty::{closing, pretty};

use crate::check::model::Reading;
use crate::diff::{Impact, Verdict};
use crate::plan::Plan;
use crate::readings::{Alternative, Weighed, Weighing, Weight};

/// All that is known of a policy's readings.
#[derive(Debug, Clone, Copy)]
pub struct Readings<'a> {
    /// as it is
    pub plan: &'a Plan,
    /// the options it does not choose
    pub alternatives: &'a [Alternative],
    /// for each of them whom it can touch; none where that is nobody by [`Alternative::is_alike`]
    pub impacts: &'a [Option<Impact>],
    /// what they do to the people of a case file; none without one
    pub weighing: Option<&'a Weighing>,
}

/// What is known of one option not chosen.
#[derive(Debug, Clone, Copy)]
struct Choice<'a> {
    plan: &'a Plan,
    alternative: &'a Alternative,
    reading: &'a Reading,
    impact: Option<&'a Impact>,
    weighed: Option<&'a Weighed>,
}

/// How far an option matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bearing {
    /// somebody in the case file changes
    Touches,
    /// there can be people that change, but none in the case file, or there is no case file
    Possible,
    /// other operations, proved to come to the same for every case
    Equivalent,
    /// it changes alerts, procedure or accrual at most
    Aside,
}

impl<'a> Readings<'a> {
    fn choices(self) -> impl Iterator<Item = Choice<'a>> {
        self.alternatives.iter().enumerate().filter_map(move |(index, alternative)| {
            Some(Choice {
                plan: self.plan,
                alternative,
                reading: self.plan.policy.readings.get(alternative.reading)?,
                impact: self.impacts.get(index).and_then(Option::as_ref),
                weighed: self.weighing.and_then(|weighing| weighing.options.get(index)),
            })
        })
    }

    fn of(self, bearing: Bearing) -> Vec<Choice<'a>> {
        self.choices().filter(|choice| choice.bearing() == bearing).collect()
    }

    /// The options to tell at length: with a case file those that change something in it.
    fn main(self) -> Vec<Choice<'a>> {
        self.of(if self.weighing.is_some() { Bearing::Touches } else { Bearing::Possible })
    }
}

impl<'a> Choice<'a> {
    fn bearing(self) -> Bearing {
        let is_equivalent = |impact: &Impact| impact.benefits.iter().all(|found| found.verdict == Verdict::Equivalent);
        match self.weighed {
            Some(weighed) if weighed.cases > 0 => Bearing::Touches,
            _ if self.alternative.is_alike() => Bearing::Aside,
            _ if self.impact.is_some_and(is_equivalent) => Bearing::Equivalent,
            _ => Bearing::Possible,
        }
    }

    fn option(self) -> &'a str {
        name(self.reading, self.alternative.option)
    }

    /// The option in force.
    fn chosen(self) -> &'a str {
        name(self.reading, self.chosen_index())
    }

    fn chosen_index(self) -> usize {
        self.plan.chosen.get(self.alternative.reading).copied().unwrap_or(0)
    }

    fn reason(self, option: usize) -> Option<&'a str> {
        self.reading.reasons.get(option)?.as_deref()
    }

    /// The benefits it can bear on, or that change in the case file, with what changes there.
    fn benefits(self) -> Vec<(&'a str, Option<&'a Weight>)> {
        let benefits = self.plan.policy.benefits.iter().enumerate();
        benefits
            .filter_map(|(index, benefit)| {
                let weight = self.weighed.and_then(|weighed| weighed.benefits.get(index));
                let touched = weight.is_some_and(|weight| weight.cases() > 0);
                (touched || self.can_bear_on(index, &benefit.name)).then_some((benefit.name.as_str(), weight))
            })
            .collect()
    }

    fn can_bear_on(self, index: usize, name: &str) -> bool {
        let proved = |impact: &Impact| {
            impact.benefits.iter().any(|found| found.name == name && found.verdict == Verdict::Equivalent)
        };
        !self.alternative.alike.get(index).copied().unwrap_or(false) && !self.impact.is_some_and(proved)
    }
}

fn name(reading: &Reading, option: usize) -> &str {
    reading.options.get(option).map(String::as_str).unwrap_or_default()
}
