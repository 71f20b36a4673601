//! The boundary cases of one month, by the Wulong policy: amount, status, and the clause that 理由 cites. The
//! numbers are those of the list of boundary cases; the expected values come from the notice, by hand.

use crate::support::{Person, WULONG, WULONG_SOURCE, person, plan_with};
use serde_json::json;

/// Both benefits in full at level one: 90 by 附件2·一·2, 80 by 附件2·二·2.
fn paid_in_full(person: &Person, month: &str) {
    person
        .decide(&WULONG, month)
        .paid("护理补贴", "90", "附件2·一·2", &[])
        .paid("生活补贴", "80", "附件2·二·2", &[])
        .total("170");
}

/// Neither benefit, on one ground each.
fn neither(person: &Person, month: &str, words: &str, clause: &str) {
    person
        .decide(&WULONG, month)
        .refused("护理补贴", &[(words, clause)])
        .refused("生活补贴", &[(words, clause)])
        .total("0");
}

#[test]
fn case_01_level_four_in_dibao_draws_living_only() {
    person()
        .of_level("四级")
        .decide(&WULONG, "2023-03")
        .refused("护理补贴", &[("重度 残疾等级 四级", "附件2·一·1")])
        .paid("生活补贴", "80", "附件2·二·2", &[])
        .total("80");
}

#[test]
fn case_02_level_one_in_dibao_draws_both() {
    paid_in_full(&person(), "2023-03");
}

#[test]
fn case_03_death_stops_from_the_next_month() {
    let end_of_january = person().with("死亡日期", "2024-01-31");
    paid_in_full(&end_of_january, "2024-01");
    neither(&end_of_january, "2024-02", "死亡日期 2024-01-31", "附件1·四·句1");
    let first_of_february = person().with("死亡日期", "2024-02-01");
    paid_in_full(&first_of_february, "2024-02");
    neither(&first_of_february, "2024-03", "死亡日期 2024-02-01", "附件1·四·句1");
}

#[test]
fn case_04_a_card_ends_on_its_last_day() {
    let to_end_of_march = person().with("证件有效期止", "2023-03-31");
    paid_in_full(&to_end_of_march, "2023-03");
    neither(&to_end_of_march, "2023-04", "未过期 证件有效期止 2023-03-31", "附件1·四·句1");
    let to_first_of_april = person().with("证件有效期止", "2023-04-01");
    paid_in_full(&to_first_of_april, "2023-04");
    neither(&to_first_of_april, "2023-05", "未过期 证件有效期止 2023-04-01", "附件1·四·句1");
}

/// The other reading of case 4: what happens is the first day without a valid card.
#[test]
fn case_04_by_the_other_reading() {
    let plan = plan_with(WULONG_SOURCE, &[("到期口径", "次日才过期")]);
    for last_day in ["2023-03-31", "2023-04-01"] {
        let person = person().with("证件有效期止", last_day);
        person.decide(&plan, "2023-04").total("170");
        person.decide(&plan, "2023-05").total("0");
    }
}

#[test]
fn case_05_leaving_dibao_stops_living_only() {
    let left = person().of_level("二级").with("低保", json!([{ "止": "2023-03-15" }]));
    left.decide(&WULONG, "2023-03")
        .paid("护理补贴", "80", "附件2·一·2", &[])
        .paid("生活补贴", "80", "附件2·二·2", &[])
        .total("160");
    let wide = person().of_level("二级").with("低保", "否");
    for left in [left, wide] {
        left.decide(&WULONG, "2023-04")
            .paid("护理补贴", "80", "附件2·一·2", &[])
            .refused("生活补贴", &[("低保 否", "附件1·四·句1")])
            .total("80");
    }
}

/// One card after the other: the level, and the last day of the first card or the first of the second.
fn cards(first: &str, until: &str, second: &str, from: &str) -> Person {
    person().with_cards(json!([
        { "等级": first, "状态": "有效", "有效期止": "2030-06-30", "止": until },
        { "等级": second, "状态": "有效", "有效期止": "2033-05-09", "起": from },
    ]))
}

