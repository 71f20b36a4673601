//! One edit before its places are counted, and its words.

use super::EditKind;
use super::outline::{Item, both, plain};
use crate::diagnostic::Message;
use crate::syntax::{Keyword, Span};

#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) kind: EditKind,
    pub(super) clauses: Vec<String>,
    pub(super) subject: Message,
    pub(super) before: Option<Message>,
    pub(super) after: Option<Message>,
    pub(super) old_span: Option<Span>,
    pub(super) new_span: Option<Span>,
    /// what the sentence says after the subject
    pub(super) body: Message,
    /// edits of which this is the same are told once, with how many there are
    pub(super) group: Option<Message>,
    /// how many more items changed in the same way
    pub(super) also: usize,
    /// the clauses are what changed
    pub(super) about_clauses: bool,
    /// the clauses come first: `附件2·一·2 … 90 → 100 元/月`
    pub(super) clauses_first: bool,
}

impl Draft {
    fn about(kind: EditKind, old: Option<&Item<'_>>, new: Option<&Item<'_>>) -> Draft {
        let item = new.or(old);
        Draft {
            kind,
            clauses: item.map(|item| item.clauses.clone()).unwrap_or_default(),
            subject: item.map(|item| item.subject.clone()).unwrap_or_else(nothing),
            before: None,
            after: None,
            old_span: old.and_then(|item| item.span),
            new_span: new.and_then(|item| item.span),
            body: nothing(),
            group: None,
            also: 0,
            about_clauses: false,
            clauses_first: false,
        }
    }

    pub(super) fn added(new: &Item<'_>) -> Draft {
        let draft = Draft::about(EditKind::Added, None, Some(new));
        Draft { subject: new.headline.clone(), after: Some(new.headline.clone()), ..draft }
    }

    pub(super) fn removed(old: &Item<'_>) -> Draft {
        let draft = Draft::about(EditKind::Removed, Some(old), None);
        Draft { subject: old.headline.clone(), before: Some(old.headline.clone()), ..draft }
    }

    /// Nothing that the policy says differs.
    pub(super) fn layout() -> Draft {
        let body = Message::new("只有排版、注释或书写次序不同", "only layout, comments or the order of writing differ");
        Draft { body, ..Draft::about(EditKind::WordingOnly, None, None) }
    }

    /// One thing that an item says came, went or changed.
    pub(super) fn changed(
        old: &Item<'_>,
        new: &Item<'_>,
        name: &Message,
        before: Option<Message>,
        after: Option<Message>,
    ) -> Draft {
        let draft = Draft::about(EditKind::Changed, Some(old), Some(new));
        let group = in_common(new).map(|common| join(&[common, name.clone(), arrow(before.clone(), after.clone())]));
        let mut body = said_now(name, &before, &after);
        let subject = match (&new.key, name.zh.as_str(), &after) {
            // a nameless rule is found by what it says, unless that is what changed
            (None, "补贴", _) => old.headline.clone(),
            (None, "依据" | "说明", _) => new.headline.clone(),
            (None, "", Some(now)) if before.is_some() && old.subject != new.subject => {
                body = join(&[Message::new("改为", "becomes"), now.clone()]);
                old.subject.clone()
            }
            _ => draft.subject.clone(),
        };
        let about_clauses = *name == both(Keyword::kw_basis);
        Draft { body, subject, before, after, group, about_clauses, ..draft }
    }

    pub(super) fn rate(old: &Item<'_>, new: &Item<'_>, before: Option<Message>, after: Option<Message>) -> Draft {
        let draft = Draft::about(EditKind::Changed, Some(old), Some(new));
        Draft { body: arrow(before.clone(), after.clone()), before, after, clauses_first: true, ..draft }
    }

    pub(super) fn row(
        old: &Item<'_>,
        new: &Item<'_>,
        subject: Message,
        before: Option<Message>,
        after: Option<Message>,
    ) -> Draft {
        let draft = Draft::about(EditKind::Changed, Some(old), Some(new));
        let body = before.clone().or(after.clone()).unwrap_or_else(nothing);
        Draft { body, subject, before, after, ..draft }
    }

    /// One operand of 且, 或, 取大 came or went.
    pub(super) fn operand(
        old: &Item<'_>,
        new: &Item<'_>,
        name: &Message,
        row: &Message,
        joint: Keyword,
        before: Option<Message>,
        after: Option<Message>,
    ) -> Draft {
        let draft = Draft::about(EditKind::Changed, Some(old), Some(new));
        let joint = if joint == Keyword::p_list { nothing() } else { both(joint) };
        let place = join(&[name.clone(), row.clone()]);
        let words = |words: &Message| join(&[joint.clone(), words.clone()]);
        let body = match (&before, &after) {
            (_, Some(after)) => {
                let after = words(after);
                Message::new(
                    within(&place.zh, &format!("加上“{}”", after.zh)),
                    format!("{} gains `{}`", or(&place.en), after.en),
                )
            }
            (Some(before), None) => {
                let before = words(before);
                Message::new(
                    within(&place.zh, &format!("去掉“{}”", before.zh)),
                    format!("{} loses `{}`", or(&place.en), before.en),
                )
            }
            (None, None) => nothing(),
        };
        Draft { body, before, after, ..draft }
    }
}

