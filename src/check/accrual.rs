//! 计发: its settings, and where filings, approvals, waivers and payments are kept.

use super::from_syntax::text;
use super::model::{Accrual, AccrualItem, AccrualSetting, Type};
use super::problem::Problem;
use super::scope::Checker;
use super::table::clauses;
use crate::diagnostic::Message;
use crate::syntax::{Keyword, ast};

impl Checker {
    pub(super) fn accrual(&mut self, accrual: &ast::Accrual) -> Accrual {
        let benefits = self.resolve_benefits(&accrual.benefits);
        let items: Vec<AccrualItem> = accrual.items.iter().filter_map(|item| self.accrual_item(item)).collect();
        self.one_register_for_filing(&items);
        Accrual {
            benefits,
            basis: self.basis_of(&accrual.basis, &Vec::new(), accrual.span, "计发规则", "this accrual"),
            items,
            span: accrual.span,
        }
    }

    fn accrual_item(&mut self, item: &ast::AccrualItem) -> Option<AccrualItem> {
        let none = ast::Tail::default();
        let (setting, tail, span) = match item {
            ast::AccrualItem::Cycle { span } => (AccrualSetting::Monthly, &none, *span),
            ast::AccrualItem::Start { month, tail, span } => (AccrualSetting::Start(month.word), tail, *span),
            ast::AccrualItem::Stop { month, tail, span } => (AccrualSetting::Stop(month.word), tail, *span),
            ast::AccrualItem::Resume { how, tail, span } => (AccrualSetting::Resume(how.word), tail, *span),
            ast::AccrualItem::BackPay { limit: None, tail, span } => (AccrualSetting::BackPayUnlimited, tail, *span),
            ast::AccrualItem::BackPay { limit: Some(limit), tail, span } => {
                (AccrualSetting::BackPay(limit.number, limit.unit.word), tail, *span)
            }
            ast::AccrualItem::KeptIn { what, place, span } => (self.kept_in(what.word, place)?, &none, *span),
        };
        let when = self.when(&tail.when);
        Some(AccrualItem { setting, when, basis: clauses(&tail.basis), note: text(&tail.note), span })
    }

    /// 申请 and 放弃 name a register, 审批 a date in it, 发放 an amount in it.
    fn kept_in(&mut self, what: Keyword, place: &ast::Path) -> Option<AccrualSetting> {
        let needed = match what {
            Keyword::kw_approval => Some(Message::new("一个日期栏，写作 名册.栏", "a date column: register.column")),
            Keyword::kw_payment => Some(Message::new("一个金额栏，写作 名册.栏", "an amount column: register.column")),
            _ => None,
        };
        let Some(needed) = needed else {
            if let Some(second) = &place.second {
                let what = Message::new("这里只写名册的名称", "only the name of a register stands here");
                self.problems.push(Problem::WrongOperands { span: second.span, what });
                return None;
            }
            let register = self.resolve_register(&place.first)?;
            return self.not_the_key(register, place).then_some(AccrualSetting::KeptIn(what, register, None));
        };
        let (register, column) = self.resolve_column(place)?;
        let ty = &self.registers.get(register)?.columns.get(column)?.ty;
        let fits = match what {
            Keyword::kw_approval => *ty == Type::Date,
            _ => matches!(ty, Type::Money { .. } | Type::Monthly { .. }),
        };
        if !fits {
            let what = Message::new(format!("这里要{}", needed.zh), format!("this needs {}", needed.en));
            self.problems.push(Problem::WrongOperands { span: place.span, what });
            return None;
        }
        self.not_the_key(register, place).then_some(AccrualSetting::KeptIn(what, register, Some(column)))
    }

    /// The key register has one row a person and cannot tell what happened when.
    fn not_the_key(&mut self, register: usize, place: &ast::Path) -> bool {
        self.use_benefit_column(register);
        let is_key = self.registers.get(register).is_some_and(|register| register.is_key());
        if is_key {
            let what = Message::new(
                "主键名册一人一行，记不下每一次；另设一个名册",
                "the key register has one row a person and cannot keep each time; declare another register",
            );
            self.problems.push(Problem::WrongOperands { span: place.span, what });
        }
        !is_key
    }

    /// 审批 is a date of the filing itself, and is known where a start waits for it.
    fn one_register_for_filing(&mut self, items: &[AccrualItem]) {
        let find = |word: Keyword| {
            items.iter().find_map(|item| match item.setting {
                AccrualSetting::KeptIn(what, register, _) if what == word => Some((register, item.span)),
                _ => None,
            })
        };
        let waits = items.iter().find(|item| {
            let word = match item.setting {
                AccrualSetting::Start(word) => word,
                _ => return false,
            };
            matches!(word, Keyword::kw_approval_month | Keyword::kw_after_approval_month)
        });
        if let (Some(waits), Some(_), None) = (waits, find(Keyword::kw_filing), find(Keyword::kw_approval)) {
            let what = Message::new(
                "从审批的月份起，就要写明审批日期在哪一栏：审批 名册.栏",
                "payment starts with the approval, so say where its date is kept: `approval REGISTER.column`",
            );
            self.problems.push(Problem::WrongOperands { span: waits.span, what });
        }
        if let Some((approval, span)) = find(Keyword::kw_approval)
            && find(Keyword::kw_filing).is_none_or(|(filing, _)| filing != approval)
        {
            let what = Message::new(
                "审批日期要在“申请”的名册里：先写 申请 名册，再写 审批 同一名册.栏",
                "the date of approval stands in the register of filings: `filing REGISTER`, then `approval REGISTER.column`",
            );
            self.problems.push(Problem::WrongOperands { span, what });
        }
    }
}
