//! What of a policy its tests reach, counted on the plan's nodes.

use crate::support::{plan, plan_with};
use polcheck::plan::Plan;
use polcheck::testing::coverage::{Coverage, Item, ItemKind, Report, Standing, State};
use polcheck::testing::tests_of;

const POLICY: &str = r#"政策 示例 { 施行 自 2023-01-01 }
名册 人员 {
    编号 文本 主键
    等级 甲 | 乙 | 丙
    到期 日期
    收入 元/月
}
名册 别补 { 月额 元/月 }
名册 死者
口径 择高相等 "相等时" {
    保留其他待遇
    保留本补贴
}
口径 看收入 "看不看" {
    看
    不看
}
口径 看死者 "看不看" {
    不看死者
    看死者
}
补贴 补助 {
    同时符合 依据 一 {
        等级：等级 属于 甲、乙
        未到期：到期 不早于 当日
        收入低：看收入 为 不看 或 收入 低于 1000 元/月
        在世：看死者 为 不看死者 或 不在册 死者
    }
    标准 按 等级 依据 二 {
        甲：100 元/月
        乙：50 元/月
    }
}
不享受 补助 当 在册 别补 且 别补.月额 高于 500 元/月 依据 三
择高 补助 与 别补.月额 依据 四
封顶 补助 不超过 80 元/月 当 收入 不低于 600 元/月 依据 五
预警 没有到期日 依据 六 当 等级 为 丙 处理 "查明"
"#;

const BASE: &str = r#"用例 甲 于 2023-03 {
    等级 为 甲
    到期 为 2024-01-01
    收入 为 500 元/月
    不在册 别补
    应当 补助 为 100 元/月
}
"#;

fn source(examples: &str) -> String {
    [POLICY, BASE, examples].concat()
}

fn reached(plan: &Plan) -> Report {
    let mut coverage = Coverage::new(plan);
    coverage.observe_tests(&tests_of(plan));
    coverage.report()
}

fn report(examples: &str) -> Report {
    reached(&plan(&source(examples)))
}

fn item<'r>(report: &'r Report, kind: ItemKind, words: &str) -> &'r Item {
    let found: Vec<&Item> = report.items.iter().filter(|item| item.kind == kind && item.words.zh == words).collect();
    let all: Vec<_> = report.items.iter().map(|item| (item.kind, &item.words.zh)).collect();
    assert_eq!(found.len(), 1, "{kind:?} {words}: {all:#?}");
    found[0]
}

fn missing(report: &Report, kind: ItemKind, words: &str) -> Vec<State> {
    item(report, kind, words).missing()
}

fn example(name: &str, facts: &str) -> String {
    format!("用例 {name} 同 甲 于 2023-03 {{ {facts}\n 应当 补助 享受 }}\n")
}

#[test]
fn a_condition_is_seen_both_ways_and_unknown_does_not_count() {
    let alone = report("");
    assert_eq!(missing(&alone, ItemKind::Requirement, "等级"), [State::No]);
    assert_eq!(missing(&alone, ItemKind::Condition, "等级 属于 甲、乙"), [State::No]);
    assert_eq!(item(&alone, ItemKind::Requirement, "等级").seen.yes, 1);
    let unknown = report(&example("不明", "等级 为 未知"));
    let requirement = item(&unknown, ItemKind::Requirement, "等级");
    assert_eq!((requirement.seen.unknown, requirement.missing()), (1, vec![State::No]));
    let both = report(&example("丙", "等级 为 丙"));
    assert_eq!(missing(&both, ItemKind::Requirement, "等级"), []);
    assert_eq!(missing(&both, ItemKind::Condition, "等级 属于 甲、乙"), []);
}

#[test]
fn a_condition_said_in_passing_has_the_states_of_its_words() {
    let alone = report("");
    assert_eq!(missing(&alone, ItemKind::Condition, "在册 别补"), [State::Yes]);
    assert_eq!(missing(&report(&example("领", "别补.月额 为 10 元/月")), ItemKind::Condition, "在册 别补"), []);
}

