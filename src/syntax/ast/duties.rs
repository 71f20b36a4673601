//! Accrual, procedures, alerts, duties.

use super::expression::Expr;
use super::leaf::{Basis, Name, Path, Period, Tail, Text, Word};
use crate::syntax::Span;

/// `计发 A、B 依据 … { 周期 月  起 …  止 …  恢复 …  补发 …  申请 …  发放 … }`
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
    /// 申请 名册 | 审批 名册.列 | 放弃 名册 | 发放 名册.列: where what happened is kept
    KeptIn { what: Word, place: Path, span: Span },
}

/// `程序 NAME "全称" 依据 … { 记录 … 环节 … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    pub name: Name,
    pub title: Option<Text>,
    pub basis: Basis,
    pub items: Vec<ProcedureItem>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ProcedureItem {
    Records(StageRecords),
    Stage(Stage),
}

/// `记录 REGISTER.COLUMN 材料 REGISTER.COLUMN`: where it is recorded which stage was reached, and what was handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct StageRecords {
    pub stage: Path,
    pub documents: Option<Path>,
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

/// `预警 NAME 依据 … 遇 漏发、多发 当 … 涉及 BENEFITS 告知 BODIES 处理 "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    pub name: Name,
    pub basis: Basis,
    /// kinds of findings
    pub upon: Vec<Word>,
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
