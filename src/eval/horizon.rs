//! How long the answers of an evaluation stay what they are while only the day moves.

use super::{Evaluation, Facts, Moment, Value};
use crate::plan::{NodeId, Op, Watch};
use crate::value::{Day, Month};

impl Evaluation<'_> {
    /// When a decision may change next, after the moment evaluated; none: never again.
    pub fn next(&self, facts: &Facts, moment: Moment) -> Option<Moment> {
        self.next_of(facts, moment, &[])
    }

    /// The same where something besides deciding is watched too.
    pub fn next_of(&self, facts: &Facts, moment: Moment, also: &[Watch]) -> Option<Moment> {
        if !moment.begun {
            return Some(moment.day.into());
        }
        let horizon = self.horizon_of(facts, self.plan.watches.iter().chain(also));
        (horizon.0 < i64::MAX).then(|| Moment::opening(facts, Day(horizon.0 + 1)))
    }

    /// The last day up to which every condition that decides keeps its value: nothing needs to be evaluated
    /// again until the day after. Never earlier than the day evaluated.
    pub fn horizon(&self, facts: &Facts) -> Day {
        self.horizon_of(facts, self.plan.watches.iter())
    }

    /// The same where something besides deciding is watched too.
    pub fn horizon_with(&self, facts: &Facts, also: &[Watch]) -> Day {
        self.horizon_of(facts, self.plan.watches.iter().chain(also))
    }

    fn horizon_of<'w>(&self, facts: &Facts, watches: impl Iterator<Item = &'w Watch>) -> Day {
        let today = self.value(self.plan.today).lo;
        let mut last = i64::MAX;
        for dated in &facts.dated {
            for row in &dated.rows {
                for change in [row.from, row.until.saturating_add(1)] {
                    if change > today && change != i64::MAX {
                        last = last.min(change - 1);
                    }
                }
            }
        }
        for watch in watches {
            last = last.min(match *watch {
                Watch::Crossing { ahead, other } => crossing(today, ahead, self.value(other)),
                Watch::MonthsCrossing { months, ahead, other } => crossing_of(today, self.value(other), |end| {
                    months_crossing(today, months, end.saturating_sub(ahead))
                }),
                Watch::Node(node) => self.stays(node, today),
            });
        }
        Day(last.max(today))
    }

    /// How long the value of a node stays the same.
    fn stays(&self, node: NodeId, today: i64) -> i64 {
        if !self.plan.moves(node) {
            return i64::MAX;
        }
        let Some(op) = self.plan.op(node) else { return today };
        match op {
            Op::MonthOf(of) if of == self.plan.today => {
                Day(today).month().and_then(Month::last_day).map_or(today, |day| day.0)
            }
            Op::Age { birth, on } if on == self.plan.today && !self.plan.moves(birth) => {
                self.until_birthday(self.value(birth), today)
            }
            Op::AddDays(..) | Op::AddMonths(..) => today,
            Op::Aggregate(_) => today,
            _ => self.plan.inputs(node).into_iter().map(|input| self.stays(input, today)).min().unwrap_or(today),
        }
    }

    fn until_birthday(&self, birth: Value, today: i64) -> i64 {
        if !birth.is_known() {
            return today;
        }
        let age = Day(today).age(Day(birth.lo));
        let next =
            (1..=13).filter_map(|months| Day(today).plus_months(months)).find(|day| day.age(Day(birth.lo)) > age);
        let Some(next) = next else { return today };
        let mut first = next.0;
        while first > today + 1 && Day(first - 1).age(Day(birth.lo)) > age {
            first -= 1;
        }
        first - 1
    }
}

/// `today + ahead` is compared with `[lo, hi]`: the answer can change when it reaches or passes either end.
fn crossing(today: i64, ahead: i64, other: Value) -> i64 {
    crossing_of(today, other, |end| end.saturating_sub(ahead))
}

/// The last day before one on which a comparison with `[lo, hi]` can change; `reached` tells on which day something is
/// reached.
fn crossing_of(today: i64, other: Value, reached: impl Fn(i64) -> i64) -> i64 {
    let mut last = i64::MAX;
    for end in [other.lo, other.hi] {
        if end == i64::MIN || end == i64::MAX {
            continue;
        }
        for change in [reached(end), reached(end.saturating_add(1))] {
            if change > today {
                last = last.min(change - 1);
            }
        }
    }
    last
}

/// The first day after `today` that lies, `months` months on, at `end` or later; `today` if it does so already, the
/// next day where that cannot be told.
fn months_crossing(today: i64, months: i64, end: i64) -> i64 {
    let reaches = |day: i64| Day(day).plus_months(months).map(|moved| moved.0 >= end);
    let (Some(false), Some(near)) = (reaches(today), Day(end).plus_months(months.saturating_neg())) else {
        return if reaches(today) == Some(true) { today } else { today + 1 };
    };
    // where a month is shorter, several days lie on its last day
    const MOST: i64 = 5;
    let first = (today + 1).max(near.0 - MOST);
    match (first..=near.0.max(first) + MOST).find(|day| reaches(*day) == Some(true)) {
        Some(day) if day > first || day == today + 1 => day,
        _ => today + 1,
    }
}
