//! Whom an edit touches: properties over invented people, and one case for each kind of change and cause.

use crate::generate::{partly_known, wulong_record};
use crate::support::{Person, WULONG, WULONG_SOURCE, csv, days, person, plan, tries};
use polcheck::cases::{Format, read};
use polcheck::diagnostic::Lang;
use polcheck::diff::{Kind, Side, Touched, blind_spots, touched};
use polcheck::eval::Evaluation;
use polcheck::plan::Plan;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use std::sync::LazyLock;

/// Several edits at once: another amount, another condition, another exclusion.
static EDITED: LazyLock<Plan> = LazyLock::new(|| {
    let edited = WULONG_SOURCE
        .replace("一级：90 元/月", "一级：100 元/月")
        .replace("二级：80 元/月", "二级：60 元/月")
        .replace("        低保：    在册 低保", "        低保：    (在册 低保 或 在册 孤儿)")
        .replace("不享受 生活补贴 当 孤儿保障", "不享受 生活补贴 当 孤儿保障 且 在册 养老服务补贴");
    plan(&edited)
});

fn compare(old: &Plan, new: &Plan, text: &str, format: Format) -> Touched {
    let batches = [old, new].map(|plan| read(plan, "名单", text.as_bytes(), format).unwrap());
    let side = |plan, batch| Side { plan, batch, days: days(plan, "2023-03") };
    touched("2023-03".parse().unwrap(), side(old, &batches[0]), side(new, &batches[1]))
}

fn one(new: &Plan, person: Person) -> Touched {
    compare(&WULONG, new, &csv(&[person]), Format::Csv)
}

fn edited(from: &str, to: &str) -> Plan {
    let source = WULONG_SOURCE.replace(from, to);
    assert_ne!(source, WULONG_SOURCE);
    plan(&source)
}

fn cause(touched: &Touched) -> (&str, Vec<&str>) {
    let [group] = touched.causes.as_slice() else { panic!("{:#?}", touched.causes) };
    (&group.cause.text.zh, group.cause.clauses.iter().map(String::as_str).collect())
}

#[test]
fn each_kind_with_its_cause() {
    let raised = edited("一级：90 元/月", "一级：100 元/月");
    let more = one(&raised, person());
    assert_eq!((more.cases[0].kind, more.difference()), (Kind::More, 1000));
    assert_eq!(cause(&more), ("标准：一级", vec!["附件2·一·2"]));

    let unknown = one(&raised, person().with("残疾等级", ""));
    assert_eq!((unknown.cases[0].kind, unknown.difference()), (Kind::Open, 0));
    assert_eq!(unknown.open_amounts().0.hi, 9000);
    assert_eq!(unknown.open_amounts().1.hi, 10000);
    assert_eq!(cause(&unknown), ("标准：一级", vec!["附件2·一·2"]));

    let weighed = one(&raised, person().with("养老服务补贴", "95"));
    assert_eq!(weighed.difference(), 10000);
    assert_eq!(cause(&weighed), ("择高，保留护理补贴", vec!["附件2·注③"]));

    let alone = person().with("低保", "否");
    let narrower = edited("残疾人证.等级 属于 一级、二级 依据 附件2·一·1", "残疾人证.等级 为 二级 依据 附件2·一·1");
    let lost = one(&narrower, alone.clone());
    assert_eq!((lost.cases[0].kind, lost.difference()), (Kind::Lost, -9000));
    assert_eq!(cause(&lost), ("不符合“重度”", vec!["附件2·一·1", "附件1·四·句1"]));
    // who keeps the other benefit has not lost everything
    let less = one(&narrower, person());
    assert_eq!((less.cases[0].kind, less.benefits[0].lost), (Kind::Less, 1));

    let gained = compare(&narrower, &WULONG, &csv(&[alone]), Format::Csv);
    assert_eq!((gained.cases[0].kind, gained.difference()), (Kind::Gained, 9000));
    assert_eq!(cause(&gained).0, "原有理由不再适用：不符合“重度”");
}

#[test]
fn a_benefit_that_comes_or_goes() {
    let small = |name: &str, rate: u32| {
        plan(&format!(
            "政策 甲 {{ 施行 自 2023-01-01 }}\n名册 人员 {{\n    编号  文本  主键\n    户籍区县  文本\n}}\n\
             补贴 {name} {{\n    同时符合 依据 第一条 {{ 本区：户籍区县 为 \"武隆区\" }}\n    标准 {rate} 元/月 依据 第二条\n}}\n"
        ))
    };
    let sheet = "编号,户籍区县\n1,武隆区\n2,别处\n";
    let renamed = compare(&small("甲补贴", 90), &small("乙补贴", 90), sheet, Format::Csv);
    assert_eq!((renamed.benefits.len(), renamed.cases.len()), (1, 0));
    let found = compare(&small("甲补贴", 90), &small("乙补贴", 80), sheet, Format::Csv);
    assert_eq!(found.benefits.iter().map(|benefit| benefit.name.as_str()).collect::<Vec<_>>(), ["乙补贴", "甲补贴"]);
    assert_eq!((found.cases.len(), found.cases[0].kind, found.difference()), (1, Kind::Less, -1000));
    assert_eq!((found.benefits[0].gained, found.benefits[1].lost), (1, 1));
    let causes: Vec<_> = found.causes.iter().map(|group| group.cause.text.zh.as_str()).collect();
    assert_eq!(causes, ["新设这项补贴", "取消这项补贴"]);
}

