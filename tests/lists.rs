//! Lists that belong together: folders with a file for each register, and lists beside a case file.

use crate::support::{plan, tries};
use polcheck::cases::{
    Assembled, Batch, Case, Format, Given, List, Lists, Opening, Options, Source, Unreadable, assemble, read,
    read_lists, read_with,
};
use polcheck::check::check;
use polcheck::diagnostic::Lang;
use polcheck::eval::{Evaluation, Facts, Value};
use polcheck::plan::{NodeId, Plan, SlotKind, compile};
use polcheck::value::Day;
use proptest::prelude::*;
use std::sync::LazyLock;

const POLICY: &str = r#"
政策 合名单 { 施行 自 2023-01-01 }
名册 人员 {
    编号      文本      主键
    姓名      文本      备查
    身份证号  身份证号  备查
}
名册 低保 "最低生活保障"
名册 残疾人证 {
    等级      一级 | 二级 | 三级  列名 "残疾等级"
    有效期止  日期                列名 "证件有效期止"
}
名册 养老 { 月额 元/月 }
名册 核查 逐次 核查日 { 核查日 日期  结果 通过 | 未通过 }
补贴 护理补贴 "重度残疾人护理补贴" {
    同时符合 依据 第一条 {
        持证：在册 残疾人证 且 残疾人证.等级 属于 一级、二级 且 残疾人证.有效期止 不早于 当日
        困难：在册 低保
        核查：核查.结果 为 通过 且 核查.核查日 早于 当日
        养老：不在册 养老 或 养老.月额 低于 80 元/月
    }
    标准 80 元/月 依据 第二条
}
"#;

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let parsed = polcheck::syntax::parse(POLICY);
    assert_eq!(parsed.problems, []);
    let checked = check(&parsed.file);
    assert_eq!(checked.problems, []);
    compile(checked.policy.unwrap(), POLICY, &[]).unwrap()
});

/// Invented people with valid numbers.
const PEOPLE: &str = "编号,姓名,身份证号\n001,张三,11010519491231002X\n002,李四,440524188001010014\n003,王五,\n";
const CARDS: &str = "编号,残疾等级,证件有效期止\n001,一级,2030-12-31\n002,二级,2030-12-31\n";
const CHECKS: &str = "编号,核查日,结果\n001,2023-02-10,通过\n";

fn source(name: &str, text: &str) -> Source {
    let format = Format::from_path(std::path::Path::new(name)).unwrap();
    Source { name: name.to_string(), bytes: text.as_bytes().to_vec(), format }
}

fn list(name: &str, text: &str, given: Given) -> List {
    let register = name.split_once('.').unwrap().0.to_string();
    List { register, source: source(name, text), given }
}

/// A folder of files, each named after its register.
fn folder(files: &[(&str, &str)]) -> Lists {
    let lists = files.iter().map(|(name, text)| list(name, text, Given::Found)).collect();
    Lists::Folder { name: "名单".to_string(), lists }
}

fn whole(low: &str) -> Lists {
    folder(&[
        ("人员.csv", PEOPLE),
        ("残疾人证.csv", CARDS),
        ("核查.csv", CHECKS),
        ("养老.csv", "编号,月额\n"),
        ("低保.csv", low),
    ])
}

fn batch(lists: &Lists) -> Batch {
    read_lists(&PLAN, lists, &Options::default()).unwrap_or_else(|error| panic!("{error:?}"))
}

fn refused(lists: &Lists) -> Unreadable {
    read_lists(&PLAN, lists, &Options::default()).unwrap_err()
}

/// What is told in the words of a reader.
fn told(batch: &Batch) -> Vec<String> {
    batch.findings.iter().map(|finding| format!("{} {}", finding.code, finding.line(Lang::Zh))).collect()
}

fn codes(batch: &Batch) -> Vec<&str> {
    batch.findings.iter().map(|finding| finding.code).collect()
}

