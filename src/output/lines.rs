//! Results that have a line each, rendered block by block on any thread.
//!
//! Of an outcome that comes again only the key is new: what stands before and after it is kept.

use super::Encoding;
use super::json::of_case;
use super::sheet::CsvSheet;
use crate::batch::{Decided, Outcome, Render, ResultColumn, outcome_cell};
use crate::cases::formula::neutral;
use crate::diagnostic::Lang;
use crate::plan::Plan;
use std::borrow::Cow;

/// Stands for the key in a line that is rendered once for many.
const KEY: char = '\u{F8F0}';

/// Stand around the number of a fact whose value belongs there.
const VALUE: (char, char) = ('\u{F8F1}', '\u{F8F2}');

/// Lines of results.
#[derive(Debug, Clone, Copy)]
pub enum Lines<'a> {
    /// the columns and their headers
    Csv { columns: &'a [(ResultColumn, String)], encoding: Encoding, lang: Lang },
    /// one object a line
    Json { plan: &'a Plan, lang: Lang },
}

/// The lines of a block.
#[derive(Debug, Default)]
pub struct LineBlock {
    pub bytes: Vec<u8>,
    /// a character that the encoding does not have
    pub lacking: Option<char>,
}

/// By number of the outcome: its line; none where it has to be rendered anew.
#[derive(Debug, Default)]
pub struct Kept(Vec<Option<Option<Vec<Piece>>>>);

/// A piece of a line.
#[derive(Debug, Clone)]
enum Piece {
    Text(Vec<u8>),
    Key,
    /// what the case says of a fact, by its slot; what the first case said, where this one says nothing
    Value(usize, Vec<u8>),
}

impl Lines<'_> {
    /// What stands before the first line.
    pub fn head(&self) -> LineBlock {
        let mut block = LineBlock::default();
        if let Lines::Csv { columns, encoding, .. } = self {
            block.bytes.extend(encoding.mark());
            let mut sheet = CsvSheet::new();
            sheet.line(columns.iter().map(|(_, header)| header));
            self.put(&mut block, &sheet.bytes());
        }
        block
    }

    /// The line of a case, in UTF-8.
    fn line(&self, key: &str, outcome: &Outcome) -> Vec<u8> {
        match self {
            Lines::Csv { columns, lang, .. } => {
                let mut sheet = CsvSheet::new();
                sheet.line(columns.iter().map(|(column, _)| outcome_cell(key, outcome, *column, *lang)));
                sheet.bytes()
            }
            Lines::Json { plan, lang } => format!("{}\n", of_case(plan, key, outcome, *lang)).into_bytes(),
        }
    }

    /// The pieces of the line of an outcome; none where they cannot be told apart.
    fn pieces(&self, outcome: &Outcome) -> Option<Vec<Piece>> {
        let mut open = outcome.clone();
        let mut values: Vec<(usize, String)> = Vec::new();
        let is_taken = |text: &str| text.contains([KEY, VALUE.0, VALUE.1]);
        for fact in open.facts_said() {
            let Some(slot) = fact.slot else { continue };
            if is_taken(&fact.value) {
                return None;
            }
            let value = format!("{}{slot}{}", VALUE.0, VALUE.1);
            values.push((slot, std::mem::replace(&mut fact.value, value)));
        }
        let line = String::from_utf8(self.line(&KEY.to_string(), &open)).ok()?;
        let mut pieces = Vec::new();
        let mut rest = line.as_str();
        while let Some(at) = rest.find([KEY, VALUE.0]) {
            let (text, from) = rest.split_at(at);
            pieces.push(Piece::Text(self.encoded(text)?));
            rest = match from.strip_prefix(KEY) {
                Some(after) => {
                    pieces.push(Piece::Key);
                    after
                }
                None => {
                    let (slot, after) = from.strip_prefix(VALUE.0)?.split_once(VALUE.1)?;
                    let slot: usize = slot.parse().ok()?;
                    let (_, first) = values.iter().find(|(of, _)| *of == slot)?;
                    pieces.push(Piece::Value(slot, self.encoded(first)?));
                    after
                }
            };
        }
        pieces.push(Piece::Text(self.encoded(rest)?));
        Some(pieces)
    }

    fn encoded(&self, text: &str) -> Option<Vec<u8>> {
        match self {
            Lines::Csv { encoding, .. } => encoding.encode(text).ok().map(Cow::into_owned),
            Lines::Json { .. } => Some(text.as_bytes().to_vec()),
        }
    }

    /// Whether a text stands in a line as it is.
    fn is_simple(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|byte| byte >= b' ' && !matches!(byte, b',' | b'"' | b'\\' | 0x7F))
    }

    fn put(&self, block: &mut LineBlock, line: &[u8]) {
        match self {
            Lines::Csv { encoding: Encoding::Gb18030, .. } if !line.is_ascii() => {
                match Encoding::Gb18030.encode(&String::from_utf8_lossy(line)) {
                    Ok(bytes) => block.bytes.extend(&*bytes),
                    Err(lacking) => block.lacking = block.lacking.or(Some(lacking)),
                }
            }
            _ => block.bytes.extend(line),
        }
    }
}

impl Render for Lines<'_> {
    type Block = LineBlock;
    type Memory = Kept;

    fn case(&self, block: &mut LineBlock, Kept(kept): &mut Kept, case: Decided<'_>) {
        let Decided { key, outcome, number, said } = case;
        let is_simple = Self::is_simple(key) && neutral(key) == key && said.iter().all(|(_, own)| Self::is_simple(own));
        if let Some(number) = number.filter(|_| is_simple) {
            if kept.len() <= number {
                kept.resize(number + 1, None);
            }
            let pieces = kept.get_mut(number).map(|place| place.get_or_insert_with(|| self.pieces(outcome)));
            if let Some(Some(pieces)) = pieces {
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => block.bytes.extend_from_slice(text),
                        Piece::Key => self.put(block, key.as_bytes()),
                        Piece::Value(slot, first) => match said.iter().find(|(of, _)| of == slot) {
                            Some((_, own)) => self.put(block, own.as_bytes()),
                            None => block.bytes.extend_from_slice(first),
                        },
                    }
                }
                return;
            }
        }
        if said.is_empty() {
            self.put(block, &self.line(key, outcome));
        } else {
            self.put(block, &self.line(key, &case.own()));
        }
    }
}
