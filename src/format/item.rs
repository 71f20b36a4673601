//! Items one below the other, with the comments and blank lines that the author put between them; and
//! blocks `{ … }` of such items.

use super::context::{Context, blank_between, inside_braces, take_before, take_trailing};
use super::doc::{Doc, concat, group, indent, text};
use crate::syntax::Span;
use crate::syntax::ast::Comment;

/// Something that stands on lines of its own: an item or a comment.
pub(super) struct Element {
    /// The author left a blank line before it.
    pub blank: bool,
    pub is_comment: bool,
    pub doc: Doc,
    /// A comment on the item's last line.
    pub trailing: Option<String>,
}

/// May a block with a single item stand on one line?
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Style {
    Lines,
    OneLineIfShort,
}

/// Prints each node and puts every comment found before, in, beside or after one in its place.
pub(super) fn items<'s, T>(
    cx: &mut Context<'s>,
    inside: Span,
    nodes: &[T],
    span: impl Fn(&T) -> Span,
    mut print: impl FnMut(&mut Context<'s>, &T) -> Doc,
) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut end = inside.start;
    for (index, node) in nodes.iter().enumerate() {
        let place = span(node);
        for comment in take_before(cx, place.start) {
            elements.push(comment_element(blank_between(cx, end, comment.span.start), comment));
            end = comment.span.end;
        }
        let around = std::mem::take(&mut cx.hoisted);
        let doc = print(cx, node);
        let mut hoisted = std::mem::replace(&mut cx.hoisted, around);
        hoisted.extend(take_before(cx, place.end));
        let mut blank = blank_between(cx, end, place.start);
        for comment in hoisted {
            elements.push(comment_element(std::mem::take(&mut blank), comment));
        }
        let limit = nodes.get(index + 1).map_or(inside.end, |next| span(next).start);
        let trailing = take_trailing(cx, place.end, limit);
        end = trailing.map_or(place.end, |comment| comment.span.end);
        elements.push(Element {
            blank,
            is_comment: false,
            doc,
            trailing: trailing.map(|comment| comment.text.clone()),
        });
    }
    for comment in take_before(cx, inside.end) {
        elements.push(comment_element(blank_between(cx, end, comment.span.start), comment));
        end = comment.span.end;
    }
    elements
}

fn comment_element(blank: bool, comment: &Comment) -> Element {
    Element { blank, is_comment: true, doc: text(comment.text.clone()), trailing: None }
}

/// The block of `nodes` in the source stretch `whole`, from the blank before `{` to `}`.
pub(super) fn block<'s, T>(
    cx: &mut Context<'s>,
    style: Style,
    whole: Span,
    nodes: &[T],
    span: impl Fn(&T) -> Span,
    print: impl FnMut(&mut Context<'s>, &T) -> Doc,
) -> Doc {
    let first = nodes.first().map(&span);
    let inside = inside_braces(cx, whole, first);
    let above = take_before(cx, inside.start);
    cx.hoisted.extend(above);
    let beside_brace = take_trailing(cx, inside.start, first.map_or(inside.end, |first| first.start));
    let elements = items(cx, inside, nodes, span, print);
    if beside_brace.is_none() {
        match elements.as_slice() {
            [] => return text(" {}"),
            [only] if style == Style::OneLineIfShort && !only.is_comment && only.trailing.is_none() => {
                let inner = indent(concat([Doc::Break(1), only.doc.clone()]));
                return group(concat([text(" {"), inner, Doc::Break(1), text("}")]));
            }
            _ => {}
        }
    }
    let mut lines = Vec::new();
    for (index, element) in elements.into_iter().enumerate() {
        lines.extend((index > 0 && element.blank).then_some(Doc::Newline));
        lines.extend([Doc::Newline, element.doc]);
        lines.extend(element.trailing.map(Doc::Trailing));
    }
    let beside_brace = beside_brace.map_or(text(""), |comment| Doc::Trailing(comment.text.clone()));
    concat([text(" {"), beside_brace, indent(Doc::Concat(lines)), Doc::Newline, text("}")])
}
