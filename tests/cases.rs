//! Reading case files: every format, what cells tell, and what is said about bad ones.

use polcheck::cases::{Batch, Case, Finding, Format, Severity, Unreadable, read};
use polcheck::diagnostic::Lang;
use polcheck::plan::{Plan, SlotKind, compile};
use polcheck::value::{NONE_MEMBER, NONE_TEXT, Value};
use proptest::prelude::*;
use std::sync::LazyLock;

const POLICY: &str = r#"
政策 试读 { 文号 "1" 印发 2023-02-23 施行 自 2023-02-23 }
机构 区民政局
名册 人员 由 区民政局 {
    编号        文本      主键
    姓名        文本      备查
    身份证号    身份证号
    户籍区县    文本
    死亡日期    日期      可无
    就学迁户    是否      空白 视为 否
    原户籍区县  文本      可无
}
名册 残疾人证 由 区民政局 每月 {
    证号      残疾人证号                 列名 "残疾人证号"
    等级      一级 | 二级 | 三级 | 四级  列名 "残疾等级"
    状态      有效 | 冻结 | 注销         列名 "证件状态"
    有效期止  日期                       列名 "证件有效期止"
}
名册 低保 由 区民政局
名册 高龄津贴 由 区民政局 { 月额 元/月 备查 }
名册 养老服务补贴 由 区民政局 { 月额 元/月 }
名册 刑罚 由 区民政局 {
    刑种      无 | 管制 | 有期徒刑  列名 "刑种"
    刑满日    日期  可无            列名 "刑满日"
}
名册 火化 由 区民政局 { 火化日 日期 }
补贴 护理补贴 {
    同时符合 依据 附件2·一 {
        本区：户籍区县 为 "武隆区"
        在世：死亡日期 为 无 或 死亡日期 不早于 当日
        本人：残疾人证.证号 的 身份证号 为 身份证号
        持证：残疾人证.状态 为 有效 且 残疾人证.有效期止 不早于 当日
        低保：在册 低保
        在外：刑罚.刑种 不为 有期徒刑 或 (刑罚.刑满日 不为 无 且 刑罚.刑满日 早于 当日)
    }
    标准 按 残疾人证.等级 依据 附件2·一 {
        一级、二级：90 元/月
        三级、四级：80 元/月
    }
}
择高 护理补贴 与 养老服务补贴.月额 依据 附件2·注③
并享 护理补贴 与 高龄津贴 依据 附件2·注②
视为 户籍区县 是 原户籍区县 当 就学迁户 且 原户籍区县 不为 无 依据 附件2·注⑨
口径 择高相等 依据 附件2·注③ "未写明" { 保留其他待遇 保留本补贴 }
预警 已火化 当 在册 火化 且 火化.火化日 早于 当日 告知 区民政局 处理 "核实" 依据 附件2
"#;

const SHEET: &str = "编号,姓名,身份证号,户籍区县,死亡日期,就学迁户,原户籍区县,残疾人证号,残疾等级,证件状态,\
                     证件有效期止,低保,高龄津贴,养老服务补贴,刑种,刑满日";
const GOOD: &str = "001,张三,11010519491231002X,武隆区,,否,,11010519491231002X42,二级,有效,2030-12-31,是,0,无,无,";

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let parsed = polcheck::syntax::parse(POLICY);
    assert_eq!(parsed.problems, []);
    let checked = polcheck::check::check(&parsed.file);
    let policy = checked.policy.unwrap_or_else(|| panic!("{:#?}", checked.problems));
    compile(policy, POLICY, &[]).unwrap()
});

fn batch(text: &str, format: Format) -> Batch {
    read(&PLAN, "名单", text.as_bytes(), format).unwrap_or_else(|error| panic!("{error:?}"))
}

fn sheet(rows: &[&str]) -> Batch {
    batch(&format!("{SHEET}\n{}\n", rows.join("\n")), Format::Csv)
}

fn refused(text: &[u8], format: Format) -> Unreadable {
    read(&PLAN, "名单", text, format).unwrap_err()
}

/// The value of `名册`, `名册.列` or `名册.列?` (whether there is one).
fn fact(case: &Case, name: &str) -> Value {
    let (path, present) = name.strip_suffix('?').map_or((name, false), |path| (path, true));
    let (register, column) = path.split_once('.').map_or((path, None), |(register, column)| (register, Some(column)));
    let index = PLAN.registers.iter().position(|known| known.name == register).unwrap();
    let columns = &PLAN.registers[index].columns;
    let kind = match column.map(|column| columns.iter().position(|known| known.name == column).unwrap()) {
        None => SlotKind::Listed,
        Some(column) if present => SlotKind::Present(column),
        Some(column) => SlotKind::Column(column),
    };
    let slot = PLAN.slots.iter().position(|slot| slot.register == index && slot.kind == kind).unwrap();
    case.facts.values[slot]
}

