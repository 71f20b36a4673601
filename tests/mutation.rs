//! Whether the tests of a policy would notice a small change of it.

use crate::support::{WULONG_SOURCE, days, facts, person, plan};
use assert_cmd::Command;
use polcheck::calendar::Decider;
use polcheck::diagnostic::{Lang, Message};
use polcheck::format::format;
use polcheck::plan::{Plan, decided_alike};
use polcheck::syntax::parse;
use polcheck::testing::mutation::{Fate, Mutated, Mutation, Proof, ProvenCase, failing, mutants, mutate};
use polcheck::testing::tests_of;

const POLICY: &str = r#"政策 示例 { 施行 自 2023-01-01 }
名册 人员 {
    编号 文本 主键
    等级 甲 | 乙 | 丙
    到期 日期
    收入 元/月
}
名册 冻结
口径 看死者 "看不看" {
    不看
    看
}
名册 死者
补贴 补助 {
    同时符合 依据 一 {
        等级：等级 属于 甲、乙
        未到期：到期 不早于 当日
        收入低：收入 低于 1000 元/月 或 等级 为 甲
        在世：看死者 为 不看 或 不在册 死者
    }
    标准 100 元/月 依据 二
}
不享受 补助 当 在册 冻结 依据 三
"#;

const BASE: &str = r#"用例 甲 于 2023-03 {
    等级 为 甲
    到期 为 2024-01-01
    收入 为 5000 元/月
    不在册 冻结
    应当 补助 为 100 元/月
}
"#;

fn open(_: &Plan, _: &Plan) -> Proof {
    Proof::Undecided(Message::new("不知道", "unknown"))
}

fn mutated(examples: &str) -> Mutation {
    let plan = plan(&[POLICY, BASE, examples].concat());
    let tests = tests_of(&plan);
    assert_eq!(failing(&plan, &tests, &[]), Vec::<String>::new());
    mutate(&plan, &tests, &[], &open)
}

fn example(name: &str, facts: &str, outcome: &str) -> String {
    format!("用例 {name} 同 甲 于 2023-03 {{ {facts}\n 应当 补助 {outcome} }}\n")
}

/// `rule：change` of the mutants with some fate.
fn with_fate(mutation: &Mutation, fate: impl Fn(&Fate) -> bool) -> Vec<String> {
    let text = |mutated: &Mutated| format!("{}：{}", mutated.mutant.rule.zh, mutated.mutant.words.zh);
    mutation.mutants.iter().filter(|mutated| fate(&mutated.fate)).map(text).collect()
}

fn survivors(examples: &str) -> Vec<String> {
    with_fate(&mutated(examples), |fate| matches!(fate, Fate::Undecided(_)))
}

#[test]
fn every_change_there_is() {
    let all = with_fate(&mutated(""), |_| true);
    let expected = [
        "补助 同时符合 等级：等级 属于 甲、乙：去掉 甲",
        "补助 同时符合 等级：等级 属于 甲、乙：去掉 乙",
        "补助 同时符合 等级：去掉这一条件",
        "补助 同时符合 未到期：到期 不早于 当日：正好相等时结果相反",
        "补助 同时符合 未到期：到期 不早于 当日：只差一天时结果相反",
        "补助 同时符合 未到期：去掉这一条件",
        "补助 同时符合 收入低：收入 低于 1000 元/月：1000 元/月 → 1000.01 元/月",
        "补助 同时符合 收入低：收入 低于 1000 元/月：1000 元/月 → 999.99 元/月",
        "补助 同时符合 收入低：收入 低于 1000 元/月 或 等级 为 甲：“或”改“且”",
        "补助 同时符合 收入低：去掉这一条件",
        "补助 同时符合 在世：看死者 为 不看 或 不在册 死者：“或”改“且”",
        "补助 同时符合 在世：去掉这一条件",
        "补助 标准：100 元/月 → 100.01 元/月",
        "不享受 在册 冻结：去掉这一条",
    ];
    let (mut all, mut expected) = (all, expected.map(str::to_string));
    all.sort();
    expected.sort();
    assert_eq!(all, expected);
}

#[test]
fn one_example_notices_little() {
    let expected = [
        "补助 同时符合 等级：等级 属于 甲、乙：去掉 乙",
        "补助 同时符合 等级：去掉这一条件",
        "补助 同时符合 未到期：到期 不早于 当日：正好相等时结果相反",
        "补助 同时符合 未到期：到期 不早于 当日：只差一天时结果相反",
        "补助 同时符合 未到期：去掉这一条件",
        "补助 同时符合 收入低：收入 低于 1000 元/月：1000 元/月 → 1000.01 元/月",
        "补助 同时符合 收入低：收入 低于 1000 元/月：1000 元/月 → 999.99 元/月",
        "补助 同时符合 收入低：去掉这一条件",
        "不享受 在册 冻结：去掉这一条",
    ];
    let (mut survivors, mut expected) = (survivors(""), expected.map(str::to_string).to_vec());
    survivors.sort();
    expected.sort();
    assert_eq!(survivors, expected);
}

