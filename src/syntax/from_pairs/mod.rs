//! Parser pairs -> declarations of the syntax tree.

mod benefit;
mod duties;
mod example;
mod policy;

use super::ast::{Basis, Clause, Declaration, Expr, Name, Tail, Text, Word};
use super::parser::Rule;
use super::problem::Problem;
use super::{Span, narrow};
use pest::iterators::Pair;

/// Builds the tree of one stretch of source that begins at byte `base`. A part that the grammar
/// promises but that is missing makes the whole declaration `None`; mistakes of meaning (a date that
/// does not exist) go to `problems`.
pub(in crate::syntax) struct Builder<'p> {
    base: usize,
    pub(in crate::syntax) problems: &'p mut Vec<Problem>,
}

/// The children of a pair, marks such as brackets and commas left out.
pub(in crate::syntax) fn children(pair: Pair<'_, Rule>) -> impl Iterator<Item = Pair<'_, Rule>> {
    pair.into_inner().filter(|inner| {
        !matches!(
            inner.as_rule(),
            Rule::p_open
                | Rule::p_close
                | Rule::p_paren_open
                | Rule::p_paren_close
                | Rule::p_colon
                | Rule::p_list
                | Rule::p_either
                | Rule::p_tuple
                | Rule::p_bar
                | Rule::p_dot
        )
    })
}

/// The end of a pair without the blanks and comments that the grammar skipped after it.
fn end(pair: &Pair<'_, Rule>) -> usize {
    let is_leaf = pair.as_rule() == Rule::string;
    let last = pair
        .clone()
        .into_inner()
        .rev()
        .find(|inner| !matches!(inner.as_rule(), Rule::tail) || inner.clone().into_inner().next().is_some());
    match last {
        Some(inner) if !is_leaf => end(&inner),
        _ => pair.as_span().end(),
    }
}

impl<'p> Builder<'p> {
    pub(in crate::syntax) fn new(base: usize, problems: &'p mut Vec<Problem>) -> Builder<'p> {
        Builder { base, problems }
    }

    pub(in crate::syntax) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        Span::new(self.base + pair.as_span().start(), self.base + end(pair))
    }

    pub(in crate::syntax) fn word(&self, pair: &Pair<'_, Rule>) -> Word {
        Word { word: pair.as_rule(), span: self.span(pair) }
    }

    /// A keyword that the grammar wraps in a rule of its own, such as `often`.
    pub(in crate::syntax) fn inner_word(&self, pair: Pair<'_, Rule>) -> Option<Word> {
        children(pair).next().map(|inner| self.word(&inner))
    }

    pub(in crate::syntax) fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { text: narrow(pair.as_str()).into_owned(), span: self.span(pair) }
    }

    pub(in crate::syntax) fn names(&self, pair: Pair<'_, Rule>) -> Vec<Name> {
        children(pair).filter(|inner| inner.as_rule() == Rule::name).map(|inner| self.name(&inner)).collect()
    }

    /// The names inside `由 A、B`, `向 A、B` and the like.
    pub(in crate::syntax) fn listed_names(&self, pair: Pair<'_, Rule>) -> Vec<Name> {
        children(pair).filter(|inner| inner.as_rule() == Rule::names).flat_map(|inner| self.names(inner)).collect()
    }

    pub(in crate::syntax) fn text(&self, pair: &Pair<'_, Rule>) -> Text {
        let text = pair.clone().into_inner().next().map(|inner| inner.as_str().to_string()).unwrap_or_default();
        Text { text, span: self.span(pair) }
    }

    pub(in crate::syntax) fn texts(&self, pair: Pair<'_, Rule>) -> Vec<Text> {
        children(pair)
            .flat_map(|inner| match inner.as_rule() {
                Rule::string => vec![self.text(&inner)],
                Rule::strings => self.texts(inner),
                _ => Vec::new(),
            })
            .collect()
    }

    pub(in crate::syntax) fn basis(&self, pair: Pair<'_, Rule>) -> Basis {
        children(pair)
            .filter(|inner| inner.as_rule() == Rule::clause)
            .map(|inner| Clause { text: narrow(inner.as_str()).into_owned(), span: self.span(&inner) })
            .collect()
    }

    pub(in crate::syntax) fn when(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        children(pair).find(|inner| inner.as_rule() == Rule::expr).and_then(|inner| self.expr(inner))
    }

    pub(in crate::syntax) fn tail(&mut self, pair: Pair<'_, Rule>) -> Tail {
        let mut tail = Tail::default();
        for part in children(pair) {
            match part.as_rule() {
                Rule::when => tail.when = self.when(part),
                Rule::basis => tail.basis.extend(self.basis(part)),
                Rule::string => tail.note = Some(self.text(&part)),
                _ => {}
            }
        }
        tail
    }

    pub(in crate::syntax) fn declaration(&mut self, pair: Pair<'_, Rule>) -> Option<Declaration> {
        let inner = children(pair).next()?;
        Some(match inner.as_rule() {
            Rule::policy => Declaration::Policy(self.policy(inner)?),
            Rule::body => Declaration::Bodies(self.bodies(inner)),
            Rule::register => Declaration::Register(self.register(inner)?),
            Rule::reading => Declaration::Reading(self.reading(inner)?),
            Rule::define => Declaration::Define(self.define(inner)?),
            Rule::benefit => Declaration::Benefit(self.benefit(inner)?),
            Rule::exclude => Declaration::Exclude(self.exclude(inner)),
            Rule::higher_of => Declaration::HigherOf(self.higher_of(inner)),
            Rule::top_up => Declaration::TopUp(self.top_up(inner)?),
            Rule::cap => Declaration::Cap(self.cap(inner)?),
            Rule::together => Declaration::Together(self.together(inner)),
            Rule::deem => Declaration::Deem(self.deem(inner)?),
            Rule::accrual => Declaration::Accrual(self.accrual(inner)),
            Rule::procedure => Declaration::Procedure(self.procedure(inner)?),
            Rule::alert => Declaration::Alert(self.alert(inner)?),
            Rule::duty => Declaration::Duty(self.duty(inner)?),
            Rule::promise => Declaration::Promise(self.promise(inner)?),
            Rule::example => Declaration::Example(self.example(inner)?),
            _ => return None,
        })
    }

    /// The first name, the title and the basis that many declarations open with.
    pub(in crate::syntax) fn opening(&self, pair: &Pair<'_, Rule>) -> (Option<Name>, Option<Text>, Basis) {
        let mut opening = (None, None, Basis::new());
        for part in children(pair.clone()) {
            match part.as_rule() {
                Rule::name if opening.0.is_none() => opening.0 = Some(self.name(&part)),
                Rule::string => opening.1 = Some(self.text(&part)),
                Rule::basis => opening.2 = self.basis(part),
                _ => {}
            }
        }
        opening
    }

    /// For declarations `WORD BENEFITS … [EXPR] TAIL`.
    pub(in crate::syntax) fn benefits_and_tail(&mut self, pair: Pair<'_, Rule>) -> (Vec<Name>, Option<Expr>, Tail) {
        let (mut benefits, mut value, mut tail) = (Vec::new(), None, Tail::default());
        for part in children(pair) {
            match part.as_rule() {
                Rule::names | Rule::benefit_sum => benefits.extend(self.names(part)),
                Rule::name => benefits.push(self.name(&part)),
                Rule::expr => value = self.expr(part),
                Rule::tail => tail = self.tail(part),
                _ => {}
            }
        }
        (benefits, value, tail)
    }
}
