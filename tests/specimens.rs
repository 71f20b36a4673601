//! Invented cases that reach every region: what they reach is told by regions explored once more, benefit by benefit.

use crate::support::*;
use assert_cmd::Command;
use polcheck::calendar::{Decider, Month, Status, first_month};
use polcheck::cases::{Format, read};
use polcheck::output::{sheet_csv, sheet_json_lines};
use polcheck::plan::Plan;
use polcheck::region::{Limits, Literals, Open, Region, explore, views};
use polcheck::testing::{Specimens, Wanted, specimens};
use std::collections::BTreeSet;
use std::path::Path;

/// Invented. A bound on an amount, one on a date and one on an age.
const TINY: &str = r#"政策 小区燃料补贴 { 施行 自 2024-11-15 }
名册 居民 { 编号 文本 主键 出生 日期 收入 元/月 }
名册 集中供暖 由 街道 { 止日 日期 可无 列名 "停暖日" }
机构 街道 "某街道"
补贴 燃料补贴 {
    同时符合 依据 一 {
        年龄：周岁(出生) 不低于 60
        收入：收入 低于 1000 元/月
    }
    标准 40 元/月 依据 一
}
不享受 燃料补贴 当 在册 集中供暖 且 (集中供暖.止日 为 无 或 集中供暖.止日 不早于 当日) 依据 二
"#;

fn found(plan: &Plan, wanted: Wanted) -> Specimens {
    specimens(plan, first_month(&plan.policy).unwrap(), wanted, Limits::default()).unwrap()
}

/// The regions of each benefit in which no case of a sheet lies on a day, and how many there are.
fn unreached(plan: &Plan, sheet: &Specimens) -> (usize, usize) {
    let batch = read(plan, "名单", &sheet_csv(&sheet.headers, &sheet.rows), Format::Csv).unwrap();
    assert!(batch.findings.is_empty(), "{:#?}", batch.findings);
    let (mut all, mut missed) = (0, 0);
    for benefit in &plan.benefits {
        let (mut space, mut views) = views(&[(plan, &[benefit.payable])]);
        let within = Literals::none().fixed(space.today, sheet.day.0);
        let mut leaves: Vec<Literals> =
            explore(&mut space, &mut views, &within, Limits::default(), |views, space, region| {
                match views[0].amount(space, region, benefit.payable) {
                    Err(Open::Split(split)) => Err(split),
                    _ => Ok(()),
                }
            })
            .map(|leaf| leaf.literals)
            .collect();
        all += leaves.len();
        let mut decider = Decider::new(plan);
        for case in &batch.cases {
            decider.evaluation.run(&case.facts, sheet.day);
            let region = Region::of_case(&space, &views, &[&decider.evaluation]);
            leaves.retain(|leaf| !leaf.contain(&space, &region));
        }
        missed += leaves.len();
    }
    (all, missed)
}

/// Nothing is 待核实 in the month.
fn all_known(plan: &Plan, sheet: &Specimens, month: Month) {
    let batch = read(plan, "名单", &sheet_csv(&sheet.headers, &sheet.rows), Format::Csv).unwrap();
    let days = days(plan, &month.to_string());
    let mut decider = Decider::new(plan);
    for case in &batch.cases {
        let decisions = decider.decide(&case.facts, days.0, days.1);
        assert!(decisions.iter().all(|decision| decision.status != Status::Undetermined), "{}", case.key);
    }
}

#[test]
fn few_people_reach_every_region_of_the_wulong_benefits() {
    let plan = &*WULONG;
    let sheet = found(plan, Wanted::Few);
    assert!(sheet.is_complete && sheet.missed.is_empty());
    let (regions, missed) = unreached(plan, &sheet);
    assert!(regions > 50 && missed == 0, "{missed} of {regions}");
    all_known(plan, &sheet, first_month(&plan.policy).unwrap());
    assert!(sheet.rows.len() < regions);

    let each = found(plan, Wanted::OneEach);
    assert!(sheet.benefits.iter().all(|(_, of)| of.reached == of.regions));
    assert_eq!(sheet.benefits, each.benefits);
    assert!(each.rows.len() >= sheet.benefits.iter().map(|(_, of)| of.regions).sum());
    assert_eq!(unreached(plan, &each).1, 0);
}

#[test]
fn one_person_alone_reaches_one_region() {
    let plan = plan(TINY);
    let sheet = found(&plan, Wanted::Few);
    assert_eq!(unreached(&plan, &sheet), (sheet.benefits[0].1.regions, 0));
    for row in &sheet.rows {
        let (regions, missed) = unreached(&plan, &Specimens { rows: vec![row.clone()], ..sheet.clone() });
        assert_eq!(missed, regions - 1, "{row:?}");
    }
}

#[test]
fn every_reading_has_its_own_regions() {
    for (reading, option) in
        [("择高相等", "保留本补贴"), ("停发刑罚", "任何羁押"), ("变动日期", "得知日"), ("到期口径", "次日才过期")]
    {
        let plan = plan_with(WULONG_SOURCE, &[(reading, option)]);
        let sheet = found(&plan, Wanted::Few);
        assert!(sheet.missed.is_empty(), "{reading} {:#?}", sheet.missed);
        assert_eq!(unreached(&plan, &sheet).1, 0, "{reading}");
    }
}

