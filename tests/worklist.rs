//! Work lists: what is owed and was sent, how far applications are, the month's alerts against a look at every day.

use crate::generate::{Record, partly_known, wulong_record};
use crate::support::{WULONG, days, model, plan, tries};
use assert_cmd::Command;
use polcheck::calendar::{Day, Month};
use polcheck::cases::{Batch, Format, RowUnit, Table, read};
use polcheck::diagnostic::Lang;
use polcheck::eval::{Evaluation, Facts};
use polcheck::output::worklist::{Beside, alert_report, calendar};
use polcheck::output::{Cell, Report};
use polcheck::plan::Plan;
use polcheck::worklist::{
    AlertRow, Application, LogColumns, Owed, Period, Sent, Trouble, Units, account, alerts, owed, progress,
};
use proptest::prelude::*;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const SOURCE: &str = include_str!("fixtures/worklist/policy.pol");

static POLICY: LazyLock<Plan> = LazyLock::new(|| plan(SOURCE));

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/worklist")
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn day(text: &str) -> Day {
    Day::from_date(text.parse().unwrap())
}

/// Stdout, stderr and exit code of a command in the fixtures' folder.
fn said(arguments: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    let output = command.current_dir(fixtures()).env_clear().env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// Compares what commands say with `tests/fixtures/worklist/NAME.snap`.
fn snapshot(name: &str, commands: &[&str]) {
    let mut text = String::new();
    for command in commands {
        let arguments: Vec<&str> = command.split(' ').collect();
        let (stdout, stderr, code) = said(&arguments);
        text += &format!("──── polcheck {command}\n{stdout}──── {code}\n{stderr}\n");
    }
    insta::with_settings!({
        snapshot_path => fixtures(),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text.replace('\r', "␍"));
    });
}

#[test]
fn what_is_owed() {
    snapshot(
        "duties",
        &[
            "duties policy.pol --month 2023-06 --format pretty",
            "duties policy.pol --month 2023-05 --format pretty --lang en",
            "duties policy.pol --month 2023-12 --body 示例县民政局",
            "duties policy.pol --month 2023-06 --body 乡镇 --format json",
            "duties policy.pol --month 2023-06 --body 乡镇府",
            "duties policy.pol --month 2022-06",
        ],
    );
}

#[test]
fn what_was_sent() {
    snapshot(
        "sent",
        &[
            "duties policy.pol --month 2023-06 --log log.csv --format pretty",
            "duties policy.pol --month 2023-06 --log log.csv --units 乡镇=units.csv --format csv",
            "duties policy.pol --month 2023-05 --log log.csv --format jsonl --lang en",
            "duties policy.pol --month 2023-06 --log bad-log.csv --units 乡镇=units.csv --format jsonl --body 村委会",
            "duties policy.pol --month 2023-06 --log units.csv",
        ],
    );
}

#[test]
fn a_calendar() {
    snapshot("calendar", &["duties policy.pol --month 2023-06 --format ics"]);
}

#[test]
fn how_far_applications_are() {
    snapshot(
        "progress",
        &[
            "progress policy.pol cases.jsonl --on 2023-06-30 --format pretty",
            "progress policy.pol cases.jsonl --on 2023-06-30 --over 30",
            "progress policy.pol cases.jsonl --on 2023-05-01 --format markdown --lang en",
            "progress policy.pol cases.jsonl --on 2023-05-13 --format json",
            "progress policy.pol cases.jsonl --on 2023-05-13 --columns 姓名,低保证 --format jsonl",
            "progress policy.pol cases.jsonl --on 2023-05-13 --columns 姓名 --format pretty",
        ],
    );
}

#[test]
fn whom_to_tell_what() {
    snapshot(
        "alerts",
        &[
            "alerts policy.pol cases.jsonl --month 2023-06 --format pretty",
            "alerts policy.pol cases.jsonl --month 2023-06 --unknown --lang en",
            "alerts policy.pol cases.jsonl --month 2023-06 --body 乡镇 --format json",
            "alerts policy.pol cases.jsonl --month 2023-06 --alert 久未走访 --format markdown",
            "alerts policy.pol cases.jsonl --month 2023-06 --alert 久未走访 --columns 姓名",
            "alerts policy.pol cases.jsonl --month 2023-06 --alert 久未走访 --columns 姓名 --format pretty",
            "alerts policy.pol cases.jsonl --month 2023-06 --alert 漏发待补",
            "alerts policy.pol cases.jsonl --month 2023-06 --alert 久不走访",
        ],
    );
}

