//! Registers whose rows happen one by one (逐次), rows that have days, and columns of type 补贴.

use polcheck::cases::{Batch, Format, read};
use polcheck::check::check;
use polcheck::eval::{DatedRows, Evaluation, Value};
use polcheck::plan::{Plan, SlotKind, compile};
use polcheck::value::Day;
use std::sync::LazyLock;

const POLICY: &str = r#"
政策 记录 { 施行 自 2023-01-01 }
名册 人员 { 编号 文本 主键 }
名册 低保
名册 核查 逐次 核查日 {
    核查日  日期  列名 "核查日期"
    结果    通过 | 未通过  列名 "核查结果"
}
名册 发放 逐次 所属年月 {
    所属年月  年月
    补贴      补贴
    金额      元
}
补贴 护理补贴 "重度残疾人护理补贴" {
    同时符合 依据 第一条 { 核查.结果 为 通过 且 核查.核查日 早于 当日  在册 低保 }
    标准 80 元/月 依据 第二条
}
补贴 生活补贴 {
    同时符合 依据 第一条 { 发放.补贴 属于 护理补贴、生活补贴 且 发放.金额 高于 1 元 且 发放.所属年月 早于 当日 的 次月 }
    标准 80 元/月 依据 第二条
}
"#;

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let parsed = polcheck::syntax::parse(POLICY);
    assert_eq!(parsed.problems, []);
    let checked = check(&parsed.file);
    assert_eq!(checked.problems, []);
    compile(checked.policy.unwrap(), POLICY, &[]).unwrap()
});

fn batch(text: &str, format: Format) -> Batch {
    read(&PLAN, "名单", text.as_bytes(), format).unwrap_or_else(|error| panic!("{error:?}"))
}

fn codes(batch: &Batch) -> Vec<&str> {
    batch.findings.iter().map(|finding| finding.code).filter(|code| *code != "D703").collect()
}

fn register(name: &str) -> usize {
    PLAN.registers.iter().position(|register| register.name == name).unwrap()
}

fn day(text: &str) -> i64 {
    Day::from_date(text.parse().unwrap()).0
}

/// The first person's rows of a register: from, until, learned.
fn days(batch: &Batch, name: &str) -> Vec<(i64, i64, Option<i64>)> {
    let rows = batch.cases[0].facts.dated.iter().find(|dated| dated.register == register(name));
    let rows = rows.map(|DatedRows { rows, .. }| rows.iter().map(|row| (row.from, row.until, row.learned)).collect());
    rows.unwrap_or_default()
}

/// What the evaluator reads of a register on a day: 在册, and the value of a column.
fn on(batch: &Batch, name: &str, column: &str, on: &str) -> (Value, Value) {
    let mut evaluation = Evaluation::new(&PLAN);
    evaluation.run(&batch.cases[0].facts, Day(day(on)));
    let index = register(name);
    let column = PLAN.registers[index].columns.iter().position(|known| known.name == column);
    let value = |kind: SlotKind| {
        let at = PLAN.slots.iter().position(|slot| slot.register == index && slot.kind == kind).unwrap();
        evaluation.value(polcheck::plan::NodeId(at as u32))
    };
    (value(SlotKind::Listed), column.map_or(Value::ANY, |column| value(SlotKind::Column(column))))
}

#[test]
fn the_last_row_that_covers_a_day_counts() {
    let read = batch(
        r#"[{"编号": "甲", "低保": "是", "发放": [], "核查": [
            {"核查日": "2023-05-06", "结果": "通过"},
            {"核查日": "2023-02-10", "结果": "未通过"},
            {"核查日": "2023-02-10", "结果": "通过", "止": "2023-02-11", "得知日期": "2023-02-13"}]}]"#,
        Format::Json,
    );
    assert_eq!(codes(&read), [] as [&str; 0]);
    let february = day("2023-02-10");
    assert_eq!(
        days(&read, "核查"),
        [(february, i64::MAX, None), (february, february + 1, Some(february + 3)), (day("2023-05-06"), i64::MAX, None)]
    );
    let (passed, failed) = (Value::members(1), Value::members(2));
    for (date, listed, result) in [
        ("2023-02-09", Value::NO, None),
        ("2023-02-10", Value::YES, Some(passed)),
        ("2023-02-11", Value::YES, Some(passed)),
        ("2023-02-12", Value::YES, Some(failed)),
        ("2023-05-05", Value::YES, Some(failed)),
        ("2023-05-06", Value::YES, Some(passed)),
    ] {
        let found = on(&read, "核查", "结果", date);
        assert_eq!(found.0, listed, "{date}");
        assert!(result.is_none_or(|result| result == found.1), "{date}: {:?}", found.1);
    }
}

