//! The files that staff have: workbooks, other encodings, packed files and Parquet hold the same people and give the same
//! result; what cannot be read is refused, and no bytes do worse.

use crate::support::{WULONG, plan, tries};
use polcheck::cases::open::{Content, Encoding, Stream, Unopened, open, stream};
use polcheck::cases::{Batch, Format, Opening, Options, Unreadable, open_input, read_table, read_with};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_xlsxwriter::{Format as CellFormat, Formula, Workbook, Worksheet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A workbook in which sheets begin with `【name】` (`【name】隐藏`: hidden), rows are lines and cells stand between
/// commas. `↑` is one with the cell above, `←` with the one before, `=…` a formula without a result.
pub fn workbook(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    for part in text.split('【').skip(1) {
        let (title, rows) = part.split_once('\n').unwrap();
        let (name, hidden) = title.split_once('】').unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap().set_hidden(hidden == "隐藏");
        let rows: Vec<Vec<&str>> = rows.lines().map(|line| line.split(',').collect()).collect();
        put(sheet, &rows);
    }
    book.save_to_buffer().unwrap()
}

fn put(sheet: &mut Worksheet, rows: &[Vec<&str>]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (at, place) = (row as u32, column as u16);
            let down = rows[row + 1..].iter().take_while(|row| row.get(column) == Some(&"↑")).count() as u32;
            let right = cells[column + 1..].iter().take_while(|cell| **cell == "←").count() as u16;
            match *cell {
                "" | "↑" | "←" => {}
                formula if formula.starts_with('=') => {
                    sheet.write_formula(at, place, Formula::new(formula).set_result("")).unwrap();
                }
                text if down > 0 || right > 0 => {
                    sheet.merge_range(at, place, at + down, place + right, text, &CellFormat::new()).unwrap();
                }
                text => {
                    sheet.write_string(at, place, text).unwrap();
                }
            }
        }
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats").join(name)
}

static CSV: LazyLock<String> = LazyLock::new(|| std::fs::read_to_string(fixture("名单.csv")).unwrap());

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn utf16(text: &str, mark: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = if mark { format!("\u{FEFF}{text}") } else { text.to_string() };
    text.encode_utf16().flat_map(unit).collect()
}

fn rows_of(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect()
}

/// Every column is text; a blank is null.
#[cfg(feature = "parquet")]
fn parquet(text: &str) -> Vec<u8> {
    use ::parquet::data_type::{ByteArray, ByteArrayType};
    use ::parquet::file::writer::SerializedFileWriter;
    let rows = rows_of(text);
    let columns: String = rows[0].iter().map(|name| format!("optional binary {name} (utf8);")).collect();
    let schema = ::parquet::schema::parser::parse_message_type(&format!("message list {{ {columns} }}")).unwrap();
    let mut file = SerializedFileWriter::new(Vec::new(), schema.into(), Default::default()).unwrap();
    for part in rows[1..].chunks(15) {
        let mut group = file.next_row_group().unwrap();
        let mut index = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            let cells = || part.iter().map(|row| row[index].as_str());
            let values: Vec<ByteArray> = cells().filter(|cell| !cell.is_empty()).map(ByteArray::from).collect();
            let levels: Vec<i16> = cells().map(|cell| i16::from(!cell.is_empty())).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
            column.close().unwrap();
            index += 1;
        }
        group.close().unwrap();
    }
    file.into_inner().unwrap()
}

fn json_lines(text: &str) -> String {
    let rows = rows_of(text);
    let line = |row: &Vec<String>| {
        let fields = rows[0].iter().zip(row).map(|(name, cell)| (name.clone(), cell.clone().into()));
        serde_json::Value::Object(fields.collect()).to_string() + "\n"
    };
    rows[1..].iter().map(line).collect()
}

