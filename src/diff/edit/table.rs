//! The rows of rate tables and histories that an edit changed.

use super::Versions;
use super::expression::{Change, What};
use super::version::Version;
use crate::check::model::{Choice, Expr, ExprKind};
use crate::diagnostic::Lang;
use crate::syntax::{Keyword, word};
use crate::value::Day;

pub(super) fn is_table(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Choose(_))
}

/// A row with what tells it from the others.
struct Row<'p> {
    choice: &'p Choice,
    /// `自 2023-01-01 一级`
    label: String,
    from: Option<Day>,
    /// its case within its period
    case: Vec<&'p Expr>,
}

type SameRow<'s> = dyn Fn(&Row<'_>, &Row<'_>) -> bool + 's;

impl Versions<'_> {
    pub(super) fn table_changes(&self, old: &Expr, new: &Expr) -> Vec<Change> {
        let (olds, news) = (rows(&self.old, old), rows(&self.new, new));
        let to = self.rows_matched(&olds, &news);
        let mut changes: Vec<Change> = self.head_changed(old, new).into_iter().collect();
        let removed = |index: usize| to.get(index) == Some(&None);
        let mut pending = olds.iter().enumerate().filter(|(index, _)| removed(*index)).peekable();
        for (index, new) in news.iter().enumerate() {
            let Some(at) = to.iter().position(|to| *to == Some(index)) else {
                changes.push(self.row_added(new));
                continue;
            };
            while let Some((_, gone)) = pending.next_if(|(gone, _)| *gone < at) {
                changes.push(self.row_removed(gone));
            }
            changes.extend(olds.get(at).map(|old| self.row_changes(old, new)).unwrap_or_default());
        }
        changes.extend(pending.map(|(_, gone)| self.row_removed(gone)));
        let kept: Vec<usize> = to.iter().flatten().copied().collect();
        if !kept.is_sorted() {
            let labels = |rows: &[Row<'_>]| rows.iter().map(|row| row.label.clone()).collect::<Vec<_>>().join("；");
            changes.push(Change {
                what: What::Order,
                before: Some(labels(&olds)),
                after: Some(labels(&news)),
                old_span: Some(old.span),
                new_span: Some(new.span),
                ..Change::default()
            });
        }
        changes
    }

    /// What the rows are told apart by: `按 …`.
    fn head_changed(&self, old: &Expr, new: &Expr) -> Option<Change> {
        let (before, after) = (head(&self.old, old), head(&self.new, new));
        (before != after).then(|| Change {
            before: Some(before),
            after: Some(after),
            old_span: Some(old.span),
            new_span: Some(new.span),
            ..Change::default()
        })
    }

    /// For each old row the new one: of the same case, else of the same label, else of the same amount.
    fn rows_matched(&self, olds: &[Row<'_>], news: &[Row<'_>]) -> Vec<Option<usize>> {
        let same_case = |one: &Row<'_>, two: &Row<'_>| one.from == two.from && self.same_case(one, two);
        let same_label = |one: &Row<'_>, two: &Row<'_>| one.label == two.label;
        let same_value = |one: &Row<'_>, two: &Row<'_>| self.same_expr(&one.choice.value, &two.choice.value);
        let mut to: Vec<Option<usize>> = vec![None; olds.len()];
        let ways: [&SameRow<'_>; 3] = [&same_case, &same_label, &same_value];
        for same in ways {
            for (index, old) in olds.iter().enumerate() {
                if to.get(index) != Some(&None) {
                    continue;
                }
                let found = news.iter().enumerate().find(|(new, row)| !to.contains(&Some(*new)) && same(old, row));
                if let (Some((new, _)), Some(slot)) = (found, to.get_mut(index)) {
                    *slot = Some(new);
                }
            }
        }
        to
    }

    fn same_case(&self, old: &Row<'_>, new: &Row<'_>) -> bool {
        old.case.len() == new.case.len() && old.case.iter().zip(&new.case).all(|(old, new)| self.names.same(old, new))
    }

    fn row_added(&self, row: &Row<'_>) -> Change {
        Change {
            row: Some(row.label.clone()),
            what: What::Row,
            after: Some(self.new.words(row.choice.value.span)),
            new_span: Some(row.choice.span),
            basis: row.choice.basis.clone(),
            ..Change::default()
        }
    }

    fn row_removed(&self, row: &Row<'_>) -> Change {
        Change {
            row: Some(row.label.clone()),
            what: What::Row,
            before: Some(self.old.words(row.choice.value.span)),
            old_span: Some(row.choice.span),
            basis: row.choice.basis.clone(),
            ..Change::default()
        }
    }

    fn row_changes(&self, old: &Row<'_>, new: &Row<'_>) -> Vec<Change> {
        let at = |what, before: String, after: String| Change {
            row: Some(new.label.clone()),
            what,
            before: Some(before),
            after: Some(after),
            old_span: Some(old.choice.span),
            new_span: Some(new.choice.span),
            basis: new.choice.basis.clone(),
        };
        let mut changes = Vec::new();
        if old.label != new.label && (old.from != new.from || !self.same_case(old, new)) {
            changes.push(at(What::Case, old.label.clone(), new.label.clone()));
        }
        let values = self.changes(&old.choice.value, &new.choice.value);
        changes.extend(values.into_iter().map(|change| Change {
            row: Some([&new.label, change.row.as_deref().unwrap_or_default()].join(" ").trim_end().to_string()),
            basis: if change.basis.is_empty() { new.choice.basis.clone() } else { change.basis },
            ..change
        }));
        // a row without clauses has those of the whole
        let cited = !old.choice.basis.is_empty() && !new.choice.basis.is_empty();
        if cited && old.choice.basis != new.choice.basis {
            changes.push(at(What::Basis, old.choice.basis.join("、"), new.choice.basis.join("、")));
        }
        changes
    }
}

/// A table in words, its rows one after another.
pub(super) fn table_words(version: &Version<'_>, table: &Expr) -> String {
    let row = |row: &Row<'_>| format!("{} {}", row.label, version.words(row.choice.value.span));
    let rows: Vec<String> = rows(version, table).iter().map(row).collect();
    match head(version, table).as_str() {
        "" => rows.join("；"),
        head => format!("{head}：{}", rows.join("；")),
    }
}

/// The words before the rows of a table; none for a history.
fn head(version: &Version<'_>, table: &Expr) -> String {
    let words = version.raw(table.span);
    let spellings = [Lang::Zh, Lang::En].map(|lang| word(Keyword::kw_case, lang));
    if !spellings.iter().any(|spelling| words.starts_with(spelling)) {
        return String::new();
    }
    let mut head = words.split(['{', '｛']).next().unwrap_or_default();
    for basis in [Lang::Zh, Lang::En].map(|lang| format!(" {} ", word(Keyword::kw_basis, lang))) {
        head = head.split(basis.as_str()).next().unwrap_or_default();
    }
    head.trim().to_string()
}

fn rows<'p>(version: &Version<'_>, table: &'p Expr) -> Vec<Row<'p>> {
    let ExprKind::Choose(choices) = &table.kind else { return Vec::new() };
    choices.iter().map(|choice| row(version, choice)).collect()
}

fn row<'p>(version: &Version<'_>, choice: &'p Choice) -> Row<'p> {
    let mut case = Vec::new();
    let mut from = None;
    split(&choice.when, &mut case, &mut from);
    let words = version.words(choice.span);
    let own = words.split(['：', ':']).next().unwrap_or_default().trim().to_string();
    let label = match from {
        Some(day) if case.is_empty() => format!("自 {day}"),
        Some(day) => format!("自 {day} {own}"),
        None => own,
    };
    Row { choice, label, from, case }
}

/// Takes the period out of a row's condition.
fn split<'p>(when: &'p Expr, case: &mut Vec<&'p Expr>, from: &mut Option<Day>) {
    match &when.kind {
        ExprKind::All(parts) => parts.iter().for_each(|part| split(part, case, from)),
        ExprKind::LessEqual(day, today) if matches!(today.kind, ExprKind::Today) && today.span == when.span => {
            if let ExprKind::Constant(day) = day.kind {
                *from = Some(Day(day.lo));
            }
        }
        ExprKind::Less(today, _) if matches!(today.kind, ExprKind::Today) && today.span == when.span => {}
        ExprKind::Constant(_) => {}
        _ => case.push(when),
    }
}
