//! The differences of a golden batch for reading: people whom the same change befalls for the same cause, together.

use super::golden::{Difference, GoldenResult};
use super::problem::amount;
use crate::batch::{DecidedBenefit, Keys};
use crate::calendar::Status;
use crate::diagnostic::{Lang, Message};
use crate::explain::{Reason, status_text};
use rust_decimal::Decimal;

/// People with one and the same change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// the benefit's name, or that of the sum
    pub benefit: Message,
    /// `90 元/月`, `不享受`, `待核实`
    pub before: Message,
    pub after: Message,
    /// what it rests on, with the clauses; several where only the reasons changed
    pub causes: Vec<Message>,
    /// keys as they may be shown, in the order of the batch
    pub people: Vec<String>,
    /// fen a month that all of them receive more; none where an amount is open or not stated
    pub money: Option<i64>,
}

/// The differences by benefit; of one benefit the change that most people share first.
pub fn grouped(keys: Keys<'_>, result: &GoldenResult) -> Vec<Group> {
    let plan = keys.plan;
    let mut groups: Vec<(usize, Group)> = Vec::new();
    for difference in &result.differences {
        let Some(case) = result.decided.get(difference.case) else { continue };
        let key = keys.shown(&case.key);
        let (order, group) = match difference.benefit {
            Some(index) => {
                let (Some(model), Some(benefit)) = (plan.policy.benefits.get(index), case.benefits.get(index)) else {
                    continue;
                };
                (index, of_benefit(&model.name, benefit, difference))
            }
            None => (usize::MAX, of_sum(difference, case.total())),
        };
        let group = Group { people: vec![key], ..group };
        let only_reasons = group.before == group.after;
        let same = |known: &Group| {
            (&known.before, &known.after) == (&group.before, &group.after)
                && (only_reasons || known.causes == group.causes)
        };
        match groups.iter_mut().find(|(known_order, known)| *known_order == order && same(known)) {
            Some((_, known)) => {
                known.people.extend(group.people);
                known.money = known.money.zip(group.money).and_then(|(one, other)| one.checked_add(other));
                let further = group.causes.into_iter().filter(|cause| !known.causes.contains(cause));
                let further: Vec<Message> = further.collect();
                known.causes.extend(further);
            }
            None => groups.push((order, group)),
        }
    }
    groups.sort_by(|(order, group), (other_order, other)| {
        let key = |group: &Group| (std::cmp::Reverse(group.people.len()), group.people.first().cloned());
        (order, key(group)).cmp(&(other_order, key(other)))
    });
    groups.into_iter().map(|(_, group)| group).collect()
}

fn of_benefit(name: &str, benefit: &DecidedBenefit, difference: &Difference) -> Group {
    let before = stated(difference);
    let after = match benefit.status {
        // the range is told by the reasons
        Status::Undetermined => open(),
        _ => amount(benefit),
    };
    let paid = difference.amount.as_deref().and_then(fen);
    let money = paid.filter(|_| benefit.status != Status::Undetermined).map(|paid| benefit.amount.lo - paid);
    Group {
        benefit: Message::new(name, name),
        before,
        after,
        causes: vec![cause(benefit, difference)],
        people: Vec::new(),
        money,
    }
}

fn of_sum(difference: &Difference, total: Option<i64>) -> Group {
    let text = |fen: Option<i64>| fen.map(crate::explain::amount_text).unwrap_or_default();
    let shown = |text: String| if text.is_empty() { Message::new("空白", "blank") } else { yuan(&text) };
    let paid = difference.amount.as_deref().and_then(fen);
    Group {
        benefit: Message::new("合计", "total"),
        before: shown(difference.amount.clone().unwrap_or_default()),
        after: shown(text(total)),
        causes: vec![Message::new("各项补贴都与期望相符", "every benefit is as expected")],
        people: Vec::new(),
        money: total.zip(paid).map(|(total, paid)| total - paid),
    }
}

fn open() -> Message {
    Message::new("待核实", "undetermined")
}

fn yuan(text: &str) -> Message {
    Message::new(format!("{text} 元/月"), format!("{text} yuan/month"))
}

fn fen(text: &str) -> Option<i64> {
    let fen = text.trim().parse::<Decimal>().ok()?.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    if fen.scale() == 0 { i64::try_from(fen).ok() } else { None }
}

/// The outcome that the sheet states.
fn stated(difference: &Difference) -> Message {
    let status = difference.status.as_deref();
    let is = |wanted: Status| [Lang::Zh, Lang::En].iter().any(|lang| status == Some(status_text(wanted, *lang)));
    match difference.amount.as_deref() {
        _ if is(Status::NotEntitled) => Message::new("不享受", "not entitled"),
        _ if is(Status::Undetermined) => open(),
        Some("") => open(),
        Some("0") if status.is_none() => Message::new("不享受", "not entitled"),
        Some(amount) => yuan(amount),
        None => status.map_or(Message::new("—", "—"), |status| Message::new(status, status)),
    }
}

/// What the change rests on: the one reason, among those that the sheet does not have, that settles the matter.
fn cause(benefit: &DecidedBenefit, difference: &Difference) -> Message {
    let is_new = |reason: &&Reason| match &difference.reasons {
        Some(known) => [Lang::Zh, Lang::En].iter().all(|lang| !known.contains(&reason.text(*lang))),
        None => true,
    };
    let new: Vec<&Reason> = benefit.reasons.iter().filter(is_new).collect();
    let paid_before = difference.amount.as_deref().and_then(fen).is_some_and(|amount| amount > 0);
    let settles = |reason: &&&Reason| match benefit.status {
        Status::NotEntitled => reason.refuses(),
        Status::Undetermined => matches!(reason, Reason::Missing { .. }),
        // whoever was paid before meets the requirements as before; others were refused by what is kept now
        Status::Entitled if paid_before => !matches!(reason, Reason::Meets { .. }),
        Status::Entitled => matches!(reason, Reason::Weighed { .. }),
    };
    match new.iter().find(settles).or(new.first()) {
        Some(reason) => Message::new(reason.heading(Lang::Zh), reason.heading(Lang::En)),
        None => Message::new("少了理由", "a reason is gone"),
    }
}
