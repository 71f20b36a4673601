//! The syntax tree: what the author wrote, declaration by declaration, with the place of every part.
//!
//! Nothing is resolved here. Keywords that carry meaning are kept as [`Word`]s, so that the formatter
//! can print them in either language from the one table in the grammar.

use super::{Keyword, Span};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// One file: its declarations in the author's order, and its comments.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    pub declarations: Vec<Declaration>,
    pub comments: Vec<Comment>,
}

/// `# …` up to the end of the line. `text` begins with `#`, full-width sign normalised, no trailing blanks.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    pub text: String,
    pub span: Span,
}

/// A keyword of the grammar's table that was used at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub word: Keyword,
    pub span: Span,
}

/// A name in the author's own words, full-width letters and digits normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A quoted text without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub span: Span,
}

/// A citation: `附件2·一·1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub text: String,
    pub span: Span,
}

/// `依据 A、B`: the clauses that a rule carries out. Empty when none was written.
pub type Basis = Vec<Clause>;

/// A date as written, valid in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    pub date: NaiveDate,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Declaration {
    Policy(Policy),
    Bodies(Bodies),
    Register(Register),
    Reading(Reading),
    Define(Define),
    Benefit(Benefit),
    Exclude(Exclude),
    HigherOf(HigherOf),
    TopUp(TopUp),
    Cap(Cap),
    Together(Together),
    Deem(Deem),
    Accrual(Accrual),
    Procedure(Procedure),
    Alert(Alert),
    Duty(Duty),
    Promise(Promise),
    Example(Example),
}

/// `政策 NAME "标题" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub name: Name,
    pub title: Option<Text>,
    pub items: Vec<PolicyItem>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PolicyItem {
    /// 文号、标题、发文机关、上位依据、附件、目的, with one or more texts.
    Texts { word: Word, texts: Vec<Text>, span: Span },
    /// 印发
    Issued { date: Date, span: Span },
    /// 施行 自 … [至 …]
    Effective { from: Date, until: Option<Date>, span: Span },
    /// 最小单位 元 | 角 | 分
    SmallestUnit { unit: Word, span: Span },
}

/// `机构 A、B "全称" { 电话 "…" }`
#[derive(Debug, Clone, PartialEq)]
pub struct Bodies {
    pub bodies: Vec<Body>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    pub name: Name,
    pub title: Option<Text>,
    pub phones: Vec<Text>,
    pub span: Span,
}

/// `名册 NAME "说明" 由 BODY 每月 依据 … { fields }`
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    pub name: Name,
    pub title: Option<Text>,
    pub by: Vec<Name>,
    pub often: Option<Word>,
    pub basis: Basis,
    pub fields: Vec<Field>,
    pub span: Span,
}

/// One column: `名称 类型 主键|可无|备查|空白 视为 否|列名 "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: Name,
    pub ty: FieldType,
    pub key: Option<Span>,
    pub optional: Option<Span>,
    pub recorded: Option<Span>,
    pub blank_as_no: Option<Span>,
    pub columns: Vec<Text>,
    pub title: Option<Text>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// 文本、数、元、元/月、日期、年月、是否、身份证号、残疾人证号
    Plain(Word),
    /// `一级 | 二级`; the member 无 is spelled `无` whatever the keyword language.
    Enumeration { members: Vec<Name>, span: Span },
}

/// `口径 NAME 依据 … "问题" { OPTION "理由" … }`; the first option is the default.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub name: Name,
    pub basis: Basis,
    pub question: Option<Text>,
    pub options: Vec<ReadingOption>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReadingOption {
    pub name: Name,
    pub reason: Option<Text>,
    pub span: Span,
}

/// `定义 NAME "说明" 依据 … = EXPR`
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    pub name: Name,
    pub title: Option<Text>,
    pub basis: Basis,
    pub value: Expr,
    pub span: Span,
}

/// `补贴 NAME "全称" { 同时符合 …  标准 …  确认至 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Benefit {
    pub name: Name,
    pub title: Option<Text>,
    pub items: Vec<BenefitItem>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum BenefitItem {
    Requirements { basis: Basis, requirements: Vec<Requirement>, span: Span },
    Rate { basis: Basis, amount: Rate, span: Span },
    Confirmed { until: Date, span: Span },
}

