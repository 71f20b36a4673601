//! The header of a wide sheet: which cell fills which entry.

use crate::cases::finding::Findings;
use crate::cases::headers;
use crate::cases::layout::Layout;
use crate::cases::unreadable::Unreadable;

/// A column of the file: its header as written and the entry that it fills.
#[derive(Debug)]
pub(in crate::cases) struct Source {
    pub(in crate::cases) header: String,
    pub(in crate::cases) entry: Option<usize>,
}

pub(super) fn sources(layout: &Layout<'_>, header: &[String], findings: &mut Findings<'_>) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::with_capacity(header.len());
    for header in header {
        let mut entry = layout.entry(header);
        if let Some(again) = entry.filter(|_| sources.iter().any(|source| source.entry == entry)) {
            headers::repeated(layout, again, header, None, findings);
            entry = None;
        }
        sources.push(Source { header: header.clone(), entry });
    }
    sources
}

/// Which cells of a row hold the columns to keep.
pub(super) fn kept_cells(layout: &Layout<'_>, file: &str, sources: &[Source]) -> Result<Vec<usize>, Unreadable> {
    let of = |index: usize| {
        sources.iter().position(|source| layout.kept_by(source.entry, &source.header).any(|kept| kept == index))
    };
    let missing = |index: usize| {
        let column = layout.keep.get(index).map(|kept| kept.header.clone()).unwrap_or_default();
        let known = sources.iter().map(|source| source.header.clone()).filter(|header| !header.is_empty()).collect();
        Unreadable::NoSuchColumn { file: file.to_string(), column, known }
    };
    (0..layout.keep.len()).map(|index| of(index).ok_or_else(|| missing(index))).collect()
}
