//! The model's rules -> nodes, in the order in which a benefit is decided.

use super::builder::Builder;
use super::contest::Rule;
use super::node::{Join, NodeId, Op, Operands};
use super::{BenefitPlan, HigherOfPlan, Plan, ProcedurePlan, SlotKind};
use crate::check::model::{Aggregate, Alert, Benefit, Define, Expr, ExprKind, Policy, Procedure, Type};
use crate::value::Value;
use std::sync::Arc;

/// A reading or option asked for that the policy does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownReading {
    Reading { name: String, readings: Vec<String> },
    Option { reading: String, option: String, options: Vec<String> },
}

/// Makes a plan of a checked policy. `readings` are (name, option) pairs that replace defaults.
///
/// # Errors
/// When a reading or option does not exist.
pub fn compile(policy: Policy, source: &str, readings: &[(String, String)]) -> Result<Plan, UnknownReading> {
    let chosen = choose(&policy, readings)?;
    let policy = Arc::new(policy);
    let mut builder = Builder::new(&policy, &chosen);
    let rules = builder.rules();
    let Builder { slots, first_slots, texts, template, steps, operands, aggregates, contests, .. } = builder;
    let Builder { moving, today, define_nodes, mut origins, .. } = builder;
    let origins = (0..template.len()).map(|node| origins.remove(&NodeId(node as u32))).collect();
    let mut plan = Plan {
        registers: policy.registers.clone(),
        source: source.into(),
        slots,
        first_slots,
        texts,
        chosen,
        template,
        today,
        steps,
        deciding: 0,
        operands,
        aggregates,
        contests,
        step_of: Vec::new(),
        moving,
        benefits: rules.benefits,
        exclusions: rules.exclusions,
        higher_ofs: rules.higher_ofs,
        top_ups: rules.top_ups,
        caps: rules.caps,
        togethers: rules.togethers,
        deems: rules.deems,
        defines: define_nodes,
        origins,
        alerts: rules.alerts,
        accruals: rules.accruals,
        procedures: rules.procedures,
        promises: rules.promises,
        watches: Vec::new(),
        accrual_watches: Vec::new(),
        alert_watches: Vec::new(),
        facts: Vec::new(),
        wording: super::Wording::default(),
        policy,
    };
    super::prune::prune(&mut plan);
    plan.facts = facts(&plan);
    plan.watches = super::watch::watches(&plan, plan.steps.get(..plan.deciding).unwrap_or_default());
    plan.accrual_watches = super::watch::watches(&plan, &plan.steps_behind(&plan.accrual_conditions()));
    plan.alert_watches = super::watch::watches(&plan, &plan.steps_behind(&plan.alerts));
    mark_slots(&mut plan);
    plan.wording = super::wording::wording(&plan);
    Ok(plan)
}

/// For each node the slots it depends on; steps follow what they need.
fn facts(plan: &Plan) -> Vec<Arc<[usize]>> {
    let none: Arc<[usize]> = Arc::new([]);
    let mut facts: Vec<Arc<[usize]>> = vec![none; plan.template.len()];
    for (slot, own) in facts.iter_mut().enumerate().take(plan.slots.len()) {
        *own = Arc::new([slot]);
    }
    for step in &plan.steps {
        let inputs = plan.inputs(step.node);
        let lists = inputs.iter().filter_map(|input| facts.get(input.index())).filter(|list| !list.is_empty());
        let mut union: Vec<usize> = lists.flat_map(|list| list.iter().copied()).collect();
        union.sort_unstable();
        union.dedup();
        if let Some(own) = facts.get_mut(step.node.index()) {
            *own = union.into();
        }
    }
    facts
}

