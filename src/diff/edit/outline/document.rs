//! The document, the bodies, the registers.

use super::{Item, Says, both, plain};
use crate::check::model::{Column, Register, Type};
use crate::diagnostic::Message;
use crate::diff::edit::report::join;
use crate::diff::edit::version::Version;
use crate::syntax::Keyword;

pub(super) fn items<'p>(version: &Version<'p>) -> Vec<Item<'p>> {
    let policy = version.policy();
    let bodies = policy.bodies.iter().map(|body| {
        Item::named(Keyword::kw_body, &body.name, body.span)
            .headed(body.title.as_ref().map(plain))
            .worded("全称", "full name", &body.title)
            .names(both(Keyword::kw_phone), 1, &body.phones)
    });
    let registers = policy.registers.iter().map(register);
    [header(version)].into_iter().chain(bodies).chain(registers).collect()
}

fn header<'p>(version: &Version<'p>) -> Item<'p> {
    let policy = version.policy();
    let header = &policy.header;
    let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    let effective = |end| join(&[both(Keyword::kw_effective), both(end)]);
    let mut item = Item {
        key: Some(String::new()),
        span: None,
        ..Item::new(Keyword::kw_policy, both(Keyword::kw_policy), Default::default())
    };
    item = item
        .text(Message::new("名称", "name"), &Some(policy.name.clone()))
        .text(Message::new("全称", "full name"), &header.title)
        .text(both(Keyword::kw_issued), &date(header.issued))
        .text(effective(Keyword::kw_from), &date(header.effective_from))
        .text(effective(Keyword::kw_until), &date(header.effective_until))
        .word(both(Keyword::kw_unit), header.unit);
    for (word, texts) in &header.texts {
        item = item.with(both(*word), 1, Says::Sequence(texts.clone()));
    }
    item
}

fn register(register: &Register) -> Item<'_> {
    let item = Item::named(Keyword::kw_register, &register.name, register.span)
        .headed(register.title.as_ref().map(plain))
        .worded("说明", "title", &register.title)
        .names(both(Keyword::kw_by), 1, &register.by)
        .word(Message::new("报送", "how often"), register.often)
        .cites(&register.basis);
    let key = register.key.and_then(|key| register.columns.get(key));
    let item = item.with(both(Keyword::kw_key), 1, Says::Words(key.map(|key| plain(&key.name))));
    let dated_by = register.dated_by.and_then(|column| register.columns.get(column));
    let item = item.with(both(Keyword::kw_each_time), 1, Says::Words(dated_by.map(|column| plain(&column.name))));
    let columns: Vec<Item<'_>> = register.columns.iter().map(|field| column(&item, field)).collect();
    item.parts(columns)
}

fn column<'p>(register: &Item<'p>, column: &'p Column) -> Item<'p> {
    let kind = if column.is_benefit { both(Keyword::kw_benefit) } else { type_words(&column.ty) };
    let members = match &column.ty {
        _ if column.is_benefit => Vec::new(),
        Type::Enumeration(members) => members.to_vec(),
        _ => Vec::new(),
    };
    let ty = if members.is_empty() { kind.clone() } else { Message::new("列举", "enumeration") };
    let item = register.part(Keyword::kw_column, Message::new("栏目", "column"), &column.name, column.span);
    item.headed(Some(kind))
        .with(Message::new("类型", "type"), 1, Says::Words(Some(ty)))
        .names(Message::new("取值", "values"), 1, &members)
        .with(both(Keyword::kw_column), 1, Says::Sequence(column.headers.clone()))
        .flag(Keyword::kw_optional, column.optional)
        .flag(Keyword::kw_recorded, column.recorded)
        .with(
            Message::new("空白", "blank"),
            1,
            Says::Words(column.blank_as_no.then(|| Message::new("视为 否", "as no"))),
        )
        .worded("说明", "title", &column.title)
}

/// A type as it is declared.
fn type_words(ty: &Type) -> Message {
    let word = match ty {
        Type::Truth => Keyword::kw_t_truth,
        Type::Number { scale: 0 } => Keyword::kw_t_whole,
        Type::Number { .. } => Keyword::kw_t_number,
        Type::Money { .. } => Keyword::kw_t_money,
        Type::Monthly { .. } => Keyword::kw_t_monthly,
        Type::Date => Keyword::kw_t_date,
        Type::Month => Keyword::kw_t_month,
        Type::Text => Keyword::kw_t_text,
        Type::Identity => Keyword::kw_t_identity,
        Type::Card => Keyword::kw_t_card,
        Type::Enumeration(members) => return plain(members.join(" | ")),
    };
    both(word)
}