#[test]
fn case_06_a_lower_level_stops_nursing_only() {
    let lowered = cards("二级", "2023-05-09", "三级", "2023-05-10");
    lowered
        .decide(&WULONG, "2023-05")
        .paid("护理补贴", "80", "附件2·一·2", &[])
        .paid("生活补贴", "80", "附件2·二·2", &[])
        .total("160");
    lowered
        .decide(&WULONG, "2023-06")
        .refused("护理补贴", &[("重度 残疾等级 三级", "附件1·四·句1")])
        .paid("生活补贴", "80", "附件2·二·2", &[])
        .total("80");
}

#[test]
fn case_07_a_new_rate_begins_with_the_next_month() {
    let lowered = cards("一级", "2023-05-14", "二级", "2023-05-15");
    lowered.decide(&WULONG, "2023-05").paid("护理补贴", "90", "附件2·一·2", &[]).total("170");
    lowered.decide(&WULONG, "2023-06").paid("护理补贴", "80", "附件2·一·2", &[]).total("160");
    let raised = cards("二级", "2023-05-14", "一级", "2023-05-15");
    raised.decide(&WULONG, "2023-05").paid("护理补贴", "80", "附件2·一·2", &[]).total("160");
    raised.decide(&WULONG, "2023-06").paid("护理补贴", "90", "附件2·一·2", &[]).total("170");
}

#[test]
fn case_08_tekun_stops_both() {
    let taken_in = person().with("特困供养", json!([{ "起": "2023-06-20" }]));
    paid_in_full(&taken_in, "2023-06");
    neither(&taken_in, "2023-07", "特困供养 是", "附件2·注⑧");
    neither(&person().with("特困供养", "是"), "2023-07", "特困供养 是", "附件2·注⑧");
}

#[test]
fn case_09_a_higher_care_subsidy_takes_the_place_of_nursing() {
    person()
        .with("养老服务补贴", "200")
        .decide(&WULONG, "2023-03")
        .refused("护理补贴", &[("择高 养老服务补贴 200 高于 护理补贴 90 保留养老服务补贴", "附件2·注③")])
        .paid("生活补贴", "80", "附件2·二·2", &[])
        .total("80");
}

#[test]
fn case_10_on_a_tie_the_other_benefit_stays() {
    let tie = person().with("养老服务补贴", "90");
    tie.decide(&WULONG, "2023-03")
        .refused("护理补贴", &[("择高 养老服务补贴 90 等于 护理补贴 90 保留养老服务补贴", "附件2·注③")])
        .paid("生活补贴", "80", "附件2·二·2", &[])
        .total("80");
    let plan = plan_with(WULONG_SOURCE, &[("择高相等", "保留本补贴")]);
    let kept = ("择高 护理补贴 90 等于 养老服务补贴 90 保留护理补贴", "附件2·注③");
    tie.decide(&plan, "2023-03").paid("护理补贴", "90", "附件2·一·2", &[kept]).total("170");
}

#[test]
fn case_10_just_above_and_below() {
    let above = ("择高 养老服务补贴 85 高于 护理补贴 80 保留养老服务补贴", "附件2·注③");
    let of_level_two = person().of_level("二级").with("养老服务补贴", "85");
    of_level_two.decide(&WULONG, "2023-03").refused("护理补贴", &[above]).total("80");
    let below = ("择高 护理补贴 90 高于 养老服务补贴 89.99 保留护理补贴", "附件2·注③");
    let of_level_one = person().with("养老服务补贴", "89.99");
    of_level_one.decide(&WULONG, "2023-03").paid("护理补贴", "90", "附件2·一·2", &[below]).total("170");
}

/// A child born in 2010, with the card number to match.
fn child() -> Person {
    person().with("身份证号", "50015620100101003X").with("残疾人证号", "50015620100101003X41")
}

#[test]
fn case_11_an_orphan_draws_nursing_only() {
    child()
        .with("孤儿", "是")
        .decide(&WULONG, "2023-03")
        .paid("护理补贴", "90", "附件2·一·2", &[])
        .refused("生活补贴", &[("孤儿 是", "附件2·注④")])
        .total("90");
}

#[test]
fn case_12_a_child_topped_up_draws_both() {
    paid_in_full(&child().with("事实无人抚养", "补差"), "2023-03");
    child()
        .with("事实无人抚养", "全额")
        .decide(&WULONG, "2023-03")
        .paid("护理补贴", "90", "附件2·一·2", &[])
        .refused("生活补贴", &[("事实无人抚养 全额", "附件2·注④")])
        .total("90");
}

