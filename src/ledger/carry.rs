//! A ledger carried forward: what was found now joins the entries of the ledger before.

use super::entry::{Entry, Ledger};
use super::found::FoundMonth;
use super::kind::FindingKind;
use super::reconcile::{Reconciliation, not_on_roster};
use super::state::State;
use crate::calendar::Month;
use crate::diagnostic::Lang;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What was looked at this time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    from: Month,
    to: Month,
    benefits: Vec<String>,
    /// keys of the people on the roster
    people: HashSet<String>,
}

impl Examined {
    pub fn of(found: &Reconciliation) -> Examined {
        let listed = found.people.iter().filter(|person| person.listed);
        Examined {
            from: found.from,
            to: found.to,
            benefits: found.benefits.clone(),
            people: listed.map(|person| person.key.clone()).collect(),
        }
    }

    /// Whether the person and benefit of an entry were looked at; the payments of people not on the roster always are.
    pub fn includes(&self, entry: &Entry) -> bool {
        let unlisted = [Lang::Zh, Lang::En].iter().any(|lang| not_on_roster().get(*lang) == entry.cause);
        self.benefits.contains(&entry.benefit) && (unlisted || self.people.contains(&entry.key))
    }
}

/// The old entries in their order, then the new ones. An entry is the same if person, benefit and kind are, and the first
/// month is; or if it goes on, on the same ground, in months next to each other or overlapping. Months that were not
/// looked at stay as the old ledger has them.
pub fn carry(old: Ledger, found: Vec<Entry>, examined: &Examined, lang: Lang) -> Ledger {
    let mut matched = matches(&old.entries, &found, examined);
    let mut found: Vec<Option<Entry>> = found.into_iter().map(Some).collect();
    let mut ledger = old;
    for (place, entry) in ledger.entries.iter_mut().enumerate() {
        let again = matched.remove(&place).and_then(|index| found.get_mut(index)?.take());
        match again {
            Some(again) => go_on(entry, again, examined, lang),
            None => not_found(entry, examined, lang),
        }
    }
    let blank = vec![String::new(); ledger.added.len()];
    let new = found.into_iter().flatten().map(|entry| Entry { added: blank.clone(), ..entry });
    ledger.entries.extend(new);
    number(&mut ledger.entries);
    ledger
}

/// Which old entry each found one goes on: old -> found.
fn matches(old: &[Entry], found: &[Entry], examined: &Examined) -> HashMap<usize, usize> {
    let mut by_person: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (place, entry) in old.iter().enumerate() {
        by_person.entry((&entry.key, &entry.benefit)).or_default().push(place);
    }
    let same: [fn(&Entry, &Entry, &Examined) -> bool; 3] = [same_start, goes_on, still_stopped];
    let mut matched = HashMap::new();
    let mut taken = vec![false; found.len()];
    for is_same in same {
        for (index, entry) in found.iter().enumerate() {
            let candidates = by_person.get(&(entry.key.as_str(), entry.benefit.as_str()));
            let mut free = candidates.into_iter().flatten().filter(|place| !matched.contains_key(*place));
            let Some(taken) = taken.get_mut(index).filter(|taken| !**taken) else { continue };
            if let Some(place) = free.find(|place| old.get(**place).is_some_and(|old| is_same(old, entry, examined))) {
                matched.insert(*place, index);
                *taken = true;
            }
        }
    }
    matched
}

fn same_start(old: &Entry, found: &Entry, _: &Examined) -> bool {
    old.kind == found.kind && old.first() == found.first()
}

fn goes_on(old: &Entry, found: &Entry, examined: &Examined) -> bool {
    old.kind == found.kind && old.cause == found.cause && touches(old, found, examined)
}

/// Stopped without a ground, and still unpaid in all months looked at.
fn still_stopped(old: &Entry, found: &Entry, examined: &Examined) -> bool {
    let all = found.first() == Some(examined.from) && found.last() == Some(examined.to);
    (old.kind, found.kind) == (FindingKind::GroundlessStop, FindingKind::Unpaid) && all && touches(old, found, examined)
}

