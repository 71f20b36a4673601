//! Figures about a decided batch: people and money per benefit, common reasons, facts often missing.

use super::DecidedCase;
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
    let mut benefits: Vec<BenefitSummary> = plan
        .policy
        .benefits
        .iter()
        .map(|benefit| BenefitSummary {
            name: benefit.name.clone(),
            entitled: 0,
            not_entitled: 0,
            undetermined: 0,
            amount: 0,
            most: 0,
        })
        .collect();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut missing: BTreeMap<String, usize> = BTreeMap::new();
    for case in decided {
        let mut headings: Vec<String> = Vec::new();
        let mut lacking: Vec<&str> = Vec::new();
        for (summary, benefit) in benefits.iter_mut().zip(&case.benefits) {
            match benefit.status {
                Status::Entitled => summary.entitled += 1,
                Status::NotEntitled => summary.not_entitled += 1,
                Status::Undetermined => summary.undetermined += 1,
            }
            summary.amount = summary.amount.saturating_add(benefit.amount.lo);
            summary.most = summary.most.saturating_add(benefit.amount.hi);
            if benefit.status == Status::NotEntitled {
                let refusing = benefit.reasons.iter().filter(|reason| reason.refuses());
                headings.extend(refusing.map(|reason| format!("{}　{}", summary.name, reason.heading(lang))));
            }
            lacking.extend(benefit.missing.iter().map(|fact| &**fact));
        }
        headings.sort_unstable();
        headings.dedup();
        lacking.sort_unstable();
        lacking.dedup();
        headings.into_iter().for_each(|heading| *reasons.entry(heading).or_default() += 1);
        lacking.into_iter().for_each(|fact| *missing.entry(fact.to_string()).or_default() += 1);
    }
    let people = people(decided.iter().map(|case| case.key.as_str()));
    Summary { rows: decided.len(), people, benefits, reasons: commonest(reasons), missing: commonest(missing) }
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
