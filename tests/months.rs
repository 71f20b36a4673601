//! The boundary cases over several months, by the Wulong policy: what is due, from filing to stop and on. The numbers
//! are those of the list of boundary cases; the expected months come from the notice, by hand.

use crate::support::{Person, WULONG, WULONG_SOURCE, person, plan_with};
use polcheck::calendar::{DueStatus, Month, Timeline};
use polcheck::cases::read;
use polcheck::diagnostic::Lang;
use polcheck::output::due_text;
use polcheck::plan::Plan;
use polcheck::schedule::{PersonSchedule, schedule};
use serde_json::{Value as Json, json};

/// Filings for both benefits on a day.
fn filed(person: Person, day: &str) -> Person {
    person.with("申请", json!([filing("护理补贴", day), filing("生活补贴", day)])).with("放弃申请", json!([]))
}

fn filing(benefit: &str, day: &str) -> Json {
    json!({ "补贴": benefit, "申请日": day, "审定日": null })
}

/// Somebody of level one in 低保 who applied long ago.
fn drawing() -> Person {
    filed(person(), "2022-05-10")
}

fn scheduled(plan: &Plan, person: &Person, from: &str, to: &str) -> PersonSchedule {
    let text = json!([person.0]).to_string();
    let batch = read(plan, "名单", text.as_bytes(), polcheck::cases::Format::Json).unwrap();
    assert!(batch.is_clean(), "{:#?}", batch.findings);
    let timeline = Timeline::new(&[plan]).unwrap();
    let months: (Month, Month) = (from.parse().unwrap(), to.parse().unwrap());
    schedule(&timeline, &[&batch], months).people.remove(0)
}

/// For each month its status, amount, and the name of the ground where nothing is due.
fn account(plan: &Plan, person: &Person, benefit: usize, from: &str, to: &str) -> Vec<String> {
    let months = scheduled(plan, person, from, to).benefits.remove(benefit);
    let of = |month: polcheck::schedule::ScheduledMonth| {
        let status = due_text(month.due.status, Lang::Zh);
        match month.due.status {
            DueStatus::Due | DueStatus::BackPaid => format!("{status} {}", month.due.amount.lo / 100),
            DueStatus::Undetermined => status.to_string(),
            _ => format!("{status} {}", month.ground.name.zh),
        }
    };
    months.into_iter().map(of).collect()
}

const CARE: usize = 0;
const LIVING: usize = 1;

#[track_caller]
fn due(person: &Person, benefit: usize, from: &str, months: &[&str]) {
    due_by(&WULONG, person, benefit, from, months);
}

#[track_caller]
fn due_by(plan: &Plan, person: &Person, benefit: usize, from: &str, months: &[&str]) {
    let first: Month = from.parse().unwrap();
    let to = Month(first.0 + months.len() as i64 - 1).to_string();
    assert_eq!(account(plan, person, benefit, from, &to), months);
}

/// The same for both benefits.
#[track_caller]
fn both(person: &Person, from: &str, care: &[&str], living: &[&str]) {
    due(person, CARE, from, care);
    due(person, LIVING, from, living);
}

fn cards(rows: &[(&str, &str, &str, &str)]) -> Person {
    let row = |(from, level, status, until): &(&str, &str, &str, &str)| {
        let digit = ["一级", "二级", "三级", "四级"].iter().position(|known| known == level).unwrap() + 1;
        json!({ "起": from, "证号": format!("5002321960031500294{digit}"), "等级": level, "状态": status, "有效期止": until })
    };
    let mut cards: Vec<Json> = rows.iter().map(row).collect();
    for place in 1..cards.len() {
        let next: chrono::NaiveDate = rows[place].0.parse().unwrap();
        cards[place - 1]["止"] = json!(next.pred_opt().unwrap().to_string());
    }
    drawing().with_cards(json!(cards))
}

#[test]
fn cases_01_02_levels() {
    both(&drawing().of_level("四级"), "2023-03", &["不发 不符合“重度”"], &["应发 80"]);
    both(&drawing(), "2023-03", &["应发 90", "应发 90"], &["应发 80", "应发 80"]);
}

#[test]
fn case_03_death() {
    let died = |day: &str| drawing().with("死亡日期", day);
    both(&died("2024-01-31"), "2024-01", &["应发 90", "停发 死亡"], &["应发 80", "停发 死亡"]);
    both(&died("2024-02-01"), "2024-02", &["应发 90", "停发 死亡"], &["应发 80", "停发 死亡"]);
}

