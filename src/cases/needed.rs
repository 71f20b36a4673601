//! Which facts the benefits hang on; others only serve alerts, procedures or readings not chosen.

use crate::plan::Plan;

/// For each slot of the plan, whether a benefit's decision or a 并享 reads it.
pub(super) fn needed(plan: &Plan) -> Vec<bool> {
    let mut needed = vec![false; plan.slots.len()];
    let decisions = plan.benefits.iter().flat_map(|benefit| {
        benefit.requirements.iter().copied().chain([benefit.eligible, benefit.excluded, benefit.payable])
    });
    for node in decisions.chain(plan.togethers.iter().copied()) {
        for slot in plan.facts_of(node) {
            if let Some(needed) = needed.get_mut(*slot) {
                *needed = true;
            }
        }
    }
    needed
}

/// For each register, whether a sheet to fill in has its columns: the key register, those with a needed
/// slot, and those named by a 并享.
pub(crate) fn needed_registers(plan: &Plan) -> Vec<bool> {
    let needed = needed(plan);
    let slots = || plan.slots.iter().zip(&needed);
    let any = |index: usize| slots().any(|(slot, needed)| slot.register == index && *needed);
    let together = |index: usize| plan.policy.togethers.iter().any(|rule| rule.others.contains(&index));
    let registers = plan.registers.iter().enumerate();
    registers.map(|(index, register)| register.is_key() || any(index) || together(index)).collect()
}