fn register(name: &str) -> usize {
    PLAN.registers.iter().position(|register| register.name == name).unwrap()
}

/// Whether a case is in a register on a day.
fn listed(case: &Case, name: &str, on: &str) -> Value {
    let mut evaluation = Evaluation::new(&PLAN);
    evaluation.run(&case.facts, Day::from_date(on.parse().unwrap()));
    let index = register(name);
    let slot = PLAN.slots.iter().position(|slot| slot.register == index && slot.kind == SlotKind::Listed).unwrap();
    evaluation.value(NodeId(slot as u32))
}

fn all_listed(batch: &Batch, name: &str) -> Vec<Value> {
    batch.cases.iter().map(|case| listed(case, name, "2023-03-01")).collect()
}

#[test]
fn people_are_found_by_key_or_by_identity_number() {
    let (yes, no) = (Value::YES, Value::NO);
    for (low, expected) in [
        ("编号\n001\n003\n", [yes, no, yes]),
        ("身份证号\n11010519491231002x\n", [yes, no, no]),
        ("身份证号\n　１１０１０５１９４９１２３１００２Ｘ \n", [yes, no, no]),
        ("身份证号\n110105491231002\n", [yes, no, no]),
        ("身份证号\n'440524188001010014\n", [no, yes, no]),
        ("编号,身份证号\n001,11010519491231002X\n002,\n", [yes, yes, no]),
        // whose number nobody knows may have any
        ("编号,身份证号\n003,500156197001010014\n", [no, no, yes]),
        ("编号\n", [no, no, no]),
    ] {
        let read = batch(&whole(low));
        assert_eq!(codes(&read), [] as [&str; 0], "{low}: {:?}", told(&read));
        assert_eq!(all_listed(&read, "低保"), expected, "{low}");
        assert_eq!(read.unmatched, []);
    }
}

#[test]
fn rows_about_nobody_are_listed_and_kept() {
    let options = Options { keep: vec!["姓名".to_string()], ..Options::default() };
    let low = "身份证号,姓名,起,得知日期\n500156197001010014,赵六,2023-01-05,2023-02-01\n,孙七,,\n11010519491231002X,张三,,\n";
    let read = read_lists(&PLAN, &whole(low), &options).unwrap();
    assert_eq!(
        told(&read),
        [
            "D716 低保.csv 第 2 行“身份证号”列：“500156********0014”不在 人员.csv 中，这一行对不上人，没有用于认定",
            "D716 低保.csv 第 3 行“编号”列：空白；不知说的是谁，这一行没有用于认定",
        ]
    );
    let rows: Vec<_> = read.unmatched.iter().map(|row| (row.row, row.key.as_str(), row.kept.join(""))).collect();
    assert_eq!(rows, [(2, "500156197001010014", "赵六".to_string()), (3, "", "孙七".to_string())]);
    let first = &read.unmatched[0];
    assert_eq!((first.register, first.file.as_str()), (register("低保"), "低保.csv"));
    let fact = first.fact.as_ref().unwrap();
    let day = |text: &str| Day::from_date(text.parse().unwrap()).0;
    assert_eq!((fact.from, fact.learned), (day("2023-01-05"), Some(day("2023-02-01"))));
    assert_eq!(read.cases.iter().map(|case| case.kept[0].as_str()).collect::<Vec<_>>(), ["张三", "李四", "王五"]);
}

#[test]
fn key_and_number_of_two_people_leave_both_unknown() {
    let read = batch(&whole("编号,身份证号\n001,440524188001010014\n003,\n"));
    assert_eq!(codes(&read), ["D718"]);
    assert_eq!(all_listed(&read, "低保"), [Value::MAYBE, Value::MAYBE, Value::YES]);
    assert_eq!(read.unmatched.len(), 1);
    // a number that cannot be read does not speak against the key
    let read = batch(&whole("编号,身份证号\n001,440524188001010015\n"));
    assert_eq!(codes(&read), ["D706"]);
    assert_eq!(all_listed(&read, "低保"), [Value::YES, Value::NO, Value::NO]);
}

