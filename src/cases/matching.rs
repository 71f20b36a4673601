//! Whom a row is about: the people of a batch by their keys and their identity numbers.

use super::datum::{Kind, unmarked};
use super::layout::Layout;
use super::record::scalar_text;
use super::text::clean;
use super::tree::Tree;
use crate::identity::{IdentityMistake, IdentityNumber};
use crate::syntax::narrow;
use rustc_hash::FxHashMap;

/// What a row says about whom it is about.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// blank is none
    pub(super) key: Option<String>,
    pub(super) identity: Option<Identity>,
}

/// An identity number: as it is written, and read.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) header: String,
    pub(super) text: String,
    pub(super) number: Result<IdentityNumber, IdentityMistake>,
}

/// People by what names them. A key or a number may be that of several, which is reported elsewhere.
pub(super) struct Index {
    key_is_identity: bool,
    by_key: FxHashMap<String, Vec<usize>>,
    by_identity: FxHashMap<i64, Vec<usize>>,
    numbers: Vec<(IdentityNumber, usize)>,
    /// people whose own number cannot be one
    bad_numbers: Vec<(String, usize)>,
    /// for each person, whether the key and the number are known
    known: Vec<(bool, bool)>,
}

pub(super) enum Found {
    People(Vec<usize>),
    Nobody,
    /// of nobody, but one slip away from the number of this person alone
    Near(usize),
    /// key and identity number are of different people, who are these
    Disagree(Vec<usize>),
}

/// What the header names, if it tells whom a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    Key,
    Identity,
}

/// What a header of the key register, or of a list, tells about whom a row is about.
pub(super) fn naming(layout: &Layout<'_>, entry: Option<usize>) -> Option<Naming> {
    let entry = entry?;
    if entry == layout.key {
        return Some(Naming::Key);
    }
    match layout.place(entry) {
        Some((register, Some(column))) if register.model.is_key() && matches!(column.kind, Kind::Identity) => {
            Some(Naming::Identity)
        }
        _ => None,
    }
}

/// What the fields of a row say. `named`: what a header names.
pub(super) fn names(fields: &[(String, Tree)], named: impl Fn(&str) -> Option<Naming>) -> Names {
    let mut names = Names::default();
    for (header, value) in fields {
        let Some(text) = scalar_text(value) else { continue };
        let text = clean(&text);
        if text.is_empty() || text == "无" {
            continue;
        }
        match named(header) {
            Some(Naming::Key) if names.key.is_none() => names.key = Some(text.into_owned()),
            Some(Naming::Identity) if names.identity.is_none() => {
                let number = IdentityNumber::parse(unmarked(&text));
                names.identity = Some(Identity { header: clean(header).into_owned(), text: text.into_owned(), number });
            }
            _ => {}
        }
    }
    names
}

impl Index {
    pub(super) fn new(layout: &Layout<'_>, people: impl Iterator<Item = Names>) -> Index {
        let mut index = Index {
            key_is_identity: layout.key_is_identity(),
            by_key: FxHashMap::default(),
            by_identity: FxHashMap::default(),
            numbers: Vec::new(),
            bad_numbers: Vec::new(),
            known: Vec::new(),
        };
        for (person, names) in people.enumerate() {
            if let Some(identity) = names.identity.as_ref().filter(|identity| identity.number.is_err()) {
                index.bad_numbers.push((plain(&identity.text), person));
            }
            let number = names.identity.and_then(|identity| identity.number.ok());
            index.known.push((names.key.is_some(), number.is_some()));
            if let Some(key) = &names.key {
                index.by_key.entry(index.normal(key)).or_default().push(person);
            }
            if let Some(number) = number {
                index.by_identity.entry(number.value()).or_default().push(person);
                index.numbers.push((number, person));
            }
        }
        index
    }

    /// x and X, full-width digits and the old 15-digit form are the same number.
    fn normal(&self, key: &str) -> String {
        let number = if self.key_is_identity { IdentityNumber::parse(unmarked(key)).ok() } else { None };
        number.map_or_else(|| key.to_string(), |number| number.as_str().to_string())
    }

    /// Where one of the two cannot be an identity number, and exactly one person's is like the row's.
    fn near(&self, names: &Names) -> Found {
        let Some(identity) = &names.identity else { return Found::Nobody };
        let near: Vec<usize> = match &identity.number {
            Ok(number) => {
                let bad = self.bad_numbers.iter().filter(|(bad, _)| is_one_slip(bad, number.as_str()));
                bad.map(|(_, person)| *person).collect()
            }
            Err(_) => {
                let text = plain(&identity.text);
                let good = self.numbers.iter().filter(|(number, _)| is_one_slip(&text, number.as_str()));
                good.map(|(_, person)| *person).collect()
            }
        };
        if let [person] = near.as_slice() { Found::Near(*person) } else { Found::Nobody }
    }

    pub(super) fn find(&self, names: &Names) -> Found {
        let by_key = names.key.as_ref().map(|key| self.by_key.get(&self.normal(key)).cloned().unwrap_or_default());
        let number = names.identity.as_ref().and_then(|identity| identity.number.as_ref().ok());
        let by_identity = number.map(|number| self.by_identity.get(&number.value()).cloned().unwrap_or_default());
        let of_both = match (by_key, by_identity) {
            (None, None) => return self.near(names),
            (Some(one), None) | (None, Some(one)) => {
                return if one.is_empty() { self.near(names) } else { Found::People(one) };
            }
            (Some(one), Some(other)) => (one, other),
        };
        let (one, other) = &of_both;
        let known = |person: usize| self.known.get(person).copied().unwrap_or_default();
        let is_both = |person: &usize| {
            (one.contains(person) || !known(*person).0) && (other.contains(person) || !known(*person).1)
        };
        let mut either: Vec<usize> = one.iter().chain(other).copied().collect();
        either.sort_unstable();
        either.dedup();
        let both: Vec<usize> = either.iter().copied().filter(is_both).collect();
        match (both.is_empty(), either.is_empty()) {
            (false, _) => Found::People(both),
            (true, false) => Found::Disagree(either),
            (true, true) => Found::Nobody,
        }
    }
}

/// Full-width digits and x are no mistakes.
fn plain(text: &str) -> String {
    narrow(unmarked(text)).to_uppercase()
}

/// One digit is wrong, two neighbours have changed places, or a spreadsheet has made the last three digits 000.
fn is_one_slip(text: &str, number: &str) -> bool {
    if text.len() != number.len() {
        return false;
    }
    let pairs = || text.chars().zip(number.chars());
    let wrong: Vec<(usize, (char, char))> = pairs().enumerate().filter(|(_, (one, other))| one != other).collect();
    match wrong.as_slice() {
        [_] => true,
        [(first, (a, b)), (second, (c, d))] if second - first == 1 && a == d && b == c => true,
        _ => text.ends_with("000") && wrong.iter().all(|(place, _)| *place + 3 >= text.len()),
    }
}