#[test]
fn case_13_how_a_child_is_paid_decides() {
    let listed_only = child().with("事实无人抚养", json!({ "发放方式": null }));
    for child in [child().with("事实无人抚养", ""), listed_only] {
        child
            .decide(&WULONG, "2023-03")
            .paid("护理补贴", "90", "附件2·一·2", &[])
            .open("生活补贴", &["事实无人抚养"], "0", "80", "附件2·注④")
            .total("");
    }
}

/// Somebody sentenced on the last day of August.
fn sentenced(kind: &str, place: &str) -> Person {
    person().with("刑种", kind).with("服刑场所", place).with("判决生效日", "2023-08-31").with("刑满日", "2025-08-30")
}

#[test]
fn case_14_prison_stops_from_the_next_month() {
    for kind in ["有期徒刑", "无期徒刑", "死缓"] {
        let person = sentenced(kind, "监狱");
        paid_in_full(&person, "2023-08");
        neither(&person, "2023-09", &format!("刑种 {kind} 判决生效日 2023-08-31"), "附件1·四·句2");
        neither(&person, "2025-07", "判决生效日 2023-08-31", "附件1·四·句2");
    }
}

#[test]
fn case_14_other_sentences_are_flagged_only() {
    for (kind, place) in [("拘役", "看守所"), ("有期徒刑", "社区"), ("管制", "社区"), ("有期徒刑", "看守所")]
    {
        let person = sentenced(kind, place);
        paid_in_full(&person, "2023-08");
        let flag = ("其他刑罚", "附件1·四·句2");
        person
            .decide(&WULONG, "2023-09")
            .paid("护理补贴", "90", "附件2·一·2", &[flag])
            .paid("生活补贴", "80", "附件2·二·2", &[flag])
            .total("170");
    }
}

#[test]
fn case_16_a_student_counts_where_the_household_was() {
    let student = person().with("户籍区县", "沙坪坝区").with("就学迁户", "是").with("原户籍区县", "武隆区");
    let deemed = ("户籍区县 视为 武隆区", "附件2·注⑨");
    student
        .decide(&WULONG, "2023-10")
        .paid("护理补贴", "90", "附件2·一·2", &[deemed])
        .paid("生活补贴", "80", "附件2·二·2", &[deemed])
        .total("170");
    let moved = student.with("就学迁户", "否");
    neither(&moved, "2023-10", "本区户籍 户籍区县 沙坪坝区", "附件1·四·句1");
}

/// A card whose state changes on the given days.
fn frozen(from: &str, until: &str) -> Person {
    let day_before = |day: &str| {
        let day: chrono::NaiveDate = day.parse().unwrap();
        day.pred_opt().unwrap().to_string()
    };
    let card = json!({ "等级": "一级", "有效期止": "2030-06-30" });
    let state = |state: &str, days: &[(&str, &str)]| {
        let mut row = card.as_object().unwrap().clone();
        row.insert("状态".to_string(), json!(state));
        row.extend(days.iter().map(|(name, day)| (name.to_string(), json!(day))));
        row
    };
    let (valid_until, frozen_until) = (day_before(from), day_before(until));
    person().with_cards(json!([
        state("有效", &[("止", &valid_until)]),
        state("冻结", &[("起", from), ("止", &frozen_until)]),
        state("有效", &[("起", until)]),
    ]))
}

#[test]
fn case_18_a_frozen_card_stops_until_it_is_free_again() {
    let person = frozen("2024-02-10", "2024-05-05");
    paid_in_full(&person, "2024-02");
    for month in ["2024-03", "2024-04"] {
        neither(&person, month, "持证 证件状态 冻结", "附件1·四·句1");
    }
    paid_in_full(&person, "2024-05");
}

#[test]
fn case_19_a_card_renewed_after_it_expired() {
    let person = person().with_cards(json!([
        { "等级": "一级", "状态": "有效", "有效期止": "2024-02-02", "止": "2024-04-19" },
        { "等级": "一级", "状态": "有效", "有效期止": "2034-04-19", "起": "2024-04-20" },
    ]));
    paid_in_full(&person, "2024-02");
    neither(&person, "2024-03", "未过期 证件有效期止 2024-02-02", "附件1·四·句1");
    paid_in_full(&person, "2024-05");
}

