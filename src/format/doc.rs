//! A text that knows where it may be broken into lines. `render` chooses.

/// A piece of text with its possible line breaks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Doc {
    /// Words without a line break.
    Text(String),
    /// A comment that ends its line; it does not count towards the line's width.
    Trailing(String),
    /// Always a new line.
    Newline,
    /// So many spaces while the enclosing group stays on one line, else a new line.
    Break(usize),
    Concat(Vec<Doc>),
    /// Lines that begin inside stand one step further in.
    Indent(Box<Doc>),
    /// On one line if it fits, else broken at each of its own breaks.
    Group(Box<Doc>),
    /// Part after part: each stays on the line if it fits there, else it begins a new one.
    Fill(Vec<Part>),
}

/// One part of a [`Doc::Fill`], with the spaces before it when it stays on the line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub gap: usize,
    pub doc: Doc,
}

pub(super) fn text(words: impl Into<String>) -> Doc {
    Doc::Text(words.into())
}

pub(super) fn concat<const N: usize>(docs: [Doc; N]) -> Doc {
    Doc::Concat(docs.into())
}

pub(super) fn indent(doc: Doc) -> Doc {
    Doc::Indent(Box::new(doc))
}

pub(super) fn group(doc: Doc) -> Doc {
    Doc::Group(Box::new(doc))
}

pub(super) fn part(gap: usize, doc: Doc) -> Part {
    Part { gap, doc }
}

/// Parts one space apart; what does not fit continues one step further in.
pub(super) fn flow(docs: impl IntoIterator<Item = Doc>) -> Doc {
    indent(Doc::Fill(docs.into_iter().map(|doc| part(1, doc)).collect()))
}

/// Parts of which the first keeps `gap` spaces from what comes before.
pub(super) fn after(gap: usize, mut parts: Vec<Part>) -> Vec<Part> {
    if let Some(first) = parts.first_mut() {
        first.gap = gap;
    }
    parts
}