#[test]
fn rows_that_overlap_are_named_by_file_and_row() {
    let cards = "编号,残疾等级,证件有效期止,起,止\n001,一级,2030-12-31,2020-01-01,2023-03-31\n\
                 002,一级,2030-12-31,2020-01-01,\n001,二级,2030-12-31,2023-03-31,\n";
    let files = [("人员.csv", PEOPLE), ("残疾人证.csv", cards), ("核查.csv", CHECKS), ("低保.csv", "编号\n001\n")];
    let read = batch(&folder(&files));
    assert_eq!(
        told(&read)[1..],
        ["D708 残疾人证.csv 第 4 行：残疾人证.csv 第 2 行（2020-01-01 – 2023-03-31）与残疾人证.csv 第 4 行\
          （2023-03-31 – …）的日期重叠；残疾人证的各项都按待核实处理"]
    );
    assert_eq!(all_listed(&read, "残疾人证"), [Value::MAYBE, Value::YES, Value::NO]);
    // the finding is about that person
    assert_eq!(read.findings[1].case, Some(0));
    // of a register in which things happen one by one nothing overlaps
    let twice = whole("编号\n001\n");
    let Lists::Folder { name, mut lists } = twice else { unreachable!() };
    lists.push(list("核查.csv", "编号,核查日,结果\n001,2023-02-10,未通过\n", Given::Adds));
    let read = batch(&Lists::Folder { name, lists });
    assert_eq!(codes(&read), [] as [&str; 0]);
}

#[test]
fn a_register_without_a_file_is_unknown_and_told_once() {
    let read =
        batch(&folder(&[("人员.csv", PEOPLE), ("残疾人证.csv", CARDS), ("核查.csv", CHECKS), ("低保.csv", "编号\n")]));
    assert_eq!(told(&read), ["D703 名单：没有“养老”的文件，所有人的养老都待核实"]);
    assert_eq!(all_listed(&read, "养老"), [Value::MAYBE; 3]);
    assert_eq!(all_listed(&read, "低保"), [Value::NO; 3]);
}

#[test]
fn findings_name_the_file_its_row_and_its_header() {
    let cards = "编号,残疾等级,证件有效期\n001,五级,2030-12-31\n";
    let checks =
        "[{\"编号\": \"001\", \"结果\": \"通过\", \"核查日\": \"去年\"}, {\"编号\": \"002\", \"核查日\": \"\"}]";
    let pensions = "编号,月额,起,止\n001,80,2023-02-01,2023-01-01\n";
    let read = batch(&folder(&[
        ("核查.json", checks),
        ("养老.csv", pensions),
        ("人员.csv", PEOPLE),
        ("最低生活保障.yaml", "- {编号: '001'}\n"),
        ("残疾人证.csv", cards),
        ("低保名单.csv", "编号\n001\n"),
    ]));
    // in the order of the policy's registers
    assert_eq!(
        told(&read),
        [
            "D705 残疾人证.csv：“证件有效期”不是已知的列名，没有读取；“证件有效期止”因此待核实",
            "D701 残疾人证.csv 第 2 行“残疾等级”列：“五级”不在可选的值中：一级、二级、三级",
            "D701 养老.csv 第 2 行“止”列：止（2023-01-01）早于起（2023-02-01）；养老的各项都按待核实处理",
            "D703 核查.json：有的记录没有写这些项，按待核实处理：结果（1 条，首先是第 2 条）",
            "D701 核查.json 第 1 条“核查日”：“去年”不是日期",
            "D715 核查.json 第 2 条“核查日”：没有写，不知核查的这一行是何时；核查的各项都按待核实处理",
            "D717 低保名单.csv：没有这个名册，没有读取",
        ]
    );
    assert_eq!(all_listed(&read, "核查"), [Value::MAYBE, Value::MAYBE, Value::NO]);
    assert_eq!(all_listed(&read, "低保"), [Value::YES, Value::NO, Value::NO]);
}

