//! The reasons for a decision, each with its clause.

use super::deciding::deciding_facts;
use super::show::{amount_text, fact_header, fact_text, range_text};
use crate::calendar::{Decision, Status};
use crate::diagnostic::Lang;
use crate::eval::{Evaluation, Facts, Value};
use crate::plan::{NodeId, Plan, SlotKind};

/// A fact and its value in words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FactShown {
    pub name: String,
    pub value: String,
}

/// One reason for a decision. Amounts are fen a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// all requirements are met
    Meets { clauses: Vec<String> },
    /// the amount and the row of the rate it was taken from
    Rate { row: Option<String>, amount: i64, clauses: Vec<String> },
    /// a requirement is not met
    Unmet { label: String, facts: Vec<FactShown>, clauses: Vec<String> },
    /// an exclusion applies
    Excluded { words: String, facts: Vec<FactShown>, clauses: Vec<String> },
    /// 择高 keeps other benefits
    Outweighed { ours: String, ours_amount: i64, other: String, other_amount: i64, clauses: Vec<String> },
    /// 择高 keeps ours
    Outweighs { ours: String, ours_amount: i64, other: String, other_amount: i64, clauses: Vec<String> },
    /// 补差 pays only the difference
    ToppedUp { other: String, other_amount: i64, paid: i64, clauses: Vec<String> },
    /// 封顶 reduces
    Capped { limit: i64, paid: i64, clauses: Vec<String> },
    /// 视为 changed a fact
    Deemed { fact: String, value: String, clauses: Vec<String> },
    /// facts are missing; what is possible
    Missing { facts: Vec<String>, amount: Value, clauses: Vec<String> },
    /// an alert that concerns this benefit
    Alert { name: String, note: Option<String>, clauses: Vec<String> },
}

impl Reason {
    pub fn clauses(&self) -> &[String] {
        match self {
            Reason::Meets { clauses }
            | Reason::Rate { clauses, .. }
            | Reason::Unmet { clauses, .. }
            | Reason::Excluded { clauses, .. }
            | Reason::Outweighed { clauses, .. }
            | Reason::Outweighs { clauses, .. }
            | Reason::ToppedUp { clauses, .. }
            | Reason::Capped { clauses, .. }
            | Reason::Deemed { clauses, .. }
            | Reason::Missing { clauses, .. }
            | Reason::Alert { clauses, .. } => clauses,
        }
    }

    /// What the reason is about, without the values of one case: for counting.
    pub fn heading(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let words = match self {
            Reason::Meets { .. } => if zh { "符合条件" } else { "requirements met" }.to_string(),
            Reason::Rate { .. } => if zh { "标准" } else { "rate" }.to_string(),
            Reason::Unmet { label, .. } => {
                if zh {
                    format!("不符合“{label}”")
                } else {
                    format!("`{label}` not met")
                }
            }
            Reason::Excluded { words, .. } => words.clone(),
            Reason::Outweighed { other, .. } => {
                if zh {
                    format!("择高：保留{other}")
                } else {
                    format!("{other} is higher")
                }
            }
            Reason::Outweighs { other, .. } => {
                if zh {
                    format!("择高：高于{other}")
                } else {
                    format!("higher than {other}")
                }
            }
            Reason::ToppedUp { other, .. } => {
                if zh {
                    format!("与{other}补差")
                } else {
                    format!("top-up to {other}")
                }
            }
            Reason::Capped { .. } => if zh { "封顶" } else { "cap" }.to_string(),
            Reason::Deemed { fact, .. } => {
                if zh {
                    format!("视为：{fact}")
                } else {
                    format!("{fact} is deemed")
                }
            }
            Reason::Missing { .. } => if zh { "待核实" } else { "undetermined" }.to_string(),
            Reason::Alert { name, .. } => {
                if zh {
                    format!("提示：{name}")
                } else {
                    format!("note: {name}")
                }
            }
        };
        with_clauses(words, self.clauses(), lang)
    }