#[test]
fn case_21_every_exclusion_is_named() {
    let injury = ("工伤生活护理费 是", "附件2·注⑧");
    child()
        .with("孤儿", "是")
        .with("工伤生活护理费", "是")
        .decide(&WULONG, "2023-03")
        .refused("护理补贴", &[injury])
        .refused("生活补贴", &[injury, ("孤儿 是", "附件2·注④")])
        .total("0");
}

/// Somebody else in another township, apart from one cell.
fn other_person() -> Person {
    person()
        .with("编号", "0002")
        .with("姓名", "李四")
        .with("身份证号", "50015620100101003X")
        .with("残疾人证号", "50015620100101003X41")
        .with("乡镇街道", "芙蓉街道")
}

#[test]
fn case_22_one_person_in_two_townships_is_reported_with_both_rows() {
    let same_key = other_person().with("编号", "0001");
    let same_number = other_person().with("身份证号", "500232196003150029").with("残疾人证号", "50023219600315002941");
    for (again, column, shown) in [(same_key, "编号", "0001"), (same_number, "身份证号", "500232")] {
        let text = crate::support::csv(&[person(), other_person().without("特困供养").with("特困供养", "否"), again]);
        let batch = polcheck::cases::read(&WULONG, "名单.csv", text.as_bytes(), polcheck::cases::Format::Csv).unwrap();
        let findings: Vec<_> =
            batch.findings.iter().filter(|finding| finding.column.as_deref() == Some(column)).collect();
        let [finding] = findings[..] else { panic!("{:#?}", batch.findings) };
        assert_eq!((finding.code, finding.row), ("D702", Some(4)));
        let line = finding.line(polcheck::diagnostic::Lang::Zh);
        assert!(line.contains("第 4 行") && line.contains("第 2 行") && line.contains(shown), "{line}");
        assert!(!line.contains("500232196003150029"), "the number is masked: {line}");
    }
}

#[test]
fn case_23_the_column_counts_and_the_card_number_is_flagged() {
    let flag = ("证号与等级不符", "附件1·二·句1");
    let by_number_two = person().with("残疾人证号", "50023219600315002942").with("残疾等级", "三级");
    by_number_two
        .decide(&WULONG, "2023-03")
        .refused("护理补贴", &[("重度 残疾等级 三级", "附件2·一·1"), flag])
        .paid("生活补贴", "80", "附件2·二·2", &[flag])
        .total("80");
    let by_number_three = person().with("残疾人证号", "50023219600315002943").with("残疾等级", "二级");
    by_number_three
        .decide(&WULONG, "2023-03")
        .paid("护理补贴", "80", "附件2·一·2", &[flag])
        .paid("生活补贴", "80", "附件2·二·2", &[flag])
        .total("160");
}

/// By the default reading the day of death counts, however late it was heard of.
#[test]
fn case_24_a_death_heard_of_seven_months_late() {
    let person = person().with("死亡日期", "2023-03-10").with("殡葬火化", json!({ "得知日": "2023-10-12" }));
    paid_in_full(&person, "2023-03");
    for month in ["2023-04", "2023-05", "2023-06", "2023-07", "2023-08", "2023-09", "2023-10", "2023-11"] {
        neither(&person, month, "死亡日期 2023-03-10", "附件1·四·句1");
    }
    let plan = plan_with(WULONG_SOURCE, &[("变动日期", "得知日")]);
    person.decide(&plan, "2023-10").total("170");
    person.decide(&plan, "2023-11").total("0");
}

#[test]
fn case_25_leap_day_and_turn_of_the_year() {
    for (header, words) in [("证件有效期止", "未过期"), ("死亡日期", "死亡日期")] {
        let leap_day = person().with(header, "2024-02-29");
        paid_in_full(&leap_day, "2024-02");
        neither(&leap_day, "2024-03", words, "附件1·四·句1");
        let end_of_year = person().with(header, "2023-12-31");
        paid_in_full(&end_of_year, "2023-12");
        neither(&end_of_year, "2024-01", words, "附件1·四·句1");
    }
}

#[test]
fn case_26_the_allowance_for_the_aged_changes_nothing() {
    paid_in_full(&person().with("高龄津贴", "200"), "2023-03");
}
