//! Partly known cases: bounds, splitting, feasibility, witnesses.
//!
//! A [`Region`] is a set of cases. Plans are evaluated on it as on a row, by the same evaluator; where an answer is
//! open, [`explore`] splits on the fact it hangs on and goes on. The leaves are an exact partition of all cases in
//! which every fact is known: each case lies in exactly one, and there the outcome is what the evaluator says.
//!
//! Over bounds on single facts and on differences of two (`x − y ≤ c`, whole numbers) emptiness is decided exactly.
//! Sums of several facts, and values outside linear arithmetic (months, ages, rows of a register), are bounded like
//! facts: the partition stays exact, but a region may be empty unseen. Whoever shows one shows a witness, or
//! says 未能判定.

mod amount;
mod answer;
mod bounds;
mod contest;
mod differences;
mod emptiness;
mod explore;
mod form;
mod independent;
mod literals;
mod place;
mod point;
mod space;
mod view;

pub use bounds::{Constraint, Region};
pub use explore::{Explorer, Leaf, Limits, explore};
pub use form::{Bound, Form};
pub use independent::{Way, ways};
pub use literals::Literals;
pub use point::{Choice, Point};
pub use space::{Dimension, Group, Kind, OTHER_TEXT, Origin, Seen, Space, Term, Variable, What};
pub use view::{Open, View, views};
