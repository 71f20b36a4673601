//! The items of a policy: its rules, and the conditions, rows and bounds they are made of.

use super::conditions::{conditions, thresholds};
use super::probe::{Probe, Seen, State};
use crate::check::model::{ExprKind, Type};
use crate::diagnostic::Message;
use crate::eval::{Evaluation, Facts};
use crate::plan::{NodeId, Plan};
use crate::syntax::Span;
use crate::value::Day;
use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// a line of 同时符合
    Requirement,
    /// 不享受
    Exclusion,
    /// 定义
    Define,
    /// 视为
    Deem,
    /// a condition that rules are made of
    Condition,
    /// a row of a rate's table
    RateRow,
    /// 择高
    HigherOf,
    /// 补差
    TopUp,
    /// 封顶
    Cap,
    /// a comparison of numbers, amounts or dates
    Threshold,
    /// 预警
    Alert,
    /// 断言
    Promise,
}

/// Whether an item counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// benefits hang on it
    Counted,
    /// 不计: no benefit hangs on it
    NotDeciding,
    /// 口径所限: the readings in force leave it without effect
    FoldedAway,
}

/// Something that tests can reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub kind: ItemKind,
    /// the policy's words
    pub words: Message,
    /// the benefit whose requirement or rate it is
    pub benefit: Option<String>,
    pub clauses: Vec<String>,
    pub span: Span,
    pub standing: Standing,
    pub seen: Seen,
    /// what must be seen
    pub required: Vec<State>,
    /// dates have a before and after, amounts a less and more
    pub dates: bool,
    pub(super) probe: Probe,
}

/// What of a plan its readers look at.
pub(super) struct Scope<'p> {
    pub(super) plan: &'p Plan,
    /// for each node whether a benefit hangs on it
    pub(super) decides: Vec<bool>,
    /// values where no fact is known
    bounds: Evaluation<'p>,
}

impl Scope<'_> {
    pub(super) fn standing(&self, node: NodeId) -> Standing {
        match self.plan.constant(node) {
            Some(_) => Standing::FoldedAway,
            None if self.decides.get(node.index()).copied().unwrap_or(false) => Standing::Counted,
            None => Standing::NotDeciding,
        }
    }

    pub(super) fn item(
        &self,
        kind: ItemKind,
        words: Message,
        span: Span,
        clauses: &[String],
        standing: Standing,
        probe: Probe,
    ) -> Item {
        let required = match standing {
            Standing::Counted => probe.possible(&self.bounds, |node| self.plan.moves(node)),
            _ => Vec::new(),
        };
        let probe = if standing == Standing::FoldedAway { Probe::Nothing } else { probe };
        let clauses = clauses.to_vec();
        Item {
            kind,
            words,
            benefit: None,
            clauses,
            span,
            standing,
            seen: Seen::default(),
            required,
            dates: false,
            probe,
        }
    }

    /// A rule that is a condition.
    fn rule(&self, kind: ItemKind, words: Message, span: Span, clauses: &[String], node: NodeId) -> Item {
        self.item(kind, words, span, clauses, self.standing(node), Probe::Condition { node, negated: false })
    }
}

/// All items of a plan, in the policy's order.
pub(super) fn items(plan: &Plan) -> Vec<Item> {
    let payables: Vec<NodeId> = plan.benefits.iter().map(|benefit| benefit.payable).collect();
    let mut bounds = Evaluation::new(plan);
    bounds.run_all(&Facts::unknown(plan), Day(0));
    let scope = Scope { plan, decides: plan.reachable(&payables), bounds };
    let mut items = benefits(&scope);
    items.extend(conditional_rules(&scope));
    items.extend(combinations(&scope));
    items.extend(conditions(&scope));
    items.extend(thresholds(&scope));
    items.sort_by_key(|item| (item.span, item.kind));
    items
}

fn same(words: impl Into<String>) -> Message {
    let words = words.into();
    Message::new(words.clone(), words)
}

fn benefits(scope: &Scope<'_>) -> Vec<Item> {
    let plan = scope.plan;
    let mut items = Vec::new();
    for ((model, nodes), wording) in plan.policy.benefits.iter().zip(&plan.benefits).zip(&plan.wording.benefits) {
        let own = |item: Item| Item { benefit: Some(model.name.clone()), ..item };
        for ((line, node), (words, _)) in model.requirements.iter().zip(&nodes.requirements).zip(&wording.requirements)
        {
            let kind = ItemKind::Requirement;
            items.push(own(scope.rule(kind, same(&**words), line.span, &line.basis, *node)));
        }
        let ExprKind::Choose(choices) = &model.rate.kind else { continue };
        let rows = choices.iter().zip(&nodes.rate_rows).zip(&wording.rate_rows);
        let mut earlier = Vec::new();
        for ((choice, (when, _)), (case, clauses)) in rows {
            let probe = Probe::Row { eligible: nodes.eligible, earlier: earlier.clone(), when: *when };
            let never = plan.constant(*when).is_some_and(|value| value.is_no());
            let standing = if never { Standing::FoldedAway } else { Standing::Counted };
            items.push(own(scope.item(ItemKind::RateRow, same(&**case), choice.span, clauses, standing, probe)));
            earlier.push(*when);
        }
    }
    items
}

