//! Which missing facts leave an answer open.

use super::Evaluation;
use crate::check::model::{SlotKind, Type};
use crate::plan::{Join, NodeId, Op};
use std::collections::BTreeSet;

impl Evaluation<'_> {
    /// The slots of the facts on which an undetermined node hangs, in slot order: only operands that are
    /// themselves open, and that can still reach the node, are followed.
    pub fn missing(&self, node: NodeId) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if self.is_open(node) && seen.insert(node) {
                open.extend(self.reaching(node));
            }
        }
        seen.into_iter().map(NodeId::index).filter(|index| *index < self.plan.slots.len()).collect()
    }

    /// The operands that matter where a node is open.
    fn reaching(&self, node: NodeId) -> Vec<NodeId> {
        match self.plan.op(node) {
            Some(Op::If { when, then, otherwise, .. }) => {
                let when_value = self.value(when);
                if when_value.is_yes() {
                    vec![then]
                } else if when_value.is_no() {
                    vec![otherwise]
                } else {
                    vec![when, then, otherwise]
                }
            }
            Some(Op::Choose(list, _)) => {
                let mut reaching = Vec::new();
                for row in self.plan.list(list).chunks(2) {
                    let [when, value] = row else { break };
                    if !self.value(*when).is_no() {
                        reaching.extend([*when, *value]);
                    }
                    if self.value(*when).is_yes() {
                        break;
                    }
                }
                reaching
            }
            Some(Op::Kept { contest, benefit }) => match self.plan.contests.get(contest as usize) {
                Some(contest) => self.bearing_on(contest, benefit as usize),
                None => Vec::new(),
            },
            _ => self.plan.inputs(node),
        }
    }

    /// More than one value is possible.
    fn is_open(&self, node: NodeId) -> bool {
        let value = self.value(node);
        if self.is_set(node) { !value.set().is_power_of_two() } else { !value.is_known() }
    }

    fn is_set(&self, node: NodeId) -> bool {
        if let Some(slot) = self.plan.slots.get(node.index()) {
            let ty = match slot.kind {
                SlotKind::Column(column) => self
                    .plan
                    .registers
                    .get(slot.register)
                    .and_then(|register| register.columns.get(column))
                    .map(|c| c.ty.clone()),
                SlotKind::Part(_, part) => Some(crate::plan::part_type(part)),
                _ => None,
            };
            return matches!(ty, Some(Type::Enumeration(_)));
        }
        matches!(self.plan.op(node), Some(Op::If { join: Join::Set, .. } | Op::Choose(_, Join::Set)))
    }
}