/// Marks which facts are read at all, and which by decisions on benefits.
fn mark_slots(plan: &mut Plan) {
    let deciding: Vec<NodeId> = plan
        .benefits
        .iter()
        .flat_map(|benefit| {
            benefit.requirements.iter().copied().chain([benefit.eligible, benefit.excluded, benefit.payable])
        })
        .chain(plan.togethers.iter().copied())
        .collect();
    let documents = plan.procedures.iter().flat_map(|procedure| procedure.documents.iter().flatten());
    let rest = plan.alerts.iter().chain(documents).chain(plan.promises.iter().flatten()).chain(&plan.exclusions);
    let rest = rest.chain(plan.accruals.iter().flatten());
    let all: Vec<NodeId> =
        rest.chain(&deciding).copied().chain(plan.benefits.iter().map(|benefit| benefit.rate)).collect();
    let (deciding, all) = (plan.facts_of_all(&deciding), plan.facts_of_all(&all));
    let together: Vec<usize> = plan.policy.togethers.iter().flat_map(|rule| rule.others.iter().copied()).collect();
    let recorded = |slot: &super::Slot| {
        let mut records = plan.policy.procedures.iter().filter_map(|procedure| procedure.records.as_ref());
        records.any(|records| {
            let column = slot.kind.column();
            let of_register = plan.registers.get(slot.register);
            let about = of_register.and_then(|register| register.columns.get(column?)).is_some_and(|it| it.is_benefit);
            records.register == slot.register
                && (column.is_none() || about || column == Some(records.stage) || column == records.documents)
        })
    };
    let recorded: Vec<bool> = plan.slots.iter().map(recorded).collect();
    for ((index, slot), recorded) in plan.slots.iter_mut().enumerate().zip(recorded) {
        let shown = together.contains(&slot.register) && slot.kind == SlotKind::Listed;
        slot.deciding = deciding.contains(&index);
        slot.used = all.contains(&index) || shown || recorded;
    }
}

fn choose(policy: &Policy, readings: &[(String, String)]) -> Result<Vec<usize>, UnknownReading> {
    let mut chosen = vec![0; policy.readings.len()];
    for (name, option) in readings {
        let found = policy.readings.iter().zip(&mut chosen).find(|(reading, _)| reading.name == *name);
        let Some((reading, slot)) = found else {
            let readings = policy.readings.iter().map(|reading| reading.name.clone()).collect();
            return Err(UnknownReading::Reading { name: name.clone(), readings });
        };
        *slot = reading.options.iter().position(|known| known == option).ok_or_else(|| UnknownReading::Option {
            reading: name.clone(),
            option: option.clone(),
            options: reading.options.clone(),
        })?;
    }
    Ok(chosen)
}

/// The nodes of all rules.
struct Rules {
    benefits: Vec<BenefitPlan>,
    exclusions: Vec<NodeId>,
    higher_ofs: Vec<HigherOfPlan>,
    top_ups: Vec<(NodeId, NodeId)>,
    caps: Vec<(NodeId, NodeId)>,
    togethers: Vec<NodeId>,
    deems: Vec<(NodeId, NodeId)>,
    alerts: Vec<NodeId>,
    accruals: Vec<Vec<NodeId>>,
    procedures: Vec<ProcedurePlan>,
    promises: Vec<Vec<NodeId>>,
}

