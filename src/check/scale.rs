//! Units and decimal places: kept apart from the rest of typing.

use super::model::{Expr, ExprKind, Type};
use crate::value::Value;

/// Most decimal places that an intermediate result may have.
pub(super) const MAX_SCALE: u8 = 12;

impl Type {
    /// Decimal places of a number or an amount.
    pub fn scale(&self) -> Option<u8> {
        match self {
            Type::Number { scale } | Type::Money { scale } | Type::Monthly { scale } => Some(*scale),
            _ => None,
        }
    }

    /// The same unit with other decimal places.
    pub(super) fn with_scale(&self, scale: u8) -> Type {
        match self {
            Type::Number { .. } => Type::Number { scale },
            Type::Money { .. } => Type::Money { scale },
            Type::Monthly { .. } => Type::Monthly { scale },
            other => other.clone(),
        }
    }

    /// Numbers with numbers, 元 with 元, 元/月 with 元/月.
    pub(super) fn same_unit(&self, other: &Type) -> bool {
        self.scale().is_some() && self.with_scale(0) == other.with_scale(0)
    }
}

impl Expr {
    /// The same value counted in finer units; `scale` is not below the present one.
    pub(super) fn rescaled(self, scale: u8) -> Expr {
        let Some(present) = self.ty.scale() else { return self };
        if present >= scale {
            return self;
        }
        let factor = 10_i64.saturating_pow(u32::from(scale - present));
        let (ty, span) = (self.ty.with_scale(scale), self.span);
        let kind = match self.kind {
            ExprKind::Constant(Value { lo, hi }) => {
                ExprKind::Constant(Value::range(lo.saturating_mul(factor), hi.saturating_mul(factor)))
            }
            kind => {
                let factor = Expr::new(ExprKind::Constant(Value::known(factor)), Type::Number { scale: 0 }, span);
                ExprKind::Multiply(Box::new(Expr::new(kind, self.ty, span)), Box::new(factor))
            }
        };
        Expr::new(kind, ty, span)
    }
}

/// Two values of one unit, counted alike.
pub(super) fn aligned(left: Expr, right: Expr) -> (Expr, Expr) {
    let scale = left.ty.scale().unwrap_or_default().max(right.ty.scale().unwrap_or_default());
    (left.rescaled(scale), right.rescaled(scale))
}
