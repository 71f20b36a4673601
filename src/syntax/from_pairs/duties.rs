//! Accrual, procedures, alerts, duties.

use super::{Builder, children};
use crate::syntax::ast::{
    Accrual, AccrualItem, Alert, Basis, Document, Duty, Procedure, ProcedureItem, Stage, StageRecords,
};
use crate::syntax::parser::Rule;
use pest::iterators::Pair;

impl Builder<'_> {
    pub(super) fn accrual(&mut self, pair: Pair<'_, Rule>) -> Accrual {
        let span = self.span(&pair);
        let (_, _, basis) = self.opening(&pair);
        let mut benefits = Vec::new();
        let mut items = Vec::new();
        for part in children(pair) {
            match part.as_rule() {
                Rule::names => benefits = self.names(part),
                Rule::accrual_item => items.extend(children(part).next().and_then(|item| self.accrual_item(item))),
                _ => {}
            }
        }
        Accrual { benefits, basis, items, span }
    }

    pub(super) fn accrual_item(&mut self, pair: Pair<'_, Rule>) -> Option<AccrualItem> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut parts = children(pair);
        let keyword = parts.next();
        let Some(first) = parts.next() else { return Some(AccrualItem::Cycle { span }) };
        if rule == Rule::cycle {
            return Some(AccrualItem::Cycle { span });
        }
        if rule == Rule::kept_in {
            return Some(AccrualItem::KeptIn { what: self.word(&keyword?), place: self.path(first)?, span });
        }
        let tail = parts.next().map(|tail| self.tail(tail)).unwrap_or_default();
        let word = self.word(&first);
        Some(match rule {
            Rule::start => AccrualItem::Start { month: word, tail, span },
            Rule::stop => AccrualItem::Stop { month: word, tail, span },
            Rule::resume => AccrualItem::Resume { how: word, tail, span },
            Rule::back_pay if first.as_rule() == Rule::kw_unlimited => AccrualItem::BackPay { limit: None, tail, span },
            Rule::back_pay => AccrualItem::BackPay { limit: Some(self.period(first)?), tail, span },
            _ => return None,
        })
    }

    pub(super) fn procedure(&mut self, pair: Pair<'_, Rule>) -> Option<Procedure> {
        let span = self.span(&pair);
        let (name, title, basis) = self.opening(&pair);
        let items = children(pair)
            .filter_map(|part| match part.as_rule() {
                Rule::stage => self.stage(part).map(ProcedureItem::Stage),
                Rule::records => self.records(part).map(ProcedureItem::Records),
                _ => None,
            })
            .collect();
        Some(Procedure { name: name?, title, basis, items, span })
    }

    fn records(&mut self, pair: Pair<'_, Rule>) -> Option<StageRecords> {
        let span = self.span(&pair);
        let paths: Vec<Pair<'_, Rule>> = children(pair).filter(|part| part.as_rule() == Rule::path).collect();
        let mut paths = paths.into_iter().map(|path| self.path(path));
        Some(StageRecords { stage: paths.next()??, documents: paths.next().flatten(), span })
    }

    pub(super) fn stage(&mut self, pair: Pair<'_, Rule>) -> Option<Stage> {
        let span = self.span(&pair);
        let (name, ..) = self.opening(&pair);
        let mut stage = Stage {
            name: name?,
            by: Vec::new(),
            checks: Vec::new(),
            documents: Vec::new(),
            within: None,
            basis: Basis::new(),
            note: None,
            span,
        };
        for part in children(pair).filter(|part| part.as_rule() == Rule::stage_part).filter_map(|p| children(p).next())
        {
            match part.as_rule() {
                Rule::by => stage.by.extend(self.listed_names(part)),
                Rule::checks => stage.checks.extend(self.texts(part)),
                Rule::documents => {
                    for document in children(part).filter(|inner| inner.as_rule() == Rule::document) {
                        let span = self.span(&document);
                        let any_of = self.texts(document.clone());
                        let when = children(document)
                            .find(|inner| inner.as_rule() == Rule::when)
                            .and_then(|inner| self.when(inner));
                        stage.documents.push(Document { any_of, when, span });
                    }
                }
                Rule::within => {
                    stage.within = match children(part).find(|inner| inner.as_rule() == Rule::period) {
                        Some(period) => self.period(period),
                        None => None,
                    }
                }
                Rule::basis => stage.basis.extend(self.basis(part)),
                Rule::string => stage.note = Some(self.text(&part)),
                _ => {}
            }
        }
        Some(stage)
    }

    pub(super) fn alert(&mut self, pair: Pair<'_, Rule>) -> Option<Alert> {
        let span = self.span(&pair);
        let (name, ..) = self.opening(&pair);
        let mut alert = Alert {
            name: name?,
            basis: Basis::new(),
            upon: Vec::new(),
            when: None,
            concerns: Vec::new(),
            tell: Vec::new(),
            action: None,
            note: None,
            span,
        };
        for part in children(pair).filter(|part| part.as_rule() == Rule::alert_part).filter_map(|p| children(p).next())
        {
            match part.as_rule() {
                Rule::basis => alert.basis.extend(self.basis(part)),
                Rule::arising => {
                    let kinds = children(part).filter(|inner| inner.as_rule() == Rule::finding);
                    alert.upon.extend(kinds.filter_map(|kind| self.inner_word(kind)));
                }
                Rule::when => alert.when = self.when(part),
                Rule::concerns => alert.concerns.extend(self.listed_names(part)),
                Rule::tell => alert.tell.extend(self.listed_names(part)),
                Rule::action => alert.action = self.texts(part).into_iter().next(),
                Rule::string => alert.note = Some(self.text(&part)),
                _ => {}
            }
        }
        Some(alert)
    }

    pub(super) fn duty(&mut self, pair: Pair<'_, Rule>) -> Option<Duty> {
        let span = self.span(&pair);
        let (name, ..) = self.opening(&pair);
        let mut duty = Duty {
            name: name?,
            by: Vec::new(),
            to: Vec::new(),
            often: None,
            upon: None,
            content: None,
            basis: Basis::new(),
            span,
        };
        for part in children(pair).filter(|part| part.as_rule() == Rule::duty_part).filter_map(|p| children(p).next()) {
            match part.as_rule() {
                Rule::by => duty.by.extend(self.listed_names(part)),
                Rule::to_body => duty.to.extend(self.listed_names(part)),
                Rule::often => duty.often = self.inner_word(part),
                Rule::upon => duty.upon = self.texts(part).into_iter().next(),
                Rule::basis => duty.basis.extend(self.basis(part)),
                Rule::string => duty.content = Some(self.text(&part)),
                _ => {}
            }
        }
        Some(duty)
    }
}
