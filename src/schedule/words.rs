//! Words for the months of one case: the reasons at the moments that decide, and what ended payment.

use super::ground::{Ground, filing_words, worded};
use crate::calendar::{Cause, Day, Decision, DueStatus, Looked, MonthDue, Status, Stop, Timeline};
use crate::check::model::{AccrualItem, AccrualSetting, Expr};
use crate::diagnostic::Message;
use crate::eval::{Evaluation, Facts, Value};
use crate::explain::{Reason, reasons};
use crate::plan::Plan;
use crate::syntax::Keyword;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Days after the event within which a row that tells of it begins, as a cremation follows a death.
const REPORTED_WITHIN: i64 = 31;

/// Words for the months of one case; what is alike in several months is worded once.
pub(super) struct Words<'w, 'p> {
    timeline: &'w Timeline<'p>,
    evaluations: &'w mut Vec<Evaluation<'p>>,
    facts: &'w [&'w Facts],
    /// by benefit, stretch and status
    reasons: BTreeMap<(usize, usize, usize, Status), Arc<[Reason]>>,
    /// the ground of the month before
    last: Option<(Key, Arc<Ground>)>,
}

/// What makes the grounds of two months the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    benefit: usize,
    status: DueStatus,
    cause: Cause,
    stretches: Vec<(usize, usize)>,
}

