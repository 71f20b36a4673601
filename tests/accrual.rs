//! Months due, against a reference that asks every day.

use crate::support::{facts, plan, tries};
use polcheck::calendar::{Accruer, Cause, Day, DueStatus, Month, MonthDue, Timeline};
use polcheck::plan::Plan;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// A small policy with the settings given.
fn source(start: &str, stop: &str, resume: &str) -> String {
    format!(
        r#"
政策 例 {{ 施行 自 2023-01-01 }}
名册 人员 {{ 编号 文本 主键  死亡日期 日期 可无 }}
名册 证 {{ 等级 一级 | 二级 | 三级 }}
名册 低保 {{ 类别 文本 备查 }}
名册 特困
名册 申请 逐次 申请日 {{ 申请日 日期  审批日 日期 可无 }}
名册 放弃 逐次 放弃日 {{ 放弃日 日期 }}
补贴 护理 {{
    同时符合 依据 第一条 {{ 重度：证.等级 属于 一级、二级 }}
    标准 按 证.等级 依据 第二条 {{ 一级：90 元/月 二级：80 元/月 }}
}}
补贴 生活 {{ 同时符合 依据 第一条 {{ 在册 低保 }} 标准 70 元/月 依据 第二条 }}
不享受 护理、生活 当 在册 特困 依据 第三条
不享受 护理、生活 当 死亡日期 不为 无 且 死亡日期 早于 当日 依据 第三条
计发 护理、生活 依据 第四条 {{
    周期 月
    起 {start}
    止 {stop}
    {resume}
    申请 申请
    审批 申请.审批日
    放弃 放弃
}}
"#
    )
}

/// Rows of a register: first and last day, each may be open, and a level.
type Rows = Vec<(Option<i64>, Option<i64>, usize)>;

/// Facts of an invented person; days count from 2023-01-01.
#[derive(Debug, Clone)]
struct Person {
    death: Option<i64>,
    card: Rows,
    poor: Rows,
    destitute: Rows,
    /// filed, approved
    filings: Vec<(i64, Option<i64>)>,
    waivers: Vec<i64>,
}

const LEVELS: [&str; 3] = ["一级", "二级", "三级"];
const SPAN: i64 = 420;

fn epoch() -> Day {
    Month::from_year_month(2023, 1).first_day().unwrap()
}

fn date(day: i64) -> String {
    Day(epoch().0 + day).to_string()
}

/// Rows that do not overlap, in order: gaps and lengths.
fn rows() -> impl Strategy<Value = Rows> {
    (prop::collection::vec((0_i64..60, 1_i64..150, 0_usize..3), 0..4), any::<bool>(), any::<bool>()).prop_map(
        |(parts, open_start, open_end)| {
            let mut day = -20;
            let mut rows: Rows = Vec::new();
            for (gap, length, level) in parts {
                // every third gap is none at all: one row follows the other
                day += if gap % 3 == 0 { 0 } else { gap };
                rows.push((Some(day), Some(day + length), level));
                day += length + 1;
            }
            if let Some(first) = rows.first_mut().filter(|_| open_start) {
                first.0 = None;
            }
            if let Some(last) = rows.last_mut().filter(|_| open_end) {
                last.1 = None;
            }
            rows
        },
    )
}

fn person() -> impl Strategy<Value = Person> {
    let filing =
        (-30_i64..SPAN, prop::option::of(0_i64..60)).prop_map(|(day, wait)| (day, wait.map(|wait| day + wait)));
    (
        prop::option::weighted(0.3, 0..SPAN),
        rows(),
        rows(),
        prop_oneof![3 => Just(Vec::new()), 1 => rows()],
        prop::collection::vec(filing, 0..4),
        prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(0..SPAN, 1..3)],
    )
        .prop_map(|(death, card, poor, destitute, filings, waivers)| Person {
            death,
            card,
            poor,
            destitute,
            filings,
            waivers,
        })
}

