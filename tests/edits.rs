//! Edits of the policy's text change the decisions, and nothing else does: no program is rebuilt, the order and the
//! number of threads do not matter.

use crate::generate::{partly_known, wulong_record};
use crate::support::{Person, WULONG, WULONG_SOURCE, csv, days, facts_of, person, plan, results, tries};
use polcheck::batch::decide;
use polcheck::cases::{Case, Format, read};
use polcheck::diagnostic::Lang;
use polcheck::plan::Plan;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The policy's text with one stretch replaced, which must occur once.
fn edited(old: &str, new: &str) -> String {
    assert_eq!(WULONG_SOURCE.matches(old).count(), 1, "{old}");
    WULONG_SOURCE.replace(old, new)
}

/// People of each level, with and without other benefits.
fn roster() -> Vec<Person> {
    let variants =
        [("高龄津贴", "0"), ("高龄津贴", "100"), ("养老服务补贴", "95"), ("养老服务补贴", "85"), ("孤儿", "是")];
    let levels = ["一级", "二级", "三级"];
    let people = levels.iter().flat_map(|level| variants.iter().map(move |(header, cell)| (level, header, cell)));
    let numbered = people.enumerate().map(|(index, (level, header, cell))| {
        person()
            .of_level(level)
            .with(header, *cell)
            .with("编号", format!("{level}{header}{cell}"))
            .with("姓名", format!("{index}"))
    });
    numbered.collect()
}

/// What each person draws of a benefit, by the key.
fn amounts(plan: &Plan, benefit: &str) -> BTreeMap<String, String> {
    let batch = read(plan, "名单.csv", csv(&roster()).as_bytes(), Format::Csv).unwrap();
    let decided = results(plan, &decide(plan, &batch.cases, days(plan, "2023-05")));
    let amount = |case: &serde_json::Value| case["benefits"][benefit]["amount"].as_str().unwrap().to_string();
    decided.iter().map(|case| (case["case"].as_str().unwrap().to_string(), amount(case))).collect()
}

/// The people whose amount differs: before and after.
fn changes(old: &Plan, new: &Plan, benefit: &str) -> Vec<(String, String, String)> {
    let after = amounts(new, benefit);
    let both = amounts(old, benefit).into_iter().map(|(key, before)| (after[&key].clone(), key, before));
    both.filter(|(after, _, before)| after != before).map(|(after, key, before)| (key, before, after)).collect()
}

fn owned(changes: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    let mut changes: Vec<_> =
        changes.iter().map(|(key, one, two)| (key.to_string(), one.to_string(), two.to_string())).collect();
    changes.sort();
    changes
}

#[test]
fn a_rate_edit() {
    let new = plan(&edited("一级：90 元/月", "一级：100 元/月"));
    let expected = owned(&[
        ("一级高龄津贴0", "90", "100"),
        ("一级高龄津贴100", "90", "100"),
        ("一级养老服务补贴95", "0", "100"),
        ("一级养老服务补贴85", "90", "100"),
        ("一级孤儿是", "90", "100"),
    ]);
    assert_eq!(changes(&WULONG, &new, "护理补贴"), expected);
    assert_eq!(changes(&WULONG, &new, "生活补贴"), []);
}

#[test]
fn an_exclusion_added() {
    let rule = "不享受 护理补贴 当 在册 高龄津贴 且 高龄津贴.月额 不低于 100 元/月 依据 附件2·注②\n";
    let register = "名册 高龄津贴 依据 附件2·注② { 月额 元/月 备查 }";
    let new = plan(&edited(register, &format!("{register}\n{rule}")));
    let expected = owned(&[("一级高龄津贴100", "90", "0"), ("二级高龄津贴100", "80", "0")]);
    assert_eq!(changes(&WULONG, &new, "护理补贴"), expected);
    assert_eq!(changes(&WULONG, &new, "生活补贴"), []);
}

#[test]
fn an_exclusion_taken_out() {
    let new = plan(&edited("不享受 生活补贴 当 孤儿保障 依据 附件2·注④ \"孤儿只领护理补贴\"\n", ""));
    let expected = owned(&[("一级孤儿是", "0", "80"), ("二级孤儿是", "0", "80"), ("三级孤儿是", "0", "80")]);
    assert_eq!(changes(&WULONG, &new, "生活补贴"), expected);
    assert_eq!(changes(&WULONG, &new, "护理补贴"), []);
}

/// The same by the program itself, with a copy of the policy on the disk before and after the edit.
#[test]
fn a_rate_edit_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("p.pol", WULONG_SOURCE);
    write("名单.csv", &csv(&[person()]));
    let run = || {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_polcheck"));
        let arguments = ["run", "p.pol", "名单.csv", "--month", "2023-05"];
        let output = command.current_dir(folder.path()).args(arguments).output().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        (
            output.status.code().unwrap(),
            lines.lines().nth(1).unwrap().to_string(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (exit, line, _) = run();
    assert!(exit == 0 && line.starts_with("0001,90,享受,") && line.ends_with(",170"), "{exit} {line}");
    write("p.pol", &edited("一级：90 元/月", "一级：100 元/月"));
    let (exit, line, messages) = run();
    assert!(line.starts_with("0001,100,享受,") && line.ends_with(",180"), "{line}");
    // the policy's own promise that nursing is at most 90 notices the edit
    assert!(exit == 1 && messages.contains("D712") && messages.contains("两项有上限"), "{messages}");
}

fn cases(people: &[crate::generate::Record]) -> Vec<Case> {
    let facts = facts_of(&WULONG, people).into_iter().enumerate();
    facts.map(|(index, facts)| Case { key: format!("{index:04}"), facts, row: index + 2, kept: Vec::new() }).collect()
}

proptest! {
    #![proptest_config(tries(6))]

    /// A batch is decided person by person, whoever stands beside, and by any number of threads to the same bytes.
    #[test]
    fn a_batch_is_its_people_one_by_one(
        people in prop::collection::vec(partly_known(wulong_record()), 150),
        order in Just((0..150_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let cases = cases(&people);
        let month = days(&WULONG, "2023-03");
        let together = decide(&WULONG, &cases, month);
        let singly: Vec<_> = cases.iter().flat_map(|case| decide(&WULONG, std::slice::from_ref(case), month)).collect();
        prop_assert_eq!(&together, &singly);

        let shuffled: Vec<Case> = order.iter().map(|index| cases[*index].clone()).collect();
        let decided = decide(&WULONG, &shuffled, month);
        for (index, decided) in order.iter().zip(&decided) {
            prop_assert_eq!(decided, &together[*index]);
        }

        let by_threads = |count: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
            let decided = pool.install(|| decide(&WULONG, &cases, month));
            let csv = polcheck::output::csv(&WULONG, &decided, Lang::Zh);
            (csv, polcheck::output::json_lines(&WULONG, &decided, Lang::Zh))
        };
        prop_assert_eq!(by_threads(1), by_threads(4));
    }
}