/// The same people in every format: the name of each file and its bytes.
fn files() -> Vec<(String, Vec<u8>)> {
    let text = CSV.as_str();
    let rows = rows_of(text);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    let mut files = vec![
        ("名单.csv".to_string(), text.into()),
        ("有标记.csv".to_string(), format!("\u{FEFF}{text}").into_bytes()),
        ("国标.csv".to_string(), gb18030(text)),
        ("双字节.csv".to_string(), utf16(text, true, u16::to_le_bytes)),
        ("双字节大端.csv".to_string(), utf16(text, true, u16::to_be_bytes)),
        ("双字节无标记.csv".to_string(), utf16(text, false, u16::to_le_bytes)),
        ("回车.csv".to_string(), text.replace('\n', "\r\n").into_bytes()),
        ("压缩.csv.gz".to_string(), gzip(text.as_bytes())),
        ("压缩.csv.zst".to_string(), zstd(text.as_bytes())),
        ("国标压缩.csv.gz".to_string(), gzip(&gb18030(text))),
        ("行.jsonl".to_string(), json_lines(text).into_bytes()),
        ("行.jsonl.zst".to_string(), zstd(json_lines(text).as_bytes())),
        ("写成.xlsx".to_string(), book.save_to_buffer().unwrap()),
        #[cfg(feature = "parquet")]
        ("列.parquet".to_string(), parquet(text)),
    ];
    for name in ["名单.xlsx", "名单.xls", "名单.ods"] {
        let bytes = std::fs::read(fixture(name)).unwrap();
        // what a file is, its bytes say
        files.push((format!("其实是{name}.csv"), bytes.clone()));
        files.push((format!("压缩{name}.gz"), gzip(&bytes)));
        files.push((name.to_string(), bytes));
    }
    files.push(("其实是文本.xls".to_string(), gb18030(text)));
    files
}

#[test]
fn one_set_of_people_in_every_format_gives_one_result() {
    let folder = tempfile::tempdir().unwrap();
    let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/wulong-2023.pol");
    let mut expected = None;
    for (name, bytes) in files() {
        std::fs::write(folder.path().join(&name), bytes).unwrap();
        let mut run = assert_cmd::Command::cargo_bin("polcheck").unwrap();
        run.current_dir(folder.path()).args(["run", policy, &name, "--month", "2023-03", "--format", "csv"]);
        let output = run.output().unwrap();
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.code() < Some(2), "{name}: {err}");
        assert_eq!(err.contains("D730"), name.contains("国标") || name.contains("其实是文本"), "{name}: {err}");
        // what is found wrong is the same too, row by row
        let found = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| line.contains("[D") && !line.contains("D730"));
            lines.map(|line| line.replace(&name, "").replace("第", "")).collect()
        };
        let result = (out, output.status.code(), found(&err));
        match &expected {
            None => expected = Some(result),
            Some(first) if name.contains(".jsonl") => assert_eq!(result.0, first.0, "{name}"),
            Some(first) => assert_eq!(&result, first, "{name}"),
        }
    }
    let (out, _, found) = expected.unwrap();
    assert!(out.lines().count() == 41, "{out}\n{found:?}");
}

const POLICY: &str = "政策 示例 { 施行 自 2023-01-01 }
    名册 人员 { 编号 文本 主键  姓名 文本 备查 }
    名册 低保
    名册 补助 { 月额 元/月 }
    补贴 甲补贴 { 同时符合 依据 第一条 { 困难：在册 低保 } 标准 80 元/月 依据 第二条 }";

fn opened(bytes: &[u8], sheet: Option<&str>) -> Result<Batch, Unreadable> {
    let opening = Opening { sheet: sheet.map(str::to_string), ..Opening::default() };
    read_with(&plan(POLICY), "名单.xlsx", bytes, Format::Workbook, &Options { opening, ..Options::default() })
}

/// Keys, and the file and row of each.
fn people(batch: &Batch) -> Vec<(&str, usize)> {
    batch.cases.iter().map(|case| (case.key.as_str(), case.row)).collect()
}

