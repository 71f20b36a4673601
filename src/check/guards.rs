//! Finds comparisons and arithmetic on a fact that may be 无 where nothing says what happens then.
//!
//! A guard stands in the same chain: `在册 R 且 R.F 早于 …`, `F 为 无 或 F 早于 …`.

use super::model::{Define, Expr, ExprKind, Register, SlotKind};
use super::problem::Problem;
use std::collections::HashSet;

/// Facts known to be there: a register's row (`None`), or one 可无 column of it.
type Present = HashSet<(usize, Option<usize>)>;

/// What the search needs to know of the policy.
pub(super) struct Guards<'m> {
    pub(super) registers: &'m [Register],
    pub(super) defines: &'m [Define],
}

impl Guards<'_> {
    /// Unguarded facts of an expression that stands where all of `given` are met.
    pub(super) fn unguarded<'e>(&self, expr: &Expr, given: impl Iterator<Item = &'e Expr>) -> Vec<Problem> {
        self.search(expr, false, given)
    }

    /// The same for an expression whose value is used as an amount.
    pub(super) fn unguarded_amount<'e>(&self, expr: &Expr, given: impl Iterator<Item = &'e Expr>) -> Vec<Problem> {
        self.search(expr, true, given)
    }

    fn search<'e>(&self, expr: &Expr, ordered: bool, given: impl Iterator<Item = &'e Expr>) -> Vec<Problem> {
        let mut present = Present::new();
        for condition in given {
            self.when_met(condition, &mut present);
        }
        let mut problems = Vec::new();
        self.walk(expr, &present, ordered, &mut problems);
        problems
    }

    /// `ordered`: the expression is an operand of an ordering comparison or of arithmetic.
    fn walk(&self, expr: &Expr, present: &Present, ordered: bool, problems: &mut Vec<Problem>) {
        match &expr.kind {
            ExprKind::All(operands) => {
                let mut inner = present.clone();
                operands.iter().for_each(|operand| self.when_met(operand, &mut inner));
                operands.iter().for_each(|operand| self.walk(operand, &inner, false, problems));
            }
            ExprKind::Any(operands) => {
                let mut inner = present.clone();
                operands.iter().for_each(|operand| self.when_unmet(operand, &mut inner));
                operands.iter().for_each(|operand| self.walk(operand, &inner, false, problems));
            }
            ExprKind::Choose(choices) => {
                for choice in choices {
                    self.walk(&choice.when, present, false, problems);
                    let mut inner = present.clone();
                    self.when_met(&choice.when, &mut inner);
                    self.walk(&choice.value, &inner, ordered, problems);
                }
            }
            ExprKind::If { when, then, otherwise } => {
                self.walk(when, present, false, problems);
                let mut inner = present.clone();
                self.when_met(when, &mut inner);
                self.walk(then, &inner, ordered, problems);
                self.walk(otherwise, present, ordered, problems);
            }
            ExprKind::Fact { register, kind: SlotKind::Column(column) | SlotKind::Part(column, _), row } => {
                if ordered {
                    problems.extend(self.missing_guard(expr, *register, *column, *row, present));
                }
            }
            ExprKind::Define(define) if ordered => {
                if let Some(define) = self.defines.get(*define) {
                    let inner = self.search(&define.value, true, std::iter::empty());
                    let guarded = |problem: &Problem| match problem {
                        Problem::MayBeNone { fact, .. } => self.is_present(fact, present),
                        _ => false,
                    };
                    // said where the definition is used: there the guard belongs
                    problems.extend(inner.into_iter().filter(|problem| !guarded(problem)).map(
                        |problem| match problem {
                            Problem::MayBeNone { fact, guard, .. } => {
                                Problem::MayBeNone { span: expr.span, fact, guard }
                            }
                            other => other,
                        },
                    ));
                }
            }
            ExprKind::Equal(..)
            | ExprKind::Same(..)
            | ExprKind::Not(_)
            | ExprKind::Member { .. }
            | ExprKind::Aggregate { .. } => {
                expr.children().into_iter().for_each(|child| self.walk(child, present, false, problems));
            }
            _ => expr.children().into_iter().for_each(|child| self.walk(child, present, true, problems)),
        }
    }

    /// A fact named in a problem is known to be there.
    fn is_present(&self, fact: &str, present: &Present) -> bool {
        self.registers.iter().enumerate().any(|(index, register)| {
            register.columns.iter().enumerate().any(|(column, field)| {
                let name =
                    if register.is_key() { field.name.clone() } else { format!("{}.{}", register.name, field.name) };
                let there = if field.optional { Some(column) } else { None };
                name == fact && present.contains(&(index, there))
            })
        })
    }

    fn missing_guard(
        &self,
        expr: &Expr,
        register: usize,
        column: usize,
        row: bool,
        present: &Present,
    ) -> Option<Problem> {
        let found = self.registers.get(register)?;
        let field = found.columns.get(column)?;
        let name = if found.is_key() { field.name.clone() } else { format!("{}.{}", found.name, field.name) };
        let guard = if field.optional && !present.contains(&(register, Some(column))) {
            format!("{name} 不为 无")
        } else if !row && !found.is_key() && !field.optional && !present.contains(&(register, None)) {
            format!("在册 {}", found.name)
        } else {
            return None;
        };
        Some(Problem::MayBeNone { span: expr.span, fact: name, guard })
    }

    fn note(&self, register: usize, kind: SlotKind, present: &mut Present) {
        present.insert((register, None));
        if let SlotKind::Column(column) | SlotKind::Present(column) | SlotKind::Part(column, _) = kind {
            present.insert((register, Some(column)));
        }
    }

    /// What must be there when a condition is met.
    fn when_met(&self, condition: &Expr, present: &mut Present) {
        match &condition.kind {
            ExprKind::Fact { register, kind, .. } => self.note(*register, *kind, present),
            ExprKind::Member { of, set } if set & crate::value::NONE_MEMBER == 0 => self.fact_of(of, present),
            ExprKind::Equal(left, right) if !is_none(right) => self.fact_of(left, present),
            ExprKind::All(operands) => operands.iter().for_each(|operand| self.when_met(operand, present)),
            ExprKind::Not(inner) => self.when_unmet(inner, present),
            ExprKind::Define(define) => {
                if let Some(define) = self.defines.get(*define) {
                    self.when_met(&define.value, present);
                }
            }
            _ => {}
        }
    }

    /// What must be there when a condition is not met.
    fn when_unmet(&self, condition: &Expr, present: &mut Present) {
        match &condition.kind {
            ExprKind::Not(inner) => self.when_met(inner, present),
            ExprKind::Any(operands) => operands.iter().for_each(|operand| self.when_unmet(operand, present)),
            ExprKind::Member { of, set } if set & crate::value::NONE_MEMBER != 0 => self.fact_of(of, present),
            ExprKind::Equal(left, right) if is_none(right) => self.fact_of(left, present),
            _ => {}
        }
    }

    fn fact_of(&self, expr: &Expr, present: &mut Present) {
        if let ExprKind::Fact { register, kind, .. } = &expr.kind {
            self.note(*register, *kind, present);
        }
    }
}

/// The constant 无 of a text.
fn is_none(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant(value) if value.lo == crate::value::NONE_TEXT)
}
