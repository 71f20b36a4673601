//! Every decision names its clause, whatever is missing.

use polcheck::batch::decide;
use polcheck::calendar::{Month, Status, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::check::check;
use polcheck::plan::{Plan, compile};
use polcheck::syntax::parse;

const POLICY: &str = include_str!("../policies/wulong-2023.pol");
const ROSTER: &str = include_str!("../examples/roster.csv");

fn plan(readings: &[(String, String)]) -> Plan {
    compile(check(&parse(POLICY).file).policy.unwrap(), POLICY, readings).unwrap()
}

/// Each cell of one column emptied, or of none.
fn without(column: Option<usize>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(ROSTER.trim_start_matches('\u{feff}').as_bytes());
    for (row, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let cells = record.iter().enumerate();
        writer
            .write_record(cells.map(|(index, cell)| if row > 0 && Some(index) == column { "" } else { cell }))
            .unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn every_decision_cites(plan: &Plan, sheet: &str) {
    let days = days_in_force(&plan.policy, "2023-03".parse::<Month>().unwrap()).unwrap();
    let batch = read(plan, "roster", sheet.as_bytes(), Format::Csv).unwrap();
    for case in decide(plan, &batch.cases, days) {
        for benefit in &case.benefits {
            let cites = benefit.reasons.iter().any(|reason| !reason.clauses().is_empty());
            assert!(cites, "{}: {:?} without a clause: {:?}", case.key, benefit.status, benefit.reasons);
            let open = benefit.status == Status::Undetermined;
            assert_eq!(open, !benefit.missing.is_empty(), "{}: {:?}", case.key, benefit.reasons);
        }
    }
}

#[test]
fn with_any_column_blank() {
    let plan = plan(&[]);
    let columns = ROSTER.lines().next().unwrap().split(',').count();
    every_decision_cites(&plan, &without(None));
    for column in 1..columns {
        every_decision_cites(&plan, &without(Some(column)));
    }
}

#[test]
fn under_every_reading() {
    let names: Vec<(String, Vec<String>)> =
        plan(&[]).policy.readings.iter().map(|reading| (reading.name.clone(), reading.options.clone())).collect();
    for (reading, options) in names {
        for option in options.into_iter().skip(1) {
            every_decision_cites(&plan(&[(reading.clone(), option)]), ROSTER);
        }
    }
}

/// The nearest change of a date that a condition reads by way of days, months or an age.
#[test]
fn the_nearest_change_sees_through_days_months_and_ages() {
    let conditions = [
        ("周岁(日) 不低于 60", "1990-05-05", "1963-03-31"),
        ("周岁(日, 2023-03-15) 低于 18", "1990-05-05", "2005-03-16"),
        ("日 + 10 天 不早于 当日", "2020-01-01", "2023-02-19"),
        ("日 早于 当日 - 1 个月", "2023-06-20", "2023-02-27"),
        ("日 的 当月 不晚于 当日 的 当月", "2023-06-20", "2023-03-31"),
    ];
    for (condition, now, to) in conditions {
        let source = format!(
            "政策 示例 {{ 施行 自 2023-01-01 }}
            名册 人员 {{ 编号 文本 主键  日 日期 }}
            补贴 补助 {{ 同时符合 依据 第一条 {{ 条件：{condition} }} 标准 90 元/月 依据 第二条 }}"
        );
        let plan = crate::support::plan(&source);
        let record = serde_json::json!({"编号": "1", "日": now});
        let facts = crate::support::facts(&plan, record.as_object().unwrap());
        let days = crate::support::days(&plan, "2023-03");
        let decision = polcheck::calendar::Decider::new(&plan).decide(&facts, days.0, days.1)[0];
        let changes = polcheck::explain::nearest(&plan, &facts, 0, &decision, days);
        let found: Vec<&str> = changes.iter().map(|change| change.to.as_str()).collect();
        assert_eq!(found, [to], "{condition}");
    }
}
