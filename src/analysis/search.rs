//! Looks through all cases for those that a question is about.

use crate::diagnostic::{Diagnostic, Message};
use crate::eval::Evaluation;
use crate::explain::{cells, conditions, name_of, outside, read_back};
use crate::plan::{NodeId, Op, Plan};
use crate::region::{Constraint, Leaf, Limits, Literals, Open, Region, Seen, Space, View, explore, views};
use crate::syntax::Span;
use crate::value::Day;
use std::ops::ControlFlow;

/// Work done for one question, in regions of a small plan.
const MOST_OF_ONE: usize = 2_000;
/// Work done for all questions about a policy.
const MOST_OF_ALL: usize = 40_000;

/// How much more may be done. Work is counted, not timed.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { left: MOST_OF_ALL }
    }
}

impl Budget {
    /// Nothing more may be done.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// How many regions may be looked at, each of which costs as much.
    pub(super) fn limits(&self, cost: usize) -> Limits {
        Limits { regions: self.left.min(MOST_OF_ONE) / cost.max(1) }
    }

    /// At least one region's cost, so that questions too dear to be asked come to an end too.
    pub(super) fn spend(&mut self, regions: usize, cost: usize) {
        self.left = self.left.saturating_sub(regions.max(1).saturating_mul(cost));
    }
}

/// What a region costs when some outputs are asked for.
pub(super) fn cost(plan: &Plan, outputs: &[NodeId]) -> usize {
    let reached = plan.reachable(outputs);
    let steps = plan.steps.iter().filter(|step| reached.get(step.node.index()) == Some(&true));
    let compared = steps.map(|step| match step.op {
        // all pairs of sets of benefits
        Op::Kept { contest, .. } => {
            let benefits = plan.contests.get(contest as usize).map_or(0, |contest| contest.benefits.len());
            1_usize.checked_shl(2 * benefits as u32).unwrap_or(usize::MAX)
        }
        _ => 1,
    });
    1 + compared.fold(0, usize::saturating_add) / 1_000
}

/// A case as a row of a sheet.
pub(super) struct Row {
    pub(super) day: Day,
    /// header and text of each fact
    pub(super) cells: Vec<(String, String)>,
}

/// What a search comes upon.
pub(super) enum Hit<'a, 'p> {
    /// a case, evaluated as any other
    Case { row: Row, evaluation: &'a Evaluation<'p>, space: &'a Space, seen: &'a [Seen], literals: Literals },
    /// cases of which the expression named leaves open whether they are meant
    Open(Message),
}

/// Calls `each` for a case of every region whose cases are meant, until it breaks off. `meant` may ask for the
/// `outputs` only.
pub(super) fn search<'p>(
    plan: &'p Plan,
    outputs: &[NodeId],
    budget: &mut Budget,
    mut meant: impl FnMut(&View<'p>, &mut Space, &Region) -> Result<bool, Open>,
    mut each: impl FnMut(Hit<'_, 'p>) -> ControlFlow<()>,
) {
    if budget.is_spent() {
        let _ = each(Hit::Open(Message::new("情形太多，没有推算", "too many cases: nothing was proved")));
        return;
    }
    let (mut space, mut views) = views(&[(plan, outputs)]);
    let seen = views.first().map(|view| view.seen().to_vec()).unwrap_or_default();
    let cost = cost(plan, outputs);
    let limits = budget.limits(cost);
    let mut looked_at = 0;
    let mut evaluation = Evaluation::new(plan);
    let mut explorer = explore(&mut space, &mut views, &Literals::none(), limits, |views, space, region| {
        looked_at += 1;
        let Some(view) = views.first() else { return Ok(Ok(false)) };
        label(meant(view, space, region))
    });
    let mut is_over = false;
    while let Some(leaf) = explorer.next() {
        let (space, _) = explorer.parts();
        let hit = match leaf.label {
            Ok(false) => continue,
            Ok(true) => match evaluate(plan, space, &seen, &leaf, &mut evaluation) {
                Some(row) => {
                    let literals = leaf.literals.simplified(space);
                    Hit::Case { row, evaluation: &evaluation, space, seen: &seen, literals }
                }
                None => Hit::Open(left_open(space, &leaf.literals)),
            },
            Err(_) if leaf.region.point(space).is_none() => continue,
            Err(node) => Hit::Open(both(name_of(plan, node))),
        };
        if each(hit).is_break() {
            is_over = true;
            break;
        }
    }
    let is_complete = is_over || explorer.is_complete();
    drop(explorer);
    budget.spend(looked_at, cost);
    if !is_complete {
        let _ = each(Hit::Open(Message::new(
            format!("情形太多，看了 {looked_at} 个区域还没有看完"),
            format!("too many cases: {looked_at} regions were not all"),
        )));
    }
}

