//! Whether two expressions of two versions mean the same: places, spelling and mere names aside.

use super::names::Names;
use crate::check::model::{Choice, Expr, ExprKind, Policy, Type};
use crate::value::{NONE_MEMBER, Value};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Whether two expressions mean the same. Facts, readings, definitions and benefits are the same by name, or when
/// nothing but the name differs; what a definition of the same name says is its own matter.
pub fn same_meaning(old: &Expr, old_policy: &Policy, new: &Expr, new_policy: &Policy) -> bool {
    Names::new(old_policy, new_policy).same(old, new)
}

impl Names<'_> {
    pub(super) fn same(&self, old: &Expr, new: &Expr) -> bool {
        let (old, new) = (written(old), written(new));
        match (&old.kind, &new.kind) {
            (ExprKind::Constant(one), ExprKind::Constant(two)) => same_constant((*one, &old.ty), (*two, &new.ty)),
            (ExprKind::Text(one), ExprKind::Text(two)) => one == two,
            (ExprKind::Today, ExprKind::Today) => true,
            (
                ExprKind::Fact { register: one, kind: old_kind, row: old_row },
                ExprKind::Fact { register: two, kind: new_kind, row: new_row },
            ) => old_row == new_row && self.same_slot((*one, *old_kind), (*two, *new_kind)),
            (ExprKind::Reading(one), ExprKind::Reading(two)) => self.same_reading(*one, *two),
            (ExprKind::Define(one), ExprKind::Define(two)) => self.same_define(*one, *two),
            (ExprKind::Payable(one), ExprKind::Payable(two)) => self.same_benefit(*one, *two),
            (ExprKind::Member { of: one, set: old }, ExprKind::Member { of: two, set: new }) => {
                self.same(one, two) && members(&one.ty, *old) == members(&two.ty, *new)
            }
            (ExprKind::All(one), ExprKind::All(two))
            | (ExprKind::Any(one), ExprKind::Any(two))
            | (ExprKind::Greatest(one), ExprKind::Greatest(two))
            | (ExprKind::Least(one), ExprKind::Least(two)) => self.same_in_any_order(one, two),
            (ExprKind::Choose(one), ExprKind::Choose(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| self.same_choice(one, two))
            }
            (
                ExprKind::Aggregate { what: one, register: old_register, column: old_column, .. },
                ExprKind::Aggregate { what: two, register: new_register, column: new_column, .. },
            ) => {
                let columns = match (old_column, new_column) {
                    (Some(one), Some(two)) => self.same_column(*old_register, *one, *two),
                    (one, two) => one == two,
                };
                one == two && columns && self.same_register(*old_register, *new_register) && self.same_parts(old, new)
            }
            (ExprKind::AddDays(one, old), ExprKind::AddDays(two, new))
            | (ExprKind::AddMonths(one, old), ExprKind::AddMonths(two, new)) => old == new && self.same(one, two),
            (
                ExprKind::Quotient { up: up_one, multiple: one, mode: mode_one, .. },
                ExprKind::Quotient { up: up_two, multiple: two, mode: mode_two, .. },
            ) => (up_one, one, mode_one) == (up_two, two, mode_two) && self.same_parts(old, new),
            (one, two) => std::mem::discriminant(one) == std::mem::discriminant(two) && self.same_parts(old, new),
        }
    }

    fn same_parts(&self, old: &Expr, new: &Expr) -> bool {
        let (old, new) = (old.children(), new.children());
        old.len() == new.len() && old.into_iter().zip(new).all(|(old, new)| self.same(old, new))
    }

    /// The clauses of a row count: reasons cite them.
    fn same_choice(&self, old: &Choice, new: &Choice) -> bool {
        self.same(&old.when, &new.when) && self.same(&old.value, &new.value) && old.basis == new.basis
    }

    fn same_in_any_order(&self, old: &[Expr], new: &[Expr]) -> bool {
        let mut left: Vec<&Expr> = new.iter().collect();
        let gone = |one: &Expr, left: &mut Vec<&Expr>| {
            let found = left.iter().position(|two| self.same(one, two));
            found.map(|found| left.remove(found)).is_some()
        };
        old.len() == new.len() && old.iter().all(|one| gone(one, &mut left))
    }
}

/// Without the change of unit that checking may have put around an amount.
pub(super) fn written(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Multiply(inner, factor)
            if factor.span == inner.span && matches!(factor.kind, ExprKind::Constant(_)) =>
        {
            written(inner)
        }
        _ => expr,
    }
}

fn same_constant((old, old_type): (Value, &Type), (new, new_type): (Value, &Type)) -> bool {
    let number = |value: Value, scale: u8| Decimal::try_from_i128_with_scale(i128::from(value.lo), u32::from(scale));
    match (old_type, new_type) {
        (Type::Enumeration(_), Type::Enumeration(_)) => members(old_type, old.set()) == members(new_type, new.set()),
        (Type::Number { scale: one }, Type::Number { scale: two })
        | (Type::Money { scale: one }, Type::Money { scale: two })
        | (Type::Monthly { scale: one }, Type::Monthly { scale: two }) => number(old, *one) == number(new, *two),
        _ => old == new && old_type == new_type,
    }
}

/// The names of some members of an enumeration.
fn members(ty: &Type, set: u64) -> BTreeSet<&str> {
    let known: &[String] = match ty {
        Type::Enumeration(members) => members,
        _ => &[],
    };
    let chosen = known.iter().enumerate().filter(|(index, _)| set & (1_u64 << (*index).min(62)) != 0);
    let none = (set & NONE_MEMBER != 0).then_some("无");
    chosen.map(|(_, name)| name.as_str()).chain(none).collect()
}