    /// One sentence with its clauses.
    pub fn text(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let words = match self {
            Reason::Meets { .. } => if zh { "符合条件" } else { "requirements met" }.to_string(),
            Reason::Rate { row, amount, .. } => {
                let amount = amount_text(*amount);
                match (row, zh) {
                    (Some(row), true) => format!("标准：{row}，{amount} 元/月"),
                    (None, true) => format!("标准：{amount} 元/月"),
                    (Some(row), false) => format!("rate: {row}, {amount} yuan/month"),
                    (None, false) => format!("rate: {amount} yuan/month"),
                }
            }
            Reason::Unmet { label, facts, .. } => {
                if zh {
                    format!("不符合“{label}”：{}", shown(facts, lang))
                } else {
                    format!("`{label}` not met: {}", shown(facts, lang))
                }
            }
            Reason::Excluded { words, facts, .. } => {
                if zh {
                    format!("{words}，不享受：{}", shown(facts, lang))
                } else {
                    format!("excluded, {words}: {}", shown(facts, lang))
                }
            }
            Reason::Outweighed { ours, ours_amount, other, other_amount, .. } => {
                weighed(other, *other_amount, ours, *ours_amount, other, zh)
            }
            Reason::Outweighs { ours, ours_amount, other, other_amount, .. } => {
                weighed(ours, *ours_amount, other, *other_amount, ours, zh)
            }
            Reason::ToppedUp { other, other_amount, paid, .. } => {
                let (other_amount, paid) = (amount_text(*other_amount), amount_text(*paid));
                if zh {
                    format!("补差：已领{other} {other_amount} 元/月，补 {paid} 元/月")
                } else {
                    format!("top-up: {other} {other_amount} yuan/month is drawn, {paid} yuan/month is added")
                }
            }
            Reason::Capped { limit, paid, .. } => {
                let (limit, paid) = (amount_text(*limit), amount_text(*paid));
                if zh {
                    format!("封顶 {limit} 元/月，发 {paid} 元/月")
                } else {
                    format!("cap of {limit} yuan/month: {paid} is paid")
                }
            }
            Reason::Deemed { fact, value, .. } => {
                if zh {
                    format!("{fact}视为 {value}")
                } else {
                    format!("{fact} is deemed {value}")
                }
            }
            Reason::Missing { facts, amount, .. } => {
                let (least, most) = (Value::known(amount.lo), Value::known(amount.hi));
                let (least, most) = (range_text(least), range_text(most));
                let facts = if facts.is_empty() { String::new() } else { facts.join(if zh { "、" } else { ", " }) };
                if zh {
                    format!("待核实：{facts}；最少 {least} 元/月，最多 {most} 元/月")
                } else {
                    format!("to be verified: {facts}; at least {least}, at most {most} yuan/month")
                }
            }
            Reason::Alert { name, note, .. } => {
                let note = note.as_ref().map(|note| format!("，{note}")).unwrap_or_default();
                if zh { format!("提示：{name}{note}") } else { format!("note: {name}{note}") }
            }
        };
        with_clauses(words, self.clauses(), lang)
    }
}

fn weighed(winner: &str, more: i64, loser: &str, less: i64, kept: &str, zh: bool) -> String {
    let (word, english) = match more.cmp(&less) {
        std::cmp::Ordering::Greater => ("高于", "is more than"),
        std::cmp::Ordering::Equal => ("等于", "equals"),
        // another combination decides: this pair alone does not
        std::cmp::Ordering::Less => ("与", "with"),
    };
    let (more, less) = (amount_text(more), amount_text(less));
    if zh {
        format!("择高：{winner} {more} {word} {loser} {less}，保留{kept}")
    } else {
        format!("higher of two: {winner} {more} {english} {loser} {less}; {kept} stays")
    }
}

