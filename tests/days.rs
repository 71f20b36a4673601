//! The month's decision jumps from one change to the next; here it is made again by asking every day.

use crate::generate::{Record, partly_known, policy, record, wulong_record};
use crate::support::{WULONG, days, facts_of, plan, tries};
use polcheck::calendar::{Day, Decider, Decision, Status};
use polcheck::eval::{Evaluation, FactRow, Facts, Moment, Value};
use polcheck::plan::Plan;
use proptest::prelude::*;
use serde_json::json;
use std::sync::LazyLock;

/// What a benefit may pay on one day, and what of it is above 0.
#[derive(Debug, Clone, Copy)]
struct Asked {
    amount: Value,
    positive: Option<Value>,
}

/// The facts of a day as they stood before the rows that start on it; none if no row does. A row that another one
/// follows on that day lasts until then.
fn before(facts: &Facts, day: i64) -> Option<Facts> {
    let starts = |rows: &[FactRow]| rows.iter().any(|row| row.from == day);
    let mut earlier = facts.clone();
    for dated in earlier.dated.iter_mut().filter(|dated| starts(&dated.rows)) {
        // it stays among the rows of which 计数 and its like speak, whatever days they cover
        dated.rows.iter_mut().filter(|row| row.from == day).for_each(|row| row.from = day + 1);
        dated.rows.iter_mut().filter(|row| row.until == day - 1).for_each(|row| row.until = day);
    }
    (earlier != *facts).then_some(earlier)
}

/// The answers of each day for each benefit, whatever the days before; of a day on which a row starts, before and
/// after it.
fn every_day(plan: &Plan, facts: &Facts, (first, last): (Day, Day)) -> Vec<(Moment, Vec<Asked>)> {
    let mut evaluation = Evaluation::new(plan);
    let mut ask = |facts: &Facts, day: i64, begun: bool| {
        evaluation.run(facts, Day(day));
        let asked = plan.benefits.iter().map(|benefit| Asked {
            amount: evaluation.value(benefit.payable),
            positive: evaluation.positive(benefit.payable),
        });
        (Moment { day: Day(day), begun }, asked.collect())
    };
    let mut answers = Vec::new();
    for day in first.0..=last.0 {
        answers.extend(before(facts, day).map(|facts| ask(&facts, day, false)));
        answers.push(ask(facts, day, true));
    }
    answers
}

/// The month's decision on one benefit from all days: by the first on which the person is surely entitled. Those
/// before it on which that is open leave their outcomes possible too.
fn by_every_day(days: &[(Moment, Asked)]) -> Decision {
    let on = |place: usize| days[place].0;
    let certain = days.iter().position(|(_, asked)| asked.amount.lo > 0);
    let asked = &days[..certain.map_or(days.len(), |day| day + 1)];
    let Some(first_possible) = asked.iter().position(|(_, asked)| asked.positive.is_some()) else {
        return Decision { status: Status::NotEntitled, amount: Value::known(0), moment: on(0) };
    };
    let possible = asked.iter().filter_map(|(_, asked)| asked.positive).reduce(Value::or).unwrap();
    match certain {
        Some(day) if possible.is_known() => Decision { status: Status::Entitled, amount: possible, moment: on(day) },
        _ => {
            let least = if certain.is_some() { possible.lo } else { 0 };
            let amount = Value::range(least, possible.hi);
            Decision { status: Status::Undetermined, amount, moment: on(first_possible) }
        }
    }
}

fn same_by_jumps(plan: &Plan, people: &[Record], month: &str) -> Result<(), TestCaseError> {
    let (first, last) = days(plan, month);
    let mut decider = Decider::new(plan);
    for (facts, person) in facts_of(plan, people).iter().zip(people) {
        let answers = every_day(plan, facts, (first, last));
        let decided = decider.decide(facts, first, last);
        for (benefit, decision) in decided.iter().enumerate() {
            let of_benefit: Vec<_> = answers.iter().map(|(moment, answers)| (*moment, answers[benefit])).collect();
            prop_assert_eq!(*decision, by_every_day(&of_benefit), "benefit {} of {:?}", benefit, person);
        }
    }
    Ok(())
}

