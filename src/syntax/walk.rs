//! Visiting every part of an expression of the tree.

use super::ast::{Expr, ExprKind, TableRows};

impl Expr {
    /// Calls `visit` on this expression and on all within it.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        visit(self);
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Path(_) | ExprKind::Today | ExprKind::Listed { .. } => {}
            ExprKind::Not(of)
            | ExprKind::Parens(of)
            | ExprKind::Round { value: of, .. }
            | ExprKind::Part { of, .. } => {
                of.walk(visit);
            }
            ExprKind::All(of) | ExprKind::Any(of) | ExprKind::Extreme { of, .. } => {
                of.iter().for_each(|inner| inner.walk(visit));
            }
            ExprKind::Compare { left, right, .. } | ExprKind::Arithmetic { left, right, .. } => {
                left.walk(visit);
                right.walk(visit);
            }
            ExprKind::Member { of, among, .. } => {
                of.walk(visit);
                among.iter().for_each(|inner| inner.walk(visit));
            }
            ExprKind::Age { birth, on } => {
                birth.walk(visit);
                on.iter().for_each(|inner| inner.walk(visit));
            }
            ExprKind::Aggregate { condition, .. } => condition.iter().for_each(|inner| inner.walk(visit)),
            ExprKind::Table(table) => {
                table.subjects.iter().for_each(|inner| inner.walk(visit));
                let rows = match &table.rows {
                    TableRows::Rows(rows) => rows.iter().collect::<Vec<_>>(),
                    TableRows::History(periods) => periods.iter().flat_map(|period| &period.rows).collect(),
                };
                rows.into_iter().for_each(|row| row.value.walk(visit));
            }
        }
    }
}
