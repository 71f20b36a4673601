//! Why a rule has no effect: which other rule says as much.

use super::idle::Statement;
use super::search::{Budget, never};
use crate::diagnostic::Message;
use crate::plan::{NodeId, Plan};
use crate::syntax::Span;

/// The reason in words, and the rule that says as much.
pub(super) struct Why {
    pub(super) words: Message,
    pub(super) because_of: Option<Span>,
}

impl Why {
    fn new(zh: &str, en: &str, because_of: Option<Span>) -> Why {
        Why { words: Message::new(zh, en), because_of }
    }
}

pub(super) fn why(rule: Statement, plan: &Plan, budget: &mut Budget) -> Why {
    let Some(condition) = rule.condition(plan) else { return Why::new("", "", None) };
    match rule {
        Statement::Row(benefit, row) => of_row(plan, benefit, row, condition, budget),
        Statement::Requirement(benefit, place) => of_requirement(plan, benefit, place, condition, budget),
        Statement::Exclusion(place) => of_exclusion(plan, place, condition, budget),
        Statement::Cap(_) if !never(plan, &[condition], &[], budget) => {
            Why::new("金额从不超过这个限额", "the amounts never exceed this limit", None)
        }
        Statement::TopUp(_) | Statement::HigherOf(_) | Statement::Cap(_) | Statement::Deem(_) => {
            of_condition(plan, condition, budget)
        }
    }
}

fn of_condition(plan: &Plan, condition: NodeId, budget: &mut Budget) -> Why {
    if never(plan, &[condition], &[], budget) {
        return Why::new("它的条件不会成立", "its condition never holds", None);
    }
    Why::new("它适用的人，金额都不因它改变", "it changes the amount of none of those it applies to", None)
}

fn of_row(plan: &Plan, benefit: usize, row: usize, condition: NodeId, budget: &mut Budget) -> Why {
    let Some(nodes) = plan.benefits.get(benefit) else { return Why::new("", "", None) };
    if never(plan, &[condition], &[], budget) {
        return Why::new("这种情形不会出现", "such a case cannot occur", None);
    }
    let earlier: Vec<NodeId> = nodes.rate_rows.iter().take(row).map(|(when, _)| *when).collect();
    if never(plan, &[condition], &earlier, budget) {
        return Why::new("前面的行已包括这些情形", "earlier rows apply to all of these cases", None);
    }
    Why::new("这种情形的人不享受这项补贴", "nobody in this case is entitled to the benefit", None)
}

fn of_requirement(plan: &Plan, benefit: usize, place: usize, condition: NodeId, budget: &mut Budget) -> Why {
    let (Some(nodes), Some(model)) = (plan.benefits.get(benefit), plan.policy.benefits.get(benefit)) else {
        return Why::new("", "", None);
    };
    if never(plan, &[], &[condition], budget) {
        return Why::new("人人都符合", "everybody meets it", None);
    }
    let others: Vec<(usize, NodeId)> =
        nodes.requirements.iter().copied().enumerate().filter(|(other, _)| *other != place).collect();
    for (other, node) in &others {
        if never(plan, &[*node], &[condition], budget) {
            let span = model.requirements.get(*other).map(|requirement| requirement.span);
            return Why::new("符合另一个条件的人都符合它", "whoever meets another requirement meets it", span);
        }
    }
    let all: Vec<NodeId> = others.iter().map(|(_, node)| *node).collect();
    if never(plan, &all, &[condition], budget) {
        return Why::new("符合其余条件的人都符合它", "whoever meets the other requirements meets it", None);
    }
    for (rule, node) in plan.policy.exclusions.iter().zip(&plan.exclusions) {
        if rule.benefits.contains(&benefit) && never(plan, &[], &[condition, *node], budget) {
            return Why::new(
                "不符合它的人都已另行排除",
                "whoever does not meet it is excluded anyway",
                Some(rule.span),
            );
        }
    }
    Why::new("不符合它的人本来就不享受", "whoever does not meet it is not entitled anyway", None)
}

fn of_exclusion(plan: &Plan, place: usize, condition: NodeId, budget: &mut Budget) -> Why {
    if never(plan, &[condition], &[], budget) {
        return Why::new("这种情形不会出现", "such a case cannot occur", None);
    }
    let benefits = plan.policy.exclusions.get(place).map(|rule| rule.benefits.clone()).unwrap_or_default();
    for (other, (rule, node)) in plan.policy.exclusions.iter().zip(&plan.exclusions).enumerate() {
        let is_as_wide = benefits.iter().all(|benefit| rule.benefits.contains(benefit));
        if other != place && is_as_wide && never(plan, &[condition], &[*node], budget) {
            return Why::new("另一条规则已排除这些人", "another rule excludes all of these people", Some(rule.span));
        }
    }
    for benefit in &benefits {
        let (Some(nodes), Some(model)) = (plan.benefits.get(*benefit), plan.policy.benefits.get(*benefit)) else {
            continue;
        };
        for (node, requirement) in nodes.requirements.iter().zip(&model.requirements) {
            if never(plan, &[condition, *node], &[], budget) {
                return Why::new(
                    "这些人本来就不符合条件",
                    "these people do not meet the requirements anyway",
                    Some(requirement.span),
                );
            }
        }
    }
    Why::new("这些人本来就不享受", "these people are not entitled anyway", None)
}