fn with_clauses(words: String, clauses: &[String], lang: Lang) -> String {
    match (clauses.is_empty(), lang) {
        (true, _) => words,
        (false, Lang::Zh) => format!("{words}（{}）", clauses.join("、")),
        (false, Lang::En) => format!("{words} ({})", clauses.join(", ")),
    }
}

fn shown(facts: &[FactShown], lang: Lang) -> String {
    let list: Vec<String> = facts.iter().map(|fact| format!("{} {}", fact.name, fact.value)).collect();
    list.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// The facts that decide a condition, with their values: each header once. That a register has a row, or a
/// column a value, is not said where a value of it is shown.
pub(super) fn facts_shown(
    plan: &Plan,
    evaluation: &Evaluation<'_>,
    facts: &Facts,
    condition: NodeId,
) -> Vec<FactShown> {
    let slots = deciding_facts(plan, evaluation, condition);
    let value_shown = |register: usize| {
        slots
            .iter()
            .filter_map(|slot| plan.slots.get(*slot))
            .any(|slot| slot.register == register && !matches!(slot.kind, SlotKind::Listed | SlotKind::Present(_)))
    };
    let mut shown: Vec<FactShown> = Vec::new();
    for slot in &slots {
        let value = evaluation.value(NodeId(*slot as u32));
        let implied = plan.slots.get(*slot).is_some_and(|found| {
            matches!(found.kind, SlotKind::Listed | SlotKind::Present(_))
                && value.is_yes()
                && value_shown(found.register)
        });
        if implied {
            continue;
        }
        let name = fact_header(plan, *slot);
        if !shown.iter().any(|fact| fact.name == name) {
            shown.push(FactShown { name, value: fact_text(plan, facts, *slot, value, Lang::Zh) });
        }
    }
    shown
}

/// The headers of missing facts, each once.
pub(super) fn headers(plan: &Plan, slots: &[usize]) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    for slot in slots {
        let header = fact_header(plan, *slot);
        if !headers.contains(&header) {
            headers.push(header);
        }
    }
    headers
}

/// The reasons for a decision on a benefit. The evaluation holds the values of the decision's day, all rules included.
pub fn reasons(
    plan: &Plan,
    evaluation: &Evaluation<'_>,
    facts: &Facts,
    benefit: usize,
    decision: &Decision,
) -> Vec<Reason> {
    let (Some(model), Some(nodes)) = (plan.policy.benefits.get(benefit), plan.benefits.get(benefit)) else {
        return Vec::new();
    };
    let mut reasons = deemed(plan, evaluation, facts, nodes.payable);
    match decision.status {
        Status::Entitled => {
            let mut clauses = Vec::new();
            for clause in model.requirements.iter().flat_map(|requirement| &requirement.basis) {
                if !clauses.contains(clause) {
                    clauses.push(clause.clone());
                }
            }
            reasons.insert(0, Reason::Meets { clauses });
            reasons.push(rate(plan, evaluation, benefit));
            reasons.extend(choices(plan, evaluation, benefit, true));
        }
        Status::NotEntitled => {
            for (requirement, node) in model.requirements.iter().zip(&nodes.requirements) {
                if evaluation.value(*node).is_no() {
                    reasons.push(Reason::Unmet {
                        label: requirement.label.clone().unwrap_or_else(|| plan.words(requirement.condition.span)),
                        facts: facts_shown(plan, evaluation, facts, *node),
                        clauses: requirement.basis.clone(),
                    });
                }
            }
            for (rule, node) in plan.policy.exclusions.iter().zip(&plan.exclusions) {
                if rule.benefits.contains(&benefit) && evaluation.value(*node).is_yes() {
                    let words = rule.when.as_ref().map(|when| plan.words(when.span)).unwrap_or_default();
                    reasons.push(Reason::Excluded {
                        words: rule.note.clone().unwrap_or(words),
                        facts: facts_shown(plan, evaluation, facts, *node),
                        clauses: rule.basis.clone(),
                    });
                }
            }
            if evaluation.value(nodes.amount).lo > 0 || reasons.is_empty() {
                reasons.extend(choices(plan, evaluation, benefit, false));
            }
        }
        Status::Undetermined => {
            let facts = headers(plan, &evaluation.missing(nodes.payable));
            reasons.push(Reason::Missing {
                facts,
                amount: decision.amount,
                clauses: open_clauses(plan, evaluation, benefit),
            });
        }
    }
    if decision.status != Status::Undetermined {
        reasons.extend(reductions(plan, evaluation, benefit));
    }
    for (alert, node) in plan.policy.alerts.iter().zip(&plan.alerts) {
        if alert.concerns.contains(&benefit) && evaluation.value(*node).is_yes() {
            reasons.push(Reason::Alert {
                name: alert.name.clone(),
                note: alert.note.clone().or(alert.action.clone()),
                clauses: alert.basis.clone(),
            });
        }
    }
    reasons
}

