//! Promises (断言): proved for every case, or refuted by one.

use super::search::{Budget, Hit, Row, all, is_gap, left_open, list, search, undecided};
use super::{Analysis, Counterexample};
use crate::diagnostic::{Diagnostic, Message};
use crate::eval::Evaluation;
use crate::explain::{conditions, range_text};
use crate::plan::{NodeId, Plan};
use crate::syntax::Span;
use std::ops::ControlFlow;

/// How a claim came out.
enum Proof {
    Proved,
    /// a case for which it does not hold, and what is paid then
    Refuted(Message, Row),
    Open(Message),
}

/// Promises that hold for every case are counted, the others are reported. A claim that stands in `told` is not.
pub(super) fn promises(plan: &Plan, told: &[Diagnostic], budget: &mut Budget, analysis: &mut Analysis) {
    for (promise, nodes) in plan.policy.promises.iter().zip(&plan.promises) {
        let mut holds = true;
        for (claim, node) in promise.claims.iter().zip(nodes) {
            let is_told = told.iter().any(|known| known.span() == claim.span);
            let proof = if is_told { None } else { Some(prove(plan, *node, budget)) };
            holds &= matches!(proof, Some(Proof::Proved));
            match proof {
                Some(Proof::Refuted(case, Row { day, cells })) => {
                    analysis.counterexamples.push(Counterexample { claim: claim.span, day, cells });
                    analysis.problems.push(refuted(claim.span, &promise.name, &case));
                }
                Some(Proof::Open(expression)) => {
                    let name = &promise.name;
                    let what = Message::new(
                        format!("断言“{name}”是否对一切情形都成立"),
                        format!("whether promise `{name}` holds for every case"),
                    );
                    analysis.problems.push(undecided(claim.span, &what, &expression));
                }
                Some(Proof::Proved) | None => {}
            }
        }
        analysis.proved += usize::from(holds);
    }
}

fn refuted(claim: Span, promise: &str, case: &Message) -> Diagnostic {
    Diagnostic::error(
        "X608",
        claim,
        format!("断言“{promise}”并非对一切情形都成立"),
        format!("promise `{promise}` does not hold for every case"),
    )
    .here(format!("例如 {}", case.zh), format!("for example {}", case.en))
    .help("补上规则；断言写得过宽的，改断言", "add the missing rule, or narrow the promise if it says too much")
}

fn prove(plan: &Plan, claim: NodeId, budget: &mut Budget) -> Proof {
    let mut proof = Proof::Proved;
    search(
        plan,
        &[claim],
        budget,
        |view, space, region| match all(view, space, region, &[], &[claim]) {
            // what no row of a table settles is reported as a gap
            Err(open) if is_gap(plan, &open) => Ok(false),
            answer => answer,
        },
        |hit| match hit {
            Hit::Case { row, evaluation, space, literals, .. } if evaluation.value(claim).is_no() => {
                let (case, paid) = (list(&conditions(space, &literals)), paid(plan, evaluation, claim));
                let case = Message::new(format!("{}：{}", case.zh, paid.zh), format!("{}: {}", case.en, paid.en));
                proof = Proof::Refuted(case, row);
                ControlFlow::Break(())
            }
            Hit::Case { space, literals, .. } => {
                proof = Proof::Open(left_open(space, &literals));
                ControlFlow::Continue(())
            }
            Hit::Open(expression) => {
                proof = Proof::Open(expression);
                ControlFlow::Continue(())
            }
        },
    );
    proof
}

/// What a case is paid of the benefits that a claim speaks of.
fn paid(plan: &Plan, evaluation: &Evaluation<'_>, claim: NodeId) -> Message {
    let read = plan.reachable(&[claim]);
    let is_read = |node: NodeId| read.get(node.index()).copied().unwrap_or(false);
    let benefits = plan.policy.benefits.iter().zip(&plan.benefits).filter(|(_, nodes)| is_read(nodes.payable));
    let amounts = benefits.map(|(benefit, nodes)| {
        let (name, amount) = (&benefit.name, range_text(evaluation.value(nodes.payable)));
        Message::new(format!("{name} 为 {amount} 元/月"), format!("{name} is {amount} yuan/month"))
    });
    let amounts: Vec<Message> = amounts.collect();
    if amounts.is_empty() {
        return Message::new("断言不成立", "the promise does not hold");
    }
    Message::new(
        amounts.iter().map(|amount| amount.zh.as_str()).collect::<Vec<_>>().join("，"),
        amounts.iter().map(|amount| amount.en.as_str()).collect::<Vec<_>>().join(", "),
    )
}