fn within(place: &str, words: &str) -> String {
    if place.is_empty() { words.to_string() } else { format!("{place}中{words}") }
}

fn or(place: &str) -> &str {
    if place.is_empty() { "it" } else { place }
}

/// What several items have in common: the same change in all of them is told once. Declarations are told one by one,
/// but for examples, of which one edit may change many.
fn in_common(item: &Item<'_>) -> Option<Message> {
    let name = item.key.as_deref().unwrap_or_default();
    match item.kind {
        Keyword::kw_example => Some(both(item.kind)),
        Keyword::kw_expect => Some(join(&[both(item.kind), plain(name)])),
        Keyword::kw_all_of => {
            let without = |subject: &str| subject.strip_suffix(name).unwrap_or(subject).to_string();
            Some(Message::new(without(&item.subject.zh), without(&item.subject.en)))
        }
        Keyword::kw_rate | Keyword::kw_define => Some(item.subject.clone()),
        _ => None,
    }
}

/// `默认 甲 → 乙`, `加上 可无`, `去掉 时限 10 天`
fn said_now(name: &Message, before: &Option<Message>, after: &Option<Message>) -> Message {
    // a flag is its own name
    let whole = |words: &Message| if words == name { name.clone() } else { join(&[name.clone(), words.clone()]) };
    match (before, after) {
        (Some(before), Some(after)) if name.zh == "默认" => Message::new(
            format!("默认由 {} 改为 {}", before.zh, after.zh),
            format!("the default {} becomes {}", before.en, after.en),
        ),
        (Some(before), Some(after)) => join(&[name.clone(), arrow(Some(before.clone()), Some(after.clone()))]),
        (None, Some(after)) => join(&[Message::new("加上", "gains"), whole(after)]),
        (Some(before), None) => join(&[Message::new("去掉", "loses"), whole(before)]),
        (None, None) => name.clone(),
    }
}

/// `90 → 100 元/月`: words that both begin or end with are not repeated, where as many words stand on either side.
fn arrow(before: Option<Message>, after: Option<Message>) -> Message {
    let (before, after) = (before.unwrap_or_else(nothing), after.unwrap_or_else(nothing));
    let one = |before: &str, after: &str| {
        let (first, second): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
        let listed = before.contains('；') || after.contains('；');
        let even = !listed && first.len() == second.len();
        let most = if even { first.len().saturating_sub(1) } else { 0 };
        let head = first.iter().zip(&second).take(most).take_while(|(one, two)| one == two).count();
        let head = if closed(first.get(..head)) { head } else { 0 };
        let tail = first.iter().rev().zip(second.iter().rev());
        let tail = tail.take(most.saturating_sub(head)).take_while(|(one, two)| one == two).count();
        let tail = if closed(first.get(first.len() - tail..)) { tail } else { 0 };
        let kept = first.get(..first.len() - tail).unwrap_or_default().join(" ");
        format!("{kept} → {}", second.get(head..).unwrap_or_default().join(" "))
    };
    Message::new(one(&before.zh, &after.zh), one(&before.en, &after.en))
}

/// As many brackets open as close.
fn closed(words: Option<&[&str]>) -> bool {
    let count = |marks: [char; 2]| words.unwrap_or_default().iter().flat_map(|word| word.matches(marks)).count();
    count(['(', '（']) == count([')', '）'])
}

fn nothing() -> Message {
    Message::new("", "")
}

/// Words with blanks between them; empty ones fall out.
pub(super) fn join(words: &[Message]) -> Message {
    let of = |text: fn(&Message) -> &str| {
        words.iter().map(text).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    Message::new(of(|message| &message.zh), of(|message| &message.en))
}

/// The same change in several items is told once, where it comes first.
pub(super) fn grouped(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut places: std::collections::BTreeMap<(EditKind, Message), usize> = std::collections::BTreeMap::new();
    let mut told: Vec<Draft> = Vec::new();
    for draft in drafts {
        let Some(group) = draft.group.clone() else {
            told.push(draft);
            continue;
        };
        match places.entry((draft.kind, group)) {
            std::collections::btree_map::Entry::Occupied(place) => {
                if let Some(first) = told.get_mut(*place.get()) {
                    first.also += 1;
                }
            }
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(told.len());
                told.push(draft);
            }
        }
    }
    told
}
