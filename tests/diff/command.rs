//! The command: gates, formats, files, mistakes.

use super::{Call, call, finished, folder, program, put, snapshot};
use std::path::Path;

const DIFF: [&str; 7] = ["diff", "old.pol", "new.pol", "--cases", "名单.csv", "--month", "2023-03"];
const BACK: [&str; 7] = ["diff", "new.pol", "old.pol", "--cases", "名单.csv", "--month", "2023-03"];

fn with(folder: &Path, base: &[&str], more: &[&str]) -> Call {
    call(folder, &[base, more].concat())
}

#[test]
fn a_change_alone_is_no_failure() {
    let folder = folder();
    let call = with(folder.path(), &DIFF, &[]);
    assert_eq!(call.exit, 0, "{}", call.err);
    assert_eq!(call.closing(), "影响：200 行（199 人）中 47 行变化（增 37，新享受 1，待核实 9），每月 +820 元");
    snapshot("raised", &call.out);
    assert!(call.err.contains("[D701] 名单.csv 第 50 行"), "{}", call.err);
}

#[test]
fn gates_stop_what_they_name() {
    let folder = folder();
    let exits =
        |base: &[&str]| ["any", "decrease", "loss"].map(|gate| with(folder.path(), base, &["--fail-on", gate]).exit);
    assert_eq!(exits(&DIFF), [1, 0, 0]);
    // going back, some lose the benefit
    assert_eq!(exits(&BACK), [1, 1, 1]);
    let lower = std::fs::read_to_string(folder.path().join("old.pol")).unwrap().replace("一级：90", "一级：85");
    put(folder.path(), "new.pol", &lower);
    put(folder.path(), "名单.csv", &only(folder.path(), "WL011"));
    assert_eq!(exits(&DIFF), [1, 1, 0]);
    assert_eq!(with(folder.path(), &DIFF, &[]).closing(), "影响：1 人中 1 人变化（减 1），每月 -5 元");
    put(folder.path(), "new.pol", &std::fs::read_to_string(folder.path().join("old.pol")).unwrap());
    assert_eq!(exits(&DIFF), [0, 0, 0]);
    assert_eq!(with(folder.path(), &DIFF, &[]).closing(), "影响：1 人中没有变化");
}

/// The case file with one of its people.
fn only(folder: &Path, key: &str) -> String {
    let text = std::fs::read_to_string(folder.join("名单.csv")).unwrap();
    let kept = text.lines().enumerate().filter(|(line, text)| *line == 0 || text.starts_with(key));
    let kept: Vec<&str> = kept.map(|(_, line)| line).collect();
    assert_eq!(kept.len(), 2);
    kept.join("\n") + "\n"
}

#[test]
fn what_may_be_lost_stops_the_gate_of_losses() {
    let folder = folder();
    let old = std::fs::read_to_string(folder.path().join("old.pol")).unwrap();
    // whoever has this benefit is no longer entitled; of this person that is not known
    put(folder.path(), "new.pol", &format!("{old}\n不享受 护理补贴 当 在册 高龄津贴 依据 附件2·注②\n"));
    let text = only(folder.path(), "WL011");
    let headers: Vec<&str> = text.lines().next().unwrap().trim_start_matches('\u{feff}').split(',').collect();
    let place = headers.iter().position(|header| *header == "高龄津贴").unwrap();
    let mut cells: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
    cells[place] = "";
    put(folder.path(), "名单.csv", &format!("{}\n{}\n", headers.join(","), cells.join(",")));
    let call = with(folder.path(), &DIFF, &["--fail-on", "loss"]);
    assert_eq!(call.exit, 1, "{}", call.out);
    assert_eq!(call.closing(), "影响：1 人中 1 人变化（待核实 1），金额待核实");
    assert!(call.out.contains("每月最少 90 → 0 元，最多 90 → 90 元"), "{}", call.out);
}

