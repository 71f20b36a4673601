//! Several versions of a policy one after the other, and changes that reach back.

use crate::support::plan;
use polcheck::calendar::{Day, Month, Timeline, TimelineProblem};
use polcheck::cases::{Batch, Format, read};
use polcheck::diagnostic::Lang;
use polcheck::plan::Plan;
use polcheck::schedule::{Schedule, schedule, settle};
use serde_json::json;

/// A policy with its time, its rate and one condition.
fn version(time: &str, rate: u32, condition: &str) -> Plan {
    plan(&format!(
        r#"
政策 例 {{ 施行 {time} }}
名册 人员 {{ 编号 文本 主键  等级 一级 | 二级 }}
名册 低保 {{ 类别 文本 备查 }}
名册 申请 逐次 申请日 {{ 申请日 日期 }}
补贴 生活补贴 {{
    同时符合 依据 第一条 {{ 低保：在册 低保  等级：{condition} }}
    标准 {rate} 元/月 依据 第二条
}}
计发 生活补贴 依据 第三条 {{ 申请 申请  止 次月 当 不在册 低保 依据 第四条 "退出低保" }}
"#
    ))
}

const ANY: &str = "等级 属于 一级、二级";

fn people(plan: &Plan) -> Batch {
    let people = json!([
        { "编号": "甲", "等级": "一级", "低保": [{ "止": "2023-08-15" }], "申请": [{ "申请日": "2023-02-10" }] },
        { "编号": "乙", "等级": "二级", "低保": [{}], "申请": [{ "申请日": "2023-05-20" }] },
        { "编号": "丙", "等级": "二级", "低保": [], "申请": [] },
    ]);
    let batch = read(plan, "名单.json", people.to_string().as_bytes(), Format::Json).unwrap();
    assert!(batch.is_clean(), "{:#?}", batch.findings);
    batch
}

fn scheduled(plans: &[&Plan], from: &str, to: &str) -> Schedule {
    let timeline = Timeline::new(plans).unwrap();
    let batches: Vec<Batch> = plans.iter().map(|plan| people(plan)).collect();
    let batches: Vec<&Batch> = batches.iter().collect();
    schedule(&timeline, &batches, (from.parse().unwrap(), to.parse().unwrap()))
}

/// Yuan of each month.
fn amounts(schedule: &Schedule, person: usize) -> Vec<i64> {
    schedule.people[person].benefits[0].iter().map(|month| month.certain() / 100).collect()
}

#[test]
fn each_month_by_the_policy_in_force() {
    let old = version("自 2023-01-01 至 2023-06-30", 80, ANY);
    let new = version("自 2023-07-01", 90, ANY);
    // in whatever order they are given
    for plans in [[&old, &new], [&new, &old]] {
        let months = scheduled(&plans, "2023-05", "2023-10");
        assert_eq!(amounts(&months, 0), [80, 80, 90, 90, 0, 0]);
        assert_eq!(amounts(&months, 1), [80, 80, 90, 90, 90, 90]);
        assert_eq!(amounts(&months, 2), [0; 6]);
        let stop = months.people[0].benefits[0][4].stop().unwrap();
        assert_eq!((stop.event.to_string().as_str(), stop.month.to_string().as_str()), ("2023-08-15", "2023-09"));
    }
}

/// A month in which one policy ends and the next begins is decided by its first day of entitlement.
#[test]
fn a_change_within_a_month_takes_effect_with_the_next() {
    let old = version("自 2023-01-01 至 2023-06-14", 80, ANY);
    let new = version("自 2023-06-15", 90, ANY);
    assert_eq!(amounts(&scheduled(&[&old, &new], "2023-05", "2023-07"), 0), [80, 80, 90]);
    // who is entitled by the new policy only, begins on its first day
    let strict = version("自 2023-01-01 至 2023-06-14", 80, "等级 为 一级");
    assert_eq!(amounts(&scheduled(&[&strict, &new], "2023-05", "2023-07"), 1), [0, 90, 90]);
}

