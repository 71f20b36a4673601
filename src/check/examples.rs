//! Examples (用例): facts given and outcomes expected; those of 同 come first.

use super::model::{Example, ExampleTime, Expected, ExpectedOutcome, ExprKind, Given, GivenFact, Type};
use super::problem::Problem;
use super::scope::{Checker, nearest};
use super::table::clauses;
use crate::diagnostic::Message;
use crate::syntax::{Span, ast};
use rust_decimal::Decimal;
use std::collections::HashMap;

impl Checker {
    pub(super) fn examples(&mut self, examples: &[&ast::Example]) -> Vec<Example> {
        self.distinct(examples.iter().map(|example| &example.name));
        let own: Vec<Vec<Given>> = examples.iter().map(|example| self.given(example)).collect();
        let index: HashMap<&str, usize> =
            examples.iter().enumerate().rev().map(|(index, example)| (example.name.text.as_str(), index)).collect();
        let mut checked = Vec::new();
        for (at, example) in examples.iter().enumerate() {
            let mut chain = vec![at];
            let mut current = *example;
            while let Some(same_as) = &current.same_as {
                match index.get(same_as.text.as_str()) {
                    Some(next) if chain.contains(next) => {
                        let names =
                            chain.iter().filter_map(|at| examples.get(*at)).map(|e| e.name.text.clone()).collect();
                        self.problems.push(Problem::Circle { span: same_as.span, names });
                        break;
                    }
                    Some(next) => {
                        chain.push(*next);
                        match examples.get(*next) {
                            Some(example) => current = example,
                            None => break,
                        }
                    }
                    None => {
                        if chain.len() == 1 {
                            let suggestion = nearest(&same_as.text, examples.iter().map(|example| &example.name.text));
                            self.problems.push(Problem::UnknownName {
                                span: same_as.span,
                                name: same_as.text.clone(),
                                suggestion,
                                spaced: None,
                            });
                        }
                        break;
                    }
                }
            }
            let given = chain.iter().rev().filter_map(|at| own.get(*at)).flatten().cloned().collect();
            let on = match example.on {
                ast::ExampleTime::Day(day) => ExampleTime::Day(day.date),
                ast::ExampleTime::Month(month) => ExampleTime::Month(month.year, month.month),
            };
            let expected = self.expected(example);
            let skip = self.skip(example);
            let (name, span) = (example.name.text.clone(), example.name.span);
            checked.push(Example { name, on, given, expected, skip, span });
        }
        checked
    }

    fn given(&mut self, example: &ast::Example) -> Vec<Given> {
        let mut given = Vec::new();
        for item in &example.items {
            match item {
                ast::ExampleItem::Listed { register, listed, .. } => {
                    let register = self.resolve_register(register);
                    given.extend(register.map(|register| Given { register, fact: GivenFact::Listed(*listed) }));
                }
                ast::ExampleItem::Given { fact, value, .. } => given.extend(self.given_fact(fact, value)),
                ast::ExampleItem::Expect { .. } | ast::ExampleItem::Skip { .. } => {}
            }
        }
        given
    }

    fn given_fact(&mut self, fact: &ast::Path, value: &ast::GivenValue) -> Option<Given> {
        let (register, column) = self.resolve_column(fact)?;
        let field = self.registers.get(register)?.columns.get(column)?;
        let (ty, optional) = (field.ty.clone(), field.optional);
        let text = match value {
            ast::GivenValue::Unknown(_) => None,
            ast::GivenValue::Name(name) => Some(self.given_member(&ty, &name.text, name.span)?),
            ast::GivenValue::Literal(literal) => Some(self.given_literal(&ty, optional, literal, fact.span)?),
        };
        Some(Given { register, fact: GivenFact::Column(column, text) })
    }