/// `名称：条件 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    pub label: Option<Name>,
    pub condition: Expr,
    pub basis: Basis,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Rate {
    Amount(Expr),
    /// `{ 自 2021-01-01：70 元/月  自 2023-02-23：80 元/月 }`
    History(Vec<Dated>),
}

/// `自 DATE：EXPR 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    pub from: Date,
    pub value: Expr,
    pub basis: Basis,
    pub span: Span,
}

/// `当 … 依据 … "说明"` at the end of many declarations, accepted in any order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tail {
    pub when: Option<Expr>,
    pub basis: Basis,
    pub note: Option<Text>,
}

/// `不享受 A、B 当 … 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Exclude {
    pub benefits: Vec<Name>,
    pub tail: Tail,
    pub span: Span,
}

/// `择高 A + B 与 OTHER 依据 … 当 …`, or `择高 A 与 { OTHER 依据 …  OTHER 依据 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct HigherOf {
    pub benefits: Vec<Name>,
    pub others: Vec<Other>,
    /// Written as a block `{ … }`.
    pub block: bool,
    pub tail: Tail,
    pub span: Span,
}

/// Another benefit's amount, with the clause that sets it against ours.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    pub amount: Expr,
    pub basis: Basis,
    pub span: Span,
}

/// `补差 A + B 与 OTHER 依据 … 当 …`
#[derive(Debug, Clone, PartialEq)]
pub struct TopUp {
    pub benefits: Vec<Name>,
    pub other: Expr,
    pub tail: Tail,
    pub span: Span,
}

/// `封顶 A + B 不超过 AMOUNT 依据 … 当 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    pub benefits: Vec<Name>,
    pub limit: Expr,
    pub tail: Tail,
    pub span: Span,
}

/// `并享 A、B 与 REGISTER、REGISTER 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    pub benefits: Vec<Name>,
    pub others: Vec<Name>,
    pub tail: Tail,
    pub span: Span,
}

/// `视为 FACT 是 EXPR 当 … 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Deem {
    pub fact: Path,
    pub value: Expr,
    pub tail: Tail,
    pub span: Span,
}

/// `计发 A、B 依据 … { 周期 月  起 …  止 …  恢复 …  补发 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Accrual {
    pub benefits: Vec<Name>,
    pub basis: Basis,
    pub items: Vec<AccrualItem>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum AccrualItem {
    /// 周期 月
    Cycle { span: Span },
    /// 起 申请当月 | 申请次月 | 审批当月 | 审批次月
    Start { month: Word, tail: Tail, span: Span },
    /// 止 当月 | 次月
    Stop { month: Word, tail: Tail, span: Span },
    /// 恢复 自动 | 重新申请
    Resume { how: Word, tail: Tail, span: Span },
    /// 补发 不限 (`limit` is none) | 补发 3 个月
    BackPay { limit: Option<Period>, tail: Tail, span: Span },
}

/// `3 个月`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub number: u32,
    pub unit: Word,
    pub span: Span,
}

/// `程序 NAME "全称" 依据 … { 环节 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    pub name: Name,
    pub title: Option<Text>,
    pub basis: Basis,
    pub stages: Vec<Stage>,
    pub span: Span,
}

/// `环节 NAME 由 BODY 核对 "…" 材料 "…" 或 "…"、"…" 当 … 时限 10 天 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub name: Name,
    pub by: Vec<Name>,
    pub checks: Vec<Text>,
    pub documents: Vec<Document>,
    pub within: Option<Period>,
    pub basis: Basis,
    pub note: Option<Text>,
    pub span: Span,
}

/// One required document, or any one of several.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub any_of: Vec<Text>,
    pub when: Option<Expr>,
    pub span: Span,
}

/// `预警 NAME 依据 … 当 … 涉及 BENEFITS 告知 BODIES 处理 "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    pub name: Name,
    pub basis: Basis,
    pub when: Option<Expr>,
    pub concerns: Vec<Name>,
    pub tell: Vec<Name>,
    pub action: Option<Text>,
    pub note: Option<Text>,
    pub span: Span,
}

/// `职责 NAME 由 BODY 向 BODY 每月 遇 "…" "内容" 依据 …`
#[derive(Debug, Clone, PartialEq)]
pub struct Duty {
    pub name: Name,
    pub by: Vec<Name>,
    pub to: Vec<Name>,
    pub often: Option<Word>,
    pub upon: Option<Text>,
    pub content: Option<Text>,
    pub basis: Basis,
    pub span: Span,
}

