//! Months due and settlements as lists.

use super::report::{Cell, Report};
use crate::batch::{key_header, shown_key};
use crate::calendar::{DueStatus, Month};
use crate::diagnostic::{Lang, Message};
use crate::explain::{amount_text, range_text};
use crate::plan::Plan;
use crate::schedule::{PersonSchedule, Schedule, ScheduledMonth, Settlement};

/// 应发, 补发, 停发, 不发, 待核实, 不在施行期
pub fn due_text(status: DueStatus, lang: Lang) -> &'static str {
    match (status, lang) {
        (DueStatus::Due, Lang::Zh) => "应发",
        (DueStatus::BackPaid, Lang::Zh) => "补发",
        (DueStatus::Stopped, Lang::Zh) => "停发",
        (DueStatus::NotDue, Lang::Zh) => "不发",
        (DueStatus::Undetermined, Lang::Zh) => "待核实",
        (DueStatus::OutsidePolicy, Lang::Zh) => "不在施行期",
        (DueStatus::Due, Lang::En) => "due",
        (DueStatus::BackPaid, Lang::En) => "back-paid",
        (DueStatus::Stopped, Lang::En) => "stopped",
        (DueStatus::NotDue, Lang::En) => "not due",
        (DueStatus::Undetermined, Lang::En) => "undetermined",
        (DueStatus::OutsidePolicy, Lang::En) => "policy not in force",
    }
}

