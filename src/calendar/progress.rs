//! What the moments of a month say of a benefit, one after the other.

use super::month::{Decision, Status};
use crate::eval::{Evaluation, Moment, Value};
use crate::plan::NodeId;

/// What a benefit may pay at a moment: fen a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Payable {
    /// every amount that is possible
    pub(super) amount: Value,
    /// those above 0
    pub(super) positive: Option<Value>,
}

impl Payable {
    pub(super) fn of(evaluation: &Evaluation<'_>, payable: NodeId) -> Payable {
        Payable { amount: evaluation.value(payable), positive: evaluation.positive(payable) }
    }

    /// The same where it is open whether anything is paid.
    pub(super) fn in_doubt(self) -> Payable {
        Payable { amount: Value::range(0, self.amount.hi), ..self }
    }
}

/// What is known of a benefit after some moments of the month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    /// amounts above 0 that are possible; empty while `lo > hi`
    positive: Value,
    /// surely entitled at a moment already seen
    certain: bool,
    moment: Option<Moment>,
}

impl Progress {
    pub(super) const NOTHING_YET: Progress =
        Progress { positive: Value::range(i64::MAX, 0), certain: false, moment: None };

    /// Nothing further can change the decision.
    pub(super) fn is_certain(&self) -> bool {
        self.certain
    }

    pub(super) fn see(&mut self, payable: Payable, moment: Moment) {
        if self.certain {
            return;
        }
        let Some(possible) = payable.positive else { return };
        let first_possible = self.moment.is_none();
        self.positive = if first_possible { possible } else { self.positive.or(possible) };
        self.certain = payable.amount.lo > 0;
        if first_possible || (self.certain && self.positive.is_known()) {
            self.moment = Some(moment);
        }
    }

    /// The decision; `opening` is the first moment of the month.
    pub(super) fn decision(&self, opening: Moment) -> Decision {
        match self.moment {
            None => Decision { status: Status::NotEntitled, amount: Value::known(0), moment: opening },
            Some(moment) if self.certain && self.positive.is_known() => {
                Decision { status: Status::Entitled, amount: self.positive, moment }
            }
            Some(moment) => {
                let least = if self.certain { self.positive.lo } else { 0 };
                Decision { status: Status::Undetermined, amount: Value::range(least, self.positive.hi), moment }
            }
        }
    }
}
