//! Types arithmetic: sums, products, quotients, rounding, 取大, 取小, and moving dates by periods.

use super::expression::Context;
use super::model::{Expr, ExprKind, MONEY_SCALE, Rounding, Type};
use super::problem::Problem;
use super::scale::{MAX_SCALE, aligned};
use super::scope::Checker;
use crate::syntax::{Keyword, Span, ast};
use crate::value::Value;

impl Checker {
    pub(super) fn arithmetic(
        &mut self,
        left: &ast::Expr,
        operator: ast::Word,
        right: &ast::Expr,
        span: Span,
        context: Context,
    ) -> Option<Expr> {
        let minus = operator.word == Keyword::op_minus;
        if let ast::ExprKind::Literal(ast::Literal { kind: ast::LiteralKind::Period { number, unit }, .. }) =
            &right.kind
        {
            let left = self.expr(left, context)?;
            let amount = if minus { -i64::from(*number) } else { i64::from(*number) };
            return self.moved(left, amount, unit.word, span);
        }
        if operator.word == Keyword::op_divide {
            let checked = (self.expr(left, context), self.expr(right, context));
            if let (Some(_), Some(_)) = checked {
                self.problems.push(Problem::NeedsRounding { span, division: true });
            }
            return None;
        }
        let (left, right) = (self.expr(left, context), self.expr(right, context));
        let (left, right) = (left?, right?);
        if operator.word == Keyword::op_times {
            return self.product(left, right, span);
        }
        if minus && left.ty == Type::Date && right.ty == Type::Date {
            let kind = ExprKind::Subtract(Box::new(left), Box::new(right));
            return Some(Expr::new(kind, Type::Number { scale: 0 }, span));
        }
        for side in [&left, &right] {
            if side.ty.scale().is_none() {
                let message = format!("{}不能加减", side.ty.zh());
                let english = format!("{} cannot be added or subtracted", side.ty.en());
                self.wrong_operands(side.span, &message, &english);
                return None;
            }
        }
        let (left, right) = self.same_unit(left, right)?;
        let ty = left.ty.clone();
        let (left, right) = (Box::new(left), Box::new(right));
        let kind = if minus { ExprKind::Subtract(left, right) } else { ExprKind::Add(left, right) };
        Some(Expr::new(kind, ty, span))
    }

    fn moved(&mut self, of: Expr, amount: i64, unit: Keyword, span: Span) -> Option<Expr> {
        let months = match unit {
            Keyword::kw_years => Some(amount * 12),
            Keyword::kw_months => Some(amount),
            _ => None,
        };
        let kind = match (&of.ty, months) {
            (Type::Date, Some(months)) => ExprKind::AddMonths(Box::new(of), months),
            (Type::Date, None) => ExprKind::AddDays(Box::new(of), amount),
            (Type::Month, Some(months)) => {
                let by = Expr::new(ExprKind::Constant(Value::known(months)), Type::Month, span);
                return Some(Expr::new(ExprKind::Add(Box::new(of), Box::new(by)), Type::Month, span));
            }
            _ => {
                let message = format!("{}不能加减这样的期间", of.ty.zh());
                let english = format!("{} cannot be moved by such a period", of.ty.en());
                self.wrong_operands(span, &message, &english);
                return None;
            }
        };
        Some(Expr::new(kind, Type::Date, span))
    }

    fn product(&mut self, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        let (number, amount) = match (&left.ty, &right.ty) {
            (Type::Number { .. }, _) => (&left.ty, &right.ty),
            (_, Type::Number { .. }) => (&right.ty, &left.ty),
            _ => {
                let message = format!("{}与{}不能相乘", left.ty.zh(), right.ty.zh());
                let english = format!("cannot multiply {} by {}", left.ty.en(), right.ty.en());
                self.wrong_operands(span, &message, &english);
                return None;
            }
        };
        let (Some(one), Some(two)) = (number.scale(), amount.scale()) else {
            let message = format!("{}不能相乘", amount.zh());
            let english = format!("{} cannot be multiplied", amount.en());
            self.wrong_operands(span, &message, &english);
            return None;
        };
        if one + two > MAX_SCALE {
            self.problems.push(Problem::NeedsRounding { span, division: false });
            return None;
        }
        let ty = amount.with_scale(one + two);
        Some(Expr::new(ExprKind::Multiply(Box::new(left), Box::new(right)), ty, span))
    }