/// One reads a row of the file by the other key column; the rows are the same people.
#[test]
fn versions_may_have_different_keys() {
    let of = |key: &str, other: &str, rate: u32| {
        plan(&format!(
            "政策 甲 {{ 施行 自 2023-01-01 }}\n名册 人员 {{\n    {key}  文本  主键\n    {other}  文本  备查\n    户籍区县  文本\n}}\n\
             补贴 甲补贴 {{\n    同时符合 依据 第一条 {{ 本区：户籍区县 为 \"武隆区\" }}\n    标准 {rate} 元/月 依据 第二条\n}}\n"
        ))
    };
    let found = compare(
        &of("编号", "户号", 90),
        &of("户号", "编号", 95),
        "编号,户号,户籍区县\n1,甲,武隆区\n2,乙,别处\n",
        Format::Csv,
    );
    assert_eq!((found.rows, found.cases.len(), found.cases[0].key.as_str(), found.difference()), (2, 1, "甲", 500));
}

/// A line is no blind spot where some case lies in its region on some day, whichever thread sees it.
#[test]
fn blind_spots_are_lines_that_no_case_shows() {
    let raised = edited("一级：90 元/月", "一级：100 元/月");
    let text = csv(&[person(), person().with("编号", "0002").with("死亡日期", "2023-02-01")]);
    let batches = [&*WULONG, &raised].map(|plan| read(plan, "名单", text.as_bytes(), Format::Csv).unwrap());
    let side = |plan, batch| Side { plan, batch, days: days(plan, "2023-03") };
    let (old, new) = (side(&WULONG, &batches[0]), side(&raised, &batches[1]));
    let paid = [(9000, 10000), (8000, 8000), (0, 0), (9000, 9000)];
    let found = blind_spots(paid.len(), old, new, |line, before, after| {
        let amount = |plan: &Plan, evaluation: &Evaluation<'_>| evaluation.value(plan.benefits[0].payable).lo;
        (amount(&WULONG, before), amount(&raised, after)) == paid[line]
    });
    assert_eq!(found, [1, 3]);
}

fn records(people: &[Map<String, Json>]) -> String {
    json!(people).to_string()
}

proptest! {
    #![proptest_config(tries(6))]

    #[test]
    fn a_policy_does_not_differ_from_itself(people in prop::collection::vec(partly_known(wulong_record()), 100)) {
        let found = compare(&WULONG, &WULONG, &records(&people), Format::Json);
        prop_assert_eq!((found.rows, found.cases.len(), found.difference()), (100, 0, 0));
        prop_assert!(found.causes.is_empty());
        prop_assert!(found.benefits.iter().all(|benefit| benefit.before == benefit.after));
    }

    /// The other way round everything that was more is less, and the sums are those of the two versions alone.
    #[test]
    fn swapped_versions_negate_the_money(people in prop::collection::vec(partly_known(wulong_record()), 100)) {
        let text = records(&people);
        let (there, back) = (compare(&WULONG, &EDITED, &text, Format::Json), compare(&EDITED, &WULONG, &text, Format::Json));
        prop_assert!(!there.cases.is_empty());
        prop_assert_eq!(there.difference(), -back.difference());
        prop_assert_eq!(there.open_amounts(), (back.open_amounts().1, back.open_amounts().0));
        let opposite = |kind: Kind| match kind {
            Kind::Lost => Kind::Gained,
            Kind::Gained => Kind::Lost,
            Kind::Less => Kind::More,
            Kind::More => Kind::Less,
            same => same,
        };
        for kind in Kind::ALL {
            prop_assert_eq!(there.count(kind), back.count(opposite(kind)));
        }
        for (one, other) in there.benefits.iter().zip(&back.benefits) {
            prop_assert_eq!((one.before, one.after), (other.after, other.before));
            prop_assert_eq!((one.gained, one.more, one.open), (other.lost, other.less, other.open));
        }
        let grouped: usize = there.causes.iter().map(|group| group.cases).sum();
        let changes: usize = there.cases.iter().map(|case| case.changes.len()).sum();
        prop_assert_eq!(grouped, changes);
    }

    /// The figures are those of two runs, one by each version, and of no number of threads.
    #[test]
    fn figures_are_those_of_two_runs(people in prop::collection::vec(partly_known(wulong_record()), 100)) {
        use polcheck::batch::{decide, summarize};
        let text = records(&people);
        let found = compare(&WULONG, &EDITED, &text, Format::Json);
        for (plan, is_new) in [(&*WULONG, false), (&*EDITED, true)] {
            let batch = read(plan, "名单", text.as_bytes(), Format::Json).unwrap();
            let summary = summarize(plan, &decide(plan, &batch.cases, days(plan, "2023-03")), Lang::Zh);
            for (run, compared) in summary.benefits.iter().zip(&found.benefits) {
                let sum = if is_new { compared.after } else { compared.before };
                prop_assert_eq!(&run.name, &compared.name);
                prop_assert_eq!((run.entitled, run.undetermined), (sum.entitled, sum.undetermined));
                prop_assert_eq!((run.amount, run.most), (sum.amount.lo, sum.amount.hi));
            }
        }
        let by_threads = |count: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
            pool.install(|| compare(&WULONG, &EDITED, &text, Format::Json))
        };
        prop_assert_eq!(by_threads(1), by_threads(4));
    }
}
