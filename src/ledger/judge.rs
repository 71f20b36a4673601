//! One month: whether what was paid is what was due, and what is wrong if not.

use super::kind::FindingKind;
use super::paid::PaidMonth;
use crate::calendar::{Cause, DueStatus, MonthDue};
use crate::diagnostic::Message;
use crate::explain::range_text;
use crate::schedule::ScheduledMonth;
use crate::value::Value;

/// A month due and paid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared<'s> {
    pub(super) scheduled: &'s ScheduledMonth,
    /// least and greatest due
    pub(super) due: Value,
    /// least and greatest paid
    pub(super) paid: Value,
    /// how many payments there were
    pub(super) rows: usize,
    pub(super) kind: Option<FindingKind>,
}

impl<'s> Compared<'s> {
    /// `paid` is none where nobody knows what the person was paid.
    pub(super) fn new(scheduled: &'s ScheduledMonth, paid: Option<PaidMonth>) -> Compared<'s> {
        let month = &scheduled.due;
        let rows = paid.map_or(0, |paid| paid.rows);
        let paid = paid.map_or(Value::range(0, i64::MAX), PaidMonth::value);
        let due = match month.status {
            DueStatus::Due | DueStatus::BackPaid | DueStatus::Undetermined => month.amount,
            DueStatus::Stopped | DueStatus::NotDue => Value::known(0),
            DueStatus::OutsidePolicy => Value::range(0, i64::MAX),
        };
        let kind = kind(month, due, paid);
        Compared { scheduled, due, paid, rows, kind }
    }

    /// What is due and what was paid are both known.
    pub(super) fn is_determined(&self) -> bool {
        !self.is_open() && self.paid.is_known()
    }

    /// What is due is not known.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.scheduled.due.status, DueStatus::Undetermined | DueStatus::OutsidePolicy)
    }

    /// The ground in a few words and in a sentence; what makes two months one entry is the few words.
    pub(super) fn words(&self) -> (Message, Message) {
        let ground = &self.scheduled.ground;
        if !self.paid.is_known() && !self.is_open() {
            let (zh, en) = match self.rows {
                0 => (
                    "不知道发了没有：没有这个人的发放记录可查",
                    "nobody knows whether it was paid: there are no records of this person",
                ),
                _ => ("实发金额或补贴名称读不出来", "the amount paid or its benefit cannot be read"),
            };
            let due = range_text(self.due);
            return (
                Message::new("发放记录不明", "payments not known"),
                Message::new(format!("{zh}；应发 {due} 元"), format!("{en}; {due} yuan due")),
            );
        }
        match self.scheduled.due.status {
            DueStatus::Due => (Message::new("符合条件", "requirements met"), ground.text.clone()),
            _ => (ground.name.clone(), ground.text.clone()),
        }
    }
}

/// What is wrong with a month.
fn kind(month: &MonthDue, due: Value, paid: Value) -> Option<FindingKind> {
    if month.status == DueStatus::OutsidePolicy {
        return (paid != Value::known(0)).then_some(FindingKind::Undetermined);
    }
    if month.status == DueStatus::Undetermined || !paid.is_known() {
        return Some(FindingKind::Undetermined);
    }
    match (due.lo, paid.lo) {
        (0, 0) => is_unclaimed(month).then_some(FindingKind::Unclaimed),
        (due, paid) if due == paid => None,
        (_, 0) => Some(FindingKind::Unpaid),
        (0, _) if month.stop().is_some() => Some(FindingKind::PaidOn),
        (0, _) => Some(FindingKind::NotDue),
        _ => Some(FindingKind::WrongAmount),
    }
}

/// Would be paid for certain if a filing were made.
fn is_unclaimed(month: &MonthDue) -> bool {
    matches!(month.cause, Cause::NotFiled | Cause::NewFiling(_)) && month.would_be.lo > 0
}
