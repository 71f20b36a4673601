//! Months due: from filing to stop, by the rule of the month and the settings of 计发.

use super::account::Account;
use super::course::{Follower, Stretch};
use super::due::MonthDue;
use super::filing::Filings;
use super::terms::Terms;
use super::timeline::Timeline;
use crate::eval::Facts;
use crate::value::{Day, Month};

/// Works out the months due of cases; made once and used for many.
#[derive(Debug, Clone)]
pub struct Accruer<'p> {
    timeline: Timeline<'p>,
    followers: Vec<Follower<'p>>,
    /// for each policy, for each benefit of the timeline
    terms: Vec<Vec<Option<Terms>>>,
    course: Vec<Stretch>,
}

impl<'p> Accruer<'p> {
    pub fn new(timeline: &Timeline<'p>) -> Accruer<'p> {
        let benefits = 0..timeline.benefits.len();
        let terms = timeline.policies.iter().enumerate().map(|(policy, in_force)| {
            let of = |benefit| Some(Terms::new(in_force.plan, timeline.benefit(policy, benefit)?));
            benefits.clone().map(of).collect()
        });
        Accruer {
            timeline: timeline.clone(),
            followers: timeline.policies.iter().map(|policy| Follower::new(policy.plan)).collect(),
            terms: terms.collect(),
            course: Vec::new(),
        }
    }

    /// The months `from..=to` of each benefit of the timeline. `facts` are those of the case as each policy reads them.
    /// `filed` tells for each benefit whether filings are known at all; where they are not, everybody is taken to have
    /// applied in time.
    pub fn accrue(&mut self, facts: &[&Facts], (from, to): (Month, Month), filed: &[bool]) -> Vec<Vec<MonthDue>> {
        // a later restart may pay for these months
        let terms = self.terms.iter().flatten().flatten();
        let ahead = terms.map(Terms::longest_back_pay).max().unwrap_or(0);
        let seen = Month(to.0.saturating_add(ahead));
        let course = self.course(facts, from, seen);
        let benefits = 0..self.timeline.benefits.len();
        let months = benefits.map(|benefit| {
            let filings = self.filings(facts, benefit, filed.get(benefit).copied().unwrap_or(false));
            let mut account = Account::new((from, to), seen, filings);
            for (number, stretch) in course.iter().enumerate() {
                let Some(Some(terms)) = self.terms.get(stretch.policy).and_then(|terms| terms.get(benefit)) else {
                    continue;
                };
                let own = self.timeline.benefit(stretch.policy, benefit);
                let Some(payable) = own.and_then(|own| stretch.payable.get(own)) else { continue };
                account.see(number, stretch, *payable, terms);
            }
            account.close()
        });
        let months = months.collect();
        self.course = course;
        months
    }

    /// The case from the beginning of the timeline, or of the months asked for, to the day after them.
    fn course(&mut self, facts: &[&Facts], from: Month, to: Month) -> Vec<Stretch> {
        let mut course = std::mem::take(&mut self.course);
        course.clear();
        let (Some(first), Some(last)) = (from.first_day(), to.last_day()) else { return course };
        for (policy, in_force) in self.timeline.policies.iter().enumerate() {
            let begin = in_force.from.unwrap_or(first);
            let end = in_force.until.map_or(last.0 + 1, |until| until.0.min(last.0 + 1));
            let facts = facts.get(in_force.given);
            if begin.0 <= end
                && let (Some(follower), Some(facts)) = (self.followers.get_mut(policy), facts)
            {
                follower.follow(policy, facts, begin, Day(end), &mut course);
            }
        }
        course
    }

    /// The latest policy that keeps filings says what they are.
    fn filings(&self, facts: &[&Facts], benefit: usize, known: bool) -> Filings {
        let policies = self.timeline.policies.iter().zip(&self.terms).rev();
        let keeping = policies.filter_map(|(policy, terms)| Some((policy, terms.get(benefit)?.as_ref()?)));
        let found = keeping.into_iter().find(|(_, terms)| terms.filing().is_some());
        match found.and_then(|(policy, terms)| Some((policy.plan, terms, *facts.get(policy.given)?))) {
            Some((plan, terms, facts)) if known => Filings::of(plan, terms, facts),
            _ => Filings::in_time(),
        }
    }
}
