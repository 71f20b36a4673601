//! The checked model: every name resolved, every expression typed, nothing ambiguous left.

use crate::syntax::{Keyword, Span};
use crate::value::Value;
use chrono::NaiveDate;
use std::sync::Arc;

/// What a value is, and in which unit it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// 是否
    Truth,
    /// 数, in units of 10^-scale
    Number { scale: u8 },
    /// 元, in units of 10^-scale yuan (facts: fen)
    Money { scale: u8 },
    /// 元/月, in units of 10^-scale yuan a month (facts: fen a month)
    Monthly { scale: u8 },
    /// 日期, a day number
    Date,
    /// 年月, a month number
    Month,
    /// 文本
    Text,
    /// one of some names, in the declared order
    Enumeration(Arc<[String]>),
    /// 身份证号 (GB 11643)
    Identity,
    /// 残疾人证号: 20 characters, or 22 after a re-issue
    Card,
}

/// Scale of facts of type 数.
pub const NUMBER_SCALE: u8 = 4;
/// Scale of facts of type 元 and 元/月: fen.
pub const MONEY_SCALE: u8 = 2;

/// A part of an identity number or of a disability card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// 出生日期
    BirthDate,
    /// 性别: 男 | 女
    Sex,
    /// 行政区划: the first six digits, as text
    Region,
    /// 身份证号 within a card number
    Identity,
    /// 类别 within a card number: 视力 听力 言语 肢体 智力 精神 多重
    Category,
    /// 等级 within a card number: 一级 … 四级
    Level,
}

/// The members of 性别, in order.
pub const SEXES: [&str; 2] = ["男", "女"];
/// The categories of disability in the order of the card's digit 1–7.
pub const CATEGORIES: [&str; 7] = ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"];
/// The levels of disability in the order of the card's digit 1–4; 一级 is the most severe.
pub const LEVELS: [&str; 4] = ["一级", "二级", "三级", "四级"];

/// What of a register a rule can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SlotKind {
    /// a row of the register covers the day (a condition); for the key register always 是
    Listed,
    /// the column's value
    Column(usize),
    /// the column's value is not 无 (a condition); only 可无 columns have this slot
    Present(usize),
    /// a part of an identity or card number
    Part(usize, Part),
}

/// A register: a list that some body keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    pub name: String,
    pub title: Option<String>,
    pub by: Vec<String>,
    pub often: Option<Keyword>,
    pub basis: Vec<String>,
    pub columns: Vec<Column>,
    /// the index of the key column; the register that has one is the key register
    pub key: Option<usize>,
    /// Header of the yes/no column that says membership in a wide sheet: the register's name, unless a
    /// column of the register bears it.
    pub listed_header: String,
    pub span: Span,
}

/// A column of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    pub title: Option<String>,
    /// headers accepted in a wide sheet, the canonical one first; never empty
    pub headers: Vec<String>,
    pub ty: Type,
    /// 可无: a blank is the known value 无
    pub optional: bool,
    /// 空白 视为 否
    pub blank_as_no: bool,
    /// 备查: kept for the record, not used by rules
    pub recorded: bool,
    pub span: Span,
}

impl Register {
    /// The register with one row a person.
    pub fn is_key(&self) -> bool {
        self.key.is_some()
    }
}

/// A checked policy. Indices refer to the lists of this struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub name: String,
    pub header: Header,
    pub bodies: Vec<Body>,
    pub registers: Vec<Register>,
    pub readings: Vec<Reading>,
    pub defines: Vec<Define>,
    pub benefits: Vec<Benefit>,
    pub exclusions: Vec<Exclusion>,
    pub higher_ofs: Vec<HigherOf>,
    pub top_ups: Vec<TopUp>,
    pub caps: Vec<Cap>,
    pub togethers: Vec<Together>,
    pub deems: Vec<Deem>,
    pub accruals: Vec<Accrual>,
    pub procedures: Vec<Procedure>,
    pub alerts: Vec<Alert>,
    pub duties: Vec<Duty>,
    pub promises: Vec<Promise>,
    pub examples: Vec<Example>,
}

/// What the document says about itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Header {
    pub title: Option<String>,
    /// 文号、标题、发文机关、上位依据、附件、目的: the keyword and its texts
    pub texts: Vec<(Keyword, Vec<String>)>,
    pub issued: Option<NaiveDate>,
    /// 施行 自
    pub effective_from: Option<NaiveDate>,
    /// 施行 至
    pub effective_until: Option<NaiveDate>,
    /// 最小单位
    pub unit: Option<Keyword>,
}

/// 机构
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    pub name: String,
    pub title: Option<String>,
    pub phones: Vec<String>,
    pub span: Span,
}

