//! What is known about a value: the set of values that are still possible.
//!
//! One form serves every type and every state of knowledge. A known value is a set with one element; a
//! missing fact is the set of all values of its type; a bounded fact is anything in between. Strong
//! Kleene logic is what these sets give for conditions: 待核实 is `{否, 是}`.

mod day;

pub use day::{Day, Month};

/// A range of whole numbers, both ends included — or, for enumerations, a set of members as bits.
///
/// | type | `lo..=hi` |
/// |---|---|
/// | condition | 0 否, 1 是 |
/// | number, money | units of 10^-scale (money: fen, or fen a month) |
/// | date | day number, days since 1970-01-01 |
/// | month | months since year 0 |
/// | text | number of the text: 0.. for the plan's constants, then the case's own; -1 is 无 |
/// | identity number | the number without its check character |
/// | enumeration | `lo` = `hi` = bits of the members still possible; bit 63 is 无 |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Value {
    pub lo: i64,
    pub hi: i64,
}

/// The bit that stands for 无 in an enumeration.
pub const NONE_MEMBER: u64 = 1 << 63;
/// The number that stands for 无 in a text.
pub const NONE_TEXT: i64 = -1;
/// Most members of an enumeration.
pub const MAX_MEMBERS: usize = 62;

impl Value {
    /// The condition is not met.
    pub const NO: Value = Value { lo: 0, hi: 0 };
    /// The condition is met.
    pub const YES: Value = Value { lo: 1, hi: 1 };
    /// The facts do not say (待核实).
    pub const MAYBE: Value = Value { lo: 0, hi: 1 };
    /// Nothing is known.
    pub const ANY: Value = Value { lo: i64::MIN, hi: i64::MAX };

    pub const fn known(value: i64) -> Value {
        Value { lo: value, hi: value }
    }

    pub const fn range(lo: i64, hi: i64) -> Value {
        Value { lo, hi }
    }

    pub const fn truth(value: bool) -> Value {
        Value { lo: value as i64, hi: value as i64 }
    }

    /// A set of members of an enumeration.
    pub const fn members(set: u64) -> Value {
        Value { lo: set as i64, hi: set as i64 }
    }

    /// The members of an enumeration that are still possible.
    pub const fn set(self) -> u64 {
        self.lo as u64
    }

    pub const fn is_yes(self) -> bool {
        self.lo == 1
    }

    pub const fn is_no(self) -> bool {
        self.hi == 0
    }

    /// Exactly one value is possible (not for enumerations).
    pub const fn is_known(self) -> bool {
        self.lo == self.hi
    }

    /// Either may be the value (not for enumerations).
    pub fn or(self, other: Value) -> Value {
        Value { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }
}
