//! 计发、程序、预警、职责: what is done around the decision, and by whom.

use super::context::{Context, word};
use super::doc::{Doc, Part, concat, flow, indent, part, text};
use super::expression::{ends_in_list, led};
use super::item::{Style, block};
use super::literal::{basis, comma, list, listed, names, path, period_of, quoted, string, strings};
use super::sentence::{head, tail};
use crate::diagnostic::Lang;
use crate::syntax::ast::{
    Accrual, AccrualItem, Alert, Document, Duty, Procedure, ProcedureItem, Stage, StageRecords, Tail, Text,
};
use crate::syntax::{Keyword, Span};

pub(super) fn accrual(cx: &mut Context<'_>, accrual: &Accrual) -> Doc {
    let begun = text(word(cx, Keyword::kw_accrual));
    let benefits = (!accrual.benefits.is_empty()).then(|| names(cx, &accrual.benefits));
    let head = flow([begun].into_iter().chain(benefits).chain(basis(cx, &accrual.basis)));
    let body = block(cx, Style::Lines, accrual.span, &accrual.items, item_span, accrual_item);
    concat([head, body])
}

fn item_span(item: &AccrualItem) -> Span {
    match item {
        AccrualItem::Cycle { span }
        | AccrualItem::Start { span, .. }
        | AccrualItem::Stop { span, .. }
        | AccrualItem::Resume { span, .. }
        | AccrualItem::BackPay { span, .. }
        | AccrualItem::KeptIn { span, .. } => *span,
    }
}

fn accrual_item(cx: &mut Context<'_>, item: &AccrualItem) -> Doc {
    let none = Tail::default();
    let (keyword, setting, tail_written) = match item {
        AccrualItem::Cycle { .. } => (Keyword::kw_cycle, word(cx, Keyword::kw_month_unit).to_string(), &none),
        AccrualItem::Start { month, tail, .. } => (Keyword::kw_start, word(cx, month.word).to_string(), tail),
        AccrualItem::Stop { month, tail, .. } => (Keyword::kw_stop, word(cx, month.word).to_string(), tail),
        AccrualItem::Resume { how, tail, .. } => (Keyword::kw_resume, word(cx, how.word).to_string(), tail),
        AccrualItem::BackPay { limit, tail, .. } => {
            let unlimited = word(cx, Keyword::kw_unlimited).to_string();
            let setting = limit.as_ref().map_or(unlimited, |limit| period_of(cx, limit));
            (Keyword::kw_back_pay, setting, tail)
        }
        AccrualItem::KeptIn { what, place, .. } => (what.word, path(place), &none),
    };
    let begun = text(format!("{} {setting}", word(cx, keyword)));
    flow([begun].into_iter().chain(tail(cx, tail_written)))
}

pub(super) fn procedure(cx: &mut Context<'_>, procedure: &Procedure) -> Doc {
    let further = [procedure.title.as_ref().map(string), basis(cx, &procedure.basis)];
    let head = head(cx, Keyword::kw_procedure, &procedure.name.text, further);
    let span = |item: &ProcedureItem| match item {
        ProcedureItem::Records(it) => it.span,
        ProcedureItem::Stage(it) => it.span,
    };
    let body = block(cx, Style::Lines, procedure.span, &procedure.items, span, |cx, item| match item {
        ProcedureItem::Records(it) => records(cx, it),
        ProcedureItem::Stage(it) => stage(cx, it),
    });
    concat([head, body])
}

fn records(cx: &Context<'_>, records: &StageRecords) -> Doc {
    let led = |keyword, of| text(format!("{} {}", word(cx, keyword), path(of)));
    let documents = records.documents.as_ref().map(|of| led(Keyword::kw_documents, of));
    flow([led(Keyword::kw_records, &records.stage)].into_iter().chain(documents))
}

fn stage(cx: &mut Context<'_>, stage: &Stage) -> Doc {
    let begun = |cx: &Context<'_>, keyword| text(format!("{} ", word(cx, keyword)));
    let checks = concat([begun(cx, Keyword::kw_checks), strings(cx, &stage.checks)]);
    let documents_needed = documents(cx, &stage.documents);
    let further = [
        listed(cx, Keyword::kw_by, &stage.by),
        (!stage.checks.is_empty()).then_some(checks),
        (!stage.documents.is_empty()).then(|| concat([begun(cx, Keyword::kw_documents), documents_needed])),
        stage.within.map(|limit| text(format!("{} {}", word(cx, Keyword::kw_within), period_of(cx, &limit)))),
        basis(cx, &stage.basis),
        stage.note.as_ref().map(string),
    ];
    head(cx, Keyword::kw_stage, &stage.name.text, further)
}

/// After a condition that ends in a list `属于 A、B` a comma separates, so that the next document does not join it.
fn documents(cx: &mut Context<'_>, documents: &[Document]) -> Doc {
    let mut parts: Vec<Part> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let or = format!(" {} ", word(cx, Keyword::kw_or));
        let any_of: Vec<String> = document.any_of.iter().map(|text| quoted(&text.text)).collect();
        let when = document.when.as_ref().map(|when| led(cx, Keyword::kw_when, when));
        let doc = flow([text(any_of.join(&or))].into_iter().chain(when));
        let joins_list = cx.lang == Lang::Zh && document.when.as_ref().is_some_and(ends_in_list);
        let (mark, gap) = if joins_list { ("，", 0) } else { comma(cx) };
        let mark = if index + 1 < documents.len() { mark } else { "" };
        parts.push(part(gap, concat([doc, text(mark)])));
    }
    indent(Doc::Fill(parts))
}

pub(super) fn alert(cx: &mut Context<'_>, alert: &Alert) -> Doc {
    let kinds = list(cx, alert.upon.iter().map(|kind| text(word(cx, kind.word))));
    let upon = concat([text(format!("{} ", word(cx, Keyword::kw_upon))), kinds]);
    let further = [
        basis(cx, &alert.basis),
        (!alert.upon.is_empty()).then_some(upon),
        alert.when.as_ref().map(|when| led(cx, Keyword::kw_when, when)),
        listed(cx, Keyword::kw_concerns, &alert.concerns),
        listed(cx, Keyword::kw_tell, &alert.tell),
        led_text(cx, Keyword::kw_action, alert.action.as_ref()),
        alert.note.as_ref().map(string),
    ];
    head(cx, Keyword::kw_alert, &alert.name.text, further)
}

pub(super) fn duty(cx: &mut Context<'_>, duty: &Duty) -> Doc {
    let further = [
        listed(cx, Keyword::kw_by, &duty.by),
        listed(cx, Keyword::kw_to_body, &duty.to),
        duty.often.map(|often| text(word(cx, often.word))),
        led_text(cx, Keyword::kw_upon, duty.upon.as_ref()),
        duty.content.as_ref().map(string),
        basis(cx, &duty.basis),
    ];
    head(cx, Keyword::kw_duty, &duty.name.text, further)
}

fn led_text(cx: &Context<'_>, keyword: Keyword, written: Option<&Text>) -> Option<Doc> {
    written.map(|written| text(format!("{} {}", word(cx, keyword), quoted(&written.text))))
}
