//! Types comparisons: 为, 属于, 早于, 高于 and their like.

use super::expression::Context;
use super::model::{Expr, ExprKind, SlotKind, Type};
use super::problem::Problem;
use super::scale::aligned;
use super::scope::{Checker, nearest};
use crate::diagnostic::Lang;
use crate::syntax::{Keyword, Span, ast, word};
use crate::value::{NONE_MEMBER, NONE_TEXT, Value};

/// What a comparing word asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Equal,
    NotEqual,
    Less,
    More,
    NotLess,
    NotMore,
}

/// For which types a comparing word is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    All,
    Dates,
    Amounts,
}

fn meaning(word: Keyword) -> (Asks, For) {
    match word {
        Keyword::kw_is_not | Keyword::op_not_equal => (Asks::NotEqual, For::All),
        Keyword::kw_before => (Asks::Less, For::Dates),
        Keyword::kw_after => (Asks::More, For::Dates),
        Keyword::kw_not_before => (Asks::NotLess, For::Dates),
        Keyword::kw_not_after => (Asks::NotMore, For::Dates),
        Keyword::kw_below => (Asks::Less, For::Amounts),
        Keyword::kw_above => (Asks::More, For::Amounts),
        Keyword::kw_not_below => (Asks::NotLess, For::Amounts),
        Keyword::kw_not_above => (Asks::NotMore, For::Amounts),
        Keyword::op_less => (Asks::Less, For::All),
        Keyword::op_more => (Asks::More, For::All),
        Keyword::op_less_equal => (Asks::NotMore, For::All),
        Keyword::op_more_equal => (Asks::NotLess, For::All),
        _ => (Asks::Equal, For::All),
    }
}

/// The word to use instead, for the other kind of type.
fn counterpart(asks: Asks, dates: bool) -> (&'static str, &'static str) {
    let keyword = match (asks, dates) {
        (Asks::Less, true) => Keyword::kw_before,
        (Asks::More, true) => Keyword::kw_after,
        (Asks::NotLess, true) => Keyword::kw_not_before,
        (_, true) => Keyword::kw_not_after,
        (Asks::Less, false) => Keyword::kw_below,
        (Asks::More, false) => Keyword::kw_above,
        (Asks::NotLess, false) => Keyword::kw_not_below,
        (_, false) => Keyword::kw_not_above,
    };
    (word(keyword, Lang::Zh), word(keyword, Lang::En))
}

impl Checker {
    pub(super) fn compare(
        &mut self,
        left: &ast::Expr,
        relation: ast::Word,
        right: &ast::Expr,
        span: Span,
        context: Context,
    ) -> Option<Expr> {
        let (asks, made_for) = meaning(relation.word);
        if asks == Asks::Equal || asks == Asks::NotEqual {
            let equal = self.equal(left, right, span, context)?;
            return Some(if asks == Asks::Equal { equal } else { equal.negated() });
        }
        let left = self.ordered(left, context);
        let right = match left {
            None if self.is_unknown_name(right) => None,
            _ => self.ordered(right, context),
        };
        let (left, right) = (left?, right?);
        let (left, right) = self.same_unit(left, right)?;
        let dates = matches!(left.ty, Type::Date | Type::Month);
        if (made_for == For::Dates && !dates) || (made_for == For::Amounts && dates) {
            let (better, better_en) = counterpart(asks, dates);
            let found = word(relation.word, Lang::Zh).to_string();
            self.problems.push(Problem::WrongRelation { span: relation.span, found, ty: left.ty, better, better_en });
            return None;
        }
        let (left, right) = (Box::new(left), Box::new(right));
        let kind = match asks {
            Asks::Less => ExprKind::Less(left, right),
            Asks::More => ExprKind::Less(right, left),
            Asks::NotLess => ExprKind::LessEqual(right, left),
            _ => ExprKind::LessEqual(left, right),
        };
        Some(Expr::new(kind, Type::Truth, span))
    }

    /// A side of an ordering comparison.
    fn ordered(&mut self, side: &ast::Expr, context: Context) -> Option<Expr> {
        let typed = self.expr(side, context)?;
        if !typed.ty.is_ordered() {
            self.problems.push(Problem::NoOrder { span: typed.span, ty: typed.ty });
            return None;
        }
        Some(typed)
    }