impl Person {
    fn record(&self) -> Json {
        let day = |day: Option<i64>| day.map_or(Json::Null, |day| date(day).into());
        let rows = |rows: &Rows| -> Vec<Json> {
            rows.iter().map(|(from, until, _)| json!({ "起": day(*from), "止": day(*until) })).collect()
        };
        let card: Vec<Json> = self
            .card
            .iter()
            .map(|(from, until, level)| json!({ "起": day(*from), "止": day(*until), "等级": LEVELS[*level] }))
            .collect();
        let filings = self.filings.iter();
        let filings = filings.map(|(filed, approved)| json!({ "申请日": date(*filed), "审批日": day(*approved) }));
        let waivers = self.waivers.iter().map(|day| json!({ "放弃日": date(*day) }));
        json!({
            "编号": "1",
            "死亡日期": day(self.death),
            "证": card,
            "低保": rows(&self.poor),
            "特困": rows(&self.destitute),
            "申请": filings.collect::<Vec<Json>>(),
            "放弃": waivers.collect::<Vec<Json>>(),
        })
    }

    /// The row that counts on a day; `before` what starts on it, a row that ended the day before it is followed by one
    /// that starts on it still counts.
    fn at(rows: &Rows, day: i64, before: bool) -> Option<usize> {
        let covers = |(from, until, _): &&(Option<i64>, Option<i64>, usize)| {
            from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
        };
        let starts = rows.iter().any(|(from, ..)| *from == Some(day));
        if before && starts {
            return rows.iter().find(|(_, until, _)| *until == Some(day - 1)).map(|row| row.2);
        }
        rows.iter().find(covers).map(|row| row.2)
    }

    /// Yuan a month of a benefit at a moment.
    fn amount(&self, benefit: usize, day: i64, before: bool) -> i64 {
        let dead = self.death.is_some_and(|death| death < day);
        if dead || Person::at(&self.destitute, day, before).is_some() {
            return 0;
        }
        match benefit {
            0 => match Person::at(&self.card, day, before) {
                Some(0) => 90,
                Some(1) => 80,
                _ => 0,
            },
            _ => {
                if Person::at(&self.poor, day, before).is_some() {
                    70
                } else {
                    0
                }
            }
        }
    }

    fn starts_on(&self, day: i64) -> bool {
        let registers = [&self.card, &self.poor, &self.destitute];
        let rows = registers.into_iter().flatten().any(|(from, ..)| *from == Some(day));
        rows || self.filings.iter().any(|(filed, _)| *filed == day) || self.waivers.contains(&day)
    }
}

/// How a stop ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resume {
    Automatic,
    NewFiling,
    /// only after 特困
    NewFilingIfDestitute,
}

impl Resume {
    fn words(self) -> &'static str {
        match self {
            Resume::Automatic => "恢复 自动",
            Resume::NewFiling => "恢复 重新申请",
            Resume::NewFilingIfDestitute => "恢复 自动  恢复 重新申请 当 在册 特困",
        }
    }
}

fn month_of(day: i64) -> i64 {
    Day(epoch().0 + day).month().unwrap().0
}

fn first_of_next(day: i64) -> i64 {
    Month(month_of(day) + 1).first_day().unwrap().0 - epoch().0
}

/// The amount of each month, by asking every day before and after what starts on it.
fn by_days(person: &Person, benefit: usize, start: &str, same_month: bool, resume: Resume, months: i64) -> Vec<i64> {
    let first = month_of(0);
    let mut due = vec![0; months as usize];
    let mut taken = vec![false; months as usize + 1];
    let mut filings = person.filings.clone();
    filings.sort_by_key(|filing| filing.0);
    let starts = |(filed, approved): &(i64, Option<i64>)| match start {
        "申请当月" => Some(*filed),
        "申请次月" => Some(first_of_next(*filed)),
        "审批当月" => *approved,
        _ => approved.map(first_of_next),
    };
    let (mut reopened, mut ever, mut running) = (i64::MIN, false, None);
    let end = Month(first + months).first_day().unwrap().0 - epoch().0;
    for day in 0..=end {
        let sides: &[bool] = if person.starts_on(day) { &[true, false] } else { &[false] };
        for before in sides {
            let amount = person.amount(benefit, day, *before);
            let usable = filings.iter().any(|filing| {
                let waived = person.waivers.iter().any(|waiver| filing.0 <= *waiver && *waiver < day);
                starts(filing).is_some_and(|start| start <= day) && !waived && filing.0 >= reopened
            });
            let place = (month_of(day) - first) as usize;
            if amount > 0 && usable {
                if place < due.len() && due[place] == 0 {
                    due[place] = amount;
                }
                (ever, running) = (true, Some(day));
            } else if let Some(last) = running.take()
                && amount == 0
                && same_month
            {
                taken[(month_of(last) - first) as usize] = true;
            }
            let lapses = match resume {
                Resume::Automatic => false,
                Resume::NewFiling => true,
                Resume::NewFilingIfDestitute => Person::at(&person.destitute, day, *before).is_some(),
            };
            if ever && amount == 0 && lapses {
                reopened = day + 1;
            }
        }
    }
    due.iter().zip(taken).map(|(amount, taken)| if taken { 0 } else { *amount }).collect()
}

