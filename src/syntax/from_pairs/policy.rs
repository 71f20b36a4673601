//! The document, bodies, registers, readings, definitions.

use super::{Builder, children};
use crate::syntax::ast::{
    Basis, Bodies, Body, Define, Field, FieldType, Name, Policy, PolicyItem, Reading, ReadingOption, Register,
};
use crate::syntax::parser::Rule;
use pest::iterators::Pair;

impl Builder<'_> {
    pub(super) fn policy(&mut self, pair: Pair<'_, Rule>) -> Option<Policy> {
        let span = self.span(&pair);
        let (name, title, _) = self.opening(&pair);
        let items = children(pair)
            .filter(|part| part.as_rule() == Rule::policy_item)
            .filter_map(|part| children(part).next())
            .filter_map(|part| self.policy_item(part))
            .collect();
        Some(Policy { name: name?, title, items, span })
    }

    pub(super) fn policy_item(&mut self, pair: Pair<'_, Rule>) -> Option<PolicyItem> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut parts = children(pair.clone());
        let word = parts.next()?;
        Some(match rule {
            Rule::policy_text => PolicyItem::Texts { word: self.word(&word), texts: self.texts(pair), span },
            Rule::issued => PolicyItem::Issued { date: self.date(&parts.next()?)?, span },
            Rule::effective => {
                let mut dates = parts.filter(|part| part.as_rule() == Rule::date);
                let from = self.date(&dates.next()?)?;
                let until = match dates.next() {
                    Some(date) => Some(self.date(&date)?),
                    None => None,
                };
                PolicyItem::Effective { from, until, span }
            }
            Rule::smallest_unit => PolicyItem::SmallestUnit { unit: self.word(&parts.next()?), span },
            _ => return None,
        })
    }

    pub(super) fn bodies(&mut self, pair: Pair<'_, Rule>) -> Bodies {
        let span = self.span(&pair);
        let bodies = children(pair)
            .filter(|part| part.as_rule() == Rule::body_entry)
            .filter_map(|entry| {
                let span = self.span(&entry);
                let (name, title, _) = self.opening(&entry);
                let phones = children(entry)
                    .filter(|part| part.as_rule() == Rule::phone)
                    .flat_map(|phone| self.texts(phone))
                    .collect();
                Some(Body { name: name?, title, phones, span })
            })
            .collect();
        Bodies { bodies, span }
    }

    pub(super) fn register(&mut self, pair: Pair<'_, Rule>) -> Option<Register> {
        let span = self.span(&pair);
        let (name, ..) = self.opening(&pair);
        let mut register = Register {
            name: name?,
            title: None,
            each_time: None,
            by: Vec::new(),
            often: None,
            basis: Basis::new(),
            fields: Vec::new(),
            span,
        };
        for part in children(pair) {
            match part.as_rule() {
                Rule::register_part => {
                    for inner in children(part) {
                        match inner.as_rule() {
                            Rule::each_time => register.each_time = self.field_named(inner),
                            Rule::by => register.by.extend(self.listed_names(inner)),
                            Rule::often => register.often = self.inner_word(inner),
                            Rule::basis => register.basis.extend(self.basis(inner)),
                            Rule::string => register.title = Some(self.text(&inner)),
                            _ => {}
                        }
                    }
                }
                Rule::field => register.fields.extend(self.field(part)),
                _ => {}
            }
        }
        Some(register)
    }

    /// The name in `逐次 FIELD`.
    fn field_named(&self, pair: Pair<'_, Rule>) -> Option<Name> {
        children(pair).find(|inner| inner.as_rule() == Rule::field_name).map(|inner| self.name(&inner))
    }

    pub(super) fn field(&mut self, pair: Pair<'_, Rule>) -> Option<Field> {
        let span = self.span(&pair);
        let mut parts = children(pair);
        let name = self.name(&parts.next()?);
        let ty = children(parts.next()?).next()?;
        let ty = match ty.as_rule() {
            Rule::enumeration => FieldType::Enumeration {
                span: self.span(&ty),
                members: children(ty).map(|member| self.member(&member)).collect(),
            },
            _ => FieldType::Plain(self.word(&ty)),
        };
        let mut field = Field {
            name,
            ty,
            key: None,
            optional: None,
            recorded: None,
            blank_as_no: None,
            columns: Vec::new(),
            title: None,
            span,
        };
        for part in parts.filter_map(|part| children(part).next()) {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::kw_key => field.key = Some(span),
                Rule::kw_optional => field.optional = Some(span),
                Rule::kw_recorded => field.recorded = Some(span),
                Rule::blank_as_no => field.blank_as_no = Some(span),
                Rule::columns => field.columns.extend(self.texts(part)),
                Rule::string => field.title = Some(self.text(&part)),
                _ => {}
            }
        }
        Some(field)
    }

    pub(super) fn member(&self, pair: &Pair<'_, Rule>) -> Name {
        let none = pair.clone().into_inner().any(|inner| inner.as_rule() == Rule::kw_none);
        let name = self.name(pair);
        if none { Name { text: "无".to_string(), ..name } } else { name }
    }

    pub(super) fn reading(&mut self, pair: Pair<'_, Rule>) -> Option<Reading> {
        let span = self.span(&pair);
        let (name, ..) = self.opening(&pair);
        let mut reading = Reading { name: name?, basis: Basis::new(), question: None, options: Vec::new(), span };
        for part in children(pair) {
            match part.as_rule() {
                Rule::reading_part => {
                    for inner in children(part) {
                        match inner.as_rule() {
                            Rule::basis => reading.basis.extend(self.basis(inner)),
                            _ => reading.question = Some(self.text(&inner)),
                        }
                    }
                }
                Rule::option => {
                    let span = self.span(&part);
                    let (name, reason, _) = self.opening(&part);
                    reading.options.extend(name.map(|name| ReadingOption { name, reason, span }));
                }
                _ => {}
            }
        }
        Some(reading)
    }

    pub(super) fn define(&mut self, pair: Pair<'_, Rule>) -> Option<Define> {
        let span = self.span(&pair);
        let (name, title, basis) = self.opening(&pair);
        let value = children(pair).find(|part| part.as_rule() == Rule::expr)?;
        Some(Define { name: name?, title, basis, value: self.expr(value)?, span })
    }
}
