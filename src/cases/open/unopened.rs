//! Why bytes are no text and no grid, in the reader's words.

use crate::diagnostic::Message;

/// What is wrong with the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unopened {
    /// Another kind of file, such as PDF.
    Foreign(Foreign),
    /// A workbook with a password.
    Locked,
    /// It begins like a workbook or a packed file and is none, or ends too early.
    Damaged(Damaged),
    /// A text that is neither UTF-8 nor plausible GB18030 from that line on.
    NotText { line: usize, sheet: bool },
    /// A text that is not in the encoding that its mark or the user says, from that line on.
    NotEncoded { encoding: &'static str, line: usize },
    /// A text that was read in a wrong encoding and saved again; `meant` is what it said, if that can be told.
    Garbled { shown: String, meant: Option<String> },
    /// More than is read.
    Beyond { what: Limited, most: u64 },
    /// A sheet that the workbook does not have.
    NoSuchSheet { sheet: String, known: Vec<String>, near: Option<String> },
    /// Several sheets fit.
    SeveralSheets { sheets: Vec<String> },
    /// None of several sheets has the column `key`.
    NoSheet { key: Option<String>, sheets: Vec<String> },
    /// A column of Parquet that holds lists or records.
    NestedColumn { column: String },
    /// Built without the feature `parquet`.
    WithoutParquet,
}

/// Kinds of files that are no lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    Pdf,
    Picture,
    /// zip, rar, 7z
    Archive,
    /// a page that is called .xls, as many systems export it
    Html,
    /// Excel's XML of 2003
    XmlSheet,
    /// Word, or another file of an office program
    Document,
    /// Excel before 97
    OldExcel,
}

/// What is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damaged {
    Workbook,
    Packed,
    Parquet,
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// bytes of a line, in MiB
    Line(usize),
    /// cells of a row
    Row(usize),
    /// cells of a sheet
    Cells,
    Sheets,
    /// bytes after unpacking, in MiB
    Unpacked,
}

impl Foreign {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Foreign::Pdf => ("PDF", "a PDF"),
            Foreign::Picture => ("图片", "a picture"),
            Foreign::Archive => ("压缩包", "an archive"),
            Foreign::Html => ("网页（HTML）", "a web page (HTML)"),
            Foreign::XmlSheet => ("XML 表格（Excel 2003）", "an XML spreadsheet of Excel 2003"),
            Foreign::Document => ("别的办公文档", "another office document"),
            Foreign::OldExcel => ("很旧的 Excel 文件（97 以前）", "a file of Excel before 97"),
        }
    }
}

impl Unopened {
    pub(crate) fn message(&self, file: &str) -> Message {
        let (zh, en) = match self {
            Unopened::Foreign(foreign) => {
                let (zh, en) = foreign.words();
                (format!("{file} 是{zh}，不是名单"), format!("{file} is {en}, no list"))
            }
            Unopened::Locked => (format!("{file} 有打开密码"), format!("{file} is protected by a password")),
            Unopened::Damaged(Damaged::Workbook) => {
                (format!("{file} 像是工作簿，但已损坏或不完整"), format!("{file} looks like a workbook but is damaged"))
            }
            Unopened::Damaged(Damaged::Packed) => (
                format!("{file} 像是 gzip 或 zstd 压缩文件，但已损坏或不完整"),
                format!("{file} looks packed with gzip or zstd but is damaged"),
            ),
            Unopened::Damaged(Damaged::Parquet) => (
                format!("{file} 像是 Parquet 文件，但已损坏或不完整"),
                format!("{file} looks like Parquet but is damaged"),
            ),
            Unopened::NotText { line, .. } => (
                format!("{file} 第 {line} 行起既不是 UTF-8，也不像 GB18030（GBK）的中文"),
                format!("{file} is neither UTF-8 nor Chinese in GB18030 (GBK) from line {line} on"),
            ),
            Unopened::NotEncoded { encoding, line } => (
                format!("{file} 第 {line} 行起不是 {encoding} 编码"),
                format!("{file} is not {encoding} from line {line} on"),
            ),
            Unopened::Garbled { shown, meant: Some(meant) } => (
                format!("{file} 是乱码：“{shown}”应是“{meant}”，它曾按错误的编码打开又保存"),
                format!("{file} is garbled: “{shown}” was “{meant}” before it was saved in a wrong encoding"),
            ),
            Unopened::Garbled { shown, meant: None } => (
                format!("{file} 是乱码（“{shown}”），原来的字已经丢失"),
                format!("{file} is garbled (“{shown}”); the characters are lost"),
            ),
            Unopened::Beyond { what, most } => match what {
                Limited::Line(line) => (
                    format!("{file} 第 {line} 行太长，一行最多 {most} MiB"),
                    format!("line {line} of {file} is too long; at most {most} MiB a line are read"),
                ),
                Limited::Row(row) => (
                    format!("{file} 第 {row} 行的格太多，一行最多 {most} 格"),
                    format!("row {row} of {file} has too many cells; at most {most} are read"),
                ),
                Limited::Cells => (
                    format!("{file} 的格太多，一张表最多 {most} 格（连同空格）"),
                    format!("{file} has too many cells; at most {most} of a sheet are read, blank ones included"),
                ),
                Limited::Sheets => (
                    format!("{file} 的工作表太多，最多 {most} 张"),
                    format!("{file} has too many sheets; at most {most} are read"),
                ),
                Limited::Unpacked => (
                    format!("{file} 解压后太大（超过 {most} MiB），可能是恶意文件"),
                    format!("{file} unpacks to more than {most} MiB; it may be hostile"),
                ),
            },
            Unopened::NoSuchSheet { sheet, known, .. } => (
                format!("{file} 没有工作表“{sheet}”；有：{}", known.join("、")),
                format!("{file} has no sheet “{sheet}”; it has: {}", known.join(", ")),
            ),
            Unopened::SeveralSheets { sheets } => (
                format!("{file} 有几张工作表都像名单：{}", sheets.join("、")),
                format!("several sheets of {file} look like the list: {}", sheets.join(", ")),
            ),
            Unopened::NoSheet { key: Some(key), sheets } => (
                format!("{file} 的工作表（{}）都没有“{key}”列，无法区分各人", sheets.join("、")),
                format!(
                    "no sheet of {file} ({}) has a column “{key}”, so people cannot be told apart",
                    sheets.join(", ")
                ),
            ),
            Unopened::NoSheet { key: None, sheets } => (
                format!("{file} 有几张工作表：{}，看不出读哪一张", sheets.join("、")),
                format!("{file} has several sheets ({}), and none of them is named", sheets.join(", ")),
            ),
            Unopened::NestedColumn { column } => (
                format!("{file} 的“{column}”列里是列表或记录，不是一个值"),
                format!("the column “{column}” of {file} holds lists or records, not one value"),
            ),
            Unopened::WithoutParquet => (
                format!("{file} 是 Parquet 文件，这个 polcheck 没有带上 Parquet"),
                format!("{file} is Parquet, which this polcheck was built without"),
            ),
        };
        Message::new(zh, en)
    }

