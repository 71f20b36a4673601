//! Types the expressions of the tree.

use super::model::{Aggregate, Expr, ExprKind, MONEY_SCALE, Part, SlotKind, Type};
use super::problem::Problem;
use super::scope::{Checker, Meaning};
use crate::diagnostic::{Lang, Message};
use crate::syntax::{Keyword, Span, ast, word};
use crate::value::{Day, Month, Value};
use rust_decimal::Decimal;

/// Where an expression stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// inside an aggregate over this register its columns are those of the row looked at
    pub(super) row_of: Option<usize>,
    /// benefits may be named and mean what is paid
    pub(super) benefits: bool,
}

impl Checker {
    /// Types an expression. `None` means that a problem was reported.
    pub(super) fn expr(&mut self, expr: &ast::Expr, context: Context) -> Option<Expr> {
        let span = expr.span;
        match &expr.kind {
            ast::ExprKind::Parens(inner) => self.expr(inner, context).map(|inner| Expr { span, ..inner }),
            ast::ExprKind::Literal(literal) => self.literal(literal),
            ast::ExprKind::Path(path) => self.path(path, context),
            ast::ExprKind::Today => Some(Expr::new(ExprKind::Today, Type::Date, span)),
            ast::ExprKind::Listed { register, listed } => {
                let register = self.resolve_register(register)?;
                let row = context.row_of == Some(register);
                let fact = Expr::new(ExprKind::Fact { register, kind: SlotKind::Listed, row }, Type::Truth, span);
                Some(if *listed { fact } else { fact.negated() })
            }
            ast::ExprKind::Not(inner) => Some(Expr { span, ..self.condition(inner, context)?.negated() }),
            ast::ExprKind::All(operands) => {
                Some(Expr::new(ExprKind::All(self.conditions(operands, context)?), Type::Truth, span))
            }
            ast::ExprKind::Any(operands) => {
                Some(Expr::new(ExprKind::Any(self.conditions(operands, context)?), Type::Truth, span))
            }
            ast::ExprKind::Compare { left, relation, right } => self.compare(left, *relation, right, span, context),
            ast::ExprKind::Member { of, among, inside } => {
                let member = self.member(of, among, span, context)?;
                Some(if *inside { member } else { member.negated() })
            }
            ast::ExprKind::Arithmetic { left, operator, right } => {
                self.arithmetic(left, *operator, right, span, context)
            }
            ast::ExprKind::Extreme { which, of } => self.extreme(*which, of, span, context),
            ast::ExprKind::Round { value, mode, to } => self.round(value, *mode, *to, span, context),
            ast::ExprKind::Part { of, part } => self.part(of, *part, span, context),
            ast::ExprKind::Age { birth, on } => {
                let birth = Box::new(self.of_type(birth, Type::Date, context)?);
                let on = match on {
                    Some(on) => self.of_type(on, Type::Date, context)?,
                    None => Expr::new(ExprKind::Today, Type::Date, span),
                };
                Some(Expr::new(ExprKind::Age { birth, on: Box::new(on) }, Type::Number { scale: 0 }, span))
            }
            ast::ExprKind::Aggregate { what, over, condition } => {
                self.aggregate(*what, over, condition.as_deref(), span, context)
            }
            ast::ExprKind::Table(table) => self.table(table, span, context),
        }
    }

    /// An expression that must be a condition.
    pub(super) fn condition(&mut self, expr: &ast::Expr, context: Context) -> Option<Expr> {
        let typed = self.expr(expr, context)?;
        if typed.ty != Type::Truth {
            self.problems.push(Problem::NotACondition { span: expr.span, found: typed.ty });
            return None;
        }
        Some(typed)
    }

    fn conditions(&mut self, exprs: &[ast::Expr], context: Context) -> Option<Vec<Expr>> {
        let typed: Vec<Option<Expr>> = exprs.iter().map(|expr| self.condition(expr, context)).collect();
        typed.into_iter().collect()
    }

    fn of_type(&mut self, expr: &ast::Expr, ty: Type, context: Context) -> Option<Expr> {
        let typed = self.expr(expr, context)?;
        if typed.ty != ty {
            let what = Message::new(
                format!("这里要写{}，写的却是{}", ty.zh(), typed.ty.zh()),
                format!("{} is needed here, not {}", ty.en(), typed.ty.en()),
            );
            self.problems.push(Problem::WrongOperands { span: expr.span, what });
            return None;
        }
        Some(typed)
    }

    /// An amount in 元/月, counted in fen.
    pub(super) fn monthly(&mut self, expr: &ast::Expr, context: Context) -> Option<Expr> {
        let typed = self.expr(expr, context)?;
        self.as_monthly(typed)
    }

