//! The people and the money that hang on each option. Money is fen a month.

use super::Alternative;
use crate::batch::{decide_one, people};
use crate::calendar::{Decider, Decision, Status};
use crate::cases::{Batch, Case, read_alike};
use crate::plan::Plan;
use crate::value::{Day, Month, Value};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the options not chosen do to the people of a case file in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighing {
    pub month: Month,
    /// cases decided
    pub rows: usize,
    /// different keys among them; a blank key counts as one person each
    pub people: usize,
    /// cases of which some benefit is undetermined as it is: with more facts more may hang on an option
    pub undetermined: usize,
    /// for each alternative
    pub options: Vec<Weighed>,
}

/// What one option does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// cases of which some benefit changes
    pub cases: usize,
    /// for each benefit of the policy
    pub benefits: Vec<Weight>,
}

impl Weighed {
    /// What changes for certain, all benefits together.
    pub fn difference(&self) -> i64 {
        self.benefits.iter().map(Weight::difference).fold(0, i64::saturating_add)
    }
}

/// What one option does to one benefit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weight {
    /// who receives more, neither side being undetermined
    pub up: Moved,
    /// who receives less
    pub down: Moved,
    /// changes from or to 待核实
    pub unsettled: Unsettled,
}

impl Weight {
    /// Cases that change.
    pub fn cases(&self) -> usize {
        self.up.cases + self.down.cases + self.unsettled.cases
    }

    /// What changes for certain.
    pub fn difference(&self) -> i64 {
        self.up.amount.saturating_sub(self.down.amount)
    }
}

/// Cases that change in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moved {
    pub cases: usize,
    /// by how much in all, not below 0
    pub amount: i64,
    /// the first of them
    pub example: Option<Example>,
}

/// Cases that are undetermined before or after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    pub cases: usize,
    /// what they come to in all, least and greatest, as it is and with the option
    pub before: Value,
    pub after: Value,
    /// the first of them
    pub example: Option<Example>,
    /// headers of the facts that the first of them lacks
    pub lacks: Vec<Arc<str>>,
}

impl Default for Unsettled {
    fn default() -> Unsettled {
        let nothing = Value::known(0);
        Unsettled { cases: 0, before: nothing, after: nothing, example: None, lacks: Vec::new() }
    }
}

/// One case: how a benefit stands as it is, and with the option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    pub key: String,
    /// its place in the file, as findings count
    pub row: usize,
    pub before: Decision,
    pub after: Decision,
}

/// Decides a case file once more for each alternative of `plan`. What facts a file gives hangs on the plan, so `read`
/// reads it again where an alternative reads it otherwise; `batch` is what `plan` read.
///
/// # Errors
/// Those of `read`.
pub fn weigh<E: Send>(
    plan: &Plan,
    batch: &Batch,
    (month, days): (Month, (Day, Day)),
    alternatives: &[Alternative],
    read: impl Fn(&Plan) -> Result<Batch, E> + Sync,
) -> Result<Weighing, E> {
    let standing: Vec<Vec<Decision>> = batch
        .cases
        .par_iter()
        .map_init(|| Decider::new(plan), |decider, case| decider.decide(&case.facts, days.0, days.1).to_vec())
        .collect();
    let base = Base { plan, cases: &batch.cases, standing: &standing, days };
    let options: Result<Vec<Weighed>, E> = alternatives
        .par_iter()
        .map(|alternative| {
            if read_alike(plan, &alternative.plan) {
                // the same facts by the same operations
                let cases: &[Case] = if alternative.is_alike() { &[] } else { &batch.cases };
                return Ok(base.weigh(&alternative.plan, cases));
            }
            Ok(base.weigh(&alternative.plan, &read(&alternative.plan)?.cases))
        })
        .collect();
    let is_open = |decisions: &&Vec<Decision>| decisions.iter().any(is_undetermined);
    Ok(Weighing {
        month,
        rows: batch.cases.len(),
        people: people(batch.cases.iter().map(|case| case.key.as_str())),
        undetermined: standing.iter().filter(is_open).count(),
        options: options?,
    })
}

/// The cases as the plan in force decides them.
struct Base<'a> {
    plan: &'a Plan,
    cases: &'a [Case],
    standing: &'a [Vec<Decision>],
    days: (Day, Day),
}

/// How a case stands as it is and with an option, where that differs.
type Change<'a> = (&'a Case, &'a Case, &'a [Decision], Vec<Decision>);

impl Base<'_> {
    /// Decides the cases by another plan, which read them from the same file.
    fn weigh(&self, other: &Plan, cases: &[Case]) -> Weighed {
        let by_row: BTreeMap<usize, (&Case, &Vec<Decision>)> =
            self.cases.iter().zip(self.standing).map(|(case, standing)| (case.row, (case, standing))).collect();
        let (first, last) = self.days;
        let found: Vec<Change<'_>> = cases
            .par_iter()
            .map_init(
                || Decider::new(other),
                |decider, case| {
                    let (own, before) = by_row.get(&case.row)?;
                    let after = decider.decide(&case.facts, first, last);
                    let differs = before.iter().zip(after).any(|(before, after)| differ(before, after));
                    differs.then(|| (*own, case, before.as_slice(), after.to_vec()))
                },
            )
            .flatten_iter()
            .collect();
        let mut benefits = vec![Weight::default(); self.plan.benefits.len()];
        for (own, case, before, after) in &found {
            for (benefit, (weight, (before, after))) in benefits.iter_mut().zip(before.iter().zip(after)).enumerate() {
                if !differ(before, after) {
                    continue;
                }
                let example = || Example { key: own.key.clone(), row: own.row, before: *before, after: *after };
                if is_undetermined(before) || is_undetermined(after) {
                    let unsettled = &mut weight.unsettled;
                    unsettled.cases += 1;
                    unsettled.before = plus(unsettled.before, before.amount);
                    unsettled.after = plus(unsettled.after, after.amount);
                    if unsettled.example.is_none() {
                        unsettled.example = Some(example());
                        let lacking = if is_undetermined(after) { (other, *case) } else { (self.plan, *own) };
                        unsettled.lacks = self.lacks(lacking, benefit);
                    }
                    continue;
                }
                let difference = after.amount.lo.saturating_sub(before.amount.lo);
                let moved = if difference > 0 { &mut weight.up } else { &mut weight.down };
                moved.cases += 1;
                moved.amount = moved.amount.saturating_add(difference.saturating_abs());
                moved.example.get_or_insert_with(example);
            }
        }
        Weighed { cases: found.len(), benefits }
    }

    /// The facts that leave a benefit undetermined.
    fn lacks(&self, (plan, case): (&Plan, &Case), benefit: usize) -> Vec<Arc<str>> {
        let mut decided = decide_one(plan, &mut Decider::new(plan), &case.key, &case.facts, self.days);
        decided
            .outcome
            .benefits
            .get_mut(benefit)
            .map(|benefit| std::mem::take(&mut benefit.missing))
            .unwrap_or_default()
    }
}

/// The status or the amount changes; that another day decides is none.
fn differ(before: &Decision, after: &Decision) -> bool {
    (before.status, before.amount) != (after.status, after.amount)
}

fn is_undetermined(decision: &Decision) -> bool {
    decision.status == Status::Undetermined
}

fn plus(one: Value, other: Value) -> Value {
    Value::range(one.lo.saturating_add(other.lo), one.hi.saturating_add(other.hi))
}
