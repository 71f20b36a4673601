//! What an edit of a policy does: in words, to every possible case, and to the people of a batch.

mod batch;
mod cause;
mod comparison;
mod edit;
mod impact;
mod lines;
mod touched;

pub use batch::{Side, blind_spots, touched};
pub use cause::Cause;
pub use comparison::{Comparison, Gate, Version};
pub use edit::{Edit, EditKind, Place, edits, same_meaning};
pub use impact::{
    Atlas, BenefitImpact, Direction, Impact, ImpactLine, Proof, Undecided, Verdict, Witness, impact, prove,
};
pub use touched::{BenefitChange, BenefitTouched, CaseChange, CauseGroup, Kind, Sum, Touched};