#[test]
fn one_file_for_each_value() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("分").display().to_string();
    let arguments = ["alerts", "policy.pol", "cases.jsonl", "--month", "2023-06", "--split-by", "姓名", "-o", &path];
    let (stdout, stderr, code) = said(&arguments);
    assert_eq!((stdout.as_str(), code), ("", 1), "{stderr}");
    let read = |name: &str| std::fs::read_to_string(Path::new(&path).join(name)).unwrap();
    assert_eq!(read("虚构二.csv").lines().count(), 3, "{}", read("虚构二.csv"));
    assert_eq!(read("虚构五.csv").lines().count(), 1, "only the header");
    assert!(stderr.contains("5 个文件"), "{stderr}");
}

#[test]
fn a_policy_without_records_says_what_to_write() {
    let wulong = "../../../policies/wulong-2023.pol";
    let source = std::fs::read_to_string(fixtures().join(wulong)).unwrap();
    let (_, stderr, code) = said(&["progress", wulong, "cases.jsonl", "--on", "2023-06-30"]);
    if !source.contains("\n    记录 ") {
        assert!(code == 2 && stderr.contains("记录 名册.环节列"), "{stderr}");
    }
}

// ── periods ──────────────────────────────────────────────────────────────────

#[test]
fn periods_as_people_write_them() {
    use polcheck::syntax::Keyword;
    let read = |rhythm, text: &str| Period::read(rhythm, text).map(|period| period.text(Lang::En));
    for text in ["2023-Q2", "2023Q2", "2023年第二季度", "2023年2季度", "２０２３年二季", "2023-05", "2023年4月"]
    {
        assert_eq!(read(Keyword::kw_quarterly, text).as_deref(), Some("2023-Q2"), "{text}");
    }
    for text in ["2023", "2023年", "2023年度", "2023-12"] {
        assert_eq!(read(Keyword::kw_yearly, text).as_deref(), Some("2023"), "{text}");
    }
    assert_eq!(read(Keyword::kw_monthly, "2023年6月").as_deref(), Some("2023-06"));
    for (rhythm, text) in [
        (Keyword::kw_quarterly, "2023Q5"),
        (Keyword::kw_quarterly, "2023"),
        (Keyword::kw_monthly, "2023Q2"),
        (Keyword::kw_monthly, "六月"),
        (Keyword::kw_yearly, "二〇二三"),
        (Keyword::kw_promptly, "2023-06"),
    ] {
        assert_eq!(read(rhythm, text), None, "{text}");
    }
}

#[test]
fn a_period_ends_on_its_last_day() {
    let of = |name: &str, month_text: &str| {
        let list = owed(&POLICY.policy, month(month_text));
        let found = list.into_iter().find(|owed| owed.name == name).unwrap();
        (found.due().map(|due| due.to_string()), found.ends_in(month(month_text)))
    };
    assert_eq!(of("报用户", "2024-02"), (Some("2024-02-29".to_string()), true));
    assert_eq!(of("核对", "2023-11"), (Some("2023-12-31".to_string()), false));
    assert_eq!(of("核对", "2023-12"), (Some("2023-12-31".to_string()), true));
    assert_eq!(of("考核", "2023-01"), (Some("2023-12-31".to_string()), false));
    assert_eq!(of("告知", "2023-12"), (None, false));
}

// ── what was sent ────────────────────────────────────────────────────────────

fn judged(rows: &[[&str; 5]], at: &str, units: &Units) -> (Vec<Owed>, polcheck::worklist::Account) {
    let header = ["职责", "单位", "对象", "期", "日期"].map(str::to_string).to_vec();
    let columns = LogColumns::of(&header).unwrap();
    let rows = rows.iter().enumerate().map(|(row, cells)| (row + 2, cells.map(str::to_string).to_vec())).collect();
    let list = owed(&POLICY.policy, month(at));
    let account = account(&POLICY.policy, &list, month(at), "log", (&Table { header, rows }, columns), units);
    (list, account)
}

