//! The cells of each column, counted.

use super::guess::{Guess, Shape, guess, shape};
use super::problems::Problems;
use super::{Column, Meaning, Oddity, OddityKind};
use crate::cases::datum::{Datum, Kind, Texts, read};
use crate::cases::text::{clean, shorten};
use crate::check::model::Type;
use crate::identity::{CardNumber, IdentityNumber, damage, mask};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// How many different texts of a column are counted one by one.
const DIFFERENT: usize = 50;
/// How many are shown.
const SHOWN: usize = 3;
/// From so many digits on a text may be somebody's number.
const PERSONAL: usize = 11;

/// All columns so far.
#[derive(Debug, Default)]
pub(super) struct Survey {
    columns: Vec<Counted>,
    by_name: FxHashMap<String, usize>,
}

#[derive(Debug)]
struct Counted {
    header: String,
    meaning: Meaning,
    kind: Option<Kind>,
    filled: usize,
    blank: usize,
    /// different texts with how often each occurs; none when there are too many
    texts: Option<BTreeMap<String, usize>>,
    examples: Vec<String>,
    shapes: FxHashMap<Shape, usize>,
    oddities: BTreeMap<OddityKind, (usize, usize, Vec<String>)>,
    /// how dates are written: one example of each way, with the first row
    styles: Vec<(String, String, usize)>,
    /// for each value the texts that say it
    spellings: Vec<(u64, Vec<(String, usize)>)>,
}

impl Survey {
    /// A column in its order.
    pub(super) fn add(&mut self, header: &str, meaning: Meaning) -> usize {
        let kind = match &meaning {
            Meaning::Fact { ty, .. } => Some(Kind::of(ty)),
            Meaning::Listed { .. } => Some(Kind::Truth),
            Meaning::Day { .. } => Some(Kind::Date),
            Meaning::Unasked | Meaning::Again { .. } | Meaning::Unused { .. } => None,
        };
        self.by_name.entry(header.to_string()).or_insert(self.columns.len());
        self.columns.push(Counted {
            header: header.to_string(),
            meaning,
            kind,
            filled: 0,
            blank: 0,
            texts: Some(BTreeMap::new()),
            examples: Vec::new(),
            shapes: FxHashMap::default(),
            oddities: BTreeMap::new(),
            styles: Vec::new(),
            spellings: Vec::new(),
        });
        self.columns.len() - 1
    }

    /// The column of a field; `meaning`: of one that is new.
    pub(super) fn named(&mut self, header: &str, meaning: impl FnOnce() -> Meaning) -> usize {
        match self.by_name.get(header) {
            Some(index) => *index,
            None => self.add(header, meaning()),
        }
    }

    /// A cell of a row.
    pub(super) fn cell(&mut self, column: usize, row: usize, text: &str) {
        if let Some(column) = self.columns.get_mut(column) {
            column.cell(row, text);
        }
    }

    /// What is known of each column. `rows`: how many there are, where blank fields are left out.
    pub(super) fn columns(self, problems: &Problems) -> Vec<Column> {
        self.columns.into_iter().map(|counted| counted.finish(problems)).collect()
    }
}

impl Counted {
    fn cell(&mut self, row: usize, text: &str) {
        let text = clean(text);
        if text.is_empty() {
            self.blank += 1;
            return;
        }
        self.filled += 1;
        let shape = shape(&text);
        *self.shapes.entry(shape).or_default() += 1;
        let is_new = self.texts.as_ref().is_none_or(|texts| !texts.contains_key(&*text));
        if self.examples.len() < SHOWN && is_new {
            self.examples.push(self.shown(&text));
        }
        if let Some(texts) = &mut self.texts {
            *texts.entry(text.to_string()).or_default() += 1;
            if texts.len() > DIFFERENT {
                self.texts = None;
            }
        }
        self.odd(row, &text, shape);
    }

    fn odd(&mut self, row: usize, text: &str, shape: Shape) {
        let damaged = match &self.kind {
            Some(Kind::Identity) => IdentityNumber::parse(text).is_err_and(|mistake| mistake.is_damage()),
            Some(Kind::Card) => CardNumber::parse(text).is_err_and(|mistake| mistake.is_damage()),
            _ if shape == Shape::Card => CardNumber::parse(text).is_err_and(|mistake| mistake.is_damage()),
            _ => shape == Shape::Identity && damage(text).is_some(),
        };
        if damaged {
            self.note(OddityKind::Damaged, row, text);
        }
        if text.contains('\u{FFFD}') {
            self.note(OddityKind::Lost, row, text);
        }
        if is_name_with_blanks(text) {
            self.note(OddityKind::Blanks, row, text);
        }
        match (&self.kind, shape) {
            (Some(Kind::Date | Kind::Month) | None, Shape::Serial) => self.note(OddityKind::Serial, row, text),
            (Some(Kind::Date) | None, Shape::Date) | (Some(Kind::Month) | None, Shape::Month) => self.style(row, text),
            _ => {}
        }
        self.spelling(row, text);
    }

