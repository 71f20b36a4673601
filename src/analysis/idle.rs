//! Rules that change nobody's amount: without them every case comes out the same.

use super::readings::under_each;
use super::same::alike;
use super::search::{Budget, never};
use super::why::{self, Why};
use crate::check::model::{Expr, ExprKind, Policy};
use crate::diagnostic::Diagnostic;
use crate::plan::{NodeId, Plan, compile};
use crate::syntax::Span;
use std::collections::BTreeSet;

/// A rule of the policy, by its place among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Statement {
    /// benefit and row
    Row(usize, usize),
    Cap(usize),
    TopUp(usize),
    HigherOf(usize),
    Exclusion(usize),
    Deem(usize),
    /// benefit and requirement
    Requirement(usize, usize),
}

/// Reports the rules without effect, each once: of two that say the same the later one. Returns the plan without them.
pub(super) fn idle(plan: &Plan, budget: &mut Budget, found: &mut Vec<Diagnostic>) -> Option<Plan> {
    let mut policy = bare(&plan.policy);
    let mut base = compiled(&policy, plan)?;
    for rule in rules(&policy) {
        if budget.is_spent() {
            break;
        }
        let without = rule.without(&policy);
        if rule.may_matter_otherwise(&base) || !rule.is_idle(&base, &without, budget) {
            continue;
        }
        // a rule may matter only under another option
        let readings: BTreeSet<usize> =
            (0..base.benefits.len()).flat_map(|benefit| base.readings_of(benefit)).collect();
        let versions = under_each(&policy, &base, &readings);
        if !versions.iter().skip(1).all(|version| rule.is_idle(version, &without, budget)) {
            continue;
        }
        if let Some(span) = rule.span(&policy) {
            let why = why::why(rule, &base, budget);
            found.push(report(rule, span, why));
        }
        base = compiled(&without, plan)?;
        policy = without;
    }
    Some(base)
}

/// A policy without what decides nothing.
fn bare(policy: &Policy) -> Policy {
    let mut bare = policy.clone();
    bare.examples.clear();
    bare.promises.clear();
    bare.duties.clear();
    bare
}

fn compiled(policy: &Policy, plan: &Plan) -> Option<Plan> {
    compile(policy.clone(), &plan.source, &[]).ok()
}

/// All rules, the last of each kind first, so that places stay as they are when one is left out.
fn rules(policy: &Policy) -> Vec<Statement> {
    let numbered = |count: usize| (0..count).rev();
    let mut rules: Vec<Statement> = Vec::new();
    for (index, benefit) in policy.benefits.iter().enumerate().rev() {
        if let ExprKind::Choose(choices) = &benefit.rate.kind
            && choices.len() > 1
        {
            rules.extend(numbered(choices.len()).map(|row| Statement::Row(index, row)));
        }
    }
    rules.extend(numbered(policy.caps.len()).map(Statement::Cap));
    rules.extend(numbered(policy.top_ups.len()).map(Statement::TopUp));
    rules.extend(numbered(policy.higher_ofs.len()).map(Statement::HigherOf));
    rules.extend(numbered(policy.exclusions.len()).map(Statement::Exclusion));
    rules.extend(numbered(policy.deems.len()).map(Statement::Deem));
    for (index, benefit) in policy.benefits.iter().enumerate().rev() {
        rules.extend(numbered(benefit.requirements.len()).map(|place| Statement::Requirement(index, place)));
    }
    rules
}

impl Statement {
    fn without(self, policy: &Policy) -> Policy {
        fn take<T>(list: &mut Vec<T>, place: usize) {
            if place < list.len() {
                list.remove(place);
            }
        }
        let mut policy = policy.clone();
        match self {
            Statement::Row(benefit, row) => {
                if let Some(benefit) = policy.benefits.get_mut(benefit)
                    && let ExprKind::Choose(choices) = &mut benefit.rate.kind
                {
                    take(choices, row);
                }
            }
            Statement::Cap(place) => take(&mut policy.caps, place),
            Statement::TopUp(place) => take(&mut policy.top_ups, place),
            Statement::HigherOf(place) => take(&mut policy.higher_ofs, place),
            Statement::Exclusion(place) => take(&mut policy.exclusions, place),
            Statement::Deem(place) => take(&mut policy.deems, place),
            Statement::Requirement(benefit, place) => {
                if let Some(benefit) = policy.benefits.get_mut(benefit) {
                    take(&mut benefit.requirements, place);
                }
            }
        }
        policy
    }

    pub(super) fn span(self, policy: &Policy) -> Option<Span> {
        match self {
            Statement::Row(benefit, row) => match &policy.benefits.get(benefit)?.rate.kind {
                ExprKind::Choose(choices) => choices.get(row).map(|choice| choice.span),
                _ => None,
            },
            Statement::Cap(place) => policy.caps.get(place).map(|rule| rule.span),
            Statement::TopUp(place) => policy.top_ups.get(place).map(|rule| rule.span),
            Statement::HigherOf(place) => policy.higher_ofs.get(place).map(|rule| rule.span),
            Statement::Exclusion(place) => policy.exclusions.get(place).map(|rule| rule.span),
            Statement::Deem(place) => policy.deems.get(place).map(|rule| rule.span),
            Statement::Requirement(benefit, place) => {
                policy.benefits.get(benefit)?.requirements.get(place).map(|requirement| requirement.span)
            }
        }
    }

