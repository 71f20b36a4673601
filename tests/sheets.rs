//! Sheets as people make them: titles, headers in two rows, totals, signatures, blank rows. Everybody here is invented.

use polcheck::cases::{Batch, Format, Given, List, Lists, Options, Severity, Source, Unreadable, read, read_lists};
use polcheck::diagnostic::Lang;
use polcheck::plan::{Plan, compile};
use std::sync::LazyLock;

const POLICY: &str = r#"政策 表样 { 施行 自 2023-01-01 }
名册 人员 {
    编号      文本      主键
    姓名      文本      备查
    身份证号  身份证号  备查
}
名册 低保
名册 残疾人证 {
    证号  残疾人证号          列名 "残疾人证号"  备查
    等级  一级 | 二级 | 三级  列名 "残疾等级"
}
名册 养老 { 月额 元/月 }
补贴 甲 {
    同时符合 依据 一 { 困难：在册 低保 且 残疾人证.等级 属于 一级、二级 }
    标准 80 元/月 依据 二
}
择高 甲 与 养老.月额 依据 三
口径 择高相等 "相等时" { 保留其他待遇 保留本补贴 }
"#;

const PLAIN: &str = "编号,姓名,身份证号,残疾人证号,残疾等级,低保,养老\n\
                     001,张三,11010519491231002X,11010519491231002X42,二级,是,0\n\
                     002,李四,440524188001010014,无,无,否,60\n";

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let parsed = polcheck::syntax::parse(POLICY);
    assert_eq!(parsed.problems, []);
    let checked = polcheck::check::check(&parsed.file);
    compile(checked.policy.unwrap_or_else(|| panic!("{:#?}", checked.problems)), POLICY, &[]).unwrap()
});

