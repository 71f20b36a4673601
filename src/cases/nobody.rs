//! Which rows below a header are about nobody, each told by itself.

use super::footer::{Footer, footer, may_be};
use super::header::one_line;
use super::sheet::Sheet;
use super::text::clean;

/// What a row is that is about nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nobody {
    Blank,
    /// a sum, a signature or a remark
    Footer(Footer),
    /// the header again, as on every printed page
    Header,
}

/// Where the cells stand by which such rows are known.
#[derive(Debug)]
pub(super) struct Places {
    headers: Vec<String>,
    /// what tells whom a row is about
    keys: Vec<usize>,
    /// further numbers of identity
    personal: Vec<usize>,
}

impl Places {
    pub(super) fn new(
        headers: &[String],
        is_key: impl Fn(usize, &str) -> bool,
        is_personal: impl Fn(usize, &str) -> bool,
    ) -> Places {
        let of = |wanted: &dyn Fn(usize, &str) -> bool| {
            let found = headers.iter().enumerate().filter(|(index, header)| wanted(*index, header));
            found.map(|(index, _)| index).collect()
        };
        Places { keys: of(&is_key), personal: of(&is_personal), headers: headers.to_vec() }
    }

    /// Why the current row is about nobody; none if it may be about somebody.
    pub(super) fn nobody(&self, sheet: &Sheet<'_>) -> Option<Nobody> {
        if sheet.is_blank() {
            return Some(Nobody::Blank);
        }
        // a stray quotation mark has to be told
        if sheet.unclosed.is_some() {
            return None;
        }
        let cell = |index: &usize| sheet.cells.get(*index).map(|cell| &**cell).unwrap_or_default();
        if self.keys.iter().all(|key| may_be(cell(key))) {
            return footer(&sheet.cells, &self.keys, &self.personal).map(Nobody::Footer);
        }
        let is_again =
            |index: usize, text: &str| self.headers.get(index).is_some_and(|header| *header == one_line(text));
        let key_again = self
            .keys
            .first()
            .is_some_and(|key| self.headers.get(*key).is_some_and(|header| *header == clean(cell(key))));
        let all =
            || sheet.cells.iter().enumerate().all(|(index, text)| clean(text).is_empty() || is_again(index, text));
        (key_again && all()).then_some(Nobody::Header)
    }
}
