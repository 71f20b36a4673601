//! Combinations of rules with facts missing, once found wrong by random search.

use polcheck::batch::{DecidedCase, decide};
use polcheck::calendar::{Month, Status, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::check::check;
use polcheck::plan::compile;
use polcheck::syntax::parse;

/// The benefits of the first case: status, least and greatest amount in yuan, by the benefit's name.
fn decided(policy: &str, sheet: &str) -> Vec<(String, Status, i64, i64)> {
    let model = check(&parse(policy).file).policy.unwrap();
    let plan = compile(model, policy, &[]).unwrap();
    let days = days_in_force(&plan.policy, "2023-03".parse::<Month>().unwrap()).unwrap();
    let batch = read(&plan, "sheet", sheet.as_bytes(), Format::Csv).unwrap();
    let cases: Vec<DecidedCase> = decide(&plan, &batch.cases, days);
    let names = plan.policy.benefits.iter().map(|benefit| benefit.name.clone());
    let mut found: Vec<_> = names
        .zip(&cases[0].benefits)
        .map(|(name, benefit)| (name, benefit.status, benefit.amount.lo / 100, benefit.amount.hi / 100))
        .collect();
    found.sort_by(|one, two| one.0.cmp(&two.0));
    found
}

fn benefit(name: &str, condition: &str, amount: u32) -> String {
    format!("补贴 {name} {{ 同时符合 依据 第一条 {{ 甲：{condition} }} 标准 {amount} 元/月 依据 第二条 }}\n")
}

const HEAD: &str = "政策 例 { 施行 自 2023-01-01 }\n口径 择高相等 \"相等\" { 保留其他待遇 保留本补贴 }\n";

#[test]
fn a_rule_that_may_apply_can_help_an_ally() {
    let policy = HEAD.to_string()
        + "名册 人员 { 编号 文本 主键  老 是否 }\n名册 甲待遇 { 月额 元/月 }\n"
        + &benefit("一", "编号 不为 \"0\"", 30)
        + &benefit("二", "编号 不为 \"0\"", 90)
        + "择高 一 与 甲待遇.月额 依据 第三条\n择高 二 与 甲待遇.月额 依据 第三条 当 老\n";
    let of_one = |old: &str| decided(&policy, &format!("编号,甲待遇,老\n1,40,{old}\n"))[0].clone();
    assert_eq!(of_one("是").1, Status::Entitled);
    assert_eq!(of_one("否").1, Status::NotEntitled);
    assert_eq!(of_one("").1, Status::Undetermined);
}

#[test]
fn a_fact_that_may_be_deemed_is_compared_case_by_case() {
    let rules = [benefit("一", "户 不为 \"外地\"", 80), benefit("二", "户 为 \"本地\"", 80)];
    let head = HEAD.replace("口径 择高相等 \"相等\" { 保留其他待遇 保留本补贴 }\n", "")
        + "名册 人员 { 编号 文本 主键  户 文本  原户 文本 可无  在学 是否 }\n视为 户 是 原户 当 在学 且 原户 不为 无 依据 第三条\n";
    let sheet = "编号,户,原户,在学\n1,别处,本地,\n";
    let one_way = decided(&(head.clone() + &rules[0] + &rules[1]), sheet);
    let other_way = decided(&(head + &rules[1] + &rules[0]), sheet);
    assert_eq!(one_way, other_way);
    assert_eq!(one_way[0].1, Status::Entitled);
    assert_eq!(one_way[1].1, Status::Undetermined);
}

#[test]
fn limits_on_the_same_benefits_are_one() {
    let head = HEAD.replace("口径 择高相等 \"相等\" { 保留其他待遇 保留本补贴 }\n", "")
        + "名册 人员 { 编号 文本 主键  困 是否 }\n"
        + &benefit("一", "编号 不为 \"0\"", 100)
        + &benefit("二", "编号 不为 \"0\"", 90)
        + &benefit("三", "编号 不为 \"0\"", 50);
    let caps =
        ["封顶 一 + 二 + 三 不超过 70 元/月 依据 第三条 当 困\n", "封顶 一 + 二 + 三 不超过 150 元/月 依据 第四条\n"];
    for poor in ["是", "否", ""] {
        let sheet = format!("编号,困\n1,{poor}\n");
        let one_way = decided(&(head.clone() + caps[0] + caps[1]), &sheet);
        assert_eq!(one_way, decided(&(head.clone() + caps[1] + caps[0]), &sheet));
        let paid: i64 = one_way.iter().map(|(_, _, least, _)| least).sum();
        assert_eq!(paid, if poor == "否" { 150 } else { 70 });
    }
}
