//! What the conditions on some facts come to, on every day looked at.

use super::signature::MOST;
use crate::eval::Evaluation;
use crate::plan::{NodeId, View};
use crate::value::{Day, Value};
use rustc_hash::FxHashMap;

#[derive(Debug)]
pub(super) struct Outcomes {
    view: View,
    by_value: FxHashMap<Value, u32>,
    known: FxHashMap<Vec<Value>, u32>,
    /// the outcomes being looked at
    current: Vec<Value>,
}

impl Outcomes {
    pub(super) fn new(view: View) -> Outcomes {
        Outcomes { view, by_value: FxHashMap::default(), known: FxHashMap::default(), current: Vec::new() }
    }

    /// The number of what the conditions come to; none if there are too many outcomes. `facts`: the value of each slot of
    /// the view, once or for several ways in which things may be.
    pub(super) fn of(
        &mut self,
        facts: &[(usize, Value)],
        days: (Day, Day),
        evaluation: &mut Evaluation<'_>,
    ) -> Option<u32> {
        let only = match facts {
            [(_, value)] => Some(*value),
            _ => None,
        };
        if let Some(number) = only.and_then(|value| self.by_value.get(&value)) {
            return Some(*number);
        }
        self.current.clear();
        for facts in facts.chunks(self.view.slots.len().max(1)) {
            self.look(facts, days, evaluation);
        }
        let number = match self.known.get(&self.current) {
            Some(number) => *number,
            None => {
                let number = self.known.len() as u32;
                (self.known.len() < MOST).then(|| self.known.insert(self.current.clone(), number))?;
                number
            }
        };
        if let Some(value) = only.filter(|_| self.by_value.len() < MOST) {
            self.by_value.insert(value, number);
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
