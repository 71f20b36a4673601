//! What was sent, against what is owed.

use super::Owed;
use super::log::{Entry, LogColumns, Units, not_one_unit, read_log};
use crate::cases::{Finding, RowUnit, Severity, Table};
use crate::check::model::Policy;
use crate::value::{Day, Month};
use std::collections::BTreeSet;

/// Whether what is owed was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sent {
    /// 已报送
    InTime,
    /// 迟报: after the last day of its period
    Late,
    /// 未报送
    Missing,
    /// 未到期: not sent, and its period ends in a later month
    NotYetDue,
}

/// One thing owed by one sender to one receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// index in the list of what is owed
    pub owed: usize,
    /// blank where the policy names nobody
    pub sender: String,
    /// none: the policy names no receiver
    pub receiver: Option<String>,
    pub status: Sent,
    /// when it was first sent
    pub day: Option<Day>,
}

/// What a log says of everything owed once a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub deliveries: Vec<Delivery>,
    /// rows of the log that say nothing usable
    pub findings: Vec<Finding>,
    /// bodies whose units are known from the log alone
    pub assumed: Vec<String>,
}

impl Account {
    /// Nothing is late or missing.
    pub fn is_settled(&self) -> bool {
        !self.deliveries.iter().any(|delivery| matches!(delivery.status, Sent::Late | Sent::Missing))
    }

    pub fn count(&self, status: Sent) -> usize {
        self.deliveries.iter().filter(|delivery| delivery.status == status).count()
    }
}

/// Weighs a log against what is owed in a month. A body that stands for many may appear under its units' names: of
/// `units`, or those that the log names anywhere for the same thing.
pub fn account(
    policy: &Policy,
    list: &[Owed],
    month: Month,
    file: &str,
    (table, columns): (&Table, LogColumns),
    units: &Units,
) -> Account {
    let (entries, mut findings) = read_log(policy, list, file, (table, columns), units);
    let mut deliveries = Vec::new();
    let mut assumed = BTreeSet::new();
    for (index, owed) in list.iter().enumerate() {
        let Some(period) = owed.period else { continue };
        let own: Vec<&Entry> = entries.iter().filter(|entry| entry.owed == index).collect();
        let senders = expected(&owed.by, own.iter().map(|entry| entry.sender.as_str()), units, &mut assumed);
        let named = own.iter().filter_map(|entry| entry.receiver.as_deref());
        let receivers = expected(&owed.to, named, units, &mut assumed);
        let vague = own.iter().filter(|entry| !senders.is_empty() && !senders.contains(&entry.sender));
        findings.extend(vague.map(|entry| vague_sender(file, entry)));
        let senders = if senders.is_empty() { vec![String::new()] } else { senders };
        let receivers: Vec<Option<String>> =
            if receivers.is_empty() { vec![None] } else { receivers.into_iter().map(Some).collect() };
        for sender in &senders {
            for receiver in &receivers {
                let is_this = |entry: &&&Entry| {
                    entry.period == period
                        && entry.sender == *sender
                        && (entry.receiver.is_none() || entry.receiver == *receiver)
                };
                let day = own.iter().filter(is_this).map(|entry| entry.day).min();
                let status = match day {
                    Some(day) if period.last_day().is_some_and(|last| day > last) => Sent::Late,
                    Some(_) => Sent::InTime,
                    None if owed.ends_in(month) => Sent::Missing,
                    None => Sent::NotYetDue,
                };
                deliveries.push(Delivery {
                    owed: index,
                    sender: sender.clone(),
                    receiver: receiver.clone(),
                    status,
                    day,
                });
            }
        }
    }
    Account { deliveries, findings, assumed: assumed.into_iter().collect() }
}

/// A row that names a body where others name its units.
fn vague_sender(file: &str, entry: &Entry) -> Finding {
    let (message, help) = not_one_unit(&entry.sender);
    Finding {
        case: None,
        code: "D701",
        severity: Severity::Error,
        file: file.to_string(),
        row: Some(entry.row),
        unit: RowUnit::Row,
        column: None,
        text: Some(entry.sender.clone()),
        message,
        help: Some(help),
        personal: Vec::new(),
    }
}

/// Who is expected: for each body its units, as given or, of the first without, as the log names them; else itself.
fn expected<'n>(
    bodies: &[String],
    named: impl Iterator<Item = &'n str>,
    units: &Units,
    assumed: &mut BTreeSet<String>,
) -> Vec<String> {
    let is_known = |name: &str| {
        bodies.iter().any(|body| body == name) || units.values().flatten().any(|unit| unit.as_str() == name)
    };
    let others: BTreeSet<&str> = named.filter(|name| !is_known(name)).collect();
    let first_open = bodies.iter().find(|body| !units.contains_key(*body));
    let mut list = Vec::new();
    for body in bodies {
        match units.get(body) {
            Some(units) => list.extend(units.iter().cloned()),
            None if Some(body) == first_open && !others.is_empty() => {
                assumed.insert(body.clone());
                list.extend(others.iter().map(|unit| unit.to_string()));
            }
            None => list.push(body.clone()),
        }
    }
    if bodies.is_empty() {
        list.extend(others.iter().map(|unit| unit.to_string()));
    }
    list
}