#[test]
fn one_bad_row_loses_no_other() {
    let cards =
        "编号,残疾等级,证件有效期止\n001,一级\n002,二级,2030-12-31,2,3\n003,\"二级,2030-12-31\n\n009,一级,2030-12-31\n";
    let files = |cards| {
        folder(&[
            ("人员.csv", PEOPLE),
            ("残疾人证.csv", cards),
            ("核查.csv", CHECKS),
            ("养老.csv", "编号,月额\n"),
            ("低保.csv", "编号\n"),
        ])
    };
    let read = batch(&files(cards));
    assert_eq!(codes(&read), ["D709", "D709", "D709", "D716"], "{:?}", told(&read));
    // cells that may have shifted say nothing, but that there is something
    assert_eq!(all_listed(&read, "残疾人证"), [Value::YES, Value::MAYBE, Value::YES]);
    let read = batch(&folder(&[
        ("人员.csv", PEOPLE),
        ("残疾人证.jsonl", "{\"编号\": \"001\", \"等级\": \"一级\", \"有效期止\": \"2030-12-31\"}\n{\"编号\": \n7\n"),
        ("核查.csv", CHECKS),
        ("养老.csv", "编号,月额\n"),
        ("低保.csv", "编号\n"),
    ]));
    assert_eq!(codes(&read), ["D709", "D709"]);
    assert_eq!(all_listed(&read, "残疾人证"), [Value::YES, Value::NO, Value::NO]);
}

#[test]
fn a_column_of_the_register_s_name_may_say_no() {
    let read = batch(&whole("编号,低保\n001,是\n002,否\n003,也许\n"));
    assert_eq!(codes(&read), ["D701"]);
    assert_eq!(all_listed(&read, "低保"), [Value::YES, Value::NO, Value::MAYBE]);
}

#[test]
fn a_file_of_the_key_register_may_hold_others_but_not_twice() {
    let people = "编号,姓名,身份证号,低保,养老\n001,张三,,是,60\n002,李四,,否,无\n";
    let read = batch(&folder(&[("人员.csv", people), ("残疾人证.csv", CARDS), ("核查.csv", CHECKS)]));
    assert_eq!(codes(&read), [] as [&str; 0], "{:?}", told(&read));
    assert_eq!(all_listed(&read, "低保"), [Value::YES, Value::NO]);
    assert_eq!(all_listed(&read, "养老"), [Value::YES, Value::NO]);
    let read = batch(&folder(&[
        ("人员.csv", people),
        ("残疾人证.csv", CARDS),
        ("核查.csv", CHECKS),
        ("低保.csv", "编号\n002\n"),
    ]));
    assert_eq!(told(&read), ["D711 人员.csv：它有低保的列，低保又有自己的文件 低保.csv；只读 低保.csv"]);
    assert_eq!(all_listed(&read, "低保"), [Value::NO, Value::YES]);
}

