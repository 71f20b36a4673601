//! All mutants of a policy: every place where one small change can be made.

use super::edits::Edits;
use super::mutant::{Edit, Mutant, MutantKind};
use super::place::{Place, places};
use crate::check::model::Policy;
use crate::diagnostic::{Message, Span};
use crate::plan::Plan;

/// The mutants of the rules that decide benefits, in the policy's order.
pub fn mutants(plan: &Plan) -> Vec<Mutant> {
    let policy = &plan.policy;
    let mut mutants = Vec::new();
    for place in places(policy) {
        let Some(expr) = place.expr(policy) else { continue };
        let (rule, clauses) = (place.words(plan), place.clauses(policy));
        for found in Edits::of(plan, expr) {
            let edit = Edit::Replace { place, path: found.path, with: Box::new(found.with) };
            let (kind, words, span) = (found.kind, found.words, found.span);
            mutants.push(Mutant { kind, rule: rule.clone(), words, clauses: clauses.clone(), span, edit });
        }
    }
    mutants.extend(dropped(plan, policy));
    mutants.sort_by_key(|mutant| (mutant.span, mutant.kind));
    mutants
}

/// Whole rules left out.
fn dropped(plan: &Plan, policy: &Policy) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut add = |kind: MutantKind, place: Place, span: Span, edit: Edit| {
        let words = match kind {
            MutantKind::Requirement => Message::new("去掉这一条件", "requirement left out"),
            _ => Message::new("去掉这一条", "rule left out"),
        };
        let (rule, clauses) = (place.words(plan), place.clauses(policy));
        mutants.push(Mutant { kind, rule, words, clauses, span, edit });
    };
    for (benefit, model) in policy.benefits.iter().enumerate() {
        for (line, requirement) in model.requirements.iter().enumerate() {
            let place = Place::Requirement { benefit, line };
            add(MutantKind::Requirement, place, requirement.span, Edit::DropRequirement { benefit, line });
        }
    }
    for (at, rule) in policy.exclusions.iter().enumerate() {
        add(MutantKind::Exclusion, Place::Exclusion(at), rule.span, Edit::DropExclusion(at));
    }
    let combination = MutantKind::Combination;
    for (rule, model) in policy.higher_ofs.iter().enumerate() {
        for (other, found) in model.others.iter().enumerate() {
            add(combination, Place::Other { rule, other }, found.span, Edit::DropOther { rule, other });
        }
    }
    for (at, rule) in policy.top_ups.iter().enumerate() {
        add(combination, Place::TopUp(at), rule.span, Edit::DropTopUp(at));
    }
    for (at, rule) in policy.caps.iter().enumerate() {
        add(combination, Place::Cap(at), rule.span, Edit::DropCap(at));
    }
    for (at, rule) in policy.deems.iter().enumerate() {
        add(combination, Place::Deem(at), rule.span, Edit::DropDeem(at));
    }
    mutants
}
