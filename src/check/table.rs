//! Types rate tables and dated histories, and finds rows that overlap.

use super::expression::Context;
use super::model::{Choice, Expr, ExprKind, Type};
use super::problem::Problem;
use super::scale::aligned;
use super::scope::{Checker, nearest};
use crate::syntax::{Span, ast};
use crate::value::{Day, Value};

/// Some values of a subject that a row accepts.
#[derive(Debug, Clone, PartialEq)]
enum Accept {
    /// members of an enumeration, as bits
    Members(u64),
    /// both ends included, in the subject's units
    Range(i64, i64),
    Text(String),
}

/// What a row accepts of one subject; `None` accepts all (`_`).
type Accepts = Option<Vec<Accept>>;

/// A typed row before it becomes a choice.
struct TypedRow {
    accepts: Vec<Accepts>,
    when: Expr,
    value: Expr,
    basis: Vec<String>,
    span: Span,
}

impl Checker {
    pub(super) fn table(&mut self, table: &ast::Table, span: Span, context: Context) -> Option<Expr> {
        let subjects: Vec<Option<Expr>> = table.subjects.iter().map(|subject| self.expr(subject, context)).collect();
        let subjects = subjects.into_iter().collect::<Option<Vec<Expr>>>()?;
        let basis = clauses(&table.basis);
        let mut choices = Vec::new();
        match &table.rows {
            ast::TableRows::Rows(rows) => choices = self.rows(&subjects, rows, &basis, context)?,
            ast::TableRows::History(periods) => {
                self.check_order(periods.iter().map(|period| period.from));
                let mut complete = true;
                for (index, period) in periods.iter().enumerate() {
                    let next = periods.get(index + 1).map(|next| next.from);
                    let basis = if period.basis.is_empty() { basis.clone() } else { clauses(&period.basis) };
                    match self.rows(&subjects, &period.rows, &basis, context) {
                        Some(rows) => choices.extend(rows.into_iter().map(|row| Choice {
                            when: all(vec![during(period.from, next), row.when], row.span),
                            ..row
                        })),
                        None => complete = false,
                    }
                }
                if !complete {
                    return None;
                }
            }
        }
        self.choose(choices, span)
    }

    pub(super) fn history(&mut self, periods: &[ast::Dated], span: Span, context: Context) -> Option<Expr> {
        self.check_order(periods.iter().map(|period| period.from));
        let mut choices = Vec::new();
        let mut complete = true;
        for (index, period) in periods.iter().enumerate() {
            let next = periods.get(index + 1).map(|next| next.from);
            match self.expr(&period.value, context) {
                Some(value) => choices.push(Choice {
                    when: during(period.from, next),
                    value,
                    basis: clauses(&period.basis),
                    span: period.span,
                }),
                None => complete = false,
            }
        }
        if complete { self.choose(choices, span) } else { None }
    }

    /// Gives all values one type.
    fn choose(&mut self, choices: Vec<Choice>, span: Span) -> Option<Expr> {
        let mut widest = choices.first()?.value.clone();
        for choice in choices.iter().skip(1) {
            if widest.ty.scale().is_some() || widest.ty != choice.value.ty {
                widest = self.same_unit(widest, choice.value.clone())?.0;
            }
        }
        let ty = widest.ty.clone();
        let choices = choices
            .into_iter()
            .map(|choice| Choice { value: aligned(choice.value, widest.clone()).0, ..choice })
            .collect();
        Some(Expr::new(ExprKind::Choose(choices), ty, span))
    }

    fn check_order(&mut self, dates: impl Iterator<Item = ast::Date>) {
        let mut last: Option<ast::Date> = None;
        for date in dates {
            if last.is_some_and(|last| last.date >= date.date) {
                self.problems.push(Problem::HistoryOrder { span: date.span });
            }
            last = Some(date);
        }
    }

    fn rows(
        &mut self,
        subjects: &[Expr],
        rows: &[ast::Row],
        basis: &[String],
        context: Context,
    ) -> Option<Vec<Choice>> {
        let typed: Vec<Option<TypedRow>> = rows.iter().map(|row| self.row(subjects, row, basis, context)).collect();
        let typed = typed.into_iter().collect::<Option<Vec<TypedRow>>>()?;
        for (index, row) in typed.iter().enumerate() {
            let earlier = typed.iter().take(index).find(|earlier| overlaps(&earlier.accepts, &row.accepts));
            if let Some(earlier) = earlier {
                self.problems.push(Problem::Overlap { span: row.span, first: earlier.span });
            }
        }
        Some(
            typed
                .into_iter()
                .map(|row| Choice { when: row.when, value: row.value, basis: row.basis, span: row.span })
                .collect(),
        )
    }

