//! Many regions in few lines: each is widened as far as the edit does the same everywhere in it.

use super::impact::{BothVersions, Effect, ImpactLine, Witness};
use crate::calendar::{Decider, Decision, days_in_force};
use crate::diagnostic::Message;
use crate::eval::Value;
use crate::explain::{amount, cells, conditions, read_back};
use crate::plan::Plan;
use crate::region::{Constraint, Form, Leaf, Limits, Literals, Point, Space, View};
use crate::value::Day;

/// Regions looked at to prove that one constraint does not matter.
const MOST_REGIONS: usize = 4_000;

/// A line and what sets it apart.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) literals: Literals,
    /// what is paid before and after
    pub(super) amounts: [Form; 2],
    pub(super) line: ImpactLine,
}

pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// regions that should change, of which no case was found
    pub(super) unproved: Vec<Literals>,
}

/// The changed regions in as few lines as widening gives: when the limits are reached, the rest is told region by region.
pub(super) fn lines<'p>(
    both: BothVersions<'p>,
    space: &mut Space,
    views: &mut [View<'p>],
    leaves: Vec<Leaf<Effect>>,
    mut left: Limits,
) -> Lines {
    let mut found = Lines { lines: Vec::new(), unproved: Vec::new() };
    let mut changed: Vec<Leaf<Effect>> =
        leaves.into_iter().filter(|leaf| matches!(leaf.label, Effect::Changed { .. })).collect();
    // fewer constraints are sooner widened to what covers the rest
    changed.sort_by_key(|leaf| leaf.literals.list().len());
    let bounds = bounds(&changed);
    for leaf in changed {
        let is_told = |line: &Line| line.literals.contain(space, &leaf.region);
        if found.lines.iter().any(is_told) {
            continue;
        }
        let literals = leaf.literals.simplified(space);
        let widened = widen(both, space, views, literals.clone(), &leaf.label, &bounds, &mut left);
        match line(both, space, views, &widened, &leaf) {
            Some(line) => {
                if widened != literals {
                    let is_left = |known: &Line| {
                        known.literals.region(space).is_none_or(|region| !widened.contain(space, &region))
                    };
                    found.lines.retain(is_left);
                }
                let Effect::Changed { before, after, .. } = leaf.label else { continue };
                found.lines.push(Line { literals: widened, amounts: [before, after], line });
            }
            // an empty region that the bounds do not show to be empty, or one outside what can be decided
            None => found.unproved.push(literals),
        }
    }
    found.lines.sort_by_key(|line| (line.line.knock_on, line.literals.list().len()));
    found
}

/// Leaves out, one after the other, constraints without which the edit still does the same everywhere.
fn widen<'p>(
    both: BothVersions<'p>,
    space: &mut Space,
    views: &mut [View<'p>],
    mut literals: Literals,
    effect: &Effect,
    bounds: &[Constraint],
    left: &mut Limits,
) -> Literals {
    let mut place = literals.list().len();
    while place > 0 && left.regions > 0 {
        place -= 1;
        let Some(constraint) = literals.list().get(place).cloned() else { continue };
        let weaker = weaker(&constraint, bounds).into_iter().map(|bound| literals.replaced(place, bound));
        let wider: Vec<Literals> = [literals.without(place)].into_iter().chain(weaker).collect();
        let uniform = wider.into_iter().find(|wider| both.is_uniform(space, views, wider, effect, MOST_REGIONS, left));
        literals = uniform.unwrap_or(literals);
    }
    let mut place = 0;
    while left.regions > 0
        && let Some(constraint) = literals.list().get(place).cloned()
    {
        if let Constraint::Among(variable, set) = constraint {
            let mut set = set;
            for bit in (0..64).map(|bit| 1_u64 << bit) {
                if space.all(variable).set() & bit & !set == 0 {
                    continue;
                }
                let added = Literals::none().with(&Constraint::Among(variable, bit), true);
                let there = literals.without(place);
                let part = added.list().iter().fold(there, |sofar, constraint| sofar.with(constraint, true));
                if part.region(space).is_some() && both.is_uniform(space, views, &part, effect, MOST_REGIONS, left) {
                    set |= bit;
                }
            }
            literals = literals.replaced(place, Constraint::Among(variable, set));
        }
        place += 1;
    }
    literals
}