#[test]
fn a_condition_in_the_negative_is_met_when_its_words_hold() {
    let negative = |examples: &str| {
        let report = reached(&plan(&source(examples).replace("等级 属于 甲、乙", "等级 不为 丙")));
        missing(&report, ItemKind::Condition, "等级 不为 丙")
    };
    assert_eq!(negative(""), [State::No]);
    assert_eq!(negative(&example("丙", "等级 为 丙")), []);
}

#[test]
fn a_bound_is_seen_below_at_and_above_at_any_distance() {
    let bound = |examples: &str| missing(&report(examples), ItemKind::Threshold, "收入 低于 1000 元/月");
    assert_eq!(bound(""), [State::At, State::Above]);
    assert_eq!(bound(&example("等", "收入 为 1000 元/月")), [State::Above]);
    assert_eq!(bound(&(example("等", "收入 为 1000 元/月") + &example("高", "收入 为 70000 元/月"))), []);
    assert_eq!(bound(&example("不明", "收入 为 未知")), [State::At, State::Above]);
}

#[test]
fn a_date_is_seen_on_every_day_that_is_looked_at() {
    let words = "到期 不早于 当日";
    assert_eq!(missing(&report(""), ItemKind::Threshold, words), [State::Below, State::At]);
    // on the first of the month the card is valid, and that decides the month
    let at = report(&example("到期当日", "到期 为 2023-03-01"));
    assert_eq!(missing(&at, ItemKind::Threshold, words), [State::Below]);
    let item = item(&at, ItemKind::Threshold, words);
    assert_eq!(item.missing_words()[0].zh, "没有早于界限的");
    let past = report(&example("已过", "到期 为 2023-02-28"));
    assert_eq!(missing(&past, ItemKind::Threshold, words), [State::At]);
}

#[test]
fn a_row_is_reached_by_whoever_meets_the_requirements() {
    let row = |examples: &str| missing(&report(examples), ItemKind::RateRow, "乙");
    assert_eq!(row(""), [State::Yes]);
    assert_eq!(row(&example("过期", "等级 为 乙\n 到期 为 2023-01-01")), [State::Yes]);
    assert_eq!(row(&example("乙", "等级 为 乙")), []);
}

#[test]
fn a_row_behind_one_that_fits_is_not_reached() {
    let rows = |examples: &str| {
        let report = reached(&plan(&source(examples).replace("乙：50 元/月", "_：50 元/月")));
        missing(&report, ItemKind::RateRow, "_")
    };
    assert_eq!(rows(""), [State::Yes]);
    assert_eq!(rows(&example("乙", "等级 为 乙")), []);
}

#[test]
fn both_sides_of_a_choice_and_the_amounts_against_each_other() {
    let (kept, bound) = ("补助 与 别补", "别补 与 补助");
    let alone = report("");
    assert_eq!(missing(&alone, ItemKind::HigherOf, kept), [State::Yes, State::No]);
    assert_eq!(missing(&alone, ItemKind::Threshold, bound), [State::Below, State::At, State::Above]);
    let less = report(&example("低", "别补.月额 为 99.99 元/月"));
    assert_eq!(missing(&less, ItemKind::HigherOf, kept), [State::No]);
    assert_eq!(missing(&less, ItemKind::Threshold, bound), [State::At, State::Above]);
    let equal = report(&example("等", "别补.月额 为 100 元/月"));
    assert_eq!(missing(&equal, ItemKind::HigherOf, kept), [State::Yes]);
    assert_eq!(missing(&equal, ItemKind::Threshold, bound), [State::Below, State::Above]);
}

#[test]
fn a_cap_that_bites_and_one_that_does_not() {
    let cap = |examples: &str| missing(&report(examples), ItemKind::Cap, "补助 与 80 元/月");
    assert_eq!(cap(""), [State::Yes]);
    assert_eq!(cap(&example("封", "收入 为 700 元/月")), []);
}

