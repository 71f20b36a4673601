//! Work lists -> files and screens: one file a list, and the formats they share.

mod alerts;
mod calendar;
mod duties;
mod person;
mod progress;

pub use alerts::{alert_report, alert_totals, alerts_text};
pub use calendar::calendar;
pub use duties::{account_text, duties_text, duty_report};
pub use person::Beside;
pub use progress::{progress_report, progress_text, progress_totals};