#[test]
fn case_04_expired_card() {
    let until = |day: &str| drawing().with("证件有效期止", day);
    due(&until("2023-03-31"), CARE, "2023-03", &["应发 90", "停发 证件过期"]);
    due(&until("2023-04-01"), CARE, "2023-03", &["应发 90", "应发 90", "停发 证件过期"]);
    let other = plan_with(WULONG_SOURCE, &[("到期口径", "次日才过期")]);
    due_by(&other, &until("2023-03-31"), CARE, "2023-03", &["应发 90", "应发 90", "停发 证件过期"]);
}

#[test]
fn case_05_leaving_dibao() {
    let left = drawing().of_level("二级").with("低保", json!([{ "止": "2023-03-15" }]));
    both(&left, "2023-03", &["应发 80", "应发 80"], &["应发 80", "停发 退出低保"]);
}

#[test]
fn case_06_level_lost() {
    let lower = cards(&[("2020-05-10", "二级", "有效", "2030-06-30"), ("2023-05-10", "三级", "有效", "2030-06-30")]);
    both(&lower, "2023-05", &["应发 80", "停发 等级变化"], &["应发 80", "应发 80"]);
    // on the 1st the month before the change is no different
    let first = cards(&[("2020-05-10", "二级", "有效", "2030-06-30"), ("2023-05-01", "三级", "有效", "2030-06-30")]);
    due(&first, CARE, "2023-05", &["应发 80", "停发 等级变化"]);
}

#[test]
fn case_07_level_changed() {
    let from = |one: &str, other: &str| {
        cards(&[("2020-05-10", one, "有效", "2030-06-30"), ("2023-05-10", other, "有效", "2030-06-30")])
    };
    due(&from("一级", "二级"), CARE, "2023-04", &["应发 90", "应发 90", "应发 80"]);
    due(&from("二级", "一级"), CARE, "2023-04", &["应发 80", "应发 80", "应发 90"]);
    // gained: nothing without a filing for it
    let gained = from("三级", "二级").with("申请", json!([filing("生活补贴", "2022-05-10")]));
    due(&gained, CARE, "2023-05", &["不发 没有申请记录", "不发 没有申请记录"]);
    let applied = from("三级", "二级").with("申请", json!([filing("护理补贴", "2023-06-20")]));
    due(&applied, CARE, "2023-05", &["不发 申请以前", "应发 80"]);
}

#[test]
fn case_08_destitute_support() {
    let from = |day: &str| drawing().with("特困供养", json!([{ "起": day }]));
    let stopped = ["应发 90", "停发 转为特困供养"];
    due(&from("2023-06-20"), CARE, "2023-06", &stopped);
    due(&from("2023-06-20"), LIVING, "2023-06", &["应发 80", "停发 转为特困供养"]);
    // from the 1st: that month is paid as well
    due(&from("2023-06-01"), CARE, "2023-06", &stopped);
    let same_month = plan_with(WULONG_SOURCE, &[("特困衔接", "当月起停")]);
    due_by(&same_month, &from("2023-06-20"), CARE, "2023-05", &["应发 90", "停发 转为特困供养", "停发 转为特困供养"]);
    // after it ends, a new filing
    let ended = drawing().with("特困供养", json!([{ "起": "2023-06-20", "止": "2023-08-31" }]));
    due(&ended, CARE, "2023-06", &["应发 90", "停发 转为特困供养", "停发 转为特困供养", "不发 待重新申请"]);
}

#[test]
fn cases_09_10_higher_of() {
    let care = |amount: &str| drawing().with("养老服务补贴", json!([{ "起": "2023-04-10", "月额": amount }]));
    due(&care("200"), CARE, "2023-04", &["应发 90", "停发 择高，保留养老服务补贴"]);
    due(&care("200"), LIVING, "2023-04", &["应发 80", "应发 80"]);
    due(&care("90"), CARE, "2023-05", &["停发 择高，保留养老服务补贴"]);
    due(&care("89.99"), CARE, "2023-05", &["应发 90"]);
    due(&care("85").of_level("二级"), CARE, "2023-05", &["停发 择高，保留养老服务补贴"]);
}

#[test]
fn cases_11_to_13_children() {
    let orphan = drawing().with("孤儿", json!([{ "起": "2023-04-10" }]));
    both(&orphan, "2023-04", &["应发 90", "应发 90"], &["应发 80", "停发 纳入孤儿保障"]);
    let child = |how: Json| drawing().with("事实无人抚养", json!([{ "起": "2023-04-10", "发放方式": how }]));
    due(&child(json!("补差")), LIVING, "2023-04", &["应发 80", "应发 80"]);
    due(&child(json!("全额")), LIVING, "2023-04", &["应发 80", "停发 已全额领取的只领护理补贴"]);
    let unknown = drawing().with("事实无人抚养", json!([{ "发放方式": "" }]));
    due(&unknown, LIVING, "2023-04", &["待核实"]);
    due(&unknown, CARE, "2023-04", &["应发 90"]);
}