fn codes(batch: &Batch) -> Vec<&str> {
    batch.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_sheet_with_the_people_is_found() {
    let book = workbook("【说明】\n一人一行\n【名单】\n编号,低保\n001,是\n\n002,否\n【旧】隐藏\n编号,低保\n009,是\n");
    let batch = opened(&book, None).unwrap();
    assert_eq!(people(&batch), [("001", 2), ("002", 4)]);
    assert_eq!(batch.file, "名单.xlsx〔名单〕");
    let other = batch.findings.iter().find(|finding| finding.code == "D731").unwrap();
    assert!(other.message.zh.contains("说明、旧（隐藏）"), "{other:?}");
    // a hidden sheet is read when it is named, and a wrong name is refused
    assert_eq!(people(&opened(&book, Some("旧")).unwrap()), [("009", 2)]);
    let Err(Unreadable::Unopened { why: Unopened::NoSuchSheet { near, .. }, .. }) = opened(&book, Some("名")) else {
        panic!()
    };
    assert_eq!(near.as_deref(), Some("名单"));
    // the only sheet needs no name
    let only = opened(&workbook("【Sheet1】\n编号,低保\n001,是\n"), None).unwrap();
    assert_eq!((only.file.as_str(), codes(&only)), ("名单.xlsx", vec![]));
}

#[test]
fn one_sheet_a_township() {
    let book =
        workbook("【凤山街道】\n编号,低保\n001,是\n【芙蓉街道】\n编号,低保\n002,是\n003,五级\n【汇总】\n乡镇,人数\n");
    let refused = opened(&book, None).unwrap_err();
    let help = refused.help().unwrap().zh;
    assert!(refused.message().zh.contains("凤山街道、芙蓉街道") && help.contains("--sheet 全部"), "{refused:?}");
    assert_eq!(people(&opened(&book, Some("芙蓉街道")).unwrap()), [("002", 2), ("003", 3)]);
    let all = opened(&book, Some("全部")).unwrap();
    assert_eq!(people(&all), [("001", 2), ("002", 2), ("003", 3)]);
    let bad = all.findings.iter().find(|finding| finding.code == "D701").unwrap();
    assert!(bad.line(polcheck::diagnostic::Lang::Zh).starts_with("名单.xlsx〔芙蓉街道〕 第 3 行"), "{bad:?}");
}

#[test]
fn a_workbook_with_a_sheet_a_register_is_read_like_a_folder() {
    let book = workbook(
        "【人员】\n编号,姓名\n001,甲\n002,乙\n【低保】\n编号\n002\n【补助】\n编号,月额\n002,300\n【说明】\n略\n",
    );
    let batch = opened(&book, None).unwrap();
    assert_eq!(people(&batch).len(), 2);
    assert_eq!(codes(&batch), ["D731"]);
    let decided = polcheck::batch::decide(&plan(POLICY), &batch.cases, crate::support::days(&plan(POLICY), "2023-03"));
    let results = crate::support::results(&plan(POLICY), &decided);
    assert!(results[0]["benefits"].to_string().contains("不享受"), "{}", results[0]);
    assert!(!results[1]["benefits"].to_string().contains("不享受"), "{}", results[1]);
}

#[test]
fn merged_cells_hold_their_value_in_every_row() {
    let table = |text: &str| {
        let Content::Sheets(sheets) = open(&workbook(text), Format::Workbook, Encoding::Auto).unwrap().content else {
            panic!()
        };
        sheets[0].grid.rows.iter().map(|(row, cells)| format!("{row}:{}", cells.join(","))).collect::<Vec<_>>()
    };
    assert_eq!(
        table("【甲】\n标题,←,←\n编号,低保,月额\n001,是,300\n002,↑,↑\n,,\n003,否,\n"),
        ["1:标题,,", "2:编号,低保,月额", "3:001,是,300", "4:002,是,300", "6:003,否,"]
    );
    let batch = opened(&workbook("【甲】\n编号,低保\n001,是\n002,↑\n"), None).unwrap();
    assert_eq!(codes(&batch), ["D732"]);
    assert_eq!(batch.cases[0].facts, batch.cases[1].facts);
    // merged over the cells of one person
    let batch = opened(&workbook("【甲】\n编号,低保,补助\n001,无,←\n"), None).unwrap();
    assert_eq!(codes(&batch), ["D732"]);
    // a footer is nobody's row
    let batch = opened(&workbook("【甲】\n编号,低保\n001,是\n,制表：某人\n,↑\n"), None).unwrap();
    assert!(!codes(&batch).contains(&"D732"), "{:?}", batch.findings);
}

#[test]
fn cells_say_what_a_csv_file_would_say() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    sheet.write_number(0, 0, 500_232_196_003_150_000.0).unwrap();
    sheet.write_number(0, 1, 80.5).unwrap();
    sheet.write_number_with_format(0, 2, 44_980, &day).unwrap();
    sheet.write_number_with_format(0, 3, 44_980.75, &day).unwrap();
    sheet.write_boolean(0, 4, true).unwrap();
    sheet.write_formula(0, 5, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(0, 6, Formula::new("=40+40").set_result("80")).unwrap();
    sheet.write_string(0, 7, "二\n行").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let table = read_table("a.xlsx", &bytes).unwrap();
    let expected = ["500232196003150000", "80.5", "2023-02-23", "2023-02-23 18:00:00", "是", "#DIV/0!", "80", "二\n行"];
    assert_eq!(table.header, expected);
}

#[test]
fn what_cannot_be_opened_says_what_to_do() {
    let refused = |bytes: &[u8], format: Format| {
        let refused = read_with(&WULONG, "名单", bytes, format, &Options::default()).unwrap_err();
        format!("{}。{}", refused.message().zh, refused.help().map(|help| help.zh).unwrap_or_default())
    };
    let xlsx = std::fs::read(fixture("名单.xlsx")).unwrap();
    let xls = std::fs::read(fixture("名单.xls")).unwrap();
    for (bytes, format, word) in [
        (&b"%PDF-1.7"[..], Format::Workbook, "PDF"),
        (b"<html><table><tr><td>1</td></tr></table>", Format::Workbook, "网页"),
        (b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>", Format::Workbook, "XML"),
        (b"Rar!\x1A\x07\0", Format::Csv, "压缩包"),
        (b"PK\x03\x04", Format::Csv, "已损坏"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Csv, "已损坏"),
        (&xlsx[..xlsx.len() / 2], Format::Workbook, "已损坏"),
        (&xls[..xls.len() / 2], Format::Workbook, "已损坏"),
        (&gzip(CSV.as_bytes())[..200], Format::Csv, "已损坏"),
        (&gzip(&gzip(b"1")), Format::Csv, "压缩包"),
        ("编号,姓\u{FFFD}\n1,2\n".as_bytes(), Format::Csv, "乱码"),
        (&gb18030("编号,姓名\n1,张三\n")[1..], Format::Csv, "CSV UTF-8"),
        (&workbook("【甲】\n姓名\n张三\n【乙】\n姓名\n李四\n"), Format::Workbook, "polcheck schema"),
        (&workbook("【甲】\n"), Format::Workbook, "是空的"),
    ] {
        assert!(refused(bytes, format).contains(word), "{word}: {}", refused(bytes, format));
    }
    let (garbled, _) = encoding_rs::GB18030.decode_without_bom_handling(CSV.as_bytes());
    assert!(refused(garbled.as_bytes(), Format::Csv).contains("曾按错误的编码"));
    #[cfg(not(feature = "parquet"))]
    assert!(refused(b"PAR1", Format::Parquet).contains("没有带上 Parquet"));
}

/// Little that becomes much.
#[test]
fn bombs_are_refused_with_their_limit() {
    let refused = |bytes: &[u8]| match open(bytes, Format::Csv, Encoding::Auto) {
        Err(Unopened::Beyond { what, .. }) => format!("{what:?}"),
        other => panic!("{other:?}"),
    };
    let zeros = vec![b'0'; 80 << 20];
    assert_eq!(refused(&gzip(&zeros)), "Unpacked");
    assert_eq!(refused(&zstd(&zeros)), "Unpacked");
    assert_eq!(refused(&zeros[..20 << 20]), "Line(1)");
    assert_eq!(refused(format!("编号\n{}\n", ",".repeat(20_000)).as_bytes()), "Row(2)");
    // packages: one member of zeros; many repeated rows; a far cell in each of many rows
    let content = |rows: &str| format!("<office:document-content><table:table>{rows}</table:table>");
    let cell = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"9000\"/>";
    let repeated = content(&format!("<table:table-row table:number-rows-repeated=\"9000\">{cell}</table:table-row>"));
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet";
    assert_eq!(refused(&package(&[("mimetype", mimetype), ("content.xml", repeated.as_bytes())])), "Cells");
    assert_eq!(refused(&package(&[("mimetype", mimetype), ("content.xml", &zeros)])), "Unpacked");
    let mut rows = CSV.lines().next().unwrap().to_string();
    rows += "\n";
    let far: Vec<Vec<String>> = (0..3000).map(|_| vec!["x".to_string()]).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in far.iter().enumerate() {
        sheet.write_string(row as u32, 16_383, &cells[0]).unwrap();
    }
    assert_eq!(refused(&book.save_to_buffer().unwrap()), "Cells");
    // an old workbook that declares more rows than there can be is read all the same
    let mut xls = std::fs::read(fixture("名单.xls")).unwrap();
    let at = xls.windows(4).position(|bytes| bytes == [0, 2, 14, 0]).unwrap();
    xls[at + 8..at + 12].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0x7F]);
    assert!(matches!(open(&xls, Format::Workbook, Encoding::Auto).unwrap().content, Content::Sheets(_)));
}

