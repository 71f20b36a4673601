//! The reasons for a decision, each with its clause.

use super::deciding::deciding_facts;
use super::show::fact_text;
use super::weighing::weighed;
use crate::calendar::{Decision, Status};
use crate::diagnostic::Lang;
use crate::eval::{Evaluation, Facts, Value};
use crate::plan::{Cited, Clauses, NodeId, Plan, SlotKind};
use std::sync::Arc;

/// A fact and its value in words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FactShown {
    pub name: String,
    pub value: String,
    /// its slot, if it is a fact of the case
    #[serde(skip)]
    pub slot: Option<usize>,
}

/// One reason for a decision. Amounts are fen a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// all requirements are met
    Meets { clauses: Clauses },
    /// the amount and the row of the rate it was taken from
    Rate { row: Option<Arc<str>>, amount: i64, clauses: Clauses },
    /// a requirement is not met
    Unmet { label: Arc<str>, facts: Vec<FactShown>, clauses: Clauses },
    /// an exclusion applies
    Excluded { words: Arc<str>, facts: Vec<FactShown>, clauses: Clauses },
    /// 择高: what is drawn, and the best that would have been drawn instead
    Weighed { kept: bool, winner: Side, rival: Side, clauses: Clauses },
    /// 补差 pays only the difference
    ToppedUp { other: Arc<str>, other_amount: i64, paid: i64, clauses: Clauses },
    /// 封顶 reduces
    Capped { limit: i64, paid: i64, clauses: Clauses },
    /// 视为 changed a fact
    Deemed { fact: Arc<str>, value: String, clauses: Clauses },
    /// facts are missing; what is possible
    Missing { facts: Vec<Arc<str>>, amount: Value, clauses: Clauses },
    /// an alert that concerns this benefit
    Alert { name: Arc<str>, says: Option<Arc<str>>, clauses: Clauses },
}

/// One side of a choice: the benefits drawn, without those that both sides have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub benefits: Vec<(Arc<str>, i64)>,
    pub total: i64,
}

impl Reason {
    pub fn clauses(&self) -> &[String] {
        match self {
            Reason::Meets { clauses }
            | Reason::Rate { clauses, .. }
            | Reason::Unmet { clauses, .. }
            | Reason::Excluded { clauses, .. }
            | Reason::Weighed { clauses, .. }
            | Reason::ToppedUp { clauses, .. }
            | Reason::Capped { clauses, .. }
            | Reason::Deemed { clauses, .. }
            | Reason::Missing { clauses, .. }
            | Reason::Alert { clauses, .. } => clauses,
        }
    }

    /// It says why somebody does not receive a benefit.
    pub fn refuses(&self) -> bool {
        matches!(self, Reason::Unmet { .. } | Reason::Excluded { .. } | Reason::Weighed { kept: false, .. })
    }
}

/// The facts that decide a condition, with their values: each header once. That a register has a row, or a
/// column a value, is not said where a value of it is shown.
pub(crate) fn facts_shown(
    plan: &Plan,
    evaluation: &Evaluation<'_>,
    facts: &Facts,
    condition: NodeId,
) -> Vec<FactShown> {
    let slots = deciding_facts(plan, evaluation, condition);
    let is_presence = |kind: SlotKind| matches!(kind, SlotKind::Listed | SlotKind::Present(_));
    let value_shown = |register: usize| {
        let shown = slots.iter().filter_map(|slot| plan.slots.get(*slot));
        shown.into_iter().any(|slot| slot.register == register && !is_presence(slot.kind))
    };
    let mut shown: Vec<FactShown> = Vec::new();
    for slot in &slots {
        let value = evaluation.value(NodeId(*slot as u32));
        let implied = plan
            .slots
            .get(*slot)
            .is_some_and(|found| is_presence(found.kind) && value.is_yes() && value_shown(found.register));
        let Some(header) = plan.wording.headers.get(*slot) else { continue };
        if !implied && !shown.iter().any(|fact| *fact.name == **header) {
            let value = fact_text(plan, facts, *slot, value, Lang::Zh);
            shown.push(FactShown { name: header.to_string(), value, slot: Some(*slot) });
        }
    }
    shown
}

/// The headers of missing facts, each once.
pub(crate) fn headers(plan: &Plan, slots: &[usize]) -> Vec<Arc<str>> {
    let mut headers: Vec<Arc<str>> = Vec::new();
    for header in slots.iter().filter_map(|slot| plan.wording.headers.get(*slot)) {
        if !headers.contains(header) {
            headers.push(header.clone());
        }
    }
    headers
}

