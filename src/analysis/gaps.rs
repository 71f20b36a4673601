//! Cases that a table forgets: the requirements are met, and no row applies.

use super::search::{Budget, Hit, all, is_gap, left_open, list, search, undecided};
use crate::diagnostic::{Diagnostic, Message};
use crate::eval::Evaluation;
use crate::explain::conditions;
use crate::plan::{NodeId, Op, Plan};
use crate::region::{Literals, Region, Seen, Space, Term, Variable, View};
use crate::syntax::Span;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// What is looked at, and when.
struct Question {
    hold: Vec<NodeId>,
    fail: Vec<NodeId>,
    /// amounts that must then be settled
    amounts: Vec<NodeId>,
    /// the rate that is looked at, if it is one
    rate: Option<Span>,
}

/// One case for each table that forgets some.
pub(super) fn gaps(plan: &Plan, budget: &mut Budget) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for question in questions(plan) {
        let Question { hold, fail, amounts, rate } = &question;
        let outputs: Vec<NodeId> = hold.iter().chain(fail).chain(amounts).copied().collect();
        if tables(plan, &outputs).next().is_none() {
            continue;
        }
        let mut open = None;
        let meant = |view: &View<'_>, space: &mut Space, region: &Region| {
            match all(view, space, region, hold, fail) {
                Ok(true) => {}
                Err(open) if is_gap(plan, &open) => return Ok(true),
                answer => return answer,
            }
            for amount in amounts {
                match view.amount(space, region, *amount) {
                    Err(open) if is_gap(plan, &open) => return Ok(true),
                    Err(open) => return Err(open),
                    Ok(_) => {}
                }
            }
            Ok(false)
        };
        search(plan, &outputs, budget, meant, |hit| {
            match hit {
                Hit::Case { evaluation, space, seen, literals, .. } => {
                    let tables = unsettled(plan, evaluation, &outputs);
                    if tables.is_empty() {
                        open.get_or_insert(left_open(space, &literals));
                    }
                    for table in tables {
                        let place = place(plan, table).or(*rate).unwrap_or_default();
                        if found.iter().all(|known| known.span() != place) {
                            found.push(gap(place, &words(plan, table, space, seen, &literals)));
                        }
                    }
                }
                Hit::Open(expression) => {
                    open.get_or_insert(expression);
                }
            }
            ControlFlow::Continue(())
        });
        if let (Some(expression), Some(span)) = (open, rate) {
            let what = Message::new("标准是否覆盖所有情形", "whether the rate covers every case");
            found.push(undecided(*span, &what, &expression));
        }
    }
    found
}

fn questions(plan: &Plan) -> Vec<Question> {
    let mut found = Vec::new();
    let policy = &plan.policy;
    for (nodes, model) in plan.benefits.iter().zip(&policy.benefits) {
        let (hold, fail, amounts) = (vec![nodes.eligible], vec![nodes.excluded], vec![nodes.rate]);
        found.push(Question { hold, fail, amounts, rate: Some(model.rate.span) });
    }
    let higher = policy.higher_ofs.iter().zip(&plan.higher_ofs);
    let higher = higher.map(|(rule, nodes)| (&rule.benefits, nodes.when, nodes.others.clone()));
    let top_ups =
        policy.top_ups.iter().zip(&plan.top_ups).map(|(rule, nodes)| (&rule.benefits, nodes.0, vec![nodes.1]));
    let caps = policy.caps.iter().zip(&plan.caps).map(|(rule, nodes)| (&rule.benefits, nodes.0, vec![nodes.1]));
    for (benefits, when, amounts) in higher.chain(top_ups).chain(caps) {
        for nodes in benefits.iter().filter_map(|benefit| plan.benefits.get(*benefit)) {
            let (hold, fail) = (vec![nodes.eligible, when], vec![nodes.excluded]);
            found.push(Question { hold, fail, amounts: amounts.clone(), rate: None });
        }
    }
    // what benefits depend on has been looked at
    let payables: Vec<NodeId> = plan.benefits.iter().map(|benefit| benefit.payable).collect();
    let deciding: Vec<NodeId> = tables(plan, &payables).collect();
    let conditions = plan.alerts.iter().chain(plan.promises.iter().flatten());
    for node in conditions.filter(|node| tables(plan, &[**node]).any(|table| !deciding.contains(&table))) {
        found.push(Question { hold: vec![*node], fail: Vec::new(), amounts: Vec::new(), rate: None });
    }
    found
}

