//! The whole account of one case: every rule tried, the values read, and what followed.

use super::nearest::nearest;
use super::reason::{FactShown, Reason, facts_shown, headers, rate, reasons};
use super::show::{amount_text, range_text};
use crate::calendar::{Decider, Decision, Status};
use crate::check::model::Expr;
use crate::diagnostic::Lang;
use crate::eval::{Evaluation, Facts, Value};
use crate::plan::{NodeId, Plan};
use crate::value::{Day, Month};
use serde::Serialize;

/// The account of a case for a month. Amounts are yuan a month, as decimals in text.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    pub format_version: u32,
    pub policy: String,
    pub number: Option<String>,
    #[serde(rename = "case")]
    pub key: String,
    pub month: String,
    pub benefits: Vec<BenefitTrace>,
    /// all readings with the option in force
    pub readings: Vec<ReadingTrace>,
    pub total: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct BenefitTrace {
    pub benefit: String,
    pub title: Option<String>,
    /// 享受 | 不享受 | 待核实
    pub status: String,
    /// blank when undetermined
    pub amount: Option<String>,
    pub least: String,
    pub most: String,
    /// the day that decides
    pub day: String,
    pub requirements: Vec<RuleTrace>,
    pub rate: Option<RateTrace>,
    pub exclusions: Vec<RuleTrace>,
    pub higher_of: Vec<HigherOfTrace>,
    pub together: Vec<RuleTrace>,
    /// the outcome of 择高, 补差, 封顶, 视为, and alerts, in words
    pub notes: Vec<String>,
    /// the reasons, in words
    pub reasons: Vec<String>,
    /// names of the readings this benefit depends on
    pub readings: Vec<String>,
    pub missing: Vec<String>,
    /// single changes of fact that would alter the answer, the smallest first
    pub nearest: Vec<ChangeTrace>,
}

