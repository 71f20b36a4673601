//! Declarations that only stand elsewhere.

use super::EditKind;
use super::outline::Item;
use super::report::Draft;
use crate::diagnostic::Message;

/// So many are named; the rest is counted.
const NAMED: usize = 5;

/// One edit for all declarations that stand elsewhere and say the same.
pub(super) fn moved(
    old: &[Item<'_>],
    new: &[Item<'_>],
    to: &[Option<usize>],
    same: impl Fn(usize) -> bool,
) -> Option<Draft> {
    let kept: Vec<usize> = to.iter().flatten().copied().collect();
    let staying = longest_rising(&kept);
    let moved: Vec<&Item<'_>> = kept
        .iter()
        .filter(|index| !staying.contains(index) && same(**index))
        .filter_map(|index| new.get(*index))
        .collect();
    let first = *moved.first()?;
    let name =
        |text: fn(&Message) -> &str| moved.iter().take(NAMED).map(|item| text(&item.subject)).collect::<Vec<_>>();
    let (zh, en) = (name(|subject| &subject.zh).join("，"), name(|subject| &subject.en).join(", "));
    let more = moved.len().saturating_sub(NAMED);
    let subject = match more {
        0 => Message::new(zh, en),
        _ => Message::new(format!("{zh} 等 {} 处", moved.len()), format!("{en} and {more} more")),
    };
    let was =
        old.iter().zip(to).find(|(_, to)| to.and_then(|to| new.get(to)).is_some_and(|item| item.span == first.span));
    let draft = Draft::added(first);
    let old_span = was.and_then(|(item, _)| item.span);
    Some(Draft { kind: EditKind::Moved, subject, clauses: Vec::new(), after: None, old_span, ..draft })
}

/// A longest rising subsequence.
fn longest_rising(list: &[usize]) -> Vec<usize> {
    // for each length the least end of a rising run, and for each place what came before it
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (at, number) in list.iter().enumerate() {
        let length = ends.partition_point(|end| list.get(*end).is_some_and(|end| end < number));
        before.push(length.checked_sub(1).and_then(|last| ends.get(last)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut found = Vec::new();
    let mut at = ends.last().copied();
    while let Some(place) = at {
        found.extend(list.get(place));
        at = before.get(place).copied().flatten();
    }
    found
}