/// A zip package with these members, deflated.
fn package(members: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in members {
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(bytes).unwrap();
        let packed = packed.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let start = file.len() as u32;
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend((packed.len() as u32).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        file.extend(b"PK\x03\x04");
        file.extend(&common);
        file.extend(name.as_bytes());
        file.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = file.len() as u32;
    let count = (members.len() as u16).to_le_bytes();
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count);
    file.extend(count);
    file.extend((directory.len() as u32).to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

/// Gives its bytes in pieces of the sizes said.
struct Pieces<'b>(&'b [u8], Vec<usize>);

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let next = self.1.pop().unwrap_or(usize::MAX).clamp(1, buffer.len()).min(self.0.len());
        let (piece, rest) = self.0.split_at(next);
        buffer[..next].copy_from_slice(piece);
        self.0 = rest;
        Ok(next)
    }
}

/// The text of a stream, read in pieces, or what is wrong with it.
fn streamed(bytes: &[u8], pieces: &[usize], encoding: Encoding) -> Result<Option<String>, Unopened> {
    let wrong = |error: std::io::Error| polcheck::cases::open::unopened(&error).unwrap();
    match stream(Pieces(bytes, pieces.to_vec()), encoding, true).map_err(wrong)? {
        Stream::Whole(_) => Ok(None),
        Stream::Text(mut reader) => {
            let (mut text, mut buffer) = (Vec::new(), vec![0; pieces.first().copied().unwrap_or(7).max(1)]);
            loop {
                match reader.read(&mut buffer).map_err(wrong)? {
                    0 => break Ok(Some(String::from_utf8(text).unwrap())),
                    count => text.extend(&buffer[..count]),
                }
            }
        }
    }
}

