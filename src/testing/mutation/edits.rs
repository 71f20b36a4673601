//! The small changes of one expression.

use super::mutant::MutantKind;
use crate::check::model::{Expr, ExprKind, MONEY_SCALE, Type};
use crate::diagnostic::{Lang, Message, Span};
use crate::eval::NONE_MEMBER;
use crate::explain::literal_text;
use crate::plan::Plan;
use crate::syntax::{Keyword, word};
use crate::value::Value;

/// One change within an expression.
pub(super) struct Found {
    pub(super) kind: MutantKind,
    pub(super) words: Message,
    pub(super) span: Span,
    /// which child of which child
    pub(super) path: Vec<usize>,
    pub(super) with: Expr,
}

pub(super) struct Edits<'p> {
    plan: &'p Plan,
    path: Vec<usize>,
    found: Vec<Found>,
}

impl<'p> Edits<'p> {
    pub(super) fn of(plan: &'p Plan, expr: &Expr) -> Vec<Found> {
        let mut edits = Edits { plan, path: Vec::new(), found: Vec::new() };
        edits.visit(expr);
        edits.found
    }

    fn visit(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Member { of, .. } if matches!(of.kind, ExprKind::Reading(_)) => return,
            ExprKind::Member { of, set } => self.members(expr, of, *set),
            ExprKind::All(of) | ExprKind::Any(of) => self.junction(expr, of),
            ExprKind::Less(left, right) | ExprKind::LessEqual(left, right) | ExprKind::Equal(left, right) => {
                if !is_ordered(&left.ty) || !is_ordered(&right.ty) {
                    return;
                }
                if !self.bound(expr, 0, left) && !self.bound(expr, 1, right) {
                    self.comparison(expr, left, right);
                }
            }
            ExprKind::AddDays(of, days) => {
                let make = |days| ExprKind::AddDays(of.clone(), days);
                self.offset(expr, *days, make, Message::new("天", "day(s)"));
            }
            ExprKind::AddMonths(of, months) => {
                let make = |months| ExprKind::AddMonths(of.clone(), months);
                self.offset(expr, *months, make, Message::new("个月", "month(s)"));
            }
            ExprKind::Constant(value) if expr.ty.scale().is_some() => self.amount(expr, *value),
            _ => {}
        }
        let is_compared = matches!(expr.kind, ExprKind::Less(..) | ExprKind::LessEqual(..) | ExprKind::Equal(..));
        for (index, child) in expr.children().into_iter().enumerate() {
            let done = matches!(child.kind, ExprKind::Constant(_)) && (is_compared || child.span == expr.span);
            if !done {
                self.path.push(index);
                self.visit(child);
                self.path.pop();
            }
        }
    }

    /// Puts another expression where this one stands.
    fn replace(&mut self, kind: MutantKind, expr: &Expr, with: ExprKind, words: Message) {
        let with = Expr::new(with, expr.ty.clone(), expr.span);
        self.found.push(Found { kind, words, span: expr.span, path: self.path.clone(), with });
    }

    /// A constant bound of a comparison, moved both ways; whether the side is one.
    fn bound(&mut self, comparison: &Expr, child: usize, side: &Expr) -> bool {
        let ExprKind::Constant(value) = &side.kind else { return false };
        for by in [1, -1] {
            let moved = Value::known(value.lo.saturating_add(by * unit(&side.ty)));
            let from = self.plan.words(comparison.span);
            let words = change(&format!("{from}：{}", self.plan.words(side.span)), &literal_text(&side.ty, moved.lo));
            self.path.push(child);
            self.replace(MutantKind::Bound, side, ExprKind::Constant(moved), words);
            self.path.pop();
        }
        true
    }

    /// A comparison of two things that vary: what holds exactly at the bound, and one unit beside it.
    fn comparison(&mut self, expr: &Expr, left: &Expr, right: &Expr) {
        let text = self.plan.words(expr.span);
        let says = |zh: &str, en: &str| Message::new(format!("{text}：{zh}"), format!("{text}: {en}"));
        let (one_zh, one_en) = match &left.ty {
            Type::Date => ("天", "day"),
            Type::Month => ("个月", "month"),
            Type::Money { .. } | Type::Monthly { .. } => ("分", "fen"),
            _ => ("个单位", "unit"),
        };
        let beside =
            || says(&format!("只差一{one_zh}时结果相反"), &format!("the opposite one {one_en} beside the bound"));
        let at = says("正好相等时结果相反", "the opposite exactly at the bound");
        let other = |side: &Expr| Box::new(side.clone());
        let mut add = |kind, words| self.replace(MutantKind::Bound, expr, kind, words);
        match &expr.kind {
            ExprKind::Less(..) => {
                add(ExprKind::LessEqual(other(left), other(right)), at);
                add(ExprKind::Less(Box::new(moved(left, 1)), other(right)), beside());
            }
            ExprKind::LessEqual(..) => {
                add(ExprKind::Less(other(left), other(right)), at);
                add(ExprKind::LessEqual(Box::new(moved(left, -1)), other(right)), beside());
            }
            _ => {
                for by in [1, -1] {
                    add(ExprKind::Equal(Box::new(moved(left, by)), other(right)), beside());
                }
            }
        }
    }

    /// `… + 1 天`
    fn offset(&mut self, expr: &Expr, number: i64, make: impl Fn(i64) -> ExprKind, unit: Message) {
        let text = self.plan.words(expr.span);
        for by in [1, -1] {
            let moved = number.saturating_add(by);
            let words = Message::new(
                format!("{text}：{number} → {moved} {}", unit.zh),
                format!("{text}: {number} -> {moved} {}", unit.en),
            );
            self.replace(MutantKind::Bound, expr, make(moved), words);
        }
    }

    /// An amount or number that is no bound.
    fn amount(&mut self, expr: &Expr, value: Value) {
        let moved = Value::known(value.lo.saturating_add(unit(&expr.ty)));
        let words = change(&self.plan.words(expr.span), &literal_text(&expr.ty, moved.lo));
        self.replace(MutantKind::Rate, expr, ExprKind::Constant(moved), words);
    }

    fn junction(&mut self, expr: &Expr, of: &[Expr]) {
        // one comparison in the text
        if of.len() < 2 || of.iter().any(|part| part.span == expr.span) {
            return;
        }
        let text = self.plan.words(expr.span);
        let (from, to, with) = match &expr.kind {
            ExprKind::All(_) => (Keyword::kw_and, Keyword::kw_or, ExprKind::Any(of.to_vec())),
            _ => (Keyword::kw_or, Keyword::kw_and, ExprKind::All(of.to_vec())),
        };
        let by = |lang| (word(from, lang), word(to, lang));
        let ((zh, zh_to), (en, en_to)) = (by(Lang::Zh), by(Lang::En));
        let words = Message::new(format!("{text}：“{zh}”改“{zh_to}”"), format!("{text}: `{en}` -> `{en_to}`"));
        self.replace(MutantKind::Junction, expr, with, words);
    }

    fn members(&mut self, expr: &Expr, of: &Expr, set: u64) {
        let Type::Enumeration(names) = &of.ty else { return };
        let listed: Vec<u32> = (0..63).filter(|bit| set & !NONE_MEMBER & 1 << bit != 0).collect();
        if listed.len() < 2 {
            return;
        }
        let text = self.plan.words(expr.span);
        for bit in listed {
            let name = names.get(bit as usize).map(String::as_str).unwrap_or_default();
            let words = Message::new(format!("{text}：去掉 {name}"), format!("{text}: without {name}"));
            let rest = set & !(1 << bit);
            self.replace(MutantKind::Member, expr, ExprKind::Member { of: Box::new(of.clone()), set: rest }, words);
        }
    }
}

fn change(from: &str, to: &Message) -> Message {
    Message::new(format!("{from} → {}", to.zh), format!("{from} -> {}", to.en))
}

fn is_ordered(ty: &Type) -> bool {
    matches!(ty, Type::Date | Type::Month) || ty.scale().is_some()
}

/// One fen, one day, one month, or the smallest number.
fn unit(ty: &Type) -> i64 {
    match ty {
        Type::Money { scale } | Type::Monthly { scale } => {
            10_i64.saturating_pow(u32::from(scale.saturating_sub(MONEY_SCALE)))
        }
        _ => 1,
    }
}

/// An expression and some units more.
fn moved(expr: &Expr, by: i64) -> Expr {
    let of = Box::new(expr.clone());
    let kind = match &expr.ty {
        Type::Date => ExprKind::AddDays(of, by),
        ty => {
            let units = ExprKind::Constant(Value::known(by * unit(ty)));
            ExprKind::Add(of, Box::new(Expr::new(units, ty.clone(), expr.span)))
        }
    };
    Expr::new(kind, expr.ty.clone(), expr.span)
}
