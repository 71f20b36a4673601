//! What the people of an office have to do: who owes what to whom in a month, how far each application is, whom to
//! tell of what.

mod account;
mod alerts;
mod duties;
mod log;
mod period;
mod progress;
mod track;

pub use account::{Account, Delivery, Sent, account};
pub use alerts::{AlertRow, OpenAlert, Raised, alerts};
pub use duties::{Owed, owed};
pub use log::{LogColumns, Units};
pub use period::Period;
pub use progress::{Application, MissingDocument, Trouble, progress};
