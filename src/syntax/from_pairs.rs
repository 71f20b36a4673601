//! Parser pairs -> declarations of the syntax tree.

use super::ast::*;
use super::parser::Rule;
use super::problem::Problem;
use super::{Span, narrow};
use pest::iterators::Pair;

/// Builds the tree of one stretch of source that begins at byte `base`. A part that the grammar
/// promises but that is missing makes the whole declaration `None`; mistakes of meaning (a date that
/// does not exist) go to `problems`.
pub(super) struct Builder<'p> {
    base: usize,
    pub(super) problems: &'p mut Vec<Problem>,
}

/// The children of a pair, marks such as brackets and commas left out.
pub(super) fn children(pair: Pair<'_, Rule>) -> impl Iterator<Item = Pair<'_, Rule>> {
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
    pub(super) fn new(base: usize, problems: &'p mut Vec<Problem>) -> Builder<'p> {
        Builder { base, problems }
    }

    pub(super) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        Span::new(self.base + pair.as_span().start(), self.base + end(pair))
    }

    pub(super) fn word(&self, pair: &Pair<'_, Rule>) -> Word {
        Word { word: pair.as_rule(), span: self.span(pair) }
    }

    /// A keyword that the grammar wraps in a rule of its own, such as `often`.
    pub(super) fn inner_word(&self, pair: Pair<'_, Rule>) -> Option<Word> {
        children(pair).next().map(|inner| self.word(&inner))
    }

    pub(super) fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { text: narrow(pair.as_str()).into_owned(), span: self.span(pair) }
    }

    fn names(&self, pair: Pair<'_, Rule>) -> Vec<Name> {
        children(pair).filter(|inner| inner.as_rule() == Rule::name).map(|inner| self.name(&inner)).collect()
    }

    /// The names inside `由 A、B`, `向 A、B` and the like.
    fn listed_names(&self, pair: Pair<'_, Rule>) -> Vec<Name> {
        children(pair).filter(|inner| inner.as_rule() == Rule::names).flat_map(|inner| self.names(inner)).collect()
    }

    pub(super) fn text(&self, pair: &Pair<'_, Rule>) -> Text {
        let text = pair.clone().into_inner().next().map(|inner| inner.as_str().to_string()).unwrap_or_default();
        Text { text, span: self.span(pair) }
    }

    fn texts(&self, pair: Pair<'_, Rule>) -> Vec<Text> {
        children(pair)
            .flat_map(|inner| match inner.as_rule() {
                Rule::string => vec![self.text(&inner)],
                Rule::strings => self.texts(inner),
                _ => Vec::new(),
            })
            .collect()
    }

    pub(super) fn basis(&self, pair: Pair<'_, Rule>) -> Basis {
        children(pair)
            .filter(|inner| inner.as_rule() == Rule::clause)
            .map(|inner| Clause { text: narrow(inner.as_str()).into_owned(), span: self.span(&inner) })
            .collect()
    }

    fn when(&mut self, pair: Pair<'_, Rule>) -> Option<Expr> {
        children(pair).find(|inner| inner.as_rule() == Rule::expr).and_then(|inner| self.expr(inner))
    }

    fn tail(&mut self, pair: Pair<'_, Rule>) -> Tail {
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

    pub(super) fn declaration(&mut self, pair: Pair<'_, Rule>) -> Option<Declaration> {
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
    fn opening(&self, pair: &Pair<'_, Rule>) -> (Option<Name>, Option<Text>, Basis) {
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

    fn policy(&mut self, pair: Pair<'_, Rule>) -> Option<Policy> {
        let span = self.span(&pair);
        let (name, title, _) = self.opening(&pair);
        let items = children(pair)
            .filter(|part| part.as_rule() == Rule::policy_item)
            .filter_map(|part| children(part).next())
            .filter_map(|part| self.policy_item(part))
            .collect();
        Some(Policy { name: name?, title, items, span })
    }

    fn policy_item(&mut self, pair: Pair<'_, Rule>) -> Option<PolicyItem> {
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

    fn bodies(&mut self, pair: Pair<'_, Rule>) -> Bodies {
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

    fn register(&mut self, pair: Pair<'_, Rule>) -> Option<Register> {
        let span = self.span(&pair);
        let (name, ..) = self.opening(&pair);
        let mut register = Register {
            name: name?,
            title: None,
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

    fn field(&mut self, pair: Pair<'_, Rule>) -> Option<Field> {
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

    fn member(&self, pair: &Pair<'_, Rule>) -> Name {
        let none = pair.clone().into_inner().any(|inner| inner.as_rule() == Rule::kw_none);
        let name = self.name(pair);
        if none { Name { text: "无".to_string(), ..name } } else { name }
    }

    fn reading(&mut self, pair: Pair<'_, Rule>) -> Option<Reading> {
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

    fn define(&mut self, pair: Pair<'_, Rule>) -> Option<Define> {
        let span = self.span(&pair);
        let (name, title, basis) = self.opening(&pair);
        let value = children(pair).find(|part| part.as_rule() == Rule::expr)?;
        Some(Define { name: name?, title, basis, value: self.expr(value)?, span })
    }

    fn benefit(&mut self, pair: Pair<'_, Rule>) -> Option<Benefit> {
        let span = self.span(&pair);
        let (name, title, _) = self.opening(&pair);
        let items = children(pair)
            .filter(|part| part.as_rule() == Rule::benefit_item)
            .filter_map(|part| children(part).next())
            .filter_map(|part| self.benefit_item(part))
            .collect();
        Some(Benefit { name: name?, title, items, span })
    }

    fn benefit_item(&mut self, pair: Pair<'_, Rule>) -> Option<BenefitItem> {
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

    fn requirement(&mut self, pair: Pair<'_, Rule>) -> Option<Requirement> {
        let span = self.span(&pair);
        let (label, _, basis) = self.opening(&pair);
        let condition = children(pair).find(|part| part.as_rule() == Rule::expr)?;
        Some(Requirement { label, condition: self.expr(condition)?, basis, span })
    }

    fn history(&mut self, pair: Pair<'_, Rule>) -> Vec<Dated> {
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

    fn exclude(&mut self, pair: Pair<'_, Rule>) -> Exclude {
        let span = self.span(&pair);
        let (benefits, _, tail) = self.benefits_and_tail(pair);
        Exclude { benefits, tail, span }
    }

    /// For declarations `WORD BENEFITS … [EXPR] TAIL`.
    fn benefits_and_tail(&mut self, pair: Pair<'_, Rule>) -> (Vec<Name>, Option<Expr>, Tail) {
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

    fn higher_of(&mut self, pair: Pair<'_, Rule>) -> HigherOf {
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

    fn other(&mut self, pair: Pair<'_, Rule>) -> Option<Other> {
        let span = self.span(&pair);
        let (_, _, basis) = self.opening(&pair);
        let amount = children(pair).find(|part| part.as_rule() == Rule::expr)?;
        Some(Other { amount: self.expr(amount)?, basis, span })
    }

    fn top_up(&mut self, pair: Pair<'_, Rule>) -> Option<TopUp> {
        let span = self.span(&pair);
        let (benefits, value, tail) = self.benefits_and_tail(pair);
        Some(TopUp { benefits, other: value?, tail, span })
    }

    fn cap(&mut self, pair: Pair<'_, Rule>) -> Option<Cap> {
        let span = self.span(&pair);
        let (benefits, value, tail) = self.benefits_and_tail(pair);
        Some(Cap { benefits, limit: value?, tail, span })
    }

    fn together(&mut self, pair: Pair<'_, Rule>) -> Together {
        let span = self.span(&pair);
        let mut lists =
            children(pair.clone()).filter(|part| part.as_rule() == Rule::names).map(|part| self.names(part));
        let (benefits, others) = (lists.next().unwrap_or_default(), lists.next().unwrap_or_default());
        drop(lists);
        let (_, _, tail) = self.benefits_and_tail(pair);
        Together { benefits, others, tail, span }
    }

    fn deem(&mut self, pair: Pair<'_, Rule>) -> Option<Deem> {
        let span = self.span(&pair);
        let fact = children(pair.clone()).find(|part| part.as_rule() == Rule::path)?;
        let fact = self.path(fact)?;
        let (_, value, tail) = self.benefits_and_tail(pair);
        Some(Deem { fact, value: value?, tail, span })
    }

    fn accrual(&mut self, pair: Pair<'_, Rule>) -> Accrual {
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

    fn accrual_item(&mut self, pair: Pair<'_, Rule>) -> Option<AccrualItem> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut parts = children(pair).skip(1);
        let Some(first) = parts.next() else { return Some(AccrualItem::Cycle { span }) };
        if rule == Rule::cycle {
            return Some(AccrualItem::Cycle { span });
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

    fn procedure(&mut self, pair: Pair<'_, Rule>) -> Option<Procedure> {
        let span = self.span(&pair);
        let (name, title, basis) = self.opening(&pair);
        let stages =
            children(pair).filter(|part| part.as_rule() == Rule::stage).filter_map(|part| self.stage(part)).collect();
        Some(Procedure { name: name?, title, basis, stages, span })
    }

    fn stage(&mut self, pair: Pair<'_, Rule>) -> Option<Stage> {
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

    fn alert(&mut self, pair: Pair<'_, Rule>) -> Option<Alert> {
        let span = self.span(&pair);
        let (name, ..) = self.opening(&pair);
        let mut alert = Alert {
            name: name?,
            basis: Basis::new(),
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

    fn duty(&mut self, pair: Pair<'_, Rule>) -> Option<Duty> {
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

    fn promise(&mut self, pair: Pair<'_, Rule>) -> Option<Promise> {
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

    fn example(&mut self, pair: Pair<'_, Rule>) -> Option<Example> {
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

    fn example_item(&mut self, pair: Pair<'_, Rule>) -> Option<ExampleItem> {
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
                let outcome = parts.next()?;
                let outcome = match outcome.as_rule() {
                    Rule::kw_is | Rule::op_equal => Expected::Amount(self.literal(parts.next()?)?),
                    _ => Expected::Status(self.word(&outcome)),
                };
                Some(ExampleItem::Expect { benefit, outcome, basis, span })
            }
            _ => None,
        }
    }
}
