//! Several versions of a policy, one after the other by 施行.

use crate::check::model::Policy;
use crate::plan::Plan;
use crate::value::{Day, Month};

/// Policies in the order in which they are in force, without gaps or overlaps.
#[derive(Debug, Clone)]
pub struct Timeline<'p> {
    pub policies: Vec<InForce<'p>>,
    /// the names of all benefits: those of the first policy in its order, then those that later ones bring
    pub benefits: Vec<String>,
}

/// A policy and the days on which it decides.
#[derive(Debug, Clone, Copy)]
pub struct InForce<'p> {
    pub plan: &'p Plan,
    /// its place among the plans given
    pub given: usize,
    /// none: it says no beginning
    pub from: Option<Day>,
    /// none: without end
    pub until: Option<Day>,
}

/// Why policies make no timeline; they are named by their place among those given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineProblem {
    /// two are in force on the same day; the later begins on `from`
    Overlap { earlier: usize, later: usize, from: Option<Day>, until: Option<Day> },
    /// none is in force on some days between two
    Gap { earlier: usize, later: usize, first: Day, last: Day },
}

impl<'p> Timeline<'p> {
    /// Puts policies in order.
    ///
    /// # Errors
    /// When on some day between the first and the last none of them, or more than one, is in force.
    pub fn new(plans: &[&'p Plan]) -> Result<Timeline<'p>, TimelineProblem> {
        let mut policies: Vec<InForce<'p>> = plans
            .iter()
            .enumerate()
            .map(|(given, plan)| InForce {
                plan,
                given,
                from: plan.policy.header.effective_from.map(Day::from_date),
                until: plan.policy.header.effective_until.map(Day::from_date),
            })
            .collect();
        policies.sort_by_key(|policy| policy.from);
        for (one, next) in policies.iter().zip(policies.iter().skip(1)) {
            let (earlier, later) = (one.given, next.given);
            match (one.until, next.from) {
                (Some(until), Some(from)) if until.0 + 1 == from.0 => {}
                (Some(until), Some(from)) if until.0 + 1 < from.0 => {
                    let (first, last) = (Day(until.0 + 1), Day(from.0 - 1));
                    return Err(TimelineProblem::Gap { earlier, later, first, last });
                }
                (until, from) => return Err(TimelineProblem::Overlap { earlier, later, from, until }),
            }
        }
        let mut benefits: Vec<String> = Vec::new();
        for name in policies.iter().flat_map(|policy| names(&policy.plan.policy)) {
            if !benefits.contains(name) {
                benefits.push(name.clone());
            }
        }
        Ok(Timeline { policies, benefits })
    }

    /// This timeline until a later one begins, then that one: what a new version takes over from the old. The later
    /// one's policies count as given after this one's.
    pub fn followed_by(&self, later: &Timeline<'p>) -> Timeline<'p> {
        let Some(begin) = later.policies.first().and_then(|policy| policy.from) else { return later.clone() };
        let given = self.policies.len();
        let before = self.policies.iter().filter(|policy| policy.from.is_none_or(|from| from < begin));
        let cut = |policy: &InForce<'p>| {
            let last = Day(begin.0 - 1);
            InForce { until: Some(policy.until.map_or(last, |until| until.min(last))), ..*policy }
        };
        let after = later.policies.iter().map(|policy| InForce { given: policy.given + given, ..*policy });
        let mut benefits = self.benefits.clone();
        benefits.extend(later.benefits.iter().filter(|name| !self.benefits.contains(name)).cloned());
        Timeline { policies: before.map(cut).chain(after).collect(), benefits }
    }

    /// The months, of those from `from` to `to`, in which no policy is in force on any day.
    pub fn months_outside(&self, from: Month, to: Month) -> Vec<Month> {
        let covers = |month: &Month| {
            let (Some(first), Some(last)) = (month.first_day(), month.last_day()) else { return false };
            let mut policies = self.policies.iter();
            policies.any(|policy| {
                policy.from.is_none_or(|from| from <= last) && policy.until.is_none_or(|until| first <= until)
            })
        };
        (from.0..=to.0).map(Month).filter(|month| !covers(month)).collect()
    }

    /// Where a policy keeps one of the timeline's benefits.
    pub fn benefit(&self, policy: usize, benefit: usize) -> Option<usize> {
        let name = self.benefits.get(benefit)?;
        names(&self.policies.get(policy)?.plan.policy).position(|own| own == name)
    }
}

fn names(policy: &Policy) -> impl Iterator<Item = &String> {
    policy.benefits.iter().map(|benefit| &benefit.name)
}
