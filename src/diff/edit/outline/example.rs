//! Promises and examples.

use super::{Item, Says, both, plain};
use crate::check::model::{Example, ExampleTime, Expected, ExpectedOutcome, GivenFact, Type};
use crate::diagnostic::Message;
use crate::diff::edit::version::Version;
use crate::explain::amount_text;
use crate::syntax::Keyword;

pub(super) fn items<'p>(version: &Version<'p>) -> Vec<Item<'p>> {
    let policy = version.policy();
    let promises = policy.promises.iter().map(|promise| {
        let words: Vec<String> = promise.claims.iter().map(|claim| version.words(claim.span)).collect();
        let item = Item::named(Keyword::kw_promise, &promise.name, promise.span)
            .headed(Some(plain(words.join("；"))))
            .cites(&promise.basis);
        let claims: Vec<Item<'p>> = promise
            .claims
            .iter()
            .map(|claim| {
                let part = item.part(Keyword::kw_then, Message::new("", ""), "", claim.span);
                Item { key: None, subject: item.subject.clone(), headline: item.subject.clone(), ..part }
                    .headed(Some(plain(version.words(claim.span))))
                    .with(Message::new("", ""), 3, Says::Whole(claim))
            })
            .collect();
        item.parts(claims)
    });
    promises.chain(policy.examples.iter().map(|found| example(version, found))).collect()
}

fn example<'p>(version: &Version<'p>, example: &'p Example) -> Item<'p> {
    let on = match example.on {
        ExampleTime::Day(day) => day.to_string(),
        ExampleTime::Month(year, month) => format!("{year:04}-{month:02}"),
    };
    let mut item = Item::named(Keyword::kw_example, &example.name, example.span);
    let mut facts: Vec<(Message, Says<'p>)> = Vec::new();
    for given in &example.given {
        let (name, says) = match &given.fact {
            GivenFact::Listed(listed) => {
                let word = if *listed { Keyword::kw_yes } else { Keyword::kw_no };
                let register = version.register_names(&[given.register]).join("");
                let listed = both(Keyword::kw_listed);
                let (zh, en) = (format!("{} {register}", listed.zh), format!("{} {register}", listed.en));
                (Message::new(zh, en), Says::Words(Some(both(word))))
            }
            GivenFact::Column(column, text) => {
                let found = version.policy().registers.get(given.register);
                let ty = found.and_then(|register| register.columns.get(*column)).map(|column| &column.ty);
                let personal = matches!(ty, Some(Type::Identity | Type::Card));
                let says = if personal { Says::Personal(text.clone()) } else { Says::Words(text.as_ref().map(plain)) };
                (plain(version.column_name(given.register, *column)), says)
            }
        };
        // what comes later takes the place of what 同 brought
        facts.retain(|(known, _)| *known != name);
        facts.push((name, says));
    }
    item = item.with(both(Keyword::kw_on), 1, Says::Words(Some(plain(on))));
    for (name, says) in facts {
        item = item.with(name, 1, says);
    }
    item = item.with(both(Keyword::kw_skip), 1, Says::Words(example.skip.as_ref().map(plain)));
    let expected: Vec<Item<'p>> = example.expected.iter().map(|found| expectation(version, &item, found)).collect();
    item.parts(expected)
}

fn expectation<'p>(version: &Version<'p>, example: &Item<'p>, expected: &Expected) -> Item<'p> {
    let outcome = match expected.outcome.map(|(outcome, _)| outcome) {
        None => Message::new("", ""),
        Some(ExpectedOutcome::Entitled) => both(Keyword::kw_entitled),
        Some(ExpectedOutcome::NotEntitled) => both(Keyword::kw_not_entitled),
        Some(ExpectedOutcome::Undetermined) => both(Keyword::kw_pending),
        Some(ExpectedOutcome::Amount(fen)) => {
            let amount = amount_text(fen);
            Message::new(format!("{amount} 元/月"), format!("{amount} yuan/month"))
        }
    };
    let benefit = version.benefit_names(&[expected.benefit]).join("");
    let part = example.part(Keyword::kw_expect, both(Keyword::kw_expect), &benefit, expected.span);
    let headline =
        Message::new(format!("{} {}", part.subject.zh, outcome.zh), format!("{} {}", part.subject.en, outcome.en));
    Item { headline, ..part }.cites(&expected.basis).with(Message::new("", ""), 3, Says::Words(Some(outcome))).with(
        both(Keyword::kw_because),
        2,
        Says::Words(expected.because.as_ref().map(plain)),
    )
}
