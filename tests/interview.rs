//! The interview: it asks what matters, ends with what `run` decides, and reads answers as sheets are read.

use crate::generate::{Record, policy, record, wulong_record};
use crate::support::{WULONG, days, facts, person, plan, tries};
use assert_cmd::Command;
use polcheck::calendar::{Decider, Decision, Status};
use polcheck::cases::{Answer, Case, Finding, Form, Format, Severity, read, read_answers};
use polcheck::check::model::SlotKind;
use polcheck::diagnostic::Lang;
use polcheck::eval::Facts;
use polcheck::explain::fact_text;
use polcheck::interview::{Interview, Question, Reply, Unused, Why, read_reply};
use polcheck::plan::Plan;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};
use std::path::Path;

fn interview<'p>(plan: &'p Plan, month: &str) -> Interview<'p> {
    Interview::new(plan, days(plan, month), "", Vec::new()).unwrap()
}

fn answers(list: &[(&str, &str)]) -> Vec<Answer> {
    list.iter().map(|(header, text)| Answer { header: header.to_string(), text: text.to_string() }).collect()
}

/// What somebody of whom everything is known would answer.
fn truth(plan: &Plan, facts: &Facts, question: &Question) -> String {
    let value = |kind: SlotKind| {
        let slot = plan.slots.iter().position(|slot| slot.register == question.register && slot.kind == kind);
        slot.map(|slot| (slot, facts.values[slot]))
    };
    let (_, listed) = value(SlotKind::Listed).unwrap();
    let Some(column) = question.column else { return if listed.is_yes() { "是" } else { "否" }.to_string() };
    if listed.is_no() {
        return question.not_listed.unwrap_or("否").to_string();
    }
    if value(SlotKind::Present(column)).is_some_and(|(_, present)| present.is_no()) {
        return question.none.unwrap().to_string();
    }
    let (slot, value) = value(SlotKind::Column(column)).unwrap();
    fact_text(plan, facts, slot, value, Lang::Zh)
}

fn is_open(interview: &Interview<'_>) -> bool {
    interview.decisions().iter().any(|decision| decision.status == Status::Undetermined)
}

/// Interviews somebody of whom everything is known. Gives the headers asked, in order.
fn interviewed(
    plan: &Plan,
    facts: &Facts,
    month: &str,
    cell: impl Fn(&str) -> Option<String>,
) -> Result<Vec<String>, TestCaseError> {
    let days = days(plan, month);
    let expected = Decider::new(plan).decide(facts, days.0, days.1).to_vec();
    let mut interview = interview(plan, month);
    let mut asked: Vec<String> = Vec::new();
    while let Some(question) = interview.next_question() {
        prop_assert!(is_open(&interview));
        prop_assert!(!asked.contains(&question.header), "{} is asked twice", question.header);
        let text = cell(&question.header).unwrap_or_else(|| truth(plan, facts, &question));
        let findings = interview.answer(&question.header, &text);
        prop_assert!(findings.as_ref().is_ok_and(Vec::is_empty), "{question:?} {text}: {findings:?}");
        asked.push(question.header);
    }
    let result = |decision: &Decision| (decision.status, decision.amount);
    let found: Vec<_> = interview.decisions().iter().map(result).collect();
    prop_assert_eq!(found, expected.iter().map(result).collect::<Vec<_>>(), "{:?}", asked);
    prop_assert_eq!(interview.asked(), asked.len());
    Ok(asked)
}

/// A record of a random policy as a wide sheet would have it: of dated rows the first, without its dates. There an
/// amount of 0 under the register's name says that there is no row.
fn flat(record: &Record) -> Record {
    let undated = |row: &Record| -> Record {
        row.iter().filter(|(name, _)| *name != "起" && *name != "止").map(|(n, v)| (n.clone(), v.clone())).collect()
    };
    let nothing = json!({"月额": "0"});
    let fields = record.iter().map(|(name, value)| {
        let value = match value {
            Json::Array(rows) => rows.first().map_or(json!([]), |row| Json::Object(undated(row.as_object().unwrap()))),
            other => other.clone(),
        };
        (name.clone(), if value == nothing { json!([]) } else { value })
    });
    fields.collect()
}

proptest! {
    #![proptest_config(tries(20))]

    #[test]
    fn ends_with_the_decision_of_run_for_wulong(record in wulong_record()) {
        let facts = facts(&WULONG, &record);
        // a blank in a column that may have nothing says 无
        let cell = |header: &str| {
            let text = record.get(header)?.as_str()?;
            Some(if text.is_empty() { "无" } else { text }.to_string())
        };
        interviewed(&WULONG, &facts, "2023-03", cell)?;
    }

    #[test]
    fn ends_with_the_decision_of_run_for_random_policies(policy in policy(), record in record()) {
        let plan = plan(&policy.source());
        let facts = facts(&plan, &flat(&record));
        interviewed(&plan, &facts, "2023-03", |_| None)?;
    }
}

