//! 状态: how far the office has got with an entry.

use crate::diagnostic::Lang;

/// The states that the program knows; staff may write others, which are kept as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 待复核: new
    ToReview,
    /// 重新出现: it had been closed and was found again
    Reopened,
    /// 已销号: not found any more
    Gone,
    /// 已补发: staff have paid it
    Paid,
    /// 已追回: staff have got it back
    Recovered,
    /// 已核销: staff have written it off
    WrittenOff,
    /// 核实无误: staff have looked and nothing is wrong
    InOrder,
}

impl State {
    pub const ALL: [State; 7] = [
        State::ToReview,
        State::Reopened,
        State::Gone,
        State::Paid,
        State::Recovered,
        State::WrittenOff,
        State::InOrder,
    ];

    pub fn word(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            State::ToReview => ("待复核", "to review"),
            State::Reopened => ("重新出现", "found again"),
            State::Gone => ("已销号", "closed"),
            State::Paid => ("已补发", "paid"),
            State::Recovered => ("已追回", "recovered"),
            State::WrittenOff => ("已核销", "written off"),
            State::InOrder => ("核实无误", "in order"),
        };
        if lang == Lang::Zh { zh } else { en }
    }

    /// A state as a ledger in either language writes it.
    pub fn read(text: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| [Lang::Zh, Lang::En].iter().any(|lang| state.word(*lang) == text))
    }

    /// Staff have closed the entry.
    pub fn is_settled(self) -> bool {
        matches!(self, State::Paid | State::Recovered | State::WrittenOff | State::InOrder)
    }

    /// Nothing is left to do, by staff or because it is not found any more.
    pub fn is_closed(self) -> bool {
        self.is_settled() || self == State::Gone
    }
}