impl Builder<'_> {
    fn rules(&mut self) -> Rules {
        let policy = self.policy;
        let exclusions: Vec<NodeId> = policy.exclusions.iter().map(|rule| self.when(&rule.when)).collect();
        let mut benefits: Vec<BenefitPlan> = policy
            .benefits
            .iter()
            .enumerate()
            .map(|(index, benefit)| self.benefit(index, benefit, &exclusions))
            .collect();
        let amounts: Vec<NodeId> = benefits.iter().map(|benefit| benefit.amount).collect();

        let higher_ofs: Vec<HigherOfPlan> = policy
            .higher_ofs
            .iter()
            .map(|rule| HigherOfPlan {
                when: self.when(&rule.when),
                others: rule.others.iter().map(|other| self.amount(&other.amount)).collect(),
            })
            .collect();
        let rules: Vec<Rule> = policy
            .higher_ofs
            .iter()
            .zip(&higher_ofs)
            .enumerate()
            .map(|(number, (rule, nodes))| Rule {
                number,
                benefits: rule.benefits.clone(),
                when: nodes.when,
                others: nodes.others.clone(),
            })
            .collect();
        self.contests(&rules, &amounts);
        self.keep(&mut benefits);
        let top_ups = self.top_up(&mut benefits);
        let caps = self.cap(&mut benefits);
        self.payables = benefits.iter().map(|benefit| benefit.payable).collect();

        Rules {
            benefits,
            exclusions,
            higher_ofs,
            top_ups,
            caps,
            togethers: policy.togethers.iter().map(|rule| self.when(&rule.when)).collect(),
            deems: policy
                .deems
                .iter()
                .map(|deem| self.deem(deem.register, deem.column, &deem.when, &deem.value))
                .collect(),
            alerts: policy.alerts.iter().map(|alert| self.alert(alert)).collect(),
            accruals: policy
                .accruals
                .iter()
                .map(|accrual| accrual.items.iter().map(|item| self.when(&item.when)).collect())
                .collect(),
            procedures: policy.procedures.iter().map(|procedure| self.procedure(procedure)).collect(),
            promises: policy
                .promises
                .iter()
                .map(|promise| promise.claims.iter().map(|claim| self.expr(claim)).collect())
                .collect(),
        }
    }

    /// An amount: what comes out below 0 counts as 0.
    fn amount(&mut self, expr: &Expr) -> NodeId {
        let node = self.expr(expr);
        self.floored(node, expr)
    }

    fn floored(&mut self, node: NodeId, expr: &Expr) -> NodeId {
        if !may_be_negative(expr, &self.policy.defines) {
            return node;
        }
        let zero = self.constant(Value::known(0));
        self.node(Op::Greatest(Operands::default()), vec![zero, node])
    }

    fn when(&mut self, when: &Option<Expr>) -> NodeId {
        match when {
            Some(when) => self.expr(when),
            None => self.yes(),
        }
    }

    /// Of an alert that findings raise, the condition that must hold besides; without one 否, for no day raises it.
    fn alert(&mut self, alert: &Alert) -> NodeId {
        match (&alert.when, alert.upon.is_empty()) {
            (None, false) => self.constant(Value::NO),
            (when, _) => self.when(when),
        }
    }

    fn procedure(&mut self, procedure: &Procedure) -> ProcedurePlan {
        let stages = procedure.stages.iter();
        let documents =
            stages.map(|stage| stage.documents.iter().map(|document| self.when(&document.when)).collect()).collect();
        ProcedurePlan { documents }
    }

    fn deem(&mut self, register: usize, column: usize, when: &Option<Expr>, value: &Expr) -> (NodeId, NodeId) {
        self.deeming.push((register, column));
        let nodes = (self.when(when), self.expr(value));
        self.deeming.pop();
        nodes
    }

    fn benefit(&mut self, index: usize, benefit: &Benefit, exclusions: &[NodeId]) -> BenefitPlan {
        let requirements: Vec<NodeId> =
            benefit.requirements.iter().map(|requirement| self.expr(&requirement.condition)).collect();
        let eligible = self.all(requirements.clone());
        let applying: Vec<NodeId> = self
            .policy
            .exclusions
            .iter()
            .zip(exclusions)
            .filter(|(rule, _)| rule.benefits.contains(&index))
            .map(|(_, node)| *node)
            .collect();
        let excluded = self.any(applying);
        let not_excluded = self.not(excluded);
        let entitled = self.all(vec![eligible, not_excluded]);
        let (rate, rate_rows) = match &benefit.rate.kind {
            ExprKind::Choose(choices) => self.choose(choices, &benefit.rate.ty),
            _ => (self.expr(&benefit.rate), Vec::new()),
        };
        let rate = self.floored(rate, &benefit.rate);
        let zero = self.constant(Value::known(0));
        let amount = self.choose_if(entitled, rate, zero, Join::Range);
        BenefitPlan {
            requirements,
            eligible,
            excluded,
            rate,
            rate_rows,
            amount,
            kept: None,
            chosen: amount,
            topped: amount,
            payable: amount,
        }
    }

    fn keep(&mut self, benefits: &mut [BenefitPlan]) {
        let zero = self.constant(Value::known(0));
        let members: Vec<(usize, usize, usize)> = self
            .contests
            .iter()
            .enumerate()
            .flat_map(|(contest, found)| {
                found.benefits.iter().enumerate().map(move |(place, benefit)| (contest, place, *benefit))
            })
            .collect();
        for (contest, place, benefit) in members {
            let Some(benefit) = benefits.get_mut(benefit) else { continue };
            let kept = self.node(Op::Kept { contest: contest as u32, benefit: place as u32 }, Vec::new());
            benefit.kept = Some(kept);
            benefit.chosen = self.choose_if(kept, benefit.amount, zero, Join::Range);
        }
        for benefit in benefits {
            benefit.topped = benefit.chosen;
            benefit.payable = benefit.chosen;
        }
    }

    /// Paid is what exceeds the other benefits; of several benefits together the last named is reduced first.
    fn top_up(&mut self, benefits: &mut [BenefitPlan]) -> Vec<(NodeId, NodeId)> {
        let policy = self.policy;
        let zero = self.constant(Value::known(0));
        let nodes: Vec<(NodeId, NodeId)> =
            policy.top_ups.iter().map(|rule| (self.when(&rule.when), self.amount(&rule.other))).collect();
        for (bound, rules) in self.grouped(policy.top_ups.iter().map(|rule| rule.benefits.as_slice())) {
            let mut left = zero;
            for (when, other) in rules.iter().filter_map(|rule| nodes.get(*rule)) {
                let other = self.choose_if(*when, *other, zero, Join::Range);
                left = if left == zero { other } else { self.node(Op::Add(left, other), Vec::new()) };
            }
            if left == zero {
                continue;
            }
            for benefit in bound.iter().rev() {
                let Some(benefit) = benefits.get_mut(*benefit) else { continue };
                let difference = self.node(Op::Subtract(benefit.topped, left), Vec::new());
                let paid = self.node(Op::Greatest(Operands::default()), vec![zero, difference]);
                if bound.len() > 1 {
                    let rest = self.node(Op::Subtract(left, benefit.topped), Vec::new());
                    left = self.node(Op::Greatest(Operands::default()), vec![zero, rest]);
                }
                benefit.topped = paid;
                benefit.payable = paid;
            }
        }
        nodes
    }

    /// Rules by the benefits they bind: rules about the same benefits are one. Those about few come before those
    /// about many, then by name, so that the file's order does not matter.
    fn grouped<'r>(&self, rules: impl Iterator<Item = &'r [usize]>) -> Vec<(&'r [usize], Vec<usize>)> {
        let mut groups: Vec<(&[usize], Vec<usize>)> = Vec::new();
        for (index, benefits) in rules.enumerate() {
            match groups.iter_mut().find(|(bound, _)| *bound == benefits) {
                Some((_, rules)) => rules.push(index),
                None => groups.push((benefits, vec![index])),
            }
        }
        let name = |benefit: &usize| self.policy.benefits.get(*benefit).map(|benefit| benefit.name.as_str());
        groups.sort_by_cached_key(|(bound, _)| (bound.len(), bound.iter().map(name).collect::<Vec<_>>()));
        groups
    }

    /// The benefits together are at most the least of the limits; the last named is reduced first.
    fn cap(&mut self, benefits: &mut [BenefitPlan]) -> Vec<(NodeId, NodeId)> {
        let policy = self.policy;
        let zero = self.constant(Value::known(0));
        let unlimited = self.constant(Value::known(i64::MAX));
        let nodes: Vec<(NodeId, NodeId)> =
            policy.caps.iter().map(|rule| (self.when(&rule.when), self.amount(&rule.limit))).collect();
        for (bound, rules) in self.grouped(policy.caps.iter().map(|rule| rule.benefits.as_slice())) {
            let in_force = rules.iter().filter_map(|rule| nodes.get(*rule).copied());
            let limits: Vec<NodeId> = in_force
                .map(|(when, limit)| self.choose_if(when, limit, unlimited, Join::Range))
                .filter(|limit| *limit != unlimited)
                .collect();
            if limits.is_empty() {
                continue;
            }
            let mut left = self.node(Op::Least(Operands::default()), limits);
            for benefit in bound {
                let Some(benefit) = benefits.get_mut(*benefit) else { continue };
                let paid = self.node(Op::Least(Operands::default()), vec![benefit.payable, left]);
                let rest = self.node(Op::Subtract(left, paid), Vec::new());
                left = self.node(Op::Greatest(Operands::default()), vec![zero, rest]);
                benefit.payable = paid;
            }
        }
        nodes
    }
}

