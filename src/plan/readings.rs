//! Which readings (口径) a benefit depends on.

use super::Plan;
use crate::check::is_tie_reading;
use crate::check::model::{Expr, ExprKind};
use std::collections::BTreeSet;

impl Plan {
    /// The readings that bear on a benefit, in the policy's order.
    pub fn readings_of(&self, benefit: usize) -> Vec<usize> {
        let policy = &self.policy;
        let mut found = BTreeSet::new();
        let mut open: Vec<&Expr> = Vec::new();
        if let Some(model) = policy.benefits.get(benefit) {
            open.extend(model.requirements.iter().map(|requirement| &requirement.condition));
            open.push(&model.rate);
        }
        let about = |benefits: &[usize]| benefits.contains(&benefit);
        open.extend(
            policy.exclusions.iter().filter(|rule| about(&rule.benefits)).filter_map(|rule| rule.when.as_ref()),
        );
        open.extend(
            policy
                .top_ups
                .iter()
                .filter(|rule| about(&rule.benefits))
                .flat_map(|rule| rule.when.iter().chain([&rule.other])),
        );
        open.extend(
            policy
                .caps
                .iter()
                .filter(|rule| about(&rule.benefits))
                .flat_map(|rule| rule.when.iter().chain([&rule.limit])),
        );
        for rule in policy.higher_ofs.iter().filter(|rule| about(&rule.benefits)) {
            open.extend(rule.when.iter().chain(rule.others.iter().map(|other| &other.amount)));
            found.extend(policy.readings.iter().position(|reading| is_tie_reading(&reading.name)));
        }
        found.extend(self.readings_in(open));
        found.into_iter().collect()
    }

    /// The readings that some conditions depend on, through definitions and 视为.
    pub fn readings_in<'a>(&'a self, mut open: Vec<&'a Expr>) -> Vec<usize> {
        let policy = &self.policy;
        let mut found = BTreeSet::new();
        let mut seen_defines = BTreeSet::new();
        let mut seen_deems = BTreeSet::new();
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::Reading(reading) => {
                    found.insert(*reading);
                }
                ExprKind::Define(define) if seen_defines.insert(*define) => {
                    open.extend(policy.defines.get(*define).map(|define| &define.value));
                }
                ExprKind::Fact { register, kind: super::SlotKind::Column(column), .. }
                    if seen_deems.insert((*register, *column)) =>
                {
                    let deems = policy.deems.iter().filter(|deem| (deem.register, deem.column) == (*register, *column));
                    open.extend(deems.flat_map(|deem| deem.when.iter().chain([&deem.value])));
                }
                _ => {}
            }
            open.extend(expr.children());
        }
        found.into_iter().collect()
    }
}
