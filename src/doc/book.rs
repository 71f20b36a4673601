//! The rule book: what the document is, who keeps which register, benefits, how they combine, readings.

use super::procedure::{accruals, alerts, duties, procedures, promises};
use super::{Block, cited, item, table};
use crate::check::model::{Benefit, ExprKind, Type};
use crate::diagnostic::Lang;
use crate::plan::Plan;
use crate::syntax::{Keyword, word};

/// The whole policy as a person wants to read it, in Chinese.
pub fn book(plan: &Plan) -> Vec<Block> {
    let mut blocks = header(plan);
    blocks.extend(benefits(plan));
    blocks.extend(combinations(plan));
    blocks.extend(readings(plan));
    blocks.extend(accruals(plan));
    blocks.extend(procedures(plan));
    blocks.extend(alerts(plan));
    blocks.extend(duties(plan));
    blocks.extend(promises(plan));
    blocks.extend(registers(plan));
    blocks
}

fn header(plan: &Plan) -> Vec<Block> {
    let policy = &plan.policy;
    let header = &policy.header;
    let mut blocks = vec![Block::Heading(1, header.title.clone().unwrap_or_else(|| policy.name.clone()))];
    for (keyword, texts) in &header.texts {
        blocks.push(Block::Line(format!("{}：{}", word(*keyword, Lang::Zh), texts.join("；"))));
    }
    if let Some(issued) = header.issued {
        blocks.push(Block::Line(format!("印发：{issued}")));
    }
    if let Some(from) = header.effective_from {
        let until = header.effective_until.map(|until| format!(" 至 {until}")).unwrap_or_default();
        blocks.push(Block::Line(format!("施行：自 {from}{until}")));
    }
    if !policy.bodies.is_empty() {
        let names: Vec<String> = policy
            .bodies
            .iter()
            .map(|body| {
                let phones =
                    if body.phones.is_empty() { String::new() } else { format!("（{}）", body.phones.join("、")) };
                format!("{}{phones}", body.title.as_ref().unwrap_or(&body.name))
            })
            .collect();
        blocks.push(Block::Line(format!("机构：{}", names.join("、"))));
    }
    blocks
}

fn benefits(plan: &Plan) -> Vec<Block> {
    let mut blocks = Vec::new();
    for benefit in &plan.policy.benefits {
        let title = benefit.title.as_ref().map(|title| format!("　{title}")).unwrap_or_default();
        blocks.push(Block::Heading(2, format!("补贴　{}{title}", benefit.name)));
        if !benefit.requirements.is_empty() {
            blocks.push(Block::Line("同时符合：".to_string()));
        }
        for requirement in &benefit.requirements {
            let label = requirement.label.as_ref().map(|label| format!("{label}：")).unwrap_or_default();
            blocks.push(item(format!(
                "{label}{}{}",
                plan.words(requirement.condition.span),
                cited(&requirement.basis)
            )));
        }
        blocks.extend(rate(plan, benefit));
        if let Some((until, _)) = benefit.confirmed_until {
            blocks.push(Block::Line(format!("标准确认至 {until}")));
        }
    }
    blocks
}

fn rate(plan: &Plan, benefit: &Benefit) -> Vec<Block> {
    match &benefit.rate.kind {
        ExprKind::Choose(choices) => {
            let rows = choices
                .iter()
                .map(|choice| {
                    let words = plan.words(choice.span);
                    let (case, _) = words.split_once(['：', ':']).unwrap_or((&words, ""));
                    let basis = if choice.basis.is_empty() { &benefit.rate_basis } else { &choice.basis };
                    vec![case.trim().to_string(), plan.words(choice.value.span), basis.join("、")]
                })
                .collect();
            vec![table(["情形", "标准", "依据"], rows)]
        }
        ExprKind::Define(define) => {
            let value =
                plan.policy.defines.get(*define).map(|define| plan.words(define.value.span)).unwrap_or_default();
            let rows = vec![vec![plan.words(benefit.rate.span), value, benefit.rate_basis.join("、")]];
            vec![table(["情形", "标准", "依据"], rows)]
        }
        _ => {
            let rows = vec![vec!["全部".to_string(), plan.words(benefit.rate.span), benefit.rate_basis.join("、")]];
            vec![table(["情形", "标准", "依据"], rows)]
        }
    }
}

fn names(plan: &Plan, benefits: &[usize], joint: &str) -> String {
    let names: Vec<&str> = benefits
        .iter()
        .filter_map(|benefit| plan.policy.benefits.get(*benefit))
        .map(|benefit| benefit.name.as_str())
        .collect();
    names.join(joint)
}

fn when(plan: &Plan, when: Option<&crate::check::model::Expr>) -> String {
    when.map(|when| format!("，当 {}", plan.words(when.span))).unwrap_or_default()
}

