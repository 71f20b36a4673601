//! What is looked at in an evaluation for one item, and what can be seen there.

use crate::eval::{Evaluation, Value};
use crate::plan::NodeId;
use serde::Serialize;

/// What was seen of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// a condition: 是; a row: chosen; 择高: ours drawn; 补差, 封顶: pays less than without
    Yes,
    /// 否; 择高: the other drawn; 补差, 封顶: nothing is cut
    No,
    /// 待核实
    Unknown,
    /// a comparison: below its bound, or before it
    Below,
    /// at its bound
    At,
    Above,
}

/// How often each state was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Seen {
    pub yes: u64,
    pub no: u64,
    pub unknown: u64,
    pub below: u64,
    pub at: u64,
    pub above: u64,
}

impl Seen {
    pub fn times(&self, state: State) -> u64 {
        match state {
            State::Yes => self.yes,
            State::No => self.no,
            State::Unknown => self.unknown,
            State::Below => self.below,
            State::At => self.at,
            State::Above => self.above,
        }
    }

    pub(super) fn add(&mut self, state: State) {
        let count = match state {
            State::Yes => &mut self.yes,
            State::No => &mut self.no,
            State::Unknown => &mut self.unknown,
            State::Below => &mut self.below,
            State::At => &mut self.at,
            State::Above => &mut self.above,
        };
        *count += 1;
    }
}

/// The nodes of one item.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Probe {
    /// `negated`: the words say the opposite of the node
    Condition {
        node: NodeId,
        negated: bool,
    },
    /// a row of a rate: taken when the person meets the requirements and no earlier row applies
    Row {
        eligible: NodeId,
        earlier: Vec<NodeId>,
        when: NodeId,
    },
    Compare {
        subject: NodeId,
        bound: NodeId,
    },
    /// our benefits, each with whether it stays, against what others bring
    Kept {
        when: NodeId,
        ours: Vec<(NodeId, NodeId)>,
        others: Vec<NodeId>,
    },
    /// our benefits together against one other amount, where both are drawn; `limit`: the other is the bound
    Weigh {
        when: NodeId,
        ours: Vec<NodeId>,
        other: NodeId,
        limit: bool,
    },
    /// our benefits together are cut by what others bring
    TopUp {
        when: NodeId,
        ours: Vec<NodeId>,
        other: NodeId,
    },
    /// our benefits together are cut to a limit
    Cap {
        when: NodeId,
        ours: Vec<NodeId>,
        limit: NodeId,
    },
    /// folded away
    Nothing,
}

impl Probe {
    pub(super) fn state(&self, evaluation: &Evaluation<'_>) -> Option<State> {
        let value = |node: &NodeId| evaluation.value(*node);
        match self {
            Probe::Condition { node, negated } => Some(truth(value(node), *negated)),
            Probe::Row { eligible, earlier, when } => {
                let taken = value(eligible).is_yes()
                    && value(when).is_yes()
                    && earlier.iter().all(|earlier| value(earlier).is_no());
                taken.then_some(State::Yes)
            }
            Probe::Compare { subject, bound } => compared(value(subject), value(bound)),
            Probe::Kept { when, ours, others } => {
                let drawn = others.iter().any(|other| value(other).lo > 0);
                let mut kept = ours.iter().filter(|(amount, _)| value(amount).lo > 0).map(|(_, kept)| value(kept));
                let first = kept.next().filter(|_| drawn && value(when).is_yes())?;
                let all = kept.fold(first, |all, next| Value::range(all.lo.min(next.lo), all.hi.min(next.hi)));
                Some(truth(all, false))
            }
            Probe::Weigh { when, ours, other, limit } => {
                let (ours, other) = (sum(evaluation, ours), value(other));
                if !value(when).is_yes() || ours.lo <= 0 || other.lo <= 0 {
                    return None;
                }
                if *limit { compared(ours, other) } else { compared(other, ours) }
            }
            Probe::TopUp { when, ours, other } => {
                let (ours, other) = (sum(evaluation, ours), value(other));
                let cuts = value(when).is_yes() && other.lo > 0 && ours.lo > 0;
                let spares = ours.lo > 0 && (value(when).is_no() || other.hi == 0);
                if cuts { Some(State::Yes) } else { spares.then_some(State::No) }
            }
            Probe::Cap { when, ours, limit } => {
                let (ours, limit) = (sum(evaluation, ours), value(limit));
                let cuts = value(when).is_yes() && ours.lo > limit.hi;
                let spares = ours.lo > 0 && (value(when).is_no() || ours.hi <= limit.lo);
                if cuts { Some(State::Yes) } else { spares.then_some(State::No) }
            }
            Probe::Nothing => None,
        }
    }

    /// What can be seen at all, given what is possible where no fact is known.
    pub(super) fn possible(&self, bounds: &Evaluation<'_>, moves: impl Fn(NodeId) -> bool) -> Vec<State> {
        let (yes, no) = (State::Yes, State::No);
        match self {
            Probe::Condition { node, .. } if moves(*node) => vec![yes, no],
            Probe::Condition { node, negated } => {
                let value = bounds.value(*node);
                let value = if *negated { Value::range(1 - value.hi, 1 - value.lo) } else { value };
                [(yes, value.hi == 1), (no, value.lo == 0)].into_iter().filter_map(keep).collect()
            }
            Probe::Compare { subject, bound } if !moves(*subject) && !moves(*bound) => {
                let (subject, bound) = (bounds.value(*subject), bounds.value(*bound));
                let below = (State::Below, subject.lo < bound.hi);
                let at = (State::At, subject.lo <= bound.hi && bound.lo <= subject.hi);
                let above = (State::Above, subject.hi > bound.lo);
                [below, at, above].into_iter().filter_map(keep).collect()
            }
            Probe::Compare { .. } | Probe::Weigh { .. } => vec![State::Below, State::At, State::Above],
            Probe::Row { .. } => vec![yes],
            Probe::Kept { .. } | Probe::TopUp { .. } | Probe::Cap { .. } => vec![yes, no],
            Probe::Nothing => Vec::new(),
        }
    }
}

fn keep((state, possible): (State, bool)) -> Option<State> {
    possible.then_some(state)
}

fn truth(value: Value, negated: bool) -> State {
    match (value.is_yes(), value.is_no()) {
        (false, false) => State::Unknown,
        (yes, _) if yes != negated => State::Yes,
        _ => State::No,
    }
}

fn compared(subject: Value, bound: Value) -> Option<State> {
    let open = |value: Value| !value.is_known() || value.lo == i64::MIN || value.lo == i64::MAX;
    if open(subject) || open(bound) {
        return None;
    }
    Some(match subject.lo.cmp(&bound.lo) {
        std::cmp::Ordering::Less => State::Below,
        std::cmp::Ordering::Equal => State::At,
        std::cmp::Ordering::Greater => State::Above,
    })
}

fn sum(evaluation: &Evaluation<'_>, nodes: &[NodeId]) -> Value {
    nodes.iter().map(|node| evaluation.value(*node)).fold(Value::known(0), |sum, value| {
        Value::range(sum.lo.saturating_add(value.lo), sum.hi.saturating_add(value.hi))
    })
}
