//! Personal numbers: GB 11643 identity numbers and disability card numbers, as text -> what they say.

mod audience;
mod card;
mod damage;
mod mask;
mod mistake;
mod number;

pub use audience::Audience;
pub use card::CardNumber;
pub use damage::damage;
pub use mask::{looks_personal, mask};
pub use mistake::{CardMistake, IdentityMistake};
pub use number::IdentityNumber;