    pub(crate) fn help(&self) -> Option<Message> {
        let (zh, en) = match self {
            Unopened::Foreign(Foreign::Archive) => ("解压后用里面的文件", "unpack it and use the file within"),
            Unopened::Foreign(Foreign::Pdf | Foreign::Picture) => {
                ("请提供导出的 Excel 工作簿或 CSV", "use an exported workbook or CSV")
            }
            Unopened::Foreign(_) => {
                ("用 Excel 或 WPS 打开，另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx")
            }
            Unopened::Locked => {
                ("用 Excel 或 WPS 打开，去掉密码再保存", "open it in Excel or WPS and save it without a password")
            }
            Unopened::Damaged(_) => ("重新导出或重新复制一份", "export or copy it again"),
            Unopened::NotText { sheet: true, .. } => (
                "在 Excel 中另存为“CSV UTF-8（逗号分隔）”，或另存为 .xlsx",
                "save it as UTF-8 (Excel: “CSV UTF-8 (comma delimited)”), or as .xlsx",
            ),
            Unopened::NotText { sheet: false, .. } => {
                ("在编辑器中另存为 UTF-8 编码", "save it as UTF-8 in your editor")
            }
            Unopened::NotEncoded { .. } => (
                "看是否写错了 --input-encoding，或重新另存为 UTF-8 编码",
                "is --input-encoding right? Otherwise save it as UTF-8",
            ),
            Unopened::Garbled { .. } => (
                "从原来的系统重新导出，或用没有乱码的原文件另存为 .xlsx",
                "export it again, or save the file from which it was made as .xlsx",
            ),
            Unopened::Beyond { what: Limited::Line(_) | Limited::Row(_), .. } => {
                ("看是否缺少换行，或选错了文件", "are line breaks missing, or is it the wrong file?")
            }
            Unopened::Beyond { .. } => ("改用 CSV，或分成几个文件", "use CSV, or several files"),
            Unopened::NoSuchSheet { near: Some(near), .. } => {
                return Some(Message::new(format!("是否为“{near}”？"), format!("is “{near}” meant?")));
            }
            Unopened::NoSuchSheet { near: None, .. } => return None,
            Unopened::SeveralSheets { .. } => (
                "用 --sheet 名 选一张，或用 --sheet 全部 一张接一张地读",
                "pick one with --sheet NAME, or read one after the other with --sheet all",
            ),
            Unopened::NoSheet { key: Some(_), .. } => {
                ("加上这一列；空表可用 polcheck schema 生成", "add the column; polcheck schema prints an empty sheet")
            }
            Unopened::NoSheet { key: None, .. } => {
                ("只留要读的一张，或另存为 CSV", "keep the one to read, or save it as CSV")
            }
            Unopened::NestedColumn { .. } => ("一列一个值，或改用 JSON Lines", "one value a column, or use JSON Lines"),
            Unopened::WithoutParquet => (
                "换用带有 parquet 特性编译的 polcheck，或另存为 CSV",
                "use a polcheck built with the feature “parquet”, or save it as CSV",
            ),
        };
        Some(Message::new(zh, en))
    }
}