fn codes(batch: &Batch) -> Vec<&str> {
    batch.findings.iter().map(|finding| finding.code).collect()
}

fn only(batch: &Batch) -> &Finding {
    let [finding] = batch.findings.as_slice() else { panic!("{:#?}", batch.findings) };
    finding
}

/// `GOOD` with some columns replaced.
fn row(changes: &[(&str, &str)]) -> String {
    let headers: Vec<&str> = SHEET.split(',').collect();
    let mut cells: Vec<&str> = GOOD.split(',').collect();
    for (header, cell) in changes {
        let place = headers.iter().position(|known| known == header).unwrap();
        cells[place] = cell;
    }
    cells.join(",")
}

#[test]
fn a_complete_sheet_has_no_findings() {
    let batch = sheet(&[GOOD]);
    assert_eq!(batch.findings, []);
    let case = &batch.cases[0];
    assert_eq!((case.key.as_str(), case.row), ("001", 2));
    assert_eq!(fact(case, "人员"), Value::YES);
    assert_eq!(fact(case, "人员.身份证号"), Value::known(11010519491231002));
    assert_eq!(fact(case, "人员.死亡日期?"), Value::NO);
    assert_eq!(fact(case, "人员.就学迁户"), Value::NO);
    assert_eq!(fact(case, "人员.原户籍区县"), Value::known(NONE_TEXT));
    assert_eq!(fact(case, "残疾人证"), Value::YES);
    assert_eq!(fact(case, "残疾人证.等级"), Value::members(0b10));
    assert_eq!(fact(case, "低保"), Value::YES);
    assert_eq!(fact(case, "高龄津贴"), Value::NO);
    assert_eq!(fact(case, "养老服务补贴"), Value::NO);
    assert_eq!(fact(case, "刑罚"), Value::YES);
    assert_eq!(fact(case, "刑罚.刑种"), Value::members(1));
    assert_eq!(fact(case, "刑罚.刑满日?"), Value::NO);
}

#[test]
fn order_of_columns_marks_and_widths_do_not_matter() {
    let plain = sheet(&[GOOD]);
    let reversed = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
    let text = format!("\u{feff}{}\r\n{}\r\n", reversed(SHEET), reversed(GOOD));
    assert_eq!(batch(&text, Format::Csv).cases, plain.cases);
    let wide =
        GOOD.replace("二级", "\u{3000}二级 ").replace("11010519491231002X,", "１１０１０５１９４９１２３１００２ｘ,");
    assert_eq!(batch(&format!("{}\n{wide}", SHEET.replace("低保", " 低保\u{a0}")), Format::Csv).cases, plain.cases);
}

#[test]
fn a_blank_is_unknown_unless_the_field_says_otherwise() {
    let headers = SHEET.split(',').count();
    let batch = sheet(&[&format!("001{}", ",".repeat(headers - 1))]);
    assert_eq!(batch.findings, []);
    let case = &batch.cases[0];
    assert_eq!(fact(case, "人员.户籍区县"), Value::range(0, i64::MAX));
    assert_eq!(fact(case, "人员.死亡日期?"), Value::NO);
    assert_eq!(fact(case, "人员.就学迁户"), Value::NO);
    assert_eq!(fact(case, "残疾人证"), Value::MAYBE);
    assert_eq!(fact(case, "残疾人证.等级"), Value::members(0b1111 | NONE_MEMBER));
    assert_eq!(fact(case, "低保"), Value::MAYBE);
    assert_eq!(fact(case, "刑罚"), Value::MAYBE);
}

#[test]
fn a_row_that_is_surely_there_is_not_none() {
    let batch = sheet(&[&row(&[("残疾等级", "")])]);
    assert_eq!(fact(&batch.cases[0], "残疾人证"), Value::YES);
    assert_eq!(fact(&batch.cases[0], "残疾人证.等级"), Value::members(0b1111));
}

#[test]
fn none_in_a_register_s_column_means_that_there_is_no_row() {
    let none = row(&[("残疾人证号", ""), ("残疾等级", "无"), ("证件状态", ""), ("证件有效期止", ""), ("低保", "否")]);
    let batch = sheet(&[
        &none,
        &row(&[("养老服务补贴", "0"), ("编号", "2"), ("身份证号", "")]),
        &row(&[("养老服务补贴", "80.5元"), ("编号", "3"), ("身份证号", "")]),
    ]);
    assert_eq!(batch.findings, []);
    assert_eq!(fact(&batch.cases[0], "残疾人证"), Value::NO);
    assert_eq!(fact(&batch.cases[0], "残疾人证.状态"), Value::members(NONE_MEMBER));
    assert_eq!(fact(&batch.cases[0], "低保"), Value::NO);
    assert_eq!(fact(&batch.cases[1], "养老服务补贴"), Value::NO);
    assert_eq!(fact(&batch.cases[2], "养老服务补贴"), Value::YES);
    assert_eq!(fact(&batch.cases[2], "养老服务补贴.月额"), Value::known(8050));
}

