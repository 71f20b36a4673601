//! Whom an edit touches in a batch: the figures, and the cases one by one. Money is fen a month.

use super::cause::Cause;
use super::impact::Direction;
use crate::batch::DecidedBenefit;
use crate::calendar::Status;
use crate::value::{Month, Value};

/// What an edit does to the people of a case file in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    pub month: Month,
    /// cases compared
    pub rows: usize,
    /// different keys among them; a blank key counts as one person each
    pub people: usize,
    /// in the new policy's order, then those only the old one has
    pub benefits: Vec<BenefitTouched>,
    /// those that change, in the order of the file
    pub cases: Vec<CaseChange>,
    /// why they change, the commonest first
    pub causes: Vec<CauseGroup>,
    /// cases that stay undetermined between the same bounds: a change may hide in them
    pub still_open: usize,
    /// cases that only one of the versions found in the file; they are not compared
    pub unmatched: usize,
}

/// One benefit over all cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitTouched {
    pub name: String,
    pub gained: usize,
    pub more: usize,
    pub less: usize,
    pub lost: usize,
    /// changes of which a side is undetermined
    pub open: usize,
    pub before: Sum,
    pub after: Sum,
}

/// What a benefit comes to over all cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// cases that receive it
    pub entitled: usize,
    /// cases of which that is not known
    pub undetermined: usize,
    /// what is certain, and the most it may come to
    pub amount: Value,
}

impl Sum {
    pub(super) const NOTHING: Sum = Sum { entitled: 0, undetermined: 0, amount: Value::known(0) };

    pub(super) fn add(&mut self, status: Status, amount: Value) {
        self.entitled += usize::from(status == Status::Entitled);
        self.undetermined += usize::from(status == Status::Undetermined);
        self.amount = plus(self.amount, amount);
    }
}

/// The sum of two amounts that are known within bounds.
pub(super) fn plus(one: Value, other: Value) -> Value {
    Value::range(one.lo.saturating_add(other.lo), one.hi.saturating_add(other.hi))
}

/// How the whole of what a person receives changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 丧失: something before, nothing after
    Lost,
    /// 减
    Less,
    /// a benefit that changes is undetermined before or after
    Open,
    /// one benefit rises by what another falls
    Shifted,
    /// 增
    More,
    /// 新享受: nothing before, something after
    Gained,
}

impl Kind {
    /// The kinds in the order in which lists show them: what hurts comes first.
    pub const ALL: [Kind; 6] = [Kind::Lost, Kind::Less, Kind::Open, Kind::Shifted, Kind::More, Kind::Gained];
}

/// A case that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChange {
    pub key: String,
    /// its place in the file, as findings count
    pub row: usize,
    pub kind: Kind,
    /// all benefits together
    pub before: Value,
    pub after: Value,
    /// the benefits that change
    pub changes: Vec<BenefitChange>,
}

impl CaseChange {
    /// What changes for certain: benefits of which neither side is undetermined.
    pub fn difference(&self) -> i64 {
        self.changes.iter().filter_map(BenefitChange::difference).fold(0, i64::saturating_add)
    }
}

/// How one benefit of a case changes. A side is none where that version has no such benefit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitChange {
    /// index in [`Touched::benefits`]
    pub benefit: usize,
    pub before: Option<DecidedBenefit>,
    pub after: Option<DecidedBenefit>,
    pub cause: Cause,
}

/// Status and amount; a benefit that a version does not have is not received.
pub(super) fn standing(side: Option<&DecidedBenefit>) -> (Status, Value) {
    side.map_or((Status::NotEntitled, Value::known(0)), |side| (side.status, side.amount))
}

impl BenefitChange {
    /// The amount before and after, least and greatest.
    pub fn amounts(&self) -> (Value, Value) {
        (standing(self.before.as_ref()).1, standing(self.after.as_ref()).1)
    }

    /// One side is undetermined.
    pub fn is_open(&self) -> bool {
        let (before, after) = (standing(self.before.as_ref()).0, standing(self.after.as_ref()).0);
        before == Status::Undetermined || after == Status::Undetermined
    }

    /// The change of the amount, unless a side is undetermined.
    pub fn difference(&self) -> Option<i64> {
        let (before, after) = self.amounts();
        (!self.is_open()).then(|| after.lo.saturating_sub(before.lo))
    }

    /// Up or down, unless a side is undetermined.
    pub fn direction(&self) -> Option<Direction> {
        let (before, after) = self.amounts();
        match (self.difference()?, before.lo, after.lo) {
            (1.., 0, _) => Some(Direction::Gain),
            (1.., ..) => Some(Direction::More),
            (0, ..) => None,
            (_, _, 0) => Some(Direction::Loss),
            _ => Some(Direction::Less),
        }
    }

    /// It falls, or may fall: what is certain is less than before, or what is possible.
    pub fn may_fall(&self) -> bool {
        let (before, after) = self.amounts();
        after.lo < before.lo || after.hi < before.hi
    }

    /// It is lost, or may be lost.
    pub fn may_be_lost(&self) -> bool {
        let (before, after) = self.amounts();
        (before.lo > 0 && after.lo == 0) || (before.hi > 0 && after.hi == 0)
    }
}

/// Changes of one benefit for one and the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseGroup {
    /// index in [`Touched::benefits`]
    pub benefit: usize,
    pub cause: Cause,
    pub cases: usize,
    /// those of them that are undetermined before or after
    pub open: usize,
    /// what changes for certain
    pub difference: i64,
    /// index in [`Touched::cases`]
    pub example: usize,
}

impl Touched {
    /// How many cases change in a way.
    pub fn count(&self, kind: Kind) -> usize {
        self.of(kind).count()
    }

    /// The cases that change in a way, in the order of the file.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &CaseChange> {
        self.cases.iter().filter(move |case| case.kind == kind)
    }

    /// What changes for certain.
    pub fn difference(&self) -> i64 {
        self.cases.iter().map(CaseChange::difference).fold(0, i64::saturating_add)
    }

    /// What is paid before and after in the changes that are undetermined, least and greatest.
    pub fn open_amounts(&self) -> (Value, Value) {
        let changes = self.cases.iter().flat_map(|case| &case.changes).filter(|change| change.is_open());
        changes.map(BenefitChange::amounts).fold((Value::known(0), Value::known(0)), |sums, amounts| {
            (plus(sums.0, amounts.0), plus(sums.1, amounts.1))
        })
    }
}
