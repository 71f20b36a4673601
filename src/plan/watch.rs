//! Finds where the day makes itself felt in a plan's conditions and amounts.

use super::Plan;
use super::node::{NodeId, Op, Step, Watch};

/// The nodes among some steps whose value the day changes by itself, and not only through other such nodes.
pub(super) fn watches(plan: &Plan, steps: &[Step]) -> Vec<Watch> {
    let mut read_directly: Vec<NodeId> = plan.benefits.iter().map(|benefit| benefit.payable).collect();
    read_directly.extend(steps.iter().filter(|step| joins(step.op)).flat_map(|step| plan.inputs(step.node)));
    steps
        .iter()
        .filter(|step| plan.moves(step.node))
        .filter_map(|step| match step.op {
            Op::Equal(left, right) | Op::Less(left, right) | Op::LessEqual(left, right) => {
                Some(crossing(plan, left, right).unwrap_or(Watch::Node(step.node)))
            }
            Op::Aggregate(_) => rows_move(plan, step).then_some(Watch::Node(step.node)),
            op if joins(op) || matches!(op, Op::Member(..) | Op::Same(..)) => None,
            _ => read_directly.contains(&step.node).then_some(Watch::Node(step.node)),
        })
        .collect()
}

/// Operations that only pass on or put together what others found.
fn joins(op: Op) -> bool {
    matches!(
        op,
        Op::Not(_)
            | Op::All(_)
            | Op::Any(_)
            | Op::If { .. }
            | Op::Choose(..)
            | Op::Kept { .. }
            | Op::Greatest(_)
            | Op::Least(_)
    )
}

fn crossing(plan: &Plan, left: NodeId, right: NodeId) -> Option<Watch> {
    let (from_today, other) = match (after_today(plan, left), after_today(plan, right)) {
        (Some(from_today), None) if !plan.moves(right) => (from_today, right),
        (None, Some(from_today)) if !plan.moves(left) => (from_today, left),
        _ => return None,
    };
    Some(match from_today {
        (0, ahead) => Watch::Crossing { ahead, other },
        (months, ahead) => Watch::MonthsCrossing { months, ahead, other },
    })
}

/// `m` and `n` if the node is 当日 + m months + n days, in this order.
fn after_today(plan: &Plan, node: NodeId) -> Option<(i64, i64)> {
    if node == plan.today {
        return Some((0, 0));
    }
    match plan.op(node)? {
        Op::AddDays(of, days) => {
            let (months, ahead) = after_today(plan, of)?;
            Some((months, ahead.checked_add(days)?))
        }
        Op::AddMonths(of, months) if of == plan.today => Some((months, 0)),
        _ => None,
    }
}

fn rows_move(plan: &Plan, step: &Step) -> bool {
    let Op::Aggregate(aggregate) = step.op else { return false };
    let steps = plan.aggregates.get(aggregate as usize).map(|aggregate| aggregate.steps.as_slice());
    steps.unwrap_or_default().iter().any(|step| plan.moves(step.node))
}
