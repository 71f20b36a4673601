//! Why a case file cannot be read at all, in the reader's words.

use super::heading::SEARCHED;
use super::open::{Unopened, unopened};
use super::similar::closest;
use crate::diagnostic::Message;
use crate::identity::{looks_personal, mask};

/// A mistake of the whole file; nothing of it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// The extension names no known format.
    UnknownFormat {
        file: String,
    },
    /// An Excel or WPS workbook.
    Workbook {
        file: String,
    },
    Empty {
        file: String,
    },
    TooLarge {
        file: String,
        bytes: usize,
        limit: usize,
    },
    /// Reading broke off.
    Broken {
        file: String,
        error: String,
    },
    /// A row of more than `limit` bytes.
    LongRow {
        file: String,
        row: usize,
        limit: usize,
    },
    /// The bytes are no text, or no grid.
    Unopened {
        file: String,
        why: Unopened,
    },
    NoKeyColumn {
        file: String,
        /// canonical header of the key column
        key: String,
        /// the headers that were found
        found: Vec<String>,
        /// a found header that may be meant
        similar: Option<String>,
        /// the row further down that has the key's header
        header_row: Option<usize>,
        /// another character than the comma separates the columns
        separator: Option<char>,
    },
    /// A column to keep that the file does not have; `known`: those that it has.
    NoSuchColumn {
        file: String,
        column: String,
        known: Vec<String>,
    },
    /// A folder without a file of the key register; `found`: the files that it has.
    NoKeyFile {
        folder: String,
        key: String,
        found: Vec<String>,
    },
    /// Two files of a folder are named after one register.
    ListTwice {
        register: String,
        files: [String; 2],
    },
    /// A list of a register that the policy does not have.
    NoSuchRegister {
        register: String,
        known: Vec<String>,
        near: Option<String>,
    },
    /// A list of the key register beside a case file, which is that list itself.
    KeyListBeside {
        file: String,
        register: String,
    },
    /// Rows to add to a register that the case file gives in columns.
    CannotAdd {
        file: String,
        register: String,
    },
    /// No record of the file has the key.
    NoKeyInRecords {
        file: String,
        key: String,
    },
    /// Line and column (both from 1, the column counting characters) and what is wrong there.
    BrokenJson {
        file: String,
        line: usize,
        column: usize,
        detail: Message,
    },
    BrokenYaml {
        file: String,
        line: usize,
        column: usize,
        detail: Message,
    },
    /// A JSON or YAML document that is no list of records.
    NoRecords {
        file: String,
    },
    /// A file of answers that is no mapping, or that has a `line` without a colon.
    NoAnswers {
        file: String,
        line: Option<usize>,
    },
    /// An answer that is a list or an object.
    NestedAnswer {
        file: String,
        header: String,
    },
    /// An answer that is a number with too many digits.
    InexactAnswer {
        file: String,
        header: String,
    },
    /// No register of the policy has a key (the checker reports it as N207).
    PolicyWithoutKey,
}

impl Unreadable {
    /// Reading broke off, or came upon what is wrong with the bytes.
    pub fn broken(file: &str, error: &std::io::Error) -> Unreadable {
        let file = file.to_string();
        match unopened(error) {
            Some(why) => Unreadable::Unopened { file, why },
            None => Unreadable::Broken { file, error: error.to_string() },
        }
    }