#[test]
fn what_cannot_be_put_together_is_refused_with_the_remedy() {
    let no_key = refused(&folder(&[("低保.csv", "编号\n001\n")]));
    assert_eq!(
        no_key,
        Unreadable::NoKeyFile { folder: "名单".into(), key: "人员".into(), found: vec!["低保.csv".into()] }
    );
    assert!(no_key.help().unwrap().zh.contains("人员.csv"));
    let twice = refused(&folder(&[("人员.csv", PEOPLE), ("低保.csv", "编号\n"), ("低保.json", "[]")]));
    assert!(matches!(twice, Unreadable::ListTwice { .. }));
    let unnamed = refused(&folder(&[("人员.csv", PEOPLE), ("低保.csv", "姓名,编码\n张三,001\n")]));
    assert!(matches!(unnamed, Unreadable::NoKeyColumn { .. }), "{unnamed:?}");
    let unnamed = refused(&folder(&[("人员.csv", PEOPLE), ("低保.json", "[{\"姓名\": \"张三\"}]")]));
    assert!(matches!(unnamed, Unreadable::NoKeyInRecords { .. }));
    let beside = |name: &str, given| Lists::Beside {
        base: source("名单.csv", "编号,低保\n001,是\n"),
        lists: vec![list(name, "编号\n001\n", given)],
    };
    let unknown = refused(&beside("底保.csv", Given::Replaces));
    assert!(matches!(unknown, Unreadable::NoSuchRegister { .. }));
    assert!(matches!(refused(&beside("人员.csv", Given::Replaces)), Unreadable::KeyListBeside { .. }));
    assert!(matches!(refused(&beside("低保.csv", Given::Adds)), Unreadable::CannotAdd { .. }));
}

#[test]
fn a_later_list_replaces_or_adds() {
    let base = "编号,残疾等级,证件有效期止,低保,养老,核查日,结果\n001,一级,2030-12-31,是,无,无,无\n002,二级,2030-12-31,否,无,无,无\n";
    let lists = vec![list("低保.csv", "编号,起\n002,2022-01-01\n", Given::Replaces)];
    let beside = Lists::Beside { base: source("名单.csv", base), lists };
    let read = batch(&beside);
    assert_eq!(codes(&read), ["D703", "D703"][..0], "{:?}", told(&read));
    assert_eq!(all_listed(&read, "低保"), [Value::NO, Value::YES]);
    assert_eq!(all_listed(&read, "残疾人证"), [Value::YES, Value::YES]);

    // to nested records rows are added; of whom nothing is known, nothing becomes known
    let base = r#"[{"编号": "001", "低保": [{"起": "2022-01-01"}]}, {"编号": "002", "低保": []}, {"编号": "003"}]"#;
    let added = |text: &str| {
        let lists = vec![list("低保.csv", text, Given::Adds)];
        batch(&Lists::Beside { base: source("名单.json", base), lists })
    };
    assert_eq!(all_listed(&added("编号\n002\n"), "低保"), [Value::YES, Value::YES, Value::MAYBE]);
    assert!(codes(&added("编号\n001\n")).contains(&"D708"));

    // in a folder the later list counts, and lists are added to it
    let Lists::Folder { name, mut lists } = whole("编号\n001\n") else { unreachable!() };
    lists.push(list("低保.csv", "编号\n002\n", Given::Replaces));
    lists.push(list("低保.csv", "编号\n003\n", Given::Adds));
    let read = batch(&Lists::Folder { name, lists });
    assert_eq!(all_listed(&read, "低保"), [Value::NO, Value::YES, Value::YES]);
}

#[test]
fn texts_of_columns_are_kept_whether_rules_read_them_or_not() {
    let options = |header: &str| Options { keep: vec![header.to_string()], ..Options::default() };
    let csv = "编号,姓名,村居,低保\n001,张 三,东村,是\n002,李四,,否\n";
    let json = r#"[{"编号": "001", "姓名": "张 三", "村居": "东村", "低保": "是"}, {"编号": "002", "人员": {"姓名": "李四"}}]"#;
    let yaml = "- {编号: '001', 姓名: 张 三, 村居: 东村}\n- {编号: '002', 姓名: 李四}\n";
    for (text, format) in [(csv, Format::Csv), (json, Format::Json), (yaml, Format::Yaml)] {
        let kept = |header: &str| -> Vec<String> {
            let read = read_with(&PLAN, "名单", text.as_bytes(), format, &options(header)).unwrap();
            read.cases.iter().map(|case| case.kept.join("")).collect()
        };
        assert_eq!(kept("姓名"), ["张 三", "李四"]);
        assert_eq!(kept("村居"), ["东村", ""]);
        let unknown = read_with(&PLAN, "名单", text.as_bytes(), format, &options("村居名")).unwrap_err();
        let Unreadable::NoSuchColumn { known, .. } = &unknown else { panic!("{unknown:?}") };
        assert!(known.contains(&"村居".to_string()) && known.contains(&"编号".to_string()), "{known:?}");
        assert_eq!(unknown.help().unwrap().zh, "是否为“村居”？");
    }
    assert!(read(&PLAN, "名单", csv.as_bytes(), Format::Csv).unwrap().cases.iter().all(|case| case.kept.is_empty()));
}

