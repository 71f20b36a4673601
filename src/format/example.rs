//! 断言、用例: what must hold always, and in told cases.

use super::context::{Context, word};
use super::doc::{Doc, concat, flow, text};
use super::expression::{expression, led};
use super::item::{Style, block};
use super::literal::{basis, literal, path, quoted, time};
use super::sentence::head;
use crate::syntax::ast::{Claim, Example, ExampleItem, Expected, GivenValue, Promise};
use crate::syntax::{Keyword, Span};

pub(super) fn promise(cx: &mut Context<'_>, promise: &Promise) -> Doc {
    let head = head(cx, Keyword::kw_promise, &promise.name.text, [basis(cx, &promise.basis)]);
    let body = block(cx, Style::OneLineIfShort, promise.span, &promise.claims, |claim| claim.span, claim);
    concat([head, body])
}

fn claim(cx: &mut Context<'_>, claim: &Claim) -> Doc {
    match &claim.given {
        Some(given) => {
            let given = expression(cx, given);
            flow([given, led(cx, Keyword::kw_then, &claim.then)])
        }
        None => flow([expression(cx, &claim.then)]),
    }
}

pub(super) fn example(cx: &mut Context<'_>, example: &Example) -> Doc {
    let same_as =
        example.same_as.as_ref().map(|other| text(format!("{} {}", word(cx, Keyword::kw_same_as), other.text)));
    let on = text(format!("{} {}", word(cx, Keyword::kw_on), time(&example.on)));
    let head = head(cx, Keyword::kw_example, &example.name.text, [same_as, Some(on)]);
    let body = block(cx, Style::OneLineIfShort, example.span, &example.items, item_span, example_item);
    concat([head, body])
}

fn item_span(item: &ExampleItem) -> Span {
    match item {
        ExampleItem::Listed { span, .. }
        | ExampleItem::Given { span, .. }
        | ExampleItem::Expect { span, .. }
        | ExampleItem::Skip { span, .. } => *span,
    }
}

fn example_item(cx: &mut Context<'_>, item: &ExampleItem) -> Doc {
    let is = word(cx, Keyword::kw_is);
    match item {
        ExampleItem::Listed { register, listed, .. } => {
            let keyword = if *listed { Keyword::kw_listed } else { Keyword::kw_not_listed };
            text(format!("{} {}", word(cx, keyword), register.text))
        }
        ExampleItem::Given { fact, value, .. } => {
            let value = match value {
                GivenValue::Unknown(_) => word(cx, Keyword::kw_unknown).to_string(),
                GivenValue::Literal(value) => literal(cx, value),
                GivenValue::Name(name) => name.text.clone(),
            };
            text(format!("{} {is} {value}", path(fact)))
        }
        ExampleItem::Expect { benefit, outcome, basis: cited, because, .. } => {
            let outcome = match outcome {
                None => String::new(),
                Some(Expected::Status(status)) => format!(" {}", word(cx, status.word)),
                Some(Expected::Amount(_, amount)) => format!(" {is} {}", literal(cx, amount)),
            };
            let begun = text(format!("{} {}{outcome}", word(cx, Keyword::kw_expect), benefit.text));
            let because = because
                .as_ref()
                .map(|because| text(format!("{} {}", word(cx, Keyword::kw_because), quoted(&because.text))));
            flow([begun].into_iter().chain(basis(cx, cited)).chain(because))
        }
        ExampleItem::Skip { why, .. } => text(format!("{} {}", word(cx, Keyword::kw_skip), quoted(&why.text))),
    }
}