#[test]
fn the_bounds_need_a_test_on_each_side() {
    let on_each_side = [
        example("乙", "等级 为 乙\n 收入 为 999.99 元/月", "为 100 元/月"),
        example("乙等", "等级 为 乙\n 收入 为 1000 元/月", "不享受"),
        example("丙", "等级 为 丙\n 收入 为 1 元/月", "不享受"),
        example("到期当日", "到期 为 2023-03-01", "为 100 元/月"),
        example("已过", "到期 为 2023-02-28", "不享受"),
        example("冻结", "在册 冻结", "不享受"),
    ];
    assert_eq!(survivors(&on_each_side.concat()), Vec::<String>::new());
    let mutation = mutated(&on_each_side.concat());
    let killer = |change: &str| {
        let found = mutation.mutants.iter().find(|mutated| mutated.mutant.words.zh.contains(change)).unwrap();
        match &found.fate {
            Fate::Killed { by } => by.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(killer("→ 1000.01"), "乙等");
    assert_eq!(killer("→ 999.99"), "乙");
    assert_eq!(killer("正好相等"), "到期当日");
    assert_eq!(killer("只差一天"), "已过");
    // each of these is needed
    for left_out in 0..on_each_side.len() {
        let rest: String = (0..on_each_side.len()).filter(|at| *at != left_out).map(|at| &*on_each_side[at]).collect();
        assert_ne!(survivors(&rest), Vec::<String>::new(), "{}", on_each_side[left_out]);
    }
}

#[test]
fn what_the_readings_leave_without_effect_is_not_run() {
    let idle = with_fate(&mutated(""), |fate| *fate == Fate::Idle);
    assert_eq!(idle, ["补助 同时符合 在世：去掉这一条件"]);
}

#[test]
fn plans_that_decide_alike_are_told_from_those_that_do_not() {
    let source = [POLICY, BASE].concat();
    let one = plan(&source);
    let reordered = plan(&source.replacen("名册 冻结\n", "", 1).replacen("名册 死者\n", "名册 冻结\n名册 死者\n", 1));
    assert!(decides_alike(&one, &one.clone()));
    assert!(decides_alike(&one, &reordered), "only the order of declarations differs");
    for (from, to) in [("100 元/月 依据 二", "101 元/月 依据 二"), ("不早于", "晚于"), ("属于 甲、乙", "属于 甲、丙")]
    {
        assert!(!decides_alike(&one, &plan(&source.replacen(from, to, 1))), "{from}");
    }
    let rows = |limit: &str| {
        let register = "名册 别补 { 月额 元/月 }\n名册 冻结\n";
        let many = format!("任一(别补, 别补.月额 不低于 {limit} 元/月)");
        plan(&source.replacen("名册 冻结\n", register, 1).replacen("在册 冻结 依据", &format!("{many} 依据"), 1))
    };
    assert!(decides_alike(&rows("80"), &rows("80")));
    assert!(!decides_alike(&rows("80"), &rows("90")), "within the rows of a register");
}

fn decides_alike(one: &Plan, two: &Plan) -> bool {
    decided_alike(one, two).iter().all(|alike| *alike)
}

/// A case on which the limit of 收入 shows, for whichever mutant is asked about.
fn shown(_: &Plan, _: &Plan) -> Proof {
    let cells = [("等级", "乙"), ("到期", "2024-01-01"), ("收入", "1000"), ("冻结", "否"), ("死者", "否")];
    let cells = cells.map(|(header, text)| (header.to_string(), text.to_string())).to_vec();
    Proof::Differs(ProvenCase { month: "2023-03".parse().unwrap(), cells })
}

#[test]
fn a_survivor_comes_with_the_example_that_kills_it() {
    let source = [POLICY, BASE].concat();
    let before = plan(&source);
    let mutation = mutate(&before, &tests_of(&before), &[], &shown);
    let change = "1000 元/月 → 1000.01 元/月";
    let at = mutation.mutants.iter().position(|mutated| mutated.mutant.words.zh.contains(change)).unwrap();
    let Fate::Survived(case) = &mutation.mutants[at].fate else { panic!("{:?}", mutation.mutants[at].fate) };
    insta::assert_snapshot!(case.example, @r"
    用例 补助同时符合收入低第9处 于 2023-03 {
        等级 为 乙
        到期 为 2024-01-01
        收入 为 1000 元/月
        不在册 冻结
        应当 补助 不享受
    }
    ");
    let with_it = plan(&format!("{source}\n{}", case.example));
    let again = mutate(&with_it, &tests_of(&with_it), &[], &shown);
    assert_eq!(again.mutants[at].fate, Fate::Killed { by: "补助同时符合收入低第9处".to_string() });
    // where the case does not show the change it proves nothing
    let other = mutation.mutants.iter().find(|mutated| mutated.mutant.words.zh.contains("去掉 乙")).unwrap();
    assert!(matches!(other.fate, Fate::Undecided(_)), "{:?}", other.fate);
}

/// An example written from cells is understood, in either language, and comes out as it says.
#[test]
fn written_examples_can_be_pasted() {
    let told = person()
        .with("养老服务补贴", "85.5")
        .with("刑种", "有期徒刑")
        .with("服刑场所", "监狱")
        .with("判决生效日", "2024-03-31")
        .with("刑满日", "2030-01-01");
    let cells: Vec<(String, String)> =
        told.0.iter().map(|(header, cell)| (header.clone(), cell.as_str().unwrap().to_string())).collect();
    let case = ProvenCase { month: "2023-03".parse().unwrap(), cells };
    let source = format(WULONG_SOURCE, &parse(WULONG_SOURCE).file, Lang::En);
    for source in [WULONG_SOURCE, &source] {
        let before = plan(source);
        let (first, last) = days(&before, "2023-03");
        let decisions = Decider::new(&before).decide(&facts(&before, &told.0), first, last).to_vec();
        let text = polcheck::testing::mutation::example_text(&before, "新 例", &case, &decisions);
        let after = plan(&format!("{source}\n{text}"));
        let test = tests_of(&after).into_iter().find(|test| test.name == "新例").unwrap();
        assert_eq!(failing(&after, std::slice::from_ref(&test), &[]), Vec::<String>::new(), "{text}");
        assert_eq!(test.expected.len(), 2);
        for fact in
            ["85.5 ", "有期徒刑", "2024-03-31", "\"500232196003150029\"", "\"50023219600315002941\"", "\"武隆区\""]
        {
            assert!(text.contains(fact), "{fact}: {text}");
        }
    }
}

#[test]
fn an_equivalent_change_is_not_held_against_the_tests() {
    let before = plan(&[POLICY, BASE].concat());
    let mutation = mutate(&before, &tests_of(&before), &[], &|_: &Plan, _: &Plan| Proof::Equivalent);
    let counts = mutation.counts();
    assert_eq!((counts.equivalent, counts.undecided, counts.survived, counts.idle), (9, 0, 0, 1));
    assert_eq!(counts.killed + 10, mutation.mutants.len());
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let plan = plan(&[POLICY, BASE].concat());
    let tests = tests_of(&plan);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| mutate(&plan, &tests, &[], &open))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn offsets_alternatives_and_rules_that_combine() {
    let source = r#"政策 示例 { 施行 自 2023-01-01 }
名册 人员 {
    编号 文本 主键
    办证 日期
    出生 日期
    住 文本
    原住 文本 可无
}
名册 别补 { 月额 元/月 }
口径 择高相等 "相等时" {
    保留其他待遇
    保留本补贴
}
定义 够久 依据 一 = 办证 + 2 个月 不晚于 当日 且 周岁(出生) 不低于 60
补贴 补助 {
    同时符合 依据 一 { 够久：够久 且 住 为 "本地" }
    标准 100 元/月 依据 二
}
择高 补助 与 别补.月额 依据 四
封顶 补助 不超过 80 元/月 依据 五
视为 住 是 原住 当 原住 不为 无 依据 六
用例 甲 于 2023-03 { 编号 为 "1"
 应当 补助 待核实 }
"#;
    let changes: Vec<String> =
        mutants(&plan(source)).iter().map(|mutant| format!("{}：{}", mutant.rule.zh, mutant.words.zh)).collect();
    insta::assert_snapshot!(changes.join("\n"), @r#"
    定义 够久：办证 + 2 个月：2 → 3 个月
    定义 够久：办证 + 2 个月：2 → 1 个月
    定义 够久：办证 + 2 个月 不晚于 当日：正好相等时结果相反
    定义 够久：办证 + 2 个月 不晚于 当日：只差一天时结果相反
    定义 够久：办证 + 2 个月 不晚于 当日 且 周岁(出生) 不低于 60：“且”改“或”
    定义 够久：周岁(出生) 不低于 60：60 → 61
    定义 够久：周岁(出生) 不低于 60：60 → 59
    补助 同时符合 够久：去掉这一条件
    补助 同时符合 够久：够久 且 住 为 "本地"：“且”改“或”
    补助 标准：100 元/月 → 100.01 元/月
    择高 补助 与 别补：去掉这一条
    封顶 补助：去掉这一条
    封顶 补助：80 元/月 → 80.01 元/月
    视为 住：去掉这一条
    "#);
}

/// `polcheck` in a folder with the policy: exit code, stdout, stderr.
fn call(policy: &str, arguments: &[&str]) -> (i32, String, String) {
    call_beside(&[("p.pol", policy)], arguments)
}

/// `polcheck` in a folder with some files.
fn call_beside(files: &[(&str, &str)], arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    let output =
        command.current_dir(folder.path()).env_clear().env("LC_ALL", "C.UTF-8").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_lists_what_no_test_notices() {
    let on_each_side = [
        example("乙", "等级 为 乙\n 收入 为 999.99 元/月", "为 100 元/月"),
        example("乙等", "等级 为 乙\n 收入 为 1000 元/月", "不享受"),
        example("丙", "等级 为 丙\n 收入 为 1 元/月", "不享受"),
        example("到期当日", "到期 为 2023-03-01", "为 100 元/月"),
        example("已过", "到期 为 2023-02-28", "不享受"),
    ];
    let some = [POLICY, BASE, &on_each_side.concat()].concat();
    let (exit, out, err) = call(&some, &["mutate", "p.pol", "--jobs", "2"]);
    assert_eq!((exit, err.as_str()), (1, ""));
    insta::assert_snapshot!(out, @r"
    第 23 行　不享受 在册 冻结：去掉这一条（三）
      没有测试发现。这个用例能发现（补助 不享受，改动后 100 元/月）：
        用例 不享受在册冻结第14处 于 2023-01 {
            等级 为 甲
            到期 为 2028-01-01
            收入 为 0 元/月
            在册 冻结
            应当 补助 不享受
        }
    共 14 个改动：测试发现 12，没有发现 1，未能判定 0，等价 0，口径所限、不影响补贴 1。
    ");
    let pasted: String = out.lines().filter(|line| line.starts_with("    ")).map(|line| format!("{line}\n")).collect();
    let (exit, out, _) = call(&[some.as_str(), pasted.as_str()].concat(), &["mutate", "p.pol"]);
    assert_eq!(exit, 0, "{out}");
    let (exit, out, _) = call(&some, &["mutate", "p.pol", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((exit, &document["killed"], &document["idle"]), (1, &12.into(), &1.into()));
    let dropped = document["mutants"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&dropped["kind"], &dropped["fate"], &dropped["line"]),
        (&"exclusion".into(), &"survived".into(), &23.into())
    );
    let all = some + &example("冻结", "在册 冻结", "不享受");
    let (exit, out, err) = call(&all, &["mutate", "p.pol", "--lang", "en"]);
    assert_eq!((exit, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("14 mutants: 13 killed"), "{out}");
}

#[test]
fn tests_that_fail_without_a_change_come_first() {
    let wrong = [POLICY, BASE, &example("错", "等级 为 丙", "为 100 元/月")].concat();
    let (exit, out, err) = call(&wrong, &["mutate", "p.pol"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("错"), "{err}");
    let (exit, _, err) = call(POLICY, &["mutate", "p.pol"]);
    assert!(exit == 2 && err.contains("没有测试"), "{err}");
}

#[test]
fn tests_and_batches_beside_the_policy_count() {
    let policy = [POLICY, BASE].concat();
    let killers = |files: &[(&str, &str)]| {
        let (exit, out, err) = call_beside(files, &["mutate", "p.pol", "--format", "json"]);
        assert_eq!(exit, 1, "{err}");
        let document: serde_json::Value = serde_json::from_str(&out).unwrap();
        let mutants = document["mutants"].as_array().unwrap();
        let by: Vec<String> =
            mutants.iter().filter_map(|mutant| Some(mutant["killed_by"].as_str()?.to_string())).collect();
        by
    };
    let own = ("p.pol", policy.as_str());
    assert!(killers(&[own]).iter().all(|by| by == "甲"));
    let more = example("冻结", "在册 冻结", "不享受");
    let batch = "批次:\n  - 名: 一批\n    名册: 名单.csv\n    月份: 2023-03\n    期望: 结果.csv\n";
    let people = "编号,等级,到期,收入,冻结\n1,丙,2024-01-01,1,否\n";
    let found = killers(&[
        own,
        ("p.用例.pol", &more),
        ("p.用例.yaml", batch),
        ("名单.csv", people),
        ("结果.csv", "编号,补助\n1,0\n"),
    ]);
    assert!(found.contains(&"冻结".to_string()) && found.contains(&"一批".to_string()), "{found:?}");
}

/// The policies of the repository are held by their own examples: what is left changes no decision.
#[test]
fn the_examples_of_wulong_notice_nearly_everything() {
    let plan = &*crate::support::WULONG;
    let mutation = mutate(plan, &tests_of(plan), &[], &open);
    let left = with_fate(&mutation, |fate| matches!(fate, Fate::Undecided(_)));
    assert!(left.len() <= 5, "{left:#?}");
}
