//! What is said of all cases is true of random ones.

use crate::generate::{policy, record};
use crate::support::*;
use polcheck::analysis::analyse;
use polcheck::calendar::{Day, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::diagnostic::Diagnostic;
use polcheck::eval::{Evaluation, Facts};
use polcheck::plan::Plan;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json};

/// Claims about three benefits, true or not.
const CLAIMS: [&str; 12] = [
    "补贴一 不高于 100 元/月",
    "补贴二 不高于 80.5 元/月",
    "补贴一 + 补贴二 不高于 170 元/月",
    "在册 特困 时 补贴一 为 0 元/月",
    "非 在世 时 补贴二 为 0 元/月",
    "非 持证 时 补贴三 为 0 元/月",
    "在册 养老 且 养老.月额 高于 200 元/月 时 补贴一 为 0 元/月",
    "级 为 丙级 时 补贴一 不高于 70 元/月",
    "老人 时 补贴二 高于 0 元/月",
    "任一(抚恤, 抚恤.月额 不低于 80 元/月) 时 补贴一 不高于 80 元/月",
    "补贴三 不低于 补贴二",
    "当日 早于 2023-03-10 时 补贴三 不高于 90 元/月",
];

fn found<'d>(problems: &'d [Diagnostic], code: &str) -> Vec<&'d Diagnostic> {
    problems.iter().filter(|problem| problem.code == code).collect()
}

fn with_claims(declarations: &[String], claims: &[&str]) -> String {
    let promises = claims.iter().enumerate().map(|(number, claim)| format!("断言 第{number}条 {{ {claim} }}"));
    declarations.iter().cloned().chain(promises).collect::<Vec<_>>().join("\n")
}

fn facts(plan: &Plan, record: &Map<String, Json>) -> Facts {
    let bytes = Json::Array(vec![Json::Object(record.clone())]).to_string();
    let batch = read(plan, "", bytes.as_bytes(), Format::Json).unwrap();
    assert!(batch.is_clean(), "{:?}", batch.findings);
    batch.cases[0].facts.clone()
}

/// For some days the values of some nodes.
fn days(plan: &Plan) -> impl Iterator<Item = Day> {
    let (first, last) = days_in_force(&plan.policy, "2023-03".parse().unwrap()).unwrap();
    (first.0..=last.0).step_by(5).map(Day)
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn what_is_proved_never_fails(
        policy in policy(),
        claims in prop::collection::vec(select(&CLAIMS[..]), 1..4),
        people in prop::collection::vec(record(), 8),
    ) {
        let source = with_claims(&policy.declarations, &claims);
        let plan = plan(&source);
        let analysis = analyse(&plan, &[]);
        let open: Vec<_> = [found(&analysis.problems, "X608"), found(&analysis.problems, "X609")].concat();
        let mut evaluation = Evaluation::new(&plan);
        for person in &people {
            let facts = facts(&plan, person);
            for day in days(&plan) {
                evaluation.run_all(&facts, day);
                for (promise, nodes) in plan.policy.promises.iter().zip(&plan.promises) {
                    for (claim, node) in promise.claims.iter().zip(nodes) {
                        let is_proved = open.iter().all(|problem| problem.span() != claim.span);
                        prop_assert!(
                            !(is_proved && evaluation.value(*node).is_no()),
                            "{} {}\n{source}\n{person:?} {day}", promise.name, plan.words(claim.span),
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn no_random_case_is_in_a_gap_that_was_not_told(policy in policy(), people in prop::collection::vec(record(), 8)) {
        let source = policy.source();
        let plan = plan(&source);
        let analysis = analyse(&plan, &[]);
        let told = [found(&analysis.problems, "R406"), found(&analysis.problems, "X609")].concat();
        let mut evaluation = Evaluation::new(&plan);
        for person in &people {
            let facts = facts(&plan, person);
            for day in days(&plan) {
                evaluation.run(&facts, day);
                for (model, nodes) in plan.policy.benefits.iter().zip(&plan.benefits) {
                    let is_due = evaluation.value(nodes.eligible).is_yes() && evaluation.value(nodes.excluded).is_no();
                    let is_told = told.iter().any(|problem| problem.span() == model.rate.span);
                    prop_assert!(
                        !is_due || is_told || evaluation.value(nodes.rate).is_known(),
                        "{}\n{source}\n{person:?} {day}", model.name,
                    );
                }
            }
        }
    }

    /// A rule said to change nothing can be left out: no random case comes out otherwise.
    #[test]
    fn what_has_no_effect_can_be_left_out(policy in policy(), people in prop::collection::vec(record(), 8)) {
        let source = policy.source();
        let whole = plan(&source);
        let analysis = analyse(&whole, &[]);
        for idle in found(&analysis.problems, "L506") {
            let text = &source[idle.span().range()];
            let Some(rest) = policy.declarations.iter().position(|declaration| declaration == text) else { continue };
            let mut declarations = policy.declarations.clone();
            declarations.remove(rest);
            let without = plan(&declarations.join("\n"));
            let (mut one, mut two) = (Evaluation::new(&whole), Evaluation::new(&without));
            for person in &people {
                let (own, other) = (facts(&whole, person), facts(&without, person));
                for day in days(&whole) {
                    one.run(&own, day);
                    two.run(&other, day);
                    for (before, after) in whole.benefits.iter().zip(&without.benefits) {
                        let values = (one.value(before.payable), two.value(after.payable));
                        prop_assert_eq!(values.0, values.1, "{}\n{}\n{:?} {}", text, source, person, day);
                    }
                }
            }
        }
    }
}

#[test]
fn the_wulong_policy_keeps_its_promises() {
    let analysis = analyse(&WULONG, &[]);
    assert_eq!(analysis.problems, Vec::new());
    assert_eq!((analysis.proved, analysis.promises), (11, 11));
}

/// A card is one of four levels: the requirement that it be one of them asks only that the level be known.
#[test]
fn a_requirement_that_asks_for_a_fact_is_of_use() {
    let level = "        残疾等级：残疾人证.等级 属于 一级、二级、三级、四级\n";
    assert!(WULONG_SOURCE.contains(level));
    let twice = WULONG_SOURCE.replace(level, &format!("{level}{}", level.replace("残疾等级", "又一次")));
    let problems = analyse(&plan(&twice), &[]).problems;
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["L506"]);
}

/// A rule that a chosen reading sets aside matters under the other.
#[test]
fn what_only_a_reading_sets_aside_is_not_reported() {
    let source = |when: &str| {
        format!(
            "政策 示例 {{ 施行 自 2023-01-01 }}
            名册 人员 {{ 编号 文本 主键  低保 是否  死亡 是否 }}
            口径 死者 依据 一 \"问\" {{ 照发 停发 }}
            补贴 甲 {{ 同时符合 依据 一 {{ 低保 }} 标准 80 元/月 依据 二 }}
            不享受 甲 当 {when} 依据 三"
        )
    };
    let codes = |when| analyse(&plan(&source(when)), &[]).problems.iter().map(|p| p.code).collect::<Vec<_>>();
    assert!(codes("死亡 且 死者 为 停发").is_empty());
    assert!(codes("(死亡 且 死者 为 停发) 或 (非 低保 且 死者 为 照发)").is_empty());
    assert_eq!(codes("非 低保 且 (死者 为 停发 或 死亡)"), ["L506"]);
}
