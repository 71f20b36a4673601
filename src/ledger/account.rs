//! Sums that must come out even.

use super::found::FoundMonth;
use crate::value::Value;

/// What one benefit comes to over some months and people: fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    /// due in the months that are determined
    pub due: i64,
    /// paid in the same months, to people not on the roster too
    pub paid: i64,
    /// of what was paid, that to people not on the roster
    pub unlisted: i64,
    /// to be paid, as the entries have it
    pub arrears: i64,
    /// to be paid back, as the entries have it
    pub recovery: i64,
    /// paid in months that are not determined, as far as it can be read
    pub undetermined_paid: i64,
    /// person-months that are not determined
    pub undetermined_months: usize,
    /// every amount of the register of payments in these months, row by row, as far as it can be read
    pub register: i64,
}

/// The sums do not come out even: a flaw of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbalanced {
    /// of the timeline
    pub benefit: usize,
    pub account: Account,
}

impl Account {
    /// A month as it stands, before anything is judged.
    pub(super) fn count(&mut self, determined: bool, due: Value, paid: Value) {
        if determined && due.is_known() && paid.is_known() {
            self.due = self.due.saturating_add(due.lo);
            self.paid = self.paid.saturating_add(paid.lo);
        } else {
            self.undetermined_paid = self.undetermined_paid.saturating_add(paid.lo);
            self.undetermined_months += 1;
        }
    }

    /// A month of an entry.
    pub(super) fn settle(&mut self, month: &FoundMonth) {
        match month.difference() {
            Some(more) if more > 0 => self.arrears = self.arrears.saturating_add(more),
            Some(less) => self.recovery = self.recovery.saturating_sub(less),
            None => {}
        }
    }

    pub fn add(&mut self, other: &Account) {
        let sum = i64::saturating_add;
        self.due = sum(self.due, other.due);
        self.paid = sum(self.paid, other.paid);
        self.unlisted = sum(self.unlisted, other.unlisted);
        self.arrears = sum(self.arrears, other.arrears);
        self.recovery = sum(self.recovery, other.recovery);
        self.undetermined_paid = sum(self.undetermined_paid, other.undetermined_paid);
        self.undetermined_months += other.undetermined_months;
        self.register = sum(self.register, other.register);
    }

    /// due − paid = arrears − recovery, and every amount paid is counted once.
    pub fn is_balanced(&self) -> bool {
        self.due.checked_sub(self.paid) == self.arrears.checked_sub(self.recovery)
            && self.paid.checked_add(self.undetermined_paid) == Some(self.register)
    }
}
