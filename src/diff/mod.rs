//! What an edit of a policy does: in words, to every possible case, and to the people of a batch.

mod impact;

pub use impact::{BenefitImpact, Direction, Impact, ImpactLine, Undecided, Verdict, Witness};
