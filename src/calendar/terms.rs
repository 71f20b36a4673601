//! 计发 as it applies to one benefit of a plan.

use crate::check::model::{AccrualSetting, SlotKind};
use crate::eval::{FactRow, Facts, Value};
use crate::plan::Plan;
use crate::syntax::Keyword;
use crate::value::{Day, Month};

/// The settings of 计发 for one benefit. Conditions are numbers among [`Plan::accrual_conditions`].
#[derive(Debug, Clone, Default)]
pub struct Terms {
    starts: Vec<(usize, Keyword)>,
    stops: Vec<Item<bool>>,
    resumes: Vec<Item<bool>>,
    back_pays: Vec<Item<BackPay>>,
    filing: Option<usize>,
    approval: Option<usize>,
    waiver: Option<usize>,
    payment: Option<(usize, usize)>,
    benefit: usize,
}

/// One item with a condition.
#[derive(Debug, Clone, Copy)]
struct Item<T> {
    condition: usize,
    /// it says 当
    conditional: bool,
    setting: T,
}

/// How many months before the restart are paid at most; none: all.
pub(super) type BackPay = Option<i64>;

/// 补发 不限 looks ahead so many months.
const UNLIMITED: i64 = 120;

/// An application for a benefit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filing {
    pub filed: Day,
    /// none: not approved yet, or no approval is recorded
    pub approved: Option<Day>,
    /// the last day on which it counts: withdrawn or refused
    pub until: Option<Day>,
    /// surely for this benefit
    pub certain: bool,
}

/// What a person has been paid of a benefit for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    pub month: Month,
    /// fen; none: it could not be read, or it is not sure that this benefit is meant
    pub amount: Option<i64>,
}

impl Terms {
    /// The terms of one benefit of a policy; without items that the chosen readings rule out.
    pub fn new(plan: &Plan, benefit: usize) -> Terms {
        let mut terms = Terms { benefit, ..Terms::default() };
        let mut condition = 0;
        for (accrual, conditions) in plan.policy.accruals.iter().zip(&plan.accruals) {
            let applies = accrual.benefits.is_empty() || accrual.benefits.contains(&benefit);
            for (item, node) in accrual.items.iter().zip(conditions) {
                let ruled_out = plan.constant(*node).is_some_and(Value::is_no);
                if applies && !ruled_out {
                    terms.add(item.setting, condition, item.when.is_some());
                }
                condition += 1;
            }
        }
        terms
    }

    fn add(&mut self, setting: AccrualSetting, condition: usize, conditional: bool) {
        match setting {
            AccrualSetting::Monthly => {}
            AccrualSetting::Start(word) => self.starts.push((condition, word)),
            AccrualSetting::Stop(word) => {
                self.stops.push(Item { condition, conditional, setting: word == Keyword::kw_same_month });
            }
            AccrualSetting::Resume(word) => {
                self.resumes.push(Item { condition, conditional, setting: word == Keyword::kw_new_filing });
            }
            AccrualSetting::BackPayUnlimited => {
                self.back_pays.push(Item { condition, conditional, setting: None });
            }
            AccrualSetting::BackPay(number, unit) => {
                let months = if unit == Keyword::kw_years { i64::from(number) * 12 } else { i64::from(number) };
                self.back_pays.push(Item { condition, conditional, setting: Some(months) });
            }
            AccrualSetting::KeptIn(Keyword::kw_filing, register, _) => self.filing = Some(register),
            AccrualSetting::KeptIn(Keyword::kw_approval, _, column) => self.approval = column,
            AccrualSetting::KeptIn(Keyword::kw_waiver, register, _) => self.waiver = Some(register),
            AccrualSetting::KeptIn(_, register, column) => self.payment = column.map(|column| (register, column)),
        }
    }

    /// The register of filings.
    pub fn filing(&self) -> Option<usize> {
        self.filing
    }

    /// The register of payments.
    pub fn payment(&self) -> Option<usize> {
        self.payment.map(|(register, _)| register)
    }

    /// The first day on which a filing counts; none while the approval it waits for is missing.
    pub(super) fn start(&self, filing: &Filing, conditions: &[Value]) -> Option<Day> {
        let holds = |condition: &usize| conditions.get(*condition).is_none_or(|value| !value.is_no());
        let word = self.starts.iter().find(|(condition, _)| holds(condition)).map(|(_, word)| *word);
        let next_month = |day: Day| Month(day.month()?.0 + 1).first_day();
        match word {
            Some(Keyword::kw_after_filing_month) => next_month(filing.filed),
            Some(Keyword::kw_approval_month) => filing.approved.map(|day| day.max(filing.filed)),
            Some(Keyword::kw_after_approval_month) => next_month(filing.approved?.max(filing.filed)),
            _ => Some(filing.filed),
        }
    }

    /// Whether a loss of entitlement takes the very month.
    pub(super) fn stops_same_month(&self, conditions: &[Value]) -> Value {
        applying(&self.stops, conditions)
    }

    /// Whether a stop lasts until a new filing.
    pub(super) fn needs_new_filing(&self, conditions: &[Value]) -> Value {
        applying(&self.resumes, conditions)
    }

    /// The grounds (止 with 当) that hold.
    pub(super) fn grounds(&self, conditions: &[Value]) -> Vec<usize> {
        let named = self.stops.iter().filter(|item| item.conditional);
        let holding = named.filter(|item| conditions.get(item.condition).is_some_and(|value| value.is_yes()));
        holding.map(|item| item.condition).collect()
    }