#[test]
fn cells_that_contradict_each_other_leave_the_register_unknown() {
    let batch = sheet(&[&row(&[("残疾等级", "无")])]);
    assert_eq!(only(&batch).code, "D711");
    assert_eq!(fact(&batch.cases[0], "残疾人证"), Value::MAYBE);
}

#[test]
fn a_register_s_own_column_decides_membership() {
    let text = format!("{SHEET},残疾人证\n{},是\n", row(&[("残疾等级", "")]));
    assert_eq!(fact(&batch(&text, Format::Csv).cases[0], "残疾人证"), Value::YES);
    let text = format!("{SHEET},残疾人证\n{GOOD},否\n");
    assert_eq!(codes(&batch(&text, Format::Csv)), ["D711"]);
}

#[test]
fn texts_are_the_policy_s_or_the_case_s_own() {
    let batch = sheet(&[&row(&[("户籍区县", "巴南区"), ("原户籍区县", "巴南区")]), &row(&[("编号", "2")])]);
    let own = PLAN.texts.len() as i64;
    assert_eq!(fact(&batch.cases[0], "人员.户籍区县"), Value::known(own));
    assert_eq!(fact(&batch.cases[0], "人员.原户籍区县"), Value::known(own));
    assert_eq!(batch.cases[0].facts.texts, ["巴南区"]);
    let known = PLAN.texts.iter().position(|text| text == "武隆区").unwrap() as i64;
    assert_eq!(fact(&batch.cases[1], "人员.户籍区县"), Value::known(known));
}

#[test]
fn a_bad_cell_is_named_and_only_its_fact_is_lost() {
    let batch = sheet(&[&row(&[("残疾等级", "一级残疾")])]);
    let finding = only(&batch);
    assert_eq!(
        finding.line(Lang::Zh),
        "名单 第 2 行“残疾等级”列：“一级残疾”不在可选的值中：一级、二级、三级、四级、无"
    );
    assert_eq!(finding.help.as_ref().unwrap().zh, "是否为“一级”？");
    assert_eq!((finding.code, finding.severity, finding.row), ("D701", Severity::Error, Some(2)));
    assert_eq!(fact(&batch.cases[0], "残疾人证.等级"), Value::members(0b1111));
    assert_eq!(fact(&batch.cases[0], "残疾人证.状态"), Value::members(1));
}

#[test]
fn every_kind_of_bad_cell_has_its_code() {
    for (header, cell, code) in [
        ("残疾等级", "五级", "D701"),
        ("证件有效期止", "2023-02-30", "D701"),
        ("证件有效期止", "4980", "D701"),
        ("养老服务补贴", "-1", "D701"),
        ("养老服务补贴", "0.005", "D701"),
        ("养老服务补贴", "八十", "D701"),
        ("低保", "部分", "D701"),
        ("户籍区县", "#N/A", "D701"),
        ("身份证号", "无", "D701"),
        ("身份证号", "110105194912310021", "D706"),
        ("身份证号", "1.10105E+17", "D706"),
        ("残疾人证号", "11010519491231002X45", "D706"),
        ("身份证号", "110105491231002", "D707"),
    ] {
        let batch = sheet(&[&row(&[(header, cell)])]);
        let finding = only(&batch);
        assert_eq!((finding.code, finding.column.as_deref()), (code, Some(header)), "{header} {cell}");
        assert_eq!(batch.cases.len(), 1);
    }
}

#[test]
fn personal_numbers_are_masked_in_findings() {
    let batch = sheet(&[&row(&[("身份证号", "110105194912310000")])]);
    let finding = only(&batch);
    assert_eq!(finding.shown(Lang::Zh).as_deref(), Some("110105********0000"));
    assert!(!finding.masked_message().zh.contains("19491231"));
    assert!(!finding.line(Lang::Zh).contains("19491231"));
    assert!(finding.help.as_ref().unwrap().zh.contains("Excel"));
}

#[test]
fn headers_are_matched_exactly_and_misspelt_ones_get_a_suggestion() {
    let text = format!("{},备注\n{GOOD},x\n", SHEET.replace("残疾等级", "残疾等极"));
    let batch = batch(&text, Format::Csv);
    assert_eq!(codes(&batch), ["D705", "D704"]);
    assert_eq!(batch.findings[0].help.as_ref().unwrap().zh, "是否为“残疾等级”？");
    assert_eq!(batch.findings[1].severity, Severity::Notice);
    assert_eq!(fact(&batch.cases[0], "残疾人证.等级"), Value::members(0b1111));
}

