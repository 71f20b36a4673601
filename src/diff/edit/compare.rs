//! Two outlines -> what was added, removed and changed, in the new file's order.

use super::expression::{Change, What};
use super::outline::{Aspect, Item, Says, both, plain};
use super::report::{Draft, join};
use super::{EditKind, Versions};
use crate::check::model::{Expr, ExprKind};
use crate::diagnostic::Message;
use crate::identity::mask;
use crate::syntax::Keyword;

impl Versions<'_> {
    /// What differs between two lists of items: those removed stand where they stood.
    pub(super) fn compare(&self, old: &[Item<'_>], new: &[Item<'_>], to: &[Option<usize>]) -> Vec<Vec<Draft>> {
        let mut all: Vec<Vec<Draft>> = Vec::new();
        let from = |index: usize| to.iter().position(|to| *to == Some(index));
        let mut told = 0;
        let mut removed_until = |end: usize, all: &mut Vec<Vec<Draft>>| {
            while told < end {
                if let (Some(old), Some(None)) = (old.get(told), to.get(told)) {
                    all.push(vec![Draft::removed(old)]);
                }
                told += 1;
            }
        };
        for (index, item) in new.iter().enumerate() {
            match from(index).and_then(|at| Some((at, old.get(at)?))) {
                Some((at, before)) => {
                    removed_until(at, &mut all);
                    all.push(self.item(before, item));
                }
                None => all.push(vec![Draft::added(item)]),
            }
        }
        removed_until(old.len(), &mut all);
        all
    }

    /// What differs in one item.
    pub(super) fn item(&self, old: &Item<'_>, new: &Item<'_>) -> Vec<Draft> {
        let mut edits = Vec::new();
        if old.key != new.key {
            edits.push(named_anew(old, new));
        }
        let names = new.aspects.iter().chain(&old.aspects).map(|aspect| &aspect.name);
        let mut done: Vec<&Message> = Vec::new();
        for name in names {
            if done.contains(&name) {
                continue;
            }
            done.push(name);
            let find = |item: &'_ Item<'_>| item.aspects.iter().position(|aspect| aspect.name == *name);
            let (one, two) = (find(old), find(new));
            let one = one.and_then(|at| old.aspects.get(at));
            let two = two.and_then(|at| new.aspects.get(at));
            edits.extend(self.aspect(old, new, one, two));
        }
        if new.kind == Keyword::kw_rate {
            clauses_once(&mut edits, old, new);
        }
        let to = self.matched(&old.parts, &new.parts);
        edits.extend(self.compare(&old.parts, &new.parts, &to).into_iter().flatten());
        if let Some(order) = &new.in_order {
            let kept: Vec<usize> = to.iter().flatten().copied().collect();
            if !kept.is_sorted() {
                let names = |item: &Item<'_>| item.parts.iter().filter_map(|part| part.key.clone()).collect::<Vec<_>>();
                let (before, after) = (names(old).join("、"), names(new).join("、"));
                edits.push(Draft::changed(old, new, order, Some(plain(before)), Some(plain(after))));
            }
        }
        edits
    }

    fn aspect(&self, old: &Item<'_>, new: &Item<'_>, one: Option<&Aspect<'_>>, two: Option<&Aspect<'_>>) -> Vec<Draft> {
        let Some(either) = two.or(one) else { return Vec::new() };
        let (name, wording) = (&either.name, either.wording);
        let mut edits = match (one.map(|one| &one.says), two.map(|two| &two.says)) {
            (Some(Says::Formula(Some(before))), Some(Says::Formula(Some(after)))) => {
                let changes = self.changes(before, after);
                return changes.into_iter().map(|change| in_formula(old, new, name, change)).collect();
            }
            (Some(Says::Formula(None)), Some(Says::Formula(None))) => Vec::new(),
            (Some(Says::Whole(before)), Some(Says::Whole(after))) if self.same_expr(before, after) => Vec::new(),
            (Some(Says::Names(before)), Some(Says::Names(after))) => names_changed(old, new, name, before, after),
            (Some(Says::Personal(before)), Some(Says::Personal(after))) if before == after => Vec::new(),
            (before, after) => {
                let before = before.and_then(|says| said(says, &self.old));
                let after = after.and_then(|says| said(says, &self.new));
                let personal = matches!(either.says, Says::Personal(_));
                if before == after && !personal {
                    Vec::new()
                } else {
                    vec![Draft::changed(old, new, name, before, after)]
                }
            }
        };
        if wording {
            edits.iter_mut().for_each(|edit| edit.kind = EditKind::WordingOnly);
        }
        edits
    }
}

