//! Whether two plans decide benefits by the same operations on the same facts.

use crate::plan::{AggregatePlan, Contest, NodeId, Op, Plan};
use rustc_hash::FxHashSet;

/// Node for node the same, however they are numbered: then no case can tell the plans apart. The plans are of
/// policies with the same registers; `false` says nothing.
pub fn decides_alike(one: &Plan, two: &Plan) -> bool {
    if one.slots.len() != two.slots.len() || one.benefits.len() != two.benefits.len() || one.texts != two.texts {
        return false;
    }
    let mut pairs = Pairs { one, two, seen: FxHashSet::default() };
    one.benefits.iter().zip(&two.benefits).all(|(left, right)| pairs.alike(left.payable, right.payable))
}

struct Pairs<'p> {
    one: &'p Plan,
    two: &'p Plan,
    seen: FxHashSet<(NodeId, NodeId)>,
}

impl Pairs<'_> {
    fn alike(&mut self, left: NodeId, right: NodeId) -> bool {
        let mut open = vec![(left, right)];
        while let Some((left, right)) = open.pop() {
            if !self.seen.insert((left, right)) {
                continue;
            }
            let same = match (self.one.op(left), self.two.op(right)) {
                (Some(one), Some(two)) => self.same_operation(one, two),
                (None, None) => {
                    let value = |plan: &Plan, node: NodeId| plan.template.get(node.index()).copied();
                    let (one, two) = (self.one.constant(left), self.two.constant(right));
                    let slots = one.is_none() && two.is_none() && left == right;
                    slots || one.is_some() && two.is_some() && value(self.one, left) == value(self.two, right)
                }
                _ => false,
            };
            let (one, two) = (self.one.inputs(left), self.two.inputs(right));
            if !same || one.len() != two.len() {
                return false;
            }
            open.extend(one.into_iter().zip(two));
        }
        true
    }

    /// The operations are the same, their operands aside.
    fn same_operation(&self, one: Op, two: Op) -> bool {
        match (one, two) {
            (Op::Member(_, one), Op::Member(_, two)) => one == two,
            (Op::AddDays(_, one), Op::AddDays(_, two)) | (Op::AddMonths(_, one), Op::AddMonths(_, two)) => one == two,
            (Op::Quotient { up, multiple, mode, .. }, Op::Quotient { up: u, multiple: m, mode: d, .. }) => {
                (up, multiple, mode) == (u, m, d)
            }
            (Op::If { join, .. }, Op::If { join: other, .. }) => join == other,
            (Op::Choose(_, one), Op::Choose(_, two)) => one == two,
            (Op::Aggregate(one), Op::Aggregate(two)) => {
                let (one, two) = (self.one.aggregates.get(one as usize), self.two.aggregates.get(two as usize));
                one.zip(two).is_some_and(|(one, two)| same_rows(one, two))
            }
            (Op::Kept { contest, benefit }, Op::Kept { contest: other, benefit: second }) => {
                let (one, two) = (self.one.contests.get(contest as usize), self.two.contests.get(other as usize));
                benefit == second && one.zip(two).is_some_and(|(one, two)| same_contest(one, two))
            }
            _ => std::mem::discriminant(&one) == std::mem::discriminant(&two),
        }
    }
}

/// Steps for each row are compared with their numbers: equal policies number them alike.
fn same_rows(one: &AggregatePlan, two: &AggregatePlan) -> bool {
    one == two
}

fn same_contest(one: &Contest, two: &Contest) -> bool {
    let shape = |contest: &Contest| {
        let others = contest.others.iter().map(|other| {
            let bits: Vec<u32> = other.against.iter().map(|(_, bits)| *bits).collect();
            (bits, other.group)
        });
        (contest.benefits.clone(), contest.keep_ours, contest.uniform, others.collect::<Vec<_>>())
    };
    shape(one) == shape(two)
}