fn statuses(name: &str, rows: &[[&str; 5]], at: &str, units: &Units) -> Vec<(String, Option<String>, Sent)> {
    let (list, account) = judged(rows, at, units);
    assert!(account.findings.is_empty(), "{:?}", account.findings);
    let own = account.deliveries.into_iter().filter(|delivery| list[delivery.owed].name == name);
    own.map(|delivery| (delivery.sender, delivery.receiver, delivery.status)).collect()
}

#[test]
fn the_last_day_is_in_time_and_the_next_is_late() {
    let none = Units::new();
    let of = |date: &str| statuses("低保", &[["低保", "县民政局", "", "2023-06", date]], "2023-06", &none);
    assert_eq!(of("2023-06-30"), [("县民政局".to_string(), None, Sent::InTime)]);
    assert_eq!(of("2023-07-01"), [("县民政局".to_string(), None, Sent::Late)]);
    // sent twice: the first counts
    let twice = [["低保", "县民政局", "", "2023-06", "2023-07-05"], ["低保", "县民政局", "", "2023-06", "2023-06-02"]];
    assert_eq!(statuses("低保", &twice, "2023-06", &none), [("县民政局".to_string(), None, Sent::InTime)]);
    assert_eq!(statuses("低保", &twice, "2023-07", &none), [("县民政局".to_string(), None, Sent::Missing)]);
}

#[test]
fn what_falls_due_later_is_not_missing_yet() {
    let none = Units::new();
    let of = |at: &str| statuses("优待证", &[], at, &none).remove(0).2;
    assert_eq!((of("2023-04"), of("2023-05"), of("2023-06")), (Sent::NotYetDue, Sent::NotYetDue, Sent::Missing));
}

#[test]
fn units_that_the_log_never_names_are_missed_only_when_listed() {
    let rows = [["核对", "东乡", "县民政局", "2023Q1", "2023-03-01"]];
    let none = Units::new();
    assert_eq!(statuses("核对", &rows, "2023-06", &none).len(), 2, "one unit, two receivers");
    let (_, told) = judged(&rows, "2023-06", &none);
    assert_eq!(told.assumed, ["乡镇"]);
    let all = Units::from([("乡镇".to_string(), vec!["东乡".to_string(), "西镇".to_string()])]);
    assert_eq!(statuses("核对", &rows, "2023-06", &all).len(), 4, "two units, two receivers");
    let (_, told) = judged(&rows, "2023-06", &all);
    assert!(told.assumed.is_empty());
}

#[test]
fn a_blank_receiver_is_all_receivers() {
    let none = Units::new();
    let sent = statuses("核对", &[["核对", "乡镇", "", "2023-06", "2023-06-01"]], "2023-06", &none);
    assert_eq!(sent.iter().map(|sent| sent.2).collect::<Vec<_>>(), [Sent::InTime, Sent::InTime]);
}

// ── the calendar ─────────────────────────────────────────────────────────────

/// A calendar's lines without folding, each checked for its end and its length.
fn unfolded(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_string).collect()
}

/// A text value as a reader sees it.
fn unescaped(text: &str) -> String {
    let (mut read, mut characters) = (String::new(), text.chars());
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next().unwrap() {
                'n' => read.push('\n'),
                escaped => {
                    assert!(matches!(escaped, '\\' | ';' | ','), "{text}");
                    read.push(escaped);
                }
            },
            ';' | ',' => panic!("not escaped: {text}"),
            character => read.push(character),
        }
    }
    read
}

fn property<'l>(lines: &'l [String], name: &str) -> Vec<&'l str> {
    lines.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
}

#[test]
fn an_event_keeps_its_identifier_and_its_stamp() {
    let of = |at: &str| unfolded(&calendar(&POLICY.policy, &owed(&POLICY.policy, month(at)), Lang::Zh));
    let (may, december) = (of("2023-05"), of("2023-12"));
    assert_eq!(property(&may, "UID"), property(&december, "UID"));
    let mut identifiers = property(&may, "UID");
    identifiers.sort_unstable();
    identifiers.dedup();
    assert_eq!(identifiers.len(), 6);
    assert!(property(&may, "DTSTAMP").iter().all(|stamp| *stamp == "20221215T000000Z"));
    assert_eq!(property(&may, "DTSTART;VALUE=DATE")[..2], ["20230531", "20230531"]);
    // words without a period give no event
    assert!(!may.iter().any(|line| line.contains("及时")));
}

