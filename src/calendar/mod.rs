//! Days and months; the only place that picks days.

mod account;
mod accrual;
mod course;
mod due;
mod filing;
mod month;
mod progress;
mod terms;
mod timeline;

pub use crate::value::{Day, Month};
pub use accrual::Accruer;
pub use due::{Cause, DueStatus, Looked, MonthDue, Stop};
pub use month::{Decider, Decision, OutsidePolicy, Status, days_in_force, first_month};
pub use terms::{Filing, Payment, Terms};
pub use timeline::{InForce, Timeline, TimelineProblem};