    /// How many months a stop with these conditions is paid for afterwards; none: not at all.
    pub(super) fn back_pay(&self, conditions: &[Value]) -> Option<BackPay> {
        let holding =
            self.back_pays.iter().filter(|item| conditions.get(item.condition).is_some_and(|value| value.is_yes()));
        holding.map(|item| item.setting).reduce(|one, other| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (limit, None) | (None, limit) => limit,
        })
    }

    /// How many months after a month may still decide whether it is paid for afterwards.
    pub(super) fn longest_back_pay(&self) -> i64 {
        self.back_pays.iter().map(|item| item.setting.unwrap_or(UNLIMITED)).max().unwrap_or(0)
    }

    /// The filings of a case, by day; none where nobody knows of any.
    pub fn filings(&self, plan: &Plan, facts: &Facts) -> Option<Vec<Filing>> {
        let register = self.filing?;
        let approved = self.approval.and_then(|column| offset(plan, register, SlotKind::Column(column)));
        let given = self.approval.and_then(|column| offset(plan, register, SlotKind::Present(column)));
        let rows = rows(plan, facts, register)?;
        let mut filings: Vec<Filing> = rows
            .iter()
            .filter_map(|row| {
                let certain = self.concerns(plan, register, row)?;
                let day = |offset: Option<usize>| offset.and_then(|offset| row.values.get(offset)).copied();
                let approved = day(approved).filter(|value| value.is_known() && !day(given).is_some_and(Value::is_no));
                let until = (row.until != i64::MAX).then_some(Day(row.until));
                Some(Filing { filed: Day(row.from), approved: approved.map(|value| Day(value.lo)), until, certain })
            })
            .collect();
        filings.sort_by_key(|filing| filing.filed);
        Some(filings)
    }

    /// The days of waivers, in order.
    pub fn waivers(&self, plan: &Plan, facts: &Facts) -> Option<Vec<Day>> {
        let register = self.waiver?;
        let rows = rows(plan, facts, register)?;
        let mut days: Vec<Day> = rows
            .iter()
            .filter(|row| self.concerns(plan, register, row) == Some(true))
            .map(|row| Day(row.from))
            .collect();
        days.sort_unstable();
        Some(days)
    }

    /// The payments of a case, in the order of the register.
    pub fn payments(&self, plan: &Plan, facts: &Facts) -> Option<Vec<Payment>> {
        let (register, _) = self.payment?;
        Some(rows(plan, facts, register)?.iter().filter_map(|row| self.payment_of(plan, row)).collect())
    }

    /// What a row of the register of payments pays of this benefit.
    pub fn payment_of(&self, plan: &Plan, row: &FactRow) -> Option<Payment> {
        let (register, column) = self.payment?;
        let certain = self.concerns(plan, register, row)?;
        let amount = *row.values.get(offset(plan, register, SlotKind::Column(column))?)?;
        let month = Day(row.from).month()?;
        Some(Payment { month, amount: (certain && amount.is_known()).then_some(amount.lo) })
    }

    /// Whether a row is about this benefit: surely, perhaps (false), or not at all (none).
    fn concerns(&self, plan: &Plan, register: usize, row: &FactRow) -> Option<bool> {
        let columns = plan.registers.get(register).map(|register| register.columns.as_slice()).unwrap_or_default();
        let Some(column) = columns.iter().position(|column| column.is_benefit) else {
            return Some(true);
        };
        let set = row.values.get(offset(plan, register, SlotKind::Column(column))?)?.set();
        let ours = 1_u64 << self.benefit;
        (set & ours != 0).then_some(set == ours)
    }
}

/// A yes/no setting: what items with 当 say counts before what the others say.
fn applying(items: &[Item<bool>], conditions: &[Value]) -> Value {
    let held = |item: &Item<bool>| conditions.get(item.condition).copied().unwrap_or(Value::MAYBE);
    let (mut lo, mut hi, mut settled) = (0, 0, false);
    for item in items.iter().filter(|item| item.conditional) {
        let holds = held(item);
        settled |= holds.is_yes();
        if item.setting {
            lo = lo.max(holds.lo);
            hi = hi.max(holds.hi);
        }
    }
    if !settled {
        let otherwise = items.iter().any(|item| !item.conditional && item.setting);
        lo =
            lo.max(i64::from(otherwise && items.iter().filter(|item| item.conditional).all(|item| held(item).is_no())));
        hi = hi.max(i64::from(otherwise));
    }
    Value::range(lo, hi)
}

/// The rows of a register; none where nobody knows whether there are any.
fn rows<'f>(plan: &Plan, facts: &'f Facts, register: usize) -> Option<&'f [FactRow]> {
    if let Some(dated) = facts.dated.iter().find(|dated| dated.register == register) {
        return Some(&dated.rows);
    }
    let listed = facts.values.get(*plan.first_slots.get(register)?)?;
    if listed.is_no() { Some(&[]) } else { None }
}

/// Where a row keeps a value of its register.
fn offset(plan: &Plan, register: usize, kind: SlotKind) -> Option<usize> {
    let first = *plan.first_slots.get(register)?;
    plan.slots.iter().skip(first).take_while(|slot| slot.register == register).position(|slot| slot.kind == kind)
}
