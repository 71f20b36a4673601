//! How long the answers of an evaluation stay what they are while only the day moves.

use super::{Evaluation, Facts, Value};
use crate::plan::{NodeId, Op};
use crate::value::{Day, Month};

impl Evaluation<'_> {
    /// The last day up to which every condition that decides keeps its value: nothing needs to be evaluated
    /// again until the day after. Never earlier than the day evaluated.
    pub fn horizon(&self, facts: &Facts) -> Day {
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
        for step in &self.plan.watched {
            last = last.min(match step.op {
                Op::Equal(left, right) | Op::Less(left, right) | Op::LessEqual(left, right) => {
                    self.comparison(left, right, today)
                }
                Op::Aggregate(_) => today,
                _ => self.stays(step.node, today),
            });
        }
        Day(last.max(today))
    }

    fn moves(&self, node: NodeId) -> bool {
        self.plan.moving.get(node.index()).copied().unwrap_or(false)
    }

    /// How long a comparison keeps its value.
    fn comparison(&self, left: NodeId, right: NodeId, today: i64) -> i64 {
        match (self.days_after_today(left), self.days_after_today(right)) {
            (Some(ahead), None) if !self.moves(right) => crossing(today, ahead, self.value(right)),
            (None, Some(ahead)) if !self.moves(left) => crossing(today, ahead, self.value(left)),
            _ => self.stays(left, today).min(self.stays(right, today)),
        }
    }

    /// `n` if the node is 当日 + n days.
    fn days_after_today(&self, node: NodeId) -> Option<i64> {
        if node == self.plan.today {
            return Some(0);
        }
        let step = self.plan.step_of.get(node.index()).copied().flatten()?;
        match self.plan.steps.get(step)?.op {
            Op::AddDays(of, days) => self.days_after_today(of)?.checked_add(days),
            _ => None,
        }
    }

    /// How long the value of a node stays the same.
    fn stays(&self, node: NodeId, today: i64) -> i64 {
        if !self.moves(node) {
            return i64::MAX;
        }
        let step = self.plan.step_of.get(node.index()).copied().flatten().and_then(|step| self.plan.steps.get(step));
        let Some(step) = step else { return today };
        match step.op {
            Op::MonthOf(of) if of == self.plan.today => {
                Day(today).month().and_then(Month::last_day).map_or(today, |day| day.0)
            }
            Op::Age { birth, on } if on == self.plan.today && !self.moves(birth) => {
                self.until_birthday(self.value(birth), today)
            }
            Op::AddDays(..) | Op::AddMonths(..) => today,
            _ => self.plan.inputs(step.node).into_iter().map(|input| self.stays(input, today)).min().unwrap_or(today),
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
    let mut last = i64::MAX;
    for end in [other.lo, other.hi] {
        if end == i64::MIN || end == i64::MAX {
            continue;
        }
        for change in [end.saturating_sub(ahead), end.saturating_sub(ahead).saturating_add(1)] {
            if change > today {
                last = last.min(change - 1);
            }
        }
    }
    last
}