fn combinations(plan: &Plan) -> Vec<Block> {
    let policy = &plan.policy;
    let mut blocks = vec![Block::Heading(2, "不享受、择高、并享、视为".to_string())];
    for rule in &policy.exclusions {
        let note = rule.note.as_ref().map(|note| format!("——{note}")).unwrap_or_default();
        blocks.push(item(format!(
            "不享受 {}{}{note}{}",
            names(plan, &rule.benefits, "、"),
            when(plan, rule.when.as_ref()),
            cited(&rule.basis)
        )));
    }
    for rule in &policy.higher_ofs {
        let others: Vec<String> = rule
            .others
            .iter()
            .map(|other| format!("{}{}", plan.words(other.amount.span), cited(&other.basis)))
            .collect();
        let one = if rule.others.len() > 1 { "，只取一项" } else { "" };
        blocks.push(item(format!(
            "择高 {} 与 {}{one}{}",
            names(plan, &rule.benefits, " + "),
            others.join("、"),
            when(plan, rule.when.as_ref())
        )));
    }
    for rule in &policy.top_ups {
        blocks.push(item(format!(
            "补差 {} 与 {}{}{}",
            names(plan, &rule.benefits, " + "),
            plan.words(rule.other.span),
            when(plan, rule.when.as_ref()),
            cited(&rule.basis)
        )));
    }
    for rule in &policy.caps {
        blocks.push(item(format!(
            "封顶 {} 不超过 {}{}{}",
            names(plan, &rule.benefits, " + "),
            plan.words(rule.limit.span),
            when(plan, rule.when.as_ref()),
            cited(&rule.basis)
        )));
    }
    for rule in &policy.togethers {
        let others: Vec<&str> = rule
            .others
            .iter()
            .filter_map(|other| policy.registers.get(*other))
            .map(|register| register.name.as_str())
            .collect();
        blocks.push(item(format!(
            "{} 可与 {} 同时享受{}{}",
            names(plan, &rule.benefits, "、"),
            others.join("、"),
            when(plan, rule.when.as_ref()),
            cited(&rule.basis)
        )));
    }
    for rule in &policy.deems {
        let fact = plan.registers.get(rule.register).and_then(|register| register.columns.get(rule.column));
        let fact = fact.and_then(|column| column.headers.first()).map(String::as_str).unwrap_or_default();
        blocks.push(item(format!(
            "{fact} 视为 {}{}{}",
            plan.words(rule.value.span),
            when(plan, rule.when.as_ref()),
            cited(&rule.basis)
        )));
    }
    if blocks.len() == 1 { Vec::new() } else { blocks }
}

fn readings(plan: &Plan) -> Vec<Block> {
    let policy = &plan.policy;
    if policy.readings.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(2, "口径（通知未写明的问题）".to_string())];
    for (reading, chosen) in policy.readings.iter().zip(&plan.chosen) {
        let question = reading.question.as_ref().map(|question| format!("　{question}")).unwrap_or_default();
        blocks.push(item(format!("{}{question}{}", reading.name, cited(&reading.basis))));
        for (index, (option, reason)) in reading.options.iter().zip(&reading.reasons).enumerate() {
            let mark = if index == *chosen { "●" } else { "○" };
            let reason = reason.as_ref().map(|reason| format!("：{reason}")).unwrap_or_default();
            blocks.push(Block::Item(1, format!("{mark} {option}{reason}")));
        }
    }
    blocks
}

fn registers(plan: &Plan) -> Vec<Block> {
    let mut rows = Vec::new();
    for register in &plan.policy.registers {
        let often = register.often.map(|keyword| word(keyword, Lang::Zh)).unwrap_or_default();
        let each_time = register.dated_by.and_then(|column| register.columns.get(column));
        let often = match each_time {
            Some(column) => format!("{often} 逐次（{}）", column.name).trim_start().to_string(),
            None => often.to_string(),
        };
        let columns: Vec<String> = register
            .columns
            .iter()
            .map(|column| {
                let ty = match &column.ty {
                    _ if column.is_benefit => word(Keyword::kw_benefit, Lang::Zh).to_string(),
                    Type::Enumeration(members) => members.join("、"),
                    ty => ty.zh(),
                };
                let optional = if column.optional { "，可无" } else { "" };
                format!("{}（{ty}{optional}）", column.name)
            })
            .collect();
        let columns = if columns.is_empty() { "是否在册".to_string() } else { columns.join("；") };
        rows.push(vec![register.name.clone(), register.by.join("、"), often, columns]);
    }
    vec![Block::Heading(2, "名册".to_string()), table(["名册", "由谁提供", "频次", "栏目"], rows)]
}
