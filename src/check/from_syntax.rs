//! Declarations of the tree -> declarations of the model.

use super::expression::Context;
use super::model::{
    Benefit, Cap, Choice, Deem, Exclusion, ExpectedOutcome, Expr, ExprKind, Header, HigherOf, Other, Promise, Reading,
    Requirement, SlotKind, Together, TopUp, Type,
};
use super::problem::Problem;
use super::scope::Checker;
use super::table::clauses;
use crate::diagnostic::Message;
use crate::syntax::{Keyword, Span, ast};
use std::collections::HashMap;

pub(super) fn text(text: &Option<ast::Text>) -> Option<String> {
    text.as_ref().map(|text| text.text.clone())
}

pub(super) fn texts(texts: &[ast::Text]) -> Vec<String> {
    texts.iter().map(|text| text.text.clone()).collect()
}

/// Reports the second of two items that may be given once.
pub(super) fn once(
    first: &mut HashMap<&'static str, Span>,
    what: &'static str,
    span: Span,
    problems: &mut Vec<Problem>,
) {
    match first.get(what) {
        Some(first) => problems.push(Problem::GivenTwice { span, what: what.to_string(), first: *first }),
        None => {
            first.insert(what, span);
        }
    }
}

impl Checker {
    pub(super) fn header(&mut self, policy: &ast::Policy) -> Header {
        let mut header = Header { title: text(&policy.title), ..Header::default() };
        let mut seen = HashMap::new();
        for item in &policy.items {
            match item {
                ast::PolicyItem::Texts { word, texts: given, .. } => header.texts.push((word.word, texts(given))),
                ast::PolicyItem::Issued { date, span } => {
                    once(&mut seen, "印发", *span, &mut self.problems);
                    header.issued = Some(date.date);
                }
                ast::PolicyItem::Effective { from, until, span } => {
                    once(&mut seen, "施行", *span, &mut self.problems);
                    if until.is_some_and(|until| until.date < from.date) {
                        self.problems.push(Problem::HistoryOrder { span: *span });
                    }
                    header.effective_from = Some(from.date);
                    header.effective_until = until.map(|until| until.date);
                }
                ast::PolicyItem::SmallestUnit { unit, span } => {
                    once(&mut seen, "最小单位", *span, &mut self.problems);
                    header.unit = Some(unit.word);
                }
            }
        }
        header
    }

    pub(super) fn basis_of(
        &mut self,
        basis: &ast::Basis,
        otherwise: &ast::Basis,
        span: Span,
        zh: &str,
        en: &str,
    ) -> Vec<String> {
        let basis = if basis.is_empty() { otherwise } else { basis };
        if basis.is_empty() {
            self.problems.push(Problem::NoBasis { span, what: Message::new(zh, en) });
        }
        clauses(basis)
    }

    pub(super) fn when(&mut self, when: &Option<ast::Expr>) -> Option<Expr> {
        when.as_ref().and_then(|when| self.condition(when, Context::default()))
    }

    pub(super) fn reading(&mut self, reading: &ast::Reading) -> Reading {
        self.distinct(reading.options.iter().map(|option| &option.name));
        if reading.options.len() < 2 {
            self.problems.push(Problem::OneOption { span: reading.name.span, name: reading.name.text.clone() });
        }
        Reading {
            name: reading.name.text.clone(),
            question: text(&reading.question),
            basis: clauses(&reading.basis),
            options: reading.options.iter().map(|option| option.name.text.clone()).collect(),
            reasons: reading.options.iter().map(|option| text(&option.reason)).collect(),
            span: reading.name.span,
        }
    }

    pub(super) fn benefit(&mut self, benefit: &ast::Benefit) -> Option<Benefit> {
        let mut requirements = Vec::new();
        let mut rate = None;
        let mut confirmed_until = None;
        let mut seen = HashMap::new();
        let mut given = false;
        for item in &benefit.items {
            match item {
                ast::BenefitItem::Requirements { basis, requirements: lines, .. } => {
                    given |= !lines.is_empty();
                    self.distinct(lines.iter().filter_map(|line| line.label.as_ref()));
                    for line in lines {
                        let condition = self.condition(&line.condition, Context::default());
                        let basis = self.basis_of(&line.basis, basis, line.span, "这一条件", "this requirement");
                        requirements.extend(condition.map(|condition| Requirement {
                            label: line.label.as_ref().map(|label| label.text.clone()),
                            condition,
                            basis,
                            span: line.span,
                        }));
                    }
                }
                ast::BenefitItem::Rate { basis, amount, span } => {
                    once(&mut seen, "标准", *span, &mut self.problems);
                    let typed = match amount {
                        ast::Rate::Amount(expr) => self.expr(expr, Context::default()),
                        ast::Rate::History(periods) => self.history(periods, *span, Context::default()),
                    };
                    if basis.is_empty() && !typed.as_ref().is_some_and(every_row_cites) && typed.is_some() {
                        self.problems.push(Problem::NoBasis { span: *span, what: Message::new("标准", "the rate") });
                    }
                    let typed = typed.and_then(|typed| self.as_monthly(typed));
                    rate = Some((typed, clauses(basis)));
                }
                ast::BenefitItem::Confirmed { until, span } => {
                    once(&mut seen, "确认至", *span, &mut self.problems);
                    confirmed_until = Some((until.date, *span));
                }
            }
        }
        if !given {
            self.problems.push(Problem::NoRequirement { span: benefit.name.span, name: benefit.name.text.clone() });
        }
        let Some((rate, rate_basis)) = rate else {
            self.problems.push(Problem::NoRate { span: benefit.name.span, name: benefit.name.text.clone() });
            return None;
        };
        Some(Benefit {
            name: benefit.name.text.clone(),
            title: text(&benefit.title),
            requirements,
            rate: rate?,
            rate_basis,
            confirmed_until,
            span: benefit.span,
        })
    }