#[test]
fn what_the_readings_leave_without_effect_does_not_count() {
    let by_default = report("");
    assert_eq!(item(&by_default, ItemKind::Requirement, "在世").standing, Standing::FoldedAway);
    assert!(by_default.items.iter().all(|item| item.words.zh != "在册 死者"), "folded away with its rule");
    let source = source("");
    let chosen = reached(&plan_with(&source, &[("看死者", "看死者"), ("看收入", "不看")]));
    assert_eq!(item(&chosen, ItemKind::Requirement, "在世").standing, Standing::Counted);
    assert_eq!(item(&chosen, ItemKind::Requirement, "收入低").standing, Standing::FoldedAway);
    assert!(chosen.items.iter().all(|item| item.words.zh != "收入 低于 1000 元/月"));
}

#[test]
fn alerts_are_seen_and_not_counted() {
    let report = report(&example("丙", "等级 为 丙"));
    let alert = item(&report, ItemKind::Alert, "没有到期日");
    assert_eq!((alert.standing, alert.seen.yes, alert.seen.no), (Standing::NotDeciding, 1, 1));
    assert!(report.counted().all(|item| item.kind != ItemKind::Alert));
}

#[test]
fn the_ratio_is_of_states_and_grows_to_the_whole() {
    let few = report("").figures();
    assert!(few.seen < few.required && few.ratio() < 10_000);
    let all = [
        example("乙", "等级 为 乙"),
        example("丙", "等级 为 丙"),
        example("过", "到期 为 2023-02-28"),
        example("到期当日", "到期 为 2023-03-01"),
        example("等", "收入 为 1000 元/月"),
        example("高", "收入 为 1001 元/月"),
        example("封等", "收入 为 600 元/月"),
        example("封高", "收入 为 700 元/月"),
        example("别补低", "别补.月额 为 99 元/月"),
        example("别补等", "别补.月额 为 100 元/月"),
        example("别补高", "别补.月额 为 101 元/月"),
        example("别补五百", "别补.月额 为 500 元/月"),
        example("别补很高", "别补.月额 为 501 元/月"),
        example("乙封", "等级 为 乙\n 收入 为 700 元/月"),
    ];
    let all = report(&all.concat());
    let open: Vec<_> =
        all.counted().filter(|item| !item.missing().is_empty()).map(|item| (&item.words.zh, item.missing())).collect();
    assert_eq!(open, [(&"补助 与 80 元/月".to_string(), vec![State::At])], "no rate is exactly the limit");
    assert_eq!(all.figures().required - all.figures().seen, 1);
    assert_eq!(few.required, all.figures().required);
}

#[test]
fn items_stand_in_the_policys_order_with_their_clauses() {
    let report = report("");
    assert!(report.items.windows(2).all(|pair| pair[0].span <= pair[1].span));
    assert_eq!(item(&report, ItemKind::RateRow, "甲").clauses, ["二"]);
    assert_eq!(item(&report, ItemKind::RateRow, "甲").benefit.as_deref(), Some("补助"));
    assert_eq!(item(&report, ItemKind::Threshold, "到期 不早于 当日").clauses, ["一"]);
    assert_eq!(item(&report, ItemKind::Threshold, "别补.月额 高于 500 元/月").clauses, ["三"]);
}

