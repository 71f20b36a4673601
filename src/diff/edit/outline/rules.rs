//! Readings, definitions, benefits.

use super::{Item, Says, both, plain};
use crate::check::model::{Benefit, Choice, ExprKind, Reading};
use crate::diagnostic::Message;
use crate::diff::edit::version::Version;
use crate::syntax::Keyword;

pub(super) fn items<'p>(version: &Version<'p>) -> Vec<Item<'p>> {
    let policy = version.policy();
    let readings = policy.readings.iter().map(reading);
    let defines = policy.defines.iter().map(|define| {
        Item::named(Keyword::kw_define, &define.name, define.span)
            .headed(Some(plain(version.words(define.value.span))))
            .worded("说明", "title", &define.title)
            .cites(&define.basis)
            .with(Message::new("", ""), 3, Says::Formula(Some(&define.value)))
    });
    let benefits = policy.benefits.iter().map(|found| benefit(version, found));
    readings.chain(defines).chain(benefits).collect()
}

fn reading(reading: &Reading) -> Item<'_> {
    let item = Item::named(Keyword::kw_reading, &reading.name, reading.span)
        .headed(reading.question.as_ref().map(plain))
        .worded("问题", "question", &reading.question)
        .cites(&reading.basis)
        .with(Message::new("默认", "default"), 1, Says::Words(reading.options.first().map(plain)));
    let options: Vec<Item<'_>> = reading
        .options
        .iter()
        .zip(&reading.reasons)
        .map(|(option, reason)| {
            item.part(Keyword::kw_is, Message::new("选项", "option"), option, reading.span)
                .headed(reason.as_ref().map(plain))
                .worded("理由", "reason", reason)
        })
        .collect();
    item.parts(options)
}

fn benefit<'p>(version: &Version<'p>, benefit: &'p Benefit) -> Item<'p> {
    let item = Item::named(Keyword::kw_benefit, &benefit.name, benefit.span)
        .headed(benefit.title.as_ref().map(plain))
        .worded("全称", "full name", &benefit.title);
    let own = Item { subject: plain(&benefit.name), ..item.clone() };
    let requirements = benefit.requirements.iter().map(|line| {
        let what = Message::new("条件", "requirement");
        let words = version.words(line.condition.span);
        let name = line.label.as_deref().unwrap_or_default();
        let part = own.part(Keyword::kw_all_of, what, name, line.span);
        Item { key: line.label.clone(), ..part }.headed(Some(plain(words))).cites(&line.basis).with(
            Message::new("", ""),
            3,
            Says::Formula(Some(&line.condition)),
        )
    });
    let rate =
        Item { key: Some(String::new()), ..own.part(Keyword::kw_rate, both(Keyword::kw_rate), "", benefit.rate.span) }
            .cites(&rate_clauses(benefit))
            .with(Message::new("", ""), 3, Says::Formula(Some(&benefit.rate)));
    let confirmed = benefit.confirmed_until.map(|(until, _)| until.to_string());
    item.text(both(Keyword::kw_confirmed), &confirmed).parts(requirements).parts([rate])
}

/// The clauses of the rate and of its rows, each once.
fn rate_clauses(benefit: &Benefit) -> Vec<String> {
    let rows: &[Choice] = match &benefit.rate.kind {
        ExprKind::Choose(rows) => rows,
        _ => &[],
    };
    let uncited = rows.is_empty() || rows.iter().any(|row| row.basis.is_empty());
    let own = benefit.rate_basis.iter().filter(|_| uncited);
    let mut clauses: Vec<String> = Vec::new();
    for clause in own.chain(rows.iter().flat_map(|row| &row.basis)) {
        if !clauses.contains(clause) {
            clauses.push(clause.clone());
        }
    }
    clauses
}