/// 口径: an open question and its possible answers; the first is the default.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub name: String,
    pub question: Option<String>,
    pub basis: Vec<String>,
    pub options: Vec<String>,
    pub reasons: Vec<Option<String>>,
    pub span: Span,
}

/// 定义
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    pub name: String,
    pub title: Option<String>,
    pub basis: Vec<String>,
    pub value: Expr,
    pub span: Span,
}

/// 补贴
#[derive(Debug, Clone, PartialEq)]
pub struct Benefit {
    pub name: String,
    pub title: Option<String>,
    pub requirements: Vec<Requirement>,
    /// 元/月, in fen
    pub rate: Expr,
    pub rate_basis: Vec<String>,
    /// 确认至
    pub confirmed_until: Option<(NaiveDate, Span)>,
    pub span: Span,
}

/// One line of 同时符合.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    pub label: Option<String>,
    pub condition: Expr,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 不享受
#[derive(Debug, Clone, PartialEq)]
pub struct Exclusion {
    pub benefits: Vec<usize>,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub note: Option<String>,
    pub span: Span,
}

/// 择高: of the benefits together and the others, only one side is drawn; of the others, one.
#[derive(Debug, Clone, PartialEq)]
pub struct HigherOf {
    pub benefits: Vec<usize>,
    pub others: Vec<Other>,
    pub when: Option<Expr>,
    pub note: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// 元/月, in fen; 0 when not drawn
    pub amount: Expr,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 补差: of the benefits together only what exceeds the other benefit is paid.
#[derive(Debug, Clone, PartialEq)]
pub struct TopUp {
    /// the last named is reduced first
    pub benefits: Vec<usize>,
    pub other: Expr,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 封顶: the benefits together are at most `limit`; the last named is reduced first.
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    pub benefits: Vec<usize>,
    pub limit: Expr,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 并享: changes nothing and says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    pub benefits: Vec<usize>,
    /// registers
    pub others: Vec<usize>,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 视为
#[derive(Debug, Clone, PartialEq)]
pub struct Deem {
    pub register: usize,
    pub column: usize,
    pub value: Expr,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 计发
#[derive(Debug, Clone, PartialEq)]
pub struct Accrual {
    pub benefits: Vec<usize>,
    pub basis: Vec<String>,
    pub items: Vec<AccrualItem>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AccrualItem {
    pub setting: AccrualSetting,
    pub when: Option<Expr>,
    pub basis: Vec<String>,
    pub note: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AccrualSetting {
    /// 周期 月
    Monthly,
    /// 起
    Start(Keyword),
    /// 止
    Stop(Keyword),
    /// 恢复
    Resume(Keyword),
    /// 补发 不限
    BackPayUnlimited,
    /// 补发, with the longest period
    BackPay(u32, Keyword),
}

/// 程序
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    pub name: String,
    pub title: Option<String>,
    pub basis: Vec<String>,
    pub stages: Vec<Stage>,
    pub span: Span,
}

/// 环节
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub name: String,
    pub by: Vec<String>,
    pub checks: Vec<String>,
    pub documents: Vec<Document>,
    pub within: Option<(u32, Keyword)>,
    pub basis: Vec<String>,
    pub note: Option<String>,
    pub span: Span,
}

/// 材料: any one of some documents
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub any_of: Vec<String>,
    pub when: Option<Expr>,
}

/// 预警
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    pub name: String,
    pub basis: Vec<String>,
    pub when: Option<Expr>,
    pub concerns: Vec<usize>,
    pub tell: Vec<String>,
    pub action: Option<String>,
    pub note: Option<String>,
    pub span: Span,
}

/// 职责
#[derive(Debug, Clone, PartialEq)]
pub struct Duty {
    pub name: String,
    pub by: Vec<String>,
    pub to: Vec<String>,
    pub often: Option<Keyword>,
    pub upon: Option<String>,
    pub content: Option<String>,
    pub basis: Vec<String>,
    pub span: Span,
}

/// 断言
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    pub name: String,
    pub basis: Vec<String>,
    /// each must hold for every case
    pub claims: Vec<Expr>,
    pub span: Span,
}

/// 用例
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    pub name: String,
    pub on: ExampleTime,
    /// everything given, that of 同 first
    pub given: Vec<Given>,
    pub expected: Vec<Expected>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExampleTime {
    Day(NaiveDate),
    /// year and month 1–12
    Month(i32, u32),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    pub register: usize,
    pub fact: GivenFact,
}