/// The value of every condition and amount that a benefit hangs on.
fn state(plan: &Plan, evaluation: &Evaluation<'_>) -> Vec<Value> {
    let of_benefits = plan.benefits.iter().flat_map(|benefit| {
        let own = [benefit.eligible, benefit.excluded, benefit.amount, benefit.chosen, benefit.topped, benefit.payable];
        benefit.requirements.iter().copied().chain(own)
    });
    of_benefits.chain(plan.exclusions.iter().copied()).map(|node| evaluation.value(node)).collect()
}

/// How many days beyond the month a horizon is held to what it says.
const BEYOND: i64 = 35;

/// From each day of the month up to its horizon nothing changes, and the horizon is no day that is past.
fn horizons_hold(plan: &Plan, people: &[Record], month: &str) -> Result<usize, TestCaseError> {
    let (first, last) = days(plan, month);
    let mut evaluation = Evaluation::new(plan);
    let mut longer = 0;
    for (facts, person) in facts_of(plan, people).iter().zip(people) {
        let states: Vec<(Vec<Value>, Day)> = (first.0..=last.0 + BEYOND)
            .map(|day| {
                evaluation.run(facts, Day(day));
                (state(plan, &evaluation), evaluation.horizon(facts))
            })
            .collect();
        for (start, (values, horizon)) in states.iter().enumerate() {
            let day = first.0 + start as i64;
            prop_assert!(horizon.0 >= day);
            longer += usize::from(horizon.0 > day);
            for (later, (then, _)) in states.iter().enumerate().skip(start + 1) {
                if first.0 + later as i64 > horizon.0 {
                    break;
                }
                let later = Day(first.0 + later as i64);
                prop_assert_eq!(values, then, "from {} to {}, horizon {}: {:?}", Day(day), later, horizon, person);
            }
        }
    }
    Ok(longer)
}

/// Somebody for the Wulong policy with rows that begin and end within the month, on its first day too.
fn with_rows(record: impl Strategy<Value = Record>) -> impl Strategy<Value = Record> {
    let row = prop::option::of((1_u32..29, 1_u32..29));
    (record, row.clone(), row.clone(), row).prop_map(|(mut record, dibao, destitute, care)| {
        for (name, days, amount) in
            [("低保", dibao, None), ("特困供养", destitute, None), ("养老服务补贴", care, Some("85"))]
        {
            let Some((one, two)) = days else { continue };
            let rows = match amount {
                Some(amount) => json!([{ "起": format!("2023-03-{one:02}"), "月额": amount }]),
                None if one <= two => json!([{ "起": format!("2023-03-{one:02}"), "止": format!("2023-03-{two:02}") }]),
                None => json!([{ "止": format!("2023-03-{two:02}") }, { "起": format!("2023-03-{one:02}") }]),
            };
            record.insert(name.to_string(), rows);
        }
        record
    })
}

proptest! {
    #![proptest_config(tries(50))]

    #[test]
    fn wulong_by_jumps(people in prop::collection::vec(with_rows(partly_known(wulong_record())), 8)) {
        same_by_jumps(&WULONG, &people, "2023-03")?;
        horizons_hold(&WULONG, &people, "2023-03")?;
    }

    #[test]
    fn random_policies_by_jumps(policy in policy(), people in prop::collection::vec(partly_known(record()), 6)) {
        let plan = plan(&policy.source());
        same_by_jumps(&plan, &people, "2023-03")?;
        horizons_hold(&plan, &people, "2023-03")?;
    }
}

/// Facts for conditions that change with the day.
const MOVING_FACTS: &str = r#"
政策 例 { 施行 自 2023-02-10 至 2024-03-20 }
名册 人员 { 编号 文本 主键  生日 日期 备查  亡日 日期 可无 备查  起月 年月 备查 }
名册 证 { 止期 日期 备查 }
名册 发放 { 发日 日期 备查  月额 元/月 备查 }
"#;