    fn row(&mut self, subjects: &[Expr], row: &ast::Row, basis: &[String], context: Context) -> Option<TypedRow> {
        if row.patterns.len() != subjects.len() {
            let (found, needed) = (row.patterns.len(), subjects.len());
            self.problems.push(Problem::PatternCount { span: row.span, found, needed });
            return None;
        }
        let value = self.expr(&row.value, context);
        let mut tests = Vec::new();
        let mut accepts = Vec::new();
        let mut complete = true;
        for (subject, alternatives) in subjects.iter().zip(&row.patterns) {
            match self.alternatives(subject, alternatives) {
                Some((accepted, test)) => {
                    accepts.push(accepted);
                    tests.extend(test);
                }
                None => complete = false,
            }
        }
        if !complete {
            return None;
        }
        let basis = if row.basis.is_empty() { basis.to_vec() } else { clauses(&row.basis) };
        Some(TypedRow { accepts, when: all(tests, row.span), value: value?, basis, span: row.span })
    }

    fn alternatives(&mut self, subject: &Expr, alternatives: &[ast::Pattern]) -> Option<(Accepts, Option<Expr>)> {
        let mut accepted = Vec::new();
        let mut span: Option<Span> = None;
        for pattern in alternatives {
            let (accept, place) = match pattern {
                ast::Pattern::Any(_) => return Some((None, None)),
                ast::Pattern::Name(name) => (self.member_pattern(subject, &name.text, name.span)?, name.span),
                ast::Pattern::Literal(literal) => (self.literal_pattern(subject, literal)?, literal.span),
                ast::Pattern::Range { from, to, span } => {
                    (self.range_pattern(subject, from.as_ref(), to.as_ref(), *span)?, *span)
                }
            };
            span = Some(span.map_or(place, |first| first.to(place)));
            accepted.push(accept);
        }
        let test = accept_test(subject, &accepted, span.unwrap_or(subject.span));
        Some((Some(accepted), Some(test)))
    }

    fn member_pattern(&mut self, subject: &Expr, name: &str, span: Span) -> Option<Accept> {
        let Type::Enumeration(members) = &subject.ty else {
            self.problems.push(Problem::UnknownName { span, name: name.to_string(), suggestion: None, spaced: None });
            return None;
        };
        let member = members.iter().position(|member| member == name);
        if member.is_none() {
            self.problems.push(Problem::NotAMember {
                span,
                name: name.to_string(),
                members: members.to_vec(),
                suggestion: nearest(name, members.iter()),
            });
        }
        Some(Accept::Members(1 << member?.min(62)))
    }

    fn literal_pattern(&mut self, subject: &Expr, literal: &ast::Literal) -> Option<Accept> {
        match (&subject.ty, &literal.kind) {
            (Type::Enumeration(_), ast::LiteralKind::Text(text)) => self.member_pattern(subject, text, literal.span),
            (Type::Enumeration(_), ast::LiteralKind::None) => self.member_pattern(subject, "无", literal.span),
            (Type::Text, ast::LiteralKind::Text(text)) => {
                Some(Accept::Text(crate::syntax::narrow(text.trim()).into_owned()))
            }
            _ => {
                let number = self.pattern_number(subject, literal)?;
                Some(Accept::Range(number, number))
            }
        }
    }

    fn range_pattern(
        &mut self,
        subject: &Expr,
        from: Option<&ast::Literal>,
        to: Option<&ast::Literal>,
        span: Span,
    ) -> Option<Accept> {
        if !subject.ty.is_ordered() {
            self.problems.push(Problem::NoOrder { span, ty: subject.ty.clone() });
            return None;
        }
        let mut end = |literal: Option<&ast::Literal>, open: i64| match literal {
            Some(literal) => self.pattern_number(subject, literal),
            None => Some(open),
        };
        let (lo, hi) = (end(from, i64::MIN)?, end(to, i64::MAX)?);
        if lo > hi {
            self.wrong_operands(
                span,
                "范围写反了：先小后大，先早后晚",
                "this range runs backwards: write the lesser end first",
            );
            return None;
        }
        Some(Accept::Range(lo, hi))
    }

