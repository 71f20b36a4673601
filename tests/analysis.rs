//! What is said of all cases is true of random ones.

use crate::generate::{policy, record};
use crate::support::*;
use polcheck::analysis::analyse;
use polcheck::calendar::{Day, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::diagnostic::Diagnostic;
use polcheck::eval::{Evaluation, Facts};
use polcheck::plan::Plan;
use polcheck::syntax::Span;
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

fn days(plan: &Plan) -> impl Iterator<Item = Day> {
    let (first, last) = days_in_force(&plan.policy, "2023-03".parse().unwrap()).unwrap();
    (first.0..=last.0).step_by(5).map(Day)
}

/// A policy without the rules that are said to have no effect.
fn without_idle(plan: &Plan, declarations: &[String], idle: &[&Diagnostic]) -> String {
    let mut rest = declarations.to_vec();
    for text in idle.iter().map(|problem| &plan.source[problem.span().range()]) {
        // of two that are alike the later one is told
        if let Some(place) = rest.iter().rposition(|declaration| declaration == text) {
            rest.remove(place);
        }
    }
    rest.join("\n")
}

proptest! {
    #![proptest_config(tries(12))]

    #[test]
    fn what_is_said_of_all_cases_is_true_of_random_ones(
        policy in policy(),
        claims in prop::collection::vec(select(&CLAIMS[..]), 1..4),
        people in prop::collection::vec(record(), 10),
    ) {
        let source = with_claims(&policy.declarations, &claims);
        let whole = plan(&source);
        let analysis = analyse(&whole, &[]);
        let is_told = |code: &str, span: Span| found(&analysis.problems, code).iter().any(|told| told.span() == span);
        let rest = plan(&without_idle(&whole, &policy.declarations, &found(&analysis.problems, "L506")));
        let (mut one, mut two) = (Evaluation::new(&whole), Evaluation::new(&rest));
        for counterexample in &analysis.counterexamples {
            let cells = counterexample.cells.iter().map(|(header, text)| (header.clone(), Json::from(text.as_str())));
            one.run_all(&facts(&whole, &cells.collect()), counterexample.day);
            let claims = whole.policy.promises.iter().zip(&whole.promises);
            let mut claims = claims.flat_map(|(promise, nodes)| promise.claims.iter().zip(nodes));
            let (_, node) = claims.find(|(claim, _)| claim.span == counterexample.claim).unwrap();
            prop_assert!(one.value(*node).is_no(), "{source}\n{counterexample:?}");
        }
        for (person, day) in people.iter().flat_map(|person| days(&whole).map(move |day| (person, day))) {
            one.run_all(&facts(&whole, person), day);
            two.run_all(&facts(&rest, person), day);
            let case = format!("{source}\n{person:?} {day}");
            // nobody breaks a promise that was proved
            for (promise, nodes) in whole.policy.promises.iter().zip(&whole.promises) {
                for (claim, node) in promise.claims.iter().zip(nodes) {
                    let is_open = is_told("X608", claim.span) || is_told("X609", claim.span);
                    prop_assert!(is_open || !one.value(*node).is_no(), "{} {case}", promise.name);
                }
            }
            for (model, (own, other)) in whole.policy.benefits.iter().zip(whole.benefits.iter().zip(&rest.benefits)) {
                // nobody is in a gap that was not told
                let is_due = one.value(own.eligible).is_yes() && one.value(own.excluded).is_no();
                let is_open = is_told("R406", model.rate.span) || is_told("X609", model.rate.span);
                prop_assert!(!is_due || is_open || one.value(own.rate).is_known(), "{} {case}", model.name);
                // rules without effect can be left out
                prop_assert_eq!(one.value(own.payable), two.value(other.payable), "{} {}", model.name, case);
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