#[test]
fn asks_far_less_than_a_sheet_has() {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roster.csv")).unwrap();
    let batch = read(&WULONG, "roster.csv", &bytes, Format::Csv).unwrap();
    let full = |case: &&Case| {
        let days = days(&WULONG, "2023-03");
        let decided = Decider::new(&WULONG).decide(&case.facts, days.0, days.1).to_vec();
        case.facts.dated.is_empty() && decided.iter().all(|decision| decision.status != Status::Undetermined)
    };
    let rows: Vec<_> = csv::Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes))
        .deserialize::<std::collections::BTreeMap<String, String>>()
        .map(Result::unwrap)
        .collect();
    let mut counts = Vec::new();
    for (case, row) in batch.cases.iter().zip(&rows).filter(|(case, _)| full(case)).step_by(6) {
        let cell = |header: &str| row.get(header).map(|text| if text.is_empty() { "无" } else { text }.to_string());
        counts.push(interviewed(&WULONG, &case.facts, "2023-03", cell).unwrap().len());
    }
    let average = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    assert!(counts.len() > 5 && average < 16.0, "{average} of {counts:?}");
}

#[test]
fn a_third_level_outside_the_register_is_soon_done() {
    let person = person().of_level("三级").with("低保", "否");
    let facts = facts(&WULONG, &person.0);
    let cell = |header: &str| {
        let text = person.0.get(header)?.as_str()?;
        Some(if text.is_empty() { "无" } else { text }.to_string())
    };
    let asked = interviewed(&WULONG, &facts, "2023-03", cell).unwrap();
    assert!(asked.len() <= 7, "{asked:?}");
}

/// Cells that people may type: right and wrong, in many spellings.
const CELLS: [&str; 42] = [
    "",
    " ",
    "无",
    "否",
    "是",
    "yes",
    "√",
    "0",
    "y",
    "有",
    "不知道",
    "90",
    "90元/月",
    "９０",
    "1,000",
    "-5",
    "0.001",
    "一级",
    "Ⅰ级",
    "五级",
    "有效",
    "冻结",
    "全额",
    "补差",
    "监狱",
    "有期徒刑",
    "2023-03-15",
    "2023年3月15日",
    "20230315",
    "44986",
    "2023-02-30",
    "2023-03",
    "武隆区",
    "武隆",
    "武隆县",
    "#N/A",
    "=\"是\"",
    "500232196003150029",
    "500232600315002",
    "50023219600315002941",
    "50023219600315002942",
    "500232196003150020",
];

/// One row of the Wulong sheet: some headers, each with some cell.
fn row() -> impl Strategy<Value = Vec<(String, String)>> {
    let person = person().0;
    let further = ["刑罚", "残疾人证", "残疾人证.等级", "殡葬火化", "低保变动", "低保渐退"];
    let is_own = |header: &&String| !["编号", "残疾等级"].contains(&header.as_str());
    let headers: Vec<String> = person.keys().filter(is_own).cloned().collect();
    let headers: Vec<String> = headers.into_iter().chain(further.map(str::to_string)).collect();
    let most = headers.len();
    let good = move |header: &str| person.get(header).and_then(Json::as_str).unwrap_or("是").to_string();
    (prop::sample::subsequence(headers, 1..most), prop::collection::vec((select(&CELLS[..]), any::<bool>()), most))
        .prop_map(move |(headers, cells)| {
            let cells = cells.into_iter();
            let filled = headers.into_iter().zip(cells).map(|(header, (cell, is_good))| {
                let cell = if is_good { good(&header) } else { cell.to_string() };
                (header, cell)
            });
            std::iter::once(("编号".to_string(), "0001".to_string())).chain(filled).collect()
        })
}

proptest! {
    #![proptest_config(tries(300))]

    /// Cell by cell, a row is read as a sheet's row is: the same facts, the same findings.
    #[test]
    fn a_form_reads_as_a_sheet(row in row(), turned in any::<bool>()) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(row.iter().map(|(header, _)| header)).unwrap();
        writer.write_record(row.iter().map(|(_, cell)| cell)).unwrap();
        let batch = read(&WULONG, "名单.csv", &writer.into_inner().unwrap(), Format::Csv).unwrap();
        let mut form = Form::new(&WULONG, "名单.csv").unwrap();
        for (header, cell) in &row {
            if turned {
                // what was there before leaves no trace
                form.put(header, "五级");
                form.clear(header);
            }
            prop_assert!(form.put(header, cell));
        }
        let (facts, findings) = form.read();
        prop_assert_eq!(&facts, &batch.cases[0].facts);
        let of_row: Vec<Finding> = batch.findings.into_iter().filter(|finding| finding.row.is_some()).collect();
        prop_assert_eq!(findings, of_row);
    }
}