#[test]
fn a_missing_column_is_named_once_and_makes_its_fact_unknown() {
    let text = format!("{}\n{}\n{}\n", drop_column(SHEET, "死亡日期"), drop_column(GOOD, "死亡日期"), "002");
    let batch = batch(&text, Format::Csv);
    let missing: Vec<_> = batch.findings.iter().filter(|finding| finding.code == "D703").collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].column.as_deref(), Some("死亡日期"));
    assert_eq!(fact(&batch.cases[0], "人员.死亡日期?"), Value::MAYBE);
}

fn drop_column(line: &str, header: &str) -> String {
    let place = SHEET.split(',').position(|known| known == header).unwrap();
    let cells = line.split(',').enumerate().filter(|(index, _)| *index != place);
    cells.map(|(_, cell)| cell).collect::<Vec<_>>().join(",")
}

#[test]
fn a_column_given_twice_counts_once() {
    let batch = batch(&format!("{SHEET},残疾等级\n{GOOD},一级\n"), Format::Csv);
    assert_eq!(codes(&batch), ["D711"]);
    assert_eq!(fact(&batch.cases[0], "残疾人证.等级"), Value::members(0b10));
}

#[test]
fn no_row_disappears() {
    let other = row(&[("编号", ""), ("身份证号", "")]);
    let batch = sheet(&[GOOD, &other, GOOD, "003,短", &format!("{},多", row(&[("编号", "4")])), ",,,"]);
    let mut found = codes(&batch);
    found.sort_unstable();
    assert_eq!(found, ["D702", "D709", "D709", "D710", "D710"]);
    let keys: Vec<&str> = batch.cases.iter().map(|case| case.key.as_str()).collect();
    assert_eq!(keys, ["001", "", "001", "003", "4"]);
    let twice = batch.findings.iter().find(|finding| finding.code == "D702").unwrap();
    assert_eq!(twice.row, Some(4));
    assert!(twice.message.zh.contains("第 2 行"), "{}", twice.message.zh);
}

/// Row, column and message of the findings with a code.
fn told<'b>(batch: &'b Batch, code: &str) -> Vec<(Option<usize>, Option<&'b str>, &'b str)> {
    let findings = batch.findings.iter().filter(|finding| finding.code == code);
    findings.map(|finding| (finding.row, finding.column.as_deref(), finding.message.zh.as_str())).collect()
}

#[test]
fn a_quote_that_is_never_closed_swallows_nobody() {
    let person = |key: &str| row(&[("编号", key), ("身份证号", "")]);
    for (open, close) in [("\"", ""), ("\"住三楼", ""), ("\"住三楼", "5\""), ("\"住", "\"住")] {
        let lines = [
            format!("{SHEET},备注"),
            format!("{},", person("1")),
            format!("{},{open}", person("2")),
            format!("{},", person("3")),
            format!("{},{close}", person("4")),
            format!("{},", person("5")),
        ];
        for newline in ["\n", "\r\n"] {
            let batch = batch(&lines.join(newline), Format::Csv);
            let rows: Vec<_> = batch.cases.iter().map(|case| (case.key.as_str(), case.row)).collect();
            assert_eq!(rows, [("1", 2), ("2", 3), ("3", 4), ("4", 5), ("5", 6)], "{open:?} {close:?}");
            let findings = told(&batch, "D709");
            let (place, column, message) = findings[0];
            assert_eq!((place, column), (Some(3), Some("备注")));
            let lines = if close.is_empty() { 3 } else { 2 };
            assert!(message.contains(&format!("下面 {lines} 行")), "{message}");
            assert_eq!(findings.len(), if close == "\"住" { 2 } else { 1 });
            // nothing else is lost
            assert_eq!(batch.cases[1].facts, batch.cases[0].facts);
        }
    }
}

#[test]
fn a_cell_with_a_quote_that_is_not_closed_is_unknown() {
    let batch = sheet(&[&row(&[("原户籍区县", "\"巴南区")]), &row(&[("编号", "2"), ("身份证号", "")])]);
    assert_eq!(codes(&batch), ["D709"]);
    assert_eq!(batch.cases.len(), 2);
    assert_eq!(fact(&batch.cases[0], "人员.原户籍区县"), Value::range(NONE_TEXT, i64::MAX));
    assert_eq!(fact(&batch.cases[0], "低保"), Value::YES);
}

#[test]
fn a_closed_cell_may_have_line_breaks() {
    let long = "\"第一行，说明\n第二行\n第三行\n第四行\n第五行\"";
    let other = row(&[("编号", "2"), ("身份证号", ""), ("姓名", long)]);
    let batch = sheet(&[&row(&[("姓名", "\"张\n三, 李四\"")]), &other]);
    assert_eq!(batch.findings, []);
    assert_eq!(batch.cases.len(), 2);
}