fn sentenced(kind: &str, place: &str, end: &str) -> Person {
    drawing().with("刑种", kind).with("服刑场所", place).with("判决生效日", "2023-08-31").with("刑满日", end)
}

#[test]
fn case_14_prison() {
    let prison = sentenced("有期徒刑", "监狱", "2025-08-30");
    both(&prison, "2023-08", &["应发 90", "停发 监狱服刑"], &["应发 80", "停发 监狱服刑"]);
    for other in [sentenced("拘役", "看守所", "2024-02-28"), sentenced("有期徒刑", "社区", "2025-08-30")] {
        due(&other, CARE, "2023-08", &["应发 90", "应发 90"]);
    }
}

#[test]
fn case_15_released_and_applied_again() {
    let released = sentenced("有期徒刑", "监狱", "2024-03-05");
    let waiting = "不发 待重新申请";
    due(&released, CARE, "2024-02", &["停发 监狱服刑", waiting, waiting, waiting]);
    let filings = |day: &str| json!([filing("护理补贴", "2022-05-10"), filing("护理补贴", day)]);
    let again = released.clone().with("申请", filings("2024-05-02"));
    due(&again, CARE, "2024-02", &["停发 监狱服刑", waiting, waiting, "应发 90"]);
    // a filing made in prison is none
    let early = released.with("申请", filings("2024-01-10"));
    due(&early, CARE, "2024-03", &[waiting, waiting]);
}

fn moved(rows: Json) -> Person {
    drawing().without("户籍区县").with("户籍", rows)
}

#[test]
fn case_16_student() {
    let away = json!([{ "区县": "武隆区", "止": "2023-08-31" }, { "起": "2023-09-01", "区县": "沙坪坝区" }]);
    let student = moved(away.clone()).with("就学迁户", "是").with("原户籍区县", "武隆区");
    due(&student, CARE, "2023-08", &["应发 90", "应发 90", "应发 90"]);
    // moved on the 1st: that month is still paid
    due(&moved(away), CARE, "2023-08", &["应发 90", "应发 90", "停发 户籍迁出"]);
}

#[test]
fn case_17_moving_leaves_no_gap_and_pays_nothing_twice() {
    let out = json!([{ "区县": "武隆区", "止": "2023-06-02" }, { "起": "2023-06-03", "区县": "涪陵区" }]);
    due(&moved(out), CARE, "2023-06", &["应发 90", "停发 户籍迁出"]);
    // whoever moves in and applies by the end of the month is paid from the next one at the latest
    let arrived = json!([{ "区县": "涪陵区", "止": "2023-06-02" }, { "起": "2023-06-03", "区县": "武隆区" }]);
    let arrived = moved(arrived).with("申请", json!([filing("护理补贴", "2023-06-20")]));
    due(&arrived, CARE, "2023-06", &["应发 90", "应发 90"]);
}

#[test]
fn case_18_frozen_and_unfrozen() {
    let frozen = cards(&[
        ("2020-05-10", "一级", "有效", "2030-06-30"),
        ("2024-02-10", "一级", "冻结", "2030-06-30"),
        ("2024-05-05", "一级", "有效", "2030-06-30"),
    ]);
    let stopped = "停发 证件冻结";
    due(&frozen, CARE, "2024-02", &["应发 90", stopped, stopped, "应发 90"]);
    let paid_back = plan_with(WULONG_SOURCE, &[("解冻后", "自动并补发")]);
    due_by(&paid_back, &frozen, CARE, "2024-02", &["应发 90", "补发 90", "补发 90", "应发 90"]);
}

fn renewed(expired: &str, filings: Json) -> Person {
    cards(&[("2014-02-03", "一级", "有效", expired), ("2024-04-20", "一级", "有效", "2034-04-19")])
        .with("申请", filings)
}

#[test]
fn case_19_renewed_after_it_had_expired() {
    let filings = json!([filing("护理补贴", "2022-05-10"), filing("护理补贴", "2024-05-06")]);
    let renewed_in_time = renewed("2024-02-02", filings.clone());
    due(&renewed_in_time, CARE, "2024-02", &["应发 90", "补发 90", "补发 90", "应发 90"]);
    // of a longer gap the last three months
    let late = renewed("2023-11-02", filings);
    let stopped = "停发 证件过期";
    due(&late, CARE, "2023-11", &["应发 90", stopped, stopped, "补发 90", "补发 90", "补发 90", "应发 90"]);
    // by the text of 2021: from the month of the new card, without a filing
    let by_card = plan_with(WULONG_SOURCE, &[("换证起发", "按发证月")]);
    let without = renewed("2024-02-02", json!([filing("护理补贴", "2022-05-10")]));
    due_by(&by_card, &without, CARE, "2024-02", &["应发 90", "补发 90", "应发 90", "应发 90"]);
    due(&without, CARE, "2024-03", &[stopped, "不发 待重新申请"]);
}