#[test]
fn a_row_of_a_month_counts_in_that_month() {
    let read = batch(
        r#"[{"编号": "甲", "低保": "是", "核查": [],
            "发放": [{"所属年月": "2023-02", "补贴": "重度残疾人护理补贴", "金额": 80},
                     {"所属年月": "2023-02", "补贴": "生活补贴", "金额": 70}]}]"#,
        Format::Json,
    );
    assert_eq!(codes(&read), [] as [&str; 0]);
    let february = (day("2023-02-01"), day("2023-02-28"), None);
    assert_eq!(days(&read, "发放"), [february, february]);
    assert_eq!(on(&read, "发放", "补贴", "2023-02-28").1, Value::members(2));
    assert_eq!(on(&read, "发放", "补贴", "2023-03-01").0, Value::NO);
}

#[test]
fn a_benefit_that_the_policy_does_not_have_is_a_bad_cell() {
    let read = batch("编号,低保,核查日期,核查结果,所属年月,补贴,金额\n甲,是,无,无,2023-02,护理补帖,80\n", Format::Csv);
    assert_eq!(codes(&read), ["D701"]);
    assert_eq!(read.findings[0].help.as_ref().unwrap().zh, "是否为“护理补贴”？");
}

#[test]
fn a_row_without_its_day_leaves_the_register_unknown() {
    for rows in [
        r#"[{"核查日": null, "结果": "通过"}]"#,
        r#"[{"结果": "通过"}, {"核查日": "2023-02-10", "结果": "未通过"}]"#,
        r#"{"结果": "通过"}"#,
    ] {
        let read = batch(&format!(r#"[{{"编号": "甲", "低保": "是", "发放": [], "核查": {rows}}}]"#), Format::Json);
        assert_eq!(codes(&read), ["D715"], "{rows}");
        assert_eq!(on(&read, "核查", "结果", "2023-03-01").0, Value::MAYBE, "{rows}");
    }
    let bad = r#"[{"编号": "甲", "低保": "是", "发放": [], "核查": [{"核查日": "去年", "结果": "通过"}]}]"#;
    let read = batch(bad, Format::Json);
    assert_eq!(codes(&read), ["D701"]);
    assert_eq!(on(&read, "核查", "结果", "2023-03-01").0, Value::MAYBE);
}

const SHEET: &str = "编号,低保,低保.起,低保.止,低保.得知日期,核查日期,核查结果,核查.止,所属年月,补贴,金额";

fn sheet(row: &str) -> Batch {
    batch(&format!("{SHEET}\n{row}\n"), Format::Csv)
}

#[test]
fn a_row_of_a_wide_sheet_has_days() {
    let read = sheet("甲,是,2023-01-05,2023-06-30,2023-02-01,2023-02-10,通过,2023-02-20,2023-03,生活补贴,80");
    assert_eq!(codes(&read), [] as [&str; 0]);
    assert_eq!(days(&read, "低保"), [(day("2023-01-05"), day("2023-06-30"), Some(day("2023-02-01")))]);
    assert_eq!(days(&read, "核查"), [(day("2023-02-10"), day("2023-02-20"), None)]);
    assert_eq!(days(&read, "发放"), [(day("2023-03-01"), day("2023-03-31"), None)]);

    // a day says that there is a row; without one there are no days
    let read = sheet("甲,,2023-01-05,,,,,,无,,");
    assert_eq!(days(&read, "低保"), [(day("2023-01-05"), i64::MAX, None)]);
    assert_eq!(days(&read, "核查"), []);
    assert_eq!(on(&read, "核查", "结果", "2023-03-01").0, Value::MAYBE);
    assert_eq!(on(&read, "发放", "补贴", "2023-03-01").0, Value::NO);
    assert_eq!(on(&sheet("甲,是,,,,无,无,,无,,"), "低保", "", "2020-01-01").0, Value::YES);
}

#[test]
fn days_that_cannot_be_read_leave_the_register_unknown() {
    for (row, code) in [
        ("甲,是,去年,,,无,无,,无,,", "D701"),
        ("甲,是,2023-02-10,2023-01-05,,无,无,,无,,", "D701"),
        ("甲,否,2023-02-10,,,无,无,,无,,", "D711"),
        ("甲,是,2023-02-10,,上个月,无,无,,无,,", "D701"),
    ] {
        let read = sheet(row);
        assert_eq!(codes(&read), [code], "{row}");
        assert_eq!(on(&read, "低保", "", "2023-03-01").0, Value::MAYBE, "{row}");
    }
    let read = sheet("甲,是,,,,,通过,,无,,");
    assert_eq!(codes(&read), ["D715"]);
    assert_eq!(on(&read, "核查", "结果", "2023-03-01").0, Value::MAYBE);
}

#[test]
fn a_list_of_one_day_that_nobody_knows_may_still_be_learned_later() {
    let read = batch(r#"[{"编号": "甲", "核查": [], "发放": [], "低保": {"得知日期": "2023-02-13"}}]"#, Format::Json);
    assert_eq!(days(&read, "低保"), [(i64::MIN, i64::MAX, Some(day("2023-02-13")))]);
}

const CHECKED: &str = r#"
政策 核查 { 施行 自 2023-01-01 }
名册 人员 { 编号 文本 主键 }
名册 核查 逐次 核查日 { 核查日 日期  结果 通过 | 未通过 }
名册 上门 逐次 上门日 { 上门日 日期 备查  情况 在家 | 不在 }
补贴 护理补贴 {
    同时符合 依据 第一条 {
        核查：核查.结果 为 通过 且 核查.核查日 不早于 2022-06-01
        上门：在册 上门 且 上门.情况 为 在家
    }
    标准 80 元/月 依据 第二条
}
"#;

fn checked() -> Plan {
    let checked = check(&polcheck::syntax::parse(CHECKED).file);
    compile(checked.policy.unwrap_or_else(|| panic!("{:?}", checked.problems)), CHECKED, &[]).unwrap()
}

#[test]
fn an_interview_asks_for_the_day_before_what_happened_on_it() {
    let plan = checked();
    let days = (Day(day("2023-03-01")), Day(day("2023-03-31")));
    let mut interview = polcheck::interview::Interview::new(&plan, days, "回答", Vec::new()).unwrap();
    let mut asked = Vec::new();
    while let Some(question) = interview.next_question() {
        let answer = match question.header.as_str() {
            "核查日" | "上门日" => "2023-02-10",
            "结果" => "通过",
            _ => "在家",
        };
        interview.answer(&question.header, answer).unwrap_or_else(|findings| panic!("{findings:?}"));
        asked.push(question.header);
        assert!(asked.len() < 9, "{asked:?}");
    }
    assert!(interview.is_decided());
    asked.sort();
    assert_eq!(asked, ["上门日", "情况", "核查日", "结果"]);
}

#[test]
fn every_region_of_a_benefit_has_a_person_with_records() {
    let plan = checked();
    let month = "2023-03".parse().unwrap();
    let found = polcheck::testing::specimens(
        &plan,
        month,
        polcheck::testing::Wanted::OneEach,
        polcheck::region::Limits::default(),
    )
    .unwrap();
    assert!(found.is_complete && !found.benefits.is_empty());
    assert!(found.benefits.iter().all(|(_, of)| of.regions == of.reached && of.reached > 1), "{:?}", found.benefits);
}

#[test]
fn a_day_that_is_cut_off_leaves_its_register_unknown() {
    let read = batch("编号,低保,核查日期,核查结果,所属年月,补贴,金额,低保.起\n甲,是,无,无,无,,\n", Format::Csv);
    assert_eq!(codes(&read), ["D709"]);
    assert_eq!(on(&read, "低保", "", "2023-03-01").0, Value::MAYBE);
}
