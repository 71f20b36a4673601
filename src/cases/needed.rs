//! Which registers a sheet to fill in has.

use crate::plan::Plan;

/// For each register, whether a sheet to fill in has its columns: the key register, those with a fact that a
/// benefit hangs on, and those named by a 并享.
pub(crate) fn needed_registers(plan: &Plan) -> Vec<bool> {
    let any = |index: usize| plan.slots.iter().any(|slot| slot.register == index && slot.deciding);
    let together = |index: usize| plan.policy.togethers.iter().any(|rule| rule.others.contains(&index));
    let registers = plan.registers.iter().enumerate();
    registers.map(|(index, register)| register.is_key() || any(index) || together(index)).collect()
}
