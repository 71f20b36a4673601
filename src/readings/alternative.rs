//! The options not chosen, each with the plan that it makes.

use crate::check::model::Policy;
use crate::plan::{Plan, compile, decided_alike};
use rayon::prelude::*;

/// An option not chosen.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// index of the reading in the policy
    pub reading: usize,
    /// index of the option in the reading
    pub option: usize,
    /// as the plan it stands against, but for this option
    pub plan: Plan,
    /// for each benefit whether it is decided by the same operations: then no case can tell the difference
    pub alike: Vec<bool>,
}

impl Alternative {
    /// It changes alerts, procedure or accrual at most: the month's decisions cannot hang on it.
    pub fn is_alike(&self) -> bool {
        self.alike.iter().all(|alike| *alike)
    }
}

/// All options that a plan does not choose, in the policy's order.
pub fn alternatives(plan: &Plan) -> Vec<Alternative> {
    let readings = plan.policy.readings.iter().zip(&plan.chosen).enumerate();
    let wanted: Vec<(usize, usize)> = readings
        .flat_map(|(reading, (model, chosen))| {
            (0..model.options.len()).filter(move |option| option != chosen).map(move |option| (reading, option))
        })
        .collect();
    let made = wanted.into_par_iter().filter_map(|(reading, option)| {
        // every reading and option is the policy's own
        let other = compile(Policy::clone(&plan.policy), &plan.source, &choice(plan, reading, option)).ok()?;
        let alike = decided_alike(plan, &other);
        Some(Alternative { reading, option, plan: other, alike })
    });
    made.collect()
}

/// The options of a plan with one of them replaced.
fn choice(plan: &Plan, reading: usize, option: usize) -> Vec<(String, String)> {
    let readings = plan.policy.readings.iter().zip(&plan.chosen).enumerate();
    readings
        .filter_map(|(index, (model, chosen))| {
            let option = model.options.get(if index == reading { option } else { *chosen })?;
            Some((model.name.clone(), option.clone()))
        })
        .collect()
}
