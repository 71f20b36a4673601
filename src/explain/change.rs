//! Changes of one fact that could alter an answer: the other values it may have, and the points where conditions turn.

use crate::check::model::{SlotKind, Type};
use crate::eval::{Evaluation, Facts, Moment, NONE_TEXT, Value};
use crate::plan::{NodeId, Op, Plan, absent};
use crate::value::{Day, Month};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
    Value(Value),
    /// the register has no row, or the column is 无
    Absent,
}

/// The facts with one of them changed, and what belongs to it adjusted.
pub(super) fn with(plan: &Plan, facts: &Facts, slot: usize, candidate: Candidate) -> Facts {
    let mut changed = facts.clone();
    let Some(found) = plan.slots.get(slot).copied() else { return changed };
    let Some(register) = plan.registers.get(found.register) else { return changed };
    for (index, other) in plan.slots.iter().enumerate().filter(|(_, other)| other.register == found.register) {
        let Some(value) = changed.values.get_mut(index) else { continue };
        match (found.kind, candidate, other.kind) {
            (SlotKind::Listed, Candidate::Absent, kind) => *value = absent(kind, &register.columns),
            (
                SlotKind::Present(column),
                Candidate::Absent,
                SlotKind::Column(of) | SlotKind::Present(of) | SlotKind::Part(of, _),
            ) if column == of => {
                *value = absent(other.kind, &register.columns);
            }
            (_, Candidate::Value(new), kind) if kind == found.kind => *value = new,
            (SlotKind::Column(_), Candidate::Value(_), SlotKind::Listed) => *value = Value::YES,
            (SlotKind::Column(column), Candidate::Value(_), SlotKind::Present(of)) if column == of => {
                *value = Value::YES
            }
            _ => {}
        }
    }
    changed
}

/// The other values that a fact may have, as far as conditions tell them apart.
pub(super) fn candidates(
    plan: &Plan,
    evaluation: &Evaluation<'_>,
    facts: &Facts,
    moments: &[Moment],
    slot: usize,
) -> Vec<Candidate> {
    let Some(found) = plan.slots.get(slot) else { return Vec::new() };
    let present = evaluation.value(NodeId(slot as u32));
    let values: Vec<Candidate> = match found.kind {
        SlotKind::Listed => vec![Candidate::Value(Value::YES), Candidate::Absent],
        SlotKind::Present(_) => vec![Candidate::Absent],
        SlotKind::Part(..) => Vec::new(),
        SlotKind::Column(column) => {
            let register = plan.registers.get(found.register);
            match register.and_then(|register| register.columns.get(column)).map(|column| &column.ty) {
                Some(Type::Enumeration(members)) => {
                    (0..members.len()).map(|member| Candidate::Value(Value::members(1 << member.min(62)))).collect()
                }
                Some(Type::Truth) => vec![Candidate::Value(Value::YES), Candidate::Value(Value::NO)],
                Some(Type::Identity | Type::Card) | None => Vec::new(),
                Some(ty) => thresholds(plan, facts, moments, slot, matches!(ty, Type::Text))
                    .into_iter()
                    .map(|number| Candidate::Value(Value::known(number)))
                    .collect(),
            }
        }
    };
    values
        .into_iter()
        .filter(|candidate| match candidate {
            Candidate::Value(value) => *value != present,
            Candidate::Absent => !present.is_no(),
        })
        .collect()
}