#[test]
fn gaps_and_overlaps_are_told() {
    let first = version("自 2023-01-01 至 2023-06-30", 80, ANY);
    let late = version("自 2023-08-01", 90, ANY);
    let early = version("自 2023-06-01", 90, ANY);
    let day = |text: &str| Day::from_date(text.parse().unwrap());
    let gap = TimelineProblem::Gap { earlier: 1, later: 0, first: day("2023-07-01"), last: day("2023-07-31") };
    assert_eq!(Timeline::new(&[&late, &first]).unwrap_err(), gap);
    let (from, until) = (Some(day("2023-06-01")), Some(day("2023-06-30")));
    let overlap = TimelineProblem::Overlap { earlier: 0, later: 1, from, until };
    assert_eq!(Timeline::new(&[&first, &early]).unwrap_err(), overlap);
    let open = version("自 2023-01-01", 80, ANY);
    assert!(matches!(Timeline::new(&[&open, &early]).unwrap_err(), TimelineProblem::Overlap { until: None, .. }));
}

#[test]
fn a_change_that_reaches_back_is_settled() {
    let old = version("自 2023-01-01", 80, ANY);
    let new = version("自 2023-03-01", 90, "等级 为 一级");
    let (before, after) = (scheduled(&[&old], "2023-02", "2023-10"), scheduled(&[&new], "2023-02", "2023-10"));
    let settlement = settle(&before, &after);
    let found: Vec<_> = settlement
        .entries
        .iter()
        .map(|entry| {
            let months = format!("{}..{}", entry.first, entry.last);
            let because = entry.ground.sentence(Lang::Zh);
            (entry.key.as_str(), months, entry.difference().unwrap() / 100, because)
        })
        .collect();
    // February lies before the new version and is left out
    assert_eq!(
        found,
        [
            ("甲", "2023-03..2023-08".to_string(), 60, "符合条件；标准：90 元/月（第一条、第二条）".to_string()),
            ("乙", "2023-05..2023-10".to_string(), -480, "不符合“等级”：等级 二级（第一条）".to_string()),
        ]
    );
    assert_eq!(settlement.totals(), (6000, 48000, 0));
    assert_eq!(settlement.people(), 2);
    assert!(settle(&before, &before).entries.is_empty());
    assert_eq!(Month(before.from.0).to_string(), "2023-02");
}