#[derive(Debug, Clone, PartialEq)]
pub enum GivenFact {
    Listed(bool),
    /// what a column says, as a cell of a case file would; `None` takes it back (未知)
    Column(usize, Option<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    pub benefit: usize,
    pub outcome: ExpectedOutcome,
    /// clauses that the reasons must cite
    pub basis: Vec<String>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExpectedOutcome {
    Entitled,
    NotEntitled,
    Undetermined,
    /// fen a month
    Amount(i64),
}

/// A typed expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub ty: Type,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Constant(Value),
    Text(String),
    /// 当日
    Today,
    /// A fact of a register: of the row that covers the day, or (`row`) of the row that an aggregate looks at.
    Fact {
        register: usize,
        kind: SlotKind,
        row: bool,
    },
    /// the option chosen, as an enumeration of the options
    Reading(usize),
    Define(usize),
    /// what is paid of a benefit, fen a month; only in promises
    Payable(usize),
    Not(Box<Expr>),
    All(Vec<Expr>),
    Any(Vec<Expr>),
    /// an enumeration among some of its members (bits)
    Member {
        of: Box<Expr>,
        set: u64,
    },
    /// two enumerations with the same members
    Same(Box<Expr>, Box<Expr>),
    Equal(Box<Expr>, Box<Expr>),
    Less(Box<Expr>, Box<Expr>),
    LessEqual(Box<Expr>, Box<Expr>),
    Add(Box<Expr>, Box<Expr>),
    Subtract(Box<Expr>, Box<Expr>),
    Multiply(Box<Expr>, Box<Expr>),
    /// round(left × up ÷ right) × multiple
    Quotient {
        left: Box<Expr>,
        right: Box<Expr>,
        up: i64,
        multiple: i64,
        mode: Rounding,
    },
    Greatest(Vec<Expr>),
    Least(Vec<Expr>),
    If {
        when: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    /// the value of the first choice whose condition holds
    Choose(Vec<Choice>),
    AddDays(Box<Expr>, i64),
    AddMonths(Box<Expr>, i64),
    MonthOf(Box<Expr>),
    FirstDay(Box<Expr>),
    LastDay(Box<Expr>),
    Age {
        birth: Box<Expr>,
        on: Box<Expr>,
    },
    Aggregate {
        what: Aggregate,
        register: usize,
        column: Option<usize>,
        condition: Option<Box<Expr>>,
    },
}

/// A row of a rate table or of a history.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub when: Expr,
    pub value: Expr,
    pub basis: Vec<String>,
    pub span: Span,
}

/// How a quotient is made whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// 四舍五入: half away from zero
    HalfUp,
    /// 四舍六入五成双
    HalfEven,
    /// 向上取整
    Up,
    /// 向下取整
    Down,
}

/// What is asked of the rows of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    Count,
    Sum,
    Any,
    Every,
}

impl Expr {
    pub fn new(kind: ExprKind, ty: Type, span: Span) -> Expr {
        Expr { kind, ty, span }
    }

    pub fn truth(value: bool, span: Span) -> Expr {
        Expr::new(ExprKind::Constant(Value::truth(value)), Type::Truth, span)
    }

    /// `not self`, double negation removed.
    pub fn negated(self) -> Expr {
        let span = self.span;
        match self.kind {
            ExprKind::Not(inner) => *inner,
            kind => Expr::new(ExprKind::Not(Box::new(Expr::new(kind, Type::Truth, span))), Type::Truth, span),
        }
    }

    /// The parts of an expression, one level down; definitions are not entered.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Text(_)
            | ExprKind::Today
            | ExprKind::Fact { .. }
            | ExprKind::Reading(_)
            | ExprKind::Define(_)
            | ExprKind::Payable(_) => Vec::new(),
            ExprKind::Not(of)
            | ExprKind::Member { of, .. }
            | ExprKind::AddDays(of, _)
            | ExprKind::AddMonths(of, _)
            | ExprKind::MonthOf(of)
            | ExprKind::FirstDay(of)
            | ExprKind::LastDay(of) => vec![of],
            ExprKind::All(of) | ExprKind::Any(of) | ExprKind::Greatest(of) | ExprKind::Least(of) => of.iter().collect(),
            ExprKind::Same(left, right)
            | ExprKind::Equal(left, right)
            | ExprKind::Less(left, right)
            | ExprKind::LessEqual(left, right)
            | ExprKind::Add(left, right)
            | ExprKind::Subtract(left, right)
            | ExprKind::Multiply(left, right)
            | ExprKind::Quotient { left, right, .. }
            | ExprKind::Age { birth: left, on: right } => vec![left, right],
            ExprKind::If { when, then, otherwise } => vec![when, then, otherwise],
            ExprKind::Choose(choices) => choices.iter().flat_map(|choice| [&choice.when, &choice.value]).collect(),
            ExprKind::Aggregate { condition, .. } => condition.iter().map(|condition| &**condition).collect(),
        }
    }
}