#[test]
fn a_policy_that_ends_ends_its_events() {
    let source = SOURCE.replace("施行  自 2023-01-01", "施行  自 2023-01-01 至 2025-06-30");
    let lines = unfolded(&calendar(&model(&source), &owed(&model(&source), month("2023-05")), Lang::Zh));
    assert!(property(&lines, "RRULE").iter().all(|rule| rule.ends_with(";UNTIL=20250630")));
}

proptest! {
    #![proptest_config(tries(200))]

    /// Whatever a duty says, a reader of the calendar reads it.
    #[test]
    fn texts_survive_folding(content in "[a-z,;\\\\ 一-龥，；、😀]{0,120}") {
        let source = SOURCE.replace("供热用户名单；含新增, 停用", &content);
        let policy = model(&source);
        let lines = unfolded(&calendar(&policy, &owed(&policy, month("2023-06")), Lang::Zh));
        let description = unescaped(property(&lines, "DESCRIPTION")[0]);
        prop_assert_eq!(description, format!("{}\n依据 第六条", content));
    }
}

// ── progress ─────────────────────────────────────────────────────────────────

fn batch(plan: &Plan, records: &serde_json::Value) -> Batch {
    read(plan, "名单.json", records.to_string().as_bytes(), Format::Json).unwrap()
}

/// The applications of one person with these records on a day.
fn applications(records: serde_json::Value, on: &str) -> Vec<Application> {
    let person = json!([{ "编号": "一", "出生日期": "1950-01-01", "代办": "否", "低保": [], "办理": records }]);
    let batch = batch(&POLICY, &person);
    let (applications, findings) = progress(&POLICY, "f", (&batch.cases, RowUnit::Record), day(on), None);
    assert!(findings.is_empty(), "{findings:?}");
    applications
}

fn stage(day: &str, stage: &str) -> serde_json::Value {
    json!({ "办理日": day, "项目": "取暖补助", "环节": stage, "交来": "申请表、身份证" })
}

#[test]
fn a_limit_is_kept_on_its_last_day() {
    let on = |day: &str| applications(json!([stage("2023-06-01", "受理")]), day).remove(0).troubles;
    assert_eq!(on("2023-06-11"), []);
    assert_eq!(on("2023-06-12"), [Trouble::Overdue { due: day("2023-06-11") }]);
    // the last stage is no wait
    let all = json!([
        stage("2023-01-01", "受理"),
        stage("2023-01-02", "初审"),
        stage("2023-01-03", "审定"),
        stage("2023-01-04", "发放")
    ]);
    assert!(applications(all, "2024-01-01").remove(0).is_clear());
}

#[test]
fn records_after_the_day_do_not_count() {
    let records = json!([stage("2023-06-01", "受理"), stage("2023-06-05", "初审")]);
    assert_eq!(applications(records.clone(), "2023-06-04")[0].stage, 0);
    assert_eq!(applications(records.clone(), "2023-06-05")[0].stage, 1);
    assert_eq!(applications(records, "2023-05-31"), []);
}

#[test]
fn a_stage_recorded_again_goes_on_from_its_first_record() {
    let records = json!([stage("2023-06-01", "受理"), stage("2023-06-03", "初审"), stage("2023-06-09", "初审")]);
    let found = applications(records, "2023-06-10").remove(0);
    assert_eq!((found.stage, found.since, found.days), (1, Some(day("2023-06-03")), Some(7)));
}

#[test]
fn stages_of_one_day_are_in_order() {
    let records = json!([stage("2023-06-01", "初审"), stage("2023-06-01", "受理")]);
    let found = applications(records, "2023-06-02").remove(0);
    assert_eq!((found.stage, found.troubles), (1, vec![]));
}

#[test]
fn after_the_last_stage_a_new_application_begins() {
    let records = json!([
        stage("2023-01-01", "受理"),
        stage("2023-01-02", "发放"),
        stage("2023-06-01", "受理"),
        stage("2023-06-02", "初审")
    ]);
    let found = applications(records, "2023-06-03");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].stage, found[0].troubles.len()), (1, 0));
}

