//! What an edit changes for whom, against the plain evaluation of many cases about every threshold.

use crate::generate::{edge_records, edited, policy, some_day};
use crate::support::*;
use polcheck::calendar::Day;
use polcheck::check::check;
use polcheck::diff::{Atlas, Direction, Impact, Proof, Verdict, impact, prove};
use polcheck::eval::{Evaluation, Facts};
use polcheck::plan::{Plan, compile};
use polcheck::region::Limits;
use polcheck::syntax::parse;
use proptest::prelude::*;

/// A plan, unless the text is no sound policy.
fn sound(source: &str) -> Option<Plan> {
    let parsed = parse(source);
    if !parsed.problems.is_empty() {
        return None;
    }
    compile(check(&parsed.file).policy?, source, &[]).ok()
}

fn limits() -> Limits {
    Limits { regions: 300 }
}

/// What two versions do, and the cases that show it.
struct Pair<'p> {
    old: &'p Plan,
    new: &'p Plan,
    impact: Impact,
    atlas: Atlas<'p>,
}

#[derive(Default)]
struct Count {
    cases: usize,
    differing: usize,
    undecided: usize,
}

impl<'p> Pair<'p> {
    fn new(old: &'p Plan, new: &'p Plan, limits: Limits) -> Pair<'p> {
        let (impact, atlas) = impact(old, new, limits);
        Pair { old, new, impact, atlas }
    }

    fn what(&self) -> String {
        let words = |list: &[polcheck::diagnostic::Message]| {
            list.iter().map(|words| words.zh.to_string()).collect::<Vec<_>>().join("；")
        };
        let lines = self.impact.lines.iter().map(|line| {
            format!(
                "{} {} -> {} {:?}: {}",
                line.benefit,
                line.before.zh,
                line.after.zh,
                line.direction,
                words(&line.conditions)
            )
        });
        let undecided = self.impact.undecided.iter();
        let undecided =
            undecided.map(|one| format!("未能判定 {} {}: {}", one.benefit, one.expression, words(&one.conditions)));
        lines.chain(undecided).collect::<Vec<_>>().join("\n")
    }

    /// Each case that differs lies in a line that says how, and each case in a line differs so.
    fn assert_cases(&self, old_facts: &[Facts], new_facts: &[Facts], days: &[Day]) -> Count {
        let mut count = Count::default();
        let (mut before, mut after) = (Evaluation::new(self.old), Evaluation::new(self.new));
        for (old_facts, new_facts) in old_facts.iter().zip(new_facts) {
            for day in days {
                before.run(old_facts, *day);
                after.run(new_facts, *day);
                self.assert_case(&before, &after, &mut count, *day);
            }
        }
        count
    }

    fn assert_case(&self, before: &Evaluation<'_>, after: &Evaluation<'_>, count: &mut Count, day: Day) {
        for found in &self.impact.benefits {
            let paid = |evaluation: &Evaluation<'_>| {
                let plan = evaluation.plan();
                let place = plan.policy.benefits.iter().position(|benefit| benefit.name == found.name);
                place.map_or(polcheck::eval::Value::known(0), |place| evaluation.value(plan.benefits[place].payable))
            };
            let (one, two) = (paid(before), paid(after));
            if !one.is_known() || !two.is_known() {
                continue;
            }
            count.cases += 1;
            let is_undecided = self.impact.undecided.iter().any(|open| open.benefit == found.name);
            let what = || {
                format!(
                    "{} {day} {one:?} -> {two:?}\n{}\n{:?}\n{}",
                    found.name,
                    self.what(),
                    found.verdict,
                    facts_text(before)
                )
            };
            let lines = self.impact.lines.iter().enumerate().filter(|(_, line)| line.benefit == found.name);
            let mut is_told = false;
            for (place, line) in lines {
                let Some(amounts) = self.atlas.amounts(place, before, after) else { continue };
                assert_eq!(amounts, [one, two], "line {place}\n{}", what());
                assert_eq!(line.direction, direction(one.lo, two.lo), "{}", what());
                is_told = true;
            }
            if one != two {
                count.differing += 1;
                count.undecided += usize::from(!is_told);
                assert!(is_told || is_undecided, "not told\n{}", what());
                match found.verdict {
                    Verdict::Equivalent => panic!("{}", what()),
                    Verdict::OnlyMore => assert!(two.lo > one.lo, "{}", what()),
                    Verdict::OnlyLess => assert!(two.lo < one.lo, "{}", what()),
                    Verdict::MoreAndLess | Verdict::Undecided => {}
                }
            }
        }
    }
}

