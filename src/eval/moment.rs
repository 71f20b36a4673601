//! When a case is looked at.

use super::{DatedRows, FactRow, Facts};
use crate::value::Day;

/// A day, before or after the rows that start on it.
///
/// What happens on a day counts from that day on, and the day itself still counts as before it. For facts that are
/// dates the rules say so themselves; a row of a register that starts on a day is looked at both ways, whichever of
/// the two the person is better off with. So being listed from the 1st never takes that very month away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub day: Day,
    /// rows that start on this day count
    pub begun: bool,
}

impl From<Day> for Moment {
    fn from(day: Day) -> Moment {
        Moment { day, begun: true }
    }
}

impl Moment {
    /// The first moment of a day: before the rows that start on it, if there are any.
    pub fn opening(facts: &Facts, day: Day) -> Moment {
        let starts = facts.dated.iter().flat_map(|dated| &dated.rows).any(|row| row.from == day.0);
        Moment { day, begun: !starts }
    }
}

impl DatedRows {
    /// The row that counts at a moment: of several the last.
    pub(super) fn at(&self, moment: Moment) -> Option<&FactRow> {
        let day = moment.day.0;
        let covers = |row: &&FactRow| row.from <= day && day <= row.until;
        if moment.begun {
            return self.rows.iter().rfind(covers);
        }
        let earlier = || self.rows.iter().filter(|row| row.from < day);
        let starts = self.rows.iter().any(|row| row.from == day);
        // a row that another one follows without a gap lasts until that one has begun
        let before = || earlier().rfind(|row| starts && row.until.saturating_add(1) == day);
        earlier().rfind(covers).or_else(before)
    }
}