impl<'w, 'p> Words<'w, 'p> {
    pub(super) fn new(
        timeline: &'w Timeline<'p>,
        evaluations: &'w mut Vec<Evaluation<'p>>,
        facts: &'w [&'w Facts],
    ) -> Words<'w, 'p> {
        Words { timeline, evaluations, facts, reasons: BTreeMap::new(), last: None }
    }

    pub(super) fn of(&mut self, benefit: usize, due: &MonthDue) -> Arc<Ground> {
        let stretches = due.looked_at.iter().map(|looked| (looked.policy, looked.stretch)).collect();
        let key = Key { benefit, status: due.status, cause: due.cause.clone(), stretches };
        if let Some((last, ground)) = &self.last
            && *last == key
        {
            return ground.clone();
        }
        let ground = Arc::new(self.ground(benefit, due));
        self.last = Some((key, ground.clone()));
        ground
    }

    fn ground(&mut self, benefit: usize, due: &MonthDue) -> Ground {
        match &due.cause {
            Cause::Conditions if due.status == DueStatus::OutsidePolicy => Ground::new(
                Message::new("政策不在施行期", "no policy in force"),
                Message::new(
                    "这个月没有政策在施行，不作认定",
                    "no policy is in force in this month; nothing is decided",
                ),
                Vec::new(),
            ),
            Cause::Conditions => self.conditions(benefit, due),
            Cause::Stopped(stop) => self.stopped(benefit, stop),
            Cause::BackPay(stop) => {
                let ended = self.stopped(benefit, stop);
                let clauses = self.clauses(benefit, stop.lost, |setting| {
                    matches!(setting, AccrualSetting::BackPay(..) | AccrualSetting::BackPayUnlimited)
                });
                Ground::new(
                    Message::new("补发", "paid afterwards"),
                    Message::new(
                        format!("恢复后补发停发的月份（{}）", ended.name.zh),
                        format!("paid after the stop ({})", ended.name.en),
                    ),
                    clauses,
                )
            }
            Cause::NewFiling(stop) => {
                let ended = self.stopped(benefit, stop);
                let clauses = self.clauses(benefit, stop.lost, |setting| {
                    matches!(setting, AccrualSetting::Resume(Keyword::kw_new_filing))
                });
                Ground::new(
                    Message::new("待重新申请", "new filing needed"),
                    Message::new(
                        format!("停发（{}）以后又符合条件，须重新申请", ended.name.zh),
                        format!("entitled again after the stop ({}), but a new filing is needed", ended.name.en),
                    ),
                    clauses,
                )
            }
            other => {
                let (name, text) = filing_words(other);
                let clauses = match (other, due.looked_at.first()) {
                    (Cause::Waived(_), _) | (_, None) => Vec::new(),
                    (_, Some(looked)) => {
                        self.clauses(benefit, *looked, |setting| matches!(setting, AccrualSetting::Start(_)))
                    }
                };
                Ground::new(name, text, clauses)
            }
        }
    }

    /// The reasons at every moment that was looked at.
    fn conditions(&mut self, benefit: usize, due: &MonthDue) -> Ground {
        let status = match due.status {
            DueStatus::Due => Status::Entitled,
            DueStatus::Undetermined => Status::Undetermined,
            _ => Status::NotEntitled,
        };
        let mut found: Vec<Reason> = Vec::new();
        for looked in due.looked_at.iter() {
            for reason in self.reasons(benefit, *looked, status, due.amount).iter() {
                if !found.contains(reason) {
                    found.push(reason.clone());
                }
            }
        }
        let nothing_missing = |reason: &Reason| matches!(reason, Reason::Missing { facts, .. } if facts.is_empty());
        if found.iter().any(nothing_missing) {
            return Ground::new(
                Message::new("待核实", "to be verified"),
                Message::new(
                    "符合条件，申请记录、停发的情形没有查明",
                    "entitled, but it is not known whether a filing counts or what ended payment",
                ),
                Vec::new(),
            );
        }
        worded(&found)
    }

    /// The grounds that came to hold; without any, the conditions that are no longer met.
    fn stopped(&mut self, benefit: usize, stop: &Stop) -> Ground {
        let policy = self.timeline.policies.get(stop.lost.policy);
        let items: Vec<&AccrualItem> = policy
            .map(|policy| policy.plan)
            .map(|plan| stop.grounds.iter().filter_map(|ground| accrual_item(plan, *ground)).collect())
            .unwrap_or_default();
        let notes: Vec<&str> = items.iter().filter_map(|item| item.note.as_deref()).collect();
        let refused = self.reasons(benefit, stop.lost, Status::NotEntitled, Value::known(0));
        let refusals: Vec<Reason> = refused.iter().filter(|reason| reason.refuses()).cloned().collect();
        let plain = worded(&refusals);
        let name = if notes.is_empty() { plain.name } else { Message::new(notes.join("、"), notes.join(", ")) };
        let mut clauses: Vec<String> = Vec::new();
        for clause in items.iter().flat_map(|item| &item.basis).chain(&plain.clauses) {
            if !clauses.contains(clause) {
                clauses.push(clause.clone());
            }
        }
        let (event, month) = (stop.event, stop.month);
        let text = Message::new(
            format!("{}（{event}），{month} 起停发：{}", name.zh, plain.text.zh),
            format!("{} ({event}), not paid from {month}: {}", name.en, plain.text.en),
        );
        Ground { learned: self.learned(benefit, stop), ..Ground::new(name, text, clauses) }
    }

    fn reasons(&mut self, benefit: usize, looked: Looked, status: Status, amount: Value) -> Arc<[Reason]> {
        if let Some(known) = self.reasons.get(&(benefit, looked.policy, looked.stretch, status)) {
            return known.clone();
        }
        let own = self.timeline.benefit(looked.policy, benefit);
        let facts = self.timeline.policies.get(looked.policy).and_then(|policy| self.facts.get(policy.given)).copied();
        let decision = Decision { status, amount, moment: looked.moment };
        let found = match (own, facts, self.evaluated(looked)) {
            (Some(own), Some(facts), Some((plan, evaluation))) => reasons(plan, evaluation, facts, own, &decision),
            _ => Vec::new(),
        };
        let found: Arc<[Reason]> = found.into();
        self.reasons.insert((benefit, looked.policy, looked.stretch, status), found.clone());
        found
    }

    /// The values of all nodes at a moment.
    fn evaluated(&mut self, looked: Looked) -> Option<(&'p Plan, &Evaluation<'p>)> {
        let in_force = self.timeline.policies.get(looked.policy)?;
        let evaluation = self.evaluations.get_mut(looked.policy)?;
        evaluation.run_all(self.facts.get(in_force.given)?, looked.moment);
        Some((in_force.plan, evaluation))
    }

    /// The clauses of some items of 计发 that apply at a moment; of the 计发 itself where they cite none.
    fn clauses(&mut self, benefit: usize, looked: Looked, wanted: impl Fn(AccrualSetting) -> bool) -> Vec<String> {
        let own = self.timeline.benefit(looked.policy, benefit);
        let Some((plan, evaluation)) = self.evaluated(looked) else { return Vec::new() };
        let mut clauses: Vec<String> = Vec::new();
        for (accrual, conditions) in plan.policy.accruals.iter().zip(&plan.accruals) {
            let ours = accrual.benefits.is_empty() || own.is_some_and(|own| accrual.benefits.contains(&own));
            let items = accrual.items.iter().zip(conditions).filter(|(item, _)| ours && wanted(item.setting));
            for (item, _) in items.filter(|(_, condition)| !evaluation.value(**condition).is_no()) {
                let basis = if item.basis.is_empty() { &accrual.basis } else { &item.basis };
                clauses.extend(basis.iter().filter(|clause| !clauses.contains(clause)).cloned().collect::<Vec<_>>());
            }
        }
        clauses
    }

    /// When the office learned of a stop: by the rows of the registers that its ground reads, which begin or end about
    /// that day.
    fn learned(&self, benefit: usize, stop: &Stop) -> Option<Day> {
        let in_force = self.timeline.policies.get(stop.lost.policy)?;
        let (plan, facts) = (in_force.plan, self.facts.get(in_force.given)?);
        let whens: Vec<&Expr> =
            stop.grounds.iter().filter_map(|ground| accrual_item(plan, *ground)?.when.as_ref()).collect();
        let registers = if whens.is_empty() {
            let payable = plan.benefits.get(self.timeline.benefit(stop.lost.policy, benefit)?)?.payable;
            let slots = plan.facts_of(payable).iter().filter_map(|slot| plan.slots.get(*slot));
            slots.map(|slot| slot.register).collect()
        } else {
            plan.policy.registers_in(whens)
        };
        let about = |day: i64| (stop.event.0..=stop.event.0 + REPORTED_WITHIN).contains(&day);
        let rows = facts.dated.iter().filter(|dated| registers.contains(&dated.register)).flat_map(|dated| &dated.rows);
        let told = rows.filter(|row| about(row.from) || about(row.until)).filter_map(|row| row.learned);
        told.filter(|learned| *learned >= stop.event.0).min().map(Day)
    }
}

fn accrual_item(plan: &Plan, condition: usize) -> Option<&AccrualItem> {
    plan.policy.accruals.iter().flat_map(|accrual| &accrual.items).nth(condition)
}