/// They have a month in common, or one begins where the other ends at a border of what was looked at. What staff have
/// settled does not grow by further months: those are a matter of their own.
fn touches(old: &Entry, found: &Entry, examined: &Examined) -> bool {
    let has = |entry: &Entry, month: Month| entry.months.iter().any(|own| own.month == month);
    let (before, after) = (Month(examined.from.0 - 1), Month(examined.to.0 + 1));
    let settled = old.state().is_some_and(|state| state.is_settled() && state != State::Gone);
    let common = found.months.iter().any(|month| has(old, month.month));
    let next_to = (has(found, examined.from) && has(old, before)) || (has(found, examined.to) && has(old, after));
    common || (next_to && !settled)
}

/// The entry was found again: its months that were looked at are as found now, number, state and remarks as before.
fn go_on(entry: &mut Entry, found: Entry, examined: &Examined, lang: Lang) {
    let earlier: Vec<FoundMonth> = not_looked_at(entry, examined).collect();
    let mut months: BTreeMap<Month, FoundMonth> = earlier.iter().map(|month| (month.month, *month)).collect();
    months.extend(found.months.iter().map(|month| (month.month, *month)));
    // when it stopped was told when the month of stopping was looked at
    let told = entry.kind == FindingKind::GroundlessStop && !earlier.is_empty();
    let (cause, reason) =
        if told { (entry.cause.clone(), entry.reason.clone()) } else { (found.cause.clone(), found.reason.clone()) };
    let mut again = Entry {
        number: entry.number.clone(),
        kind: entry.kind,
        cause,
        reason,
        months: months.into_values().collect(),
        state: entry.state.clone(),
        remark: entry.remark.clone(),
        added: entry.added.clone(),
        ..found
    };
    let returned = match entry.state() {
        Some(State::Gone) => true,
        Some(state) if state.is_settled() => has_grown(entry, &again),
        _ => false,
    };
    if returned {
        change_state(&mut again, State::Reopened, lang);
    }
    *entry = again;
}

/// It has months that it did not have, or more money.
fn has_grown(old: &Entry, new: &Entry) -> bool {
    let more_months = new.months.iter().any(|month| !old.months.iter().any(|known| known.month == month.month));
    let size = |entry: &Entry| entry.difference().unwrap_or_default().unsigned_abs();
    more_months || size(new) > size(old)
}

/// The entry was not found in the months looked at.
fn not_found(entry: &mut Entry, examined: &Examined, lang: Lang) {
    let left: Vec<FoundMonth> = not_looked_at(entry, examined).collect();
    if entry.is_closed() || left.len() == entry.months.len() || !examined.includes(entry) {
        return;
    }
    if left.is_empty() {
        change_state(entry, State::Gone, lang);
    } else {
        entry.months = left;
    }
}

fn not_looked_at<'e>(entry: &'e Entry, examined: &Examined) -> impl Iterator<Item = FoundMonth> + use<'e> {
    let looked_at = examined.from..=examined.to;
    entry.months.iter().copied().filter(move |month| !looked_at.contains(&month.month))
}

/// Sets a state; what staff have written before is kept as a remark.
fn change_state(entry: &mut Entry, state: State, lang: Lang) {
    let worth_keeping = !matches!(State::read(&entry.state), Some(State::ToReview)) && !entry.state.is_empty();
    if worth_keeping {
        let (former, joint) = match lang {
            Lang::Zh => (format!("原状态：{}", entry.state), "；"),
            Lang::En => (format!("was: {}", entry.state), "; "),
        };
        entry.remark = if entry.remark.is_empty() { former } else { format!("{}{joint}{former}", entry.remark) };
    }
    entry.state = state.word(lang).to_string();
}

/// Numbers what has none: the year of the first month, and the next number of that year.
fn number(entries: &mut [Entry]) {
    let mut highest: BTreeMap<i64, u64> = BTreeMap::new();
    for (year, number) in entries.iter().filter_map(|entry| read_number(&entry.number)) {
        let highest = highest.entry(year).or_default();
        *highest = number.max(*highest);
    }
    for entry in entries.iter_mut().filter(|entry| entry.number.is_empty()) {
        let year = entry.first().map_or(0, Month::year);
        let highest = highest.entry(year).or_default();
        *highest = highest.saturating_add(1);
        entry.number = format!("{year:04}-{highest:04}");
    }
}

/// `2023-0012`
fn read_number(text: &str) -> Option<(i64, u64)> {
    let (year, number) = text.split_once('-')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}