    pub(super) fn as_monthly(&mut self, typed: Expr) -> Option<Expr> {
        match typed.ty {
            Type::Monthly { scale } if scale <= MONEY_SCALE => Some(typed.rescaled(MONEY_SCALE)),
            Type::Monthly { .. } => {
                self.problems.push(Problem::NeedsRounding { span: typed.span, division: false });
                None
            }
            _ => {
                self.problems.push(Problem::NotAMonthlyAmount { span: typed.span, found: typed.ty });
                None
            }
        }
    }

    pub(super) fn literal(&mut self, literal: &ast::Literal) -> Option<Expr> {
        let span = literal.span;
        let (kind, ty) = match &literal.kind {
            ast::LiteralKind::Date(date) => (known(Day::from_date(*date).0), Type::Date),
            ast::LiteralKind::Month { year, month } => (known(Month::from_year_month(*year, *month).0), Type::Month),
            ast::LiteralKind::Money { number, unit } => {
                let scale = decimals(*number).max(MONEY_SCALE);
                let ty = if unit.word == Keyword::kw_t_money { Type::Money { scale } } else { Type::Monthly { scale } };
                (known(scaled(*number, scale)), ty)
            }
            ast::LiteralKind::Percent(number) => {
                let scale = decimals(*number) + 2;
                (known(scaled(*number, scale - 2)), Type::Number { scale })
            }
            ast::LiteralKind::Number(number) => {
                let scale = decimals(*number);
                (known(scaled(*number, scale)), Type::Number { scale })
            }
            ast::LiteralKind::Text(text) => {
                (ExprKind::Text(crate::syntax::narrow(text.trim()).into_owned()), Type::Text)
            }
            ast::LiteralKind::Truth(truth) => (ExprKind::Constant(Value::truth(*truth)), Type::Truth),
            ast::LiteralKind::Period { .. } => {
                self.wrong_operands(
                    span,
                    "期间只能加在日期或年月上",
                    "a period can only be added to a date or a month",
                );
                return None;
            }
            ast::LiteralKind::None => {
                self.wrong_operands(
                    span,
                    "“无”只能这样用：… 为 无、… 不为 无",
                    "none is only used in `… is none` and `… is-not none`",
                );
                return None;
            }
        };
        Some(Expr::new(kind, ty, span))
    }

    pub(super) fn wrong_operands(&mut self, span: Span, zh: &str, en: &str) {
        self.problems.push(Problem::WrongOperands { span, what: Message::new(zh, en) });
    }

    fn path(&mut self, path: &ast::Path, context: Context) -> Option<Expr> {
        if path.second.is_some() {
            let (register, column) = self.resolve_column(path)?;
            return self.column(register, column, path.span, context);
        }
        match self.resolve(&path.first)? {
            Meaning::Column(register, column) => self.column(register, column, path.span, context),
            Meaning::Define(define) => {
                let ty = self.define_types.get(define)?.clone()?;
                Some(Expr::new(ExprKind::Define(define), ty, path.span))
            }
            Meaning::Reading(reading) => {
                let options = self.readings.get(reading)?.clone();
                Some(Expr::new(ExprKind::Reading(reading), Type::Enumeration(options), path.span))
            }
            Meaning::Benefit(benefit) if context.benefits => {
                Some(Expr::new(ExprKind::Payable(benefit), Type::Monthly { scale: MONEY_SCALE }, path.span))
            }
            meaning @ Meaning::Benefit(_) => {
                self.wrong_kind(&path.first, meaning, "事实、定义或口径", "a fact, a definition or a reading");
                None
            }
            meaning @ Meaning::Register(_) => {
                self.wrong_kind(
                    &path.first,
                    meaning,
                    "事实，例如 名册.栏目，或 在册 名册",
                    "a fact, such as `register.column` or `listed register`",
                );
                None
            }
        }
    }

    fn column(&self, register: usize, column: usize, span: Span, context: Context) -> Option<Expr> {
        let ty = self.registers.get(register)?.columns.get(column)?.ty.clone();
        let row = context.row_of == Some(register);
        Some(Expr::new(ExprKind::Fact { register, kind: SlotKind::Column(column), row }, ty, span))
    }

