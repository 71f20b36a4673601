//! `HEAD VALUE TAIL`: the shape of most rules. A table begins on the head's line; other values go to a line
//! of their own when they do not fit.

use super::context::{Context, word};
use super::doc::{Doc, Part, concat, flow, indent, part, text};
use super::expression::{expression, led};
use super::literal::{basis, string};
use crate::syntax::Keyword;
use crate::syntax::ast::{Expr, ExprKind, Tail};

/// The value of a rule, with the word that leads it and the blanks before it.
pub(super) struct Value<'t> {
    gap: usize,
    led_by: Option<Keyword>,
    expr: &'t Expr,
}

impl<'t> Value<'t> {
    pub fn plain(gap: usize, expr: &'t Expr) -> Value<'t> {
        Value { gap, led_by: None, expr }
    }

    pub fn led_by(keyword: Keyword, expr: &'t Expr) -> Value<'t> {
        Value { gap: 1, led_by: Some(keyword), expr }
    }
}

pub(super) fn sentence<'s>(
    cx: &mut Context<'s>,
    mut head: Vec<Part>,
    value: Value<'_>,
    tail: impl FnOnce(&mut Context<'s>) -> Vec<Doc>,
) -> Doc {
    if let ExprKind::Table(_) = value.expr.kind {
        let gap = if head.is_empty() { 0 } else { value.gap };
        let lead = value.led_by.map_or(String::new(), |keyword| format!("{} ", word(cx, keyword)));
        let table = expression(cx, value.expr);
        let tail = tail(cx).into_iter().flat_map(|doc| [text(" "), doc]).collect();
        return concat([indent(Doc::Fill(head)), text(" ".repeat(gap) + &lead), table, Doc::Concat(tail)]);
    }
    let doc = match value.led_by {
        Some(keyword) => led(cx, keyword, value.expr),
        None => expression(cx, value.expr),
    };
    head.push(part(value.gap, doc));
    head.extend(tail(cx).into_iter().map(|doc| part(1, doc)));
    indent(Doc::Fill(head))
}

/// `当 … 依据 … "说明"`
pub(super) fn tail(cx: &mut Context<'_>, tail: &Tail) -> Vec<Doc> {
    let when = tail.when.as_ref().map(|when| led(cx, Keyword::kw_when, when));
    [when, basis(cx, &tail.basis), tail.note.as_ref().map(string)].into_iter().flatten().collect()
}

/// The line that opens a declaration: `WORD NAME …`.
pub(super) fn head(
    cx: &Context<'_>,
    keyword: Keyword,
    name: &str,
    further: impl IntoIterator<Item = Option<Doc>>,
) -> Doc {
    let begun = text(format!("{} {name}", word(cx, keyword)));
    flow([begun].into_iter().chain(further.into_iter().flatten()))
}
