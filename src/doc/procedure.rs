//! The rule book's part on doing: months, procedures, alerts, duties, promises.

use super::{Block, cited, item, table};
use crate::check::model::AccrualSetting;
use crate::diagnostic::Lang;
use crate::plan::Plan;
use crate::syntax::{Keyword, word};

fn zh(keyword: Keyword) -> &'static str {
    word(keyword, Lang::Zh)
}

pub(super) fn accruals(plan: &Plan) -> Vec<Block> {
    let mut blocks = Vec::new();
    for accrual in &plan.policy.accruals {
        let names: Vec<&str> = accrual
            .benefits
            .iter()
            .filter_map(|benefit| plan.policy.benefits.get(*benefit))
            .map(|benefit| benefit.name.as_str())
            .collect();
        blocks.push(Block::Heading(2, format!("计发　{}{}", names.join("、"), cited(&accrual.basis))));
        for line in &accrual.items {
            let setting = match line.setting {
                AccrualSetting::Monthly => "按月计发".to_string(),
                AccrualSetting::Start(word) => format!("起：{}", zh(word)),
                AccrualSetting::Stop(word) => format!("止：{}", zh(word)),
                AccrualSetting::Resume(word) => format!("恢复：{}", zh(word)),
                AccrualSetting::BackPayUnlimited => "补发：不限".to_string(),
                AccrualSetting::BackPay(number, unit) => format!("补发：最多 {number} {}", zh(unit)),
                AccrualSetting::KeptIn(word, register, column) => {
                    format!("{}：见名册 {}", zh(word), plan.policy.place_name(register, column))
                }
            };
            let when = line.when.as_ref().map(|when| format!("，当 {}", plan.words(when.span))).unwrap_or_default();
            let note = line.note.as_ref().map(|note| format!("——{note}")).unwrap_or_default();
            blocks.push(item(format!("{setting}{when}{note}{}", cited(&line.basis))));
        }
    }
    blocks
}

pub(super) fn procedures(plan: &Plan) -> Vec<Block> {
    let mut blocks = Vec::new();
    for procedure in &plan.policy.procedures {
        let title = procedure.title.as_ref().map(|title| format!("　{title}")).unwrap_or_default();
        blocks.push(Block::Heading(2, format!("程序　{}{title}{}", procedure.name, cited(&procedure.basis))));
        if let Some(records) = &procedure.records {
            let register = plan.registers.get(records.register).map(|register| register.name.as_str());
            blocks.push(item(format!("办理情况记在名册“{}”", register.unwrap_or_default())));
        }
        for (number, stage) in procedure.stages.iter().enumerate() {
            let by = if stage.by.is_empty() { String::new() } else { format!("　由 {}", stage.by.join("、")) };
            let note = stage.note.as_ref().map(|note| format!("——{note}")).unwrap_or_default();
            blocks.push(item(format!("{}. {}{by}{note}{}", number + 1, stage.name, cited(&stage.basis))));
            if !stage.checks.is_empty() {
                blocks.push(Block::Item(1, format!("核对：{}", stage.checks.join("、"))));
            }
            for document in &stage.documents {
                let when =
                    document.when.as_ref().map(|when| format!("（当 {}）", plan.words(when.span))).unwrap_or_default();
                blocks.push(Block::Item(1, format!("材料：{}{when}", document.any_of.join(" 或 "))));
            }
            if let Some((number, unit)) = stage.within {
                blocks.push(Block::Item(1, format!("时限：{number} {}", zh(unit))));
            }
        }
    }
    blocks
}

pub(super) fn alerts(plan: &Plan) -> Vec<Block> {
    let rows: Vec<Vec<String>> = plan
        .policy
        .alerts
        .iter()
        .map(|alert| {
            let kinds: Vec<&str> = alert.upon.iter().map(|kind| zh(kind.keyword())).collect();
            let upon = (!kinds.is_empty()).then(|| format!("遇{}", kinds.join("、")));
            let when = alert.when.as_ref().map(|when| plan.words(when.span));
            let when = [upon, when].into_iter().flatten().collect::<Vec<_>>().join("，");
            let action = alert.action.clone().or(alert.note.clone()).unwrap_or_default();
            vec![alert.name.clone(), when, alert.tell.join("、"), action, alert.basis.join("、")]
        })
        .collect();
    titled("预警", table(["预警", "当", "告知", "处理", "依据"], rows))
}

pub(super) fn duties(plan: &Plan) -> Vec<Block> {
    let rows: Vec<Vec<String>> = plan
        .policy
        .duties
        .iter()
        .map(|duty| {
            let often = duty.often.map(zh).unwrap_or_default().to_string();
            let upon = duty.upon.as_ref().map(|upon| format!("遇{upon}")).unwrap_or_default();
            let time = [often, upon].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，");
            let content = duty.content.as_ref().map(|content| format!("：{content}")).unwrap_or_default();
            vec![duty.by.join("、"), format!("{}{content}", duty.name), duty.to.join("、"), time, duty.basis.join("、")]
        })
        .collect();
    titled("职责", table(["由谁", "做什么", "向谁", "何时", "依据"], rows))
}

/// A heading and a table, or nothing when the table is empty.
fn titled(title: &str, table: Block) -> Vec<Block> {
    match &table {
        Block::Table { rows, .. } if rows.is_empty() => Vec::new(),
        _ => vec![Block::Heading(2, title.to_string()), table],
    }
}

pub(super) fn promises(plan: &Plan) -> Vec<Block> {
    if plan.policy.promises.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(2, "断言".to_string())];
    for promise in &plan.policy.promises {
        blocks.push(item(format!("{}{}", promise.name, cited(&promise.basis))));
        for claim in &promise.claims {
            blocks.push(Block::Item(1, plan.words(claim.span)));
        }
    }
    blocks
}
