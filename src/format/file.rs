//! The whole file: declarations and the comments between them, with the blank lines that set them apart.

use super::context::Context;
use super::declaration::{declaration, span};
use super::item::items;
use super::render::render;
use crate::diagnostic::Lang;
use crate::syntax::Span;
use crate::syntax::ast::File;

/// A declaration, or a comment between declarations.
struct Printed {
    text: String,
    /// The author left a blank line before it.
    blank: bool,
    is_comment: bool,
    /// It takes several lines.
    tall: bool,
}

pub(super) fn file(source: &str, file: &File, lang: Lang) -> String {
    let mut printed = print(source, file, lang);
    if lang == Lang::En {
        // English lines are longer. Asking the Chinese text keeps the blank lines the same in both.
        for (rule, chinese) in printed.iter_mut().zip(print(source, file, Lang::Zh)) {
            rule.tall = chinese.tall;
        }
    }
    let mut text = String::new();
    for (index, (rule, apart)) in printed.iter().zip(set_apart(&printed)).enumerate() {
        if index > 0 && (rule.blank || apart) {
            text.push('\n');
        }
        text.push_str(&rule.text);
        text.push('\n');
    }
    text
}

fn print(source: &str, file: &File, lang: Lang) -> Vec<Printed> {
    let mut cx = Context::new(source, file, lang);
    let elements = items(&mut cx, Span::new(0, source.len()), &file.declarations, span, declaration);
    let printed = elements.into_iter().map(|element| {
        let mut text = render(&element.doc);
        let tall = text.contains('\n');
        if let Some(comment) = element.trailing {
            text.push_str("  ");
            text.push_str(&comment);
        }
        Printed { text, blank: element.blank, is_comment: element.is_comment, tall }
    });
    printed.collect()
}

/// Where a blank line is due whatever the author left: between two declarations of which one takes several
/// lines, above the comments that lead the second.
fn set_apart(printed: &[Printed]) -> Vec<bool> {
    let mut above: Option<&Printed> = None;
    let mut apart = Vec::new();
    for (index, rule) in printed.iter().enumerate() {
        let below = printed.iter().skip(index).find(|rule| !rule.is_comment);
        apart.push(above.zip(below).is_some_and(|(above, below)| above.tall || below.tall));
        above = (!rule.is_comment).then_some(rule);
    }
    apart
}
