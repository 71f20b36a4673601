//! What was paid, by person, benefit and month.

use crate::calendar::{InForce, Month, Payment, Terms, Timeline};
use crate::cases::Batch;
use crate::eval::Facts;
use crate::value::Value;
use std::collections::BTreeMap;

/// Where a timeline keeps the payments of each benefit; the latest policy that keeps them says where.
#[derive(Debug, Clone)]
pub struct Payments<'p> {
    kept_in: Vec<Option<(InForce<'p>, Terms)>>,
}

/// What was paid of one benefit for one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaidMonth {
    /// the sum of what could be read: fen
    pub amount: i64,
    pub rows: usize,
    /// rows whose amount or benefit could not be read
    pub unreadable: usize,
}

/// A payment to somebody who is not among the cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlisted {
    pub key: String,
    /// the cells of the columns that were asked to be kept
    pub kept: Vec<String>,
    /// of the timeline
    pub benefit: usize,
    pub payment: Payment,
}

impl<'p> Payments<'p> {
    pub fn new(timeline: &Timeline<'p>) -> Payments<'p> {
        let latest = |benefit| {
            let mut policies = timeline.policies.iter().enumerate().rev();
            policies.find_map(|(policy, in_force)| {
                let terms = Terms::new(in_force.plan, timeline.benefit(policy, benefit)?);
                terms.payment().is_some().then_some((*in_force, terms))
            })
        };
        Payments { kept_in: (0..timeline.benefits.len()).map(latest).collect() }
    }

    /// The register of payments of a benefit: the policy that names it, by its place among those given, and its index.
    pub fn register(&self, benefit: usize) -> Option<(usize, usize)> {
        let (in_force, terms) = self.kept_in.get(benefit)?.as_ref()?;
        Some((in_force.given, terms.payment()?))
    }

    /// The payments to people who are not among the cases. `batches` are the cases as each policy reads them. A row of
    /// which nobody knows the month has been reported when it was read.
    pub fn unlisted(&self, batches: &[&Batch]) -> Vec<Unlisted> {
        let mut unlisted = Vec::new();
        for (benefit, kept_in) in self.kept_in.iter().enumerate() {
            let Some((in_force, terms)) = kept_in else { continue };
            let rows = batches.get(in_force.given).into_iter().flat_map(|batch| &batch.unmatched);
            for row in rows.filter(|row| Some(row.register) == terms.payment()) {
                let payment = row.fact.as_ref().and_then(|fact| terms.payment_of(in_force.plan, fact));
                unlisted.extend(payment.map(|payment| Unlisted {
                    key: row.key.clone(),
                    kept: row.kept.clone(),
                    benefit,
                    payment,
                }));
            }
        }
        unlisted
    }

    /// What one person was paid of a benefit; none where nobody knows. `facts` are those of the person as each policy
    /// reads them.
    pub fn of(&self, benefit: usize, facts: &[&Facts]) -> Option<BTreeMap<Month, PaidMonth>> {
        let (in_force, terms) = self.kept_in.get(benefit)?.as_ref()?;
        terms.payments(in_force.plan, facts.get(in_force.given)?).map(by_month)
    }
}

/// Payments put together by month.
pub(super) fn by_month(payments: Vec<Payment>) -> BTreeMap<Month, PaidMonth> {
    let mut months: BTreeMap<Month, PaidMonth> = BTreeMap::new();
    for payment in payments {
        let month = months.entry(payment.month).or_default();
        month.rows += 1;
        match payment.amount {
            Some(amount) => month.amount = month.amount.saturating_add(amount),
            None => month.unreadable += 1,
        }
    }
    months
}

impl PaidMonth {
    /// The least and the greatest that may have been paid.
    pub fn value(self) -> Value {
        if self.unreadable == 0 { Value::known(self.amount) } else { Value::range(self.amount, i64::MAX) }
    }
}
