//! The tables of spellings in the language reference: each spelling is read as the table says.

use polcheck::cases::{Batch, Format, read};
use polcheck::plan::{Plan, compile};
use std::collections::BTreeSet;
use std::sync::LazyLock;

const PAGE: &str = include_str!("../grammar/reference.md");

/// A column of each type; a rule reads every one of them.
const POLICY: &str = r#"政策 写法 { 施行 自 2023-01-01 }
名册 人员 {
    编号    文本        主键
    是非    是否
    等级    一级 | 二级 | 三级 | 四级
    日子    日期
    月份    年月
    金额    元/月       列名 "补贴金额"、"发放金额"
    个数    数
    地方    文本
    身份证  身份证号
    证件    残疾人证号
}
补贴 甲 {
    同时符合 依据 一 {
        是非：是非
        等级：等级 属于 一级、二级
        日子：日子 早于 当日
        月份：月份 早于 2030-01
        金额：金额 高于 10 元/月
        个数：个数 高于 1
        地方：地方 为 "甲区"
        本人：证件 的 身份证号 为 身份证
    }
    标准 80 元/月 依据 二
}
"#;

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let parsed = polcheck::syntax::parse(POLICY);
    assert_eq!(parsed.problems, []);
    let checked = polcheck::check::check(&parsed.file);
    compile(checked.policy.unwrap_or_else(|| panic!("{:#?}", checked.problems)), POLICY, &[]).unwrap()
});

/// The rows of the table after a mark: their cells.
fn table(mark: &str) -> Vec<Vec<&'static str>> {
    let (_, rest) = PAGE.split_once(&format!("<!-- {mark} -->\n\n")).unwrap();
    let lines = rest.lines().take_while(|line| line.starts_with('|')).skip(2);
    let rows: Vec<Vec<&str>> = lines.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect();
    assert!(!rows.is_empty());
    rows
}

/// What stands between backquotes.
fn spellings(cell: &'static str) -> Vec<&'static str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The column of a type.
fn column(kind: &str) -> &'static str {
    let words = [
        ("是否", "是非"),
        ("列举", "等级"),
        ("日期", "日子"),
        ("年月", "月份"),
        ("金额", "补贴金额"),
        ("数", "个数"),
        ("文本", "地方"),
        ("身份证号", "身份证"),
        ("残疾人证号", "证件"),
        ("主键", "编号"),
        ("任何", "日子"),
    ];
    let name = kind.split(' ').next().unwrap();
    words.iter().find(|(word, _)| *word == name).unwrap_or_else(|| panic!("{kind}")).1
}

/// One person of whom one cell is filled in.
fn batch(header: &str, cell: &str) -> Batch {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let headers = ["编号", "是非", "等级", "日子", "月份", "补贴金额", "个数", "地方", "身份证", "证件"];
    let text = match headers.iter().position(|known| *known == header) {
        Some(0) => format!("{}\n{}{}\n", headers.join(","), quoted(cell), ",".repeat(headers.len() - 1)),
        Some(at) => format!(
            "{}\n001{}{}{}\n",
            headers.join(","),
            ",".repeat(at),
            quoted(cell),
            ",".repeat(headers.len() - 1 - at)
        ),
        None => panic!("{header}"),
    };
    read(&PLAN, "名单", text.as_bytes(), Format::Csv).unwrap()
}

#[test]
fn every_spelling_is_read_as_the_table_says() {
    let mut count = 0;
    for row in table("cells") {
        let [kind, meaning, others] = row[..] else { panic!("{row:?}") };
        let (column, meaning) = (column(kind), spellings(meaning)[0]);
        let plain = batch(column, meaning);
        assert_eq!(plain.findings, [], "{meaning}");
        assert_ne!(plain.cases[0].facts, batch(column, "").cases[0].facts, "{meaning} says nothing");
        for spelling in spellings(others) {
            let other = batch(column, spelling);
            assert_eq!(other.findings, [], "{kind} {spelling}");
            assert_eq!(other.cases, plain.cases, "{kind} {spelling}");
            count += 1;
        }
    }
    assert!(count > 90, "{count}");
}

#[test]
fn what_is_refused_is_reported_and_unknown() {
    let mut count = 0;
    for row in table("refused") {
        let [kind, refused, code, _] = row[..] else { panic!("{row:?}") };
        let column = column(kind);
        for spelling in spellings(refused) {
            let batch = batch(column, spelling);
            let codes: BTreeSet<&str> = batch.findings.iter().map(|finding| finding.code).collect();
            assert_eq!(codes, BTreeSet::from([code]), "{kind} {spelling}");
            let unknown = self::batch(column, if column == "编号" { "002" } else { "" });
            if column != "编号" {
                assert_eq!(batch.cases[0].facts, unknown.cases[0].facts, "{kind} {spelling}");
            }
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn every_spelling_of_a_header_is_read() {
    let plain = batch("补贴金额", "80");
    for row in table("headers") {
        let [name, others] = row[..] else { panic!("{row:?}") };
        assert_eq!(spellings(name), ["补贴金额"]);
        for header in spellings(others) {
            let text = format!("编号,是非,等级,日子,月份,\"{header}\",个数,地方,身份证,证件\n001,,,,,80,,,,\n");
            let batch = read(&PLAN, "名单", text.as_bytes(), Format::Csv).unwrap();
            assert_eq!(batch.findings, [], "{header}");
            assert_eq!(batch.cases, plain.cases, "{header}");
        }
    }
    let text = "编号,是非,等级,日子,月份,\"补贴\n金额（元）\",个数,地方,身份证,证件\n001,,,,,80,,,,\n";
    assert_eq!(read(&PLAN, "名单", text.as_bytes(), Format::Csv).unwrap().cases, plain.cases);
}
