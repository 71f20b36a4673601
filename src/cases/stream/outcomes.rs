//! What the conditions on some facts come to, on every day looked at.

use super::signature::MOST;
use crate::eval::Evaluation;
use crate::plan::{NodeId, View};
use crate::value::{Day, Value};
use rustc_hash::FxHashMap;

#[derive(Debug)]
pub(super) struct Outcomes {
    view: View,
    by_values: FxHashMap<Box<[Value]>, u16>,
    /// values looked up in vain
    misses: usize,
    known: FxHashMap<Vec<Value>, u16>,
    /// the outcomes being looked at
    current: Vec<Value>,
    /// the values being looked at
    values: Vec<Value>,
    /// the outcomes looked at last, which the next row often has again
    last: Option<(Vec<Value>, u16)>,
}

impl Outcomes {
    pub(super) fn new(view: View) -> Outcomes {
        Outcomes {
            view,
            by_values: FxHashMap::default(),
            misses: 0,
            known: FxHashMap::default(),
            current: Vec::new(),
            values: Vec::new(),
            last: None,
        }
    }

    /// Outcomes tell the value of a fact.
    pub(super) fn tells(&self, slot: usize) -> bool {
        self.view.seen.contains(&NodeId(slot as u32))
    }

    /// The number of what the conditions come to; none if there are too many outcomes. `facts`: the value of each slot of
    /// the view, once or for several ways in which things may be.
    pub(super) fn of(
        &mut self,
        facts: &[(usize, Value)],
        days: (Day, Day),
        evaluation: &mut Evaluation<'_>,
    ) -> Option<u16> {
        // one comparison is done sooner than looked up
        let remembers = self.misses < 2 * MOST && (self.view.moves || self.view.steps.len() > 1);
        if remembers {
            self.values.clear();
            self.values.extend(facts.iter().map(|(_, value)| *value));
            if let Some(number) = self.by_values.get(self.values.as_slice()) {
                return Some(*number);
            }
            self.misses += 1;
        }
        self.current.clear();
        for facts in facts.chunks(self.view.slots.len().max(1)) {
            self.look(facts, days, evaluation);
        }
        if let Some((last, number)) = &self.last
            && !remembers
            && *last == self.current
        {
            return Some(*number);
        }
        let number = match self.known.get(&self.current) {
            Some(number) => *number,
            None => {
                let number = u16::try_from(self.known.len()).ok()?;
                (self.known.len() < MOST).then(|| self.known.insert(self.current.clone(), number))?;
                number
            }
        };
        if !remembers {
            self.last = Some((self.current.clone(), number));
        }
        if remembers && self.by_values.len() < MOST {
            self.by_values.insert(self.values.as_slice().into(), number);
        }
        Some(number)
    }

    fn look(&mut self, facts: &[(usize, Value)], (first, last): (Day, Day), evaluation: &mut Evaluation<'_>) {
        let today = evaluation.plan().today;
        let last = if self.view.moves { last } else { first };
        for day in first.0..=last.0 {
            let facts = facts.iter().map(|(slot, value)| (NodeId(*slot as u32), *value));
            evaluation.run_bounded(facts.chain([(today, Value::known(day))]), &self.view.steps, |_, _| None);
            self.current.extend(self.view.seen.iter().map(|node| evaluation.value(*node)));
        }
    }
}