/// The reasons for a decision on a benefit. The evaluation holds the values of the decision's day, all rules
/// included.
pub fn reasons(
    plan: &Plan,
    evaluation: &Evaluation<'_>,
    facts: &Facts,
    benefit: usize,
    decision: &Decision,
) -> Vec<Reason> {
    let (Some(words), Some(nodes)) = (plan.wording.benefits.get(benefit), plan.benefits.get(benefit)) else {
        return Vec::new();
    };
    let mut reasons = Vec::new();
    match decision.status {
        Status::Entitled => {
            reasons.push(Reason::Meets { clauses: words.requirement_clauses.clone() });
            deemed(plan, evaluation, facts, nodes.payable, &mut reasons);
            reasons.push(rate(plan, evaluation, benefit));
            reasons.extend(weighed(plan, evaluation, benefit, true));
        }
        Status::NotEntitled => {
            deemed(plan, evaluation, facts, nodes.payable, &mut reasons);
            refusals(plan, evaluation, facts, benefit, &mut reasons);
            if evaluation.value(nodes.amount).hi > 0 {
                reasons.extend(weighed(plan, evaluation, benefit, false));
            }
        }
        Status::Undetermined => {
            deemed(plan, evaluation, facts, nodes.payable, &mut reasons);
            let facts = headers(plan, &evaluation.missing(nodes.payable));
            let clauses = open_clauses(plan, evaluation, benefit);
            reasons.push(Reason::Missing { facts, amount: decision.amount, clauses });
        }
    }
    if decision.status != Status::Undetermined {
        reductions(plan, evaluation, benefit, &mut reasons);
    }
    for ((alert, node), (name, says, clauses)) in plan.policy.alerts.iter().zip(&plan.alerts).zip(&plan.wording.alerts)
    {
        // what only a comparison with payments can find is no reason for a decision
        if alert.upon.is_empty() && alert.concerns.contains(&benefit) && evaluation.value(*node).is_yes() {
            reasons.push(Reason::Alert { name: name.clone(), says: says.clone(), clauses: clauses.clone() });
        }
    }
    reasons
}

/// Unmet requirements and exclusions that apply.
fn refusals(plan: &Plan, evaluation: &Evaluation<'_>, facts: &Facts, benefit: usize, reasons: &mut Vec<Reason>) {
    let (Some(words), Some(nodes)) = (plan.wording.benefits.get(benefit), plan.benefits.get(benefit)) else { return };
    for ((label, clauses), node) in words.requirements.iter().zip(&nodes.requirements) {
        if evaluation.value(*node).is_no() {
            let facts = facts_shown(plan, evaluation, facts, *node);
            reasons.push(Reason::Unmet { label: label.clone(), facts, clauses: clauses.clone() });
        }
    }
    for ((rule, node), (note, clauses)) in
        plan.policy.exclusions.iter().zip(&plan.exclusions).zip(&plan.wording.exclusions)
    {
        if rule.benefits.contains(&benefit) && evaluation.value(*node).is_yes() {
            let facts = facts_shown(plan, evaluation, facts, *node);
            reasons.push(Reason::Excluded { words: note.clone(), facts, clauses: clauses.clone() });
        }
    }
}

/// 视为 that took effect on a fact this benefit depends on.
fn deemed(plan: &Plan, evaluation: &Evaluation<'_>, facts: &Facts, payable: NodeId, reasons: &mut Vec<Reason>) {
    let rules = plan.policy.deems.iter().zip(&plan.deems).zip(&plan.wording.deems);
    for ((deem, (when, value)), clauses) in rules {
        if !evaluation.value(*when).is_yes() {
            continue;
        }
        let fact = plan.facts_of(payable).iter().find(|slot| {
            let found = plan.slots.get(**slot);
            found.is_some_and(|found| found.register == deem.register && found.kind == SlotKind::Column(deem.column))
        });
        let Some((slot, header)) = fact.and_then(|slot| Some((*slot, plan.wording.headers.get(*slot)?))) else {
            continue;
        };
        let value = fact_text(plan, facts, slot, evaluation.value(*value), Lang::Zh);
        reasons.push(Reason::Deemed { fact: header.clone(), value, clauses: clauses.clone() });
    }
}

/// The amount by the rate, and the row it comes from.
pub(super) fn rate(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize) -> Reason {
    let (Some(words), Some(nodes)) = (plan.wording.benefits.get(benefit), plan.benefits.get(benefit)) else {
        return Reason::Rate { row: None, amount: 0, clauses: Arc::new([]) };
    };
    let amount = evaluation.value(nodes.rate).lo;
    let taken: Option<(&Cited, _)> =
        words.rate_rows.iter().zip(&nodes.rate_rows).find(|(_, (when, _))| evaluation.value(*when).is_yes());
    match taken {
        Some(((row, clauses), _)) => Reason::Rate { row: Some(row.clone()), amount, clauses: clauses.clone() },
        None => Reason::Rate { row: None, amount, clauses: words.rate_clauses.clone() },
    }
}