/// The rows of a table: conditions and values.
fn rows(plan: &Plan, node: NodeId) -> Option<&[NodeId]> {
    match plan.op(node) {
        Some(Op::Choose(list, _)) => Some(plan.list(list)),
        _ => None,
    }
}

fn whens(rows: &[NodeId]) -> impl Iterator<Item = NodeId> + '_ {
    rows.chunks_exact(2).filter_map(|row| row.first().copied())
}

fn tables<'a>(plan: &'a Plan, outputs: &[NodeId]) -> impl Iterator<Item = NodeId> + 'a {
    let reached = plan.reachable(outputs);
    let is_reached = move |node: &NodeId| reached.get(node.index()).copied().unwrap_or(false);
    plan.steps.iter().map(|step| step.node).filter(is_reached).filter(|node| rows(plan, *node).is_some())
}

/// The tables of which no row applies to a case that has come out open.
fn unsettled(plan: &Plan, evaluation: &Evaluation<'_>, outputs: &[NodeId]) -> Vec<NodeId> {
    if outputs.iter().all(|output| evaluation.value(*output).is_known()) {
        return Vec::new();
    }
    let applies_none = |node: &NodeId| {
        let rows = rows(plan, *node).unwrap_or_default();
        whens(rows).all(|when| evaluation.value(when).is_no())
    };
    tables(plan, outputs).filter(applies_none).collect()
}

fn place(plan: &Plan, table: NodeId) -> Option<Span> {
    plan.origin(table).map(|origin| origin.span)
}

fn gap(span: Span, witness: &Message) -> Diagnostic {
    Diagnostic::warning(
        "R406",
        span,
        "标准没有覆盖所有情形，未覆盖的会是待核实",
        "this does not cover every case; the others come out undetermined",
    )
    .here(format!("例如 {}", witness.zh), format!("for example {}", witness.en))
    .help("补一行，或用 _ 写明其余情形", "add a row, or say with _ what the rest is")
}

/// What of a case the table looks at, in the policy's words.
fn words(plan: &Plan, table: NodeId, space: &Space, seen: &[Seen], literals: &Literals) -> Message {
    let whens: Vec<NodeId> = rows(plan, table).map(|rows| whens(rows).collect()).unwrap_or_default();
    let facts = plan.facts_of_all(&whens).into_iter().filter_map(|slot| seen.get(slot)).map(|seen| seen.variable);
    let mut looked_at: BTreeSet<Variable> = facts.collect();
    if whens.iter().any(|when| plan.moves(*when)) {
        looked_at.insert(space.today);
    }
    let own = literals.list().iter().filter(|constraint| {
        let variables = Literals::none().with(constraint, true).variables();
        variables.iter().all(|variable| looked_at.contains(variable) || is_made_of(space, *variable, &looked_at))
    });
    let own = own.fold(Literals::none(), |sofar, constraint| sofar.with(constraint, true));
    list(&conditions(space, if own.list().is_empty() { literals } else { &own }))
}

fn is_made_of(space: &Space, variable: Variable, facts: &BTreeSet<Variable>) -> bool {
    let parts: Vec<Variable> = match space.term_of(variable) {
        Some(Term::Of { operands, .. }) => {
            operands.iter().flat_map(|form| form.terms.iter().map(|(variable, _)| *variable)).collect()
        }
        Some(Term::Same(one, two)) => vec![*one, *two],
        Some(Term::Greatest(of)) => of.clone(),
        Some(Term::Rows(_)) => return true,
        Some(Term::Condition { .. }) | None => return false,
    };
    parts.into_iter().all(|part| facts.contains(&part) || is_made_of(space, part, facts))
}