#[test]
fn what_is_cut_off_is_unknown_even_where_a_blank_means_none() {
    let cut = GOOD.split(',').take(4).collect::<Vec<_>>().join(",");
    let batch = sheet(&[&cut, &row(&[("编号", "2"), ("身份证号", "")])]);
    let finding = only(&batch);
    assert_eq!((finding.code, finding.severity, finding.row), ("D709", Severity::Error, Some(2)));
    assert!(finding.message.zh.contains("未知"));
    let case = &batch.cases[0];
    assert_eq!(fact(case, "人员.户籍区县"), fact(&batch.cases[1], "人员.户籍区县"));
    assert_eq!(fact(case, "人员.死亡日期?"), Value::MAYBE);
    assert_eq!(fact(case, "人员.就学迁户"), Value::MAYBE);
    assert_eq!(fact(case, "人员.原户籍区县"), Value::range(NONE_TEXT, i64::MAX));
    assert_eq!(fact(case, "残疾人证"), Value::MAYBE);
}

#[test]
fn in_a_row_that_is_too_long_only_the_key_counts() {
    let long = row(&[("养老服务补贴", "1,000")]);
    for shifted in [long.clone(), format!("{long}x")] {
        let batch = sheet(&[&shifted, &row(&[("编号", "2"), ("身份证号", "")])]);
        let finding = batch.findings.iter().find(|finding| finding.code == "D709").unwrap();
        assert_eq!((finding.severity, finding.row), (Severity::Error, Some(2)));
        assert!(finding.message.zh.contains("错位") && finding.help.as_ref().unwrap().zh.contains("1,000"));
        let case = &batch.cases[0];
        assert_eq!(case.key, "001");
        assert_eq!(fact(case, "养老服务补贴.月额"), Value::range(0, i64::MAX));
        assert_eq!(fact(case, "人员.户籍区县"), Value::range(0, i64::MAX));
        assert_eq!(fact(case, "低保"), Value::MAYBE);
        assert_eq!(fact(&batch.cases[1], "低保"), Value::YES);
    }
}

#[test]
fn the_same_blank_cells_after_every_row_do_no_harm() {
    let other = row(&[("编号", "2"), ("身份证号", "")]);
    let every = sheet(&[&format!("{GOOD},,"), &format!("{other},,")]);
    assert_eq!(every.findings, []);
    assert_eq!(fact(&every.cases[0], "低保"), Value::YES);
    let one = sheet(&[&format!("{GOOD},"), &other]);
    assert_eq!(codes(&one), ["D709"]);
    assert_eq!(fact(&one.cases[0], "低保"), Value::MAYBE);
    assert_eq!(codes(&sheet(&[&format!("{GOOD},")])), ["D709"]);
}