    /// Words of one value that are written in several ways.
    fn spelling(&mut self, row: usize, text: &str) {
        let Some(kind @ (Kind::Truth | Kind::Enumeration(_))) = &self.kind else { return };
        let known = FxHashMap::default();
        let mut texts = Texts { known: &known, first: 0, own: Vec::new() };
        let value = match read(kind, text, false, &mut texts) {
            Ok(Datum::Truth(truth)) => u64::from(truth),
            Ok(Datum::Member(member)) => u64::from(member),
            _ => return,
        };
        let place = match self.spellings.iter().position(|(known, _)| *known == value) {
            Some(place) => place,
            None => {
                self.spellings.push((value, Vec::new()));
                self.spellings.len() - 1
            }
        };
        if let Some((_, ways)) = self.spellings.get_mut(place)
            && !ways.iter().any(|(way, _)| way == text)
        {
            ways.push((text.to_string(), row));
        }
    }

    /// Digits are left out, so that `2023-02-23` and `2023/2/23` differ.
    fn style(&mut self, row: usize, text: &str) {
        let style: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
        if !self.styles.iter().any(|(known, ..)| *known == style) {
            self.styles.push((style, text.to_string(), row));
        }
    }

    fn note(&mut self, kind: OddityKind, row: usize, text: &str) {
        let shown = self.shown(text);
        let (count, _, examples) = self.oddities.entry(kind).or_insert((0, row, Vec::new()));
        *count += 1;
        if examples.len() < SHOWN && !examples.contains(&shown) {
            examples.push(shown);
        }
    }

    /// Whatever may be somebody's number is masked.
    fn shown(&self, text: &str) -> String {
        let personal = self.kind.as_ref().is_some_and(Kind::is_personal);
        let many = text.chars().filter(char::is_ascii_digit).count() >= PERSONAL;
        let short = shorten(text);
        if personal || many || damage(text).is_some() { mask(&short) } else { short.into_owned() }
    }

    fn finish(mut self, problems: &Problems) -> Column {
        let words = self.texts.take().map(|texts| texts.into_iter().collect::<Vec<_>>());
        let looks_like = guess(&self.header, |shape| self.shapes.get(&shape).copied().unwrap_or_default(), words);
        if self.kind.is_none() && looks_like != Guess::Date {
            self.oddities.remove(&OddityKind::Serial);
        }
        let unreadable = problems.unreadable(&self.header);
        let mut oddities: Vec<Oddity> = std::mem::take(&mut self.oddities)
            .into_iter()
            .map(|(kind, (count, first, examples))| Oddity { kind, count, first, examples })
            .collect();
        oddities.extend(self.mixed());
        oddities.sort_by_key(|oddity| oddity.kind);
        let Counted { header, meaning, filled, blank, examples, .. } = self;
        Column { header, meaning, filled, blank, unreadable, examples, looks_like, oddities }
    }

    fn mixed(&self) -> Option<Oddity> {
        let serial = self.oddities.contains_key(&OddityKind::Serial);
        let dates: Vec<(String, usize)> =
            self.styles.iter().map(|(_, example, row)| (self.shown(example), *row)).collect();
        let words = self.spellings.iter().filter(|(_, ways)| ways.len() > 1).flat_map(|(_, ways)| ways.clone());
        let ways: Vec<(String, usize)> = match dates.len() + usize::from(serial) {
            0 | 1 => words.collect(),
            _ => dates,
        };
        let first = ways.get(1).or(ways.first()).map(|(_, row)| *row)?;
        let examples: Vec<String> = ways.into_iter().map(|(way, _)| way).take(8).collect();
        Some(Oddity { kind: OddityKind::Mixed, count: examples.len(), first, examples })
    }
}

/// `张 三`: a few Chinese characters with blanks between them.
fn is_name_with_blanks(text: &str) -> bool {
    const LONGEST: usize = 4;
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    text.contains(char::is_whitespace)
        && text.chars().all(|c| is_han(c) || c.is_whitespace())
        && text.chars().filter(|c| is_han(*c)).count() <= LONGEST
}

/// The type of a column, if the policy has it.
impl Column {
    pub fn ty(&self) -> Option<&Type> {
        match &self.meaning {
            Meaning::Fact { ty, .. } => Some(ty),
            _ => None,
        }
    }
}
