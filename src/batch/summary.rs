//! Figures about a decided batch: people and money per benefit, common reasons, facts often missing.

use super::{DecidedCase, Outcome};
use crate::calendar::Status;
use crate::diagnostic::Lang;
use crate::plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// cases decided
    pub rows: usize,
    /// different keys among them; a blank key counts as one person each
    pub people: usize,
    pub benefits: Vec<BenefitSummary>,
    /// why people do not receive a benefit, the commonest first
    pub reasons: Vec<Counted>,
    /// facts that leave a benefit undetermined, the commonest first
    pub missing: Vec<Counted>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitSummary {
    pub name: String,
    pub entitled: usize,
    pub not_entitled: usize,
    pub undetermined: usize,
    /// what is certain, fen a month
    pub amount: i64,
    /// if everything undetermined came out highest, fen a month
    pub most: i64,
}

/// Something and how many people it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub what: String,
    pub people: usize,
}

/// Counts a decided batch.
pub fn summarize(plan: &Plan, decided: &[DecidedCase], lang: Lang) -> Summary {
    let mut tally = Tally::new(plan, lang);
    decided.iter().for_each(|case| tally.count(&case.outcome, 1));
    tally.summary(people(decided.iter().map(|case| case.key.as_str())))
}

/// Figures that grow as cases are decided, in any order and in several places.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    lang: Lang,
    pub(super) rows: usize,
    benefits: Vec<BenefitSummary>,
    reasons: BTreeMap<String, usize>,
    missing: BTreeMap<String, usize>,
}

impl Tally {
    pub(super) fn new(plan: &Plan, lang: Lang) -> Tally {
        let nothing = |name: &String| BenefitSummary {
            name: name.clone(),
            entitled: 0,
            not_entitled: 0,
            undetermined: 0,
            amount: 0,
            most: 0,
        };
        let benefits = plan.policy.benefits.iter().map(|benefit| nothing(&benefit.name)).collect();
        Tally { lang, rows: 0, benefits, reasons: BTreeMap::new(), missing: BTreeMap::new() }
    }

    /// Counts what was decided for so many people.
    pub(super) fn count(&mut self, outcome: &Outcome, people: usize) {
        let money = |amount: i64| amount.saturating_mul(i64::try_from(people).unwrap_or(i64::MAX));
        let mut headings: Vec<String> = Vec::new();
        let mut lacking: Vec<&str> = Vec::new();
        for (summary, benefit) in self.benefits.iter_mut().zip(&outcome.benefits) {
            match benefit.status {
                Status::Entitled => summary.entitled += people,
                Status::NotEntitled => summary.not_entitled += people,
                Status::Undetermined => summary.undetermined += people,
            }
            summary.amount = summary.amount.saturating_add(money(benefit.amount.lo));
            summary.most = summary.most.saturating_add(money(benefit.amount.hi));
            if benefit.status == Status::NotEntitled {
                let refusing = benefit.reasons.iter().filter(|reason| reason.refuses());
                headings.extend(refusing.map(|reason| format!("{}　{}", summary.name, reason.heading(self.lang))));
            }
            lacking.extend(benefit.missing.iter().map(|fact| &**fact));
        }
        headings.sort_unstable();
        headings.dedup();
        lacking.sort_unstable();
        lacking.dedup();
        headings.into_iter().for_each(|heading| *self.reasons.entry(heading).or_default() += people);
        lacking.into_iter().for_each(|fact| *self.missing.entry(fact.to_string()).or_default() += people);
        self.rows += people;
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: Tally) {
        self.rows += other.rows;
        for (ours, theirs) in self.benefits.iter_mut().zip(other.benefits) {
            ours.entitled += theirs.entitled;
            ours.not_entitled += theirs.not_entitled;
            ours.undetermined += theirs.undetermined;
            ours.amount = ours.amount.saturating_add(theirs.amount);
            ours.most = ours.most.saturating_add(theirs.most);
        }
        other.reasons.into_iter().for_each(|(reason, people)| *self.reasons.entry(reason).or_default() += people);
        other.missing.into_iter().for_each(|(fact, people)| *self.missing.entry(fact).or_default() += people);
    }

    /// `people`: how many different people the cases are about.
    pub(super) fn summary(self, people: usize) -> Summary {
        let Tally { rows, benefits, reasons, missing, .. } = self;
        Summary { rows, people, benefits, reasons: commonest(reasons), missing: commonest(missing) }
    }
}

/// How many people some keys stand for: a blank key counts as one person each.
pub fn people<'a>(keys: impl Iterator<Item = &'a str>) -> usize {
    let (mut known, mut blank) = (BTreeSet::new(), 0);
    for key in keys {
        if key.is_empty() {
            blank += 1;
        } else {
            known.insert(key);
        }
    }
    known.len() + blank
}

/// Most frequent first, then by name.
fn commonest(counts: BTreeMap<String, usize>) -> Vec<Counted> {
    let mut list: Vec<Counted> = counts.into_iter().map(|(what, people)| Counted { what, people }).collect();
    list.sort_by(|one, two| two.people.cmp(&one.people).then_with(|| one.what.cmp(&two.what)));
    list
}
