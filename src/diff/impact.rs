//! Whom an edit can touch: every case there can be, by regions.

use crate::calendar::Decision;
use crate::diagnostic::Message;
use crate::value::{Day, Month};

/// The exact account of what an edit changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// for each benefit of either version, in the new policy's order, then those only the old one has
    pub benefits: Vec<BenefitImpact>,
    /// what changes, the most general first
    pub lines: Vec<ImpactLine>,
    /// regions of which nothing could be proved
    pub undecided: Vec<Undecided>,
    /// how many regions were told apart
    pub regions: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BenefitImpact {
    pub name: String,
    pub verdict: Verdict,
}

/// What an edit does to a benefit, over all possible cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 等价: proved to be the same for every case
    Equivalent,
    /// 只增
    OnlyMore,
    /// 只减
    OnlyLess,
    /// 有增有减
    MoreAndLess,
    /// 未能判定: some region could not be decided
    Undecided,
}

/// How the amount of a benefit changes in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// from nothing to something
    Gain,
    More,
    Less,
    /// from something to nothing
    Loss,
}

/// Cases that an edit changes in one and the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpactLine {
    pub benefit: String,
    /// in the policy's words; all of them hold
    pub conditions: Vec<Message>,
    /// `90 元/月`, `不享受`, or a formula
    pub before: Message,
    pub after: Message,
    pub direction: Direction,
    /// the edit works here only through another rule (择高, 补差, 封顶)
    pub knock_on: bool,
    pub witness: Witness,
}

/// A case that shows a change, checked by the ordinary run.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    pub day: Day,
    pub month: Month,
    /// header and text of each fact, as a wide sheet has them
    pub cells: Vec<(String, String)>,
    pub before: Decision,
    pub after: Decision,
}

/// A region of which nothing could be proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Undecided {
    pub benefit: String,
    /// the expression that stands in the way, in the policy's words
    pub expression: String,
    pub conditions: Vec<Message>,
}