fn direction(before: i64, after: i64) -> Direction {
    match (before, after) {
        (0, _) => Direction::Gain,
        (_, 0) => Direction::Loss,
        _ if after > before => Direction::More,
        _ => Direction::Less,
    }
}

fn facts_text(evaluation: &Evaluation<'_>) -> String {
    let plan = evaluation.plan();
    let slots = plan.slots.iter().enumerate().map(|(index, slot)| {
        let register = &plan.registers[slot.register];
        let value = evaluation.value(polcheck::plan::NodeId(index as u32));
        format!("{} {:?} {}..{}", register.name, slot.kind, value.lo, value.hi)
    });
    slots.collect::<Vec<_>>().join("\n")
}

fn days_of(dates: &[&str]) -> Vec<Day> {
    dates.iter().map(|date| Day::from_date(date.parse().unwrap())).collect()
}

fn assert_equivalent(old: &Plan, new: &Plan) {
    let pair = Pair::new(old, new, Limits::default());
    let is_same = pair.impact.benefits.iter().all(|benefit| benefit.verdict == Verdict::Equivalent);
    assert!(is_same, "{}\n{}\n{}", pair.what(), old.source, new.source);
    assert_eq!(prove(old, new, Limits::default()), Proof::Equivalent);
}

/// The lines about random cases are right.
fn assert_pair(old: &Plan, new: &Plan, records: &[crate::generate::Record], days: &[Day]) -> Count {
    let pair = Pair::new(old, new, limits());
    pair.assert_cases(&facts_of(old, records), &facts_of(new, records), days)
}

proptest! {
    #![proptest_config(tries(3))]

    #[test]
    fn an_edit_changes_what_its_lines_say((old, new) in edited(), records in edge_records(40), day in some_day()) {
        let plans = (sound(&old.source()), sound(&new.source()));
        prop_assume!(plans.0.is_some() && plans.1.is_some());
        let (Some(old), Some(new)) = plans else { unreachable!() };
        let count = assert_pair(&old, &new, &records, &days_of(&[&day, "2023-03-12", "2023-03-31"]));
        prop_assert!(count.undecided <= count.differing);
    }

    #[test]
    fn a_policy_is_equivalent_to_itself(policy in policy()) {
        let plan = plan(&policy.source());
        assert_equivalent(&plan, &plan);
    }
}

proptest! {
    #![proptest_config(tries(1))]

    #[test]
    fn two_policies_differ_as_the_lines_say(old in policy(), new in policy(), records in edge_records(60), day in some_day()) {
        let (old, new) = (plan(&old.source()), plan(&new.source()));
        let count = assert_pair(&old, &new, &records, &days_of(&[&day, "2023-03-12"]));
        prop_assert!(count.undecided <= count.differing);
    }
}

