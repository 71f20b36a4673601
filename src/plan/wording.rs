//! The policy's own words for its rules, prepared once, so that explaining a case only puts values in.

use super::{Plan, SlotKind};
use crate::check::model::{Expr, ExprKind};
use crate::syntax::Span;
use std::sync::Arc;

/// Clauses cited by a rule.
pub type Clauses = Arc<[String]>;

/// A rule in words, and its clauses.
pub type Cited = (Arc<str>, Clauses);

#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// for each slot the header under which staff know the fact
    pub headers: Vec<Arc<str>>,
    pub benefits: Vec<BenefitWording>,
    /// for each exclusion its note, or its condition
    pub exclusions: Vec<Cited>,
    /// for each 择高 rule its other benefits
    pub others: Vec<Vec<Cited>>,
    /// for each 补差 its other benefit
    pub top_ups: Vec<Cited>,
    pub caps: Vec<Clauses>,
    pub deems: Vec<Clauses>,
    /// for each alert its name, and what it says
    pub alerts: Vec<(Arc<str>, Option<Arc<str>>, Clauses)>,
}

#[derive(Debug, Clone)]
pub struct BenefitWording {
    /// for each requirement its label, or its condition
    pub requirements: Vec<Cited>,
    /// the clauses of all requirements, each once
    pub requirement_clauses: Clauses,
    pub rate_clauses: Clauses,
    /// for each row of the rate's table its case
    pub rate_rows: Vec<Cited>,
}

/// Collects the words of a plan's rules.
pub(super) fn wording(plan: &Plan) -> Wording {
    let policy = &plan.policy;
    let words = |span: Span| -> Arc<str> { plan.words(span).into() };
    let condition = |note: &Option<String>, when: &Option<Expr>| -> Arc<str> {
        match (note, when) {
            (Some(note), _) => note.as_str().into(),
            (None, Some(when)) => words(when.span),
            (None, None) => "".into(),
        }
    };
    Wording {
        headers: (0..plan.slots.len()).map(|slot| header(plan, slot)).collect(),
        benefits: policy
            .benefits
            .iter()
            .map(|benefit| BenefitWording {
                requirements: benefit
                    .requirements
                    .iter()
                    .map(|requirement| {
                        let label = requirement.label.as_deref().map(Arc::from);
                        (label.unwrap_or_else(|| words(requirement.condition.span)), clauses(&requirement.basis))
                    })
                    .collect(),
                requirement_clauses: each_once(benefit.requirements.iter().flat_map(|requirement| &requirement.basis)),
                rate_clauses: clauses(&benefit.rate_basis),
                rate_rows: match &benefit.rate.kind {
                    ExprKind::Choose(choices) => choices
                        .iter()
                        .map(|choice| {
                            let row = plan.words(choice.span);
                            let case = row.split(['：', ':']).next().unwrap_or_default().trim();
                            let basis = if choice.basis.is_empty() { &benefit.rate_basis } else { &choice.basis };
                            (case.into(), clauses(basis))
                        })
                        .collect(),
                    _ => Vec::new(),
                },
            })
            .collect(),
        exclusions: policy
            .exclusions
            .iter()
            .map(|rule| (condition(&rule.note, &rule.when), clauses(&rule.basis)))
            .collect(),
        others: policy
            .higher_ofs
            .iter()
            .map(|rule| {
                rule.others.iter().map(|other| (other_name(plan, &other.amount), clauses(&other.basis))).collect()
            })
            .collect(),
        top_ups: policy.top_ups.iter().map(|rule| (other_name(plan, &rule.other), clauses(&rule.basis))).collect(),
        caps: policy.caps.iter().map(|rule| clauses(&rule.basis)).collect(),
        deems: policy.deems.iter().map(|rule| clauses(&rule.basis)).collect(),
        alerts: policy
            .alerts
            .iter()
            .map(|alert| {
                let says = alert.note.as_ref().or(alert.action.as_ref());
                (alert.name.as_str().into(), says.map(|says| says.as_str().into()), clauses(&alert.basis))
            })
            .collect(),
    }
}

fn clauses(list: &[String]) -> Clauses {
    list.into()
}

fn each_once<'c>(list: impl Iterator<Item = &'c String>) -> Clauses {
    let mut once: Vec<String> = Vec::new();
    for clause in list {
        if !once.contains(clause) {
            once.push(clause.clone());
        }
    }
    once.into()
}

fn header(plan: &Plan, slot: usize) -> Arc<str> {
    let Some(slot) = plan.slots.get(slot) else { return "".into() };
    let Some(register) = plan.registers.get(slot.register) else { return "".into() };
    let column = match slot.kind {
        SlotKind::Column(column) | SlotKind::Present(column) | SlotKind::Part(column, _) => {
            register.columns.get(column)
        }
        SlotKind::Listed => None,
    };
    column.and_then(|column| column.headers.first()).unwrap_or(&register.listed_header).as_str().into()
}

/// `养老服务补贴.月额` -> `养老服务补贴`: a register's only column goes by the register's name.
fn other_name(plan: &Plan, amount: &Expr) -> Arc<str> {
    let words = plan.words(amount.span);
    let register = plan.registers.iter().find(|register| match register.columns.as_slice() {
        [only] => words == format!("{}.{}", register.name, only.name),
        _ => false,
    });
    match register {
        Some(register) => register.name.as_str().into(),
        // a formula is no name
        None if words.contains(['(', '（', '+', '＋', '-']) => "其他待遇".into(),
        None => words.into(),
    }
}