#[test]
fn amounts_and_dates_lie_at_the_bounds() {
    let plan = plan(TINY);
    let sheet = found(&plan, Wanted::Few);
    let csv = String::from_utf8(sheet_csv(&sheet.headers, &sheet.rows)).unwrap();
    insta::assert_snapshot!(csv, @r"
    编号,出生,收入,集中供暖,停暖日
    1,1964-12-01,999.99,否,
    2,1954-12-01,1000,否,
    3,1954-12-31,999.99,是,2024-12-31
    4,1964-12-01,999.99,是,2024-11-30
    5,1954-12-01,999.99,是,
    6,1965-01-01,0,否,
    ");
}

#[test]
fn the_same_every_time_and_each_number_once() {
    let plan = &*WULONG;
    let sheet = found(plan, Wanted::OneEach);
    assert_eq!(sheet, found(plan, Wanted::OneEach));
    let column = |header: &str| {
        let place = sheet.headers.iter().position(|known| known == header).unwrap();
        sheet.rows.iter().map(move |row| row[place].clone()).collect::<Vec<_>>()
    };
    let numbers: BTreeSet<String> = column("身份证号").into_iter().collect();
    assert_eq!(numbers.len(), sheet.rows.len());
    let keys: Vec<String> = (1..=sheet.rows.len()).map(|key| key.to_string()).collect();
    assert_eq!(column("编号"), keys);
}

#[test]
fn json_lines_say_the_same_as_csv() {
    let plan = &*WULONG;
    let sheet = found(plan, Wanted::Few);
    let csv = read(plan, "名单", &sheet_csv(&sheet.headers, &sheet.rows), Format::Csv).unwrap();
    let lines = sheet_json_lines(&sheet.headers, &sheet.rows);
    let lines = read(plan, "名单", lines.as_bytes(), Format::JsonLines).unwrap();
    let facts = |batch: &polcheck::cases::Batch| batch.cases.iter().map(|case| case.facts.clone()).collect::<Vec<_>>();
    assert_eq!(facts(&csv), facts(&lines));
    assert!(lines.is_clean());
}

/// Exit code, stdout, stderr.
fn call(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    let output = command.current_dir(folder).env_clear().env("LC_ALL", "C.UTF-8").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_writes_a_sheet_that_becomes_a_golden_batch() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let call = |arguments: &[&str]| call(folder.path(), arguments);
    put("w.pol", WULONG_SOURCE);
    let (exit, out, err) = call(&["cases", "w.pol", "-o", "名单.csv"]);
    assert_eq!((exit, out.as_str()), (0, ""), "{err}");
    insta::assert_snapshot!(err, @r"
    82 人，2023-03-01 当日覆盖 护理补贴 全部 54 种情形、生活补贴 全部 49 种情形；其中 3 个条件满足与不满足的 全部 19 种情形。人和号码都是编造的
    下一步：polcheck run w.pol 名单.csv --month 2023-03 -o 期望.csv，逐人核对结果；核对过的作为批次写进 w.用例.yaml，以后由 polcheck test 守住
    ");
    let (exit, out, _) = call(&["cases", "w.pol"]);
    assert_eq!((exit, out), (0, std::fs::read_to_string(folder.path().join("名单.csv")).unwrap()));

    let (exit, _, err) = call(&["run", "w.pol", "名单.csv", "--month", "2023-03", "-o", "期望.csv"]);
    assert!(exit == 0 && err.contains("待核实 0"), "{err}");
    put("w.用例.yaml", "批次: [{名: 每种情形, 名册: 名单.csv, 月份: 2023-03, 期望: 期望.csv}]\n");
    let (exit, out, _) = call(&["test", "w.用例.yaml"]);
    assert_eq!(exit, 0, "{out}");
    // each bound of the notice that moves by one step is noticed
    for (from, to) in [
        ("残疾人证.有效期止 不早于 当日\n        或", "残疾人证.有效期止 晚于 当日\n        或"),
        ("死亡日期 早于 当日", "死亡日期 不晚于 当日"),
        ("一级：90 元/月", "一级：90.01 元/月"),
        ("标准 80 元/月", "标准 79.99 元/月"),
    ] {
        let changed = WULONG_SOURCE.replacen(from, to, 1);
        assert_ne!(changed, WULONG_SOURCE, "{from}");
        put("w.pol", &changed);
        assert_eq!(call(&["test", "w.用例.yaml"]).0, 1, "{from}");
    }
}

#[test]
fn what_the_command_cannot_do_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put("t.pol", TINY);
    let call = |arguments: &[&str]| call(folder.path(), arguments);
    let (exit, out, err) = call(&["cases", "t.pol", "-o", "名单.txt"]);
    let said = "名单写成 .csv、.jsonl 或 .xlsx；名单.txt 换一个扩展名\n";
    assert_eq!((exit, out.as_str(), err.as_str()), (2, "", said));
    let (exit, _, err) = call(&["cases", "t.pol", "--month", "2024-10"]);
    assert!(exit == 2 && err.contains("2024-10"), "{err}");
    let (exit, out, err) = call(&["cases", "t.pol", "--month", "2024-11", "-o", "名单.jsonl", "--lang", "en"]);
    assert_eq!((exit, out.as_str()), (0, ""));
    // the month in which the policy begins, from that day on
    assert!(err.contains("on 2024-11-15"), "{err}");
}