/// Answers a question after all that come before it, each with the truth about somebody of level one.
fn until<'p>(header: &str, file: Vec<Answer>) -> (Interview<'p>, Question) {
    let all = facts(&WULONG, &person().0);
    let mut interview = Interview::new(&WULONG, days(&WULONG, "2023-03"), "答案.txt", file).unwrap();
    loop {
        while interview.tell().is_some() {}
        let question = interview.next_question().unwrap();
        if question.header == header {
            return (interview, question);
        }
        interview.answer(&question.header, &truth(&WULONG, &all, &question)).unwrap();
    }
}

#[test]
fn an_answer_is_taken_back() {
    let (mut interview, question) = until("残疾等级", Vec::new());
    let (before, given) = (interview.decisions().to_vec(), interview.given().to_vec());
    interview.answer("残疾等级", "三级").unwrap();
    assert_ne!(interview.decisions(), before);
    assert_eq!(interview.back().as_deref(), Some("残疾等级"));
    assert_eq!((interview.decisions(), interview.given()), (&before[..], &given[..]));
    assert_eq!(interview.next_question(), Some(question));
    for _ in 0..given.len() {
        assert!(interview.back().is_some());
    }
    assert_eq!((interview.back(), interview.asked()), (None, 0));
}

#[test]
fn what_is_given_up_is_not_asked_again_and_stays_open() {
    let mut interview = interview(&WULONG, "2023-03");
    let mut asked: Vec<Question> = Vec::new();
    while let Some(question) = interview.next_question() {
        assert!(!asked.contains(&question), "{question:?}");
        interview.leave_open(&question.header);
        asked.push(question);
    }
    assert!(is_open(&interview) && interview.asked() == asked.len());
}

#[test]
fn whoever_does_not_know_whether_there_is_a_row_is_not_asked_about_its_columns() {
    let source = "政策 示例 { 施行 自 2023-01-01 }
        名册 人员 { 编号 文本 主键  在学 是否 }
        名册 证 { 等 一等 | 二等  止 日期 }
        补贴 补助 {
            同时符合 依据 第一条 { 在学：在学  持证：在册 证 且 证.等 为 一等 且 证.止 不早于 当日 }
            标准 90 元/月 依据 第二条
        }";
    let plan = plan(source);
    let asked_after = |header: &str| {
        let mut interview = interview(&plan, "2023-03");
        interview.leave_open(header);
        let mut asked = Vec::new();
        while let Some(question) = interview.next_question() {
            interview.leave_open(&question.header);
            asked.push(question.header);
        }
        asked.sort();
        asked
    };
    assert_eq!(asked_after("证"), ["在学"]);
    assert_eq!(asked_after("等"), ["在学", "止", "证"]);
}

#[test]
fn an_answer_that_cannot_be_read_changes_nothing() {
    let (mut interview, question) = until("残疾等级", Vec::new());
    let given = interview.given().to_vec();
    for (text, code, word) in [("五级", "D701", "一级"), ("一级残疾", "D701", "一级"), ("#N/A", "D701", "Excel")]
    {
        let findings = interview.answer("残疾等级", text).unwrap_err();
        assert_eq!(findings.len(), 1);
        let help = findings[0].help.clone().map(|help| help.zh).unwrap_or_default();
        assert_eq!((findings[0].code, findings[0].severity), (code, Severity::Error));
        assert!(format!("{}{help}", findings[0].message.zh).contains(word), "{findings:?}");
        assert_eq!(interview.given(), given);
        assert_eq!(interview.next_question().as_ref(), Some(&question));
    }
    // nor does it stand in the way of another answer
    assert!(interview.answer("残疾等级", "五级").is_err());
    assert_eq!(interview.answer("户籍区县", "武隆区"), Ok(Vec::new()));
}