/// The program in a folder with two versions of a policy and a case file.
fn program(old: &str, new: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let policy = |time: &str, rate: u32| {
        format!(
            "政策 例 {{ 施行 {time} }}\n名册 人员 {{ 编号 文本 主键  低保 是否 }}\n\
             补贴 生活补贴 {{ 同时符合 依据 第一条 {{ 低保 }} 标准 {rate} 元/月 依据 第二条 }}\n"
        )
    };
    std::fs::create_dir(folder.path().join("政策")).unwrap();
    std::fs::write(folder.path().join("政策/旧.pol"), policy(old, 80)).unwrap();
    std::fs::write(folder.path().join("政策/新.pol"), policy(new, 90)).unwrap();
    std::fs::write(folder.path().join("名单.csv"), "编号,低保\n甲,是\n乙,否\n丙,\n").unwrap();
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_polcheck"));
    command.current_dir(folder.path()).env_clear().env("LC_ALL", "C.UTF-8").args(arguments);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_folder_of_policies_on_the_command_line() {
    let months = ["--from", "2023-06", "--to", "2023-07"];
    let schedule = [&["schedule", "政策", "名单.csv"][..], &months].concat();
    let (exit, out, err) = program("自 2023-01-01 至 2023-06-30", "自 2023-07-01", &schedule);
    assert_eq!(exit, 0, "{err}");
    assert_eq!(
        out,
        "编号,补贴,月份,金额,状态,停发起月,原因,说明,依据,得知日期\n\
         甲,生活补贴,2023-06,80,应发,,符合条件、标准,符合条件；标准：80 元/月,第一条、第二条,\n\
         甲,生活补贴,2023-07,90,应发,,符合条件、标准,符合条件；标准：90 元/月,第一条、第二条,\n\
         乙,生活补贴,2023-06,0,不发,,不符合“低保”,不符合“低保”：低保 否,第一条,\n\
         乙,生活补贴,2023-07,0,不发,,不符合“低保”,不符合“低保”：低保 否,第一条,\n\
         丙,生活补贴,2023-06,,待核实,,待核实,待核实：缺 低保；最少 0 元/月，最多 80 元/月,第一条,\n\
         丙,生活补贴,2023-07,,待核实,,待核实,待核实：缺 低保；最少 0 元/月，最多 90 元/月,第一条,\n"
    );
    assert_eq!(
        err,
        "共 3 人，2023-06 至 2023-07，2 个月。\n\
         生活补贴：应发 2 人月，补发 0，停发 0，待核实 2；共 170 元。\n  没有生活补贴的申请记录：按都已及时申请计算，是“应当发”的月份。\n"
    );
    let (exit, _, err) = program("自 2023-01-01", "自 2023-07-01", &schedule);
    assert_eq!(exit, 2);
    assert_eq!(
        err,
        "两份政策的施行期重叠：政策/旧.pol 没有写施行到哪天，政策/新.pol 自 2023-07-01 施行。请在前一份的“施行”里写上“至 2023-06-30”\n"
    );
    let (exit, _, err) = program("自 2023-01-01 至 2023-05-31", "自 2023-07-01", &schedule);
    assert_eq!(exit, 2);
    assert_eq!(
        err,
        "政策/旧.pol 与 政策/新.pol 之间，2023-06-01 至 2023-06-30 没有政策施行；补上那一份，或改正“施行”的日期\n"
    );
}

#[test]
fn settle_on_the_command_line() {
    let settle = ["settle", "政策/旧.pol", "政策/新.pol", "名单.csv", "--from", "2023-03", "--to", "2023-08"];
    let (exit, out, err) = program("自 2023-01-01", "自 2023-03-01", &settle);
    assert_eq!(exit, 1, "{err}");
    assert_eq!(
        out,
        "编号,补贴,起月,止月,月数,原每月,现每月,差额,处理,原因,依据\n\
         甲,生活补贴,2023-03,2023-08,6,80,90,60,应补,符合条件；标准：90 元/月,第一条、第二条\n"
    );
    assert_eq!(err, "涉及 1 人：应补 60 元，应退 0 元；待核实 0 人月。\n");
}

/// What the old version has paid and stopped is known to a new one that begins later.
#[test]
fn a_later_version_takes_over_from_the_old() {
    let old = version("自 2023-01-01", 80, ANY);
    let new = version("自 2023-07-01", 90, ANY);
    let (before, after) = (Timeline::new(&[&old]).unwrap(), Timeline::new(&[&new]).unwrap());
    let whole = before.followed_by(&after);
    let months = |from: &str, to: &str| (from.parse::<Month>().unwrap(), to.parse::<Month>().unwrap());
    let batches = [people(&old), people(&new)];
    let all: Vec<&Batch> = batches.iter().collect();
    let schedule = schedule(&whole, &all, months("2023-06", "2023-09"));
    assert_eq!(amounts(&schedule, 0), [80, 90, 90, 0]);
    let stop = schedule.people[0].benefits[0][3].stop().unwrap();
    assert_eq!(stop.event.to_string(), "2023-08-15");
    assert_eq!(whole.months_outside("2022-11".parse().unwrap(), "2023-01".parse().unwrap()).len(), 2);
    assert!(after.months_outside("2023-07".parse().unwrap(), "2030-01".parse().unwrap()).is_empty());
}

/// Months in which no policy is in force are no months without findings.
#[test]
fn months_outside_the_policies() {
    let arguments = ["schedule", "政策/旧.pol", "名单.csv", "--from", "2022-11", "--to", "2023-02"];
    let (exit, out, err) = program("自 2023-01-01", "自 2024-01-01", &arguments);
    assert_eq!((exit, out.lines().count()), (0, 13));
    assert!(err.starts_with("2022-11 – 2022-12 中有 2 个月不在政策的施行期内，不作认定\n"), "{err}");
    let before = ["settle", "政策/旧.pol", "政策/新.pol", "名单.csv", "--month", "2022-12"];
    let (exit, _, err) = program("自 2023-01-01", "自 2024-01-01", &before);
    assert_eq!((exit, err.as_str()), (2, "2022-12 不在政策的施行期内；换用当时有效的政策文件，或把它一起写上\n"));
}

#[test]
fn months_that_cannot_be() {
    let schedule = |months: &[&str]| {
        let arguments = [&["schedule", "政策/旧.pol", "名单.csv"][..], months].concat();
        let (exit, _, err) = program("自 2023-01-01", "自 2024-01-01", &arguments);
        assert_eq!(exit, 2);
        err
    };
    assert_eq!(schedule(&["--from", "2023-06", "--to", "2023-03"]), "止月 2023-03 早于起月 2023-06\n");
    assert_eq!(schedule(&[]), "要写明月份：--month 2023-03，或 --from 2023-01 --to 2023-12\n");
    let century = schedule(&["--from", "1023-06", "--to", "2023-03"]);
    assert_eq!(century, "1023-06 至 2023-03 超过 1200 个月；看看年份是否写错\n");
}
