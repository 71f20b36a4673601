//! 不享受、择高、补差、封顶、并享、视为: how benefits and facts bear on each other.

use super::context::{Context, word};
use super::doc::{Doc, concat, flow, indent, part, text};
use super::item::{Style, block};
use super::literal::{basis, names, path, string};
use super::sentence::{Value, head, sentence, tail};
use crate::syntax::Keyword;
use crate::syntax::ast::{Cap, Deem, Exclude, HigherOf, Name, Other, Tail, Together, TopUp};

pub(super) fn exclude(cx: &mut Context<'_>, exclude: &Exclude) -> Doc {
    let begun = text(format!("{} ", word(cx, Keyword::kw_exclude)));
    let benefits = concat([begun, names(cx, &exclude.benefits)]);
    flow([benefits].into_iter().chain(tail(cx, &exclude.tail)))
}

pub(super) fn higher_of(cx: &mut Context<'_>, higher_of: &HigherOf) -> Doc {
    let begun = sum_of(cx, Keyword::kw_higher_of, &higher_of.benefits);
    match higher_of.others.as_slice() {
        [only] if !higher_of.block => {
            sentence(cx, vec![part(0, begun)], Value::led_by(Keyword::kw_with, &only.amount), |cx| {
                let cited = basis(cx, &only.basis);
                let further = if only.basis.is_empty() {
                    note_before_basis(cx, &higher_of.tail)
                } else {
                    tail(cx, &higher_of.tail)
                };
                cited.into_iter().chain(further).collect()
            })
        }
        others => {
            let head = flow([begun, text(word(cx, Keyword::kw_with))]);
            let body = block(cx, Style::OneLineIfShort, higher_of.span, others, |other| other.span, other);
            let further = tail(cx, &higher_of.tail).into_iter().flat_map(|doc| [text(" "), doc]).collect();
            concat([head, body, Doc::Concat(further)])
        }
    }
}

/// Without a condition in between, a citation right after the other benefit would become that benefit's own.
fn note_before_basis(cx: &mut Context<'_>, written: &Tail) -> Vec<Doc> {
    match (&written.when, &written.note) {
        (None, Some(note)) => [string(note)].into_iter().chain(basis(cx, &written.basis)).collect(),
        _ => tail(cx, written),
    }
}

fn other(cx: &mut Context<'_>, other: &Other) -> Doc {
    sentence(cx, Vec::new(), Value::plain(0, &other.amount), |cx| basis(cx, &other.basis).into_iter().collect())
}

pub(super) fn top_up(cx: &mut Context<'_>, top_up: &TopUp) -> Doc {
    let begun = sum_of(cx, Keyword::kw_top_up, &top_up.benefits);
    sentence(cx, vec![part(0, begun)], Value::led_by(Keyword::kw_with, &top_up.other), |cx| tail(cx, &top_up.tail))
}

pub(super) fn cap(cx: &mut Context<'_>, cap: &Cap) -> Doc {
    let begun = sum_of(cx, Keyword::kw_cap, &cap.benefits);
    sentence(cx, vec![part(0, begun)], Value::led_by(Keyword::kw_at_most, &cap.limit), |cx| tail(cx, &cap.tail))
}

pub(super) fn together(cx: &mut Context<'_>, together: &Together) -> Doc {
    let begun = text(format!("{} ", word(cx, Keyword::kw_together)));
    let with = text(format!("{} ", word(cx, Keyword::kw_with)));
    let benefits = concat([begun, names(cx, &together.benefits)]);
    let others = concat([with, names(cx, &together.others)]);
    flow([benefits, others].into_iter().chain(tail(cx, &together.tail)))
}

pub(super) fn deem(cx: &mut Context<'_>, deem: &Deem) -> Doc {
    let begun = head(cx, Keyword::kw_deem, &path(&deem.fact), []);
    sentence(cx, vec![part(0, begun)], Value::led_by(Keyword::kw_as, &deem.value), |cx| tail(cx, &deem.tail))
}

/// `WORD A + B`
fn sum_of(cx: &Context<'_>, keyword: Keyword, benefits: &[Name]) -> Doc {
    let plus = word(cx, Keyword::op_plus);
    let begun = text(format!("{} ", word(cx, keyword)));
    let parts = benefits.iter().enumerate().map(|(index, name)| {
        let words = if index == 0 { name.text.clone() } else { format!("{plus} {}", name.text) };
        part(1, text(words))
    });
    concat([begun, indent(Doc::Fill(parts.collect()))])
}
