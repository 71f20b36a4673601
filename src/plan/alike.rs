//! Which benefits two plans decide by the same operations on the same facts.

use super::canonical::kind;
use super::{AggregatePlan, Contest, Op, Plan};
use crate::value::Value;
use rustc_hash::FxHashMap;

/// For each benefit of `one`, whether `two` comes to what is paid by the same operations on the same facts, however
/// either numbers its nodes. Then no case can tell the two apart; `false` says nothing. Benefits go by their names.
pub fn decided_alike(one: &Plan, two: &Plan) -> Vec<bool> {
    let mut known = Forms::default();
    let (of_one, of_two) = (known.of_plan(one), known.of_plan(two));
    let paid = |plan: &Plan, forms: &[usize], name: &str| {
        let benefit = plan.policy.benefits.iter().position(|benefit| benefit.name == name)?;
        forms.get(plan.benefits.get(benefit)?.payable.index()).copied()
    };
    let names = one.policy.benefits.iter().map(|benefit| benefit.name.as_str());
    names.map(|name| paid(one, &of_one, name).is_some_and(|form| paid(two, &of_two, name) == Some(form))).collect()
}

/// Numbers what nodes compute: nodes with one number, of whichever plan, have the same value for every case.
#[derive(Default)]
struct Forms(FxHashMap<(String, Vec<usize>), usize>);

impl Forms {
    fn number(&mut self, label: String, operands: Vec<usize>) -> usize {
        let next = self.0.len();
        *self.0.entry((label, operands)).or_insert(next)
    }

    /// For each node its number. Steps follow what they need.
    fn of_plan(&mut self, plan: &Plan) -> Vec<usize> {
        let mut forms: Vec<usize> = (0..plan.template.len())
            .map(|node| {
                let label = match node {
                    slot if slot < plan.slots.len() => fact(plan, slot),
                    node if node == plan.today.index() => "today".to_string(),
                    node => constant(plan, plan.template.get(node).copied().unwrap_or(Value::ANY)),
                };
                self.number(label, Vec::new())
            })
            .collect();
        for step in &plan.steps {
            let form = self.of_step(plan, &mut forms, step.op);
            set(&mut forms, step.node.index(), form);
        }
        forms
    }

    fn of_step(&mut self, plan: &Plan, forms: &mut [usize], op: Op) -> usize {
        if let Op::Aggregate(aggregate) = op
            && let Some(aggregate) = plan.aggregates.get(aggregate as usize)
        {
            return self.of_rows(plan, forms, aggregate);
        }
        let operands = plan.operands_of(op).into_iter().map(|node| form(forms, node.index())).collect();
        self.number(label(plan, op), operands)
    }

    /// A question about rows: its condition and its value, over what a row holds.
    fn of_rows(&mut self, plan: &Plan, forms: &mut [usize], aggregate: &AggregatePlan) -> usize {
        for (offset, node) in &aggregate.inputs {
            let of_row = self.number(format!("row {}", fact(plan, aggregate.first_slot + offset)), Vec::new());
            set(forms, node.index(), of_row);
        }
        for step in &aggregate.steps {
            let form = self.of_step(plan, forms, step.op);
            set(forms, step.node.index(), form);
        }
        let parts = [aggregate.condition, aggregate.value];
        let register = plan.registers.get(aggregate.register).map(|register| register.name.as_str());
        let label = format!("{:?} {register:?} {:?}", aggregate.what, parts.map(|part| part.is_some()));
        self.number(label, parts.into_iter().flatten().map(|node| form(forms, node.index())).collect())
    }
}

fn form(forms: &[usize], node: usize) -> usize {
    forms.get(node).copied().unwrap_or(usize::MAX)
}

fn set(forms: &mut [usize], node: usize, form: usize) {
    if let Some(known) = forms.get_mut(node) {
        *known = form;
    }
}

/// A fact by its name and by what its values stand for.
fn fact(plan: &Plan, slot: usize) -> String {
    let column = plan.slots.get(slot).and_then(|slot| {
        let register = plan.registers.get(slot.register)?;
        let column = register.columns.get(slot.kind.column()?)?;
        Some((&column.ty, column.optional, register.is_key()))
    });
    format!("fact {} {column:?}", plan.fact_name(slot))
}

/// A number; where it may stand for a text, which one.
fn constant(plan: &Plan, value: Value) -> String {
    let text = usize::try_from(value.lo).ok().filter(|_| value.is_known()).and_then(|text| plan.texts.get(text));
    format!("{}..{} {text:?}", value.lo, value.hi)
}

/// An operation with all that it holds besides its operands.
fn label(plan: &Plan, op: Op) -> String {
    match op {
        Op::If { join, .. } => format!("if {join:?}"),
        Op::Choose(_, join) => format!("choose {join:?}"),
        Op::Kept { contest, .. } => {
            let contest = plan.contests.get(contest as usize).map(|contest| shape(plan, contest));
            format!("{} {}", kind(op), contest.unwrap_or_default())
        }
        op => kind(op),
    }
}

/// Who stands against whom in a 择高, and who stays on a tie.
fn shape(plan: &Plan, contest: &Contest) -> String {
    let names = contest.benefits.iter().filter_map(|benefit| plan.policy.benefits.get(*benefit));
    let names: Vec<&str> = names.map(|benefit| benefit.name.as_str()).collect();
    let others = contest.others.iter().map(|other| {
        let bits: Vec<u32> = other.against.iter().map(|(_, bits)| *bits).collect();
        (bits, other.group)
    });
    format!("{names:?} {} {} {:?}", contest.keep_ours, contest.uniform, others.collect::<Vec<_>>())
}