/// The values of a fact at which comparisons with it turn on some day looked at, and their neighbours; of a text
/// (`exact`) the texts themselves. In the order of the values, or of the policy.
pub(crate) fn thresholds(plan: &Plan, facts: &Facts, moments: &[Moment], slot: usize, exact: bool) -> Vec<i64> {
    let node = NodeId(slot as u32);
    let mut points = Vec::new();
    let mut evaluation = Evaluation::new(plan);
    for moment in moments {
        evaluation.run(facts, *moment);
        for step in plan.steps.get(..plan.deciding).unwrap_or_default() {
            if let Op::Equal(left, right) | Op::Less(left, right) | Op::LessEqual(left, right) = step.op {
                turning_points(&evaluation, left, evaluation.value(right), node, &mut points);
                turning_points(&evaluation, right, evaluation.value(left), node, &mut points);
            }
        }
        points.extend(weighed_against(plan, &evaluation, slot));
    }
    if exact {
        points.retain(|point| *point != NONE_TEXT);
        return points;
    }
    let mut near: Vec<i64> =
        points.into_iter().flat_map(|point| [point.saturating_sub(1), point, point.saturating_add(1)]).collect();
    near.retain(|point| !is_amount(plan, slot) || *point >= 0);
    near.sort_unstable();
    near.dedup();
    near
}

/// What our benefits are worth together, in every combination: the other benefit of a 择高 turns it there.
fn weighed_against(plan: &Plan, evaluation: &Evaluation<'_>, slot: usize) -> Vec<i64> {
    let mut points = Vec::new();
    for contest in &plan.contests {
        if contest.others.iter().any(|other| plan.facts_of(other.amount).contains(&slot)) {
            for set in 0..1_u32 << contest.amounts.len().min(10) {
                let of_set = contest.amounts.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
                points.push(of_set.map(|(_, amount)| evaluation.value(*amount).hi).fold(0, i64::saturating_add));
            }
        }
    }
    points
}

/// The values of `fact` at which `node` comes to the known value `turn`. The node is the fact itself, directly or by
/// 视为, days or months from it, its month, or an age that hangs on it.
fn turning_points(evaluation: &Evaluation<'_>, node: NodeId, turn: Value, fact: NodeId, points: &mut Vec<i64>) {
    if !turn.is_known() {
        return;
    }
    let plan = evaluation.plan();
    let mut open = vec![(node, turn.lo)];
    while let Some((node, turn)) = open.pop() {
        if node == fact {
            points.push(turn);
            continue;
        }
        if !plan.facts_of(node).contains(&fact.index()) {
            continue;
        }
        let day_of = |month: Option<Month>| month.into_iter().flat_map(|month| [month.first_day(), month.last_day()]);
        let years = |from: i64, years: i64| Day(from).plus_months(years.checked_mul(12)?);
        let ages = [turn, turn.saturating_add(1)];
        let earlier: Vec<(NodeId, Option<Day>)> = match plan.op(node) {
            Some(Op::If { then, otherwise, .. }) => {
                open.extend([(then, turn), (otherwise, turn)]);
                continue;
            }
            Some(Op::AddDays(of, days)) => vec![(of, turn.checked_sub(days).map(Day))],
            Some(Op::AddMonths(of, months)) => {
                vec![(of, months.checked_neg().and_then(|months| Day(turn).plus_months(months)))]
            }
            Some(Op::MonthOf(of)) => day_of(Some(Month(turn))).map(|day| (of, day)).collect(),
            Some(Op::FirstDay(of) | Op::LastDay(of)) => day_of(Day(turn).month()).map(|day| (of, day)).collect(),
            Some(Op::Age { birth, on }) => {
                let (born, reached) = (evaluation.value(birth), evaluation.value(on));
                let births = ages.map(|age| (birth, years(reached.lo, age.saturating_neg())));
                let days = ages.map(|age| (on, years(born.lo, age)));
                let births = births.into_iter().filter(|_| reached.is_known());
                births.chain(days.into_iter().filter(|_| born.is_known())).collect()
            }
            _ => continue,
        };
        open.extend(earlier.into_iter().filter_map(|(node, day)| Some((node, day?.0))));
    }
}

/// Whether a fact is an amount or a number.
fn is_amount(plan: &Plan, slot: usize) -> bool {
    plan.slots.get(slot).is_some_and(|slot| match slot.kind {
        SlotKind::Column(column) => plan
            .registers
            .get(slot.register)
            .and_then(|register| register.columns.get(column))
            .is_some_and(|column| column.ty.scale().is_some()),
        _ => false,
    })
}
