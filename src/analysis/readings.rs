//! Readings (口径) that change nothing, whichever option is chosen.

use super::same::alike;
use super::search::Budget;
use crate::check::is_tie_reading;
use crate::check::model::{Expr, Policy};
use crate::diagnostic::Diagnostic;
use crate::plan::{Plan, compile};
use std::collections::BTreeSet;

/// An option other than the default.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Choice {
    reading: usize,
    option: usize,
}

/// The readings that some rule reads and that yet change neither what anybody is paid nor any alert.
pub(super) fn readings(plan: &Plan, budget: &mut Budget) -> Vec<Diagnostic> {
    let policy = &plan.policy;
    let read = read_by_rules(plan);
    let elsewhere = plan.readings_in(elsewhere(policy));
    let idle = read.iter().filter(|reading| !elsewhere.contains(reading) && is_idle(plan, **reading, &read, budget));
    let idle = idle.filter_map(|reading| policy.readings.get(*reading));
    // what happens on a tie must be said, whether there can be one or not
    let idle = idle.filter(|reading| !is_tie_reading(&reading.name));
    idle.map(|reading| {
        let name = &reading.name;
        Diagnostic::notice(
            "L507",
            reading.span,
            format!("口径“{name}”选哪一种，结果都一样"),
            format!("whichever option of reading `{name}` is chosen, nothing changes"),
        )
        .help(
            "看看用到它的规则是否写错；确实没有区别的，可以去掉",
            "see whether the rules that use it are right; drop it if there is no difference",
        )
    })
    .collect()
}

fn read_by_rules(plan: &Plan) -> BTreeSet<usize> {
    let benefits = (0..plan.benefits.len()).flat_map(|benefit| plan.readings_of(benefit));
    let alerts = plan.policy.alerts.iter().filter_map(|alert| alert.when.as_ref());
    benefits.chain(plan.readings_in(alerts.collect())).collect()
}

/// Conditions that decide neither amounts nor alerts.
fn elsewhere(policy: &Policy) -> Vec<&Expr> {
    let accruals = policy.accruals.iter().flat_map(|accrual| &accrual.items).filter_map(|item| item.when.as_ref());
    let stages = policy.procedures.iter().flat_map(|procedure| &procedure.stages);
    let documents = stages.flat_map(|stage| &stage.documents).filter_map(|document| document.when.as_ref());
    let togethers = policy.togethers.iter().filter_map(|rule| rule.when.as_ref());
    accruals.chain(documents).chain(togethers).collect()
}

/// It changes nothing under the defaults, nor under any other single choice.
fn is_idle(plan: &Plan, reading: usize, read: &BTreeSet<usize>, budget: &mut Budget) -> bool {
    let others = read.iter().filter(|other| **other != reading);
    let bases = [None].into_iter().chain(others.flat_map(|other| choices(&plan.policy, *other)).map(Some));
    let options: Vec<Choice> = choices(&plan.policy, reading).collect();
    let mut bases = bases.collect::<Vec<_>>().into_iter();
    !options.is_empty()
        && bases.all(|base| {
            let Some(before) = with(&plan.policy, plan, &base.into_iter().collect::<Vec<_>>()) else { return false };
            options.iter().all(|option| {
                let chosen: Vec<Choice> = base.into_iter().chain([*option]).collect();
                with(&plan.policy, plan, &chosen).is_some_and(|after| alike(&before, &after, budget))
            })
        })
}

fn choices(policy: &Policy, reading: usize) -> impl Iterator<Item = Choice> {
    let options = policy.readings.get(reading).map_or(0, |reading| reading.options.len());
    (1..options).map(move |option| Choice { reading, option })
}

/// A policy's plan under some choices.
fn with(policy: &Policy, plan: &Plan, chosen: &[Choice]) -> Option<Plan> {
    let named = chosen.iter().filter_map(|choice| {
        let reading = policy.readings.get(choice.reading)?;
        Some((reading.name.clone(), reading.options.get(choice.option)?.clone()))
    });
    compile(policy.clone(), &plan.source, &named.collect::<Vec<_>>()).ok()
}

/// A version of the policy under each single choice of some readings, the defaults first.
pub(super) fn under_each(policy: &Policy, plan: &Plan, readings: &BTreeSet<usize>) -> Vec<Plan> {
    let each = readings.iter().flat_map(|reading| choices(policy, *reading)).map(|choice| vec![choice]);
    [Vec::new()].into_iter().chain(each).filter_map(|chosen| with(policy, plan, &chosen)).collect()
}