/// A sheet reads the same on its own and where lists may stand beside it.
#[test]
fn a_sheet_reads_the_same_alone_and_with_lists_beside_it() {
    let whole = "编号,残疾等级,证件有效期止,低保,养老,核查日,结果";
    for rows in [
        "001,一级,2030-12-31,是,无,无,无\n002,二级,2030-12-31,否,60,2023-02-10,通过\n",
        "001,五级,2030-12-31,是,无,无,无\n,二级,2030-12-31,否,60,,通过\n001,,,,,,\n",
        "001,一级\n002,二级,2030-12-31,否,1,000,2023-02-10,通过\n003,\"二级,2030-12-31\n",
        "001,一级,2030-12-31,是,无,无,无,\n002,二级,2030-12-31,否,60,2023-02-10,通过,\n",
        "001,一级,2030-12-31,是,无,无,无,\n",
    ] {
        let text = format!("{whole}\n{rows}");
        let alone = read(&PLAN, "名单.csv", text.as_bytes(), Format::Csv).unwrap();
        let beside = batch(&Lists::Beside { base: source("名单.csv", &text), lists: Vec::new() });
        assert_eq!(alone.cases, beside.cases, "{text}");
        let mut found = told(&beside);
        found.retain(|line| !line.contains("有的记录没有写这些项"));
        assert_eq!(told(&alone), found, "{text}");
    }
}

proptest! {
    #![proptest_config(tries(200))]

    /// Whatever a list says, nobody among the people is lost.
    #[test]
    fn no_list_loses_people(text in "[编号身份证起止残疾等级,\"\\n\\t01x９无=\\[\\]{}:-]{0,60}", json in any::<bool>()) {
        let name = if json { "低保.json" } else { "低保.csv" };
        let header = if json { "" } else { "编号,起,残疾等级\n" };
        let lists = folder(&[("人员.csv", PEOPLE), (name, &format!("{header}{text}"))]);
        if let Ok(read) = read_lists(&PLAN, &lists, &Options::default()) {
            prop_assert_eq!(read.cases.len(), 3);
        }
    }
}

/// What lists are made of: rows of people 0 to 5, of whom the last is in no file of the key register.
#[derive(Debug, Clone)]
struct Rows {
    cards: Vec<(usize, usize, u32, u32)>,
    low: Vec<(usize, u32, u32)>,
    checks: Vec<(usize, u32, bool)>,
    by_number: bool,
}

const NUMBERS: [&str; 6] =
    ["11010519491231002X", "440524188001010014", "500156197001010014", "500156700102001", "", "50015619700101002X"];

fn rows() -> impl Strategy<Value = Rows> {
    let card = (0_usize..6, 0_usize..4, 1_u32..28, 1_u32..28);
    let low = (0_usize..6, 1_u32..28, 1_u32..28);
    let check = (0_usize..6, 1_u32..28, any::<bool>());
    let many = 0_usize..8;
    (
        prop::collection::vec(card, many.clone()),
        prop::collection::vec(low, many.clone()),
        prop::collection::vec(check, many),
        any::<bool>(),
    )
        .prop_map(|(cards, low, checks, by_number)| Rows { cards, low, checks, by_number })
}