#[test]
fn lines_are_numbers_words_or_cells() {
    let (_, level) = until("残疾等级", Vec::new());
    let cell = |text: &str| Reply::Cell(text.to_string());
    for (line, reply) in [
        ("1", cell("一级")),
        (" ４ ", cell("四级")),
        ("三级", cell("三级")),
        ("9", cell("9")),
        ("y", cell("y")),
        ("？", Reply::NotKnown),
        ("不知道", Reply::NotKnown),
        ("上一步", Reply::Back),
        ("BACK", Reply::Back),
        ("退出", Reply::Quit),
        ("", Reply::Blank),
    ] {
        assert_eq!(read_reply(&level, line), reply, "{line}");
    }
    let listed = Question { choices: vec!["是".to_string(), "否".to_string()], ..level };
    for (line, word) in [("1", "是"), ("2", "否"), ("0", "0"), ("Y", "是"), ("n", "否"), ("√", "√")] {
        assert_eq!(read_reply(&listed, line), cell(word), "{line}");
    }
    // a member of an enumeration is that member, whatever else the word may mean
    let named = Question { choices: ["2", "back", "?"].map(str::to_string).to_vec(), ..listed };
    assert_eq!(["2", "back", "?", "1"].map(|line| read_reply(&named, line)), ["2", "back", "?", "2"].map(cell));
}

#[test]
fn a_file_answers_what_is_asked() {
    let file =
        answers(&[("残疾等级", "三级"), ("低宝", "否"), ("残疾等级", "一级"), ("高龄津贴", "100"), ("随便", "1")]);
    let mut interview = Interview::new(&WULONG, days(&WULONG, "2023-03"), "答案.txt", file).unwrap();
    let told = interview.tell().unwrap();
    assert_eq!((told.header.as_str(), told.text.as_str(), told.findings.len()), ("残疾等级", "三级", 0));
    assert_eq!((interview.tell(), interview.asked()), (None, 0));
    let unused: Vec<(String, Why)> =
        interview.unused().into_iter().map(|Unused { header, why }| (header, why)).collect();
    let meant = Some("低保".to_string());
    assert_eq!(
        unused,
        [
            ("低宝".to_string(), Why::UnknownHeader { similar: meant }),
            ("残疾等级".to_string(), Why::Repeated),
            ("高龄津贴".to_string(), Why::NotNeeded),
            ("随便".to_string(), Why::UnknownHeader { similar: None }),
        ]
    );
    assert!(interview.next_question().is_some_and(|question| question.header != "残疾等级"));
}

/// A column tells that there is a row where nobody asked whether there is.
#[test]
fn a_column_of_the_file_tells_of_its_register() {
    let source = "政策 示例 { 施行 自 2023-01-01 }
        名册 人员 { 编号 文本 主键 }
        名册 证 { 等 一等 | 二等  止 日期 }
        补贴 补助 { 同时符合 依据 第一条 { 持证：在册 证 } 标准 90 元/月 依据 第二条 }";
    let plan = plan(source);
    let of = |list: &[(&str, &str)]| {
        let mut interview = Interview::new(&plan, days(&plan, "2023-03"), "", answers(list)).unwrap();
        while interview.tell().is_some() {}
        (interview.decisions()[0].status, interview.given().len(), interview.unused().len())
    };
    assert_eq!(of(&[("等", "二等"), ("止", "2023-05-01")]), (Status::Entitled, 1, 1));
    assert_eq!(of(&[("等", "无")]), (Status::NotEntitled, 1, 0));
    assert_eq!(of(&[("等", "")]), (Status::Undetermined, 0, 0));
}

#[test]
fn a_bad_answer_of_the_file_is_reported_and_asked_for() {
    let (mut interview, _) = until("残疾等级", answers(&[("证件状态", "有笑"), ("残疾等级", "")]));
    assert!(interview.tell().is_none() && interview.unused().is_empty());
    assert!(interview.given().iter().any(|given| given.header == "证件状态" && given.text.as_deref() == Some("有效")));
}

#[test]
fn files_of_answers_come_in_three_forms() {
    let expected = answers(&[("低保", "是"), ("残疾等级", "三级"), ("高龄津贴", "90.5"), ("死亡日期", "")]);
    let forms = [
        ("a.yaml", "低保: true\n残疾等级: 三级\n高龄津贴: 90.5\n死亡日期:\n"),
        ("a.json", "{\"低保\": true, \"残疾等级\": \"三级\", \"高龄津贴\": 90.5, \"死亡日期\": null}"),
        ("a.txt", "\u{feff}# 张三\n低保：是\n\n残疾等级: 三级 \n高龄津贴：９０.5\n死亡日期：\n"),
    ];
    for (name, text) in forms {
        assert_eq!(read_answers(name, text.as_bytes()).unwrap(), expected, "{name}");
    }
    for (name, text, word) in [
        ("a.txt", "低保：是\n残疾等级 三级\n", "第 2 行"),
        ("a.json", "[1]", "映射"),
        ("a.json", "{", "JSON"),
        ("a.yaml", "残疾人证: {等级: 一级}", "一个值"),
        ("a.yaml", "身份证号: 500232196003150029123", "引号"),
        ("a.xlsx", "PK", "Excel"),
    ] {
        let problem = read_answers(name, text.as_bytes()).unwrap_err();
        let help = problem.help().map(|help| help.zh).unwrap_or_default();
        assert!(format!("{}{help}", problem.message().zh).contains(word), "{problem:?}");
    }
}

