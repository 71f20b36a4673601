//! Conditions and amounts. A chain that does not fit on a line has one operand a line, its operator first.

use super::context::{Context, word};
use super::doc::{Doc, after, concat, flow, group, indent, part, text};
use super::literal::{EITHER, listed_parts, literal, path};
use super::table::table;
use crate::diagnostic::Lang;
use crate::syntax::Keyword;
use crate::syntax::ast::{Expr, ExprKind, Word};

pub(super) fn expression(cx: &mut Context<'_>, expr: &Expr) -> Doc {
    match &expr.kind {
        ExprKind::Literal(value) => text(literal(cx, value)),
        ExprKind::Path(names) => text(path(names)),
        ExprKind::Today => text(word(cx, Keyword::kw_today)),
        ExprKind::Listed { register, listed } => {
            let keyword = if *listed { Keyword::kw_listed } else { Keyword::kw_not_listed };
            text(format!("{} {}", word(cx, keyword), register.text))
        }
        ExprKind::Not(_) => negation(cx, expr),
        ExprKind::All(operands) => chain(cx, Keyword::kw_and, operands),
        ExprKind::Any(operands) => chain(cx, Keyword::kw_or, operands),
        ExprKind::Compare { left, relation, right } => {
            let left = expression(cx, left);
            flow([left, led(cx, relation.word, right)])
        }
        ExprKind::Member { of, among, inside } => {
            let of = expression(cx, of);
            let keyword = if *inside { Keyword::kw_in } else { Keyword::kw_not_in };
            let mut among = expressions(cx, among).into_iter();
            let first = among.next().map(|first| concat([text(format!("{} ", word(cx, keyword))), first]));
            let mut parts = vec![part(0, of)];
            parts.extend(after(1, listed_parts(first.into_iter().chain(among), EITHER)));
            indent(Doc::Fill(parts))
        }
        ExprKind::Arithmetic { .. } => arithmetic(cx, expr),
        ExprKind::Extreme { which, of } => call(cx, *which, |cx| expressions(cx, of)),
        ExprKind::Round { .. } | ExprKind::Part { .. } => postfix(cx, expr),
        ExprKind::Age { birth, on } => {
            let age = Word { word: Keyword::kw_age, span: expr.span };
            call(cx, age, |cx| [Some(birth), on.as_ref()].into_iter().flatten().map(|at| expression(cx, at)).collect())
        }
        ExprKind::Aggregate { what, over, condition } => call(cx, *what, |cx| {
            let mut arguments = vec![text(path(over))];
            arguments.extend(condition.as_ref().map(|condition| expression(cx, condition)));
            arguments
        }),
        ExprKind::Table(cases) => table(cx, cases, expr.span),
        ExprKind::Parens(inner) => {
            let inner = indent(concat([Doc::Break(0), expression(cx, inner)]));
            group(concat([text("("), inner, Doc::Break(0), text(")")]))
        }
    }
}

pub(super) fn expressions(cx: &mut Context<'_>, exprs: &[Expr]) -> Vec<Doc> {
    exprs.iter().map(|expr| expression(cx, expr)).collect()
}

/// `WORD EXPR`
pub(super) fn led(cx: &mut Context<'_>, keyword: Keyword, expr: &Expr) -> Doc {
    let begun = text(format!("{} ", word(cx, keyword)));
    let doc = expression(cx, expr);
    let is_table = matches!(expr.kind, ExprKind::Table(_));
    concat([begun, if is_table { doc } else { indent(doc) }])
}

/// Does the expression end in a list `属于 A、B`, to which a further `、` would add?
pub(super) fn ends_in_list(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Member { .. } => true,
        ExprKind::All(operands) | ExprKind::Any(operands) => operands.last().is_some_and(ends_in_list),
        ExprKind::Not(operand) => ends_in_list(operand),
        _ => false,
    }
}

fn chain(cx: &mut Context<'_>, joint: Keyword, operands: &[Expr]) -> Doc {
    let joint = format!("{} ", word(cx, joint));
    let mut docs = Vec::new();
    for (index, operand) in operands.iter().enumerate() {
        if index > 0 {
            docs.extend([Doc::Break(1), text(joint.clone())]);
        }
        docs.push(expression(cx, operand));
    }
    group(Doc::Concat(docs))
}

fn negation(cx: &mut Context<'_>, expr: &Expr) -> Doc {
    let mut words = String::new();
    let mut innermost = expr;
    while let ExprKind::Not(operand) = &innermost.kind {
        words.push_str(word(cx, Keyword::kw_not));
        words.push(' ');
        innermost = operand;
    }
    concat([text(words), expression(cx, innermost)])
}

/// `a + b - c`: the tree leans left, so its operands come up last to first.
fn arithmetic(cx: &mut Context<'_>, expr: &Expr) -> Doc {
    let mut first = expr;
    let mut further = Vec::new();
    while let ExprKind::Arithmetic { left, operator, right } = &first.kind {
        further.push((operator, right));
        first = left;
    }
    let mut parts = vec![part(0, expression(cx, first))];
    for (operator, operand) in further.into_iter().rev() {
        parts.push(part(1, led(cx, operator.word, operand)));
    }
    indent(Doc::Fill(parts))
}

/// `X 的 出生日期`, `X 四舍五入 到 元`, and one after the other.
fn postfix(cx: &mut Context<'_>, expr: &Expr) -> Doc {
    let mut inner = expr;
    let mut suffixes = Vec::new();
    loop {
        match &inner.kind {
            ExprKind::Part { of, part } => {
                let before = if cx.lang == Lang::Zh { " " } else { "" };
                suffixes.push(format!("{before}{} {}", word(cx, Keyword::kw_of), word(cx, part.word)));
                inner = of;
            }
            ExprKind::Round { value, mode, to } => {
                suffixes.push(format!(" {} {} {}", word(cx, mode.word), word(cx, Keyword::kw_to), word(cx, to.word)));
                inner = value;
            }
            _ => break,
        }
    }
    suffixes.reverse();
    concat([expression(cx, inner), text(suffixes.concat())])
}

fn call<'s>(cx: &mut Context<'s>, function: Word, arguments: impl FnOnce(&mut Context<'s>) -> Vec<Doc>) -> Doc {
    let name = word(cx, function.word);
    let mut docs = Vec::new();
    for (index, argument) in arguments(cx).into_iter().enumerate() {
        docs.extend((index > 0).then(|| concat([text(","), Doc::Break(1)])));
        docs.push(argument);
    }
    let inner = indent(concat([Doc::Break(0), Doc::Concat(docs)]));
    group(concat([text(format!("{name}(")), inner, Doc::Break(0), text(")")]))
}
