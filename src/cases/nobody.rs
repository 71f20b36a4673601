//! Which rows below a header are about nobody, each told by itself.

use super::footer::{Footer, footer, may_be};
use super::header::one_line;
use super::sheet::Sheet;
use super::text::clean;
use std::borrow::Cow;

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
        let key_blank = self.keys.iter().all(|key| clean(cell(key)).is_empty());
        if self.keys.iter().all(|key| may_be(cell(key)))
            && let Some(footer) = footer(&sheet.cells, &self.keys, &self.personal)
        {
            return Some(Nobody::Footer(footer));
        }
        let is_key_again = self.keys.first().is_some_and(|key| self.is_again(*key, cell(key)));
        if !key_blank && !is_key_again {
            return None;
        }
        let said = || sheet.cells.iter().enumerate().filter(|(_, text)| !clean(text).is_empty());
        let (all, again) = (said().count(), said().filter(|(index, text)| self.is_again(*index, text)).count());
        // the lower row of a header has no key
        let is_header = if is_key_again { 2 * again >= all } else { all > 1 && again == all };
        is_header.then_some(Nobody::Header)
    }

    /// Whether a text is the header of its column, perhaps without its group.
    fn is_again(&self, index: usize, text: &str) -> bool {
        let Some(header) = self.headers.get(index) else { return false };
        // every row's key is looked at: no text of its own unless it has line breaks
        let text = clean(text);
        let text = if text.contains(['\n', '\r']) { Cow::Owned(one_line(&text)) } else { text };
        let group = header.strip_suffix(&*text);
        !text.is_empty() && group.is_some_and(|group| group.is_empty() || group.ends_with('.'))
    }
}