/// The columns of a list that begins with the key, as the policy names it: names in JSON, headers in two languages.
fn columns(plan: &Plan, further: &[(&'static str, &str, &str)]) -> Vec<(&'static str, Message)> {
    let key = ("case", Message::new(key_header(plan), key_header(plan)));
    let further = further.iter().map(|(name, zh, en)| (*name, Message::new(*zh, *en)));
    std::iter::once(key).chain(further).collect()
}

fn key(plan: &Plan, key: &str) -> Cell {
    Cell::Key(key.to_string(), shown_key(plan, key))
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// What is due in a month; blank when it cannot be told.
fn amount(month: &ScheduledMonth) -> Cell {
    match month.due.status {
        DueStatus::Undetermined => Cell::Blank,
        _ => Cell::Amount(month.due.amount.lo),
    }
}

/// One row a person, benefit and month.
pub fn schedule_report(plan: &Plan, schedule: &Schedule, lang: Lang) -> Report {
    let columns = columns(
        plan,
        &[
            ("benefit", "补贴", "benefit"),
            ("month", "月份", "month"),
            ("amount", "金额", "amount"),
            ("status", "状态", "status"),
            ("stopped_from", "停发起月", "stopped from"),
            ("ground", "原因", "ground"),
            ("because", "说明", "because"),
            ("clauses", "依据", "clauses"),
            ("learned", "得知日期", "learned"),
        ],
    );
    let mut rows = Vec::new();
    for (person, benefit, months) in accounts(schedule) {
        rows.extend(months.iter().map(|month| {
            vec![
                key(plan, &person.key),
                text(benefit),
                text(month.due.month.to_string()),
                amount(month),
                text(due_text(month.due.status, lang)),
                Cell::of(month.stop().map(|stop| stop.month)),
                text(month.ground.name.get(lang)),
                text(month.ground.text.get(lang)),
                Cell::List(month.ground.clauses.clone()),
                Cell::of(month.ground.learned),
            ]
        }));
    }
    Report { columns, rows }
}

/// The same for reading: months in a row that are alike are one line.
pub fn schedule_summary(plan: &Plan, schedule: &Schedule, lang: Lang) -> Report {
    let columns = columns(
        plan,
        &[
            ("benefit", "补贴", "benefit"),
            ("months", "月份", "months"),
            ("number", "月数", "number"),
            ("status", "状态", "status"),
            ("amount", "每月", "a month"),
            ("sum", "合计", "sum"),
            ("because", "原因", "because"),
        ],
    );
    let mut rows = Vec::new();
    for (person, benefit, months) in accounts(schedule) {
        for alike in months.chunk_by(is_alike) {
            let (Some(first), Some(last)) = (alike.first(), alike.last()) else { continue };
            let count = alike.len() as i64;
            rows.push(vec![
                key(plan, &person.key),
                text(benefit),
                text(months_text(first.due.month, last.due.month, lang)),
                Cell::Number(count),
                text(due_text(first.due.status, lang)),
                match first.due.status {
                    DueStatus::Undetermined => text(range_text(first.due.amount)),
                    _ => Cell::Amount(first.due.amount.lo),
                },
                Cell::Amount(first.certain().saturating_mul(count)),
                text(first.ground.sentence(lang)),
            ]);
        }
    }
    Report { columns, rows }
}

fn is_alike(one: &ScheduledMonth, other: &ScheduledMonth) -> bool {
    (one.due.status, one.due.amount) == (other.due.status, other.due.amount) && one.ground == other.ground
}

/// `2023-03` or `2023-03 至 2023-06`.
pub(super) fn months_text(first: Month, last: Month, lang: Lang) -> String {
    match lang {
        _ if first == last => first.to_string(),
        Lang::Zh => format!("{first} 至 {last}"),
        Lang::En => format!("{first} to {last}"),
    }
}

fn accounts(schedule: &Schedule) -> impl Iterator<Item = (&PersonSchedule, &str, &[ScheduledMonth])> {
    schedule.people.iter().flat_map(|person| {
        let benefits = schedule.benefits.iter().zip(&person.benefits);
        benefits.map(move |(name, months)| (person, name.as_str(), months.as_slice()))
    })
}

/// People, months and money of a schedule.
pub fn schedule_closing(schedule: &Schedule, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let months = schedule.to.0 - schedule.from.0 + 1;
    let people = schedule.people.len();
    let range = months_text(schedule.from, schedule.to, lang);
    let mut text = match zh {
        true => format!("共 {people} 人，{range}，{months} 个月。\n"),
        false => format!("{people} people, {range}, {months} months.\n"),
    };
    for (index, name) in schedule.benefits.iter().enumerate() {
        let all = || schedule.people.iter().filter_map(|person| person.benefits.get(index)).flatten();
        let count = |wanted: DueStatus| all().filter(|month| month.due.status == wanted).count();
        let (due, back, stopped, open) = (
            count(DueStatus::Due),
            count(DueStatus::BackPaid),
            count(DueStatus::Stopped),
            count(DueStatus::Undetermined),
        );
        let sum = amount_text(all().fold(0_i64, |sum, month| sum.saturating_add(month.certain())));
        text += &match zh {
            true => format!("{name}：应发 {due} 人月，补发 {back}，停发 {stopped}，待核实 {open}；共 {sum} 元。\n"),
            false => format!(
                "{name}: {due} months due, {back} back-paid, {stopped} stopped, {open} undetermined; {sum} yuan.\n"
            ),
        };
        if !schedule.filed.get(index).copied().unwrap_or(false) {
            text += &match zh {
                true => format!("  没有{name}的申请记录：按都已及时申请计算，是“应当发”的月份。\n"),
                false => format!("  no filings for {name}: everybody is taken to have applied in time.\n"),
            };
        }
    }
    text
}

/// Differences between two versions of a policy: one row a person, benefit and run of months.
pub fn settlement_report(plan: &Plan, settlement: &Settlement, lang: Lang) -> Report {
    let columns = columns(
        plan,
        &[
            ("benefit", "补贴", "benefit"),
            ("from", "起月", "from"),
            ("to", "止月", "to"),
            ("months", "月数", "months"),
            ("before", "原每月", "before"),
            ("after", "现每月", "after"),
            ("difference", "差额", "difference"),
            ("settlement", "处理", "settlement"),
            ("because", "原因", "because"),
            ("clauses", "依据", "clauses"),
        ],
    );
    let say = |zh: &'static str, en: &'static str| text(if lang == Lang::Zh { zh } else { en });
    let of_amount = |amount: Option<i64>| amount.map_or(Cell::Blank, Cell::Amount);
    let rows = settlement.entries.iter().map(|entry| {
        let difference = entry.difference();
        vec![
            key(plan, &entry.key),
            text(entry.benefit.clone()),
            text(entry.first.to_string()),
            text(entry.last.to_string()),
            Cell::Number(entry.months()),
            of_amount(entry.before),
            of_amount(entry.after),
            of_amount(difference),
            match difference {
                None => say("待核实", "undetermined"),
                Some(difference) if difference > 0 => say("应补", "to pay"),
                Some(_) => say("应退", "to recover"),
            },
            text(entry.ground.text.get(lang)),
            Cell::List(entry.ground.clauses.clone()),
        ]
    });
    Report { columns, rows: rows.collect() }
}

/// What a settlement comes to.
pub fn settlement_closing(settlement: &Settlement, lang: Lang) -> String {
    let (pay, recover, open) = settlement.totals();
    let people = settlement.people();
    let (pay, recover) = (amount_text(pay), amount_text(recover));
    match lang {
        Lang::Zh if settlement.entries.is_empty() => "两版在这些月份没有差别。\n".to_string(),
        Lang::Zh => format!("涉及 {people} 人：应补 {pay} 元，应退 {recover} 元；待核实 {open} 人月。\n"),
        Lang::En if settlement.entries.is_empty() => "no difference in these months.\n".to_string(),
        Lang::En => {
            format!("{people} people: {pay} yuan to pay, {recover} to recover; {open} months undetermined.\n")
        }
    }
}
