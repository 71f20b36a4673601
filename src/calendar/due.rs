//! What a month comes to, and why.

use crate::eval::{Moment, Value};
use crate::value::{Day, Month};
use std::sync::Arc;

/// What a month comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueStatus {
    /// 应发
    Due,
    /// 补发: a month of a stop that is paid once entitlement is back
    BackPaid,
    /// 停发: it was due before, and a stop is open
    Stopped,
    /// 不发
    NotDue,
    /// 待核实
    Undetermined,
    /// no policy is in force
    OutsidePolicy,
}

/// One benefit in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthDue {
    pub month: Month,
    pub status: DueStatus,
    /// least and greatest amount possible: fen
    pub amount: Value,
    /// what it would come to if it had been applied for in time: fen
    pub would_be: Value,
    /// by what it is decided: the moment of entitlement; else every one of the month at which something changed
    pub looked_at: Arc<[Looked]>,
    pub cause: Cause,
}

/// A moment at which a case was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Looked {
    /// the policy of the timeline in force
    pub policy: usize,
    /// all moments of one stretch are alike in whatever decides
    pub stretch: usize,
    pub moment: Moment,
}

/// Why a month is due or not, beyond the conditions at its moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// the conditions themselves
    Conditions,
    /// 补发 after the stop
    BackPay(Arc<Stop>),
    /// a stop is open
    Stopped(Arc<Stop>),
    /// the conditions are met, but nobody has applied
    NotFiled,
    /// the filing counts only from a later day
    FiledLater(Day),
    /// the filing of that day waits for approval
    NotApproved(Day),
    /// the conditions are met again, but the stop lasts until a new filing
    NewFiling(Arc<Stop>),
    /// waived on that day
    Waived(Day),
    /// the filing ended on that day
    Withdrawn(Day),
}

/// The end of payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// the day on which it happened; the last day of entitlement
    pub event: Day,
    /// the first month that is not due
    pub month: Month,
    /// when the conditions first were not met
    pub lost: Looked,
    /// the items of 止 that came to hold, among [`crate::plan::Plan::accrual_conditions`]
    pub grounds: Vec<usize>,
}

impl MonthDue {
    /// The stop that is open in this month, if one is.
    pub fn stop(&self) -> Option<&Stop> {
        match &self.cause {
            Cause::Stopped(stop) | Cause::NewFiling(stop) | Cause::BackPay(stop) => Some(stop),
            _ => None,
        }
    }

    pub(super) fn outside(month: Month) -> MonthDue {
        MonthDue {
            month,
            status: DueStatus::OutsidePolicy,
            amount: Value::known(0),
            would_be: Value::known(0),
            looked_at: Arc::new([]),
            cause: Cause::Conditions,
        }
    }
}
