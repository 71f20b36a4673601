//! The conditions that rules are made of, and the bounds in them.

use super::items::{Item, ItemKind, Scope, Standing};
use super::probe::Probe;
use crate::check::model::{Expr, Type};
use crate::diagnostic::{Lang, Message};
use crate::plan::{NodeId, Op, Origin, Plan, SlotKind};
use crate::syntax::{Keyword, Span, word};

/// Conditions that are not put together of others, each once however many rules read it.
pub(super) fn conditions(scope: &Scope<'_>) -> Vec<Item> {
    let plan = scope.plan;
    let cited = cited(plan);
    let rows = row_conditions(plan);
    atoms(scope)
        .filter(|(node, _)| !rows.contains(node))
        .map(|(node, origin)| {
            let (words, negated) = match fact(plan, node) {
                Some(words) => (words, false),
                None => (in_the_text(plan, origin.span), origin.negated),
            };
            let probe = Probe::Condition { node, negated };
            let clauses = clauses(&cited, origin.span);
            scope.item(ItemKind::Condition, words, origin.span, clauses, Standing::Counted, probe)
        })
        .collect()
}

/// Comparisons of what has an order.
pub(super) fn thresholds(scope: &Scope<'_>) -> Vec<Item> {
    let plan = scope.plan;
    let cited = cited(plan);
    let compared = (0..plan.template.len() as u32).map(NodeId).filter_map(|node| {
        let (Op::Equal(left, right) | Op::Less(left, right) | Op::LessEqual(left, right)) = plan.op(node)? else {
            return None;
        };
        let origin = plan.origin(node).or_else(|| inside(plan, node))?;
        let ordered = has_order(plan, left) && has_order(plan, right);
        (ordered && scope.standing(node) == Standing::Counted).then_some((left, right, origin))
    });
    compared
        .map(|(left, right, origin)| {
            let no_fact = |node: NodeId| plan.facts_of(node).is_empty();
            let turned = no_fact(left) && !no_fact(right);
            let (subject, bound) = if turned { (right, left) } else { (left, right) };
            let probe = Probe::Compare { subject, bound };
            let words = in_the_text(plan, origin.span);
            let clauses = clauses(&cited, origin.span);
            let item = scope.item(ItemKind::Threshold, words, origin.span, clauses, Standing::Counted, probe);
            let dates =
                [subject, bound].into_iter().any(|node| matches!(type_of(plan, node), Some(Type::Date | Type::Month)));
            Item { dates: dates || bound == plan.today, ..item }
        })
        .collect()
}

/// The comparison within one condition of the text, of facts that may be 无.
fn inside(plan: &Plan, node: NodeId) -> Option<&Origin> {
    let readers = plan.steps.iter().filter(|step| plan.inputs(step.node).contains(&node));
    readers.filter_map(|step| plan.origin(step.node)).find(|origin| origin.atomic)
}

fn atoms<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (NodeId, &'s Origin)> {
    let plan = scope.plan;
    (0..plan.template.len() as u32).map(NodeId).filter_map(move |node| {
        let origin = plan.origin(node).filter(|origin| origin.atomic)?;
        (scope.standing(node) == Standing::Counted).then_some((node, origin))
    })
}

/// Conditions that do nothing but choose a row of a rate: those rows are items themselves.
fn row_conditions(plan: &Plan) -> Vec<NodeId> {
    let rows = plan.benefits.iter().flat_map(|benefit| benefit.rate_rows.iter().map(|(when, _)| *when));
    let read_elsewhere = |node: &NodeId| {
        let steps = plan.steps.get(..plan.deciding).unwrap_or_default();
        steps.iter().any(|step| !matches!(step.op, Op::Choose(..)) && plan.inputs(step.node).contains(node))
    };
    rows.filter(|when| !read_elsewhere(when)).collect()
}

fn in_the_text(plan: &Plan, span: Span) -> Message {
    let words = plan.words(span);
    Message::new(words.clone(), words)
}

/// A fact that is a condition by itself, where the text may have it in passing.
fn fact(plan: &Plan, node: NodeId) -> Option<Message> {
    let slot = plan.slots.get(node.index())?;
    let register = plan.registers.get(slot.register)?;
    let in_lang = |lang: Lang| match slot.kind {
        SlotKind::Listed => Some(format!("{} {}", word(Keyword::kw_listed, lang), register.name)),
        SlotKind::Present(column) => {
            let name = column_name(plan, slot.register, column)?;
            Some(format!("{name} {} {}", word(Keyword::kw_is_not, lang), word(Keyword::kw_none, lang)))
        }
        SlotKind::Column(column) => column_name(plan, slot.register, column),
        SlotKind::Part(..) => None,
    };
    Some(Message::new(in_lang(Lang::Zh)?, in_lang(Lang::En)?))
}

fn column_name(plan: &Plan, register: usize, column: usize) -> Option<String> {
    let register = plan.registers.get(register)?;
    let name = &register.columns.get(column)?.name;
    Some(if register.is_key() { name.clone() } else { format!("{}.{name}", register.name) })
}

fn type_of(plan: &Plan, node: NodeId) -> Option<Type> {
    let slot = plan.slots.get(node.index()).and_then(|slot| match slot.kind {
        SlotKind::Column(column) => Some(plan.registers.get(slot.register)?.columns.get(column)?.ty.clone()),
        SlotKind::Part(_, part) => Some(crate::plan::part_type(part)),
        _ => Some(Type::Truth),
    });
    slot.or_else(|| plan.origin(node).map(|origin| origin.ty.clone()))
}

fn has_order(plan: &Plan, node: NodeId) -> bool {
    !matches!(type_of(plan, node), Some(Type::Text | Type::Identity | Type::Card | Type::Truth | Type::Enumeration(_)))
}

/// Expressions of rules, each with the clauses that its rule cites.
fn cited(plan: &Plan) -> Vec<(Span, &[String])> {
    let policy = &plan.policy;
    let mut cited: Vec<(Span, &[String])> = Vec::new();
    for benefit in &policy.benefits {
        cited.extend(benefit.requirements.iter().map(|line| (line.span, line.basis.as_slice())));
        cited.push((benefit.rate.span, &benefit.rate_basis));
    }
    let optional = |when: &Option<Expr>| when.as_ref().map(|when| when.span);
    cited.extend(policy.defines.iter().map(|define| (define.value.span, define.basis.as_slice())));
    cited.extend(policy.exclusions.iter().filter_map(|rule| Some((optional(&rule.when)?, rule.basis.as_slice()))));
    for rule in &policy.higher_ofs {
        cited.extend(rule.others.iter().map(|other| (other.span, other.basis.as_slice())));
        let first = rule.others.first().map(|other| other.basis.as_slice()).unwrap_or_default();
        cited.extend(optional(&rule.when).map(|span| (span, first)));
    }
    cited.extend(policy.top_ups.iter().map(|rule| (rule.span, rule.basis.as_slice())));
    cited.extend(policy.caps.iter().map(|rule| (rule.span, rule.basis.as_slice())));
    cited.extend(policy.deems.iter().map(|rule| (rule.span, rule.basis.as_slice())));
    cited
}

fn clauses<'c>(cited: &[(Span, &'c [String])], span: Span) -> &'c [String] {
    let holds = |outer: Span| outer.range().start <= span.range().start && span.range().end <= outer.range().end;
    cited.iter().find(|(outer, _)| holds(*outer)).map(|(_, clauses)| *clauses).unwrap_or_default()
}