/// The files; `turned`: rows in the other order, except those that happened on one day.
fn files(rows: &Rows, turned: bool) -> Vec<(String, String)> {
    let who = |person: usize| {
        let number = NUMBERS[person];
        let number = if person == 0 { number.to_lowercase() } else { number.to_string() };
        if rows.by_number && person < 3 { format!(",{number}") } else { format!("00{person},") }
    };
    let sheet = |name: &str, header: &str, mut lines: Vec<String>| {
        if turned {
            lines.reverse();
        }
        (format!("{name}.csv"), format!("编号,身份证号,{header}\n{}\n", lines.join("\n")))
    };
    let levels = ["一级", "二级", "三级", "四级"];
    let cards = rows.cards.iter().map(|(person, level, from, until)| {
        format!("{},{},2030-01-01,2023-01-{from:02},2023-03-{until:02}", who(*person), levels[*level])
    });
    let low =
        rows.low.iter().map(|(person, from, until)| format!("{},2023-02-{from:02},2023-02-{until:02}", who(*person)));
    let mut seen = Vec::new();
    let mut checks: Vec<String> = Vec::new();
    for (person, day, passed) in &rows.checks {
        if !seen.contains(&(*person, *day)) {
            seen.push((*person, *day));
            checks.push(format!("{},2023-02-{day:02},{}", who(*person), if *passed { "通过" } else { "未通过" }));
        }
    }
    let people = (0..5).map(|person| format!("00{person},{},人{person}", NUMBERS[person]));
    vec![
        ("人员.csv".to_string(), format!("编号,身份证号,姓名\n{}\n", people.collect::<Vec<_>>().join("\n"))),
        sheet("残疾人证", "残疾等级,证件有效期止,起,止", cards.collect()),
        sheet("低保", "起,止", low.collect()),
        sheet("核查", "核查日,结果", checks),
    ]
}

fn put_together(rows: &Rows, turned: bool) -> Assembled {
    let files = files(rows, turned);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assemble(&PLAN, &folder(&files), &Opening::default()).unwrap()
}

/// The facts without the order in which texts were met.
fn facts(batch: &Batch) -> Vec<&Facts> {
    batch.cases.iter().map(|case| &case.facts).collect()
}

proptest! {
    #![proptest_config(tries(200))]

    #[test]
    fn a_folder_reads_as_what_was_assembled_of_it(rows in rows()) {
        let assembled = put_together(&rows, false);
        let again = read(&PLAN, "个案.jsonl", assembled.json_lines.as_bytes(), Format::JsonLines).unwrap();
        prop_assert_eq!(facts(&assembled.batch), facts(&again));
        let keys = |batch: &Batch| batch.cases.iter().map(|case| case.key.clone()).collect::<Vec<_>>();
        prop_assert_eq!(keys(&assembled.batch), keys(&again));
        // nothing is lost: every row is somebody's or nobody's
        let strangers = [rows.cards.iter().filter(|row| row.0 == 5).count(), rows.low.iter().filter(|row| row.0 == 5).count()];
        let unmatched = |name: &str| assembled.batch.unmatched.iter().filter(|row| row.register == register(name)).count();
        prop_assert_eq!(strangers, [unmatched("残疾人证"), unmatched("低保")]);
        prop_assert_eq!(assembled.rows[register("低保")], Some(rows.low.len()));
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows()) {
        let (one, other) = (put_together(&rows, false), put_together(&rows, true));
        prop_assert_eq!(facts(&one.batch), facts(&other.batch));
        prop_assert_eq!(one.batch.unmatched.len(), other.batch.unmatched.len());
    }
}

