//! 名册: a register and its columns, which line up.

use super::column::{column_width, gap};
use super::context::{Context, word};
use super::doc::{Doc, after, concat, indent, part, text};
use super::item::{Style, block};
use super::literal::{basis, listed, string, strings};
use super::sentence::head;
use crate::diagnostic::Lang;
use crate::syntax::Keyword;
use crate::syntax::ast::{Field, FieldType, Name, Register};

/// Longer names and types do not push the next column of all the others to the right.
const LONGEST: usize = 40;

/// The widths of the columns.
#[derive(Clone, Copy)]
struct Columns {
    name: usize,
    ty: usize,
    /// With one field there is nothing to line up.
    single: bool,
}

pub(super) fn register(cx: &mut Context<'_>, register: &Register) -> Doc {
    let further = [
        register.title.as_ref().map(string),
        register.each_time.as_ref().map(|field| each_time(cx, field)),
        listed(cx, Keyword::kw_by, &register.by),
        register.often.map(|often| text(word(cx, often.word))),
        basis(cx, &register.basis),
    ];
    let head = head(cx, Keyword::kw_register, &register.name.text, further);
    if register.fields.is_empty() {
        return head;
    }
    let types: Vec<String> = register.fields.iter().map(|field| type_words(cx, &field.ty).join(" ")).collect();
    let columns = Columns {
        name: column_width(register.fields.iter().map(|field| field.name.text.as_str()), LONGEST),
        ty: column_width(types.iter().map(String::as_str), LONGEST),
        single: register.fields.len() == 1,
    };
    let style = Style::OneLineIfShort;
    let body = block(cx, style, register.span, &register.fields, |field| field.span, |cx, it| field(cx, it, columns));
    concat([head, body])
}

fn each_time(cx: &Context<'_>, field: &Name) -> Doc {
    text(format!("{} {}", word(cx, Keyword::kw_each_time), field.text))
}

fn field(cx: &mut Context<'_>, field: &Field, columns: Columns) -> Doc {
    let name = field.name.text.as_str();
    let words = type_words(cx, &field.ty);
    let spaced = |docs: Vec<Doc>| docs.into_iter().map(|doc| part(1, doc)).collect();
    let before_type = if columns.single { 1 } else { gap(name, columns.name) };
    let before_further = if columns.single { 1 } else { gap(&words.join(" "), columns.ty) };
    let mut parts = vec![part(0, text(name))];
    parts.extend(after(before_type, spaced(words.into_iter().map(text).collect())));
    parts.extend(after(before_further, spaced(further(cx, field))));
    indent(Doc::Fill(parts))
}

/// A type's words; an enumeration may be broken before a bar.
fn type_words(cx: &Context<'_>, ty: &FieldType) -> Vec<String> {
    match ty {
        FieldType::Plain(plain) => vec![word(cx, plain.word).to_string()],
        FieldType::Enumeration { members, .. } => {
            let bar = word(cx, Keyword::p_bar);
            let mut members = members.iter().map(|name| member(cx, name));
            let first = members.next().unwrap_or_default().to_string();
            [first].into_iter().chain(members.map(|member| format!("{bar} {member}"))).collect()
        }
    }
}

/// The tree spells the member 无 in Chinese whatever the language.
fn member<'t>(cx: &Context<'_>, name: &'t Name) -> &'t str {
    if name.text == crate::syntax::word(Keyword::kw_none, Lang::Zh) { word(cx, Keyword::kw_none) } else { &name.text }
}

fn further(cx: &Context<'_>, field: &Field) -> Vec<Doc> {
    let flags = [
        (field.key, vec![Keyword::kw_key]),
        (field.optional, vec![Keyword::kw_optional]),
        (field.recorded, vec![Keyword::kw_recorded]),
        (field.blank_as_no, vec![Keyword::kw_blank, Keyword::kw_deem, Keyword::kw_no]),
    ];
    let mut docs: Vec<Doc> = flags
        .into_iter()
        .filter(|(written, _)| written.is_some())
        .map(|(_, keywords)| {
            let words: Vec<&str> = keywords.into_iter().map(|keyword| word(cx, keyword)).collect();
            text(words.join(" "))
        })
        .collect();
    if !field.columns.is_empty() {
        let begun = text(format!("{} ", word(cx, Keyword::kw_column)));
        docs.push(concat([begun, strings(cx, &field.columns)]));
    }
    docs.extend(field.title.as_ref().map(string));
    docs
}
