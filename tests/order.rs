//! The order of declarations means nothing: whoever shuffles a policy gets the same decisions for the same reasons.

use crate::generate::{Record, partly_known, policy, record, wulong_record};
use crate::support::{WULONG, WULONG_SOURCE, days, facts_of, plan, results, tries};
use polcheck::batch::decide;
use polcheck::cases::Case;
use polcheck::check::check;
use polcheck::plan::{Plan, compile};
use polcheck::syntax::ast::File;
use polcheck::syntax::parse;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is decided on some people, benefits by name. Lists follow the file, and so do the words of a reason; their
/// order is left out of account.
fn decisions_with_reasons(plan: &Plan, people: &[Record]) -> Vec<Json> {
    let facts = facts_of(plan, people).into_iter();
    let cases: Vec<Case> = facts.map(|facts| Case { key: "1".to_string(), facts, row: 1, kept: Vec::new() }).collect();
    let decided = decide(plan, &cases, days(plan, "2023-03"));
    results(plan, &decided).into_iter().map(without_order).collect()
}

/// The same without the reasons: where several combinations are worth the same, 择高 may show one or the other.
fn decisions(plan: &Plan, people: &[Record]) -> Vec<Json> {
    let mut decisions = decisions_with_reasons(plan, people);
    for benefit in decisions.iter_mut().flat_map(|case| case["benefits"].as_object_mut().unwrap().values_mut()) {
        benefit.as_object_mut().unwrap().remove("reasons");
    }
    decisions
}

fn without_order(value: Json) -> Json {
    match value {
        Json::Object(map) => {
            let sorted: BTreeMap<String, Json> = map.into_iter().map(|(key, of)| (key, without_order(of))).collect();
            json!(sorted)
        }
        Json::Array(list) => {
            let mut list: Vec<Json> = list.into_iter().map(without_order).collect();
            list.sort_by_key(Json::to_string);
            Json::Array(list)
        }
        Json::String(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            json!(String::from_iter(letters))
        }
        other => other,
    }
}

/// Sixty people for the Wulong policy, some of whom lack some facts; always the same ones.
static PEOPLE: LazyLock<Vec<Record>> = LazyLock::new(|| {
    let mut runner = TestRunner::deterministic();
    let strategy = prop_oneof![wulong_record(), partly_known(wulong_record())];
    (0..60).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
});

static WULONG_FILE: LazyLock<File> = LazyLock::new(|| parse(WULONG_SOURCE).file);

/// The sixty people are worth asking: every outcome and every kind of reason is met several times.
#[test]
fn the_sixty_people_are_varied() {
    let cases: Vec<Case> = (facts_of(&WULONG, &PEOPLE).into_iter())
        .map(|facts| Case { key: "1".to_string(), facts, row: 1, kept: Vec::new() })
        .collect();
    let mut outcomes: Vec<String> = Vec::new();
    for case in results(&WULONG, &decide(&WULONG, &cases, days(&WULONG, "2023-03"))) {
        for (name, benefit) in case["benefits"].as_object().unwrap() {
            outcomes.push(format!("{name} {}", benefit["status"].as_str().unwrap()));
            let reasons = benefit["reasons"].as_array().unwrap().iter();
            outcomes.extend(reasons.map(|reason| reason["text"].as_str().unwrap().to_string()));
        }
    }
    let count = |outcome: &str| outcomes.iter().filter(|found| found.contains(outcome)).count();
    let benefits = ["护理补贴", "生活补贴"];
    let met = ["享受", "不享受", "待核实"].map(|status| benefits.map(|name| format!("{name} {status}")));
    let reasons = ["未过期", "不符合“低保”", "死亡", "择高", "视为", "提示"].map(str::to_string);
    for outcome in met.into_iter().flatten().chain(reasons) {
        assert!(count(&outcome) >= 3, "{outcome}: {}", count(&outcome));
    }
}