    fn part(&mut self, of: &ast::Expr, part: ast::Word, span: Span, context: Context) -> Option<Expr> {
        let typed = self.expr(of, context)?;
        let boxed = |typed: Expr| Box::new(typed);
        let month = Type::Month;
        let identity_part = match part.word {
            Keyword::kw_birth_date => Some(Part::BirthDate),
            Keyword::kw_sex => Some(Part::Sex),
            Keyword::kw_region => Some(Part::Region),
            Keyword::kw_identity => Some(Part::Identity),
            Keyword::kw_category => Some(Part::Category),
            Keyword::kw_level => Some(Part::Level),
            _ => None,
        };
        let shifted = |months: i64, typed: Expr| {
            let own = Expr::new(ExprKind::MonthOf(boxed(typed)), month.clone(), span);
            let by = Expr::new(ExprKind::Constant(Value::known(months)), month.clone(), span);
            Expr::new(ExprKind::Add(Box::new(own), Box::new(by)), month.clone(), span)
        };
        match (&typed.ty, part.word, identity_part) {
            (Type::Date, Keyword::kw_its_month, _) => {
                Some(Expr::new(ExprKind::MonthOf(boxed(typed)), Type::Month, span))
            }
            (Type::Date, Keyword::kw_its_next_month, _) => Some(shifted(1, typed)),
            (Type::Date, Keyword::kw_its_previous_month, _) => Some(shifted(-1, typed)),
            (Type::Month, Keyword::kw_first_day, _) => {
                Some(Expr::new(ExprKind::FirstDay(boxed(typed)), Type::Date, span))
            }
            (Type::Month, Keyword::kw_last_day, _) => {
                Some(Expr::new(ExprKind::LastDay(boxed(typed)), Type::Date, span))
            }
            (ty, _, Some(part)) if super::parts::parts_of(ty).contains(&part) => match typed.kind {
                ExprKind::Fact { register, kind: SlotKind::Column(column) | SlotKind::Part(column, _), row } => {
                    let ty = super::parts::part_type(part);
                    Some(Expr::new(ExprKind::Fact { register, kind: SlotKind::Part(column, part), row }, ty, span))
                }
                _ => {
                    self.wrong_operands(
                        span,
                        "只能直接取名册栏目的这一部分",
                        "this part can only be taken of a register's column",
                    );
                    None
                }
            },
            _ => {
                let name = word(part.word, Lang::Zh).to_string();
                self.problems.push(Problem::NoSuchPart { span: part.span, part: name, ty: typed.ty });
                None
            }
        }
    }

    fn aggregate(
        &mut self,
        what: ast::Word,
        over: &ast::Path,
        condition: Option<&ast::Expr>,
        span: Span,
        context: Context,
    ) -> Option<Expr> {
        if context.row_of.is_some() {
            self.wrong_operands(span, "各行统计不能嵌套", "aggregates cannot be nested");
            return None;
        }
        let what = match what.word {
            Keyword::kw_count => Aggregate::Count,
            Keyword::kw_sum => Aggregate::Sum,
            Keyword::kw_any => Aggregate::Any,
            _ => Aggregate::Every,
        };
        let (register, column) = match (what, &over.second) {
            (Aggregate::Sum, Some(_)) => {
                let (register, column) = self.resolve_column(over)?;
                (register, Some(column))
            }
            (Aggregate::Sum, None) => {
                self.wrong_operands(
                    over.span,
                    "“合计”要写明栏目：合计(名册.栏目)",
                    "`sum` needs a column: sum(register.column)",
                );
                return None;
            }
            (_, Some(second)) => {
                self.wrong_operands(second.span, "这里只写名册的名称", "only the register is named here");
                return None;
            }
            (_, None) => (self.resolve_register(&over.first)?, None),
        };
        let inner = Context { row_of: Some(register), ..context };
        let condition = match condition {
            Some(condition) => Some(Box::new(self.condition(condition, inner)?)),
            None => None,
        };
        if condition.is_none() && matches!(what, Aggregate::Any | Aggregate::Every) {
            self.wrong_operands(
                span,
                "“任一”“全部”要写条件：任一(名册, 条件)",
                "`any` and `every` need a condition: any(register, condition)",
            );
            return None;
        }
        let ty = match (what, column) {
            (Aggregate::Count, _) => Type::Number { scale: 0 },
            (Aggregate::Sum, Some(column)) => {
                let ty = self.registers.get(register)?.columns.get(column)?.ty.clone();
                if ty.scale().is_none() {
                    self.wrong_operands(over.span, "只有数和金额可以合计", "only numbers and amounts can be summed");
                    return None;
                }
                ty
            }
            _ => Type::Truth,
        };
        Some(Expr::new(ExprKind::Aggregate { what, register, column, condition }, ty, span))
    }
}

fn known(number: i64) -> ExprKind {
    ExprKind::Constant(Value::known(number))
}

/// Decimal places of a literal.
fn decimals(number: Decimal) -> u8 {
    number.normalize().scale() as u8
}

/// A literal in units of 10^-scale; the grammar's limits keep it in range.
fn scaled(number: Decimal, scale: u8) -> i64 {
    let mut number = number;
    number.rescale(u32::from(scale));
    i64::try_from(number.mantissa()).unwrap_or(i64::MAX)
}
