//! Which facts a condition with a known answer rests on.

use crate::eval::Evaluation;
use crate::plan::{NodeId, Op, Plan};
use std::collections::BTreeSet;

/// The slots of the facts that decide a condition: of an unmet 且 only the unmet parts, of a met 或 only
/// the met ones. For an open condition, those that are missing.
pub(super) fn deciding_facts(plan: &Plan, evaluation: &Evaluation<'_>, condition: NodeId) -> Vec<usize> {
    let value = evaluation.value(condition);
    if !value.is_known() {
        return evaluation.missing(condition);
    }
    let mut leaves = BTreeSet::new();
    leaf_conditions(plan, evaluation, condition, &mut leaves);
    let mut slots = BTreeSet::new();
    for leaf in leaves {
        slots.extend(plan.facts_of(leaf));
    }
    slots.into_iter().collect()
}

fn leaf_conditions(plan: &Plan, evaluation: &Evaluation<'_>, node: NodeId, leaves: &mut BTreeSet<NodeId>) {
    let met = evaluation.value(node).is_yes();
    let op = plan.op(node);
    match op {
        Some(Op::Not(of)) => leaf_conditions(plan, evaluation, of, leaves),
        // an unmet 且 fails by its unmet parts, a met 或 holds by its met ones; otherwise every part counts
        Some(Op::All(list) | Op::Any(list)) => {
            let is_all = matches!(op, Some(Op::All(_)));
            for part in plan.list(list) {
                let value = evaluation.value(*part);
                let counts = match (is_all, met) {
                    (true, false) => value.is_no(),
                    (false, true) => value.is_yes(),
                    _ => true,
                };
                if counts {
                    leaf_conditions(plan, evaluation, *part, leaves);
                }
            }
        }
        _ => {
            leaves.insert(node);
        }
    }
}