    pub fn message(&self) -> Message {
        match self {
            Unreadable::UnknownFormat { file } => {
                Message::new(format!("不认识 {file} 的格式"), format!("the format of {file} is not known"))
            }
            Unreadable::Workbook { file } => Message::new(
                format!("{file} 是 Excel 工作簿，不是文本"),
                format!("{file} is an Excel workbook, not text"),
            ),
            Unreadable::Empty { file } => Message::new(format!("{file} 是空的"), format!("{file} is empty")),
            Unreadable::TooLarge { file, bytes, limit } => {
                let (bytes, limit) = (bytes >> 20, limit >> 20);
                Message::new(
                    format!("{file} 有 {bytes} MiB，这种格式最多读 {limit} MiB"),
                    format!("{file} has {bytes} MiB; at most {limit} MiB of this format can be read"),
                )
            }
            Unreadable::Broken { file, error } => {
                Message::new(format!("{file} 读到中途出错：{error}"), format!("reading {file} broke off: {error}"))
            }
            Unreadable::LongRow { file, row, limit } => Message::new(
                format!("{file} 第 {row} 行过长：一行最多 {} KiB", limit / 1024),
                format!("row {row} of {file} is too long: a row may have at most {} KiB", limit / 1024),
            ),
            Unreadable::Unopened { file, why } => why.message(file),
            Unreadable::NoKeyColumn { file, key, found, .. } => {
                // without a header the first row is somebody's
                let found: Vec<String> = found.iter().map(|header| masked(header)).collect();
                let found = if found.is_empty() { "—".to_string() } else { found.join("、") };
                Message::new(
                    format!("{file} 的前 {SEARCHED} 行里没有“{key}”列，无法区分各人；找到的列：{found}"),
                    format!(
                        "the first {SEARCHED} rows of {file} have no column “{key}”, so people cannot be told apart; found: {found}"
                    ),
                )
            }
            Unreadable::NoSuchColumn { file, column, known } => {
                let known = if known.is_empty() { "—".to_string() } else { known.join("、") };
                Message::new(
                    format!("{file} 没有“{column}”列；有的列：{known}"),
                    format!("{file} has no column “{column}”; it has: {known}"),
                )
            }
            Unreadable::NoKeyFile { folder, key, found } => {
                let found = if found.is_empty() { "—".to_string() } else { found.join("、") };
                Message::new(
                    format!("{folder} 里没有主键名册“{key}”的文件；找到的文件：{found}"),
                    format!("{folder} has no file of the key register “{key}”; it has: {found}"),
                )
            }
            Unreadable::ListTwice { register, files: [one, other] } => Message::new(
                format!("“{register}”有两个文件：{one}、{other}"),
                format!("there are two files of “{register}”: {one} and {other}"),
            ),
            Unreadable::NoSuchRegister { register, known, .. } => Message::new(
                format!("政策中没有名册“{register}”；有：{}", known.join("、")),
                format!("the policy has no register “{register}”; it has: {}", known.join(", ")),
            ),
            Unreadable::KeyListBeside { file, register } => Message::new(
                format!("“{register}”是主键名册，名单本身就是它，不能再用 {file}"),
                format!(
                    "“{register}” is the key register, which the case file is itself; {file} cannot stand beside it"
                ),
            ),
            Unreadable::CannotAdd { file, register } => Message::new(
                format!("{file} 把“{register}”写在列里，不能再加行"),
                format!("{file} gives “{register}” in columns, so no rows can be added"),
            ),
            Unreadable::NoKeyInRecords { file, key } => Message::new(
                format!("{file} 中没有一条记录有“{key}”，无法区分各人"),
                format!("no record of {file} has “{key}”, so people cannot be told apart"),
            ),
            Unreadable::BrokenJson { file, line, column, detail } => Message::new(
                format!("{file} 第 {line} 行第 {column} 字附近不是完整的 JSON（{}）", detail.zh),
                format!("{file} is not valid JSON near line {line}, column {column}: {}", detail.en),
            ),
            Unreadable::BrokenYaml { file, line, column, detail } => Message::new(
                format!("{file} 第 {line} 行第 {column} 字附近不是正确的 YAML（{}）", detail.zh),
                format!("{file} is not valid YAML near line {line}, column {column}: {}", detail.en),
            ),
            Unreadable::NoRecords { file } => {
                Message::new(format!("{file} 的内容不是个案的列表"), format!("{file} holds no list of cases"))
            }
            Unreadable::NoAnswers { file, line: None } => Message::new(
                format!("{file} 的内容不是“列名：值”的映射"),
                format!("{file} is not a mapping from header to value"),
            ),
            Unreadable::NoAnswers { file, line: Some(line) } => Message::new(
                format!("{file} 第 {line} 行不是“列名：值”"),
                format!("line {line} of {file} is not `header: value`"),
            ),
            Unreadable::NestedAnswer { file, header } => Message::new(
                format!("{file} 的“{header}”应是一个值，不是列表或对象"),
                format!("“{header}” of {file} should be one value, not a list or an object"),
            ),
            Unreadable::InexactAnswer { file, header } => Message::new(
                format!("{file} 的“{header}”位数太多，作为数字读入会失真"),
                format!("“{header}” of {file} has too many digits to be read exactly as a number"),
            ),
            Unreadable::PolicyWithoutKey => {
                Message::new("政策中没有带主键的名册", "no register of the policy has a key")
            }
        }
    }

