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
    /// where it is recorded which stages were reached
    pub records: Option<StageRecords>,
    pub stages: Vec<Stage>,
    pub span: Span,
}

/// 记录: the register that has a row for each stage that was reached, on the row's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageRecords {
    pub register: usize,
    /// the column that names the stage: text or an enumeration
    pub stage: usize,
    /// the text column that lists the documents handed in
    pub documents: Option<usize>,
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

/// What comparing months due with months paid can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// 漏发: due and not paid
    Unpaid,
    /// 多发: paid and not due
    NotDue,
    /// 错发: paid a wrong amount
    WrongAmount,
    /// 应停未停: paid on after the month of stopping
    PaidOn,
    /// 应享未享: qualifies, and has neither filed nor waived
    Unclaimed,
    /// 停发无因: payment ended and no ground is found
    GroundlessStop,
    /// 待核实: facts are missing that would decide
    Undetermined,
}

impl FindingKind {
    pub const ALL: [FindingKind; 7] = [
        FindingKind::Unpaid,
        FindingKind::NotDue,
        FindingKind::WrongAmount,
        FindingKind::PaidOn,
        FindingKind::Unclaimed,
        FindingKind::GroundlessStop,
        FindingKind::Undetermined,
    ];

    /// Its word in the language, which is also what tables show.
    pub fn keyword(self) -> Keyword {
        match self {
            FindingKind::Unpaid => Keyword::kw_unpaid,
            FindingKind::NotDue => Keyword::kw_not_due,
            FindingKind::WrongAmount => Keyword::kw_wrong_amount,
            FindingKind::PaidOn => Keyword::kw_paid_on,
            FindingKind::Unclaimed => Keyword::kw_unclaimed,
            FindingKind::GroundlessStop => Keyword::kw_groundless_stop,
            FindingKind::Undetermined => Keyword::kw_pending,
        }
    }

    pub fn of_keyword(keyword: Keyword) -> Option<FindingKind> {
        FindingKind::ALL.into_iter().find(|kind| kind.keyword() == keyword)
    }
}

/// 预警
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    pub name: String,
    pub basis: Vec<String>,
    /// 遇: raised by findings of these kinds; if none, by its condition alone
    pub upon: Vec<FindingKind>,
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