    pub(super) fn exclusion(&mut self, exclude: &ast::Exclude) -> Exclusion {
        Exclusion {
            benefits: self.resolve_benefits(&exclude.benefits),
            when: self.when(&exclude.tail.when),
            basis: self.basis_of(&exclude.tail.basis, &Vec::new(), exclude.span, "不享受规则", "this exclusion"),
            note: text(&exclude.tail.note),
            span: exclude.span,
        }
    }

    pub(super) fn higher_of(&mut self, higher_of: &ast::HigherOf) -> HigherOf {
        let others = higher_of
            .others
            .iter()
            .filter_map(|other| {
                let basis = self.basis_of(&other.basis, &higher_of.tail.basis, other.span, "择高规则", "this choice");
                let amount = self.monthly(&other.amount, Context::default())?;
                Some(Other { amount: self.drawn(amount), basis, span: other.span })
            })
            .collect();
        HigherOf {
            benefits: self.resolve_benefits(&higher_of.benefits),
            others,
            when: self.when(&higher_of.tail.when),
            note: text(&higher_of.tail.note),
            span: higher_of.span,
        }
    }

    /// An amount of other benefits: what is not drawn counts as 0.
    fn drawn(&self, amount: Expr) -> Expr {
        let Expr { kind, ty, span } = amount;
        let boxed = |inner: Box<Expr>| Box::new(self.drawn(*inner));
        let kind = match kind {
            ExprKind::Fact { register, kind: SlotKind::Column(column), row: false } if ty.scale().is_some() => {
                let fact = |kind, ty: &Type| Expr::new(ExprKind::Fact { register, kind, row: false }, ty.clone(), span);
                let optional = self
                    .registers
                    .get(register)
                    .and_then(|register| register.columns.get(column))
                    .is_some_and(|column| column.optional);
                let when = if optional { SlotKind::Present(column) } else { SlotKind::Listed };
                let zero = Expr::new(ExprKind::Constant(crate::value::Value::known(0)), ty.clone(), span);
                ExprKind::If {
                    when: Box::new(fact(when, &Type::Truth)),
                    then: Box::new(fact(SlotKind::Column(column), &ty)),
                    otherwise: Box::new(zero),
                }
            }
            ExprKind::Add(left, right) => ExprKind::Add(boxed(left), boxed(right)),
            ExprKind::Subtract(left, right) => ExprKind::Subtract(boxed(left), boxed(right)),
            ExprKind::Multiply(left, right) => ExprKind::Multiply(boxed(left), boxed(right)),
            ExprKind::Quotient { left, right, up, multiple, mode } => {
                ExprKind::Quotient { left: boxed(left), right, up, multiple, mode }
            }
            ExprKind::Greatest(of) => ExprKind::Greatest(of.into_iter().map(|of| self.drawn(of)).collect()),
            ExprKind::Least(of) => ExprKind::Least(of.into_iter().map(|of| self.drawn(of)).collect()),
            ExprKind::Choose(choices) => ExprKind::Choose(
                choices.into_iter().map(|choice| Choice { value: self.drawn(choice.value), ..choice }).collect(),
            ),
            ExprKind::Define(define) => match self.define_values.get(define).cloned().flatten() {
                Some(value) => return Expr { span, ..self.drawn(value) },
                None => ExprKind::Define(define),
            },
            other => other,
        };
        Expr { kind, ty, span }
    }

