//! The kinds of what comparing can find, and their words.

use crate::diagnostic::Lang;

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
}

/// The word of a kind, as policies and ledgers write it.
pub fn kind_word(kind: FindingKind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        FindingKind::Unpaid => ("漏发", "unpaid"),
        FindingKind::NotDue => ("多发", "not-due"),
        FindingKind::WrongAmount => ("错发", "wrong-amount"),
        FindingKind::PaidOn => ("应停未停", "paid-on"),
        FindingKind::Unclaimed => ("应享未享", "unclaimed"),
        FindingKind::GroundlessStop => ("停发无因", "groundless-stop"),
        FindingKind::Undetermined => ("待核实", "pending"),
    };
    if lang == Lang::Zh { zh } else { en }
}