    /// The condition under which the rule applies.
    pub(super) fn condition(self, plan: &Plan) -> Option<NodeId> {
        match self {
            Statement::Row(benefit, row) => plan.benefits.get(benefit)?.rate_rows.get(row).map(|(when, _)| *when),
            Statement::Cap(place) => plan.caps.get(place).map(|(when, _)| *when),
            Statement::TopUp(place) => plan.top_ups.get(place).map(|(when, _)| *when),
            Statement::HigherOf(place) => plan.higher_ofs.get(place).map(|rule| rule.when),
            Statement::Exclusion(place) => plan.exclusions.get(place).copied(),
            Statement::Deem(place) => plan.deems.get(place).map(|(when, _)| *when),
            Statement::Requirement(benefit, place) => plan.benefits.get(benefit)?.requirements.get(place).copied(),
        }
    }

    fn condition_in_words(self, policy: &Policy) -> Option<&Expr> {
        match self {
            Statement::Row(benefit, row) => match &policy.benefits.get(benefit)?.rate.kind {
                ExprKind::Choose(choices) => choices.get(row).map(|choice| &choice.when),
                _ => None,
            },
            Statement::Cap(place) => policy.caps.get(place)?.when.as_ref(),
            Statement::TopUp(place) => policy.top_ups.get(place)?.when.as_ref(),
            Statement::HigherOf(place) => policy.higher_ofs.get(place)?.when.as_ref(),
            Statement::Exclusion(place) => policy.exclusions.get(place)?.when.as_ref(),
            Statement::Deem(place) => policy.deems.get(place)?.when.as_ref(),
            Statement::Requirement(benefit, place) => {
                policy.benefits.get(benefit)?.requirements.get(place).map(|requirement| &requirement.condition)
            }
        }
    }

    /// The chosen readings settle its condition; or it asks for a fact that nothing else asks for, and so is the
    /// reason why a case without it is 待核实; or it is the rest of a table.
    fn may_matter_otherwise(self, plan: &Plan) -> bool {
        let Some(condition) = self.condition(plan) else { return true };
        let is_settled = plan.constant(condition).is_some();
        let readings = self.condition_in_words(&plan.policy).map(|words| plan.readings_in(vec![words]));
        let is_chosen = is_settled && readings.is_some_and(|readings| !readings.is_empty());
        match self {
            Statement::Row(..) => is_settled,
            Statement::Requirement(benefit, place) => {
                let Some(nodes) = plan.benefits.get(benefit) else { return true };
                // a benefit must have one
                if nodes.requirements.len() == 1 {
                    return true;
                }
                let others = nodes.requirements.iter().enumerate().filter(|(other, _)| *other != place);
                let rest: Vec<NodeId> = others.map(|(_, node)| *node).chain([nodes.excluded, nodes.rate]).collect();
                let rest = plan.facts_of_all(&rest);
                is_chosen || plan.facts_of(condition).iter().any(|fact| !rest.contains(fact))
            }
            _ => is_chosen,
        }
    }

    /// It changes nobody's amount: proved, under a plan's choice of readings.
    fn is_idle(self, plan: &Plan, without: &Policy, budget: &mut Budget) -> bool {
        if let Statement::Row(benefit, row) = self {
            let Some(nodes) = plan.benefits.get(benefit) else { return false };
            let hold: Vec<NodeId> =
                nodes.rate_rows.get(row).map(|(when, _)| *when).into_iter().chain([nodes.eligible]).collect();
            let earlier = nodes.rate_rows.iter().take(row).map(|(when, _)| *when);
            let fail: Vec<NodeId> = earlier.chain([nodes.excluded]).collect();
            return never(plan, &hold, &fail, budget);
        }
        let chosen = plan.policy.readings.iter().zip(&plan.chosen).filter_map(|(reading, chosen)| {
            let option = reading.options.get(*chosen)?;
            Some((reading.name.clone(), option.clone()))
        });
        let without = compile(without.clone(), &plan.source, &chosen.collect::<Vec<_>>());
        without.is_ok_and(|without| alike(plan, &without, budget))
    }
}

fn report(rule: Statement, span: Span, why: Why) -> Diagnostic {
    let (zh, en) = match rule {
        Statement::Row(..) => ("这一行没有人用到", "no case uses this row"),
        Statement::Requirement(..) => (
            "这个条件不起作用：去掉它，谁的金额都不变",
            "this requirement has no effect: without it nobody's amount changes",
        ),
        _ => {
            ("这条规则不起作用：去掉它，谁的金额都不变", "this rule has no effect: without it nobody's amount changes")
        }
    };
    let mut diagnostic = Diagnostic::notice("L506", span, zh, en).here(why.words.zh, why.words.en);
    if let Some(place) = why.because_of {
        diagnostic = diagnostic.and(place, "看这里", "see here");
    }
    diagnostic.help(
        "核对是否写错；有意重复的可以保留",
        "see whether it says what is meant; it may stay if it repeats another on purpose",
    )
}