/// Each a condition and an amount that changes with the day in a way of its own; each makes a policy by itself, so that
/// no other shortens its horizon.
const MOVING: [(&str, &str); 13] = [
    ("周岁(生日) 不低于 18", "80 元/月 依据 第二条"),
    (
        "亡日 为 无 或 亡日 不早于 当日",
        "依据 第二条 { 自 2023-01-01：60 元/月  自 2023-03-10：70 元/月  自 2024-02-29：80 元/月 }",
    ),
    ("在册 证 且 证.止期 - 1 个月 不早于 当日", "80 元/月 依据 第二条"),
    ("在册 证 且 证.止期 不早于 当日 + 20 天", "80 元/月 依据 第二条"),
    ("起月 不晚于 当日 的 当月", "按 周岁(生日) 依据 第二条 { ..17：50 元/月 18..59：60 元/月 60..：80 元/月 }"),
    ("当日 的 当月 的 末日 不早于 当日 + 15 天", "80 元/月 依据 第二条"),
    ("起月 早于 当日 的 次月", "取大(合计(发放.月额, 发放.发日 早于 当日), 10 元/月) 依据 第二条"),
    ("生日 + 3 个月 不早于 当日", "80 元/月 依据 第二条"),
    ("计数(发放, 发放.发日 + 10 天 早于 当日) 不高于 1", "80 元/月 依据 第二条"),
    ("在册 证 且 证.止期 不晚于 当日 + 6 个月", "80 元/月 依据 第二条"),
    ("亡日 为 无 或 亡日 早于 当日 - 1 个月", "80 元/月 依据 第二条"),
    ("在册 证 且 证.止期 不为 当日 + 1 个月 - 1 天", "80 元/月 依据 第二条"),
    ("编号 不为 \"0\"", "按 (周岁(生日) × 1 元/月 低于 30 元/月) 依据 第二条 { 是：20 元/月 否：25 元/月 }"),
];

static MOVING_PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let source = |(condition, rate): &(&str, &str)| {
        format!("{MOVING_FACTS}补贴 甲 {{ 同时符合 依据 第一条 {{ {condition} }} 标准 {rate} }}")
    };
    MOVING.iter().map(|benefit| plan(&source(benefit))).collect()
});

/// Dates on and about the bounds of months, leap days among them.
fn edge() -> impl Strategy<Value = String> {
    let days = vec!["01", "02", "09", "10", "11", "15", "27", "28"];
    let years = vec!["1943", "1963", "2005", "2006", "2022", "2023", "2024"];
    let about = (prop::sample::select(years), 1..13, prop::sample::select(days))
        .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day}"));
    let leap = prop::sample::select(&["2000-02-29", "2004-02-29", "2008-02-29", "2023-12-31", "2024-02-29"][..]);
    prop_oneof![4 => about, 1 => leap.prop_map(str::to_string)]
}

fn moving_record() -> impl Strategy<Value = Record> {
    let amount = prop::sample::select(&["5", "15", "40"][..]);
    let payments = prop::collection::vec((edge(), amount), 0..4);
    (edge(), prop::option::of(edge()), edge(), prop::option::of(edge()), payments).prop_map(
        |(born, died, month, card, payments)| {
            // payments of one register may not overlap, so each covers a day of its own long ago
            let payments = payments.iter().enumerate().map(|(index, (day, amount))| {
                let covers = format!("1999-01-{:02}", index + 1);
                json!({ "起": covers, "止": covers, "发日": day, "月额": amount })
            });
            let record = json!({
                "编号": "1",
                "生日": born,
                "亡日": died,
                "起月": month[..7],
                "证": card.map_or(json!(false), |card| json!({ "止期": card })),
                "发放": payments.collect::<Vec<_>>(),
            });
            record.as_object().unwrap().clone()
        },
    )
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn moving_conditions_by_jumps(
        people in prop::collection::vec(partly_known(moving_record()), 8),
        month in prop::sample::select(&["2023-02", "2023-03", "2023-12", "2024-01", "2024-02", "2024-03"][..]),
    ) {
        for plan in MOVING_PLANS.iter() {
            same_by_jumps(plan, &people, month)?;
            horizons_hold(plan, &people, month)?;
        }
    }
}

/// The jumps are worth their trouble: where nothing changes a month is decided by looking at few days.
#[test]
fn horizons_reach_beyond_the_day() {
    let record = crate::support::person().0;
    let longer = horizons_hold(&WULONG, &[record], "2023-05").unwrap();
    assert!(longer >= 60, "only {longer} days of May and June have a horizon beyond them");
}
