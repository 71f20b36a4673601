//! Which question comes next: the one after which the fewest facts are open on average (a look ahead of one step).

use super::Interview;
use super::classes::{Classes, classes};
use super::question::Question;
use crate::calendar::{Decider, Decision, Status};
use crate::eval::{Facts, Moment};
use crate::plan::{Plan, SlotKind};
use std::collections::{BTreeMap, BTreeSet};

/// Most people are in few registers: not being there is reckoned this many times as likely as being there.
const ABSENT_WEIGHT: u64 = 7;

/// The facts that leave some benefit open on the day that decides it, in slot order.
pub(super) fn open_facts(decider: &mut Decider<'_>, facts: &Facts, decisions: &[Decision]) -> Vec<usize> {
    let mut by_moment: BTreeMap<Moment, Vec<usize>> = BTreeMap::new();
    for (benefit, decision) in decisions.iter().enumerate() {
        if decision.status == Status::Undetermined {
            by_moment.entry(decision.moment).or_default().push(benefit);
        }
    }
    let mut open = BTreeSet::new();
    for (moment, benefits) in by_moment {
        decider.evaluation.run(facts, moment);
        let plan = decider.evaluation.plan();
        for payable in benefits.iter().filter_map(|benefit| plan.benefits.get(*benefit)).map(|nodes| nodes.payable) {
            open.extend(decider.evaluation.missing(payable));
        }
    }
    open.into_iter().collect()
}

/// The best of some questions; of equals the first.
pub(super) fn best(interview: &mut Interview<'_>, questions: Vec<Question>) -> Option<Question> {
    if questions.len() < 2 {
        return questions.into_iter().next();
    }
    let moments: BTreeSet<Moment> = interview.decisions.iter().map(|decision| decision.moment).collect();
    let moments: Vec<Moment> = moments.into_iter().collect();
    let mut best: Option<(Average, Question)> = None;
    for question in questions {
        let classes = classes(interview.plan, &interview.facts, &moments, &question);
        let average = average(interview, &question, &classes);
        if best.as_ref().is_none_or(|(least, _)| average.is_less(least)) {
            best = Some((average, question));
        }
    }
    best.map(|(_, question)| question)
}

/// `sum / count`; nothing to go by is worse than anything.
#[derive(Debug, Clone, Copy)]
struct Average {
    sum: u64,
    count: u64,
}

impl Average {
    fn of(open: &[u64]) -> Average {
        Average { sum: open.iter().sum(), count: open.len() as u64 }
    }

    fn is_less(&self, other: &Average) -> bool {
        match (self.count, other.count) {
            (0, _) => false,
            (_, 0) => true,
            _ => self.sum.saturating_mul(other.count) < other.sum.saturating_mul(self.count),
        }
    }
}

fn average(interview: &mut Interview<'_>, question: &Question, classes: &Classes) -> Average {
    let mut open = |texts: &[String]| -> Vec<u64> {
        texts.iter().filter_map(|text| open_after(interview, &question.header, text)).collect()
    };
    let (absent, present) = (Average::of(&open(&classes.absent)), Average::of(&open(&classes.present)));
    if absent.count == 0 || present.count == 0 {
        return if absent.count == 0 { present } else { absent };
    }
    Average {
        sum: ABSENT_WEIGHT * absent.sum * present.count + present.sum * absent.count,
        count: (ABSENT_WEIGHT + 1) * absent.count * present.count,
    }
}

/// How many facts are open after an answer; none if it is no possible one.
fn open_after(interview: &mut Interview<'_>, header: &str, text: &str) -> Option<u64> {
    interview.form.put(header, text);
    let (facts, findings) = interview.form.read();
    interview.form.clear(header);
    if findings.iter().any(|finding| finding.severity == crate::cases::Severity::Error) {
        return None;
    }
    let decider = &mut interview.decider;
    let decisions = decider.decide(&facts, interview.days.0, interview.days.1).to_vec();
    let open = open_facts(decider, &facts, &decisions);
    Some(count(interview.plan, &open))
}

/// Slots that one answer fills count once.
fn count(plan: &Plan, open: &[usize]) -> u64 {
    let places = open.iter().filter_map(|slot| plan.slots.get(*slot)).map(|slot| match slot.kind {
        SlotKind::Listed => (slot.register, None),
        SlotKind::Column(column) | SlotKind::Present(column) | SlotKind::Part(column, _) => {
            (slot.register, Some(column))
        }
    });
    places.collect::<BTreeSet<_>>().len() as u64
}
