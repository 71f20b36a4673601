//! 择高 rules -> contests: groups of benefits and other benefits that are chosen among together.

use super::builder::Builder;
use super::node::{Contest, ContestOther, NodeId};
use crate::check::{is_tie_reading, keeps_ours};
use crate::value::Value;

/// A 择高 rule with its nodes.
pub(super) struct Rule {
    /// the rule's number in the policy
    pub(super) number: usize,
    pub(super) benefits: Vec<usize>,
    pub(super) when: NodeId,
    pub(super) others: Vec<NodeId>,
}

impl Builder<'_> {
    /// Groups the rules that can apply: two benefits belong together when a rule binds both, or when they
    /// stand against the same other benefit.
    pub(super) fn contests(&mut self, rules: &[Rule], amounts: &[NodeId]) {
        let active: Vec<&Rule> =
            rules.iter().filter(|rule| !self.value_of(rule.when).is_some_and(Value::is_no)).collect();
        let mut group: Vec<usize> = (0..amounts.len()).collect();
        let mut merge = |one: usize, two: usize| {
            let (Some(from), Some(to)) = (group.get(one).copied(), group.get(two).copied()) else { return };
            group.iter_mut().filter(|member| **member == from).for_each(|member| *member = to);
        };
        for (index, rule) in active.iter().enumerate() {
            for pair in rule.benefits.windows(2) {
                if let [one, two] = pair {
                    merge(*one, *two);
                }
            }
            for earlier in active.iter().take(index) {
                let shares = earlier.others.iter().any(|other| rule.others.contains(other));
                if let (true, Some(one), Some(two)) = (shares, rule.benefits.first(), earlier.benefits.first()) {
                    merge(*one, *two);
                }
            }
        }
        let keep_ours = self.keep_ours();
        for id in 0..amounts.len() {
            let members: Vec<usize> = (0..amounts.len()).filter(|member| group.get(*member) == Some(&id)).collect();
            let bound: Vec<&Rule> = active
                .iter()
                .copied()
                .filter(|rule| rule.benefits.iter().any(|benefit| members.contains(benefit)))
                .collect();
            if !bound.is_empty() {
                let contest = self.contest(members, &bound, amounts, keep_ours);
                self.contests.push(contest);
            }
        }
    }

    fn contest(&self, mut benefits: Vec<usize>, rules: &[&Rule], amounts: &[NodeId], keep_ours: bool) -> Contest {
        benefits.retain(|benefit| rules.iter().any(|rule| rule.benefits.contains(benefit)));
        benefits.sort_by_key(|benefit| self.policy.benefits.get(*benefit).map(|benefit| benefit.name.clone()));
        let mut others: Vec<ContestOther> = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            let bits = benefits
                .iter()
                .enumerate()
                .filter(|(_, benefit)| rule.benefits.contains(benefit))
                .fold(0_u32, |bits, (bit, _)| bits | 1 << bit.min(31));
            for (place, amount) in rule.others.iter().enumerate() {
                match others.iter().position(|other| other.amount == *amount) {
                    Some(at) => {
                        let previous = others.get(at).map(|other| other.group);
                        // one benefit in two blocks makes them one
                        others
                            .iter_mut()
                            .filter(|other| Some(other.group) == previous)
                            .for_each(|other| other.group = number);
                        if let Some(other) = others.get_mut(at) {
                            other.against.push((rule.when, bits));
                            other.sources.push((rule.number, place));
                        }
                    }
                    None => others.push(ContestOther {
                        amount: *amount,
                        against: vec![(rule.when, bits)],
                        group: number,
                        sources: vec![(rule.number, place)],
                    }),
                }
            }
        }
        let amounts = benefits.iter().filter_map(|benefit| amounts.get(*benefit).copied()).collect();
        let uniform = others
            .iter()
            .all(|one| others.iter().filter(|two| two.group == one.group).all(|two| two.against == one.against));
        Contest { benefits, amounts, others, keep_ours, uniform }
    }

    fn keep_ours(&self) -> bool {
        let readings = self.policy.readings.iter().zip(self.chosen);
        readings
            .filter(|(reading, _)| is_tie_reading(&reading.name))
            .any(|(reading, chosen)| reading.options.get(*chosen).is_some_and(|option| keeps_ours(option)))
    }
}
