//! What an amount can be if it is anything at all.

use super::{Evaluation, Value};
use crate::plan::{NodeId, Op};

impl Evaluation<'_> {
    /// The range of the values above 0 that an amount can have: of `either 90 or 0` it is 90 alone. None
    /// when the amount is surely 0.
    pub fn positive(&self, node: NodeId) -> Option<Value> {
        let value = self.value(node);
        if value.hi <= 0 {
            return None;
        }
        if value.lo > 0 {
            return Some(value);
        }
        match self.plan.op(node) {
            Some(Op::If { when, then, otherwise, .. }) => {
                let when = self.value(when);
                let then = if when.is_no() { None } else { self.positive(then) };
                let otherwise = if when.is_yes() { None } else { self.positive(otherwise) };
                either(then, otherwise)
            }
            Some(Op::Choose(list, _)) => {
                let mut range = None;
                for row in self.plan.list(list).chunks(2) {
                    let [when, value] = row else { break };
                    let when = self.value(*when);
                    if !when.is_no() {
                        range = either(range, self.positive(*value));
                    }
                    if when.is_yes() {
                        break;
                    }
                }
                range.or(Some(Value::range(1, value.hi)))
            }
            _ => Some(Value::range(1, value.hi)),
        }
    }
}

fn either(one: Option<Value>, two: Option<Value>) -> Option<Value> {
    match (one, two) {
        (Some(one), Some(two)) => Some(one.or(two)),
        (one, two) => one.or(two),
    }
}
