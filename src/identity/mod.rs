//! Personal numbers: GB 11643 identity numbers and disability card numbers, as text -> what they say.

mod card;
mod damage;
mod mask;
mod mistake;
mod number;

pub use card::CardNumber;
pub use damage::damage;
pub use mask::mask;
pub use mistake::{CardMistake, IdentityMistake};
pub use number::IdentityNumber;
