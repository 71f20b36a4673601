//! Where in the policy's text a node comes from.

use crate::check::model::{Aggregate, Expr, ExprKind, Type};
use crate::syntax::Span;

/// The expression that made a node first. Equal expressions elsewhere share the node.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    pub span: Span,
    pub ty: Type,
    /// the words there say the opposite of the node: `不在册 …`
    pub negated: bool,
    /// a condition that is not put together of others
    pub atomic: bool,
}

impl Origin {
    pub(super) fn of(expr: &Expr, negated: bool) -> Origin {
        Origin { span: expr.span, ty: expr.ty.clone(), negated, atomic: is_atomic(expr) }
    }
}

fn is_atomic(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Fact { .. } => expr.ty == Type::Truth,
        ExprKind::Member { .. }
        | ExprKind::Same(..)
        | ExprKind::Equal(..)
        | ExprKind::Less(..)
        | ExprKind::LessEqual(..) => true,
        ExprKind::Aggregate { what, .. } => matches!(what, Aggregate::Any | Aggregate::Every),
        // one comparison in the text, of facts that may be 无
        ExprKind::All(of) | ExprKind::Any(of) => of.iter().any(|part| part.span == expr.span),
        _ => false,
    }
}