    fn given_literal(&mut self, ty: &Type, optional: bool, literal: &ast::Literal, fact: Span) -> Option<String> {
        use ast::LiteralKind as Kind;
        match (&literal.kind, ty) {
            (Kind::Text(text), Type::Enumeration(_)) => self.given_member(ty, text, literal.span),
            (Kind::None, Type::Enumeration(members)) if members.iter().any(|member| member == "无") => {
                Some("无".to_string())
            }
            (Kind::None, _) if optional => Some("无".to_string()),
            (Kind::None, _) => {
                self.wrong_operands(literal.span, "这一栏没有注明“可无”", "this column is not `optional`");
                None
            }
            (Kind::Text(text), Type::Text | Type::Identity | Type::Card) => Some(text.clone()),
            _ => {
                let typed = self.literal(literal)?;
                if typed.ty != *ty && !typed.ty.same_unit(ty) {
                    self.problems.push(Problem::Incomparable {
                        left: ty.clone(),
                        left_span: fact,
                        right: typed.ty,
                        right_span: typed.span,
                    });
                    return None;
                }
                match &literal.kind {
                    Kind::Date(date) => Some(date.to_string()),
                    Kind::Month { year, month } => Some(format!("{year:04}-{month:02}")),
                    Kind::Money { number, .. } | Kind::Number(number) => Some(number.to_string()),
                    Kind::Percent(number) => Some((*number / Decimal::ONE_HUNDRED).normalize().to_string()),
                    Kind::Truth(truth) => Some(if *truth { "是" } else { "否" }.to_string()),
                    Kind::Text(_) | Kind::Period { .. } | Kind::None => None,
                }
            }
        }
    }

    fn given_member(&mut self, ty: &Type, name: &str, span: Span) -> Option<String> {
        let members: &[String] = match ty {
            Type::Enumeration(members) => members,
            _ => &[],
        };
        if members.iter().any(|member| member == name) {
            return Some(name.to_string());
        }
        self.problems.push(Problem::NotAMember {
            span,
            name: name.to_string(),
            members: members.to_vec(),
            suggestion: nearest(name, members.iter()),
        });
        None
    }

    fn expected(&mut self, example: &ast::Example) -> Vec<Expected> {
        let mut expected = Vec::new();
        for item in &example.items {
            let ast::ExampleItem::Expect { benefit, outcome, basis, because, span } = item else { continue };
            let Some(benefit) = self.resolve_benefit(benefit) else { continue };
            let place = outcome.as_ref().map(ast::Expected::span).unwrap_or_default();
            let outcome = match outcome {
                None => None,
                Some(ast::Expected::Status(word)) => Some((Checker::keyword_of_expected(word.word), place)),
                Some(ast::Expected::Amount(_, literal)) => {
                    let amount = self.literal(literal).and_then(|literal| self.as_monthly(literal));
                    match amount.map(|amount| amount.kind) {
                        Some(ExprKind::Constant(value)) => Some((ExpectedOutcome::Amount(value.lo), place)),
                        _ => continue,
                    }
                }
            };
            let because = because.as_ref().map(|because| because.text.clone());
            expected.push(Expected { benefit, outcome, basis: clauses(basis), because, span: *span });
        }
        if expected.is_empty() {
            let what = Message::new(
                format!("用例“{}”没有写应当怎样", example.name.text),
                format!("example `{}` expects nothing", example.name.text),
            );
            let skipped = example.items.iter().any(|item| matches!(item, ast::ExampleItem::Skip { .. }));
            if !self.is_base(example) && !skipped {
                self.problems.push(Problem::WrongOperands { span: example.name.span, what });
            }
        }
        expected
    }

    /// Why an example is not run.
    fn skip(&mut self, example: &ast::Example) -> Option<String> {
        let mut first: Option<(&str, Span)> = None;
        for item in &example.items {
            let ast::ExampleItem::Skip { why, span } = item else { continue };
            if why.text.trim().is_empty() {
                self.problems.push(Problem::SkipWithoutReason { span: *span, example: example.name.text.clone() });
            }
            match first {
                Some((_, first)) => {
                    let what = "略过".to_string();
                    self.problems.push(Problem::GivenTwice { span: *span, what, first });
                }
                None => first = Some((&why.text, *span)),
            }
        }
        first.map(|(why, _)| why.to_string())
    }

    /// An example that others build on need not expect anything itself.
    fn is_base(&self, example: &ast::Example) -> bool {
        self.bases.contains(&example.name.text)
    }
}