/// Clauses of a rate are told row by row, or, when all rows changed alike, of the whole.
fn clauses_once(edits: &mut Vec<Draft>, old: &Item<'_>, new: &Item<'_>) {
    let (Some(before), Some(after)) = (rows_cited(old), rows_cited(new)) else {
        edits.retain(|edit| !edit.about_clauses || edit.subject == new.subject);
        return;
    };
    let recited = edits.iter().filter(|edit| edit.about_clauses && edit.subject != new.subject).count();
    let by_row = before != after || recited < after;
    edits.retain(|edit| !edit.about_clauses || (edit.subject != new.subject) == by_row);
}

/// How many rows a rate has, if all of them cite clauses of their own.
fn rows_cited(rate: &Item<'_>) -> Option<usize> {
    rate.aspects.iter().find_map(|aspect| match aspect.says {
        Says::Formula(Some(Expr { kind: ExprKind::Choose(rows), .. })) => {
            rows.iter().all(|row| !row.basis.is_empty()).then_some(rows.len())
        }
        _ => None,
    })
}

/// What an aspect says in words.
fn said(says: &Says<'_>, version: &super::version::Version<'_>) -> Option<Message> {
    match says {
        Says::Words(words) => words.clone(),
        Says::Personal(number) => number.as_ref().map(|number| plain(mask(number))),
        Says::Names(names) | Says::Sequence(names) if names.is_empty() => None,
        Says::Names(names) | Says::Sequence(names) => Some(plain(names.join("、"))),
        Says::Formula(formula) => formula.map(|formula| plain(version.words(formula.span))),
        Says::Whole(formula) => Some(plain(version.words(formula.span))),
    }
}

/// The same thing under another name; the label of a requirement is only words.
fn named_anew(old: &Item<'_>, new: &Item<'_>) -> Draft {
    let label = new.kind == Keyword::kw_all_of;
    let name = if label { Message::new("标签", "label") } else { Message::new("", "") };
    let (before, after) = (old.key.as_ref().map(plain), new.key.as_ref().map(plain));
    let kind = if label { EditKind::WordingOnly } else { EditKind::Renamed };
    let subject = if label { new.subject.clone() } else { old.subject.clone() };
    Draft { kind, subject, ..Draft::changed(old, new, &name, before, after) }
}

/// Names that came and went; another order alone is only words.
fn names_changed(old: &Item<'_>, new: &Item<'_>, name: &Message, before: &[String], after: &[String]) -> Vec<Draft> {
    let missing = |from: &[String], list: &[String]| {
        let gone: Vec<String> = list.iter().filter(|name| !from.contains(name)).cloned().collect();
        (!gone.is_empty()).then(|| plain(gone.join("、")))
    };
    let (gone, come) = (missing(after, before), missing(before, after));
    match (gone, come) {
        (None, None) if before == after => Vec::new(),
        (None, None) => {
            let order = join(&[name.clone(), Message::new("次序", "order")]);
            let words = |names: &[String]| Some(plain(names.join("、")));
            let draft = Draft::changed(old, new, &order, words(before), words(after));
            vec![Draft { kind: EditKind::WordingOnly, ..draft }]
        }
        // everything else than a plain exchange says what came and what went
        (Some(_), Some(_)) => {
            let words = |names: &[String]| Some(plain(names.join("、")));
            vec![Draft::changed(old, new, name, words(before), words(after))]
        }
        (gone, come) => vec![Draft::changed(old, new, name, gone, come)],
    }
}

/// A change within an expression.
fn in_formula(old: &Item<'_>, new: &Item<'_>, name: &Message, change: Change) -> Draft {
    let row = plain(change.row.clone().unwrap_or_default());
    let (before, after) = (change.before.map(plain), change.after.map(plain));
    let subject = join(&[new.subject.clone(), name.clone(), row.clone()]);
    let clauses = if change.basis.is_empty() { new.clauses.clone() } else { change.basis };
    let kind = match (&before, &after) {
        (None, Some(_)) if change.what == What::Row => EditKind::Added,
        (Some(_), None) if change.what == What::Row => EditKind::Removed,
        _ => EditKind::Changed,
    };
    let draft = match change.what {
        What::Expression if new.kind == Keyword::kw_rate => Draft { subject, ..Draft::rate(old, new, before, after) },
        What::Expression => {
            let draft = Draft::changed(old, new, name, before, after);
            if change.row.is_some() { Draft { subject, ..draft } } else { draft }
        }
        What::Operand(joint) => Draft::operand(old, new, name, &row, joint, before, after),
        What::Row => Draft { kind, ..Draft::row(old, new, subject, before, after) },
        What::Case => Draft::changed(old, new, &join(&[name.clone(), Message::new("情形", "case")]), before, after),
        What::Basis => Draft { subject, ..Draft::changed(old, new, &both(Keyword::kw_basis), before, after) },
        What::Order => {
            Draft::changed(old, new, &join(&[name.clone(), Message::new("各行次序", "order of rows")]), before, after)
        }
    };
    Draft {
        clauses,
        old_span: change.old_span.or(draft.old_span),
        new_span: change.new_span.or(draft.new_span),
        ..draft
    }
}