/// Conditions on a part of a personal number are asked for by the number, which people do not see whole; data has it.
#[test]
fn personal_numbers_are_masked() {
    let folder = tempfile::tempdir().unwrap();
    let source = "政策 示例 { 施行 自 2023-01-01 }
        名册 人员 { 编号 文本 主键  身份证号 身份证号 }
        补贴 补助 { 同时符合 依据 第一条 { 老人：周岁(身份证号 的 出生日期) 不低于 60 } 标准 90 元/月 依据 第二条 }";
    std::fs::write(folder.path().join("p.pol"), source).unwrap();
    for (format, answers) in [("pretty", None), ("json", Some("a.txt"))] {
        std::fs::write(folder.path().join("a.txt"), "身份证号：500232196003150029").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
        command.current_dir(folder.path()).args(["ask", "p.pol", "--month", "2023-03", "--format", format]);
        command.args(answers.iter().flat_map(|file| ["--answers", file]));
        let output = command.write_stdin("500232196003150028\n500232196003150029\n").output().unwrap();
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(output.status.code(), Some(0), "{out}{err}");
        assert!(format!("{out}{err}").contains("500232********0029") && !err.contains("19600315"), "{out}{err}");
        assert_eq!(out.contains("500232196003150029"), format == "json", "{out}");
    }
}

#[test]
fn a_month_or_a_day_must_be_given() {
    let call = |when: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
        let policy = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/wulong-2023.pol");
        let output = command.arg("ask").arg(policy).args(when).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    for when in [&[][..], &["--month", "2023-03", "--day", "2023-03-01"]] {
        let (exit, said) = call(when);
        assert!(exit == 2 && said.contains("--month") && said.contains("--day"), "{said}");
    }
    let (exit, said) = call(&["--day", "2023-02-22"]);
    assert!(exit == 2 && said.contains("2023-02-22") && said.contains("施行期"), "{said}");
    assert_eq!(call(&["--day", "2023-02-23"]).0, 1);
}

/// An amount that only another benefit is weighed against leaves nothing open.
#[test]
fn what_bears_on_another_benefit_only_is_not_missing() {
    let source = "政策 示例 { 施行 自 2023-01-01 }
        名册 人员 { 编号 文本 主键 }
        名册 养老 { 月额 元/月 }
        名册 工伤 { 月额 元/月  起算日 日期 }
        名册 抚恤 { 月额 元/月 }
        口径 择高相等 \"金额相等\" { 保留其他待遇 保留本补贴 }
        补贴 甲 { 同时符合 依据 第一条 { 不在册 抚恤 } 标准 90 元/月 依据 第二条 }
        补贴 乙 { 同时符合 依据 第一条 { 在册 抚恤 } 标准 90 元/月 依据 第二条 }
        择高 乙 与 { 养老.月额 依据 第四条  取大(工伤.月额, 抚恤.月额) 依据 第四条 }
        择高 甲 与 { 养老.月额 依据 第四条  抚恤.月额 依据 第四条 }";
    let plan = plan(source);
    let mut interview = interview(&plan, "2023-03");
    for header in ["养老", "抚恤"] {
        interview.answer(header, "无").unwrap();
    }
    let statuses: Vec<Status> = interview.decisions().iter().map(|decision| decision.status).collect();
    assert_eq!((statuses, interview.next_question()), (vec![Status::Entitled, Status::NotEntitled], None));
}

/// Each fixture is a session: its first line the arguments, the rest what is typed.
#[test]
fn sessions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/interview");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".session").map(str::to_string))
        .collect();
    names.sort();
    assert!(names.len() >= 4);
    for name in names {
        let session = std::fs::read_to_string(folder.join(format!("{name}.session"))).unwrap();
        let (arguments, typed) = session.split_once('\n').unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
        command.current_dir(&folder).env_clear().env("NO_COLOR", "1").args(arguments.split(' '));
        let output = command.write_stdin(typed).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (out, said) = (text(output.stdout), text(output.stderr));
        let exit = output.status.code().unwrap();
        let text = format!("{session}\n──── stderr\n{said}\n──── stdout\n{out}\n──── exit {exit}");
        insta::with_settings!({
            snapshot_path => &folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, text);
        });
    }
}