/// 视为 that took effect on a fact this benefit depends on.
fn deemed(plan: &Plan, evaluation: &Evaluation<'_>, facts: &Facts, payable: NodeId) -> Vec<Reason> {
    let read = plan.facts_of(payable);
    let mut reasons = Vec::new();
    for (deem, (when, value)) in plan.policy.deems.iter().zip(&plan.deems) {
        let slot = plan
            .slots
            .iter()
            .position(|slot| slot.register == deem.register && slot.kind == SlotKind::Column(deem.column));
        let Some(slot) = slot.filter(|slot| read.contains(slot)) else { continue };
        if evaluation.value(*when).is_yes() {
            reasons.push(Reason::Deemed {
                fact: fact_header(plan, slot),
                value: fact_text(plan, facts, slot, evaluation.value(*value), Lang::Zh),
                clauses: deem.basis.clone(),
            });
        }
    }
    reasons
}

/// The amount by the rate, and the row it comes from.
pub(super) fn rate(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize) -> Reason {
    let (Some(model), Some(nodes)) = (plan.policy.benefits.get(benefit), plan.benefits.get(benefit)) else {
        return Reason::Rate { row: None, amount: 0, clauses: Vec::new() };
    };
    let amount = evaluation.value(nodes.rate).lo;
    if let crate::check::model::ExprKind::Choose(choices) = &model.rate.kind {
        let taken = choices.iter().zip(&nodes.rate_rows).find(|(_, (when, _))| evaluation.value(*when).is_yes());
        if let Some((choice, _)) = taken {
            let own = plan.words(choice.when.span);
            let clauses = if choice.basis.is_empty() { model.rate_basis.clone() } else { choice.basis.clone() };
            let words = plan.words(choice.span);
            let row = words.split(['：', ':']).next().map_or(own, |row| row.trim().to_string());
            return Reason::Rate { row: Some(row), amount, clauses };
        }
    }
    Reason::Rate { row: None, amount, clauses: model.rate_basis.clone() }
}

/// The 择高 rules that bear on a benefit. `won`: those that it stands against; else those by which it yields.
fn choices(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize, won: bool) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (rule, nodes) in plan.policy.higher_ofs.iter().zip(&plan.higher_ofs) {
        if !rule.benefits.contains(&benefit) || !evaluation.value(nodes.when).is_yes() {
            continue;
        }
        let amounts = rule.benefits.iter().filter_map(|index| {
            let amount = evaluation.value(plan.benefits.get(*index)?.amount).lo;
            let name = &plan.policy.benefits.get(*index)?.name;
            (amount > 0).then_some((name.as_str(), amount))
        });
        let (names, sums): (Vec<&str>, Vec<i64>) = amounts.unzip();
        let (ours, ours_amount) = (names.join(" + "), sums.iter().sum::<i64>());
        for (other, node) in rule.others.iter().zip(&nodes.others) {
            let other_amount = evaluation.value(*node).lo;
            if other_amount <= 0 {
                continue;
            }
            let (ours, other, clauses) = (ours.clone(), other_name(plan, other.span), other.basis.clone());
            reasons.push(if won {
                Reason::Outweighs { ours, ours_amount, other, other_amount, clauses }
            } else {
                Reason::Outweighed { ours, ours_amount, other, other_amount, clauses }
            });
        }
    }
    reasons
}