/// A shorter or a longer name is the document, unless it may be two; what is none is told.
#[test]
fn papers_by_other_names() {
    let source = SOURCE
        .replace("\"身份证\" 或 \"户口本\"", "\"居民身份证\" 或 \"户口本\"")
        .replace("\"申请表\"、", "\"甲申请表\"、\"乙申请表\"、");
    let plan = plan(&source);
    let missing = |papers: &str| {
        let record = json!({ "办理日": "2023-06-01", "项目": "取暖补助", "环节": "受理", "交来": papers });
        let people = json!([{ "编号": "一", "出生日期": "1950-01-01", "代办": "否", "低保": [], "办理": [record] }]);
        let batch = batch(&plan, &people);
        let (found, findings) = progress(&plan, "f", (&batch.cases, RowUnit::Record), day("2023-06-02"), None);
        let missing = found[0].missing.iter().map(|missing| missing.any_of[0].clone()).collect::<Vec<_>>();
        (missing, findings.iter().map(|finding| finding.message.zh.clone()).collect::<String>())
    };
    assert_eq!(missing("甲申请表、乙申请表、身份证"), (vec![], String::new()));
    assert_eq!(missing("甲申请表、乙申请表原件、户口本复印件"), (vec![], String::new()));
    let both = vec!["甲申请表".to_string(), "乙申请表".to_string()];
    assert_eq!(missing("申请表、身份证"), (both, String::new()));
    let (_, told) = missing("甲申请表、乙申请表、身份证、照片、照片、证");
    assert!(told.contains("没有算：照片（2 次）、证（1 次）"), "{told}");
}

#[test]
fn a_wide_sheet_may_hold_one_record() {
    let text = "编号,出生日期,代办,低保,办理日,项目,环节,交来\n一,1950-01-01,否,否,2023-06-01,取暖补助,受理,申请表\n";
    let batch = read(&POLICY, "表.csv", text.as_bytes(), Format::Csv).unwrap();
    let (found, findings) = progress(&POLICY, "表.csv", (&batch.cases, batch.unit), day("2023-06-03"), None);
    assert!(findings.is_empty());
    assert_eq!((found[0].stage, found[0].days, found[0].missing.len()), (0, Some(2), 1));
}

// ── alerts ───────────────────────────────────────────────────────────────────

/// For each alert and case the first day on which it holds, else the first on which it is open; asking every day.
fn by_every_day(plan: &Plan, cases: &[Facts], (first, last): (Day, Day)) -> Vec<(usize, usize, Day, bool)> {
    let mut found = Vec::new();
    let raised = |alert: &usize| plan.policy.alerts[*alert].upon.is_empty();
    for (alert, node) in plan.alerts.iter().enumerate().filter(|(alert, _)| raised(alert)) {
        for (case, facts) in cases.iter().enumerate() {
            let values = (first.0..=last.0).map(|day| {
                let mut evaluation = Evaluation::new(plan);
                evaluation.run_all(facts, Day(day));
                (Day(day), evaluation.value(*node))
            });
            let values: Vec<_> = values.collect();
            let certain = values.iter().find(|(_, value)| value.is_yes());
            let open = || values.iter().find(|(_, value)| !value.is_no());
            found.extend(certain.or_else(open).map(|(day, value)| (alert, case, *day, value.is_yes())));
        }
    }
    found
}

fn by_jumps(plan: &Plan, batch: &Batch, range: (Day, Day)) -> Vec<(usize, usize, Day, bool)> {
    let raised = alerts(plan, &batch.cases, range, |_| true);
    let rows = raised.rows.iter().chain(&raised.open);
    let mut found: Vec<_> = rows.map(|row| (row.alert, row.case, row.first, row.certain)).collect();
    found.sort_unstable();
    found
}

fn same_by_jumps(plan: &Plan, people: &[Record], at: &str) -> Result<(), TestCaseError> {
    let batch = batch(plan, &json!(people));
    let facts: Vec<Facts> = batch.cases.iter().map(|case| case.facts.clone()).collect();
    let range = days(plan, at);
    prop_assert_eq!(by_jumps(plan, &batch, range), by_every_day(plan, &facts, range), "{:?}", people);
    Ok(())
}

fn report(plan: &Plan, rows: &[AlertRow]) -> Report {
    alert_report(plan, rows, Beside { cases: &[], headers: &[] }, Lang::Zh)
}

