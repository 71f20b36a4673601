//! The regions that cases are sought for.

use crate::plan::Plan;
use crate::region::{Limits, Literals, Open, Space, Variable, View, explore, ways};

/// A region to be reached.
#[derive(Debug, Clone)]
pub(super) struct Goal {
    /// its place among all
    pub(super) place: usize,
    pub(super) of: Of,
    pub(super) literals: Literals,
}

/// Whose region it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Benefit { number: usize, is_paid: bool },
    Condition { variable: Variable, holds: bool },
}

impl Of {
    pub(super) fn is_paid(self) -> bool {
        matches!(self, Of::Benefit { is_paid: true, .. })
    }

    pub(super) fn benefit(self) -> Option<usize> {
        match self {
            Of::Benefit { number, .. } => Some(number),
            Of::Condition { .. } => None,
        }
    }

    pub(super) fn condition(self) -> Option<Variable> {
        match self {
            Of::Benefit { .. } => None,
            Of::Condition { variable, .. } => Some(variable),
        }
    }
}

/// All regions of the benefits, then all ways of meeting and not meeting the conditions that the regions do not look
/// into; and whether every region was looked at.
pub(super) fn goals(
    plan: &Plan,
    space: &mut Space,
    views: &mut [View<'_>],
    within: &Literals,
    limits: Limits,
) -> (Vec<Goal>, bool) {
    let mut found: Vec<(Of, Literals)> = Vec::new();
    let mut is_complete = true;
    for (number, benefit) in plan.benefits.iter().enumerate() {
        let mut explorer = explore(space, views, within, limits, |views, space, region| {
            match views.first().map(|view| view.amount(space, region, benefit.payable)) {
                Some(Err(Open::Split(split))) => Err(split),
                Some(Ok(amount)) => Ok(region.range(space, &amount).lo > 0),
                _ => Ok(false),
            }
        });
        found.extend(explorer.by_ref().map(|leaf| (Of::Benefit { number, is_paid: leaf.label }, leaf.literals)));
        is_complete &= explorer.is_complete();
    }
    if let Some(view) = views.first() {
        let ways = ways(space, view, within, limits);
        let of_way = |condition, holds| Of::Condition { variable: condition, holds };
        found.extend(ways.into_iter().map(|way| (of_way(way.condition, way.holds), way.literals)));
    }
    let goals = found.into_iter().enumerate().map(|(place, (of, literals))| Goal { place, of, literals });
    (goals.collect(), is_complete)
}
