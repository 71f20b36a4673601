//! What is written: workbooks, Parquet, encodings; no cell that calculates, no number shown that need not be.

use crate::support::tries;
use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use encoding_rs::GB18030;
use polcheck::cases::{Reject, read_table};
use polcheck::diagnostic::Message;
use polcheck::output::{Encoding, reject_lines, rejects_header, sheet_csv};
use proptest::prelude::*;
use std::io::Cursor;
use std::path::Path;
use tempfile::TempDir;

/// The key is an identity number.
const POLICY: &str = r#"政策 示例 { 文号 "示例〔2023〕1号"  施行 自 2023-01-01 }

名册 人员 {
    身份证号  身份证号  主键
    姓名      文本      备查
    等级      一级 | 二级 | 三级
}

口径 起点 "从哪一级算起" {
    一级起
    二级起
}

补贴 燃料补贴 {
    同时符合 依据 第一条 { 够级：等级 为 一级 或 （起点 为 二级起 且 等级 为 二级） }
    标准 80.50 元/月 依据 第二条
}
"#;

/// Invented people with invented numbers.
const NUMBERS: [&str; 3] = ["11010519491231002X", "440524188001010014", "500156197001010014"];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(&folder, "p.pol", POLICY);
    let [one, two, three] = NUMBERS;
    let cases = format!("身份证号,姓名,等级\n{one},\"=HYPERLINK(\"\"x\"\")\",一级\n{two},-90,二级\n{three},@甲,\n");
    put(&folder, "名单.csv", &cases);
    folder
}

