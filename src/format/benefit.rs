//! 补贴 and 定义: requirements, rates, and the conditions they share.

use super::column::column_width;
use super::context::{Context, word};
use super::doc::{Doc, concat, flow, part, text};
use super::item::{Style, block};
use super::literal::{basis, colon, string};
use super::render::width;
use super::sentence::{Value, head, sentence};
use super::table::history;
use crate::syntax::ast::{Basis, Benefit, BenefitItem, Define, ExprKind, Rate, Requirement};
use crate::syntax::{Keyword, Span};

/// Longer labels do not push the conditions of all the others to the right.
const LONGEST_LABEL: usize = 16;

pub(super) fn define(cx: &mut Context<'_>, define: &Define) -> Doc {
    let mut docs = vec![text(format!("{} {}", word(cx, Keyword::kw_define), define.name.text))];
    docs.extend(define.title.as_ref().map(string));
    docs.extend(basis(cx, &define.basis));
    let equals = text(format!(" {}", word(cx, Keyword::op_equal)));
    if let Some(last) = docs.pop() {
        docs.push(concat([last, equals]));
    }
    let head = docs.into_iter().map(|doc| part(1, doc)).collect();
    sentence(cx, head, Value::plain(1, &define.value), |_| Vec::new())
}

pub(super) fn benefit(cx: &mut Context<'_>, benefit: &Benefit) -> Doc {
    let head = head(cx, Keyword::kw_benefit, &benefit.name.text, [benefit.title.as_ref().map(string)]);
    let body = block(cx, Style::Lines, benefit.span, &benefit.items, item_span, benefit_item);
    concat([head, body])
}

fn item_span(item: &BenefitItem) -> Span {
    match item {
        BenefitItem::Requirements { span, .. }
        | BenefitItem::Rate { span, .. }
        | BenefitItem::Confirmed { span, .. } => *span,
    }
}

fn benefit_item(cx: &mut Context<'_>, item: &BenefitItem) -> Doc {
    match item {
        BenefitItem::Requirements { basis, requirements, span } => all_of(cx, basis, requirements, *span),
        BenefitItem::Rate { basis, amount, span } => rate(cx, basis, amount, *span),
        BenefitItem::Confirmed { until, .. } => text(format!("{} {}", word(cx, Keyword::kw_confirmed), until.date)),
    }
}

fn all_of(cx: &mut Context<'_>, cited: &Basis, requirements: &[Requirement], span: Span) -> Doc {
    let begun = text(word(cx, Keyword::kw_all_of));
    let head = flow([begun].into_iter().chain(basis(cx, cited)));
    let labels = requirements.iter().filter_map(|requirement| requirement.label.as_ref());
    let column = column_width(labels.map(|label| label.text.as_str()), LONGEST_LABEL);
    let body = block(cx, Style::Lines, span, requirements, |it| it.span, |cx, it| requirement(cx, it, column));
    concat([head, body])
}

fn requirement(cx: &mut Context<'_>, requirement: &Requirement, column: usize) -> Doc {
    let (mark, gap) = colon(cx);
    let label = requirement.label.iter().map(|label| part(0, text(format!("{}{mark}", label.text)))).collect();
    let padding = requirement.label.as_ref().map_or(0, |label| column.saturating_sub(width(&label.text)));
    let condition = Value::plain(gap + padding, &requirement.condition);
    sentence(cx, label, condition, |cx| basis(cx, &requirement.basis).into_iter().collect())
}

/// The citation follows a plain amount, but stands before the braces of a table or a history.
fn rate(cx: &mut Context<'_>, cited: &Basis, amount: &Rate, span: Span) -> Doc {
    let begun = text(word(cx, Keyword::kw_rate));
    match amount {
        Rate::History(periods) => {
            let head = flow([begun].into_iter().chain(basis(cx, cited)));
            concat([head, history(cx, periods, span)])
        }
        Rate::Amount(expr) if matches!(expr.kind, ExprKind::Table(_)) => {
            let head = [begun].into_iter().chain(basis(cx, cited)).map(|doc| part(1, doc)).collect();
            sentence(cx, head, Value::plain(1, expr), |_| Vec::new())
        }
        Rate::Amount(expr) => {
            sentence(cx, vec![part(0, begun)], Value::plain(1, expr), |cx| basis(cx, cited).into_iter().collect())
        }
    }
}
