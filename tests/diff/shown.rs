//! How an account of all possible cases is shown: values made by hand, in every format.

use super::snapshot;
use crate::support::{WULONG, plan};
use polcheck::calendar::{Day, Decision, Month, Status};
use polcheck::cases::{Format, read};
use polcheck::diagnostic::{Lang, Message};
use polcheck::diff::{
    BenefitImpact, Comparison, Direction, Gate, Impact, ImpactLine, Undecided, Verdict, Version, Witness,
};
use polcheck::eval::Value;
use polcheck::output::diff::{closing, example_cases, examples_csv, json, markdown, pretty};

fn decision(status: Status, lo: i64, hi: i64) -> Decision {
    Decision { status, amount: Value::range(lo, hi), moment: day().into() }
}

fn month() -> Month {
    "2023-03".parse().unwrap()
}

fn day() -> Day {
    month().first_day().unwrap()
}

fn line(
    benefit: &str,
    conditions: &[&str],
    direction: Direction,
    cells: &[(&str, &str)],
    after: Decision,
) -> ImpactLine {
    let words = |text: &str| Message::new(text, format!("[{text}]"));
    ImpactLine {
        benefit: benefit.to_string(),
        conditions: conditions.iter().map(|condition| words(condition)).collect(),
        before: words("90 元/月"),
        after: words("见例"),
        direction,
        knock_on: direction == Direction::Loss,
        witness: Witness {
            day: day(),
            month: month(),
            cells: cells.iter().map(|(header, cell)| (header.to_string(), cell.to_string())).collect(),
            before: decision(Status::Entitled, 9000, 9000),
            after,
        },
    }
}

fn impact() -> Impact {
    let verdict = |name: &str, verdict| {
        let common = (name == "甲").then(|| Message::new("残疾人证.状态 为 有效", "card valid"));
        BenefitImpact { name: name.to_string(), verdict, common: common.into_iter().collect() }
    };
    let shared = [("编号", "甲"), ("残疾等级", "一级"), ("养老服务补贴", "95"), ("死亡日期", "")];
    Impact {
        benefits: vec![
            verdict("甲", Verdict::MoreAndLess),
            verdict("乙", Verdict::OnlyMore),
            verdict("丙", Verdict::OnlyLess),
            verdict("丁", Verdict::Equivalent),
            verdict("戊", Verdict::Undecided),
        ],
        lines: vec![
            line(
                "甲",
                &["残疾人证.等级 为 一级", "死亡日期 为 无"],
                Direction::More,
                &shared,
                decision(Status::Entitled, 10000, 10000),
            ),
            line(
                "甲",
                &["养老服务补贴.月额 高于 90 元/月"],
                Direction::Loss,
                &shared[..3],
                decision(Status::NotEntitled, 0, 0),
            ),
            line(
                "乙",
                &[],
                Direction::Gain,
                &[("编号", "乙"), ("低保", "是")],
                decision(Status::Undetermined, 0, 8000),
            ),
        ],
        undecided: vec![Undecided {
            benefit: "戊".to_string(),
            expression: "月额 × 月额".to_string(),
            conditions: vec![Message::new("月额 不为 0", "amount is not 0")],
        }],
        regions: 12,
        days: None,
    }
}

fn comparison(impact: Impact) -> Comparison {
    let version = |file: &str, revision: Option<&str>| Version {
        policy: "示例".to_string(),
        file: file.to_string(),
        revision: revision.map(str::to_string),
    };
    Comparison {
        old: version("p.pol", Some("main")),
        new: version("p.pol", None),
        edits: Vec::new(),
        impact: Some(impact),
        touched: None,
        blind_spots: vec![1],
    }
}

#[test]
fn in_every_format() {
    let comparison = comparison(impact());
    snapshot("impact", &pretty(&comparison, &WULONG, Lang::Zh));
    snapshot("impact.en", &pretty(&comparison, &WULONG, Lang::En));
    snapshot("impact.md", &markdown(&comparison, &WULONG, Lang::Zh));
    snapshot("impact.json", &json(&comparison, Lang::Zh));
    assert_eq!(closing(&comparison, Lang::Zh), "影响：甲 有增有减；乙 只增；丙 只减；丁 等价；戊 未能判定");
}

#[test]
fn gates_without_a_case_file() {
    let of = |lines: &[Direction], undecided: bool| {
        let mut impact = impact();
        impact.lines.retain(|line| lines.contains(&line.direction));
        if !undecided {
            impact.undecided.clear();
            impact.benefits.retain(|benefit| benefit.verdict != Verdict::Undecided);
        }
        let comparison = comparison(impact);
        [Gate::Any, Gate::Decrease, Gate::Loss].map(|gate| comparison.has(gate))
    };
    assert_eq!(of(&[], false), [false, false, false]);
    assert_eq!(of(&[Direction::More], false), [true, false, false]);
    assert_eq!(of(&[Direction::Gain], false), [true, false, false]);
    assert_eq!(of(&[Direction::Loss], false), [true, true, true]);
    // what is not proved may be anything
    assert_eq!(of(&[], true), [true, true, true]);
}

/// The examples are a case file: each is numbered and can be read back.
#[test]
fn examples_are_cases() {
    let mut comparison = comparison(impact());
    let examples = example_cases(&comparison);
    assert_eq!(examples.iter().map(|example| example.line).collect::<Vec<_>>(), [0, 1, 2]);
    let sheet = String::from_utf8(examples_csv(&examples, &WULONG)).unwrap();
    assert_eq!(sheet, "编号,残疾等级,养老服务补贴,死亡日期,低保\n1,一级,95,,\n2,一级,95,,\n3,,,,是\n");
    let batch = read(&WULONG, "例", sheet.as_bytes(), Format::Csv).unwrap();
    assert_eq!(batch.cases.iter().map(|case| case.key.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);

    // a key that must be a real number stays
    let numbered = plan(
        "政策 甲 { 施行 自 2023-01-01 }\n名册 人员 {\n    编号  身份证号  主键\n    等级  一级 | 二级\n}\n\
         补贴 甲补贴 {\n    同时符合 依据 第一条 { 重：等级 为 一级 }\n    标准 90 元/月 依据 第二条\n}\n",
    );
    let sheet = String::from_utf8(examples_csv(&examples, &numbered)).unwrap();
    assert!(sheet.contains("\n甲,一级,"), "{sheet}");

    // with a case file, only what it does not have
    let batch = read(&WULONG, "例", "编号\n1\n".as_bytes(), Format::Csv).unwrap();
    let days = crate::support::days(&WULONG, "2023-03");
    let side = polcheck::diff::Side { plan: &WULONG, batch: &batch, days };
    comparison.touched = Some(polcheck::diff::touched(month(), side, side));
    assert_eq!(example_cases(&comparison).iter().map(|example| example.line).collect::<Vec<_>>(), [1]);
    comparison.blind_spots.clear();
    let sheet = String::from_utf8(examples_csv(&example_cases(&comparison), &WULONG)).unwrap();
    assert_eq!(sheet, polcheck::schema::csv(&WULONG));
}