/// Whether an amount can come out below 0. Facts that are amounts cannot.
fn may_be_negative(expr: &Expr, defines: &[Define]) -> bool {
    let any = |of: &[Expr]| of.iter().any(|of| may_be_negative(of, defines));
    match &expr.kind {
        ExprKind::Constant(value) => value.lo < 0,
        ExprKind::Fact { .. } => !matches!(expr.ty, Type::Money { .. } | Type::Monthly { .. }),
        ExprKind::Define(define) => defines.get(*define).is_none_or(|define| may_be_negative(&define.value, defines)),
        ExprKind::Add(left, right) | ExprKind::Multiply(left, right) | ExprKind::Quotient { left, right, .. } => {
            may_be_negative(left, defines) || may_be_negative(right, defines)
        }
        ExprKind::Least(of) => any(of),
        ExprKind::Greatest(of) => of.iter().all(|of| may_be_negative(of, defines)),
        ExprKind::If { then, otherwise, .. } => may_be_negative(then, defines) || may_be_negative(otherwise, defines),
        ExprKind::Choose(choices) => choices.iter().any(|choice| may_be_negative(&choice.value, defines)),
        ExprKind::Aggregate { what: Aggregate::Count, .. } => false,
        ExprKind::Aggregate { .. } => !matches!(expr.ty, Type::Money { .. } | Type::Monthly { .. }),
        _ => true,
    }
}
