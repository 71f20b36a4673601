//! Where a given case lies.

use super::bounds::Region;
use super::space::{Kind, OTHER_TEXT, Seen, Space, Term, Variable};
use super::view::View;
use crate::eval::{Evaluation, apply};
use crate::plan::NodeId;
use crate::value::{NONE_MEMBER, NONE_TEXT, Value};

impl Region {
    /// The region of a case, from its evaluation under each plan looked at: a point, where all facts are known.
    pub fn of_case(space: &Space, views: &[View<'_>], evaluations: &[&Evaluation<'_>]) -> Region {
        let mut values: Vec<Value> = space.dimensions.iter().map(|dimension| dimension.all).collect();
        // what one version does not read, or cannot name, another may know
        let mut put = |variable: Variable, value: Value| {
            if let Some(slot) = values.get_mut(variable.index()) {
                *slot = both(space.kind(variable), *slot, value);
            }
        };
        for (view, evaluation) in views.iter().zip(evaluations) {
            put(space.today, evaluation.value(view.plan().today));
            for (slot, seen) in view.seen().iter().enumerate() {
                if seen.variable != Variable(u32::MAX) {
                    put(seen.variable, shared_value(space, view, seen, evaluation.value(NodeId(slot as u32))));
                }
            }
            for (node, variable) in view.independent() {
                put(*variable, evaluation.value(*node));
            }
        }
        let mut region = Region::exactly(values);
        region.without_rows(space);
        for index in 0..space.dimensions.len() {
            let variable = Variable(index as u32);
            let value = match space.term_of(variable) {
                Some(Term::Of { op, operands }) => {
                    let operands: Vec<Value> = operands.iter().map(|form| region.range(space, form)).collect();
                    apply(*op, &operands)
                }
                Some(Term::Greatest(of)) => of.iter().fold(Value::known(0), |most, variable| {
                    let value = region.value(space, *variable);
                    Value::range(most.lo.max(value.lo), most.hi.max(value.hi))
                }),
                Some(Term::Same(one, two)) => same(views, evaluations, *one, *two),
                Some(Term::Rows(rows)) => of_rows(views, evaluations, rows),
                _ => continue,
            };
            region.set(variable, value);
        }
        region
    }
}

/// What two views say of a value.
fn both(kind: &Kind, one: Value, two: Value) -> Value {
    match kind {
        Kind::Members | Kind::Text if one.set() & two.set() != 0 => Value::members(one.set() & two.set()),
        Kind::Members | Kind::Text => two,
        _ if one.lo <= two.hi && two.lo <= one.hi => Value::range(one.lo.max(two.lo), one.hi.min(two.hi)),
        _ => two,
    }
}

/// A plan's own value of a fact in the terms of the space.
fn shared_value(space: &Space, view: &View<'_>, seen: &Seen, value: Value) -> Value {
    match space.kind(seen.variable) {
        Kind::Members => {
            // a member that the plan does not know is for it any
            let is_open = value.set().count_ones() > 1;
            let is_possible = |own: u64| value.set() & own != 0 || own == 0 && is_open;
            let own = seen.own.iter().enumerate().filter(|(_, own)| is_possible(**own));
            Value::members(own.fold(value.set() & NONE_MEMBER, |set, (bit, _)| set | 1 << bit.min(62)))
        }
        Kind::Text if value.is_known() && value.lo == NONE_TEXT => Value::members(NONE_MEMBER),
        Kind::Text if value.is_known() => {
            let text = usize::try_from(value.lo).ok().and_then(|number| view.plan().texts.get(number));
            let bit = |place: usize| 1_u64 << place.min(61);
            match text {
                Some(text) => {
                    let place = space.texts.iter().position(|known| known == text);
                    Value::members(place.map_or(OTHER_TEXT, bit))
                }
                // a text that this version does not name; others may
                None => {
                    let unnamed = space.texts.iter().enumerate().filter(|(_, text)| !view.plan().texts.contains(text));
                    Value::members(unnamed.fold(OTHER_TEXT, |set, (place, _)| set | bit(place)))
                }
            }
        }
        Kind::Text => space.all(seen.variable),
        _ => value,
    }
}

/// Whether two texts or numbers of identity are the same in a case.
fn same(views: &[View<'_>], evaluations: &[&Evaluation<'_>], one: Variable, two: Variable) -> Value {
    let value = |view: &View<'_>, evaluation: &Evaluation<'_>, variable: Variable| {
        let slot = view.seen().iter().position(|seen| seen.variable == variable)?;
        Some(evaluation.value(NodeId(slot as u32)))
    };
    let pairs = views.iter().zip(evaluations);
    let found = pairs
        .into_iter()
        .find_map(|(view, evaluation)| Some((value(view, evaluation, one)?, value(view, evaluation, two)?)));
    match found {
        Some((one, two)) if one.is_known() && two.is_known() => Value::truth(one == two),
        _ => Value::MAYBE,
    }
}

/// What a question about rows, written out, comes to in a case.
fn of_rows(views: &[View<'_>], evaluations: &[&Evaluation<'_>], rows: &str) -> Value {
    let asked = |view: &View<'_>| view.questions().into_iter().find(|node| view.plan().canonical(*node) == rows);
    let mut found = views.iter().zip(evaluations);
    found.find_map(|(view, evaluation)| asked(view).map(|node| evaluation.value(node))).unwrap_or(Value::ANY)
}