/// 补差 and 封顶 that changed the amount.
fn reductions(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize, reasons: &mut Vec<Reason>) {
    let Some(nodes) = plan.benefits.get(benefit) else { return };
    let amount = |node: NodeId| evaluation.value(node).lo;
    let top_ups = plan.policy.top_ups.iter().zip(&plan.top_ups).zip(&plan.wording.top_ups);
    for ((rule, (when, other)), (name, clauses)) in top_ups {
        let applies = rule.benefits.contains(&benefit) && evaluation.value(*when).is_yes();
        if applies && amount(*other) > 0 && amount(nodes.topped) < amount(nodes.chosen) {
            reasons.push(Reason::ToppedUp {
                other: name.clone(),
                other_amount: amount(*other),
                paid: amount(nodes.topped),
                clauses: clauses.clone(),
            });
        }
    }
    for ((rule, (when, limit)), clauses) in plan.policy.caps.iter().zip(&plan.caps).zip(&plan.wording.caps) {
        let applies = rule.benefits.contains(&benefit) && evaluation.value(*when).is_yes();
        // of several limits on the same benefits the least one counts
        let counts = plan.policy.caps.iter().zip(&plan.caps).all(|(other, (when, other_limit))| {
            let same = other.benefits == rule.benefits && evaluation.value(*when).is_yes();
            !same || amount(*limit) <= amount(*other_limit)
        });
        if applies && counts && amount(nodes.payable) < amount(nodes.topped) {
            let (limit, paid) = (amount(*limit), amount(nodes.payable));
            reasons.push(Reason::Capped { limit, paid, clauses: clauses.clone() });
        }
    }
}

/// The clauses of the rules that are open.
fn open_clauses(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize) -> Clauses {
    let (Some(words), Some(nodes)) = (plan.wording.benefits.get(benefit), plan.benefits.get(benefit)) else {
        return Arc::new([]);
    };
    let is_open = |node: NodeId| !evaluation.value(node).is_known();
    let mut open: Vec<&Clauses> = Vec::new();
    let requirements = words.requirements.iter().zip(&nodes.requirements);
    open.extend(requirements.filter(|(_, node)| is_open(**node)).map(|((_, clauses), _)| clauses));
    if is_open(nodes.rate) {
        open.push(&words.rate_clauses);
        let rows = words.rate_rows.iter().zip(&nodes.rate_rows);
        open.extend(rows.filter(|(_, (when, _))| is_open(*when)).map(|((_, clauses), _)| clauses));
    }
    for ((rule, node), (_, clauses)) in
        plan.policy.exclusions.iter().zip(&plan.exclusions).zip(&plan.wording.exclusions)
    {
        if rule.benefits.contains(&benefit) && is_open(*node) {
            open.push(clauses);
        }
    }
    if nodes.kept.is_some_and(is_open) {
        for ((rule, line), others) in plan.policy.higher_ofs.iter().zip(&plan.higher_ofs).zip(&plan.wording.others) {
            if rule.benefits.contains(&benefit) && !evaluation.value(line.when).is_no() {
                // whichever side is open, the rule that sets them against each other is
                let open_others = others.iter().zip(&line.others).filter(|(_, node)| evaluation.value(**node).hi > 0);
                open.extend(open_others.map(|((_, clauses), _)| clauses));
            }
        }
    }
    for ((rule, (when, other)), (_, clauses)) in
        plan.policy.top_ups.iter().zip(&plan.top_ups).zip(&plan.wording.top_ups)
    {
        if rule.benefits.contains(&benefit) && !evaluation.value(*when).is_no() && evaluation.value(*other).hi > 0 {
            open.push(clauses);
        }
    }
    for ((rule, (when, limit)), clauses) in plan.policy.caps.iter().zip(&plan.caps).zip(&plan.wording.caps) {
        let binds = rule.benefits.contains(&benefit) && !evaluation.value(*when).is_no();
        if binds && (is_open(*limit) || rule.benefits.len() > 1) {
            open.push(clauses);
        }
    }
    let mut clauses: Vec<String> = Vec::new();
    for clause in open.into_iter().flat_map(|clauses| clauses.iter()) {
        if !clauses.contains(clause) {
            clauses.push(clause.clone());
        }
    }
    clauses.into()
}
