//! What hangs on each open question (口径): every option not chosen is chosen once in its stead, and the same people
//! are decided again. Whom it can touch beyond them, `diff` tells.

mod alternative;
mod weigh;

pub use alternative::{Alternative, alternatives};
pub use weigh::{Example, Moved, Unsettled, Weighed, Weighing, Weight, weigh};
