//! Mutation: whether a policy's tests would notice a small change of it.

mod edits;
mod example_text;
mod mutant;
mod place;
mod run;
mod sites;

pub use example_text::example_text;
pub use mutant::{Mutant, MutantKind};
pub use run::{Counts, Fate, KillingCase, Mutated, Mutation, Proof, Prove, ProvenCase, failing, mutate};
pub use sites::mutants;
