//! Case tables `按 … { … }`, their rows one a line, and dated histories.

use super::context::{Context, word};
use super::doc::{Doc, concat, flow, part, text};
use super::expression::expressions;
use super::item::{Style, block};
use super::literal::{alternatives, basis, colon, joined, literal};
use super::sentence::{Value, sentence};
use crate::syntax::ast::{Dated, DatedRows, Literal, Pattern, Row, Table, TableRows};
use crate::syntax::{Keyword, Span};

pub(super) fn table(cx: &mut Context<'_>, table: &Table, span: Span) -> Doc {
    let subjects = alternatives(expressions(cx, &table.subjects));
    let begun = concat([text(format!("{} ", word(cx, Keyword::kw_case))), subjects]);
    let head = flow([begun].into_iter().chain(basis(cx, &table.basis)));
    let body = match &table.rows {
        TableRows::Rows(rows) => rows_block(cx, rows, span),
        TableRows::History(periods) => block(cx, Style::Lines, span, periods, |rows| rows.span, dated_rows),
    };
    concat([head, body])
}

fn rows_block(cx: &mut Context<'_>, rows: &[Row], span: Span) -> Doc {
    block(cx, Style::Lines, span, rows, |row| row.span, row)
}

fn dated_rows(cx: &mut Context<'_>, rows: &DatedRows) -> Doc {
    let begun = text(format!("{} {}", word(cx, Keyword::kw_from), rows.from.date));
    let head = flow([begun].into_iter().chain(basis(cx, &rows.basis)));
    concat([head, rows_block(cx, &rows.rows, rows.span)])
}

fn row(cx: &mut Context<'_>, row: &Row) -> Doc {
    let (mark, gap) = colon(cx);
    let cases: Vec<Doc> =
        row.patterns.iter().map(|choice| alternatives(choice.iter().map(|one| text(pattern(cx, one))))).collect();
    let label = concat([joined(cases, (",", 1)), text(mark)]);
    sentence(cx, vec![part(0, label)], Value::plain(gap, &row.value), |cx| basis(cx, &row.basis).into_iter().collect())
}

fn pattern(cx: &Context<'_>, pattern: &Pattern) -> String {
    let end = |end: &Option<Literal>| end.as_ref().map_or(String::new(), |end| literal(cx, end));
    match pattern {
        Pattern::Any(_) => "_".to_string(),
        Pattern::Range { from, to, .. } => format!("{}{}{}", end(from), word(cx, Keyword::p_range), end(to)),
        Pattern::Literal(value) => literal(cx, value),
        Pattern::Name(name) => name.text.clone(),
    }
}

/// `{ 自 2021-01-01：70 元/月  自 2023-02-23：80 元/月 }` in the stretch `span`.
pub(super) fn history(cx: &mut Context<'_>, history: &[Dated], span: Span) -> Doc {
    block(cx, Style::Lines, span, history, |dated| dated.span, dated)
}

fn dated(cx: &mut Context<'_>, dated: &Dated) -> Doc {
    let (mark, gap) = colon(cx);
    let label = text(format!("{} {}{mark}", word(cx, Keyword::kw_from), dated.from.date));
    sentence(cx, vec![part(0, label)], Value::plain(gap, &dated.value), |cx| {
        basis(cx, &dated.basis).into_iter().collect()
    })
}