#[derive(Debug, Clone, Serialize)]
pub struct RuleTrace {
    pub rule: String,
    /// 是 | 否 | 待核实
    pub outcome: String,
    pub facts: Vec<FactShown>,
    pub clauses: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct RateTrace {
    pub row: Option<String>,
    pub amount: String,
    pub clauses: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct HigherOfTrace {
    pub ours: Vec<AmountTrace>,
    pub ours_sum: String,
    pub other: AmountTrace,
    pub clauses: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AmountTrace {
    pub name: String,
    pub amount: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReadingTrace {
    pub reading: String,
    pub option: String,
    pub is_default: bool,
    pub question: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChangeTrace {
    pub fact: String,
    pub from: String,
    pub to: String,
    pub status: String,
    pub amount: String,
}

/// 享受 | 不享受 | 待核实
pub fn status_text(status: Status, lang: Lang) -> &'static str {
    match (status, lang) {
        (Status::Entitled, Lang::Zh) => "享受",
        (Status::NotEntitled, Lang::Zh) => "不享受",
        (Status::Undetermined, Lang::Zh) => "待核实",
        (Status::Entitled, Lang::En) => "entitled",
        (Status::NotEntitled, Lang::En) => "not entitled",
        (Status::Undetermined, Lang::En) => "to be verified",
    }
}

fn outcome(value: Value) -> String {
    match (value.is_yes(), value.is_no()) {
        (true, _) => "是",
        (_, true) => "否",
        _ => "待核实",
    }
    .to_string()
}

/// Explains a case for the days of a month on which the policy is in force.
pub fn explain(plan: &Plan, key: &str, facts: &Facts, month: Month, days: (Day, Day)) -> Explanation {
    let decisions = Decider::new(plan).decide(facts, days.0, days.1).to_vec();
    let mut evaluation = Evaluation::new(plan);
    let mut benefits = Vec::new();
    for (benefit, decision) in decisions.iter().enumerate() {
        evaluation.run_all(facts, decision.moment);
        benefits.extend(trace(plan, &evaluation, facts, benefit, decision, days));
    }
    let definite = decisions.iter().all(|decision| decision.status != Status::Undetermined);
    let total = decisions.iter().fold(0_i64, |sum, decision| sum.saturating_add(decision.amount.lo));
    let number = plan.policy.header.texts.iter().find(|(word, _)| *word == crate::syntax::Keyword::kw_number);
    Explanation {
        format_version: 1,
        policy: plan.policy.header.title.clone().unwrap_or_else(|| plan.policy.name.clone()),
        number: number.and_then(|(_, texts)| texts.first().cloned()),
        key: key.to_string(),
        month: month.to_string(),
        benefits,
        readings: plan
            .policy
            .readings
            .iter()
            .zip(&plan.chosen)
            .map(|(reading, chosen)| ReadingTrace {
                reading: reading.name.clone(),
                option: reading.options.get(*chosen).cloned().unwrap_or_default(),
                is_default: *chosen == 0,
                question: reading.question.clone(),
            })
            .collect(),
        total: definite.then(|| amount_text(total)),
    }
}

fn trace(
    plan: &Plan,
    evaluation: &Evaluation<'_>,
    facts: &Facts,
    benefit: usize,
    decision: &Decision,
    days: (Day, Day),
) -> Option<BenefitTrace> {
    let model = plan.policy.benefits.get(benefit)?;
    let nodes = plan.benefits.get(benefit)?;
    let rule = |rule: String, node: NodeId, clauses: &[String]| RuleTrace {
        rule,
        outcome: outcome(evaluation.value(node)),
        facts: facts_shown(plan, evaluation, facts, node),
        clauses: clauses.to_vec(),
    };
    let requirements = model
        .requirements
        .iter()
        .zip(&nodes.requirements)
        .map(|(requirement, node)| {
            let label = requirement.label.clone().unwrap_or_else(|| plan.words(requirement.condition.span));
            let mut trace = rule(label, *node, &requirement.basis);
            if trace.facts.is_empty() {
                trace.facts = by_readings(plan, &requirement.condition);
            }
            trace
        })
        .collect();
    let exclusions = plan
        .policy
        .exclusions
        .iter()
        .zip(&plan.exclusions)
        .filter(|(exclusion, node)| exclusion.benefits.contains(&benefit) && !is_switched_off(plan, **node))
        .map(|(exclusion, node)| {
            let words = exclusion.when.as_ref().map(|when| plan.words(when.span)).unwrap_or_default();
            rule(exclusion.note.clone().unwrap_or(words), *node, &exclusion.basis)
        })
        .collect();
    let together = plan
        .policy
        .togethers
        .iter()
        .zip(&plan.togethers)
        .filter(|(together, node)| together.benefits.contains(&benefit) && !evaluation.value(**node).is_no())
        .flat_map(|(together, _)| {
            let names = together.others.iter().filter_map(|register| {
                let node = NodeId(*plan.first_slots.get(*register)? as u32);
                Some((plan.registers.get(*register)?.name.clone(), node))
            });
            names.map(|(name, node)| rule(name, node, &together.basis)).collect::<Vec<_>>()
        })
        .collect();
    let eligible = evaluation.value(nodes.eligible);
    let rate = match rate(plan, evaluation, benefit) {
        Reason::Rate { row, clauses, .. } if !eligible.is_no() => Some(RateTrace {
            row: row.map(|row| row.to_string()),
            amount: range_text(evaluation.value(nodes.rate)),
            clauses: clauses.to_vec(),
        }),
        _ => None,
    };
    let reasons = reasons(plan, evaluation, facts, benefit, decision);
    let is_note = |reason: &&Reason| {
        !matches!(
            reason,
            Reason::Meets { .. }
                | Reason::Rate { .. }
                | Reason::Unmet { .. }
                | Reason::Excluded { .. }
                | Reason::Missing { .. }
        )
    };
    let definite = decision.status != Status::Undetermined;
    Some(BenefitTrace {
        benefit: model.name.clone(),
        title: model.title.clone(),
        status: status_text(decision.status, Lang::Zh).to_string(),
        amount: definite.then(|| amount_text(decision.amount.lo)),
        least: amount_text(decision.amount.lo),
        most: range_text(Value::known(decision.amount.hi)),
        day: decision.moment.day.to_string(),
        requirements,
        rate,
        exclusions,
        higher_of: higher_of(plan, evaluation, benefit),
        together,
        notes: reasons.iter().filter(is_note).map(|reason| reason.text(Lang::Zh)).collect(),
        reasons: reasons.iter().map(|reason| reason.text(Lang::Zh)).collect(),
        readings: plan
            .readings_of(benefit)
            .into_iter()
            .filter_map(|reading| plan.policy.readings.get(reading))
            .map(|r| r.name.clone())
            .collect(),
        missing: if definite {
            Vec::new()
        } else {
            headers(plan, &evaluation.missing(nodes.payable)).iter().map(|header| header.to_string()).collect()
        },
        nearest: if decision.status == Status::Entitled {
            Vec::new()
        } else {
            nearest(plan, facts, benefit, decision, days)
                .into_iter()
                .map(|change| ChangeTrace {
                    fact: change.fact,
                    from: change.from,
                    to: change.to,
                    status: status_text(change.decision.status, Lang::Zh).to_string(),
                    amount: amount_text(change.decision.amount.lo),
                })
                .collect()
        },
    })
}

/// The readings that settle a condition whatever the facts are.
fn by_readings(plan: &Plan, condition: &Expr) -> Vec<FactShown> {
    let named = plan.readings_in(vec![condition]).into_iter().filter_map(|reading| {
        let model = plan.policy.readings.get(reading)?;
        let option = model.options.get(*plan.chosen.get(reading)?)?;
        Some(FactShown { name: format!("口径 {}", model.name), value: option.clone(), slot: None })
    });
    named.collect()
}

/// A rule that the readings in force leave without effect.
fn is_switched_off(plan: &Plan, node: NodeId) -> bool {
    plan.template.get(node.index()).is_some_and(|value| value.is_no())
        && plan.op(node).is_none()
        && node.index() > plan.today.index()
}

/// The 择高 rules in force for a benefit, with both sides' amounts.
fn higher_of(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize) -> Vec<HigherOfTrace> {
    let mut traces = Vec::new();
    let rules = plan.policy.higher_ofs.iter().zip(&plan.higher_ofs).zip(&plan.wording.others);
    for ((rule, nodes), words) in rules {
        if !rule.benefits.contains(&benefit) || evaluation.value(nodes.when).is_no() {
            continue;
        }
        let ours: Vec<(String, Value)> = rule
            .benefits
            .iter()
            .filter_map(|index| {
                let amount = evaluation.value(plan.benefits.get(*index)?.amount);
                Some((plan.policy.benefits.get(*index)?.name.clone(), amount))
            })
            .collect();
        let sum = ours.iter().fold(Value::known(0), |sum, (_, amount)| {
            Value::range(sum.lo.saturating_add(amount.lo), sum.hi.saturating_add(amount.hi))
        });
        for ((name, clauses), node) in words.iter().zip(&nodes.others) {
            traces.push(HigherOfTrace {
                ours: ours
                    .iter()
                    .map(|(name, amount)| AmountTrace { name: name.clone(), amount: range_text(*amount) })
                    .collect(),
                ours_sum: range_text(sum),
                other: AmountTrace { name: name.to_string(), amount: range_text(evaluation.value(*node)) },
                clauses: clauses.to_vec(),
            });
        }
    }
    traces
}