/// Whether there is no case for which all of some conditions hold and some others do not. False where that is open.
pub(super) fn never(plan: &Plan, hold: &[NodeId], fail: &[NodeId], budget: &mut Budget) -> bool {
    let outputs: Vec<NodeId> = hold.iter().chain(fail).copied().collect();
    let mut is_never = true;
    let meant = |view: &View<'_>, space: &mut Space, region: &Region| all(view, space, region, hold, fail);
    search(plan, &outputs, budget, meant, |_| {
        is_never = false;
        ControlFlow::Break(())
    });
    is_never
}

/// Whether conditions hold, and others do not, in a region.
pub(super) fn all(
    view: &View<'_>,
    space: &mut Space,
    region: &Region,
    hold: &[NodeId],
    fail: &[NodeId],
) -> Result<bool, Open> {
    for (node, wanted) in hold.iter().map(|node| (node, true)).chain(fail.iter().map(|node| (node, false))) {
        if view.answer(space, region, *node)? != wanted {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A node that no fact can settle: no row of a table applies.
pub(super) fn is_gap(plan: &Plan, open: &Open) -> bool {
    matches!(open, Open::Stuck(node) if plan.constant(*node).is_some_and(|value| !value.is_known()))
}

fn label(answer: Result<bool, Open>) -> Result<Result<bool, NodeId>, Constraint> {
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(Open::Split(split)) => Err(split),
        Err(Open::Stuck(node)) => Ok(Err(node)),
    }
}

/// Evaluates a case of a region, read as any other case is.
fn evaluate<L>(
    plan: &Plan,
    space: &Space,
    seen: &[Seen],
    leaf: &Leaf<L>,
    evaluation: &mut Evaluation<'_>,
) -> Option<Row> {
    let point = leaf.region.point(space)?;
    let day = Day(point.values.get(space.today.index())?.lo);
    let cells = cells(plan, space, seen, &point);
    evaluation.run_all(&read_back(plan, &cells)?, day);
    Some(Row { day, cells })
}

fn both(text: String) -> Message {
    Message::new(text.clone(), text)
}

/// What of a region is not decided exactly; all that sets it apart where that is not one thing.
pub(super) fn left_open(space: &Space, literals: &Literals) -> Message {
    outside(space, literals).map_or_else(|| list(&conditions(space, literals)), both)
}

/// Conditions in one line.
pub(super) fn list(conditions: &[Message]) -> Message {
    let words = |of: fn(&Message) -> &str| conditions.iter().map(of).collect::<Vec<_>>();
    Message::new(words(|one| &one.zh).join("；"), words(|one| &one.en).join("; "))
}

/// Something that could not be decided: neither proved nor refuted.
pub(super) fn undecided(span: Span, what: &Message, expression: &Message) -> Diagnostic {
    let (zh, en) = (&what.zh, &what.en);
    Diagnostic::notice("X609", span, format!("未能判定{zh}"), format!("it could not be decided {en}"))
        .here(format!("未能判定的是：{}", expression.zh), format!("left open by: {}", expression.en))
}