#[test]
fn a_stream_is_the_text() {
    let text = CSV.repeat(20);
    for bytes in
        [text.clone().into_bytes(), gb18030(&text), utf16(&text, true, u16::to_be_bytes), gzip(&gb18030(&text))]
    {
        for pieces in [vec![], vec![1; 999], vec![3, 1000, 2, 65_537, 4]] {
            assert!(streamed(&bytes, &pieces, Encoding::Auto) == Ok(Some(text.clone())), "{:?}", pieces.len());
        }
    }
    // the file is passed on as it is when the caller looks at it himself
    let opened = open_input("名单", Box::new(std::io::Cursor::new(text.clone())), &Opening::default()).unwrap();
    let polcheck::cases::OpenInput::Text { mut reader, findings, is_plain } = opened else { panic!() };
    let mut read = String::new();
    reader.read_to_string(&mut read).unwrap();
    assert!(read == text && findings.is_empty() && is_plain);
    let mut late = text.clone().into_bytes();
    late.extend(vec![b'a'; 300_000]);
    late.extend(b"\n\xFF\n");
    let line = text.lines().count() + 2;
    assert_eq!(streamed(&late, &[], Encoding::Auto), Err(Unopened::NotText { line, sheet: true }));
    let endless = streamed(&vec![b'a'; 17 << 20], &[1 << 20], Encoding::Auto);
    assert!(matches!(endless, Err(Unopened::Beyond { .. })));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_comes_in_blocks() {
    let text: String = ["编号,低保\n".to_string()].into_iter().chain((0..20_000).map(|n| format!("{n},\n"))).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a"), parquet(&text)).unwrap();
    let file = std::fs::File::open(folder.path().join("a")).unwrap();
    let blocks: Vec<_> = polcheck::cases::open::blocks(file).unwrap().map(Result::unwrap).collect();
    assert!(blocks.len() > 2);
    let rows: Vec<_> = blocks.iter().flat_map(|block| &block.rows).collect();
    assert_eq!((rows.len(), rows[0].0, &rows[0].1[..]), (20_001, 1, &["编号".to_string(), "低保".to_string()][..]));
    assert_eq!((rows[20_000].0, &rows[20_000].1[..]), (20_001, &["19999".to_string(), String::new()][..]));
}

/// Each kind of file, small enough to be changed in many places.
static SMALL: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(files);

/// Opening says what a file holds, or why it cannot be read: it never panics.
fn digest(bytes: &[u8]) -> bool {
    let opened = open(bytes, Format::Csv, Encoding::Auto);
    let _ = streamed(bytes, &[512], Encoding::Auto);
    if let Err(why) = &opened {
        let refused = Unreadable::Unopened { file: "名单".to_string(), why: why.clone() };
        assert!(!refused.message().zh.is_empty());
    }
    opened.is_ok()
}

proptest! {
    #![proptest_config(tries(200))]

    #[test]
    fn any_bytes_after_any_mark(
        mark in select(vec![
            &b""[..], b"PK\x03\x04", b"PK\x05\x06", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\x1F\x8B\x08", b"\x28\xB5\x2F\xFD",
            b"PAR1", b"\xFF\xFE", b"\xFE\xFF", b"\xEF\xBB\xBF", b"\x84\x31\x95\x33", b"<html",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..2000),
    ) {
        digest(&[mark, &bytes].concat());
        digest(&[mark, &bytes, b"PAR1"].concat());
    }

    #[test]
    fn files_with_some_bytes_changed(
        (name, bytes) in select(SMALL.clone()),
        flips in prop::collection::vec((any::<Index>(), any::<u8>()), 0..8),
        cut in prop::option::weighted(0.2, any::<Index>()),
        doubled in prop::option::weighted(0.2, (any::<Index>(), 1_usize..200)),
    ) {
        let mut bytes = bytes;
        for (at, byte) in &flips {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some((at, length)) = doubled {
            let at = at.index(bytes.len());
            let piece = bytes[at..(at + length).min(bytes.len())].to_vec();
            bytes.splice(at..at, piece);
        }
        if let Some(cut) = &cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let is_whole = flips.is_empty() && cut.is_none() && doubled.is_none();
        prop_assert!(digest(&bytes) || !is_whole, "{name}");
    }

    /// The parts of a package, changed before they are packed: what a library parses is then really reached.
    #[test]
    fn packages_with_changed_members(
        which in select(vec!["名单.xlsx", "名单.ods"]),
        flips in prop::collection::vec((any::<Index>(), any::<Index>(), select(b"<>\"/=&;0123456789Aa :".to_vec())), 1..6),
    ) {
        let mut members = unpacked(which);
        for (member, at, byte) in flips {
            let count = members.len();
            let bytes = &mut members[member.index(count)].1;
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        digest(&package(&members));
    }
}

/// The members of a workbook.
fn unpacked(name: &str) -> Vec<(String, Vec<u8>)> {
    let bytes = std::fs::read(fixture(name)).unwrap();
    let (mut at, mut members) = (0, Vec::new());
    let short = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let directory = bytes.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    at += directory;
    while bytes[at..].starts_with(b"PK\x01\x02") {
        let start = short(at + 42) | short(at + 44) << 16;
        let (packed, name_length) = (short(at + 20) | short(at + 22) << 16, short(at + 28));
        let name = String::from_utf8(bytes[at + 46..at + 46 + name_length].to_vec()).unwrap();
        let data = start + 30 + short(start + 26) + short(start + 28);
        let data = &bytes[data..data + packed];
        let mut text = Vec::new();
        match short(at + 10) {
            0 => text.extend(data),
            _ => drop(flate2::read::DeflateDecoder::new(data).read_to_end(&mut text).unwrap()),
        }
        if !text.is_empty() {
            members.push((name, text));
        }
        at += 46 + name_length + short(at + 30) + short(at + 32);
    }
    members
}
