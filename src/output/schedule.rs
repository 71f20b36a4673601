//! Months due and settlements as lists.

use super::listing::{Column, ColumnKind, Listing};
use crate::batch::{key_header, key_is_personal};
use crate::calendar::{DueStatus, Month};
use crate::diagnostic::Lang;
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

/// The column of the key, as the first policy names it.
pub(super) fn key_column(plan: &Plan) -> Column {
    let kind = if key_is_personal(plan) { ColumnKind::Personal } else { ColumnKind::Text };
    Column::new(key_header(plan), key_header(plan), kind)
}

/// What is due in a month: yuan; blank when it cannot be told.
fn amount(month: &ScheduledMonth) -> String {
    match month.due.status {
        DueStatus::Undetermined => String::new(),
        _ => amount_text(month.due.amount.lo),
    }
}

/// One row a person, benefit and month.
pub fn schedule_listing(plan: &Plan, schedule: &Schedule, lang: Lang) -> Listing {
    let columns = vec![
        key_column(plan),
        Column::new("补贴", "benefit", ColumnKind::Text),
        Column::new("月份", "month", ColumnKind::Text),
        Column::new("金额", "amount", ColumnKind::Number),
        Column::new("状态", "status", ColumnKind::Text),
        Column::new("停发起月", "stopped from", ColumnKind::Text),
        Column::new("原因", "ground", ColumnKind::Text),
        Column::new("说明", "because", ColumnKind::Text),
        Column::new("依据", "clauses", ColumnKind::Text),
        Column::new("得知日期", "learned", ColumnKind::Data),
    ];
    let mut rows = Vec::new();
    for (person, benefit, months) in accounts(schedule) {
        for month in months {
            let mut row = vec![person.key.clone(), benefit.to_string(), month.due.month.to_string(), amount(month)];
            row.push(due_text(month.due.status, lang).to_string());
            row.push(month.stop().map(|stop| stop.month.to_string()).unwrap_or_default());
            row.extend(ground(month, lang));
            rows.push(row);
        }
    }
    Listing { columns, rows }
}

/// The same for reading: months in a row that are alike are one line.
pub fn schedule_summary(plan: &Plan, schedule: &Schedule, lang: Lang) -> Listing {
    let columns = vec![
        key_column(plan),
        Column::new("补贴", "benefit", ColumnKind::Text),
        Column::new("月份", "months", ColumnKind::Text),
        Column::new("月数", "number", ColumnKind::Number),
        Column::new("状态", "status", ColumnKind::Text),
        Column::new("每月", "a month", ColumnKind::Number),
        Column::new("合计", "sum", ColumnKind::Number),
        Column::new("原因", "because", ColumnKind::Text),
    ];
    let mut rows = Vec::new();
    for (person, benefit, months) in accounts(schedule) {
        let mut rest = months;
        while let Some((first, more)) = rest.split_first() {
            let alike = more.iter().take_while(|month| is_alike(first, month)).count();
            let last = more.get(..alike).and_then(|alike| alike.last()).unwrap_or(first);
            let count = alike as i64 + 1;
            let sum = first.certain().saturating_mul(count);
            rows.push(vec![
                person.key.clone(),
                benefit.to_string(),
                months_text(first.due.month, last.due.month, lang),
                count.to_string(),
                due_text(first.due.status, lang).to_string(),
                match first.due.status {
                    DueStatus::Undetermined => range_text(first.due.amount),
                    _ => amount_text(first.due.amount.lo),
                },
                amount_text(sum),
                first.ground.sentence(lang),
            ]);
            rest = more.get(alike..).unwrap_or_default();
        }
    }
    Listing { columns, rows }
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

/// Name, sentence, clauses and the day on which the office learned of it.
fn ground(month: &ScheduledMonth, lang: Lang) -> [String; 4] {
    let ground = &month.ground;
    let clauses = ground.clauses.join(if lang == Lang::Zh { "、" } else { ", " });
    let learned = ground.learned.map(|day| day.to_string()).unwrap_or_default();
    [ground.name.get(lang).to_string(), ground.text.get(lang).to_string(), clauses, learned]
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
pub fn settlement_listing(plan: &Plan, settlement: &Settlement, lang: Lang) -> Listing {
    let columns = vec![
        key_column(plan),
        Column::new("补贴", "benefit", ColumnKind::Text),
        Column::new("起月", "from", ColumnKind::Text),
        Column::new("止月", "to", ColumnKind::Text),
        Column::new("月数", "months", ColumnKind::Number),
        Column::new("原每月", "before", ColumnKind::Number),
        Column::new("现每月", "after", ColumnKind::Number),
        Column::new("差额", "difference", ColumnKind::Number),
        Column::new("处理", "settlement", ColumnKind::Text),
        Column::new("原因", "because", ColumnKind::Text),
        Column::new("依据", "clauses", ColumnKind::Text),
    ];
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en }.to_string();
    let rows = settlement.entries.iter().map(|entry| {
        let difference = entry.difference();
        let settle = match difference {
            None => say("待核实", "undetermined"),
            Some(difference) if difference > 0 => say("应补", "to pay"),
            Some(_) => say("应退", "to recover"),
        };
        vec![
            entry.key.clone(),
            entry.benefit.clone(),
            entry.first.to_string(),
            entry.last.to_string(),
            entry.months().to_string(),
            entry.before.map(amount_text).unwrap_or_default(),
            entry.after.map(amount_text).unwrap_or_default(),
            difference.map(amount_text).unwrap_or_default(),
            settle,
            entry.ground.text.get(lang).to_string(),
            entry.ground.clauses.join(if lang == Lang::Zh { "、" } else { ", " }),
        ]
    });
    Listing { columns, rows: rows.collect() }
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