    pub(super) fn extreme(&mut self, which: ast::Word, of: &[ast::Expr], span: Span, context: Context) -> Option<Expr> {
        let typed: Vec<Option<Expr>> = of.iter().map(|expr| self.expr(expr, context)).collect();
        let mut typed = typed.into_iter().collect::<Option<Vec<Expr>>>()?;
        if let Some(wrong) = typed.iter().find(|expr| !expr.ty.is_ordered()) {
            self.problems.push(Problem::NoOrder { span: wrong.span, ty: wrong.ty.clone() });
            return None;
        }
        let mut first = typed.first()?.clone();
        for other in typed.iter().skip(1) {
            first = self.same_unit(first, other.clone())?.0;
        }
        let ty = first.ty.clone();
        typed = typed.into_iter().map(|expr| aligned(expr, first.clone()).0).collect();
        let kind = if which.word == Keyword::kw_greatest { ExprKind::Greatest(typed) } else { ExprKind::Least(typed) };
        Some(Expr::new(kind, ty, span))
    }

    pub(super) fn round(
        &mut self,
        value: &ast::Expr,
        mode: ast::Word,
        to: ast::Word,
        span: Span,
        context: Context,
    ) -> Option<Expr> {
        let mode = match mode.word {
            Keyword::kw_rounded_even => Rounding::HalfEven,
            Keyword::kw_rounded_up => Rounding::Up,
            Keyword::kw_rounded_down => Rounding::Down,
            _ => Rounding::HalfUp,
        };
        let places = match to.word {
            Keyword::kw_jiao => 1,
            Keyword::kw_fen => 2,
            _ => 0,
        };
        let (left, right) = match &without_parens(value).kind {
            ast::ExprKind::Arithmetic { left, operator, right } if operator.word == Keyword::op_divide => {
                let (left, right) = (self.expr(left, context), self.expr(right, context));
                (left?, right?)
            }
            _ => {
                let one = Expr::new(ExprKind::Constant(Value::known(1)), Type::Number { scale: 0 }, span);
                (self.expr(value, context)?, one)
            }
        };
        let (Some(left_scale), Some(right_scale)) = (left.ty.scale(), right.ty.scale()) else {
            let wrong = if left.ty.scale().is_none() { &left } else { &right };
            let message = format!("{}不能取整", wrong.ty.zh());
            let english = format!("{} cannot be rounded", wrong.ty.en());
            self.wrong_operands(wrong.span, &message, &english);
            return None;
        };
        let ty = match (&left.ty, &right.ty) {
            (amount, Type::Number { .. }) => amount.clone(),
            (amount, other) if amount.same_unit(other) => Type::Number { scale: 0 },
            (amount, other) => {
                self.problems.push(Problem::UnitsDoNotMix {
                    left: amount.clone(),
                    left_span: left.span,
                    right: other.clone(),
                    right_span: right.span,
                });
                return None;
            }
        };
        let is_number = matches!(ty, Type::Number { .. });
        if is_number != (to.word == Keyword::kw_whole) {
            let (zh, en) = if is_number {
                ("数取整写“到 整数”", "round numbers `to whole`")
            } else {
                ("金额取整写“到 元”“到 角”或“到 分”", "round amounts `to yuan`, `to jiao` or `to fen`")
            };
            self.wrong_operands(to.span, zh, en);
            return None;
        }
        let scale = if is_number { 0 } else { MONEY_SCALE };
        let shift = i64::from(right_scale) + places - i64::from(left_scale);
        let power = |by: i64| 10_i64.saturating_pow(u32::try_from(by.max(0)).unwrap_or(0));
        let ten = Expr::new(ExprKind::Constant(Value::known(power(-shift))), Type::Number { scale: 0 }, span);
        let right = match (shift < 0, &right.kind) {
            (false, _) => right,
            (true, ExprKind::Constant(value)) if value.lo == 1 => ten,
            (true, _) => Expr::new(ExprKind::Multiply(Box::new(right), Box::new(ten)), Type::Number { scale: 0 }, span),
        };
        let kind = ExprKind::Quotient {
            left: Box::new(left),
            right: Box::new(right),
            up: power(shift),
            multiple: power(i64::from(scale) - places),
            mode,
        };
        Some(Expr::new(kind, ty.with_scale(scale), span))
    }
}

fn without_parens(expr: &ast::Expr) -> &ast::Expr {
    match &expr.kind {
        ast::ExprKind::Parens(inner) => without_parens(inner),
        _ => expr,
    }
}
