//! The words of the kinds of what comparing can find.

pub use crate::check::model::FindingKind;

use crate::diagnostic::Lang;
use crate::syntax::word;

/// The word of a kind, as policies and ledgers write it.
pub fn kind_word(kind: FindingKind, lang: Lang) -> &'static str {
    word(kind.keyword(), lang)
}