/// A number one slip away: in a list of conditions the person's register is unknown; of payments only that row is
/// nobody's. A slip in the roster itself is found too.
#[test]
fn numbers_one_slip_away() {
    let plan = plan(
        r#"政策 例 { 施行 自 2023-01-01 }
名册 人员 { 编号 文本 主键  身份证号 身份证号 备查 }
名册 低保 { 类别 文本 备查 }
名册 发放 逐次 月份 { 月份 年月  金额 元/月 }
补贴 生活补贴 { 同时符合 依据 一 { 在册 低保 } 标准 80 元/月 依据 一 }
计发 生活补贴 依据 一 { 发放 发放.金额 }"#,
    );
    let read = |people: &str, poor: &str, paid: &str| {
        let list = |register: &str, text: &str| List {
            register: register.to_string(),
            source: Source { name: format!("{register}.csv"), bytes: text.as_bytes().to_vec(), format: Format::Csv },
            given: Given::Replaces,
        };
        let lists = vec![list("人员", people), list("低保", poor), list("发放", paid)];
        let lists = Lists::Folder { name: "名册".to_string(), lists };
        let batch = read_lists(&plan, &lists, &Options::default()).unwrap();
        let codes: Vec<&str> = batch.findings.iter().map(|finding| finding.code).collect();
        let listed = |register: usize| {
            let dated = batch.cases[0].facts.dated.iter().any(|dated| dated.register == register);
            (dated, batch.cases[0].facts.values[plan.first_slots[register]])
        };
        (codes.join(" "), listed(1), listed(2), batch.unmatched.len())
    };
    let people = "编号,身份证号\n1,11010519491231002X\n2,440524188001010014\n";
    let unknown = (false, polcheck::eval::Value::MAYBE);
    let paid = "身份证号,月份,金额\n110105194912310022,2023-01,80\n11010519491231002X,2023-02,80\n";
    let (codes, poor, payments, strays) = read(people, "身份证号,类别\n110105194912310000,甲\n", paid);
    assert_eq!((codes.as_str(), poor, payments.0, strays), ("D719 D719", unknown, true, 2));
    // the roster's own number is wrong
    let wrong = "编号,身份证号\n1,11010519491231003X\n2,440524188001010014\n";
    let (codes, poor, ..) = read(wrong, "身份证号,类别\n11010519491231002X,甲\n", "身份证号,月份,金额\n");
    assert_eq!((codes.as_str(), poor), ("D706 D719", unknown));
    // misnamed days of the rows
    let (codes, ..) =
        read(people, "身份证号,开始日期,结束日期\n11010519491231002X,2023-01-01,2023-02-01\n", "身份证号,月份,金额\n");
    assert_eq!(codes, "D705 D705 D704");
}

/// A payment list without its amounts says so.
#[test]
fn a_payment_list_without_amounts() {
    let plan = plan(
        r#"政策 例 { 施行 自 2023-01-01 }
名册 人员 { 编号 文本 主键  困难 是否 }
名册 发放 逐次 月份 { 补贴 补贴  月份 年月  金额 元/月 }
补贴 生活补贴 { 同时符合 依据 一 { 困难 } 标准 80 元/月 依据 一 }
计发 生活补贴 依据 一 { 发放 发放.金额 }"#,
    );
    let list = |register: &str, text: &str| List {
        register: register.to_string(),
        source: Source { name: format!("{register}.csv"), bytes: text.as_bytes().to_vec(), format: Format::Csv },
        given: Given::Replaces,
    };
    let lists =
        vec![list("人员", "编号,困难\n1,是\n"), list("发放", "编号,补贴,月份,金额（万元）\n1,生活补贴,2023-01,80\n")];
    let lists = Lists::Folder { name: "名册".to_string(), lists };
    let batch = read_lists(&plan, &lists, &Options::default()).unwrap();
    let found: Vec<(&str, Option<&str>)> =
        batch.findings.iter().map(|finding| (finding.code, finding.column.as_deref())).collect();
    assert_eq!(found, [("D705", Some("金额(万元)"))]);
    assert!(batch.findings[0].message.zh.contains("“金额”因此待核实"), "{:?}", batch.findings);
}