proptest! {
    #![proptest_config(tries(24))]

    #[test]
    fn wulong_decides_the_same_in_any_order(
        order in Just((0..WULONG_FILE.declarations.len()).collect::<Vec<_>>()).prop_shuffle(),
        turned in any::<bool>(),
    ) {
        let readings: Vec<(String, String)> = if turned {
            vec![("择高方式".into(), "补差额".into()), ("比较范围".into(), "合计比较".into())]
        } else {
            Vec::new()
        };
        let compiled = |file: &File| {
            let policy = check(file).policy.unwrap();
            compile(policy, WULONG_SOURCE, &readings).unwrap()
        };
        let declarations = order.iter().map(|index| WULONG_FILE.declarations[*index].clone()).collect();
        let shuffled = compiled(&File { declarations, comments: Vec::new() });
        let plan = compiled(&WULONG_FILE);
        let (one, two) = (decisions_with_reasons(&plan, &PEOPLE), decisions_with_reasons(&shuffled, &PEOPLE));
        for ((one, two), person) in one.iter().zip(&two).zip(PEOPLE.iter()) {
            prop_assert_eq!(one, two, "{:?}", person);
        }
    }
}

/// A random policy, and its declarations in another order.
fn shuffled_policy() -> impl Strategy<Value = (String, String)> {
    policy().prop_flat_map(|policy| {
        let source = policy.source();
        let shuffled = Just(policy.declarations).prop_shuffle();
        (Just(source), shuffled.prop_map(|declarations| declarations.join("\n")))
    })
}

proptest! {
    #![proptest_config(tries(120))]

    #[test]
    fn random_policies_decide_the_same_in_any_order(
        (source, shuffled) in shuffled_policy(),
        people in prop::collection::vec(partly_known(record()), 8),
    ) {
        let (plan, shuffled) = (plan(&source), plan(&shuffled));
        for ((one, two), person) in decisions(&plan, &people).iter().zip(decisions(&shuffled, &people)).zip(&people) {
            prop_assert_eq!(one, &two, "{:?}", person);
        }
    }
}

/// What to turn round in a policy, and somebody of whom not everything is known.
struct Turned {
    facts: &'static str,
    rules: [&'static str; 2],
    cells: &'static [(&'static str, &'static str)],
}

const TURNED: [Turned; 2] = [
    Turned {
        facts: "名册 人员 { 编号 文本 主键  户 文本  原户 文本 可无  在学 是否 }
        视为 户 是 原户 当 在学 且 原户 不为 无 依据 第三条",
        rules: [
            "补贴 补贴一 { 同时符合 依据 第一条 { 户 不为 \"外地\" } 标准 80 元/月 依据 第二条 }",
            "补贴 补贴二 { 同时符合 依据 第一条 { 户 为 \"本地\" } 标准 80 元/月 依据 第二条 }",
        ],
        cells: &[("户", "别处"), ("原户", "本地")],
    },
    Turned {
        facts: "名册 人员 { 编号 文本 主键  困 是否 }
        补贴 补贴一 { 同时符合 依据 第一条 { 编号 不为 \"0\" } 标准 100 元/月 依据 第二条 }
        补贴 补贴二 { 同时符合 依据 第一条 { 编号 不为 \"0\" } 标准 90 元/月 依据 第二条 }
        补贴 补贴三 { 同时符合 依据 第一条 { 编号 不为 \"0\" } 标准 50 元/月 依据 第二条 }",
        rules: [
            "封顶 补贴一 + 补贴二 + 补贴三 不超过 70 元/月 依据 第三条 当 困",
            "封顶 补贴一 + 补贴二 + 补贴三 不超过 150 元/月 依据 第四条",
        ],
        cells: &[],
    },
];

#[test]
fn turning_two_rules_round_changes_no_decision() {
    for Turned { facts, rules, cells } in TURNED {
        let source = |rules: Vec<&str>| format!("政策 例 {{ 施行 自 2023-01-01 }}\n{facts}\n{}", rules.join("\n"));
        let (one, two) = (source(rules.to_vec()), source(rules.iter().rev().copied().collect()));
        let cells = cells.iter().map(|(name, cell)| (name.to_string(), json!(cell)));
        let person = [Record::from_iter([("编号".to_string(), json!("1"))].into_iter().chain(cells))];
        assert_eq!(decisions(&plan(&one), &person), decisions(&plan(&two), &person), "{}", rules.join("\n"));
    }
}
