//! How benefits combine: 不享受, 择高, 补差, 封顶, 并享, 视为.

use super::{Item, Says, both, called, plain, when_words};
use crate::check::model::{Expr, HigherOf};
use crate::diagnostic::Message;
use crate::diff::edit::report::join;
use crate::diff::edit::version::Version;
use crate::syntax::{Keyword, Span};

pub(super) fn items<'p>(version: &Version<'p>) -> Vec<Item<'p>> {
    let policy = version.policy();
    let exclusions = policy.exclusions.iter().map(|rule| {
        about(version, Keyword::kw_exclude, &rule.benefits, "、", rule.span)
            .headed(when_words(version, &rule.when))
            .cites(&rule.basis)
            .when(&rule.when)
            .worded("说明", "note", &rule.note)
    });
    let higher_ofs = policy.higher_ofs.iter().map(|rule| higher_of(version, rule));
    let top_ups = policy.top_ups.iter().map(|rule| {
        let other = join(&[both(Keyword::kw_with), plain(version.words(rule.other.span))]);
        in_turn(version, Keyword::kw_top_up, &rule.benefits, rule.span)
            .headed(Some(with_when(version, other, &rule.when)))
            .cites(&rule.basis)
            .with(Message::new("其他待遇", "other benefits"), 3, Says::Formula(Some(&rule.other)))
            .when(&rule.when)
    });
    let caps = policy.caps.iter().map(|rule| {
        let limit = join(&[both(Keyword::kw_at_most), plain(version.words(rule.limit.span))]);
        in_turn(version, Keyword::kw_cap, &rule.benefits, rule.span)
            .headed(Some(with_when(version, limit, &rule.when)))
            .cites(&rule.basis)
            .with(both(Keyword::kw_at_most), 1, Says::Formula(Some(&rule.limit)))
            .when(&rule.when)
    });
    let togethers = policy.togethers.iter().map(|rule| {
        let others = version.register_names(&rule.others);
        about(version, Keyword::kw_together, &rule.benefits, "、", rule.span)
            .headed(Some(with_when(version, join(&[both(Keyword::kw_with), plain(others.join("、"))]), &rule.when)))
            .cites(&rule.basis)
            .names(Message::new("其他待遇", "other benefits"), 2, &others)
            .when(&rule.when)
    });
    let deems = policy.deems.iter().map(|rule| {
        let value = join(&[both(Keyword::kw_as), plain(version.words(rule.value.span))]);
        Item::named(Keyword::kw_deem, &version.column_name(rule.register, rule.column), rule.span)
            .headed(Some(with_when(version, value, &rule.when)))
            .cites(&rule.basis)
            .with(both(Keyword::kw_as), 3, Says::Formula(Some(&rule.value)))
            .when(&rule.when)
    });
    exclusions.chain(higher_ofs).chain(top_ups).chain(caps).chain(togethers).chain(deems).collect()
}

fn higher_of<'p>(version: &Version<'p>, rule: &'p HigherOf) -> Item<'p> {
    let words: Vec<String> = rule.others.iter().map(|other| version.words(other.amount.span)).collect();
    let mut clauses: Vec<String> = Vec::new();
    for clause in rule.others.iter().flat_map(|other| &other.basis) {
        if !clauses.contains(clause) {
            clauses.push(clause.clone());
        }
    }
    let mut item = about(version, Keyword::kw_higher_of, &rule.benefits, " + ", rule.span)
        .headed(Some(with_when(version, join(&[both(Keyword::kw_with), plain(words.join("、"))]), &rule.when)))
        .when(&rule.when)
        .worded("说明", "note", &rule.note);
    item.clauses = clauses;
    let others: Vec<Item<'p>> =
        rule.others
            .iter()
            .map(|other| {
                let part = item.part(Keyword::kw_with, both(Keyword::kw_with), "", other.span);
                Item { key: None, ..part }
                    .headed(Some(plain(version.words(other.amount.span))))
                    .cites(&other.basis)
                    .with(Message::new("", ""), 3, Says::Formula(Some(&other.amount)))
            })
            .collect();
    item.parts(others)
}

/// A rule without a name is called by its benefits.
fn about<'p>(version: &Version<'p>, kind: Keyword, benefits: &[usize], joint: &str, span: Span) -> Item<'p> {
    let names = version.benefit_names(benefits);
    Item::new(kind, called(kind, &names.join(joint)), span).names(Message::new("补贴", "benefits"), 2, &names)
}

/// The last named is reduced first, so that the order matters.
fn in_turn<'p>(version: &Version<'p>, kind: Keyword, benefits: &[usize], span: Span) -> Item<'p> {
    let names = version.benefit_names(benefits);
    let subject = called(kind, &names.join(" + "));
    Item::new(kind, subject, span).with(Message::new("补贴", "benefits"), 2, Says::Sequence(names))
}

/// What a rule says, and when.
fn with_when(version: &Version<'_>, words: Message, when: &Option<Expr>) -> Message {
    join(&[words, when_words(version, when).unwrap_or_else(|| plain(""))])
}
