//! A schedule and the payments of everybody in it -> what is wrong, and sums that come out even.

use super::account::{Account, Unbalanced};
use super::found::{Found, FoundMonth};
use super::judge::Compared;
use super::kind::FindingKind;
use super::paid::{PaidMonth, Payments, Unlisted, by_month};
use super::runs::runs;
use crate::calendar::{Month, Payment, Timeline};
use crate::cases::{Batch, Case};
use crate::diagnostic::Message;
use crate::eval::Facts;
use crate::schedule::{PersonSchedule, Schedule, ScheduledMonth};
use crate::value::Value;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    pub timeline: &'a Timeline<'a>,
    /// the cases as each policy reads them, in the order in which the policies were given
    pub batches: &'a [&'a Batch],
    /// the months due of the same cases
    pub schedule: &'a Schedule,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    pub from: Month,
    pub to: Month,
    /// the benefits of the timeline
    pub benefits: Vec<String>,
    /// in the order of the batch, then people who are not on the roster
    pub people: Vec<Outcome>,
    /// months in which something is due and nobody at all was paid: perhaps a list was forgotten
    pub silent: Vec<(usize, Month)>,
}

/// What was found about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub key: String,
    pub kept: Vec<String>,
    pub listed: bool,
    pub found: Vec<Found>,
    /// for each benefit
    pub accounts: Vec<Account>,
    /// for each benefit the months that are due, and those that were paid
    due: Vec<Vec<Month>>,
    paid: Vec<Vec<Month>>,
}

/// Compares what was due with what was paid.
///
/// # Errors
/// When due − paid is not arrears − recovery: a flaw of the program, never of the data.
pub fn reconcile(sources: Sources<'_>) -> Result<Reconciliation, Unbalanced> {
    let Sources { timeline, batches, schedule } = sources;
    let payments = Payments::new(timeline);
    let months = (schedule.from, schedule.to);
    let one = |(person, scheduled): (usize, &PersonSchedule)| {
        let cases: Vec<&Case> = batches.iter().filter_map(|batch| batch.cases.get(person)).collect();
        let facts: Vec<&Facts> = cases.iter().map(|case| &case.facts).collect();
        let kept = cases.first().map(|case| case.kept.as_slice()).unwrap_or_default();
        listed(scheduled, kept, &facts, &payments)
    };
    let mut people: Vec<Outcome> = schedule.people.par_iter().enumerate().map(one).collect();
    people.extend(not_listed(&payments.unlisted(batches), months, timeline.benefits.len()));
    let found = Reconciliation {
        from: schedule.from,
        to: schedule.to,
        benefits: schedule.benefits.clone(),
        silent: silent(&people, months, timeline.benefits.len()),
        people,
    };
    for (benefit, account) in found.accounts(|_| true).into_iter().enumerate() {
        if !account.is_balanced() {
            return Err(Unbalanced { benefit, account });
        }
    }
    Ok(found)
}

/// What the register of payments has in the months compared.
fn in_register(paid: Option<&BTreeMap<Month, PaidMonth>>, months: &[ScheduledMonth]) -> i64 {
    let (Some(paid), Some(first), Some(last)) = (paid, months.first(), months.last()) else { return 0 };
    let rows = paid.range(first.due.month..=last.due.month);
    rows.fold(0, |sum, (_, paid)| sum.saturating_add(paid.amount))
}

fn listed(scheduled: &PersonSchedule, kept: &[String], facts: &[&Facts], payments: &Payments<'_>) -> Outcome {
    let mut outcome = Outcome::new(&scheduled.key, kept, true);
    for (benefit, months) in scheduled.benefits.iter().enumerate() {
        let paid = payments.of(benefit, facts);
        let of = |month: Month| paid.as_ref().map(|paid| paid.get(&month).copied().unwrap_or_default());
        let compared: Vec<Compared<'_>> =
            months.iter().map(|month| Compared::new(month, of(month.due.month))).collect();
        let mut account = Account { register: in_register(paid.as_ref(), months), ..Account::default() };
        // a month without policy and payment concerns nobody
        for month in compared.iter().filter(|month| !month.is_open() || month.kind.is_some()) {
            account.count(!month.is_open(), month.due, month.paid);
        }
        let found = runs((&scheduled.key, kept), benefit, &compared, paid.as_ref());
        found.iter().flat_map(|found| &found.months).for_each(|month| account.settle(month));
        let certain = compared.iter().filter(|month| month.is_determined());
        outcome.due.push(certain.filter(|month| month.due.lo > 0).map(|month| month.scheduled.due.month).collect());
        outcome.paid.push(paid.map(|paid| paid.into_keys().collect()).unwrap_or_default());
        outcome.found.extend(found);
        outcome.accounts.push(account);
    }
    outcome
}