/// Takes out of several lines the conditions that all of them have.
pub(super) fn common(lines: &mut [Line]) -> Vec<Message> {
    let Some((first, rest)) = lines.split_first() else { return Vec::new() };
    if rest.is_empty() {
        return Vec::new();
    }
    let in_all = |condition: &&Message| rest.iter().all(|line| line.line.conditions.contains(*condition));
    let common: Vec<Message> = first.line.conditions.iter().filter(in_all).cloned().collect();
    for line in lines {
        line.line.conditions.retain(|condition| !common.contains(condition));
    }
    common
}

/// All bounds on forms that set some region apart.
fn bounds(leaves: &[Leaf<Effect>]) -> Vec<Constraint> {
    let mut found: Vec<Constraint> = Vec::new();
    for constraint in leaves.iter().flat_map(|leaf| leaf.literals.list()) {
        if matches!(constraint, Constraint::AtLeast(..)) && !found.contains(constraint) {
            found.push(constraint.clone());
        }
    }
    found
}

/// Bounds on the same form that say less, the weakest first.
fn weaker(constraint: &Constraint, bounds: &[Constraint]) -> Vec<Constraint> {
    let Constraint::AtLeast(form, least) = constraint else { return Vec::new() };
    let mut weaker: Vec<i64> = bounds
        .iter()
        .filter_map(|bound| match bound {
            Constraint::AtLeast(other, other_least) if other == form && other_least < least => Some(*other_least),
            _ => None,
        })
        .collect();
    weaker.sort_unstable();
    weaker.into_iter().map(|least| Constraint::AtLeast(form.clone(), least)).collect()
}

/// A line about cases for which some constraints hold, with a witness; none if no case was found.
pub(super) fn line(
    both: BothVersions<'_>,
    space: &Space,
    views: &[View<'_>],
    literals: &Literals,
    leaf: &Leaf<Effect>,
) -> Option<ImpactLine> {
    let Effect::Changed { before, after, direction, knock_on, in_force } = &leaf.label else { return None };
    let region = literals.region(space)?;
    let expected = [leaf.region.range(space, before), leaf.region.range(space, after)];
    // a case of the widened region is plainer; one of the region itself will do
    let witness = [&region, &leaf.region].into_iter().find_map(|region| {
        let point = region.point(space)?;
        witness(both, space, views, &point, expected)
    })?;
    let words = |form: &Form, in_force: bool| match form.known() {
        _ if !in_force => Message::new("不在施行期", "not in force"),
        Some(0) => Message::new("不享受", "not entitled"),
        _ => amount(space, &region, form),
    };
    Some(ImpactLine {
        benefit: String::new(),
        conditions: conditions(space, literals),
        before: words(before, in_force[0]),
        after: words(after, in_force[1]),
        direction: *direction,
        knock_on: *knock_on,
        witness,
    })
}

/// A case written out, read back and decided under both versions: it must come out as the region says.
fn witness(
    both: BothVersions<'_>,
    space: &Space,
    views: &[View<'_>],
    point: &Point,
    expected: [Value; 2],
) -> Option<Witness> {
    let [old, new] = views else { return None };
    let day = Day(point.values.get(space.today.index())?.lo);
    let month = day.month()?;
    let mut told: Vec<(String, String)> = Vec::new();
    let mut decisions: Vec<Decision> = Vec::new();
    for ((view, benefit), expected) in [(old, both.old), (new, both.new)].into_iter().zip(expected) {
        let plan = view.plan();
        let own = cells(plan, space, view.seen(), point);
        decisions.push(decide(plan, benefit.map(|(_, benefit)| benefit), &own, day, expected)?);
        for (header, text) in own {
            if !told.iter().any(|(known, _)| *known == header) {
                told.push((header, text));
            }
        }
    }
    let [before, after] = decisions.as_slice() else { return None };
    Some(Witness { day, month, cells: told, before: *before, after: *after })
}

/// The month's decision, where the day's amount is as expected.
fn decide(
    plan: &Plan,
    benefit: Option<usize>,
    cells: &[(String, String)],
    day: Day,
    expected: Value,
) -> Option<Decision> {
    let nothing =
        Decision { status: crate::calendar::Status::NotEntitled, amount: Value::known(0), moment: day.into() };
    let Some(benefit) = benefit else { return Some(nothing) };
    let Ok((first, last)) = days_in_force(&plan.policy, day.month()?) else { return Some(nothing) };
    let facts = read_back(plan, cells)?;
    let mut decider = Decider::new(plan);
    decider.evaluation.run(&facts, day);
    let paid = decider.evaluation.value(plan.benefits.get(benefit)?.payable);
    let fits = paid.is_known() && expected.lo <= paid.lo && paid.lo <= expected.hi;
    let decision = decider.decide(&facts, first, last).get(benefit).copied();
    decision.filter(|_| fits)
}