fn put(folder: &TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

fn bytes(folder: &TempDir, name: &str) -> Vec<u8> {
    std::fs::read(folder.path().join(name)).unwrap()
}

/// Exit code, stdout and stderr.
fn call(folder: &TempDir, arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    let output = command.current_dir(folder.path()).env("LC_ALL", "C.UTF-8").args(arguments).output().unwrap();
    (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

fn workbook(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

/// The cells of a sheet, row by row.
fn rows(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    workbook.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn text(text: &str) -> Data {
    Data::String(text.to_string())
}

const RUN: [&str; 5] = ["run", "p.pol", "名单.csv", "--month", "2023-03"];

#[test]
fn a_workbook_has_a_summary_results_and_findings() {
    let folder = folder();
    let list = String::from_utf8(bytes(&folder, "名单.csv")).unwrap().replace("二级", "九级");
    put(&folder, "名单.csv", &list);
    let (code, _, said) = call(&folder, &[&RUN[..], &["-o", "结果.xlsx"]].concat());
    assert_eq!(code, 1, "{said}");
    let mut book = workbook(bytes(&folder, "结果.xlsx"));
    assert_eq!(book.sheet_names(), ["汇总", "结果", "数据问题"]);
    let results = rows(&mut book, "结果");
    let header = ["身份证号", "燃料补贴", "燃料补贴状态", "燃料补贴理由", "合计"].map(text);
    assert_eq!(results[0], header);
    // texts stay texts, amounts are numbers, what is open is blank
    assert_eq!(results[1][..3], [text(NUMBERS[0]), Data::Float(80.5), text("享受")]);
    assert_eq!(results[2][..3], [text(NUMBERS[1]), Data::Empty, text("待核实")]);
    assert_eq!((results[2][4].clone(), results.len()), (Data::Empty, 4));
    let summary = rows(&mut book, "汇总");
    let line = |name: &str| summary.iter().find(|row| row[0] == text(name)).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(line("文号")[1], text("示例〔2023〕1号"));
    assert_eq!(line("月份")[1], text("2023-03"));
    assert_eq!(line("口径 起点")[1], text("一级起"));
    assert_eq!(line("燃料补贴")[1..5], [1.0, 0.0, 2.0, 80.5].map(Data::Float));
    assert_eq!(line("数据问题：错误")[1], Data::Float(1.0));
    let findings = rows(&mut book, "数据问题");
    assert_eq!(findings[1][0], text("D701"));
    assert!(findings[1].contains(&text("九级")), "{findings:?}");
}

#[test]
fn the_same_input_gives_the_same_workbook() {
    let folder = folder();
    for name in ["a.xlsx", "b.xlsx"] {
        call(&folder, &[&RUN[..], &["-o", name]].concat());
    }
    assert_eq!(bytes(&folder, "a.xlsx"), bytes(&folder, "b.xlsx"));
    let piped = call(&folder, &[&RUN[..], &["--format", "xlsx", "--jobs", "3"]].concat()).1;
    assert_eq!(piped, bytes(&folder, "a.xlsx"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_has_texts_decimals_and_nulls() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = folder();
    let (_, _, said) = call(&folder, &[&RUN[..], &["-o", "结果.parquet"]].concat());
    let reader =
        SerializedFileReader::new(std::fs::File::open(folder.path().join("结果.parquet")).expect(&said)).unwrap();
    let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
    assert_eq!(rows.len(), 3);
    assert!(
        rows[0].contains(&format!("身份证号: \"{}\"", NUMBERS[0])) && rows[0].contains("合计: 80.50"),
        "{}",
        rows[0]
    );
    assert!(rows[1].contains("燃料补贴: 0.00") && rows[2].contains("燃料补贴: null"), "{rows:?}");
    let known = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(known.iter().any(|pair| pair.key == "month" && pair.value.as_deref() == Some("2023-03")));
}

/// Every command that lists something writes the formats that lists have.
#[test]
fn lists_are_written_as_workbooks_too() {
    let folder = folder();
    put(&folder, "q.pol", &POLICY.replace("80.50", "90"));
    put(
        &folder,
        "计发.pol",
        &POLICY.replace("依据 第二条\n}", "依据 第二条\n}\n\n计发 燃料补贴 {\n    按月 依据 第三条\n}"),
    );
    let commands: [&[&str]; 3] = [
        &["diff", "p.pol", "q.pol", "--cases", "名单.csv", "--month", "2023-03"],
        &["readings", "p.pol", "名单.csv", "--month", "2023-03"],
        &["schedule", "p.pol", "名单.csv", "--from", "2023-03", "--to", "2023-04"],
    ];
    for command in commands {
        let file = format!("{}.xlsx", command[0]);
        let (code, out, said) = call(&folder, &[command, &["-o", &file]].concat());
        assert!(code < 2 && out.is_empty(), "{command:?}: {said}");
        let mut book = workbook(bytes(&folder, &file));
        assert_eq!(book.sheet_names(), ["汇总", "名单", "数据问题"], "{command:?}");
        let csv = call(&folder, &[command, &["--format", "csv"]].concat()).1;
        let table = read_table("x", &csv).unwrap();
        let list = rows(&mut book, "名单");
        let shown = |row: &[Data]| -> Vec<String> { row.iter().map(ToString::to_string).collect() };
        assert_eq!(shown(&list[0]), table.header, "{command:?}");
        let cells: Vec<Vec<String>> = list[1..].iter().map(|row| shown(row)).collect();
        assert_eq!(cells, table.rows.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>(), "{command:?}");
    }
    let (code, _, said) = call(&folder, &["cases", "p.pol", "--month", "2023-03", "-o", "编.xlsx"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(rows(&mut workbook(bytes(&folder, "编.xlsx")), "名单")[0][0], text("身份证号"));
}

#[test]
fn csv_is_written_in_the_encoding_asked_for() {
    let folder = folder();
    let utf8 = call(&folder, &RUN).1;
    let with = |encoding: &str| call(&folder, &[&RUN[..], &["--encoding", encoding]].concat());
    assert_eq!(with("utf8").1, utf8);
    assert_eq!(with("utf8-bom").1, [b"\xEF\xBB\xBF", utf8.as_slice()].concat());
    let gb = with("gb18030").1;
    assert_ne!(gb, utf8);
    assert_eq!(GB18030.decode(&gb).0.as_bytes(), utf8);
    // what is written can be read
    std::fs::write(folder.path().join("期望.csv"), &with("utf8-bom").1).unwrap();
    assert_eq!(read_table("期望.csv", &bytes(&folder, "期望.csv")).unwrap(), read_table("x", &utf8).unwrap());
}

#[test]
fn a_character_that_gb18030_lacks_is_named() {
    assert_eq!(Encoding::Gb18030.encode("甲\u{E5E5}"), Err('\u{E5E5}'));
    assert_eq!(Encoding::Gb18030.whole("甲\u{E5E5}".into()), Err('\u{E5E5}'));
    let folder = folder();
    put(&folder, "名单.csv", "身份证号,姓名,等级\n\u{E5E5},甲,一级\n");
    let (code, _, said) = call(&folder, &[&RUN[..], &["--encoding", "gb18030"]].concat());
    assert!(code == 2 && said.contains("U+E5E5") && said.contains("utf8-bom"), "{said}");
}

/// Begins as a formula does, and is no figure.
fn is_formula(cell: &str) -> bool {
    let is_figure = cell.strip_prefix('-').is_some_and(|rest| rest.parse::<f64>().is_ok() && !rest.starts_with('-'));
    let start = cell.trim_start();
    (start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || cell.starts_with(['\t', '\r', '\n']))
        && !is_figure
}

/// Cells as a CSV reader that knows nothing of apostrophes sees them.
fn raw(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    reader.records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect()
}

proptest! {
    #![proptest_config(tries(2000))]

    #[test]
    fn what_is_written_is_read_again(cells in prop::collection::vec("[=+@' ＝－a0-9.\u{3000}-]{0,7}", 1..4)) {
        let headers: Vec<String> = (0..=cells.len()).map(|index| format!("列{index}")).collect();
        let row: Vec<String> = std::iter::once("甲".to_string()).chain(cells).collect();
        let csv = sheet_csv(&headers, std::slice::from_ref(&row));
        let trimmed: Vec<String> = row.iter().map(|cell| cell.trim().to_string()).collect();
        prop_assert_eq!(&read_table("x", &csv).unwrap().rows[0].1, &trimmed);
    }

    #[test]
    fn no_cell_calculates(cells in prop::collection::vec("([=+@＝＠'\t\r\n -]{0,3})(\\PC{0,5})", 1..4)) {
        let headers = cells.clone();
        let csv = sheet_csv(&headers, &[cells]);
        for cell in raw(&csv).into_iter().flatten() {
            prop_assert!(!is_formula(&cell), "{:?}", cell);
        }
        let rejects = [Reject { row: 3, reason: Message::new("=甲", "=a"), cells: headers }];
        for cell in raw(&reject_lines(&rejects, Default::default())).into_iter().flatten() {
            prop_assert!(!is_formula(&cell), "{:?}", cell);
        }
    }

    #[test]
    fn gb18030_loses_nothing(text in "\\PC{0,20}") {
        let encoded = Encoding::Gb18030.encode(&text);
        prop_assume!(encoded.is_ok());
        let encoded = encoded.unwrap();
        let (decoded, _, _) = GB18030.decode(&encoded);
        prop_assert_eq!(decoded, text.as_str());
    }
}

#[test]
fn figures_stay_figures() {
    let csv = sheet_csv(&["甲".into()], &[vec!["-90".into()], vec!["-0.5".into()], vec!["-9-0".into()]]);
    assert_eq!(String::from_utf8(csv).unwrap(), "甲\n-90\n-0.5\n'-9-0\n");
}

/// A name that is a formula is text wherever it is written.
#[test]
fn a_formula_in_a_list_becomes_text() {
    let folder = folder();
    put(
        &folder,
        "p.pol",
        &POLICY.replace("身份证号  身份证号  主键\n    姓名      文本      备查", "姓名  文本  主键"),
    );
    put(&folder, "名单.csv", "姓名,等级\n=1+1,一级\n-90,二级\n＝cmd,九级\n");
    let (_, csv, _) = call(&folder, &[&RUN[..], &["--findings", "问题.csv"]].concat());
    let keys: Vec<String> = raw(&csv).into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(keys[1..], ["'=1+1", "-90", "'=cmd"]);
    for cell in raw(&csv).into_iter().chain(raw(&bytes(&folder, "问题.csv"))).flatten() {
        assert!(!is_formula(&cell), "{cell}");
    }
    // written and read again it is the same person
    put(&folder, "名单2.csv", &format!("姓名,等级\n{},一级\n", keys[1]));
    let again = call(&folder, &["run", "p.pol", "名单2.csv", "--month", "2023-03"]).1;
    assert_eq!(raw(&again)[1][0], "'=1+1");
    call(&folder, &[&RUN[..], &["-o", "结果.xlsx"]].concat());
    let mut book = workbook(bytes(&folder, "结果.xlsx"));
    assert_eq!(rows(&mut book, "结果")[1][0], text("=1+1"));
    assert!(book.worksheet_formula("结果").unwrap().is_empty());
}

/// Whether a text shows one of the numbers whole.
fn shows_number(text: &str) -> bool {
    NUMBERS.iter().any(|number| text.contains(number))
}

#[test]
fn numbers_are_masked_for_readers_and_whole_in_data() {
    let folder = folder();
    put(&folder, "q.pol", &POLICY.replace("80.50", "90"));
    // the first twice, and two that are wrong
    let [one, two, three] = NUMBERS;
    let wrong = format!("{}1", &three[..17]);
    let cases = format!(
        "身份证号,姓名,等级\n{one},甲,一级\n{one},乙,一级\n{two},{three},九级\n{wrong},丁,{three}\n{three},戊,二级\n"
    );
    put(&folder, "名单.csv", &cases);
    put(&folder, "金.csv", &format!("身份证号,姓名,等级\n{one},甲,一级\n"));
    put(&folder, "期望.csv", &format!("身份证号,燃料补贴\n{one},70\n"));
    let batch = "批次:\n  - 名: 示例\n    名册: 金.csv\n    月份: 2023-03\n    期望: 期望.csv\n";
    put(&folder, "p.用例.yaml", batch);
    let month = ["--month", "2023-03"];
    let readers: [&[&str]; 10] = [
        &["run", "p.pol", "名单.csv", "--format", "pretty"],
        &["run", "p.pol", "名单.csv", "--format", "markdown"],
        &["explain", "p.pol", "名单.csv", "--case", one],
        &["explain", "p.pol", "名单.csv", "--case", "11010519491231002"],
        &["diff", "p.pol", "q.pol", "--cases", "名单.csv"],
        &["diff", "p.pol", "q.pol", "--cases", "名单.csv", "--format", "markdown"],
        &["readings", "p.pol", "名单.csv"],
        &["readings", "p.pol", "名单.csv", "--format", "markdown"],
        &["schedule", "p.pol", "名单.csv", "--format", "pretty"],
        &["test", "p.pol"],
    ];
    for command in readers {
        let month = if command[0] == "test" { &[][..] } else { &month };
        let command = [command, month].concat();
        let all = |command: &[&str]| {
            let (code, out, said) = call(&folder, command);
            (code, String::from_utf8(out).unwrap() + &said)
        };
        let (code, masked) = all(&command);
        assert!(
            !shows_number(&masked) && !masked.contains(&wrong) && masked.contains("****"),
            "{command:?} {code}: {masked}"
        );
        let (_, whole) = all(&[&command[..], &["--show-ids"]].concat());
        assert!(shows_number(&whole) && !whole.contains("****"), "{command:?}: {whole}");
    }
    // without a header the first row is somebody's
    put(&folder, "无表头.csv", &format!("{one},甲,一级\n{two},乙,二级\n"));
    let (code, _, said) = call(&folder, &["run", "p.pol", "无表头.csv", "--month", "2023-03"]);
    assert!(code == 2 && !shows_number(&said), "{said}");
    for format in ["csv", "jsonl", "json"] {
        let (_, data, said) =
            call(&folder, &[&RUN[..], &["--format", format, "--findings", "问题.csv", "--force"]].concat());
        assert!(shows_number(&String::from_utf8(data).unwrap()) && !shows_number(&said), "{format}: {said}");
        let findings = String::from_utf8(bytes(&folder, "问题.csv")).unwrap();
        assert!(findings.contains(&wrong) && !findings.contains("****"), "{findings}");
    }
}

#[test]
fn a_file_that_is_there_is_only_replaced_by_force() {
    let folder = folder();
    put(&folder, "q.pol", &POLICY.replace("80.50", "90"));
    let commands: [(&[&str], &str); 7] = [
        (&["run", "p.pol", "名单.csv", "--month", "2023-03", "-o"], "a.csv"),
        (&["run", "p.pol", "名单.csv", "--month", "2023-03", "--findings"], "b.csv"),
        (&["readings", "p.pol", "-o"], "c.json"),
        (&["diff", "p.pol", "q.pol", "-o"], "d.md"),
        (&["diff", "p.pol", "q.pol", "--emit-cases"], "e.csv"),
        (&["schedule", "p.pol", "名单.csv", "--month", "2023-03", "-o"], "f.xlsx"),
        (&["cases", "p.pol", "-o"], "g.jsonl"),
    ];
    for (command, file) in commands {
        put(&folder, file, "原来的");
        let (code, out, said) = call(&folder, &[command, &[file]].concat());
        assert_eq!((code, out.len()), (2, 0), "{command:?}: {said}");
        assert!(said.contains(file) && said.contains("--force"), "{command:?}: {said}");
        assert_eq!(bytes(&folder, file), "原来的".as_bytes(), "{command:?}");
        let (code, _, said) = call(&folder, &[command, &[file, "--force"]].concat());
        assert!(code < 2, "{command:?}: {said}");
        assert_ne!(bytes(&folder, file), "原来的".as_bytes(), "{command:?}");
    }
}

#[test]
fn rejects_are_the_rows_as_they_stand() {
    let rejects = [
        Reject {
            row: 3,
            reason: Message::new("这一行多 1 格", "too long"),
            cells: vec!["001".into(), "1".into(), "000".into()],
        },
        Reject { row: 9, reason: Message::new("主键空白", "no key"), cells: vec![String::new()] },
    ];
    let headers = ["编号".to_string(), "金额".to_string()];
    let lang = polcheck::diagnostic::Lang::Zh;
    let csv = [rejects_header(&headers, lang), reject_lines(&rejects, lang)].concat();
    let shown = String::from_utf8(csv).unwrap();
    assert_eq!(shown, "原行号,原因,编号,金额\n3,这一行多 1 格,001,1,000\n9,主键空白,\n");
}

/// Hidden files of a folder that are being written.
fn begun(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(".polcheck-")).collect()
}

/// A run that is killed leaves what was there; what it left of its own is cleared away by the next.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_the_old_output() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let folder = folder();
    put(&folder, "结果.csv", "原来的结果\n");
    let mut child = Command::new(env!("CARGO_BIN_EXE_polcheck"))
        .current_dir(folder.path())
        .args(["run", "p.pol", "-", "--month", "2023-03", "-o", "结果.csv", "--force"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // the list does not end, so that the run cannot
    let mut list = child.stdin.take().unwrap();
    let rows = format!("{},甲,一级\n", NUMBERS[0]).repeat(200_000);
    list.write_all("身份证号,姓名,等级\n".as_bytes()).unwrap();
    list.write_all(rows.as_bytes()).unwrap();
    list.flush().unwrap();
    let length =
        |folder: &Path| begun(folder).first().and_then(|path| path.metadata().ok()).map_or(0, |known| known.len());
    let mut waited = 0;
    while length(folder.path()) == 0 && waited < 6000 {
        std::thread::sleep(Duration::from_millis(10));
        waited += 1;
    }
    assert!(length(folder.path()) > 0, "the run writes as it reads");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(bytes(&folder, "结果.csv"), "原来的结果\n".as_bytes());
    assert_eq!(begun(folder.path()).len(), 1, "killed in the middle");
    let (code, _, said) = call(&folder, &[&RUN[..], &["-o", "新.csv"]].concat());
    assert_eq!((code, begun(folder.path()).len()), (0, 0), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = folder();
    for arguments in [["-o", "/dev/full", "--format", "csv"], ["--findings", "/dev/full", "--format", "csv"]] {
        let (code, _, said) = call(&folder, &[&RUN[..], &arguments].concat());
        assert!(code == 2 && said.contains("/dev/full") && said.contains("磁盘满了"), "{said}");
    }
    let mut command = Command::new("sh");
    let line = format!("{} explain-code N201 > /dev/full", env!("CARGO_BIN_EXE_polcheck"));
    let output = command.args(["-c", &line]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("磁盘满了"), "{said}");
}
