//! Parser pairs -> expressions and literals of the syntax tree.

use super::ast::{
    Basis, Date, DatedRows, Expr, ExprKind, Literal, LiteralKind, Month, Path, Pattern, Period, Row, Table, TableRows,
    Word,
};
use super::from_pairs::{Builder, children};
use super::limits::MAX_CHAIN;
use super::parser::Rule;
use super::problem::Problem;
use super::{Span, narrow};
use chrono::NaiveDate;
use pest::iterators::Pair;
use rust_decimal::Decimal;
use std::str::FromStr;

impl Builder<'_> {
    /// A chain of terms joined by 且 or by 或, but not by both.
    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let mut terms = Vec::new();
        let mut joints: Vec<Word> = Vec::new();
        for part in children(pair) {
            match part.as_rule() {
                Rule::kw_and | Rule::kw_or => joints.push(self.word(&part)),
                _ => terms.push(self.term(part)?),
            }
        }
        let Some(first) = joints.first().copied() else { return terms.pop() };
        if let Some(other) = joints.iter().find(|joint| joint.word != first.word) {
            self.problems.push(Problem::MixedAndOr { first: first.span, second: other.span });
        }
        self.check_chain(terms.len(), span)?;
        let kind = if first.word == Rule::kw_and { ExprKind::All(terms) } else { ExprKind::Any(terms) };
        Some(Expr { kind, span })
    }

    fn check_chain(&mut self, length: usize, span: Span) -> Option<()> {
        if length > MAX_CHAIN {
            self.problems.push(Problem::TooLong { span });
            return None;
        }
        Some(())
    }

    fn term(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let whole = self.span(&pair);
        let mut negations = Vec::new();
        let mut inner = None;
        for part in children(pair) {
            match part.as_rule() {
                Rule::kw_not => negations.push(self.span(&part)),
                _ => inner = self.comparison(part),
            }
        }
        self.check_chain(negations.len(), whole)?;
        let inner = inner?;
        Some(negations.into_iter().rev().fold(inner, |operand, not| {
            let span = not.to(operand.span);
            Expr { kind: ExprKind::Not(Box::new(operand)), span }
        }))
    }

    fn comparison(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let mut parts = children(pair);
        let left = self.sum(parts.next()?)?;
        let Some(rest) = parts.next() else { return Some(left) };
        let kind = match rest.as_rule() {
            Rule::membership => {
                let mut inner = children(rest);
                let inside = inner.next()?.as_rule() == Rule::kw_in;
                let mut among = Vec::new();
                for member in inner {
                    among.push(self.sum(member)?);
                }
                ExprKind::Member { of: Box::new(left), among, inside }
            }
            _ => {
                let mut inner = children(rest);
                let relation = self.inner_word(inner.next()?)?;
                let right = self.sum(inner.next()?)?;
                ExprKind::Compare { left: Box::new(left), relation, right: Box::new(right) }
            }
        };
        Some(Expr { kind, span })
    }

    /// Left-associative chains of `+ -` (`sum`) and of `× ÷` (`product`).
    fn sum(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let whole = self.span(&pair);
        let is_sum = pair.as_rule() == Rule::sum;
        let mut parts = children(pair);
        let first = parts.next()?;
        let mut left = if is_sum { self.sum(first)? } else { self.postfix(first)? };
        let mut length = 1;
        while let (Some(operator), Some(operand)) = (parts.next(), parts.next()) {
            length += 1;
            self.check_chain(length, whole)?;
            let right = if is_sum { self.sum(operand)? } else { self.postfix(operand)? };
            let span = left.span.to(right.span);
            let operator = self.word(&operator);
            left = Expr { kind: ExprKind::Arithmetic { left: Box::new(left), operator, right: Box::new(right) }, span };
        }
        Some(left)
    }

    fn postfix(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let whole = self.span(&pair);
        let mut parts = children(pair);
        let mut value = self.primary(parts.next()?)?;
        for (index, part) in parts.enumerate() {
            self.check_chain(index, whole)?;
            let span = value.span.to(self.span(&part));
            let is_part = part.as_rule() == Rule::part;
            let mut words = children(part).map(|word| self.word(&word));
            let (first, last) = (words.next()?, words.last()?);
            let kind = if is_part {
                ExprKind::Part { of: Box::new(value), part: last }
            } else {
                ExprKind::Round { value: Box::new(value), mode: first, to: last }
            };
            value = Expr { kind, span };
        }
        Some(value)
    }

    fn primary(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let inner = children(pair).next()?;
        let span = self.span(&inner);
        let kind = match inner.as_rule() {
            Rule::parens => ExprKind::Parens(Box::new(self.expr(children(inner).next()?)?)),
            Rule::listed | Rule::not_listed => {
                let listed = inner.as_rule() == Rule::listed;
                let register = self.name(&children(inner).nth(1)?);
                ExprKind::Listed { register, listed }
            }
            Rule::extreme => {
                let mut parts = children(inner);
                let which = self.word(&parts.next()?);
                let mut of = Vec::new();
                for part in parts {
                    of.push(self.expr(part)?);
                }
                ExprKind::Extreme { which, of }
            }
            Rule::age => {
                let mut parts = children(inner).skip(1);
                let birth = Box::new(self.expr(parts.next()?)?);
                let on = match parts.next() {
                    Some(day) => Some(Box::new(self.expr(day)?)),
                    None => None,
                };
                ExprKind::Age { birth, on }
            }
            Rule::aggregate => {
                let mut parts = children(inner);
                let what = self.word(&parts.next()?);
                let over = self.path(parts.next()?)?;
                let condition = match parts.next() {
                    Some(condition) => Some(Box::new(self.expr(condition)?)),
                    None => None,
                };
                ExprKind::Aggregate { what, over, condition }
            }
            Rule::table => ExprKind::Table(self.table(inner)?),
            Rule::kw_today => ExprKind::Today,
            Rule::literal => ExprKind::Literal(self.literal(inner)?),
            Rule::path => ExprKind::Path(self.path(inner)?),
            _ => return None,
        };
        Some(Expr { kind, span })
    }

    pub(super) fn path(&mut self, pair: Pair<'_, Rule>) -> Option<Path> {
        let span = self.span(&pair);
        let mut parts = children(pair);
        let first = self.name(&parts.next()?);
        Some(Path { first, second: parts.next().map(|part| self.name(&part)), span })
    }

    fn table(&mut self, pair: Pair<'_, Rule>) -> Option<Table> {
        let mut subjects = Vec::new();
        let mut basis = Basis::new();
        let (mut rows, mut history) = (Vec::new(), Vec::new());
        for part in children(pair) {
            match part.as_rule() {
                Rule::sum => subjects.push(self.sum(part)?),
                Rule::basis => basis = self.basis(part),
                Rule::row => rows.push(self.row(part)?),
                Rule::dated_rows => history.push(self.dated_rows(part)?),
                _ => {}
            }
        }
        let rows = if history.is_empty() { TableRows::Rows(rows) } else { TableRows::History(history) };
        Some(Table { subjects, basis, rows })
    }

    fn dated_rows(&mut self, pair: Pair<'_, Rule>) -> Option<DatedRows> {
        let span = self.span(&pair);
        let mut from = None;
        let mut basis = Basis::new();
        let mut rows = Vec::new();
        for part in children(pair) {
            match part.as_rule() {
                Rule::date => from = self.date(&part),
                Rule::basis => basis = self.basis(part),
                Rule::row => rows.push(self.row(part)?),
                _ => {}
            }
        }
        Some(DatedRows { from: from?, basis, rows, span })
    }

    fn row(&mut self, pair: Pair<'_, Rule>) -> Option<Row> {
        let span = self.span(&pair);
        let mut patterns = Vec::new();
        let mut value = None;
        let mut basis = Basis::new();
        for part in children(pair) {
            match part.as_rule() {
                Rule::alternatives => {
                    let mut alternatives = Vec::new();
                    for pattern in children(part) {
                        alternatives.push(self.pattern(pattern)?);
                    }
                    patterns.push(alternatives);
                }
                Rule::expr => value = self.expr(part),
                Rule::basis => basis = self.basis(part),
                _ => {}
            }
        }
        Some(Row { patterns, value: value?, basis, span })
    }

    fn pattern(&mut self, pair: Pair<'_, Rule>) -> Option<Pattern> {
        let inner = children(pair).next()?;
        let span = self.span(&inner);
        Some(match inner.as_rule() {
            Rule::p_any => Pattern::Any(span),
            Rule::literal => Pattern::Literal(self.literal(inner)?),
            Rule::range => {
                let (mut from, mut to, mut past_dots) = (None, None, false);
                for part in inner.into_inner() {
                    match part.as_rule() {
                        Rule::p_range => past_dots = true,
                        Rule::literal if past_dots => to = Some(self.literal(part)?),
                        Rule::literal => from = Some(self.literal(part)?),
                        _ => {}
                    }
                }
                Pattern::Range { from, to, span }
            }
            _ => Pattern::Name(self.name(&inner)),
        })
    }

    pub(super) fn literal(&mut self, pair: Pair<'_, Rule>) -> Option<Literal> {
        let inner = children(pair).next()?;
        let span = self.span(&inner);
        let kind = match inner.as_rule() {
            Rule::date => LiteralKind::Date(self.date(&inner)?.date),
            Rule::month => {
                let month = self.month(&inner)?;
                LiteralKind::Month { year: month.year, month: month.month }
            }
            Rule::period => {
                let period = self.period(inner)?;
                LiteralKind::Period { number: period.number, unit: period.unit }
            }
            Rule::money => {
                let mut parts = children(inner);
                let number = self.decimal(&parts.next()?)?;
                LiteralKind::Money { number, unit: self.word(&parts.next()?) }
            }
            Rule::percent => LiteralKind::Percent(self.decimal(&children(inner).next()?)?),
            Rule::number => LiteralKind::Number(self.decimal(&inner)?),
            Rule::string => LiteralKind::Text(self.text(&inner).text),
            Rule::kw_yes => LiteralKind::Truth(true),
            Rule::kw_no => LiteralKind::Truth(false),
            Rule::kw_none => LiteralKind::None,
            _ => return None,
        };
        Some(Literal { kind, span })
    }

    fn decimal(&mut self, pair: &Pair<'_, Rule>) -> Option<Decimal> {
        let text = narrow(pair.as_str());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let fits = whole.trim_start_matches('0').len() <= 12 && fraction.len() <= 6;
        let number = if fits { Decimal::from_str(&text).ok() } else { None };
        if number.is_none() {
            self.problems.push(Problem::NumberOutOfRange { span: self.span(pair) });
        }
        number.map(|number| number.normalize())
    }

    pub(super) fn period(&mut self, pair: Pair<'_, Rule>) -> Option<Period> {
        let span = self.span(&pair);
        let mut parts = children(pair);
        let number = parts.next()?;
        let unit = self.word(&parts.next()?);
        let whole = narrow(number.as_str()).parse::<u32>().ok().filter(|number| *number <= 12_000);
        if whole.is_none() {
            self.problems.push(Problem::NumberOutOfRange { span: self.span(&number) });
        }
        Some(Period { number: whole?, unit, span })
    }

    pub(super) fn date(&mut self, pair: &Pair<'_, Rule>) -> Option<Date> {
        let span = self.span(pair);
        let text = narrow(pair.as_str());
        let mut parts = text.split('-').filter_map(|part| part.parse::<u32>().ok());
        let date = match (parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(year as i32, month, day),
            _ => None,
        };
        if date.is_none() {
            self.problems.push(Problem::NoSuchDate { span });
        }
        date.map(|date| Date { date, span })
    }

    pub(super) fn month(&mut self, pair: &Pair<'_, Rule>) -> Option<Month> {
        let span = self.span(pair);
        let text = narrow(pair.as_str());
        let mut parts = text.split('-').filter_map(|part| part.parse::<u32>().ok());
        match (parts.next(), parts.next()) {
            (Some(year), Some(month)) if (1..=12).contains(&month) => Some(Month { year: year as i32, month, span }),
            _ => {
                self.problems.push(Problem::NoSuchDate { span });
                None
            }
        }
    }
}
