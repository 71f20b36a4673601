//! Registers of the tree -> registers of the model.

use super::model::{Column, MONEY_SCALE, NUMBER_SCALE, Register, Type};
use super::problem::Problem;
use super::scope::{Checker, Meaning, nearest};
use super::table::clauses;
use crate::diagnostic::Message;
use crate::syntax::{Keyword, Span, ast};
use crate::value::MAX_MEMBERS;

impl Checker {
    /// Registers and the names they bring: their own, and bare names for the columns of the key register.
    pub(super) fn declare_registers(&mut self, registers: &[&ast::Register]) {
        let mut first_key: Option<Span> = None;
        for register in registers {
            for field in &register.fields {
                let Some(span) = field.key else { continue };
                match first_key {
                    Some(first) => self.problems.push(Problem::SecondKey { span, first }),
                    None => first_key = Some(span),
                }
            }
        }
        if first_key.is_none() {
            let span = registers.first().map(|register| register.name.span).unwrap_or_default();
            self.problems.push(Problem::NoKeyRegister { span });
        }
        let mut dated = Vec::new();
        for (index, register) in registers.iter().enumerate() {
            self.declare(&register.name, Meaning::Register(index));
            self.distinct(register.fields.iter().map(|field| &field.name));
            let mut model = self.register(register);
            if first_key.is_none() && index == 0 {
                // reported above; going on as if the first column were the key
                model.key = Some(0);
            }
            if model.is_key() {
                for (column, field) in register.fields.iter().enumerate() {
                    self.declare(&field.name, Meaning::Column(index, column));
                }
            }
            self.registers.push(model);
            dated.extend(register.each_time.as_ref().map(|field| (index, field)));
        }
        dated.into_iter().for_each(|(index, field)| self.each_time(index, field));
    }

    /// 逐次: the column that dates the rows of a register.
    fn each_time(&mut self, index: usize, field: &ast::Name) {
        let Some(register) = self.registers.get(index) else { return };
        let columns = &register.columns;
        let Some(column) = columns.iter().position(|column| column.name == field.text) else {
            self.problems.push(Problem::UnknownName {
                span: field.span,
                name: format!("{}.{}", register.name, field.text),
                suggestion: nearest(&field.text, columns.iter().map(|column| &column.name)),
                spaced: None,
            });
            return;
        };
        self.used.insert(Meaning::Column(index, column));
        let ty = columns.get(column).map(|column| column.ty.clone());
        let is_key = register.is_key();
        match ty {
            Some(Type::Date | Type::Month) if !is_key => {
                if let Some(register) = self.registers.get_mut(index) {
                    register.dated_by = Some(column);
                }
            }
            ty => {
                let ty = ty.filter(|_| !is_key);
                self.problems.push(Problem::NotEachTime { span: field.span, name: field.text.clone(), ty });
            }
        }
    }

    fn register(&mut self, register: &ast::Register) -> Register {
        let key = register.fields.iter().position(|field| field.key.is_some());
        let only = register.fields.len() == 1 && key.is_none();
        let columns = register
            .fields
            .iter()
            .map(|field| {
                let headers = match (field.columns.as_slice(), only) {
                    ([], true) => vec![register.name.text.clone()],
                    ([], false) => vec![field.name.text.clone()],
                    (columns, _) => columns.iter().map(|column| column.text.trim().to_string()).collect(),
                };
                Column {
                    name: field.name.text.clone(),
                    title: field.title.as_ref().map(|title| title.text.clone()),
                    headers,
                    ty: self.field_type(field),
                    is_benefit: is_benefit(field) && !self.benefits.is_empty(),
                    optional: field.optional.is_some(),
                    blank_as_no: field.blank_as_no.is_some(),
                    recorded: field.recorded.is_some(),
                    span: field.name.span,
                }
            })
            .collect();
        Register {
            name: register.name.text.clone(),
            title: register.title.as_ref().map(|title| title.text.clone()),
            by: self.resolve_bodies(&register.by),
            often: register.often.map(|word| word.word),
            basis: clauses(&register.basis),
            columns,
            dated_by: None,
            key,
            listed_header: register.name.text.clone(),
            span: register.name.span,
        }
    }

    fn field_type(&mut self, field: &ast::Field) -> Type {
        match &field.ty {
            ast::FieldType::Enumeration { members, span } => {
                self.distinct(members.iter());
                if members.len() > MAX_MEMBERS {
                    let what = Message::new("取值", "values");
                    self.problems.push(Problem::TooMany { span: *span, what, limit: MAX_MEMBERS });
                }
                Type::Enumeration(members.iter().take(MAX_MEMBERS).map(|member| member.text.clone()).collect())
            }
            ast::FieldType::Plain(word) => match word.word {
                Keyword::kw_t_number => Type::Number { scale: NUMBER_SCALE },
                Keyword::kw_t_whole => Type::Number { scale: 0 },
                Keyword::kw_t_money => Type::Money { scale: MONEY_SCALE },
                Keyword::kw_t_monthly => Type::Monthly { scale: MONEY_SCALE },
                Keyword::kw_t_date => Type::Date,
                Keyword::kw_t_month => Type::Month,
                Keyword::kw_t_truth => Type::Truth,
                Keyword::kw_t_identity => Type::Identity,
                Keyword::kw_t_card => Type::Card,
                Keyword::kw_benefit if !self.benefits.is_empty() => Type::Enumeration(self.benefits.clone()),
                _ => Type::Text,
            },
        }
    }
}

/// Its type is 补贴.
fn is_benefit(field: &ast::Field) -> bool {
    matches!(&field.ty, ast::FieldType::Plain(word) if word.word == Keyword::kw_benefit)
}
