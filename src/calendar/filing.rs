//! Which filings count on a day.

use super::due::{Cause, Stop};
use super::terms::{Filing, Terms};
use crate::eval::{Facts, Value};
use crate::plan::Plan;
use crate::value::Day;
use std::sync::Arc;

/// The filings of one case for one benefit, and what has ended them so far.
#[derive(Debug, Clone)]
pub(super) struct Filings {
    filings: Known,
    waivers: Vec<Day>,
    /// Filings made before that day have lapsed: a stop that lasts until a new filing held up to the day before.
    lapsed: Option<Day>,
    /// the same where it is open whether the stop held
    perhaps_lapsed: Option<Day>,
}

#[derive(Debug, Clone)]
enum Known {
    /// everybody is taken to have applied in time
    InTime,
    /// nobody knows whether this person has applied
    Unknown,
    These(Vec<Filing>),
}

impl Filings {
    pub(super) fn in_time() -> Filings {
        Filings { filings: Known::InTime, waivers: Vec::new(), lapsed: None, perhaps_lapsed: None }
    }

    pub(super) fn of(plan: &Plan, terms: &Terms, facts: &Facts) -> Filings {
        let filings = terms.filings(plan, facts).map_or(Known::Unknown, Known::These);
        Filings { filings, waivers: terms.waivers(plan, facts).unwrap_or_default(), ..Filings::in_time() }
    }

    /// The days from which other filings count than the day before.
    pub(super) fn cuts(&self, terms: &Terms, conditions: &[Value]) -> Vec<Day> {
        let Known::These(filings) = &self.filings else { return Vec::new() };
        let after = |day: &Day| Day(day.0 + 1);
        let starts = filings.iter().filter_map(|filing| terms.start(filing, conditions));
        let ends = filings.iter().filter_map(|filing| filing.until.as_ref().map(after));
        starts.chain(ends).chain(self.waivers.iter().map(after)).collect()
    }

    /// A stop that lasts until a new filing holds on days up to `last`. Filings do not lapse where none are known.
    pub(super) fn lapse(&mut self, holds: Value, last: Day) {
        if holds.is_yes() {
            self.lapsed = Some(Day(last.0 + 1));
        } else if holds.hi > 0 {
            self.perhaps_lapsed = Some(Day(last.0 + 1));
        }
    }

    /// Whether some filing counts on a day.
    pub(super) fn usable(&self, day: Day, terms: &Terms, conditions: &[Value]) -> Value {
        let filings = match &self.filings {
            Known::InTime => return Value::YES,
            Known::Unknown => return Value::MAYBE,
            Known::These(filings) => filings,
        };
        let mut best = Value::NO;
        for filing in filings.iter().filter(|filing| self.counts(filing, day, terms, conditions)) {
            let doubtful = !filing.certain || self.perhaps_lapsed.is_some_and(|from| filing.filed < from);
            best = Value::range(best.lo.max(i64::from(!doubtful)), 1);
        }
        best
    }

    fn counts(&self, filing: &Filing, day: Day, terms: &Terms, conditions: &[Value]) -> bool {
        let started = terms.start(filing, conditions).is_some_and(|start| start <= day);
        let ended = filing.until.is_some_and(|until| until < day);
        started && !ended && !self.waived(filing, day) && !self.has_lapsed(filing)
    }

    /// Waived after it was made: the day of the waiver still counts as before.
    fn waived(&self, filing: &Filing, day: Day) -> bool {
        self.waivers.iter().any(|waiver| filing.filed <= *waiver && *waiver < day)
    }

    fn has_lapsed(&self, filing: &Filing) -> bool {
        self.lapsed.is_some_and(|from| filing.filed < from)
    }

    /// What is lacking on a day on which none counts.
    pub(super) fn lacking(&self, day: Day, terms: &Terms, conditions: &[Value], stop: Option<&Arc<Stop>>) -> Cause {
        let Known::These(filings) = &self.filings else { return Cause::NotFiled };
        let made: Vec<&Filing> = filings.iter().filter(|filing| filing.filed <= day).collect();
        let waiver = self.waivers.iter().rfind(|waiver| **waiver < day);
        let Some(latest) = made.last() else {
            return match (waiver, filings.first()) {
                (_, Some(first)) => Cause::FiledLater(first.filed),
                (Some(waiver), None) => Cause::Waived(*waiver),
                (None, None) => Cause::NotFiled,
            };
        };
        if let Some(waiver) = waiver.filter(|_| self.waived(latest, day)) {
            return Cause::Waived(*waiver);
        }
        if self.has_lapsed(latest)
            && let Some(stop) = stop
        {
            return Cause::NewFiling(stop.clone());
        }
        match (terms.start(latest, conditions), latest.until) {
            (_, Some(until)) if until < day => Cause::Withdrawn(until),
            (Some(start), _) => Cause::FiledLater(start),
            (None, _) => Cause::NotApproved(latest.filed),
        }
    }
}