/// Payments to people who are not on the roster, person by person in the order of their first payment.
fn not_listed(unlisted: &[Unlisted], (from, to): (Month, Month), benefits: usize) -> Vec<Outcome> {
    let (mut keys, mut known) = (Vec::new(), BTreeSet::new());
    let mut payments: BTreeMap<(&str, usize), Vec<Payment>> = BTreeMap::new();
    for row in unlisted.iter().filter(|row| (from..=to).contains(&row.payment.month)) {
        if known.insert(row.key.as_str()) {
            keys.push((row.key.as_str(), row.kept.as_slice()));
        }
        payments.entry((row.key.as_str(), row.benefit)).or_default().push(row.payment);
    }
    let one = |(key, kept): (&str, &[String])| {
        let mut outcome = Outcome::new(key, kept, false);
        for benefit in 0..benefits {
            let rows = payments.get(&(key, benefit)).map(Vec::as_slice).unwrap_or_default();
            let register = rows.iter().filter_map(|row| row.amount).fold(0, i64::saturating_add);
            let paid = by_month(rows.to_vec());
            let mut account = Account { register, ..Account::default() };
            for (month, paid) in &paid {
                let month = FoundMonth { month: *month, due: Value::known(0), paid: paid.value() };
                account.count(true, month.due, month.paid);
                account.settle(&month);
                add_unlisted(&mut outcome, benefit, month);
            }
            account.unlisted = account.paid;
            outcome.due.push(Vec::new());
            outcome.paid.push(paid.into_keys().collect());
            outcome.accounts.push(account);
        }
        outcome
    };
    keys.into_iter().map(one).collect()
}

/// The ground of payments to people who are not on the roster.
pub(super) fn not_on_roster() -> Message {
    Message::new("不在人员名册", "not on the roster")
}

fn add_unlisted(outcome: &mut Outcome, benefit: usize, month: FoundMonth) {
    let kind = if month.paid.is_known() { FindingKind::NotDue } else { FindingKind::Undetermined };
    if month.paid == Value::known(0) {
        return;
    }
    let open = outcome.found.last_mut().filter(|last| {
        let follows = last.months.last().is_some_and(|last| last.month.0 + 1 == month.month.0);
        follows && (last.benefit, last.kind) == (benefit, kind)
    });
    if let Some(last) = open {
        last.months.push(month);
        return;
    }
    let reason = match kind {
        FindingKind::NotDue => Message::new("发放名单上有，人员名册上没有", "paid, but not on the roster of people"),
        _ => Message::new(
            "发放名单上有，人员名册上没有；实发金额或补贴名称读不出来",
            "paid, but not on the roster of people; the amount paid or its benefit cannot be read",
        ),
    };
    outcome.found.push(Found {
        key: outcome.key.clone(),
        kept: outcome.kept.clone(),
        benefit,
        kind,
        months: vec![month],
        cause: not_on_roster(),
        reason,
        clauses: Vec::new(),
        learned: None,
        notes: Vec::new(),
    });
}

/// Months in which something is due to somebody and nobody was paid anything.
fn silent(people: &[Outcome], (from, to): (Month, Month), benefits: usize) -> Vec<(usize, Month)> {
    let mut silent = Vec::new();
    for benefit in 0..benefits {
        let has = |months: &[Vec<Month>], month: Month| {
            months.get(benefit).is_some_and(|months| months.binary_search(&month).is_ok())
        };
        let months = (from.0..=to.0).map(Month).filter(|month| {
            people.iter().any(|person| has(&person.due, *month))
                && !people.iter().any(|person| has(&person.paid, *month))
        });
        silent.extend(months.map(|month| (benefit, month)));
    }
    silent
}

impl Outcome {
    fn new(key: &str, kept: &[String], listed: bool) -> Outcome {
        Outcome {
            key: key.to_string(),
            kept: kept.to_vec(),
            listed,
            found: Vec::new(),
            accounts: Vec::new(),
            due: Vec::new(),
            paid: Vec::new(),
        }
    }
}

impl Reconciliation {
    /// For each benefit the sums over some of the people.
    pub fn accounts(&self, wanted: impl Fn(&Outcome) -> bool) -> Vec<Account> {
        let mut accounts = vec![Account::default(); self.benefits.len()];
        for person in self.people.iter().filter(|person| wanted(person)) {
            for (sum, account) in accounts.iter_mut().zip(&person.accounts) {
                sum.add(account);
            }
        }
        accounts
    }

    pub fn found(&self) -> impl Iterator<Item = &Found> {
        self.people.iter().flat_map(|person| &person.found)
    }
}
