//! A change that takes effect for months already paid: what is to be paid or recovered.

use super::{Ground, Schedule, ScheduledMonth};
use crate::calendar::{DueStatus, Month};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The months in which two schedules of the same people differ.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// by person, benefit and month
    pub entries: Vec<Settled>,
}

/// Months in a row in which a person's benefit differs in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub key: String,
    pub benefit: String,
    pub first: Month,
    pub last: Month,
    /// fen a month; none: undetermined
    pub before: Option<i64>,
    pub after: Option<i64>,
    /// why it now is what it is
    pub ground: Arc<Ground>,
}

impl Settled {
    pub fn months(&self) -> i64 {
        self.last.0 - self.first.0 + 1
    }

    /// What all months together are to be paid more: fen; none where one side is undetermined.
    pub fn difference(&self) -> Option<i64> {
        self.after?.checked_sub(self.before?)?.checked_mul(self.months())
    }
}

impl Settlement {
    /// To pay, to recover (fen), and months undetermined.
    pub fn totals(&self) -> (i64, i64, i64) {
        let (mut pay, mut recover, mut open) = (0_i64, 0_i64, 0_i64);
        for entry in &self.entries {
            match entry.difference() {
                Some(difference) if difference > 0 => pay = pay.saturating_add(difference),
                Some(difference) => recover = recover.saturating_sub(difference),
                None => open += entry.months(),
            }
        }
        (pay, recover, open)
    }

    pub fn people(&self) -> usize {
        self.entries.iter().map(|entry| entry.key.as_str()).collect::<BTreeSet<_>>().len()
    }
}

/// Compares what was due by the old version with what is due by the new one. A benefit that one of them lacks pays
/// nothing there; months outside the time of either are left out.
pub fn settle(old: &Schedule, new: &Schedule) -> Settlement {
    let mut benefits: Vec<&String> = new.benefits.iter().collect();
    benefits.extend(old.benefits.iter().filter(|benefit| !new.benefits.contains(benefit)));
    let mut entries: Vec<Settled> = Vec::new();
    for (before, after) in old.people.iter().zip(&new.people) {
        for benefit in &benefits {
            let months = |schedule: &Schedule, person: &super::PersonSchedule| -> Vec<ScheduledMonth> {
                let place = schedule.benefits.iter().position(|name| name == *benefit);
                place.and_then(|place| person.benefits.get(place)).cloned().unwrap_or_default()
            };
            let (before, after_months) = (months(old, before), months(new, after));
            for month in (new.from.0..=new.to.0).map(Month) {
                let of = |list: &[ScheduledMonth]| list.iter().find(|found| found.due.month == month).cloned();
                let (before, after_month) = (of(&before), of(&after_months));
                if let Some(entry) = differing(&after.key, benefit, month, before.as_ref(), after_month.as_ref()) {
                    add(&mut entries, entry);
                }
            }
        }
    }
    Settlement { entries }
}

fn differing(
    key: &str,
    benefit: &str,
    month: Month,
    before: Option<&ScheduledMonth>,
    after: Option<&ScheduledMonth>,
) -> Option<Settled> {
    let outside =
        |month: Option<&ScheduledMonth>| month.is_some_and(|month| month.due.status == DueStatus::OutsidePolicy);
    if outside(before) || outside(after) {
        return None;
    }
    let amount = |month: Option<&ScheduledMonth>| match month {
        Some(month) if month.due.status == DueStatus::Undetermined => None,
        Some(month) => Some(month.certain()),
        None => Some(0),
    };
    let (paid, due) = (amount(before), amount(after));
    let same_doubt = paid.is_none() && due.is_none();
    let ground = after.or(before).map(|month| month.ground.clone())?;
    (paid != due && !same_doubt).then(|| Settled {
        key: key.to_string(),
        benefit: benefit.to_string(),
        first: month,
        last: month,
        before: paid,
        after: due,
        ground,
    })
}

/// Adds a month to the entry it continues.
fn add(entries: &mut Vec<Settled>, entry: Settled) {
    if let Some(last) = entries.last_mut()
        && last.last.0 + 1 == entry.first.0
        && (&last.key, &last.benefit, last.before, last.after)
            == (&entry.key, &entry.benefit, entry.before, entry.after)
        && last.ground == entry.ground
    {
        last.last = entry.last;
        return;
    }
    entries.push(entry);
}
