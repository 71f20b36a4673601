//! The least part of an expression that an edit changed.

use super::Versions;
use super::meaning::written;
use super::table::{is_table, table_words};
use super::version::Version;
use crate::check::model::{Expr, ExprKind, Policy, SlotKind};
use crate::syntax::{Keyword, Span};
use std::collections::BTreeSet;

/// One change within an expression.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// the row of a table in which it is
    pub(super) row: Option<String>,
    pub(super) what: What,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) old_span: Option<Span>,
    pub(super) new_span: Option<Span>,
    /// the clauses of the row
    pub(super) basis: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum What {
    /// one expression in place of another
    #[default]
    Expression,
    /// one of several that are joined by 且, 或, or 、
    Operand(Keyword),
    /// a row of a table
    Row,
    /// the case for which a row is
    Case,
    /// the clauses of a row
    Basis,
    /// the order of the rows
    Order,
}

impl Versions<'_> {
    /// What differs between two expressions; nothing when they mean the same.
    pub(super) fn changes(&self, old: &Expr, new: &Expr) -> Vec<Change> {
        if self.same_expr(old, new) {
            return Vec::new();
        }
        let (old, new) = (written(old), written(new));
        if is_table(old) && is_table(new) {
            return self.table_changes(old, new);
        }
        let kinds = [Keyword::kw_and, Keyword::kw_or, Keyword::p_list];
        let joined = kinds.into_iter().find_map(|joint| self.operands_changed(joint, old, new));
        joined.or_else(|| self.within(old, new)).unwrap_or_else(|| vec![self.replaced(old, new)])
    }

    /// Same words mean the same here: what they stand for is told where it is declared.
    pub(super) fn same_expr(&self, old: &Expr, new: &Expr) -> bool {
        self.names.same(old, new) || (self.old.raw(old.span) == self.new.raw(new.span) && self.plain(old))
    }

    /// Without `#`: in words it may begin a comment or be part of a text.
    fn plain(&self, old: &Expr) -> bool {
        !self.old.plan.source.get(old.span.range()).unwrap_or_default().contains(['#', '＃'])
    }

    fn replaced(&self, old: &Expr, new: &Expr) -> Change {
        Change {
            before: Some(shown(&self.old, old)),
            after: Some(shown(&self.new, new)),
            old_span: Some(old.span),
            new_span: Some(new.span),
            ..Change::default()
        }
    }

    /// The operands that came, went or changed, if the two have some in common.
    fn operands_changed(&self, joint: Keyword, old: &Expr, new: &Expr) -> Option<Vec<Change>> {
        let (olds, news) = (operands(joint, old), operands(joint, new));
        if (olds.len(), news.len()) == (1, 1) {
            return None;
        }
        let mut left: Vec<&Expr> = news.clone();
        let mut gone: Vec<&Expr> = Vec::new();
        for old in &olds {
            match left.iter().position(|new| self.same_expr(old, new)) {
                Some(found) => drop(left.remove(found)),
                None => gone.push(old),
            }
        }
        let mut related = gone.len() < olds.len();
        let mut changes = Vec::new();
        for old in gone {
            match left.iter().position(|new| olds.len() > 1 && news.len() > 1 && self.likeness(old, new) >= 50) {
                Some(found) => {
                    related = true;
                    changes.extend(self.changes(old, left.remove(found)));
                }
                None => changes.push(Change {
                    what: What::Operand(joint),
                    before: Some(self.old.raw(old.span)),
                    old_span: Some(old.span),
                    ..Change::default()
                }),
            }
        }
        changes.extend(left.into_iter().map(|new| Change {
            what: What::Operand(joint),
            after: Some(self.new.raw(new.span)),
            new_span: Some(new.span),
            ..Change::default()
        }));
        related.then_some(changes)
    }

    /// The changes of the one part that differs, where that part is long enough to stand for itself.
    fn within(&self, old: &Expr, new: &Expr) -> Option<Vec<Change>> {
        let negation = matches!((&old.kind, &new.kind), (ExprKind::Not(one), ExprKind::Not(two))
            if one.span != old.span && two.span != new.span);
        let tables = has_table(old) && has_table(new) && !is_table(old) && !is_table(new);
        if !negation && !tables || std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind) {
            return None;
        }
        let (olds, news) = (old.children(), new.children());
        let mut differing = olds.iter().zip(&news).filter(|(old, new)| !self.same_expr(old, new));
        let (one, two) = differing.next()?;
        (olds.len() == news.len() && differing.next().is_none()).then(|| self.changes(one, two))
    }

    /// How much two expressions speak of the same things, in percent.
    pub(super) fn likeness(&self, old: &Expr, new: &Expr) -> u32 {
        if self.same_expr(old, new) {
            return 100;
        }
        let (mut one, mut two) = (BTreeSet::new(), BTreeSet::new());
        subjects(old, self.old.policy(), &mut one);
        subjects(new, self.new.policy(), &mut two);
        let shared = one.intersection(&two).count();
        let all = one.union(&two).count();
        (shared * 90).checked_div(all).map_or(90, |percent| percent as u32)
    }
}

