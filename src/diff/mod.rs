//! What an edit of a policy does: in words, to every possible case, and to the people of a batch.

mod edit;
mod impact;
mod lines;

pub use edit::{Edit, EditKind, Place, edits, same_meaning};
pub use impact::{
    Atlas, BenefitImpact, Direction, Impact, ImpactLine, Proof, Undecided, Verdict, Witness, impact, prove,
};
