//! Work lists -> files and screens: one file a list, and the formats they share.

mod alerts;
mod calendar;
mod duties;
mod progress;

pub use alerts::{alert_report, alerts_text, open_alerts_text};
pub use calendar::calendar;
pub use duties::{account_text, duties_text, duty_report};
pub use progress::{progress_report, progress_text, progress_totals};
