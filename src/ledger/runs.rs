//! Months one after the other -> entries: consecutive months that are wrong in one way on one ground.

use super::found::{Found, FoundMonth};
use super::judge::Compared;
use super::kind::FindingKind;
use super::paid::PaidMonth;
use crate::calendar::{Day, DueStatus, Month, Stop};
use crate::diagnostic::Message;
use crate::explain::range_text;
use std::collections::BTreeMap;

/// What makes two months one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Likeness {
    kind: FindingKind,
    cause: Message,
    /// whether too much was paid
    over: bool,
}

/// The entries of one person and benefit. `paid` are all months paid, also those outside `months`.
pub(super) fn runs(
    (key, kept): (&str, &[String]),
    benefit: usize,
    months: &[Compared<'_>],
    paid: Option<&BTreeMap<Month, PaidMonth>>,
) -> Vec<Found> {
    let stopped = groundless_stop(months, paid);
    let mut found: Vec<(Likeness, Found)> = Vec::new();
    for (place, compared) in months.iter().enumerate() {
        let Some(kind) = compared.kind else { continue };
        let groundless = stopped.filter(|first| *first <= place);
        let kind = if groundless.is_some() { FindingKind::GroundlessStop } else { kind };
        let (mut cause, reason) = compared.words();
        if groundless.is_some() {
            cause = Message::new("查不到停发依据", "no ground for the stop");
        }
        let month = FoundMonth { month: compared.scheduled.due.month, due: compared.due, paid: compared.paid };
        let over = month.difference().is_some_and(|difference| difference < 0);
        let likeness = Likeness { kind, cause, over };
        let open = found.last_mut().filter(|(last, found)| {
            *last == likeness && found.months.last().is_some_and(|last| last.month.0 + 1 == month.month.0)
        });
        match open {
            Some((_, found)) => extend(found, compared, month, reason),
            None => {
                let ground = &compared.scheduled.ground;
                let mut begun = Found {
                    key: key.to_string(),
                    kept: kept.to_vec(),
                    benefit,
                    kind,
                    months: vec![month],
                    cause: likeness.cause.clone(),
                    reason,
                    clauses: ground.clauses.clone(),
                    learned: ground.learned,
                    notes: Vec::new(),
                };
                if kind == FindingKind::GroundlessStop {
                    begun.reason = still_due(month.month, &begun.reason);
                }
                found.push((likeness, begun));
            }
        }
    }
    let mut found: Vec<Found> = found.into_iter().map(|(_, found)| found).collect();
    // whoever no longer qualifies need not be told to apply
    let last = months.last().map(|month| month.scheduled.due.month);
    found.retain(|found| found.kind != FindingKind::Unclaimed || found.months.last().map(|month| month.month) == last);
    for entry in &mut found {
        entry.notes = notes(entry, months);
    }
    found
}

/// Payment went on until the month before, and ended for all months to come though they are due: the first such month.
fn groundless_stop(months: &[Compared<'_>], paid: Option<&BTreeMap<Month, PaidMonth>>) -> Option<usize> {
    let trailing = months.iter().rev().take_while(|month| month.kind == Some(FindingKind::Unpaid)).count();
    let first = months.len() - trailing;
    let month = months.get(first)?.scheduled.due.month;
    let before = paid?.get(&Month(month.0 - 1))?;
    (before.amount > 0).then_some(first)
}

fn still_due(month: Month, due: &Message) -> Message {
    let before = Month(month.0 - 1);
    Message::new(
        format!("{before} 还在发，{month} 起没有发；{}", due.zh),
        format!("paid up to {before}, not paid from {month}; {}", due.en),
    )
}

/// Another month of the same entry; where the ground reads differently, from which month on.
fn extend(found: &mut Found, compared: &Compared<'_>, month: FoundMonth, reason: Message) {
    let known = found.reason.zh.ends_with(&reason.zh);
    if !known {
        found.reason.zh += &format!("；{} 起：{}", month.month, reason.zh);
        found.reason.en += &format!("; from {}: {}", month.month, reason.en);
    }
    for clause in &compared.scheduled.ground.clauses {
        if !found.clauses.contains(clause) {
            found.clauses.push(clause.clone());
        }
    }
    found.learned = found.learned.or(compared.scheduled.ground.learned);
    found.months.push(month);
}

/// What else is worth knowing of an entry.
fn notes(found: &Found, months: &[Compared<'_>]) -> Vec<Message> {
    let is_own = |compared: &&Compared<'_>| {
        let month = compared.scheduled.due.month;
        found.months.iter().any(|own| own.month == month)
    };
    let own: Vec<&Compared<'_>> = months.iter().filter(is_own).collect();
    let Some(last) = own.last().map(|month| &month.scheduled.due) else { return Vec::new() };
    let mut notes = Vec::new();
    if found.kind == FindingKind::PaidOn
        && let Some(stop) = own.iter().find_map(|month| month.scheduled.stop())
    {
        let (month, until, since) = (stop.month, last.month, last.month.0 - stop.month.0 + 1);
        notes.push(Message::new(
            format!("应从 {month} 起停发，到 {until} 已 {since} 个月"),
            format!("to be stopped from {month}; {since} months until {until}"),
        ));
        notes.extend(found.learned.and_then(|learned| learned_late(found, stop, learned)));
    }
    if found.kind == FindingKind::Unclaimed {
        let would_be = range_text(last.would_be);
        notes.push(Message::new(
            format!("申请后每月 {would_be} 元"),
            format!("{would_be} yuan a month once applied for"),
        ));
    }
    let several = own.iter().filter(|month| month.rows > 1).map(|month| (month.scheduled.due.month, month.rows));
    let (zh, en): (Vec<String>, Vec<String>) =
        several.map(|(month, rows)| (format!("{month} {rows} 笔"), format!("{rows} of {month}"))).unzip();
    if !zh.is_empty() {
        notes.push(Message::new(
            format!("一个月发放不止一笔：{}", zh.join("、")),
            format!("several payments of one month: {}", en.join(", ")),
        ));
    }
    if own.iter().any(|month| month.scheduled.due.status == DueStatus::OutsidePolicy) {
        notes.push(Message::new("要用当时施行的政策认定", "to be decided by the policy in force then"));
    }
    notes
}

/// How long it took until the office knew.
fn learned_late(found: &Found, stop: &Stop, learned: Day) -> Option<Message> {
    let (happened, knew) = (stop.event.month()?, learned.month()?);
    let late = knew.0 - happened.0;
    let after = found.months.iter().filter(|month| month.month > knew).count();
    let (mut zh, mut en) = (String::new(), String::new());
    if late > 0 {
        zh = format!("{learned} 才得知，晚了 {late} 个月");
        en = format!("learned on {learned}, {late} months late");
    }
    if after > 0 {
        let joint = if late > 0 { ("，", ", ") } else { ("", "") };
        zh += &format!("{}得知以后又发了 {after} 个月", joint.0);
        en += &format!("{}paid for {after} more months after that", joint.1);
    }
    (!zh.is_empty()).then(|| Message::new(zh, en))
}
