//! Promises and examples.

use super::{Builder, children};
use crate::syntax::ast::{Claim, Example, ExampleItem, ExampleTime, Expected, Expr, GivenValue, Promise};
use crate::syntax::parser::Rule;
use pest::iterators::Pair;

impl Builder<'_> {
    pub(super) fn promise(&mut self, pair: Pair<'_, Rule>) -> Option<Promise> {
        let span = self.span(&pair);
        let (name, _, basis) = self.opening(&pair);
        let claims = children(pair)
            .filter(|part| part.as_rule() == Rule::claim)
            .filter_map(|part| {
                let span = self.span(&part);
                let mut conditions: Vec<Expr> = Vec::new();
                for expr in children(part).filter(|inner| inner.as_rule() == Rule::expr) {
                    conditions.push(self.expr(expr)?);
                }
                let then = conditions.pop()?;
                Some(Claim { given: conditions.pop(), then, span })
            })
            .collect();
        Some(Promise { name: name?, basis, claims, span })
    }

    pub(super) fn example(&mut self, pair: Pair<'_, Rule>) -> Option<Example> {
        let span = self.span(&pair);
        let mut names = children(pair.clone()).filter(|part| part.as_rule() == Rule::name).map(|part| self.name(&part));
        let (name, same_as) = (names.next()?, names.next());
        drop(names);
        let mut on = None;
        let mut items = Vec::new();
        for part in children(pair) {
            match part.as_rule() {
                Rule::date => on = Some(ExampleTime::Day(self.date(&part)?)),
                Rule::month => on = Some(ExampleTime::Month(self.month(&part)?)),
                Rule::example_item => items.extend(children(part).next().and_then(|item| self.example_item(item))),
                _ => {}
            }
        }
        Some(Example { name, same_as, on: on?, items, span })
    }

    pub(super) fn example_item(&mut self, pair: Pair<'_, Rule>) -> Option<ExampleItem> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut parts = children(pair.clone());
        match rule {
            Rule::given_listed | Rule::given_not_listed => {
                let register = self.name(&parts.nth(1)?);
                Some(ExampleItem::Listed { register, listed: rule == Rule::given_listed, span })
            }
            Rule::given => {
                let fact = self.path(parts.next()?)?;
                let value = parts.nth(1)?;
                let value = match value.as_rule() {
                    Rule::kw_unknown => GivenValue::Unknown(self.span(&value)),
                    Rule::literal => GivenValue::Literal(self.literal(value)?),
                    _ => GivenValue::Name(self.name(&value)),
                };
                Some(ExampleItem::Given { fact, value, span })
            }
            Rule::expect => {
                let (_, _, basis) = self.opening(&pair);
                let benefit = self.name(&parts.nth(1)?);
                let (mut outcome, mut because) = (None, None);
                while let Some(part) = parts.next() {
                    match part.as_rule() {
                        Rule::kw_is | Rule::op_equal => {
                            outcome = Some(Expected::Amount(self.span(&part), self.literal(parts.next()?)?));
                        }
                        Rule::because => because = self.texts(part).pop(),
                        Rule::basis => {}
                        _ => outcome = Some(Expected::Status(self.word(&part))),
                    }
                }
                Some(ExampleItem::Expect { benefit, outcome, basis, because, span })
            }
            Rule::skip => Some(ExampleItem::Skip { why: self.texts(pair).pop()?, span }),
            _ => None,
        }
    }
}