    pub(super) fn top_up(&mut self, top_up: &ast::TopUp) -> Option<TopUp> {
        let benefits = self.resolve_benefits(&top_up.benefits);
        let other = self.monthly(&top_up.other, Context::default());
        let when = self.when(&top_up.tail.when);
        let basis = self.basis_of(&top_up.tail.basis, &Vec::new(), top_up.span, "补差规则", "this top-up");
        Some(TopUp { benefits, other: self.drawn(other?), when, basis, span: top_up.span })
    }

    pub(super) fn cap(&mut self, cap: &ast::Cap) -> Option<Cap> {
        let benefits = self.resolve_benefits(&cap.benefits);
        let limit = self.monthly(&cap.limit, Context::default());
        let when = self.when(&cap.tail.when);
        let basis = self.basis_of(&cap.tail.basis, &Vec::new(), cap.span, "封顶规则", "this cap");
        Some(Cap { benefits, limit: self.drawn(limit?), when, basis, span: cap.span })
    }

    pub(super) fn together(&mut self, together: &ast::Together) -> Together {
        Together {
            benefits: self.resolve_benefits(&together.benefits),
            others: together.others.iter().filter_map(|register| self.resolve_register(register)).collect(),
            when: self.when(&together.tail.when),
            basis: self.basis_of(&together.tail.basis, &Vec::new(), together.span, "并享规则", "this rule"),
            span: together.span,
        }
    }

    pub(super) fn deem(&mut self, deem: &ast::Deem) -> Option<Deem> {
        let fact = self.resolve_column(&deem.fact);
        let of =
            fact.and_then(|(register, column)| Some(self.registers.get(register)?.columns.get(column)?.ty.clone()));
        let value = match &of {
            Some(ty) => self.operand(&deem.value, ty, Context::default()),
            None => self.expr(&deem.value, Context::default()),
        };
        let when = self.when(&deem.tail.when);
        let basis = self.basis_of(&deem.tail.basis, &Vec::new(), deem.span, "视为规则", "this fiction");
        let (register, column) = fact?;
        let value = value?;
        let field = self.registers.get(register)?.columns.get(column)?;
        let (ty, optional) = (field.ty.clone(), field.optional);
        if ty != value.ty && !ty.same_unit(&value.ty) {
            let (left_span, right_span) = (deem.fact.span, value.span);
            self.problems.push(Problem::Incomparable { left: ty, left_span, right: value.ty, right_span });
            return None;
        }
        let value = match (value.ty.scale(), ty.scale()) {
            (Some(finer), Some(scale)) if finer > scale => {
                self.problems.push(Problem::NeedsRounding { span: value.span, division: false });
                return None;
            }
            (_, Some(scale)) => value.rescaled(scale),
            _ => value,
        };
        if !super::parts::parts_of(&ty).is_empty() {
            self.wrong_operands(deem.fact.span, "证件号码不能视为", "identity and card numbers cannot be deemed");
            return None;
        }
        if let ExprKind::Fact { register, kind: SlotKind::Column(column), .. } = value.kind
            && !optional
        {
            // 可无 deemed onto a fact that is always there must be guarded by 当
            let probe =
                Expr::new(ExprKind::Less(Box::new(value.clone()), Box::new(value.clone())), Type::Truth, value.span);
            let unguarded =
                super::guards::Guards { registers: &self.registers, defines: &[] }.unguarded(&probe, when.iter());
            let is_optional = self.registers.get(register)?.columns.get(column)?.optional;
            self.problems.extend(unguarded.into_iter().take(usize::from(is_optional)));
        }
        Some(Deem { register, column, value, when, basis, span: deem.span })
    }

    pub(super) fn promise(&mut self, promise: &ast::Promise) -> Promise {
        let context = Context { benefits: true, ..Context::default() };
        let claims = promise
            .claims
            .iter()
            .filter_map(|claim| {
                let given = claim.given.as_ref().map(|given| self.condition(given, context));
                let then = self.condition(&claim.then, context)?;
                Some(match given {
                    Some(given) => Expr::new(ExprKind::Any(vec![given?.negated(), then]), Type::Truth, claim.span),
                    None => Expr { span: claim.span, ..then },
                })
            })
            .collect();
        Promise { name: promise.name.text.clone(), basis: clauses(&promise.basis), claims, span: promise.name.span }
    }

    pub(super) fn keyword_of_expected(word: Keyword) -> ExpectedOutcome {
        match word {
            Keyword::kw_entitled => ExpectedOutcome::Entitled,
            Keyword::kw_not_entitled => ExpectedOutcome::NotEntitled,
            _ => ExpectedOutcome::Undetermined,
        }
    }
}

/// The rate is made of a table whose rows all cite a clause.
fn every_row_cites(rate: &Expr) -> bool {
    match &rate.kind {
        ExprKind::Choose(choices) => choices.iter().all(|choice| !choice.basis.is_empty()),
        _ => rate.children().into_iter().any(every_row_cites),
    }
}