fn months_due(plan: &Plan, person: &Person, from: i64, months: i64) -> Vec<Vec<MonthDue>> {
    let facts = facts(plan, person.record().as_object().unwrap());
    let timeline = Timeline::new(&[plan]).unwrap();
    let first = Month(month_of(0) + from);
    Accruer::new(&timeline).accrue(&[&facts], (first, Month(first.0 + months - 1)), &[true, true])
}

fn accrued(plan: &Plan, person: &Person, months: i64) -> Vec<Vec<(DueStatus, i64)>> {
    let due = months_due(plan, person, 0, months);
    due.iter().map(|months| months.iter().map(|month| (month.status, month.amount.lo / 100)).collect()).collect()
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn months_by_events_are_months_by_days(
        person in person(),
        start in prop::sample::select(&["申请当月", "申请次月", "审批当月", "审批次月"][..]),
        same_month in any::<bool>(),
        resume in prop::sample::select(&[Resume::Automatic, Resume::NewFiling, Resume::NewFilingIfDestitute][..]),
    ) {
        let stop = if same_month { "当月" } else { "次月" };
        let plan = plan(&source(start, stop, resume.words()));
        let due = accrued(&plan, &person, 13);
        for (benefit, months) in due.iter().enumerate() {
            let amounts: Vec<i64> = months.iter().map(|(_, amount)| *amount).collect();
            prop_assert_eq!(&amounts, &by_days(&person, benefit, start, same_month, resume, 13), "benefit {}", benefit);
            for (status, amount) in months {
                prop_assert_eq!(*status == DueStatus::Due, *amount > 0);
            }
        }
    }
}

proptest! {
    #![proptest_config(tries(200))]

    /// 补发 pays at most the last months of a stop, at the amount of the month of the restart, and a month comes to
    /// the same whichever months are asked for with it.
    #[test]
    fn months_paid_afterwards(person in person(), limit in prop::sample::select(&["不限", "2 个月"][..])) {
        let resume = format!("{}  补发 {limit} 当 在册 特困", Resume::NewFilingIfDestitute.words());
        let plan = plan(&source("申请当月", "次月", &resume));
        let without = by_plan(&person);
        for (benefit, months) in months_due(&plan, &person, 0, 13).iter().enumerate() {
            for (place, month) in months.iter().enumerate() {
                let alone = months_due(&plan, &person, place as i64, 1);
                prop_assert_eq!((month.status, month.amount), (alone[benefit][0].status, alone[benefit][0].amount));
                if month.status != DueStatus::BackPaid {
                    prop_assert_eq!(month.amount.lo / 100, without[benefit][place]);
                    continue;
                }
                let Cause::BackPay(stop) = &month.cause else { panic!("{:?}", month.cause) };
                prop_assert!(stop.month <= month.month);
                if let Some(restart) = months[place..].iter().position(|month| month.status == DueStatus::Due) {
                    prop_assert!(limit == "不限" || restart <= 2);
                    prop_assert_eq!(month.amount, months[place + restart].amount);
                }
            }
        }
    }
}

/// The amounts without 补发.
fn by_plan(person: &Person) -> Vec<Vec<i64>> {
    (0..2).map(|benefit| by_days(person, benefit, "申请当月", false, Resume::NewFilingIfDestitute, 13)).collect()
}