#[test]
fn formats() {
    let folder = folder();
    let json = with(folder.path(), &DIFF, &["--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(document["format_version"], 1);
    assert_eq!(document["touched"]["monthly"], "820");
    snapshot("raised.json", &json.out);
    snapshot("raised.csv", &with(folder.path(), &DIFF, &["--format", "csv"]).out);
    snapshot("raised.md", &with(folder.path(), &DIFF, &["--format", "markdown"]).out);
    snapshot("lowered.en", &with(folder.path(), &BACK, &["--lang", "en"]).out);
}

/// Without a case file, the gates look at every possible case.
#[test]
fn gates_without_a_case_file() {
    let folder = folder();
    let exits = |old: &str, new: &str| {
        ["any", "decrease", "loss"].map(|gate| call(folder.path(), &["diff", old, new, "--fail-on", gate]).exit)
    };
    assert_eq!(exits("old.pol", "old.pol"), [0, 0, 0]);
    assert_eq!(exits("old.pol", "new.pol"), [1, 0, 0]);
    assert_eq!(exits("new.pol", "old.pol"), [1, 1, 1]);
    let verdict = call(folder.path(), &["diff", "old.pol", "old.pol"]);
    assert_eq!(verdict.closing(), "影响：护理补贴 等价；生活补贴 等价");
}

/// The examples of all lines are a case file in which every case changes and every line shows; those of the lines that
/// the roster does not show are as many as it misses.
#[test]
fn examples_show_what_they_are_examples_of() {
    let folder = folder();
    let without = call(folder.path(), &["diff", "old.pol", "new.pol", "--emit-cases", "例.csv"]);
    assert_eq!(without.exit, 0, "{}", without.err);
    let json = |cases: &str| {
        let arguments = ["diff", "old.pol", "new.pol", "--cases", cases, "--month", "2023-03", "--format", "json"];
        let call = call(folder.path(), &[&arguments[..], &["--emit-cases", "盲.csv", "--force"]].concat());
        serde_json::from_str::<serde_json::Value>(&call.out).unwrap()
    };
    let blind = |document: &serde_json::Value| {
        let lines = document["impact"]["lines"].as_array().unwrap();
        (lines.iter().filter(|line| line["blind_spot"] == true).count(), lines.len())
    };
    let own = json("例.csv");
    let (missed, lines) = blind(&own);
    assert!(lines > 1 && missed == 0, "{own:#}");
    assert_eq!(
        (own["touched"]["rows"].as_u64(), own["touched"]["changed"].as_u64()),
        (Some(lines as u64), Some(lines as u64))
    );
    let (missed, _) = blind(&json("名单.csv"));
    assert!(missed > 0 && missed < lines);
    let written = std::fs::read_to_string(folder.path().join("盲.csv")).unwrap();
    assert_eq!(written.lines().count(), missed + 1);
}

/// The format follows the file's name; the closing line is still said.
#[test]
fn results_go_to_files() {
    let folder = folder();
    for (file, format) in [("r.csv", "csv"), ("r.json", "json"), ("r.md", "markdown"), ("r.txt", "pretty")] {
        let call = with(folder.path(), &DIFF, &["-o", file]);
        assert_eq!((call.exit, call.out.as_str()), (0, ""), "{}", call.err);
        assert!(call.err.contains("影响：200 行"), "{}", call.err);
        let written = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert_eq!(written, with(folder.path(), &DIFF, &["--format", format]).out);
    }
    let findings = with(folder.path(), &DIFF, &["--findings", "问题.csv"]);
    assert_eq!(findings.exit, 0);
    assert!(std::fs::read_to_string(folder.path().join("问题.csv")).unwrap().contains("D701"));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = folder();
    let by_threads = |count: &str| {
        let arguments = [&DIFF[..], &["--format", "json"]].concat();
        finished(program(folder.path()).args(arguments).env("RAYON_NUM_THREADS", count)).out
    };
    assert_eq!(by_threads("1"), by_threads("4"));
}

#[test]
fn what_only_one_version_finds_in_the_file_names_the_version() {
    let folder = folder();
    let policy = |levels: &str| {
        format!(
            "政策 甲 {{ 施行 自 2023-01-01 }}\n名册 人员 {{\n    编号  文本  主键\n    等级  {levels}\n}}\n\
             补贴 甲补贴 {{\n    同时符合 依据 第一条 {{ 重：等级 为 一级 }}\n    标准 90 元/月 依据 第二条\n}}\n"
        )
    };
    put(folder.path(), "old.pol", &policy("一级 | 二级 | 三级"));
    put(folder.path(), "new.pol", &policy("一级 | 二级 | 四级"));
    put(folder.path(), "名单.csv", "编号,等级\n1,四级\n2,三级\n3,五级\n4,一级\n");
    let call = with(folder.path(), &DIFF, &[]);
    assert_eq!(call.exit, 0, "{}", call.err);
    let said: Vec<&str> = call.err.lines().filter(|line| line.contains("[D701]")).collect();
    assert_eq!(said.len(), 4, "{}", call.err);
    let has = |row: &str, words: &str| said.iter().any(|line| line.contains(row) && line.contains(words));
    assert!(has("第 2 行", "（旧版）“四级”") && has("第 3 行", "（新版）“三级”"), "{}", call.err);
    // what both find differs in what they would accept
    assert!(has("第 4 行", "（旧版）“五级”") && has("第 4 行", "（新版）“五级”"), "{}", call.err);
    assert_eq!(call.closing(), "影响：4 人中 2 人变化（待核实 2），金额待核实");
}

#[test]
fn mistakes_name_the_version() {
    let folder = folder();
    let old = std::fs::read_to_string(folder.path().join("old.pol")).unwrap();
    put(
        folder.path(),
        "typo.pol",
        &old.replace("残疾人证.等级 属于 一级、二级 依据", "残疾人证.等极 属于 一级、二级 依据"),
    );
    put(folder.path(), "later.pol", &old.replace("自 2023-02-23", "自 2024-01-01"));
    put(folder.path(), "keyless.csv", "户籍区县\n武隆区\n");
    let typo = call(folder.path(), &["diff", "old.pol", "typo.pol"]);
    assert_eq!((typo.exit, typo.out.as_str()), (2, ""));
    assert!(typo.err.contains("N201") && typo.err.contains("typo.pol"), "{}", typo.err);
    let both = call(folder.path(), &["diff", "typo.pol", "typo.pol"]);
    assert_eq!(both.err.matches("N201").count(), 2, "{}", both.err);
    let calls: [(&[&str], &str); 9] = [
        (&["diff", "old.pol"], "--against"),
        (&["diff", "old.pol", "new.pol", "typo.pol"], "旧、新两个"),
        (&["diff", "old.pol", "new.pol", "--against", "HEAD"], "只写一个"),
        (&["diff", "old.pol", "later.pol", "--cases", "名单.csv", "--month", "2023-03"], "新版 later.pol"),
        (&["diff", "old.pol", "new.pol", "--cases", "keyless.csv", "--month", "2023-03"], "旧版 old.pol"),
        (&["diff", "old.pol", "new.pol", "--format", "csv"], "--cases"),
        (&["diff", "old.pol", "new.pol", "--reading", "没有=甲"], "new.pol：政策没有名为“没有”"),
        (&["diff", "old.pol", "new.pol", "-o", "old.pol", "--format", "json"], "要读的文件"),
        (&["diff", "old.pol", "new.pol", "--git-driver"], "git config diff.polcheck.command"),
    ];
    for (arguments, piece) in calls {
        let call = call(folder.path(), arguments);
        assert_eq!((call.exit, call.out.as_str()), (2, ""), "{arguments:?}: {}", call.err);
        assert!(call.err.contains(piece), "{arguments:?}: {}", call.err);
    }
}

/// A reading that only the new version has is chosen there.
#[test]
fn a_reading_of_one_version_is_chosen_there() {
    let folder = folder();
    let old = std::fs::read_to_string(folder.path().join("old.pol")).unwrap();
    let new = old.replace(
        "    需照护：  长期照护",
        "    试行：    试行范围 为 全区 或 户籍.区县 为 \"别处\"\n        需照护：  长期照护",
    ) + "\n口径 试行范围 依据 附件2·一·1 \"在哪里试行\" {\n    全区 \"照旧\"\n    不试行 \"都不发\"\n}\n";
    put(folder.path(), "new.pol", &new);
    let unchanged = with(folder.path(), &DIFF, &[]);
    assert!(unchanged.closing().ends_with("没有变化"), "{}{}", unchanged.out, unchanged.err);
    let chosen = with(folder.path(), &DIFF, &["--reading", "试行范围=不试行", "--fail-on", "loss"]);
    assert_eq!(chosen.exit, 1, "{}", chosen.err);
    assert!(chosen.out.contains("不符合“试行”"), "{}", chosen.out);
}
