//! 政策、机构、口径: what the document is, who acts, and what it leaves open.

use super::column::{column_width, gap};
use super::context::{Context, word};
use super::doc::{Doc, after, concat, flow, group, indent, part, text};
use super::item::{Style, block};
use super::literal::{basis, comma, list, listed_parts, quoted, string};
use super::sentence::head;
use crate::syntax::ast::{Bodies, Body, Policy, PolicyItem, Reading, ReadingOption};
use crate::syntax::{Keyword, Span};

pub(super) fn policy(cx: &mut Context<'_>, policy: &Policy) -> Doc {
    let head = head(cx, Keyword::kw_policy, &policy.name.text, [policy.title.as_ref().map(string)]);
    let column = column_width(policy.items.iter().map(|item| word(cx, keyword(item))), usize::MAX);
    let body = block(cx, Style::Lines, policy.span, &policy.items, item_span, |cx, item| policy_item(cx, item, column));
    concat([head, body])
}

fn keyword(item: &PolicyItem) -> Keyword {
    match item {
        PolicyItem::Texts { word, .. } => word.word,
        PolicyItem::Issued { .. } => Keyword::kw_issued,
        PolicyItem::Effective { .. } => Keyword::kw_effective,
        PolicyItem::SmallestUnit { .. } => Keyword::kw_unit,
    }
}

fn item_span(item: &PolicyItem) -> Span {
    match item {
        PolicyItem::Texts { span, .. }
        | PolicyItem::Issued { span, .. }
        | PolicyItem::Effective { span, .. }
        | PolicyItem::SmallestUnit { span, .. } => *span,
    }
}

fn policy_item(cx: &mut Context<'_>, item: &PolicyItem, column: usize) -> Doc {
    let begun = word(cx, keyword(item));
    let what = match item {
        PolicyItem::Texts { texts, .. } => listed_parts(texts.iter().map(string), comma(cx)),
        PolicyItem::Issued { date, .. } => vec![part(0, text(date.date.to_string()))],
        PolicyItem::Effective { from, until, .. } => {
            let until = until.map_or(String::new(), |until| format!(" {} {}", word(cx, Keyword::kw_until), until.date));
            vec![part(0, text(format!("{} {}{until}", word(cx, Keyword::kw_from), from.date)))]
        }
        PolicyItem::SmallestUnit { unit, .. } => vec![part(0, text(word(cx, unit.word)))],
    };
    let mut parts = vec![part(0, text(begun))];
    parts.extend(after(gap(begun, column), what));
    indent(Doc::Fill(parts))
}

/// Bare names share lines; as soon as one has a title or a telephone, each has a line of its own.
pub(super) fn bodies(cx: &mut Context<'_>, bodies: &Bodies) -> Doc {
    let begun = text(format!("{} ", word(cx, Keyword::kw_body)));
    let bare = bodies.bodies.iter().all(|body| body.title.is_none() && body.phones.is_empty());
    if bare {
        let names = bodies.bodies.iter().map(|body| text(body.name.text.clone()));
        return concat([begun, list(cx, names)]);
    }
    let (mark, gap) = comma(cx);
    let mut docs = Vec::new();
    for (index, entry) in bodies.bodies.iter().enumerate() {
        docs.extend((index > 0).then(|| concat([text(mark), Doc::Break(gap)])));
        docs.push(text(body(cx, entry)));
    }
    concat([begun, group(indent(Doc::Concat(docs)))])
}

fn body(cx: &Context<'_>, body: &Body) -> String {
    let mut words = vec![body.name.text.clone()];
    words.extend(body.title.iter().map(|title| quoted(&title.text)));
    if !body.phones.is_empty() {
        let phones = body.phones.iter().map(|phone| format!("{} {}", word(cx, Keyword::kw_phone), quoted(&phone.text)));
        words.push("{".to_string());
        words.extend(phones);
        words.push("}".to_string());
    }
    words.join(" ")
}

pub(super) fn reading(cx: &mut Context<'_>, reading: &Reading) -> Doc {
    let further = [basis(cx, &reading.basis), reading.question.as_ref().map(string)];
    let head = head(cx, Keyword::kw_reading, &reading.name.text, further);
    let body = block(cx, Style::Lines, reading.span, &reading.options, |option| option.span, option);
    concat([head, body])
}

fn option(_: &mut Context<'_>, option: &ReadingOption) -> Doc {
    flow([text(option.name.text.clone())].into_iter().chain(option.reason.as_ref().map(string)))
}
