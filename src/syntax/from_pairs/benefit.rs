//! Benefits and how they combine.

use super::{Builder, children};
use crate::syntax::ast::{
    Basis, Benefit, BenefitItem, Cap, Dated, Deem, Exclude, HigherOf, Other, Rate, Requirement, Together, TopUp,
};
use crate::syntax::parser::Rule;
use pest::iterators::Pair;

impl Builder<'_> {
    pub(super) fn benefit(&mut self, pair: Pair<'_, Rule>) -> Option<Benefit> {
        let span = self.span(&pair);
        let (name, title, _) = self.opening(&pair);
        let items = children(pair)
            .filter(|part| part.as_rule() == Rule::benefit_item)
            .filter_map(|part| children(part).next())
            .filter_map(|part| self.benefit_item(part))
            .collect();
        Some(Benefit { name: name?, title, items, span })
    }

    pub(super) fn benefit_item(&mut self, pair: Pair<'_, Rule>) -> Option<BenefitItem> {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::requirements => {
                let mut basis = Basis::new();
                let mut requirements = Vec::new();
                for part in children(pair) {
                    match part.as_rule() {
                        Rule::basis => basis = self.basis(part),
                        Rule::requirement => requirements.extend(self.requirement(part)),
                        _ => {}
                    }
                }
                Some(BenefitItem::Requirements { basis, requirements, span })
            }
            Rule::rate => {
                let mut basis = Basis::new();
                let mut amount = None;
                for part in children(pair) {
                    match part.as_rule() {
                        Rule::basis => basis.extend(self.basis(part)),
                        Rule::history => amount = Some(Rate::History(self.history(part))),
                        Rule::expr => amount = Some(Rate::Amount(self.expr(part)?)),
                        _ => {}
                    }
                }
                Some(BenefitItem::Rate { basis, amount: amount?, span })
            }
            Rule::confirmed => {
                let date = children(pair).find(|part| part.as_rule() == Rule::date)?;
                Some(BenefitItem::Confirmed { until: self.date(&date)?, span })
            }
            _ => None,
        }
    }

    pub(super) fn requirement(&mut self, pair: Pair<'_, Rule>) -> Option<Requirement> {
        let span = self.span(&pair);
        let (label, _, basis) = self.opening(&pair);
        let condition = children(pair).find(|part| part.as_rule() == Rule::expr)?;
        Some(Requirement { label, condition: self.expr(condition)?, basis, span })
    }

    pub(super) fn history(&mut self, pair: Pair<'_, Rule>) -> Vec<Dated> {
        children(pair)
            .filter_map(|dated| {
                let span = self.span(&dated);
                let (_, _, basis) = self.opening(&dated);
                let mut parts = children(dated).filter(|part| matches!(part.as_rule(), Rule::date | Rule::expr));
                let from = self.date(&parts.next()?)?;
                Some(Dated { from, value: self.expr(parts.next()?)?, basis, span })
            })
            .collect()
    }

    pub(super) fn exclude(&mut self, pair: Pair<'_, Rule>) -> Exclude {
        let span = self.span(&pair);
        let (benefits, _, tail) = self.benefits_and_tail(pair);
        Exclude { benefits, tail, span }
    }

    pub(super) fn higher_of(&mut self, pair: Pair<'_, Rule>) -> HigherOf {
        let span = self.span(&pair);
        let mut others = Vec::new();
        let mut block = false;
        for part in children(pair.clone()) {
            match part.as_rule() {
                Rule::other => others.extend(self.other(part)),
                Rule::others => {
                    block = true;
                    others.extend(children(part).filter_map(|other| self.other(other)));
                }
                _ => {}
            }
        }
        let (benefits, _, tail) = self.benefits_and_tail(pair);
        HigherOf { benefits, others, block, tail, span }
    }

    pub(super) fn other(&mut self, pair: Pair<'_, Rule>) -> Option<Other> {
        let span = self.span(&pair);
        let (_, _, basis) = self.opening(&pair);
        let amount = children(pair).find(|part| part.as_rule() == Rule::expr)?;
        Some(Other { amount: self.expr(amount)?, basis, span })
    }

    pub(super) fn top_up(&mut self, pair: Pair<'_, Rule>) -> Option<TopUp> {
        let span = self.span(&pair);
        let (benefits, value, tail) = self.benefits_and_tail(pair);
        Some(TopUp { benefits, other: value?, tail, span })
    }

    pub(super) fn cap(&mut self, pair: Pair<'_, Rule>) -> Option<Cap> {
        let span = self.span(&pair);
        let (benefits, value, tail) = self.benefits_and_tail(pair);
        Some(Cap { benefits, limit: value?, tail, span })
    }

    pub(super) fn together(&mut self, pair: Pair<'_, Rule>) -> Together {
        let span = self.span(&pair);
        let mut lists =
            children(pair.clone()).filter(|part| part.as_rule() == Rule::names).map(|part| self.names(part));
        let (benefits, others) = (lists.next().unwrap_or_default(), lists.next().unwrap_or_default());
        drop(lists);
        let (_, _, tail) = self.benefits_and_tail(pair);
        Together { benefits, others, tail, span }
    }

    pub(super) fn deem(&mut self, pair: Pair<'_, Rule>) -> Option<Deem> {
        let span = self.span(&pair);
        let fact = children(pair.clone()).find(|part| part.as_rule() == Rule::path)?;
        let fact = self.path(fact)?;
        let (_, value, tail) = self.benefits_and_tail(pair);
        Some(Deem { fact, value: value?, tail, span })
    }
}