#[test]
fn case_20_waived_and_applied_again() {
    let waiver = json!([
        { "补贴": "护理补贴", "放弃日": "2023-03-15", "记录方式": "书面" },
    ]);
    let waived = drawing().with("放弃申请", waiver.clone());
    both(&waived, "2023-03", &["应发 90", "不发 已放弃"], &["应发 80", "应发 80"]);
    let again = json!([filing("护理补贴", "2022-05-10"), filing("护理补贴", "2024-03-18")]);
    let again = drawing().with("放弃申请", waiver).with("申请", again);
    due(&again, CARE, "2024-02", &["不发 已放弃", "应发 90"]);
}

#[test]
fn case_21_injury_benefit_goes_first() {
    let injured = drawing().with("孤儿", "是").with("工伤生活护理费", "是");
    let refused = ["不发 已领工伤保险生活护理费"];
    due(&injured, CARE, "2023-03", &refused);
}

/// The day on which the office learned of a death, and the month from which payment stops.
#[test]
fn case_24_a_death_known_late() {
    let cremated = json!([{ "起": "2023-04-03", "得知日期": "2023-11-02", "得知日": "2023-11-02" }]);
    let died = drawing().with("死亡日期", "2023-04-01").with("殡葬火化", cremated);
    let months = scheduled(&WULONG, &died, "2023-05", "2023-11").benefits.remove(CARE);
    assert_eq!(months.len(), 7);
    for month in &months {
        assert_eq!(month.due.status, DueStatus::Stopped);
        assert_eq!(month.stop().unwrap().month.to_string(), "2023-05");
        assert_eq!(month.stop().unwrap().event.to_string(), "2023-04-01");
        assert_eq!(month.ground.learned.unwrap().to_string(), "2023-11-02");
        assert_eq!(month.ground.clauses, ["附件1·四·句1"]);
    }
}

#[test]
fn case_25_leap_day_and_turn_of_the_year() {
    let until = |day: &str| drawing().with("证件有效期止", day);
    due(&until("2024-02-29"), CARE, "2024-02", &["应发 90", "停发 证件过期"]);
    due(&until("2023-12-31"), CARE, "2023-12", &["应发 90", "停发 证件过期"]);
    due(&filed(person(), "2024-02-29"), CARE, "2024-01", &["不发 申请以前", "应发 90"]);
}

#[test]
fn case_26_old_age_allowance_changes_nothing() {
    let old = drawing().with("高龄津贴", json!([{ "起": "2023-04-01", "月额": "200" }]));
    both(&old, "2023-04", &["应发 90"], &["应发 80"]);
}

/// Before the policy nothing is decided, and the month of its beginning by the days on which it is in force.
#[test]
fn outside_the_policy() {
    due(&drawing(), CARE, "2023-01", &["不在施行期 政策不在施行期", "应发 90"]);
}

/// The month of approval by the other reading.
#[test]
fn starts_with_the_month_of_approval() {
    let plan = plan_with(WULONG_SOURCE, &[("起发月份", "审批当月")]);
    let filing = |approved: Json| json!([{ "补贴": "护理补贴", "申请日": "2023-03-20", "审定日": approved }]);
    let approved = drawing().with("申请", filing(json!("2023-05-11")));
    due_by(&plan, &approved, CARE, "2023-03", &["不发 申请以前", "不发 申请以前", "应发 90"]);
    let waiting = drawing().with("申请", filing(Json::Null));
    due_by(&plan, &waiting, CARE, "2023-03", &["不发 尚未审批", "不发 尚未审批"]);
}

/// Where the office keeps filings but nobody knows of this person's, the month is to be verified, and it is said why.
#[test]
fn a_filing_that_is_not_known() {
    let unknown = drawing().without("申请");
    let text = json!([drawing().0, unknown.0]).to_string();
    let batch = read(&WULONG, "名单", text.as_bytes(), polcheck::cases::Format::Json).unwrap();
    let timeline = Timeline::new(&[&WULONG]).unwrap();
    let month: Month = "2023-03".parse().unwrap();
    let scheduled = schedule(&timeline, &[&batch], (month, month));
    assert_eq!(scheduled.filed, [true, true]);
    let of = |person: usize| &scheduled.people[person].benefits[CARE][0];
    assert_eq!(of(0).due.status, DueStatus::Due);
    assert_eq!(of(1).due.status, DueStatus::Undetermined);
    assert_eq!((of(1).due.amount.lo, of(1).due.amount.hi), (0, 9000));
    assert_eq!(of(1).ground.text.zh, "符合条件，申请记录、停发的情形没有查明");
}
