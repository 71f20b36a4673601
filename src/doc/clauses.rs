//! Every clause that the policy cites, in the order of the document, and what rests on it.

use super::{Block, table};
use crate::plan::Plan;
use std::collections::BTreeMap;

/// A table of clauses.
pub fn clauses(plan: &Plan) -> Vec<Block> {
    let mut resting: BTreeMap<Vec<Part>, (String, Vec<String>)> = BTreeMap::new();
    for (clause, what) in citations(plan) {
        let (_, list) = resting.entry(parts(&clause)).or_insert_with(|| (clause, Vec::new()));
        if !list.contains(&what) {
            list.push(what);
        }
    }
    let rows: Vec<Vec<String>> = resting.into_values().map(|(clause, list)| vec![clause, list.join("；")]).collect();
    let title = plan.policy.header.title.clone().unwrap_or_else(|| plan.policy.name.clone());
    vec![
        Block::Heading(1, format!("{title}：条款与规则")),
        Block::Line(format!("共引用 {} 个条款", rows.len())),
        table(["条款", "据以制定的规则"], rows),
    ]
}

/// Each citation: the clause and the rule that cites it.
fn citations(plan: &Plan) -> Vec<(String, String)> {
    let policy = &plan.policy;
    let mut found = Vec::new();
    let mut cite =
        |clauses: &[String], what: String| found.extend(clauses.iter().map(|clause| (clause.clone(), what.clone())));
    let names = |benefits: &[usize]| {
        let names: Vec<&str> =
            benefits.iter().filter_map(|benefit| policy.benefits.get(*benefit)).map(|b| b.name.as_str()).collect();
        names.join("、")
    };
    for register in &policy.registers {
        cite(&register.basis, format!("名册 {}", register.name));
    }
    for define in &policy.defines {
        cite(&define.basis, format!("定义 {}", define.name));
    }
    for benefit in &policy.benefits {
        for requirement in &benefit.requirements {
            let label = requirement.label.clone().unwrap_or_else(|| plan.words(requirement.condition.span));
            cite(&requirement.basis, format!("{} 条件“{label}”", benefit.name));
        }
        cite(&benefit.rate_basis, format!("{} 标准", benefit.name));
        if let crate::check::model::ExprKind::Choose(choices) = &benefit.rate.kind {
            choices.iter().for_each(|choice| cite(&choice.basis, format!("{} 标准", benefit.name)));
        }
    }
    for rule in &policy.exclusions {
        let words = rule.when.as_ref().map(|when| plan.words(when.span)).unwrap_or_default();
        cite(&rule.basis, format!("不享受 {}：{}", names(&rule.benefits), rule.note.clone().unwrap_or(words)));
    }
    for rule in &policy.higher_ofs {
        for other in &rule.others {
            cite(&other.basis, format!("择高 {} 与 {}", names(&rule.benefits), plan.words(other.amount.span)));
        }
    }
    for rule in &policy.top_ups {
        cite(&rule.basis, format!("补差 {}", names(&rule.benefits)));
    }
    for rule in &policy.caps {
        cite(&rule.basis, format!("封顶 {}", names(&rule.benefits)));
    }
    for rule in &policy.togethers {
        cite(&rule.basis, format!("并享 {}", names(&rule.benefits)));
    }
    for rule in &policy.deems {
        cite(&rule.basis, format!("视为 {}", plan.words(rule.span).split_whitespace().nth(1).unwrap_or_default()));
    }
    for reading in &policy.readings {
        cite(&reading.basis, format!("口径 {}", reading.name));
    }
    for accrual in &policy.accruals {
        cite(&accrual.basis, format!("计发 {}", names(&accrual.benefits)));
        accrual.items.iter().for_each(|item| cite(&item.basis, format!("计发 {}", names(&accrual.benefits))));
    }
    for procedure in &policy.procedures {
        cite(&procedure.basis, format!("程序 {}", procedure.name));
        for stage in &procedure.stages {
            cite(&stage.basis, format!("程序 {}·{}", procedure.name, stage.name));
        }
    }
    for alert in &policy.alerts {
        cite(&alert.basis, format!("预警 {}", alert.name));
    }
    for duty in &policy.duties {
        cite(&duty.basis, format!("职责 {}", duty.name));
    }
    for promise in &policy.promises {
        cite(&promise.basis, format!("断言 {}", promise.name));
    }
    found
}

/// A piece of a clause: words, then a number, so that 二 comes before 十 and ② before ⑩.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u32),
    Words(String),
}

fn parts(clause: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for c in clause.chars() {
        match (number(c), parts.last_mut()) {
            (Some(digit), Some(Part::Number(sofar))) if c.is_ascii_digit() => {
                *sofar = sofar.saturating_mul(10).saturating_add(digit);
            }
            (Some(digit), Some(Part::Number(sofar))) => *sofar = sofar.saturating_add(digit),
            (Some(digit), _) => parts.push(Part::Number(digit)),
            (None, Some(Part::Words(words))) => words.push(c),
            (None, _) => parts.push(Part::Words(c.to_string())),
        }
    }
    parts
}

fn number(c: char) -> Option<u32> {
    if let Some(digit) = c.to_digit(10) {
        return Some(digit);
    }
    if ('①'..='⑳').contains(&c) {
        return Some(c as u32 - '①' as u32 + 1);
    }
    let numerals = "一二三四五六七八九十";
    numerals.chars().position(|numeral| numeral == c).map(|at| at as u32 + 1)
}