    /// Brings two ordered values to one unit, or reports why that cannot be.
    pub(super) fn same_unit(&mut self, left: Expr, right: Expr) -> Option<(Expr, Expr)> {
        if left.ty.same_unit(&right.ty) {
            return Some(aligned(left, right));
        }
        if left.ty == right.ty {
            return Some((left, right));
        }
        let (left_span, right_span) = (left.span, right.span);
        self.problems.push(if left.ty.scale().is_some() && right.ty.scale().is_some() {
            Problem::UnitsDoNotMix { left: left.ty, left_span, right: right.ty, right_span }
        } else {
            Problem::Incomparable { left: left.ty, left_span, right: right.ty, right_span }
        });
        None
    }

    fn equal(&mut self, left: &ast::Expr, right: &ast::Expr, span: Span, context: Context) -> Option<Expr> {
        if is_none(right) {
            let of = self.expr(left, context)?;
            return self.is_none(of, span);
        }
        let left = self.expr(left, context);
        let right = match &left {
            Some(left) => self.operand(right, &left.ty.clone(), context),
            // a bare name may have been meant as a member of what could not be understood
            None if self.is_unknown_name(right) => None,
            None => self.expr(right, context),
        };
        self.equality(left?, right?, span)
    }

    fn is_unknown_name(&self, expr: &ast::Expr) -> bool {
        match &expr.kind {
            ast::ExprKind::Path(ast::Path { first, second: None, .. }) => self.meaning(&first.text).is_none(),
            _ => false,
        }
    }

    /// The right side of 为 or 属于: a bare name may be a member of the left side's enumeration.
    pub(super) fn operand(&mut self, expr: &ast::Expr, left: &Type, context: Context) -> Option<Expr> {
        if let (Type::Text, ast::ExprKind::Path(path)) = (left, &expr.kind)
            && self.is_unknown_name(expr)
        {
            let name = path.first.text.clone();
            let suggestion = Some(format!("\"{name}\""));
            self.problems.push(Problem::UnknownName { span: expr.span, name, suggestion, spaced: None });
            return None;
        }
        let Type::Enumeration(members) = left else { return self.expr(expr, context) };
        let name = match &expr.kind {
            ast::ExprKind::Path(ast::Path { first, second: None, .. }) => &first.text,
            ast::ExprKind::Literal(ast::Literal { kind: ast::LiteralKind::Text(text), .. }) => text,
            ast::ExprKind::Literal(ast::Literal { kind: ast::LiteralKind::None, .. }) => "无",
            ast::ExprKind::Parens(inner) => return self.operand(inner, left, context),
            _ => return self.expr(expr, context),
        };
        match members.iter().position(|member| member == name) {
            Some(member) => {
                let set = Value::members(1 << member.min(62));
                Some(Expr::new(ExprKind::Constant(set), left.clone(), expr.span))
            }
            None if self.meaning(name).is_some() => self.expr(expr, context),
            None => {
                self.problems.push(Problem::NotAMember {
                    span: expr.span,
                    name: name.to_string(),
                    members: members.to_vec(),
                    suggestion: nearest(name, members.iter()),
                });
                None
            }
        }
    }

    fn equality(&mut self, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        let (left_type, right_type) = (left.ty.clone(), right.ty.clone());
        let kind = match (&left_type, &right_type) {
            (Type::Enumeration(a), Type::Enumeration(b)) if a == b => match (left.kind, right.kind) {
                (kind, ExprKind::Constant(set)) => {
                    ExprKind::Member { of: Box::new(Expr::new(kind, left_type, left.span)), set: set.set() }
                }
                (left_kind, right_kind) => ExprKind::Same(
                    Box::new(Expr::new(left_kind, left_type, left.span)),
                    Box::new(Expr::new(right_kind, right_type, right.span)),
                ),
            },
            (Type::Truth, Type::Truth) => match &right.kind {
                ExprKind::Constant(value) if value.is_yes() => return Some(Expr { span, ..left }),
                ExprKind::Constant(_) => return Some(Expr { span, ..left.negated() }),
                _ => ExprKind::Equal(Box::new(left), Box::new(right)),
            },
            _ => {
                let there = [self.presence(&left), self.presence(&right)];
                let (left, right) = self.same_unit(left, right)?;
                let equal = ExprKind::Equal(Box::new(left), Box::new(right));
                if matches!(left_type, Type::Text) {
                    return Some(Expr::new(equal, Type::Truth, span));
                }
                return Some(equal_or_none(Expr::new(equal, Type::Truth, span), there));
            }
        };
        Some(Expr::new(kind, Type::Truth, span))
    }