/// The Wulong policy with stretches of its text replaced; each must be there.
fn wulong_with(edits: &[(&str, &str)]) -> Plan {
    let replaced = edits.iter().fold(WULONG_SOURCE.to_string(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    plan(&replaced)
}

#[test]
fn rewritten_but_the_same() {
    let rewritings: [&[(&str, &str)]; 9] = [
        // a definition inlined
        &[(
            "不享受 护理补贴、生活补贴 当 已死亡 依据",
            "不享受 护理补贴、生活补贴 当 死亡日期 不为 无 且 死亡日期 早于 当日 依据",
        )],
        // operands turned round
        &[("    死亡日期 不为 无\n    且 死亡日期 早于 当日", "    死亡日期 早于 当日\n    且 死亡日期 不为 无")],
        // 非 drawn in
        &[(
            "    且 非 孤儿保障\n",
            "    且 (不在册 孤儿 或 非 (孤儿年限 为 随保障名册 或 周岁(身份证号 的 出生日期) 低于 18))\n",
        )],
        // one day more, strictly
        &[("残疾人证.有效期止 不早于 当日\n        或", "残疾人证.有效期止 + 1 天 晚于 当日\n        或")],
        // rows in another order
        &[("        一级：90 元/月\n        二级：80 元/月", "        二级：80 元/月\n        一级：90 元/月")],
        // a table as a condition
        &[
            ("补贴 护理补贴 \"", "定义 最重 依据 附件2·一·2 = 残疾人证.等级 为 一级\n补贴 护理补贴 \""),
            (
                "标准 按 残疾人证.等级 依据 附件2·一·2 {\n        一级：90 元/月\n        二级：80 元/月\n    }",
                "标准 按 最重 依据 附件2·一·2 {\n        是：90 元/月\n        否：80 元/月\n    }",
            ),
        ],
        // an exclusion in two
        &[(
            "不享受 护理补贴、生活补贴 当 在册 特困供养",
            "不享受 护理补贴 当 在册 特困供养 依据 附件2·注⑧\n不享受 生活补贴 当 在册 特困供养",
        )],
        // a requirement in two
        &[("未过期：  证件未过期 依据", "在证：    在册 残疾人证 依据 附件2·一·1\n        未过期：  证件未过期 依据")],
        // the members of an enumeration in another order
        &[("状态      有效 | 冻结 | 注销", "状态      注销 | 有效 | 冻结")],
    ];
    for rewriting in rewritings {
        assert_equivalent(&WULONG, &wulong_with(rewriting));
    }
}

/// With no row there is no level either: what is not of level three or four may have none.
#[test]
fn not_these_members_may_be_none() {
    let requirement = "重度：    残疾人证.等级 属于 一级、二级";
    let other = wulong_with(&[(requirement, "重度：    残疾人证.等级 不属于 三级、四级")]);
    // here the card is asked for besides
    assert_equivalent(&WULONG, &other);
    let source = |condition: &str| {
        let card = "名册 证 { 等 一等 | 二等 | 三等 }";
        format!(
            "政策 甲 {{ 施行 自 2023-01-01 }}\n名册 人员 {{ 编号 文本 主键 }}\n{card}\n\
             补贴 乙 {{ 同时符合 依据 第一条 {{ {condition} }} 标准 90 元/月 依据 第二条 }}"
        )
    };
    let (old, new) = (plan(&source("证.等 属于 一等、二等")), plan(&source("证.等 不属于 三等")));
    let pair = Pair::new(&old, &new, limits());
    assert_eq!(pair.impact.benefits[0].verdict, Verdict::OnlyMore, "{}", pair.what());
}

#[test]
fn a_higher_rate_gives_more_and_takes_elsewhere() {
    let new = wulong_with(&[("一级：90 元/月", "一级：100 元/月")]);
    let there = Pair::new(&WULONG, &new, Limits::default());
    let back = Pair::new(&new, &WULONG, Limits::default());
    let verdict = |pair: &Pair<'_>, place: usize| pair.impact.benefits[place].verdict;
    assert_eq!((verdict(&there, 0), verdict(&back, 0)), (Verdict::OnlyMore, Verdict::OnlyLess));
    assert!(there.impact.undecided.is_empty() && back.impact.undecided.is_empty(), "{}", back.what());
    let told: Vec<String> = there
        .impact
        .lines
        .iter()
        .map(|line| {
            let words: Vec<&str> = line.conditions.iter().map(|words| &*words.zh).collect();
            let knock_on = if line.knock_on { "（连带）" } else { "" };
            format!("{} {} -> {}{knock_on}：{}", line.benefit, line.before.zh, line.after.zh, words.join("；"))
        })
        .collect();
    let common = there.impact.benefits.iter().map(|found| {
        let words: Vec<&str> = found.common.iter().map(|words| &*words.zh).collect();
        format!("{} {:?}：{}", found.name, found.verdict, words.join("；"))
    });
    let text = common.chain(told).collect::<Vec<_>>().join("\n");
    insta::with_settings!({ snapshot_path => "fixtures/impact", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("higher_rate", text);
    });
}

/// Texts and members are numbers inside a version, and other numbers in another.
#[test]
fn what_versions_number_alike_is_not_alike() {
    let source = |members: &str, condition: &str| {
        format!(
            "政策 甲 {{ 施行 自 2023-01-01 }}\n名册 人员 {{ 编号 文本 主键 户 文本 级 {members} 在学 是否 }}\n名册 特困\n\
             补贴 乙 {{ 同时符合 依据 第一条 {{ ({condition} 且 在学) 或 在册 特困 }} 标准 90 元/月 依据 第二条 }}"
        )
    };
    for (one, two) in [
        (source("甲级 | 乙级", "户 为 \"本地\""), source("甲级 | 乙级", "户 为 \"外地\"")),
        (source("甲级 | 乙级", "级 为 甲级"), source("乙级 | 甲级", "级 为 乙级")),
    ] {
        let (old, new) = (plan(&one), plan(&two));
        let pair = Pair::new(&old, &new, limits());
        assert_eq!(pair.impact.benefits[0].verdict, Verdict::MoreAndLess, "{}", pair.what());
    }
    let (old, new) = (source("甲级 | 乙级", "级 为 甲级"), source("乙级 | 甲级", "级 为 甲级"));
    assert_equivalent(&plan(&old), &plan(&new));
}

/// A member that only one version knows leaves that version open, and only there.
#[test]
fn a_member_of_one_version_is_open_in_the_other() {
    let source = |members: &str, rate: &str| {
        format!(
            "政策 甲 {{ 施行 自 2023-01-01 }}\n名册 人员 {{ 编号 文本 主键 级 {members} }}\n\
             补贴 乙 {{ 同时符合 依据 第一条 {{ 级 属于 一级、二级 }} 标准 {rate} 元/月 依据 第二条 }}"
        )
    };
    let (old, new) = (plan(&source("一级 | 二级 | 三级", "90")), plan(&source("一级 | 二级 | 三级 | 四级", "90")));
    let pair = Pair::new(&old, &new, limits());
    assert_eq!(pair.impact.lines.len(), 0);
    let open: Vec<&str> = pair.impact.undecided.iter().map(|open| &*open.conditions[0].zh).collect();
    assert_eq!(open, ["级 为 四级"]);
}

/// Versions are compared on the days on which both are in force.
#[test]
fn a_version_that_begins_later() {
    let source = |from: &str, rate: &str| {
        format!(
            "政策 甲 {{ 施行 自 {from} }}\n名册 人员 {{ 编号 文本 主键 在学 是否 }}\n\
             补贴 乙 {{ 同时符合 依据 第一条 {{ 在学 }} 标准 {rate} 元/月 依据 第二条 }}"
        )
    };
    let (old, new) = (plan(&source("2023-01-01", "90")), plan(&source("2024-01-01", "100")));
    let pair = Pair::new(&old, &new, limits());
    assert_eq!(pair.impact.benefits[0].verdict, Verdict::OnlyMore, "{}", pair.what());
    let witness = &pair.impact.lines[0].witness;
    assert_eq!(
        (witness.day.to_string().as_str(), witness.before.amount.lo, witness.after.amount.lo),
        ("2024-01-01", 9000, 10000)
    );
}
