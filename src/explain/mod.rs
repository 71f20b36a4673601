//! Why a decision is what it is: read off the values of the plan's nodes, in the policy's words.

mod change;
mod conditions;
mod deciding;
mod nearest;
mod reason;
mod sentence;
mod show;
mod trace;
mod weighing;
mod witness;

pub(crate) use change::thresholds;
pub use conditions::{amount, conditions, name, name_of, outside};
pub use nearest::{Change, nearest};
pub use reason::{FactShown, Reason, Side, reasons};
pub(crate) use reason::{facts_shown, headers};
pub use show::{amount_text, fact_text, literal_text, range_text};
pub use trace::{BenefitTrace, ChangeTrace, Explanation, ReadingTrace, RuleTrace, explain, status_text};
pub use witness::{cells, numbered_cells, read_back};
