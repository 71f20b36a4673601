//! Days and months; the only place that picks days.

mod month;

pub use crate::value::{Day, Month};
pub use month::{Decider, Decision, OutsidePolicy, Status, days_in_force, first_month};