#[test]
fn a_text_that_is_almost_the_policy_s_is_not_decided() {
    for (column, cell) in [
        ("户籍区县", "重庆市武隆区"),
        ("户籍区县", "武 隆\u{3000}区"),
        ("户籍区县", "武隆"),
        ("户籍区县", "武隆县"),
        // it is compared with the same text by way of 视为
        ("原户籍区县", "武隆县"),
    ] {
        let batch = sheet(&[&row(&[(column, cell)])]);
        let finding = only(&batch);
        assert_eq!((finding.code, finding.column.as_deref()), ("D713", Some(column)), "{cell}");
        assert_eq!(finding.help.as_ref().unwrap().zh, "是否为“武隆区”？");
        let value = fact(&batch.cases[0], &format!("人员.{column}"));
        assert_ne!(value.lo, value.hi, "{cell}");
    }
    for cell in ["武隆区", " 武隆区 ", "涪陵区", "隆", "巴南县"] {
        let batch = sheet(&[&row(&[("户籍区县", cell)])]);
        assert_eq!(batch.findings, [], "{cell}");
        let value = fact(&batch.cases[0], "人员.户籍区县");
        assert_eq!(value.lo, value.hi, "{cell}");
    }
    // no rule reads it
    assert_eq!(sheet(&[&row(&[("姓名", "武隆")])]).findings, []);
    let json = batch(r#"[{"编号": "1", "户籍区县": "武隆县"}]"#, Format::Json);
    assert_eq!(told(&json, "D713").len(), 1);
}

#[test]
fn one_identity_number_under_two_keys_is_told() {
    let old = row(&[("编号", "003"), ("身份证号", "110105491231002")]);
    let batch = sheet(&[GOOD, &row(&[("编号", "002")]), &old, GOOD]);
    let twice = told(&batch, "D702");
    let places: Vec<_> = twice.iter().map(|(row, column, _)| (row.unwrap(), column.unwrap())).collect();
    assert_eq!(places, [(3, "身份证号"), (4, "身份证号"), (5, "编号")]);
    assert!(twice[0].2.starts_with("“11010519491231002X”也是第 2 行"), "{}", twice[0].2);
    let shown: Vec<String> = batch.findings.iter().map(|finding| finding.line(Lang::Zh)).collect();
    assert!(shown[0].contains("“110105********002X”也是第 2 行") && !shown.concat().contains("19491231"), "{shown:?}");
}

#[test]
fn a_file_without_people_is_told() {
    for (text, format) in [
        (format!("{SHEET}\n"), Format::Csv),
        (format!("{SHEET}\n,,,\n"), Format::Csv),
        ("[]".to_string(), Format::Json),
        ("{\"个案\": []}".to_string(), Format::Json),
        ("[]".to_string(), Format::Yaml),
    ] {
        let batch = batch(&text, format);
        assert_eq!(told(&batch, "D714").len(), 1, "{text}");
        assert!(batch.cases.is_empty() && !batch.is_clean());
    }
}

#[test]
fn rows_are_numbered_as_excel_does() {
    let quoted = row(&[("姓名", "\"张\n三\"")]);
    for newline in ["\n", "\r\n"] {
        let lines = [SHEET, &quoted, "", &row(&[("编号", "2")]), &row(&[("编号", "3")])];
        let cases = batch(&lines.join(newline), Format::Csv).cases;
        assert_eq!(cases.iter().map(|case| case.row).collect::<Vec<_>>(), [2, 4, 5], "{newline:?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do() {
    let csv = |text: &str| refused(text.as_bytes(), Format::Csv);
    assert!(matches!(csv(" \n"), Unreadable::Empty { .. }));
    let low = format!("{}编号,姓名\n", "名册,,\n".repeat(30));
    assert!(matches!(csv(&low), Unreadable::NoKeyColumn { header_row: Some(31), .. }));
    assert!(matches!(csv("编号;姓名\n1;2\n"), Unreadable::NoKeyColumn { separator: Some(';'), .. }));
    let Unreadable::NoKeyColumn { similar, .. } = csv("编号码,姓名\n1,2\n") else { panic!() };
    assert_eq!(similar.as_deref(), Some("编号码"));
    let neither = refused(b"\xb1\xe0\xba\n1\n", Format::Csv);
    assert!(neither.message().zh.contains("GBK") && neither.help().unwrap().zh.contains("Excel"));
    let neither = refused(b"[{\"\xb1\xe0\xba\": 1}]", Format::Json);
    assert!(neither.message().zh.contains("GBK") && !neither.help().unwrap().zh.contains("Excel"));
    assert!(matches!(csv("编\0号,姓名\n"), Unreadable::NoKeyColumn { .. }));
    assert!(matches!(refused("[{\"编号\": 是}]".as_bytes(), Format::Json), Unreadable::BrokenJson { line: 1, .. }));
    assert!(matches!(refused("- 编号: 1\n 低: [".as_bytes(), Format::Yaml), Unreadable::BrokenYaml { line: 2, .. }));
    assert!(matches!(refused(b"[1, {}]", Format::Json), Unreadable::NoKeyInRecords { .. }));
    assert!(matches!(refused(b"3", Format::Json), Unreadable::NoRecords { .. }));
    let deep = "[".repeat(10_000);
    assert!(matches!(refused(deep.as_bytes(), Format::Json), Unreadable::BrokenJson { .. }));
    assert!(matches!(refused(deep.as_bytes(), Format::Yaml), Unreadable::BrokenYaml { .. }));
}

#[test]
fn limits_are_told_in_our_own_words() {
    let deep = format!("[{}]", "[".repeat(300));
    let bomb = "- &a {编号: 1}\n".to_string()
        + &["ab", "bc", "cd", "de", "ef", "fg", "gh"]
            .map(|pair| {
                let (from, to) = pair.split_at(1);
                format!("- &{to} [{}]\n", vec![format!("*{from}"); 10].join(", "))
            })
            .concat();
    for (text, format, words) in [
        (deep.as_str(), Format::Json, "嵌套太深"),
        (deep.as_str(), Format::Yaml, "嵌套太深"),
        (bomb.as_str(), Format::Yaml, "展开后太大"),
        ("- 编号: 1\n---\n- 编号: 2\n", Format::Yaml, "一份文档"),
        ("- 编号: 1\n  编号: 2\n", Format::Yaml, "“编号”写了两次"),
        ("- 编号: *x\n", Format::Yaml, "没有定义"),
        ("[{\"编号\": 1,}]", Format::Json, "多了逗号"),
        ("[{\"编号\": 1e999}]", Format::Json, "数太大"),
        ("[{\"编号\": ", Format::Json, "中断"),
    ] {
        let problem = refused(text.as_bytes(), format).message();
        assert!(problem.zh.contains(words), "{}", problem.zh);
        assert!(!problem.en.contains("budget") && !problem.en.contains("recursion"), "{}", problem.en);
    }
}

const RECORD: &str = r#"{
    "编号": "001", "身份证号": "11010519491231002X", "户籍区县": "武隆区", "死亡日期": null, "就学迁户": false,
    "原户籍区县": "无", "低保": true, "高龄津贴": 0, "养老服务补贴": "无",
    "残疾人证": { "证号": "11010519491231002X42", "等级": "二级", "状态": "有效", "有效期止": "2030-12-31" },
    "刑罚": { "刑种": "无", "刑满日": null }
}"#;

#[test]
fn the_same_case_reads_the_same_from_every_format() {
    let from_sheet = sheet(&[GOOD]).cases;
    let line = RECORD.replace('\n', " ");
    let yaml = "\
001:
  身份证号: 11010519491231002X
  户籍区县: 武隆区
  死亡日期:
  就学迁户: 否
  原户籍区县: 无
  低保: yes
  高龄津贴: 0
  养老服务补贴: 无
  残疾人证: {证号: 11010519491231002X42, 等级: 二级, 状态: 有效, 有效期止: 2030-12-31}
  刑罚: {刑种: 无, 刑满日: 无}
";
    for (text, format) in [
        (format!("[{RECORD}]"), Format::Json),
        (format!("{{\"个案\": [{RECORD}]}}"), Format::Json),
        (RECORD.to_string(), Format::Json),
        (line, Format::JsonLines),
        (yaml.to_string(), Format::Yaml),
    ] {
        let batch = batch(&text, format);
        assert_eq!(batch.findings, [], "{format:?}");
        assert_eq!(batch.cases.len(), 1);
        assert_eq!(
            (&batch.cases[0].key, &batch.cases[0].facts),
            (&from_sheet[0].key, &from_sheet[0].facts),
            "{format:?}"
        );
    }
}

#[test]
fn rows_with_dates_are_kept_in_order() {
    let batch = batch(
        r#"[{"编号": "1", "低保": [{"起": "2023-03-16"}, {"起": "2023-01-01", "止": "2023-03-15"}], "残疾人证": []}]"#,
        Format::Json,
    );
    let case = &batch.cases[0];
    let rows = &case.facts.dated[0].rows;
    assert_eq!((rows[0].from, rows[0].until, rows[1].from, rows[1].until), (19358, 19431, 19432, i64::MAX));
    assert_eq!(rows[0].values, [Value::YES]);
    assert_eq!(fact(case, "残疾人证"), Value::NO);
}

#[test]
fn overlapping_rows_make_the_register_unknown() {
    let batch = batch(
        r#"[{"编号": "1", "低保": [{"起": "2023-01-01", "止": "2023-03-15"}, {"起": "2023-03-15"}]}]"#,
        Format::Json,
    );
    let finding = batch.findings.iter().find(|finding| finding.code == "D708").unwrap();
    assert!(finding.message.zh.contains("第 1 行") && finding.message.zh.contains("第 2 行"));
    assert_eq!(batch.cases[0].facts.dated, []);
    assert_eq!(fact(&batch.cases[0], "低保"), Value::MAYBE);
}

#[test]
fn a_broken_line_spoils_no_other() {
    let batch = batch("{\"编号\":\"1\",\"低保\":true}\n{\"编号\":\n\n{\"编号\":\"3\"}\n", Format::JsonLines);
    let broken = batch.findings.iter().find(|finding| finding.code == "D709").unwrap();
    assert_eq!(broken.row, Some(2));
    let keys: Vec<_> = batch.cases.iter().map(|case| (case.key.as_str(), case.row)).collect();
    assert_eq!(keys, [("1", 1), ("", 2), ("3", 4)]);
    assert_eq!(fact(&batch.cases[0], "低保"), Value::YES);
}

#[test]
fn yaml_cases_may_share_a_base() {
    let batch = batch("甲: &base\n  户籍区县: 武隆区\n  低保: 是\n乙:\n  <<: *base\n  低保: 否\n", Format::Yaml);
    assert_eq!(batch.cases[1].key, "乙");
    assert_eq!(fact(&batch.cases[1], "低保"), Value::NO);
    assert_eq!(fact(&batch.cases[1], "人员.户籍区县"), fact(&batch.cases[0], "人员.户籍区县"));
}

#[test]
fn numbers_that_would_lose_digits_are_refused() {
    let batch = batch(r#"[{"编号": "1", "残疾人证号": 50015619700101001441}]"#, Format::Json);
    let finding = batch.findings.iter().find(|finding| finding.code == "D701").unwrap();
    assert_eq!(finding.help.as_ref().unwrap().zh, "给它加上引号");
}

#[test]
fn the_format_is_known_by_the_extension() {
    let format = |name: &str| Format::from_path(name.as_ref());
    assert_eq!(format("a.CSV"), Ok(Format::Csv));
    assert_eq!(format("a.ndjson"), Ok(Format::JsonLines));
    assert_eq!(format("a.yml"), Ok(Format::Yaml));
    assert_eq!(format("a.xlsx"), Ok(Format::Workbook));
    assert_eq!(format("a.csv.gz"), Ok(Format::Csv));
    assert_eq!(format("b/a.JSONL.zst"), Ok(Format::JsonLines));
    assert!(matches!(format("a.gz"), Err(Unreadable::UnknownFormat { .. })));
    assert!(matches!(format("a"), Err(Unreadable::UnknownFormat { .. })));
}

#[test]
fn the_empty_sheet_has_the_columns_on_which_benefits_hang() {
    assert_eq!(polcheck::schema::csv(&PLAN), format!("{SHEET}\n"));
}

#[test]
fn the_json_schema_describes_flat_and_nested_forms() {
    let schema = polcheck::schema::json_schema(&PLAN, "试读");
    assert_eq!(schema["required"], serde_json::json!(["编号"]));
    assert_eq!(
        schema["properties"]["残疾等级"]["enum"],
        serde_json::json!(["一级", "二级", "三级", "四级", "无", null])
    );
    let forms = schema["properties"]["残疾人证"]["anyOf"].as_array().unwrap();
    assert_eq!(forms.len(), 3);
    assert_eq!(forms[1]["properties"]["等级"]["enum"], serde_json::json!(["一级", "二级", "三级", "四级", null]));
    assert!(schema["properties"]["火化"].is_object());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for format in [Format::Csv, Format::Json, Format::JsonLines, Format::Yaml] {
            let _ = read(&PLAN, "x", &bytes, format);
        }
    }

    #[test]
    fn rows_are_those_of_the_csv_crate_unless_a_quote_is_told(
        text in "([0-9,\r\n 无]|\"\"|\"[,\n]|[,\n]\"){0,60}"
    ) {
        let text = format!("编号,甲,乙\n{text}");
        let batch = read(&PLAN, "x", text.as_bytes(), Format::Csv).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().skip(1).map(Result::unwrap).collect();
        let people = records.iter().filter(|record| record.iter().any(|cell| !cell.trim().is_empty()));
        let keys: Vec<&str> = people.map(|record| record[0].trim()).collect();
        let read: Vec<&str> = batch.cases.iter().map(|case| case.key.as_str()).collect();
        if !batch.findings.iter().any(|finding| finding.message.zh.contains("双引号没有收尾")) {
            prop_assert_eq!(keys, read);
        }
    }

    #[test]
    fn stray_quotes_make_nobody_disappear(strays in proptest::collection::vec((0..8_usize, 0..40_usize), 1..5)) {
        let mut lines: Vec<String> = (0..8).map(|key| format!("{key}{key}{key},甲,\"乙,丙\",{key}")).collect();
        for (line, place) in &strays {
            let places: Vec<usize> = lines[*line].char_indices().map(|(place, _)| place).collect();
            lines[*line].insert(places[place % places.len()], '"');
        }
        let batch = batch(&format!("编号,a,b,c\n{}\n", lines.join("\n")), Format::Csv);
        prop_assert_eq!(batch.cases.iter().map(|case| case.row).collect::<Vec<_>>(), (2..10).collect::<Vec<_>>());
        for (line, (text, case)) in lines.iter().zip(&batch.cases).enumerate() {
            let key = format!("{line}{line}{line},");
            prop_assert!(!text.starts_with(&key) || case.key == key[..3], "{text}: {}", case.key);
        }
    }

    #[test]
    fn no_cells_make_the_csv_reader_panic(text in "([0-9,\"\r\n 无否是.年月日/Xx+E级一元-]|\\PC){0,300}") {
        let batch = read(&PLAN, "x", format!("{SHEET}\n{text}").as_bytes(), Format::Csv).unwrap();
        for case in &batch.cases {
            prop_assert_eq!(case.facts.values.len(), PLAN.slots.len());
        }
        for finding in &batch.findings {
            finding.line(Lang::En);
        }
    }

    #[test]
    fn no_record_makes_the_json_reader_panic(
        fields in proptest::collection::vec(("残疾人证|低保|刑罚|起|等级|编号|身份证号|养老服务补贴|x", "null|true|[0-9.e-]{1,22}|\"\\PC{0,12}\"|\\[\\]|\\{\\}|\\[\\{\"起\":\"2023-0[1-3]-01\"\\},\\{\\}\\]|\\{\"等级\":1\\}"), 0..8)
    ) {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let text = format!("{{\"编号\":\"1\",{}}}", fields.join(","));
        let _ = read(&PLAN, "x", text.as_bytes(), Format::JsonLines);
        let _ = read(&PLAN, "x", text.as_bytes(), Format::Yaml);
    }
}
