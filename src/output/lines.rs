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
use memchr::memchr_iter;

/// Stands for the key in a line that is rendered once for many. No cell contains it.
const KEY: &str = "\0";

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

/// By number of the outcome: what stands between the keys of its line; none where the line has to be written anew.
#[derive(Debug, Default)]
pub struct Kept(Vec<Option<Option<Vec<Vec<u8>>>>>);

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

    /// What stands between the keys; none where that cannot be told.
    fn pieces(&self, outcome: &Outcome) -> Option<Vec<Vec<u8>>> {
        let line = self.line(KEY, outcome);
        let (sign, keys) = match self {
            Lines::Csv { columns, .. } => {
                (KEY.as_bytes(), columns.iter().filter(|(column, _)| *column == ResultColumn::Key).count())
            }
            Lines::Json { .. } => (br"\u0000".as_slice(), 1),
        };
        let places: Vec<usize> = match sign {
            [byte] => memchr_iter(*byte, &line).collect(),
            _ => memchr::memmem::find_iter(&line, sign).collect(),
        };
        if places.len() != keys {
            return None;
        }
        let (mut pieces, mut from) = (Vec::new(), 0);
        for place in places {
            pieces.push(line.get(from..place)?);
            from = place + sign.len();
        }
        pieces.push(line.get(from..)?);
        let Lines::Csv { encoding, .. } = self else { return Some(pieces.into_iter().map(<[u8]>::to_vec).collect()) };
        let encoded = |piece: &[u8]| Some(encoding.encode(std::str::from_utf8(piece).ok()?).ok()?.into_owned());
        pieces.into_iter().map(encoded).collect()
    }

    /// Whether a key stands in a line as it is.
    fn is_simple(&self, key: &str) -> bool {
        let plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_control() && !matches!(byte, b',' | b'"' | b'\\');
        !key.is_empty() && key.bytes().all(plain) && neutral(key) == key
    }

    fn put(&self, block: &mut LineBlock, line: &[u8]) {
        match self {
            Lines::Csv { encoding: Encoding::Gb18030, .. } => {
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
        let Decided { key, outcome, number } = case;
        if let Some(number) = number.filter(|_| self.is_simple(key)) {
            if kept.len() <= number {
                kept.resize(number + 1, None);
            }
            let pieces = kept.get_mut(number).map(|place| place.get_or_insert_with(|| self.pieces(outcome)));
            if let Some(Some(pieces)) = pieces {
                for (index, piece) in pieces.iter().enumerate() {
                    if index > 0 {
                        block.bytes.extend(key.as_bytes());
                    }
                    block.bytes.extend(piece);
                }
                return;
            }
        }
        self.put(block, &self.line(key, outcome));
    }
}
