//! Months, procedures, alerts, duties.

use super::{Item, Says, both, called, plain, when_words};
use crate::check::model::{Accrual, AccrualItem, AccrualSetting, FindingKind, Procedure, Stage};
use crate::diagnostic::Message;
use crate::diff::edit::version::Version;
use crate::syntax::Keyword;

pub(super) fn items<'p>(version: &Version<'p>) -> Vec<Item<'p>> {
    let policy = version.policy();
    let accruals = policy.accruals.iter().map(|rule| accrual(version, rule));
    let procedures = policy.procedures.iter().map(|found| procedure(version, found));
    let alerts = policy.alerts.iter().map(|alert| {
        Item::named(Keyword::kw_alert, &alert.name, alert.span)
            .headed(when_words(version, &alert.when))
            .cites(&alert.basis)
            .with(both(Keyword::kw_upon), 1, Says::Words(kinds(&alert.upon)))
            .when(&alert.when)
            .names(both(Keyword::kw_concerns), 1, &version.benefit_names(&alert.concerns))
            .names(both(Keyword::kw_tell), 1, &alert.tell)
            .text(both(Keyword::kw_action), &alert.action)
            .worded("说明", "note", &alert.note)
    });
    let duties = policy.duties.iter().map(|duty| {
        Item::named(Keyword::kw_duty, &duty.name, duty.span)
            .headed(duty.content.as_ref().map(plain))
            .cites(&duty.basis)
            .names(both(Keyword::kw_by), 1, &duty.by)
            .names(both(Keyword::kw_to_body), 1, &duty.to)
            .word(Message::new("频次", "how often"), duty.often)
            .text(both(Keyword::kw_upon), &duty.upon)
            .text(Message::new("内容", "content"), &duty.content)
    });
    accruals.chain(procedures).chain(alerts).chain(duties).collect()
}

fn accrual<'p>(version: &Version<'p>, rule: &'p Accrual) -> Item<'p> {
    let names = version.benefit_names(&rule.benefits);
    let item = Item::new(Keyword::kw_accrual, called(Keyword::kw_accrual, &names.join("、")), rule.span)
        .names(Message::new("补贴", "benefits"), 3, &names)
        .cites(&rule.basis);
    let items: Vec<Item<'p>> = rule.items.iter().map(|setting| accrual_item(version, &item, setting)).collect();
    item.parts(items)
}

fn accrual_item<'p>(version: &Version<'p>, accrual: &Item<'p>, item: &'p AccrualItem) -> Item<'p> {
    let (kind, says) = match item.setting {
        AccrualSetting::Monthly => (Keyword::kw_cycle, both(Keyword::kw_month_unit)),
        AccrualSetting::Start(word) => (Keyword::kw_start, both(word)),
        AccrualSetting::Stop(word) => (Keyword::kw_stop, both(word)),
        AccrualSetting::Resume(word) => (Keyword::kw_resume, both(word)),
        AccrualSetting::BackPayUnlimited => (Keyword::kw_back_pay, both(Keyword::kw_unlimited)),
        AccrualSetting::BackPay(number, unit) => (Keyword::kw_back_pay, period(number, unit)),
        AccrualSetting::KeptIn(word, register, column) => (word, plain(version.policy().place_name(register, column))),
    };
    let part = accrual.part(kind, both(kind), "", item.span);
    let subject = Message::new(format!("{} {}", part.subject.zh, says.zh), format!("{} {}", part.subject.en, says.en));
    Item { key: None, ..Item::new(kind, subject, item.span) }
        .headed(when_words(version, &item.when))
        .cites(&item.basis)
        .with(Message::new("", ""), 3, Says::Words(Some(says)))
        .when(&item.when)
        .worded("说明", "note", &item.note)
}

fn procedure<'p>(version: &Version<'p>, procedure: &'p Procedure) -> Item<'p> {
    let item = Item::named(Keyword::kw_procedure, &procedure.name, procedure.span)
        .headed(procedure.title.as_ref().map(plain))
        .worded("全称", "full name", &procedure.title)
        .with(both(Keyword::kw_records), 1, Says::Words(records(version, procedure)))
        .cites(&procedure.basis);
    let stages: Vec<Item<'p>> = procedure.stages.iter().map(|found| stage(version, &item, found)).collect();
    Item { in_order: Some(Message::new("环节次序", "order of stages")), ..item }.parts(stages)
}

/// The kinds of findings that raise an alert.
fn kinds(upon: &[FindingKind]) -> Option<Message> {
    let words: Vec<Message> = upon.iter().map(|kind| both(kind.keyword())).collect();
    let joined = |mark, of: fn(&Message) -> &str| words.iter().map(of).collect::<Vec<_>>().join(mark);
    (!words.is_empty()).then(|| Message::new(joined("、", |word| &word.zh), joined(", ", |word| &word.en)))
}

/// The columns of a procedure's records.
fn records(version: &Version<'_>, procedure: &Procedure) -> Option<Message> {
    let records = procedure.records.as_ref()?;
    let register = version.policy().registers.get(records.register)?;
    let column = |column: usize| Some(format!("{}.{}", register.name, register.columns.get(column)?.name));
    let stage = column(records.stage)?;
    Some(match records.documents.and_then(column) {
        Some(documents) => {
            let led = both(Keyword::kw_documents);
            Message::new(format!("{stage} {} {documents}", led.zh), format!("{stage} {} {documents}", led.en))
        }
        None => plain(stage),
    })
}

fn stage<'p>(version: &Version<'p>, procedure: &Item<'p>, stage: &'p Stage) -> Item<'p> {
    let within = stage.within.map(|(number, unit)| period(number, unit));
    let item = procedure
        .part(Keyword::kw_stage, both(Keyword::kw_stage), &stage.name, stage.span)
        .headed(Some(plain(stage.checks.join("；"))))
        .cites(&stage.basis)
        .names(both(Keyword::kw_by), 1, &stage.by)
        .names(both(Keyword::kw_checks), 2, &stage.checks)
        .with(both(Keyword::kw_within), 1, Says::Words(within))
        .worded("说明", "note", &stage.note);
    let documents: Vec<Item<'p>> = stage
        .documents
        .iter()
        .map(|document| {
            let name = document.any_of.join(" 或 ");
            let part = item.part(Keyword::kw_documents, both(Keyword::kw_documents), &name, stage.span);
            Item { key: None, ..part }
                .names(Message::new("", ""), 3, &document.any_of)
                .headed(when_words(version, &document.when))
                .when(&document.when)
        })
        .collect();
    item.parts(documents)
}

fn period(number: u32, unit: Keyword) -> Message {
    let unit = both(unit);
    Message::new(format!("{number} {}", unit.zh), format!("{number} {}", unit.en))
}