fn shown(version: &Version<'_>, expr: &Expr) -> String {
    // a definition may stand here for a table
    let written_out = is_table(expr) && within_span(expr, expr.span);
    if written_out { table_words(version, expr) } else { version.words(expr.span) }
}

/// The operands as they were written; one when the expression is no such list.
fn operands(joint: Keyword, expr: &Expr) -> Vec<&Expr> {
    let list = match (&expr.kind, joint) {
        (ExprKind::All(list), Keyword::kw_and) | (ExprKind::Any(list), Keyword::kw_or) => list,
        (ExprKind::Greatest(list) | ExprKind::Least(list), Keyword::p_list) => list,
        _ => return vec![expr],
    };
    let places: BTreeSet<Span> = list.iter().map(|operand| operand.span).chain([expr.span]).collect();
    // checking may have made several conditions of one comparison
    let own_words = places.len() == list.len() + 1 && list.iter().all(|operand| within_span(operand, operand.span));
    if own_words { list.iter().collect() } else { vec![expr] }
}

/// All that an expression is made of stands between the ends of its words.
fn within_span(expr: &Expr, span: Span) -> bool {
    span.start <= expr.span.start
        && expr.span.end <= span.end
        && expr.children().into_iter().all(|child| within_span(child, span))
}

fn has_table(expr: &Expr) -> bool {
    is_table(expr) || expr.children().into_iter().any(has_table)
}

/// The names of what an expression speaks of.
fn subjects(expr: &Expr, policy: &Policy, found: &mut BTreeSet<String>) {
    let name = |name: Option<&String>| name.cloned().unwrap_or_default();
    match &expr.kind {
        ExprKind::Fact { register, kind, .. } => {
            let register = policy.registers.get(*register);
            let column = match kind {
                SlotKind::Listed => None,
                SlotKind::Column(column) | SlotKind::Present(column) | SlotKind::Part(column, _) => {
                    register.and_then(|register| register.columns.get(*column))
                }
            };
            let (first, second) = (register.map(|register| &register.name), column.map(|column| &column.name));
            found.insert(format!("{}.{}", name(first), name(second)));
        }
        ExprKind::Reading(reading) => {
            found.insert(name(policy.readings.get(*reading).map(|reading| &reading.name)));
        }
        ExprKind::Define(define) => {
            found.insert(name(policy.defines.get(*define).map(|define| &define.name)));
        }
        ExprKind::Payable(benefit) => {
            found.insert(name(policy.benefits.get(*benefit).map(|benefit| &benefit.name)));
        }
        ExprKind::Aggregate { register, .. } => {
            found.insert(name(policy.registers.get(*register).map(|register| &register.name)));
        }
        _ => {}
    }
    expr.children().into_iter().for_each(|child| subjects(child, policy, found));
}