/// Alerts whose conditions change with the day in ways of their own.
const MOVING: &str = r#"
政策 例 { 施行 自 2023-01-01 }
名册 人员 { 编号 文本 主键  生日 日期  起月 年月 }
名册 证 { 止期 日期 }
名册 走访 逐次 走访日 { 走访日 日期 }
补贴 甲 { 同时符合 依据 一 { 在册 证 且 证.止期 不早于 当日 } 标准 80 元/月 依据 一 }
预警 半年内到期 依据 一 当 在册 证 且 证.止期 不晚于 当日 + 6 个月 且 证.止期 不早于 当日
预警 一月内到期 依据 一 当 在册 证 且 证.止期 为 当日 + 1 个月
预警 久未走访 依据 一 当 不在册 走访 或 走访.走访日 早于 当日 - 3 个月
预警 多次走访 依据 一 当 计数(走访, 走访.走访日 晚于 当日 - 30 天) 高于 1
预警 成年 依据 一 当 周岁(生日) 不低于 18
预警 当月 依据 一 当 起月 为 当日 的 当月
预警 未发 依据 一 当 甲 为 0 元/月
预警 月底 依据 一 当 当日 的 当月 的 末日 为 当日 且 甲 高于 0 元/月
预警 只对账 依据 一 遇 漏发
"#;

static MOVING_PLAN: LazyLock<Plan> = LazyLock::new(|| plan(MOVING));

fn near(at: &'static str) -> impl Strategy<Value = String> {
    (-40_i64..80).prop_map(move |ahead| Day(day(at).0 + ahead).to_string())
}

fn moving() -> impl Strategy<Value = Record> {
    let card = prop::option::of((near("2024-02-01"), near("2024-08-15"), any::<bool>()));
    let visits = prop::collection::vec(near("2024-01-01"), 0..4);
    (near("2006-02-10"), prop::option::of(near("2024-02-01")), card, visits).prop_map(|(birth, begun, card, visits)| {
        let mut record = Record::new();
        record.insert("编号".to_string(), json!("一"));
        record.insert("生日".to_string(), json!(birth));
        record.insert("起月".to_string(), json!(begun.map(|begun| begun[..7].to_string())));
        if let Some((from, until, soon)) = card {
            let until = if soon { from.replace("-01-", "-03-") } else { until };
            record.insert("证".to_string(), json!([{ "起": from, "止期": until }]));
        }
        let rows: Vec<_> = visits.iter().map(|visit| json!({ "走访日": visit })).collect();
        record.insert("走访".to_string(), json!(rows));
        record
    })
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn alerts_of_wulong_by_jumps(people in prop::collection::vec(partly_known(wulong_record()), 6)) {
        same_by_jumps(&WULONG, &people, "2023-03")?;
    }

    #[test]
    fn moving_alerts_by_jumps(people in prop::collection::vec(partly_known(moving()), 6)) {
        same_by_jumps(&MOVING_PLAN, &people, "2024-02")?;
    }

    #[test]
    fn alerts_are_the_same_for_any_number_of_threads(people in prop::collection::vec(moving(), 20)) {
        let batch = batch(&MOVING_PLAN, &json!(people));
        let by = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let raised = alerts(&MOVING_PLAN, &batch.cases, days(&MOVING_PLAN, "2024-02"), |_| true);
                report(&MOVING_PLAN, &raised.rows).csv(Lang::Zh)
            })
        };
        prop_assert_eq!(by(1), by(4));
    }
}

#[test]
fn personal_keys_are_masked_for_readers_only() {
    let source = MOVING.replace("编号 文本 主键", "身份证号 身份证号 主键");
    let plan = plan(&source);
    let people = json!([{ "身份证号": "11010519491231002X", "生日": "1949-12-31", "走访": [] }]);
    let raised = alerts(&plan, &batch(&plan, &people).cases, days(&plan, "2024-02"), |_| true);
    let report = report(&plan, &raised.rows);
    assert!(report.markdown(Lang::Zh).contains("成年") && !report.markdown(Lang::Zh).contains("19491231002X"));
    let key = |row: &Vec<Cell>| row.iter().any(|cell| matches!(cell, Cell::Key(key, _) if key == "11010519491231002X"));
    assert!(report.rows.iter().all(key));
    assert!(String::from_utf8(report.csv(Lang::Zh)).unwrap().contains("11010519491231002X"));
}