    pub fn help(&self) -> Option<Message> {
        let (zh, en) = match self {
            Unreadable::UnknownFormat { .. } => (
                "可读 .xlsx、.xls、.ods、.csv、.json、.jsonl、.yaml、.parquet，也可以是它们的 .gz、.zst".to_string(),
                "readable: .xlsx, .xls, .ods, .csv, .json, .jsonl, .yaml, .parquet, and these packed as .gz or .zst"
                    .to_string(),
            ),
            Unreadable::Workbook { .. } => (
                "在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”".to_string(),
                "save it from Excel or WPS as “CSV UTF-8 (comma delimited)”".to_string(),
            ),
            Unreadable::Unopened { why, .. } => return why.help(),
            Unreadable::NoKeyColumn { header_row: Some(row), .. } => (
                format!("第 {row} 行像是表头；请删去它上面的标题行"),
                format!("row {row} looks like the header: delete the title rows above it"),
            ),
            Unreadable::NoKeyColumn { separator: Some(separator), .. } => {
                let (zh, en) = match separator {
                    '\t' => ("制表符".to_string(), "tabs".to_string()),
                    other => (format!("“{other}”"), format!("“{other}”")),
                };
                (
                    format!("各列应以英文逗号分隔，这个文件用的是{zh}"),
                    format!("separate columns by commas; this file uses {en}"),
                )
            }
            Unreadable::NoKeyColumn { similar: Some(similar), key, .. } => (
                format!("“{similar}”是否为“{key}”？请改表头"),
                format!("is “{similar}” meant to be “{key}”? Rename the header"),
            ),
            Unreadable::NoKeyColumn { key, .. } | Unreadable::NoKeyInRecords { key, .. } => (
                format!("加上“{key}”；空表可用 polcheck schema 生成"),
                format!("add “{key}”; polcheck schema prints an empty sheet"),
            ),
            Unreadable::NoRecords { .. } => (
                "写成记录的列表，或 { \"个案\": [ … ] }，或以编号为键的映射".to_string(),
                "write a list of records, or { \"cases\": [ … ] }, or a mapping from key to record".to_string(),
            ),
            Unreadable::TooLarge { .. } => {
                ("改用 CSV 或 JSON Lines".to_string(), "use CSV or JSON Lines instead".to_string())
            }
            Unreadable::NoAnswers { .. } => {
                ("每行写一项，如“列名：值”".to_string(), "write one answer a line: `header: value`".to_string())
            }
            Unreadable::NestedAnswer { .. } => {
                ("名册的各列分开写，一列一个值".to_string(), "give each column of a register its own value".to_string())
            }
            Unreadable::InexactAnswer { .. } => ("给它加上引号".to_string(), "put it in quotes".to_string()),
            Unreadable::NoKeyFile { key, .. } => (
                format!("主键名册的文件一人一行，取名 {key}.csv（或 .json、.jsonl、.yaml）"),
                format!(
                    "the file of the key register has one row a person; name it {key}.csv (or .json, .jsonl, .yaml)"
                ),
            ),
            Unreadable::ListTwice { .. } => (
                "只留一个；要合起来用，写 --list 名册+=文件".to_string(),
                "keep one, or say --list REGISTER+=FILE".to_string(),
            ),
            Unreadable::NoSuchRegister { near: Some(near), .. } => {
                (format!("是否为“{near}”？"), format!("is “{near}” meant?"))
            }
            Unreadable::KeyListBeside { .. } => {
                ("把名单换成那个文件".to_string(), "use that file as the case file".to_string())
            }
            Unreadable::CannotAdd { .. } => (
                "写“名册=文件”代替那些列，或把名单写成文件夹，一本名册一个文件".to_string(),
                "say REGISTER=FILE to replace the columns, or use a folder with one file a register".to_string(),
            ),
            Unreadable::NoSuchColumn { column, known, .. } => {
                let near = closest(column, known.iter().map(String::as_str))?;
                (format!("是否为“{near}”？"), format!("is “{near}” meant?"))
            }
            Unreadable::LongRow { .. } => (
                "看是否有双引号没有收尾，或选错了文件".to_string(),
                "is a quotation mark not closed? is it the right file?".to_string(),
            ),
            Unreadable::NoSuchRegister { near: None, .. }
            | Unreadable::Broken { .. }
            | Unreadable::Empty { .. }
            | Unreadable::BrokenJson { .. }
            | Unreadable::BrokenYaml { .. }
            | Unreadable::PolicyWithoutKey => return None,
        };
        Some(Message::new(zh, en))
    }
}

fn masked(header: &str) -> String {
    if looks_personal(header) { mask(header) } else { header.to_string() }
}