    /// A literal in the subject's own units.
    fn pattern_number(&mut self, subject: &Expr, literal: &ast::Literal) -> Option<i64> {
        let typed = self.literal(literal)?;
        let finer = typed.ty.scale() > subject.ty.scale();
        let (_, typed) = self.same_unit(subject.clone(), typed)?;
        match &typed.kind {
            ExprKind::Constant(value) if !finer => Some(value.lo),
            _ => {
                self.wrong_operands(literal.span, "小数位比表头的多", "this has more decimals than the subject");
                None
            }
        }
    }
}

/// The condition that a subject is one of the accepted values.
fn accept_test(subject: &Expr, accepted: &[Accept], span: Span) -> Expr {
    let truth = |kind| Expr::new(kind, Type::Truth, span);
    let number = |number| Box::new(Expr::new(ExprKind::Constant(Value::known(number)), subject.ty.clone(), span));
    let value = || Box::new(subject.clone());
    let mut set = 0;
    let mut tests = Vec::new();
    for accept in accepted {
        match accept {
            Accept::Members(members) => set |= members,
            Accept::Text(text) => {
                let text = Expr::new(ExprKind::Text(text.clone()), Type::Text, span);
                tests.push(truth(ExprKind::Equal(value(), Box::new(text))));
            }
            Accept::Range(lo, hi) if subject.ty == Type::Truth => {
                tests.push(if lo == hi && *lo == 0 { subject.clone().negated() } else { subject.clone() });
            }
            Accept::Range(lo, hi) if lo == hi => tests.push(truth(ExprKind::Equal(value(), number(*lo)))),
            Accept::Range(lo, hi) => {
                let mut bounds = Vec::new();
                if *lo != i64::MIN {
                    bounds.push(truth(ExprKind::LessEqual(number(*lo), value())));
                }
                if *hi != i64::MAX {
                    bounds.push(truth(ExprKind::LessEqual(value(), number(*hi))));
                }
                tests.push(all(bounds, span));
            }
        }
    }
    if set != 0 {
        tests.push(truth(ExprKind::Member { of: value(), set }));
    }
    match tests.len() {
        1 => tests.pop().map_or_else(|| Expr::truth(false, span), |test| Expr { span, ..test }),
        _ => truth(ExprKind::Any(tests)),
    }
}

/// `from <= 当日 < next`
fn during(from: ast::Date, next: Option<ast::Date>) -> Expr {
    let day = |date: ast::Date| {
        Box::new(Expr::new(ExprKind::Constant(Value::known(Day::from_date(date.date).0)), Type::Date, date.span))
    };
    let today = || Box::new(Expr::new(ExprKind::Today, Type::Date, from.span));
    let began = Expr::new(ExprKind::LessEqual(day(from), today()), Type::Truth, from.span);
    match next {
        Some(next) => {
            let before = Expr::new(ExprKind::Less(today(), day(next)), Type::Truth, from.span);
            all(vec![began, before], from.span)
        }
        None => began,
    }
}

fn all(mut tests: Vec<Expr>, span: Span) -> Expr {
    match tests.len() {
        0 => Expr::truth(true, span),
        1 => tests.pop().map_or_else(|| Expr::truth(true, span), |test| Expr { span, ..test }),
        _ => Expr::new(ExprKind::All(tests), Type::Truth, span),
    }
}

pub(super) fn clauses(basis: &ast::Basis) -> Vec<String> {
    basis.iter().map(|clause| clause.text.clone()).collect()
}

/// Two rows overlap when every subject has a value that both accept explicitly. A row with `_` is the
/// rest: it yields to the rows before it.
fn overlaps(earlier: &[Accepts], later: &[Accepts]) -> bool {
    if later.iter().any(Option::is_none) {
        return earlier == later;
    }
    earlier.iter().zip(later).all(|(one, two)| match (one, two) {
        (Some(one), Some(two)) => one.iter().any(|a| two.iter().any(|b| a.meets(b))),
        _ => true,
    })
}

impl Accept {
    fn meets(&self, other: &Accept) -> bool {
        match (self, other) {
            (Accept::Members(one), Accept::Members(two)) => one & two != 0,
            (Accept::Range(lo, hi), Accept::Range(other_lo, other_hi)) => lo <= other_hi && other_lo <= hi,
            (one, two) => one == two,
        }
    }
}