/// `polcheck test` on the policy with some examples: exit code, stdout, stderr.
fn call(examples: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.pol"), source(examples)).unwrap();
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_polcheck"));
    command.current_dir(folder.path()).env_clear().env("LC_ALL", "C.UTF-8").args(["test", "p.pol"]).args(arguments);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_test_command_lists_what_is_not_reached() {
    let (exit, out, err) = call("", &["--coverage"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    insta::assert_snapshot!(out, @r"
    p.pol：通过 1，失败 0，略过 0
    合计：通过 1，失败 0，略过 0

    p.pol
    覆盖：影响补贴的 20 项中 1 项都见过；应见 44 种情形，见过 14 种，31.81%。
    没有见到的：
      第 24 行　补助 条件 等级（一）：没有见过为否
      第 24 行　判断 等级 属于 甲、乙（一）：没有见过为否
      第 25 行　补助 条件 未到期（一）：没有见过为否
      第 25 行　判断 到期 不早于 当日（一）：没有见过为否
      第 25 行　界限 到期 不早于 当日（一）：没有早于界限的、没有正好等于界限的
      第 26 行　补助 条件 收入低（一）：没有见过为否
      第 26 行　判断 收入 低于 1000 元/月（一）：没有见过为否
      第 26 行　界限 收入 低于 1000 元/月（一）：没有正好等于界限的、没有高于界限的
      第 31 行　补助 标准 乙（二）：没有人按这一行
      第 34 行　不享受 在册 别补 且 别补.月额 高于 500 元/月（三）：没有因此不享受的
      第 34 行　判断 在册 别补（三）：没有见过为是
      第 34 行　判断 别补.月额 高于 500 元/月（三）：没有见过为是、没有见过为否
      第 34 行　界限 别补.月额 高于 500 元/月（三）：没有低于界限的、没有正好等于界限的、没有高于界限的
      第 35 行　择高 补助 与 别补（四）：没有留下本补贴的、没有改领其他待遇的
      第 35 行　界限 别补 与 补助（四）：没有低于界限的、没有正好等于界限的、没有高于界限的
      第 36 行　封顶 补助 与 80 元/月（五）：没有因此封顶的
      第 36 行　界限 补助 与 80 元/月（五）：没有低于界限的、没有正好等于界限的、没有高于界限的
      第 36 行　判断 收入 不低于 600 元/月（五）：没有见过为是
      第 36 行　界限 收入 不低于 600 元/月（五）：没有正好等于界限的、没有高于界限的
    口径所限，不计：
      第 27 行　补助 条件 在世（一）
    预警（不影响补贴，不计）：1 条，见过成立的 0 条
    ");
}

#[test]
fn too_little_coverage_is_a_finding() {
    let (exit, out, err) = call("", &["--min-coverage", "90"]);
    assert!(exit == 1 && out.contains("没有见到的") && err.contains("不足 90.00%"), "{out}{err}");
    assert_eq!(call("", &["--min-coverage", "12.5%"]).0, 0);
    for wrong in ["101", "x", "1.234", ""] {
        let (exit, out, err) = call("", &["--min-coverage", wrong]);
        assert!(exit == 2 && out.is_empty() && err.contains("百分比"), "{wrong}: {err}");
    }
}

#[test]
fn coverage_as_json_has_every_item() {
    let (_, out, _) = call("", &["--coverage", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    let coverage = &document["coverage"][0];
    assert_eq!(coverage["coverage"].as_array().unwrap().len(), report("").items.len());
    assert_eq!(coverage["seen"], report("").figures().seen);
    let row = coverage["coverage"].as_array().unwrap().iter().find(|item| item["words"] == "乙").unwrap();
    assert_eq!(
        (&row["kind"], &row["missing"][0], &row["line"]),
        (&"rate_row".into(), &"没有人按这一行".into(), &31.into())
    );
    let (_, plain, _) = call("", &["--format", "json"]);
    let plain: serde_json::Value = serde_json::from_str(&plain).unwrap();
    assert!(plain.get("coverage").is_none());
}

#[test]
fn what_can_never_be_is_not_asked_for() {
    let source = source("").replace("高于 500", "高于 0").replace("收入 低于 1000", "收入 不低于 0");
    let report = reached(&plan(&source));
    let never_below = [State::At, State::Above];
    assert_eq!(item(&report, ItemKind::Threshold, "别补.月额 高于 0 元/月").required, never_below);
    let always = item(&report, ItemKind::Condition, "收入 不低于 0 元/月");
    assert_eq!(always.required, [State::Yes]);
}

#[test]
fn the_examples_of_wulong_reach_everything_that_decides() {
    let report = reached(&crate::support::WULONG);
    let open: Vec<_> = report.counted().filter(|item| !item.missing().is_empty()).collect();
    assert!(open.is_empty(), "{open:#?}");
    assert!(report.figures().required > 100);
}
