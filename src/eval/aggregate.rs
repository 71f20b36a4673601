//! Questions about all rows of a register: 计数, 合计, 任一, 全部.

use super::{Evaluation, Facts, Value};
use crate::check::model::Aggregate;
use crate::plan::AggregatePlan;

impl Evaluation<'_> {
    /// The answer over every row that a case has, whatever days the rows cover.
    pub(super) fn aggregate(&mut self, aggregate: usize, facts: &Facts) -> Value {
        let plan = self.plan;
        let Some(aggregate) = plan.aggregates.get(aggregate) else { return Value::ANY };
        let mut answer = match aggregate.what {
            Aggregate::Count | Aggregate::Sum | Aggregate::Any => Value::NO,
            Aggregate::Every => Value::YES,
        };
        match facts.dated.iter().find(|dated| dated.register == aggregate.register) {
            Some(dated) => {
                for row in &dated.rows {
                    answer = self.row(aggregate, &row.values, Value::YES, answer, facts);
                }
            }
            None => {
                let values = facts.values.get(aggregate.first_slot..).unwrap_or_default();
                let listed = values.first().copied().unwrap_or(Value::MAYBE);
                if !listed.is_no() {
                    answer = self.row(aggregate, values, listed, answer, facts);
                }
                if !listed.is_known() {
                    answer = any_number(aggregate.what, answer);
                }
            }
        }
        answer
    }

    /// Takes one row into the answer; `listed` says whether the row is there.
    fn row(
        &mut self,
        aggregate: &AggregatePlan,
        values: &[Value],
        listed: Value,
        answer: Value,
        facts: &Facts,
    ) -> Value {
        for (offset, node) in &aggregate.inputs {
            self.set(*node, values.get(*offset).copied().unwrap_or(Value::ANY));
        }
        for step in &aggregate.steps {
            self.step(*step, facts);
        }
        let condition = aggregate.condition.map_or(Value::YES, |node| self.value(node));
        let value = aggregate.value.map_or(Value::ANY, |node| self.value(node));
        let holds = Value::range(listed.lo.min(condition.lo), listed.hi.min(condition.hi));
        match aggregate.what {
            Aggregate::Count => Value::range(answer.lo + holds.lo, answer.hi + holds.hi),
            Aggregate::Any => Value::range(answer.lo.max(holds.lo), answer.hi.max(holds.hi)),
            Aggregate::Every => {
                let passes = Value::range((1 - listed.hi).max(condition.lo), (1 - listed.lo).max(condition.hi));
                Value::range(answer.lo.min(passes.lo), answer.hi.min(passes.hi))
            }
            Aggregate::Sum => {
                let (lo, hi) = match (holds.lo, holds.hi) {
                    (1, _) => (value.lo, value.hi),
                    (_, 0) => (0, 0),
                    _ => (value.lo.min(0), value.hi.max(0)),
                };
                Value::range(answer.lo.saturating_add(lo), answer.hi.saturating_add(hi))
            }
        }
    }
}

/// The answer where nobody knows how many rows there are: one row that may count stands for any number.
fn any_number(what: Aggregate, of_one: Value) -> Value {
    let open = |bound: i64, end: i64| if bound == 0 { 0 } else { end };
    match what {
        Aggregate::Any | Aggregate::Every => of_one,
        Aggregate::Count | Aggregate::Sum => Value::range(open(of_one.lo, i64::MIN), open(of_one.hi, i64::MAX)),
    }
}
