//! Leaves out steps that nothing reads, and puts those that decide benefits first.
//!
//! Folding constants, as a chosen reading does, leaves steps without a reader.

use super::Plan;
use super::node::{NodeId, Step};

/// Orders and numbers the steps of a plan.
pub(super) fn prune(plan: &mut Plan) {
    number(plan);
    let mut deciding: Vec<NodeId> = Vec::new();
    for benefit in &plan.benefits {
        deciding.extend([benefit.eligible, benefit.excluded, benefit.rate, benefit.amount, benefit.chosen]);
        deciding.extend([benefit.topped, benefit.payable]);
        deciding.extend(benefit.kept);
        deciding.extend(&benefit.requirements);
        deciding.extend(benefit.rate_rows.iter().flat_map(|(when, value)| [*when, *value]));
    }
    let mut rest: Vec<NodeId> = plan.exclusions.clone();
    rest.extend(plan.higher_ofs.iter().flat_map(|rule| rule.others.iter().copied().chain([rule.when])));
    let pairs = plan.top_ups.iter().chain(&plan.caps).chain(&plan.deems);
    rest.extend(pairs.flat_map(|(when, value)| [*when, *value]));
    rest.extend(plan.procedures.iter().flat_map(|procedure| procedure.documents.iter().flatten()));
    rest.extend(plan.togethers.iter().chain(&plan.alerts).chain(plan.promises.iter().flatten()));
    rest.extend(plan.accruals.iter().flatten());

    let decides = plan.reachable(&deciding);
    let read = plan.reachable(&rest);
    let is = |set: &[bool], step: &Step| set.get(step.node.index()).copied().unwrap_or(false);
    let first = plan.steps.iter().filter(|step| is(&decides, step));
    let then = plan.steps.iter().filter(|step| !is(&decides, step) && is(&read, step));
    let steps: Vec<Step> = first.chain(then).copied().collect();
    plan.deciding = plan.steps.iter().filter(|step| is(&decides, step)).count();
    plan.steps = steps;
    number(plan);
}

fn number(plan: &mut Plan) {
    plan.step_of = vec![None; plan.template.len()];
    for (index, step) in plan.steps.iter().enumerate() {
        if let Some(slot) = plan.step_of.get_mut(step.node.index()) {
            *slot = Some(index);
        }
    }
}
