//! What an edit of a policy says, in words and by clause: two checked versions compared declaration by declaration.
//!
//! Order, spelling and language of keywords do not matter. No case is decided here.

mod compare;
mod expression;
mod matching;
mod meaning;
mod moved;
mod names;
mod outline;
mod report;
mod sentence;
mod table;
mod version;

pub use meaning::same_meaning;

use crate::diagnostic::{Message, line_column};
use crate::plan::Plan;
use crate::syntax::Span;
use names::Names;
use report::Draft;
use version::Version;

/// One edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    pub kind: EditKind,
    /// the clauses that the edited rule cites
    pub clauses: Vec<String>,
    /// what was edited, such as `护理补贴 标准 一级`
    pub subject: Message,
    /// what it said, in the policy's words; of an operand or name that came or went, only that
    pub before: Option<Message>,
    pub after: Option<Message>,
    pub old_span: Option<Span>,
    pub new_span: Option<Span>,
    pub old_place: Option<Place>,
    pub new_place: Option<Place>,
    body: Message,
    also: usize,
    clauses_first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditKind {
    Added,
    Removed,
    Changed,
    /// it stands elsewhere and says the same
    Moved,
    /// it has another name and says the same
    Renamed,
    /// words, comments and layout, on which no decision hangs
    WordingOnly,
}

/// Where something stands: lines and columns from 1, in characters; the end is the place after the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// Two versions of a policy.
#[derive(Debug)]
struct Versions<'p> {
    old: Version<'p>,
    new: Version<'p>,
    names: Names<'p>,
}

/// What `new` says otherwise than `old`, in the order of the new text; nothing when the texts are the same.
pub fn edits(old: &Plan, new: &Plan) -> Vec<Edit> {
    if old.source == new.source {
        return Vec::new();
    }
    let names = Names::new(&old.policy, &new.policy);
    let (benefits, registers) = (names.benefit_names(), names.register_names());
    let versions = Versions { old: Version { plan: old, benefits, registers }, new: Version::own(new), names };
    let drafts = versions.drafts();
    let edit = |draft: Draft| finished(draft, old, new);
    if drafts.is_empty() {
        return vec![edit(Draft::layout())];
    }
    drafts.into_iter().map(edit).collect()
}

/// For each benefit of the old version what it is in the new one: the one of its name, or one that only bears another
/// name.
pub(super) fn benefits_kept(old: &Plan, new: &Plan) -> Vec<Option<usize>> {
    Names::new(&old.policy, &new.policy).into_benefits()
}

impl Versions<'_> {
    fn drafts(&self) -> Vec<Draft> {
        let (old, new) = (outline::outline(&self.old), outline::outline(&self.new));
        let to = self.matched(&old, &new);
        let found = self.compare(&old, &new, &to);
        let from = |index: usize| to.iter().position(|to| *to == Some(index)).and_then(|at| old.get(at));
        let same = |index: usize| match (from(index), new.get(index)) {
            (Some(old), Some(new)) => self.item(old, new).is_empty(),
            _ => false,
        };
        let mut drafts = report::grouped(found.into_iter().flatten().collect());
        drafts.extend(moved::moved(&old, &new, &to, same));
        drafts
    }
}

fn finished(draft: Draft, old: &Plan, new: &Plan) -> Edit {
    Edit {
        kind: draft.kind,
        clauses: draft.clauses,
        subject: draft.subject,
        before: draft.before,
        after: draft.after,
        old_place: draft.old_span.map(|span| place(&old.source, span)),
        new_place: draft.new_span.map(|span| place(&new.source, span)),
        old_span: draft.old_span,
        new_span: draft.new_span,
        body: draft.body,
        also: draft.also,
        clauses_first: draft.clauses_first,
    }
}

fn place(source: &str, span: Span) -> Place {
    let text = source.get(span.range()).unwrap_or_default();
    let end = span.start + text.trim_end().len() as u32;
    let ((line, column), (end_line, end_column)) = (line_column(source, span.start), line_column(source, end));
    Place { line, column, end_line, end_column }
}