    /// The condition that a fact is not 无; none where it never is.
    fn presence(&self, expr: &Expr) -> Option<Expr> {
        let ExprKind::Fact { register, kind: SlotKind::Column(column) | SlotKind::Part(column, _), row } = expr.kind
        else {
            return None;
        };
        let found = self.registers.get(register)?;
        let optional = found.columns.get(column)?.optional;
        let kind = match (optional, found.is_key() || row) {
            (true, _) => SlotKind::Present(column),
            (false, false) => SlotKind::Listed,
            (false, true) => return None,
        };
        Some(Expr::new(ExprKind::Fact { register, kind, row }, Type::Truth, expr.span))
    }

    /// `… 为 无`
    fn is_none(&mut self, of: Expr, span: Span) -> Option<Expr> {
        let truth = |kind| Some(Expr::new(kind, Type::Truth, span));
        if let Type::Enumeration(members) = &of.ty
            && let Some(member) = members.iter().position(|member| member == "无")
        {
            return truth(ExprKind::Member { of: Box::new(of), set: 1 << member.min(62) | NONE_MEMBER });
        }
        let ExprKind::Fact { register, kind: SlotKind::Column(column), row } = of.kind else {
            self.wrong_operands(of.span, "只有名册的栏目可以为“无”", "only a register's column can be none");
            return None;
        };
        let found = self.registers.get(register)?;
        let optional = found.columns.get(column)?.optional;
        if !optional && found.is_key() {
            let name = self.column_name(register, column);
            self.wrong_operands(
                span,
                &format!("“{name}”没有注明“可无”，不会为“无”；空白是待核实"),
                &format!("`{name}` is not `optional`: it is never none, and a blank is unknown"),
            );
            return None;
        }
        match &of.ty {
            Type::Enumeration(_) => truth(ExprKind::Member { of: Box::new(of), set: NONE_MEMBER }),
            Type::Text => {
                let none = Expr::new(ExprKind::Constant(Value::known(NONE_TEXT)), Type::Text, span);
                truth(ExprKind::Equal(Box::new(of), Box::new(none)))
            }
            _ => {
                let kind = if optional { SlotKind::Present(column) } else { SlotKind::Listed };
                let present = Expr::new(ExprKind::Fact { register, kind, row }, Type::Truth, span);
                Some(Expr { span, ..present.negated() })
            }
        }
    }

    pub(super) fn member(&mut self, of: &ast::Expr, among: &[ast::Expr], span: Span, context: Context) -> Option<Expr> {
        let of = self.expr(of, context)?;
        let mut set = 0;
        let mut tests = Vec::new();
        let mut failed = false;
        for candidate in among {
            if is_none(candidate) && !of.ty.has_none() {
                tests.extend(self.is_none(of.clone(), candidate.span));
                continue;
            }
            let Some(right) = self.operand(candidate, &of.ty.clone(), context) else {
                failed = true;
                continue;
            };
            match (&of.ty, &right.kind) {
                (Type::Enumeration(_), ExprKind::Constant(members)) if right.ty == of.ty => set |= members.set(),
                _ => match self.equality(of.clone(), right, candidate.span) {
                    Some(test) => tests.push(test),
                    None => failed = true,
                },
            }
        }
        if failed {
            return None;
        }
        if set != 0 {
            tests.push(Expr::new(ExprKind::Member { of: Box::new(of), set }, Type::Truth, span));
        }
        match tests.len() {
            1 => tests.pop().map(|test| Expr { span, ..test }),
            _ => Some(Expr::new(ExprKind::Any(tests), Type::Truth, span)),
        }
    }
}

impl Type {
    /// 无 is one of the members.
    fn has_none(&self) -> bool {
        matches!(self, Type::Enumeration(members) if members.iter().any(|member| member == "无"))
    }

    /// Values have a before and after, or a more and less.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(self, Type::Date | Type::Month) || self.scale().is_some()
    }
}

/// 无 equals only 无: a comparison of facts that may be 无, given what says that they are there.
fn equal_or_none(equal: Expr, there: [Option<Expr>; 2]) -> Expr {
    let span = equal.span;
    let truth = |kind| Expr::new(kind, Type::Truth, span);
    match there {
        [None, None] => equal,
        [Some(one), None] | [None, Some(one)] => truth(ExprKind::All(vec![one, equal])),
        [Some(one), Some(two)] => {
            let neither = truth(ExprKind::All(vec![one.clone().negated(), two.clone().negated()]));
            let both = truth(ExprKind::All(vec![one, two, equal]));
            truth(ExprKind::Any(vec![both, neither]))
        }
    }
}

fn is_none(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ast::ExprKind::Literal(literal) => literal.kind == ast::LiteralKind::None,
        ast::ExprKind::Parens(inner) => is_none(inner),
        _ => false,
    }
}