fn conditional_rules(scope: &Scope<'_>) -> Vec<Item> {
    let plan = scope.plan;
    let policy = &plan.policy;
    let mut items = Vec::new();
    for ((rule, node), (words, _)) in policy.exclusions.iter().zip(&plan.exclusions).zip(&plan.wording.exclusions) {
        items.push(scope.rule(ItemKind::Exclusion, same(&**words), rule.span, &rule.basis, *node));
    }
    for (define, node) in policy.defines.iter().zip(&plan.defines).filter(|(define, _)| define.value.ty == Type::Truth)
    {
        let words = same(define.name.clone());
        items.push(match node {
            Some(node) => scope.rule(ItemKind::Define, words, define.span, &define.basis, *node),
            None => {
                let standing = Standing::NotDeciding;
                scope.item(ItemKind::Define, words, define.span, &define.basis, standing, Probe::Nothing)
            }
        });
    }
    for (deem, (when, _)) in policy.deems.iter().zip(&plan.deems) {
        items.push(scope.rule(ItemKind::Deem, same(plan.words(deem.span)), deem.span, &deem.basis, *when));
    }
    // what findings alone raise has no condition
    let conditional = policy.alerts.iter().zip(&plan.alerts).filter(|(alert, _)| alert.when.is_some());
    for (alert, node) in conditional {
        let rule = scope.rule(ItemKind::Alert, same(alert.name.clone()), alert.span, &alert.basis, *node);
        items.push(beside(rule));
    }
    for (promise, claims) in policy.promises.iter().zip(&plan.promises) {
        for (claim, node) in promise.claims.iter().zip(claims) {
            let words = same(format!("{}：{}", promise.name, plan.words(claim.span)));
            items.push(beside(scope.rule(ItemKind::Promise, words, claim.span, &promise.basis, *node)));
        }
    }
    items
}

/// What stands beside the decision on benefits is never counted.
fn beside(item: Item) -> Item {
    let standing = if item.standing == Standing::FoldedAway { item.standing } else { Standing::NotDeciding };
    Item { standing, required: Vec::new(), ..item }
}

/// 择高、补差、封顶
fn combinations(scope: &Scope<'_>) -> Vec<Item> {
    let plan = scope.plan;
    let policy = &plan.policy;
    let mut items = Vec::new();
    // where no rule is in force, or the other benefit is never drawn
    let in_force = |when: NodeId, amount: NodeId| {
        let never = |node| plan.constant(node).is_some_and(|value| value.hi <= 0);
        if never(when) || never(amount) { Standing::FoldedAway } else { Standing::Counted }
    };
    for ((rule, nodes), others) in policy.higher_ofs.iter().zip(&plan.higher_ofs).zip(&plan.wording.others) {
        let of = rule.benefits.iter().filter_map(|benefit| plan.benefits.get(*benefit));
        let ours: Vec<(NodeId, NodeId)> =
            of.filter_map(|benefit| benefit.kept.map(|kept| (benefit.amount, kept))).collect();
        let amounts: Vec<NodeId> = ours.iter().map(|(amount, _)| *amount).collect();
        let names: Vec<&str> =
            rule.benefits.iter().filter_map(|benefit| policy.benefits.get(*benefit)).map(|b| &*b.name).collect();
        let names = names.join(" + ");
        let all: Vec<&str> = others.iter().map(|(name, _)| &**name).collect();
        let clauses: Vec<String> = rule.others.iter().flat_map(|other| other.basis.iter().cloned()).collect();
        let standing = nodes.others.iter().map(|other| in_force(nodes.when, *other)).min().unwrap_or(Standing::Counted);
        let probe = Probe::Kept { when: nodes.when, ours, others: nodes.others.clone() };
        let words = against(&names, &all.join("、"));
        items.push(scope.item(ItemKind::HigherOf, words, rule.span, &once(clauses), standing, probe));
        for ((other, node), (name, clauses)) in rule.others.iter().zip(&nodes.others).zip(others) {
            let probe = Probe::Weigh { when: nodes.when, ours: amounts.clone(), other: *node, limit: false };
            let standing = in_force(nodes.when, *node);
            let words = against(name, &names);
            items.push(scope.item(ItemKind::Threshold, words, other.span, clauses, standing, probe));
        }
    }
    let pairs = policy.top_ups.iter().zip(&plan.top_ups).map(|(rule, nodes)| {
        (ItemKind::TopUp, &rule.benefits, rule.span, &rule.basis, plan.words(rule.other.span), *nodes)
    });
    let caps = policy.caps.iter().zip(&plan.caps).map(|(rule, nodes)| {
        (ItemKind::Cap, &rule.benefits, rule.span, &rule.basis, plan.words(rule.limit.span), *nodes)
    });
    for (kind, benefits, span, basis, words, (when, amount)) in pairs.chain(caps) {
        let of = benefits.iter().filter_map(|benefit| plan.benefits.get(*benefit));
        let top_up = kind == ItemKind::TopUp;
        let ours: Vec<NodeId> = of.map(|benefit| if top_up { benefit.chosen } else { benefit.topped }).collect();
        let names: Vec<&str> =
            benefits.iter().filter_map(|benefit| policy.benefits.get(*benefit)).map(|b| &*b.name).collect();
        let standing = in_force(when, amount);
        let weigh = Probe::Weigh { when, ours: ours.clone(), other: amount, limit: !top_up };
        let probe = match kind {
            ItemKind::TopUp => Probe::TopUp { when, ours, other: amount },
            _ => Probe::Cap { when, ours, limit: amount },
        };
        items.push(scope.item(kind, against(&names.join(" + "), &words), span, basis, standing, probe));
        let names = names.join(" + ");
        let words = if top_up { against(&words, &names) } else { against(&names, &words) };
        items.push(scope.item(ItemKind::Threshold, words, span, basis, standing, weigh));
    }
    items
}

fn against(one: &str, two: &str) -> Message {
    Message::new(format!("{one} 与 {two}"), format!("{one} against {two}"))
}

fn once(clauses: Vec<String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for clause in clauses {
        if !once.contains(&clause) {
            once.push(clause);
        }
    }
    once
}