/// `养老服务补贴.月额 依据 …` -> `养老服务补贴`: the words of an amount, a register's only column left out.
pub(super) fn other_name(plan: &Plan, span: crate::syntax::Span) -> String {
    let words = plan.words(span);
    let amount = words
        .split(" 依据")
        .next()
        .and_then(|words| words.split(" basis").next())
        .unwrap_or_default()
        .trim()
        .to_string();
    let register = plan.registers.iter().find(|register| match register.columns.as_slice() {
        [only] => amount == format!("{}.{}", register.name, only.name),
        _ => false,
    });
    match register {
        Some(register) => register.name.clone(),
        // a formula is no name
        None if amount.contains(['(', '（', '+', '-']) => "其他待遇".to_string(),
        None => amount,
    }
}

/// 补差 and 封顶 that changed the amount.
fn reductions(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize) -> Vec<Reason> {
    let Some(nodes) = plan.benefits.get(benefit) else { return Vec::new() };
    let amount = |node: NodeId| evaluation.value(node).lo;
    let mut reasons = Vec::new();
    for (rule, (when, other)) in plan.policy.top_ups.iter().zip(&plan.top_ups) {
        if rule.benefits.contains(&benefit)
            && evaluation.value(*when).is_yes()
            && amount(*other) > 0
            && amount(nodes.chosen) > 0
        {
            reasons.push(Reason::ToppedUp {
                other: other_name(plan, rule.other.span),
                other_amount: amount(*other),
                paid: amount(nodes.topped),
                clauses: rule.basis.clone(),
            });
        }
    }
    for (rule, (when, limit)) in plan.policy.caps.iter().zip(&plan.caps) {
        if rule.benefits.contains(&benefit)
            && evaluation.value(*when).is_yes()
            && amount(nodes.payable) < amount(nodes.topped)
        {
            reasons.push(Reason::Capped {
                limit: amount(*limit),
                paid: amount(nodes.payable),
                clauses: rule.basis.clone(),
            });
        }
    }
    reasons
}

/// The clauses of the rules that are open.
fn open_clauses(plan: &Plan, evaluation: &Evaluation<'_>, benefit: usize) -> Vec<String> {
    let (Some(model), Some(nodes)) = (plan.policy.benefits.get(benefit), plan.benefits.get(benefit)) else {
        return Vec::new();
    };
    let is_open = |node: NodeId| !evaluation.value(node).is_known();
    let mut clauses: Vec<String> = Vec::new();
    let mut add = |basis: &[String]| {
        for clause in basis {
            if !clauses.contains(clause) {
                clauses.push(clause.clone());
            }
        }
    };
    for (requirement, node) in model.requirements.iter().zip(&nodes.requirements) {
        if is_open(*node) {
            add(&requirement.basis);
        }
    }
    if is_open(nodes.rate) {
        add(&model.rate_basis);
        if let crate::check::model::ExprKind::Choose(choices) = &model.rate.kind {
            for (choice, (when, _)) in choices.iter().zip(&nodes.rate_rows) {
                if is_open(*when) {
                    add(&choice.basis);
                }
            }
        }
    }
    for (rule, node) in plan.policy.exclusions.iter().zip(&plan.exclusions) {
        if rule.benefits.contains(&benefit) && is_open(*node) {
            add(&rule.basis);
        }
    }
    if nodes.kept.is_some_and(is_open) {
        for (rule, line) in plan.policy.higher_ofs.iter().zip(&plan.higher_ofs) {
            for (other, node) in rule.others.iter().zip(&line.others) {
                if rule.benefits.contains(&benefit) && !evaluation.value(line.when).is_no() && is_open(*node) {
                    add(&other.basis);
                }
            }
        }
    }
    clauses
}