/// `断言 NAME 依据 … { COND 时 COND }`
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    pub name: Name,
    pub basis: Basis,
    pub claims: Vec<Claim>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub given: Option<Expr>,
    pub then: Expr,
    pub span: Span,
}

/// `用例 NAME 同 OTHER 于 2023-03 { 事实 … 应当 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    pub name: Name,
    pub same_as: Option<Name>,
    pub on: ExampleTime,
    pub items: Vec<ExampleItem>,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExampleTime {
    Day(Date),
    Month(Month),
}

/// A year and month as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    pub year: i32,
    pub month: u32,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExampleItem {
    /// `在册 R` (true) or `不在册 R` (false)
    Listed { register: Name, listed: bool, span: Span },
    /// `F 为 VALUE`
    Given { fact: Path, value: GivenValue, span: Span },
    /// `应当 B 为 90 元/月 依据 …`
    Expect { benefit: Name, outcome: Expected, basis: Basis, span: Span },
}

#[derive(Debug, Clone, PartialEq)]
pub enum GivenValue {
    /// 未知: takes back a fact inherited by 同
    Unknown(Span),
    Literal(Literal),
    /// a member of an enumeration
    Name(Name),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// 享受 | 不享受 | 待核实
    Status(Word),
    Amount(Literal),
}

/// `R.F`, or a bare name
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub first: Name,
    pub second: Option<Name>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Literal(Literal),
    Path(Path),
    /// 当日
    Today,
    /// 在册 R / 不在册 R
    Listed {
        register: Name,
        listed: bool,
    },
    Not(Box<Expr>),
    /// Two or more, all joined by 且 (`All`) or by 或 (`Any`).
    All(Vec<Expr>),
    Any(Vec<Expr>),
    /// A comparison by word or by symbol.
    Compare {
        left: Box<Expr>,
        relation: Word,
        right: Box<Expr>,
    },
    /// 属于 (true) / 不属于 (false)
    Member {
        of: Box<Expr>,
        among: Vec<Expr>,
        inside: bool,
    },
    /// + - × ÷
    Arithmetic {
        left: Box<Expr>,
        operator: Word,
        right: Box<Expr>,
    },
    /// 取大 / 取小
    Extreme {
        which: Word,
        of: Vec<Expr>,
    },
    /// X 四舍五入 到 元
    Round {
        value: Box<Expr>,
        mode: Word,
        to: Word,
    },
    /// X 的 出生日期
    Part {
        of: Box<Expr>,
        part: Word,
    },
    /// 周岁(BIRTH) or 周岁(BIRTH, DAY)
    Age {
        birth: Box<Expr>,
        on: Option<Box<Expr>>,
    },
    /// 计数、合计、任一、全部 over the rows of a register
    Aggregate {
        what: Word,
        over: Path,
        condition: Option<Box<Expr>>,
    },
    Table(Table),
    Parens(Box<Expr>),
}

/// `按 A、B 依据 … { rows }` or `按 A { 自 DATE { rows } … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub subjects: Vec<Expr>,
    pub basis: Basis,
    pub rows: TableRows,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TableRows {
    Rows(Vec<Row>),
    History(Vec<DatedRows>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct DatedRows {
    pub from: Date,
    pub basis: Basis,
    pub rows: Vec<Row>,
    pub span: Span,
}

/// `一级、二级, 18..59：EXPR 依据 …`: for each subject its alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub patterns: Vec<Vec<Pattern>>,
    pub value: Expr,
    pub basis: Basis,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// `_`
    Any(Span),
    /// Both ends included; at least one is there.
    Range {
        from: Option<Literal>,
        to: Option<Literal>,
        span: Span,
    },
    Literal(Literal),
    /// a member of an enumeration
    Name(Name),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    pub kind: LiteralKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum LiteralKind {
    Date(NaiveDate),
    Month {
        year: i32,
        month: u32,
    },
    Period {
        number: u32,
        unit: Word,
    },
    /// 元 or 元/月
    Money {
        number: Decimal,
        unit: Word,
    },
    /// `85%`; `number` is 85.
    Percent(Decimal),
    Number(Decimal),
    Text(String),
    /// 是 / 否
    Truth(bool),
    /// 无
    None,
}
