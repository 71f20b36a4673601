//! The parts of identity and card numbers.

use super::model::{CATEGORIES, LEVELS, Part, SEXES, Type};

/// The parts that a type has.
pub fn parts_of(ty: &Type) -> &'static [Part] {
    match ty {
        Type::Identity => &[Part::BirthDate, Part::Sex, Part::Region],
        Type::Card => &[Part::Identity, Part::Category, Part::Level, Part::BirthDate, Part::Sex, Part::Region],
        _ => &[],
    }
}

/// The type of a part.
pub fn part_type(part: Part) -> Type {
    let names = |members: &[&str]| Type::Enumeration(members.iter().map(|member| member.to_string()).collect());
    match part {
        Part::BirthDate => Type::Date,
        Part::Sex => names(&SEXES),
        Part::Region => Type::Text,
        Part::Identity => Type::Identity,
        Part::Category => names(&CATEGORIES),
        Part::Level => names(&LEVELS),
    }
}