fn batch(text: &str) -> Batch {
    read(&PLAN, "名单", text.as_bytes(), Format::Csv).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Key and facts of everybody, wherever they stand.
fn people(batch: &Batch) -> Vec<(String, String)> {
    batch.cases.iter().map(|case| (case.key.clone(), format!("{:?}", case.facts))).collect()
}

fn lines(batch: &Batch) -> Vec<String> {
    batch.findings.iter().map(|finding| format!("{} {}", finding.code, finding.line(Lang::Zh))).collect()
}

/// Reads as `PLAIN` does, with nothing but notices.
fn same_people(text: &str) -> Batch {
    let batch = batch(text);
    assert_eq!(people(&batch), people(&self::batch(PLAIN)), "{text}");
    assert!(batch.findings.iter().all(|finding| finding.severity == Severity::Notice), "{:#?}", batch.findings);
    batch
}

#[test]
fn titles_and_units_stand_above_the_header() {
    let found = same_people(&format!("某区残疾人名单\n\n单位：元,,,,,,\n,,,,,,\n{PLAIN}"));
    assert_eq!(lines(&found), ["D721 名单：表头在第 5 行；上面的第 1、3、4 行没有读取"]);
    assert_eq!(found.cases[0].row, 6);
    // a title that names the key is no header
    let found = same_people(&format!("编号,第3号\n{PLAIN}"));
    assert_eq!(lines(&found), ["D721 名单：表头在第 2 行；上面的第 1 行没有读取"]);
}

#[test]
fn a_header_may_have_two_rows() {
    let rows = PLAIN.split_once('\n').unwrap().1;
    // merged cells are blank, or hold the value of the first
    for below in [",,,残疾人证号,残疾等级,,", "编号,姓名,身份证号,残疾人证号,残疾等级,低保,养老"]
    {
        let found = same_people(&format!("编号,姓名,身份证号,残疾人证,,低保,养老\n{below}\n{rows}"));
        assert_eq!(lines(&found), [""; 0]);
        assert_eq!(found.cases[0].row, 3);
    }
    // what a column is called within its group
    let found = same_people(&format!("编号,姓名,身份证号,残疾人证,,低保,养老\n,,,证号,等级,,\n{rows}"));
    assert_eq!(lines(&found), [""; 0]);
    // the key may stand in the lower row
    let found = same_people(&format!("基本情况,,,残疾人证,,低保,养老\n编号,姓名,身份证号,证号,等级,,\n{rows}"));
    assert_eq!(lines(&found), ["D721 名单：表头在第 2 行；上面的第 1 行没有读取"]);
}

#[test]
fn a_person_right_below_the_header_stays_one() {
    let found = batch("编号,姓名,身份证号,残疾人证号,残疾等级,低保,养老\n,王五,,,二级,是,0\n");
    assert_eq!(found.cases.len(), 1);
    assert_eq!(lines(&found), ["D710 名单 第 2 行“编号”列：空白；这一行照常认定，结果中没有“编号”"]);
}

#[test]
fn a_header_with_line_breaks_below_a_title() {
    let rows = PLAIN.split_once('\n').unwrap().1;
    let header = "编号,\"姓\n名\",\"身份\n证号*\",残疾人证号,残疾等级（必填）,低保,\"养老\n（元/月）\"";
    let found = same_people(&format!("名单\n{header}\n{rows}"));
    assert_eq!(lines(&found), ["D721 名单：表头在第 2 行；上面的第 1 行没有读取"]);
    assert_eq!(found.cases[0].row, 3);
}

#[test]
fn a_fuller_header_further_down_takes_nobody_away() {
    let (header, rows) = PLAIN.split_once('\n').unwrap();
    let (first, second) = rows.trim_end().split_once('\n').unwrap();
    let upper = "编号,姓名,身份证号,残疾人证,,低保,养老\n,,,残疾人证号,残疾等级,,";
    let found = same_people(&format!("{upper}\n{first}\n{header}\n{second}\n"));
    assert_eq!(lines(&found), ["D721 名单：1 行又是表头（首先是第 4 行），不算个案"]);
    // a list with nothing but numbers stays one, whatever stands below
    let found = batch(&format!("编号,村居\n001,东村\n{header}\n{second}\n"));
    assert_eq!(found.cases.iter().map(|case| case.row).collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn totals_signatures_and_headers_again_are_no_cases() {
    let (header, rows) = PLAIN.split_once('\n').unwrap();
    let (first, second) = rows.trim_end().split_once('\n').unwrap();
    let text = format!(
        "{header}\n{first}\n小 计,,,,,1人,0\n{header}\n,,,,,,\n{second}\n合计：,,,,,2人,60.00元\n制表人：甲,,,审核人：乙,,,\n,说明：一式两份\n"
    );
    let found = same_people(&text);
    assert_eq!(
        lines(&found),
        [
            "D710 名单：1 行全是空白（首先是第 5 行），不算个案",
            "D721 名单：4 行是合计、制表之类，不算个案：第 3 行“小计”、第 7 行“合计”、第 8 行“制表人”、第 9 行“说明”",
            "D721 名单：1 行又是表头（首先是第 4 行），不算个案",
        ]
    );
}

#[test]
fn no_person_is_taken_for_a_footer() {
    let (header, _) = PLAIN.split_once('\n').unwrap();
    for row in [
        ",合计,11010519491231002X,,二级,是,0",
        "合计,张三,,,二级,是,0",
        ",张三,,,,,",
        ",,11010519491231002X,,,,",
        "注销,,,,,,",
    ] {
        let found = batch(&format!("{header}\n{row}\n"));
        assert_eq!(found.cases.len(), 1, "{row}");
    }
}

#[test]
fn lists_are_looked_through_alike() {
    let source = |name: &str, text: &str| Source {
        name: name.to_string(),
        bytes: text.as_bytes().to_vec(),
        format: Format::Csv,
    };
    let list = |register: &str, text: &str| List {
        register: register.to_string(),
        source: source(&format!("{register}.csv"), text),
        given: Given::Found,
    };
    let lists = |poor: &str| Lists::Folder {
        name: "名单".to_string(),
        lists: vec![
            list("人员", "名单,,\n编号,姓名,身份证号\n001,张三,11010519491231002X\n合计,1,\n"),
            list("低保", poor),
            list("残疾人证", "编号,等级\n001,二级\n"),
            list("养老", "编号,月额\n"),
        ],
    };
    let plain = read_lists(&PLAN, &lists("身份证号\n11010519491231002X\n"), &Options::default()).unwrap();
    let made = "低保花名册,\n 身份证号*,备注\n11010519491231002X,\n合计,1人\n制表人：某,\n";
    let found = read_lists(&PLAN, &lists(made), &Options::default()).unwrap();
    assert_eq!((people(&found), found.unmatched.len()), (people(&plain), 0));
    assert_eq!(found.cases.len(), 1);
    let of = |file: &str| lines(&found).into_iter().filter(|line| line.contains(file)).collect::<Vec<_>>();
    assert_eq!(
        of("低保.csv"),
        [
            "D721 低保.csv：表头在第 2 行；上面的第 1 行没有读取",
            "D721 低保.csv：2 行是合计、制表之类，不算个案：第 4 行“合计”、第 5 行“制表人”",
            "D704 低保.csv：另有 1 列政策没有用到，未读取：备注",
        ]
    );
}

#[test]
fn a_sheet_without_the_key_names_the_row_that_looks_like_its_header() {
    let text = "名单\n号码,姓名,残疾等级\n1,张三,一级\n";
    let Err(Unreadable::NoKeyColumn { found, .. }) = read(&PLAN, "名单", text.as_bytes(), Format::Csv) else {
        panic!()
    };
    assert_eq!(found, ["号码", "姓名", "残疾等级"]);
}
