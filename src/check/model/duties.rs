//! Months, procedures, alerts and duties.

use super::expression::Expr;
use crate::syntax::{Keyword, Span};

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
    /// 申请, 审批, 放弃, 发放: the register, and the column unless its rows themselves are meant
    KeptIn(Keyword, usize, Option<usize>),
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
