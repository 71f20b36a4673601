//! Lists beside a case file, and the files of a folder.

use super::cases::unreadable;
use super::input::reason_zh;
use super::outcome::Failure;
use crate::cases::open::Encoding;
use crate::cases::{Format, Given, List, Opening, Source, unpacked_name};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// For every command that reads cases.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct ListArgs {
    /// 用这个文件代替一本名册，可写多次，如 低保=2023-06.csv；低保+=补报.csv 则加上这些行
    ///
    /// 文件里一行说一个人在这本名册上的一项，用主键或身份证号对人，可以写“起”“止”“得知日期”。
    #[arg(long = "list", value_name = "名册=文件", value_parser = parse_list)]
    pub(super) lists: Vec<ListFile>,
    /// 名单是工作簿时读哪一张工作表；全部 则把像名单的各张一张接一张地读
    ///
    /// 不写时读表头有主键列的那一张；工作表以名册命名时，一张一本名册地读。
    #[arg(long, value_name = "工作表")]
    sheet: Option<String>,
    /// 文本文件的编码，认错时用
    #[arg(long, value_enum, value_name = "编码", default_value_t = InputEncoding::Auto)]
    input_encoding: InputEncoding,
}

/// The encoding of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum InputEncoding {
    /// 自动识别
    #[default]
    Auto,
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
    #[value(name = "utf-16", alias = "utf16")]
    Utf16,
    #[value(alias = "gbk", alias = "gb2312")]
    Gb18030,
}

impl From<InputEncoding> for Encoding {
    fn from(encoding: InputEncoding) -> Encoding {
        match encoding {
            InputEncoding::Auto => Encoding::Auto,
            InputEncoding::Utf8 => Encoding::Utf8,
            InputEncoding::Utf16 => Encoding::Utf16,
            InputEncoding::Gb18030 => Encoding::Gb18030,
        }
    }
}

/// `名册=文件` or `名册+=文件`
#[derive(Debug, Clone)]
pub(super) struct ListFile {
    register: String,
    path: PathBuf,
    adds: bool,
}

fn parse_list(text: &str) -> Result<ListFile, String> {
    let wrong = || "写作 名册=文件，加行写作 名册+=文件 / write REGISTER=FILE or REGISTER+=FILE".to_string();
    let (register, path) = text.split_once(['=', '＝']).ok_or_else(wrong)?;
    let register = register.trim();
    let (register, adds) = match register.strip_suffix(['+', '＋']) {
        Some(register) => (register.trim(), true),
        None => (register, false),
    };
    if register.is_empty() || path.is_empty() {
        return Err(wrong());
    }
    Ok(ListFile { register: register.to_string(), path: PathBuf::from(path), adds })
}

impl ListArgs {
    /// With one more file, which is all there is of its register.
    pub(super) fn and(&self, register: &str, path: &Path) -> ListArgs {
        let mut lists = self.lists.clone();
        lists.push(ListFile { register: register.to_string(), path: path.to_path_buf(), adds: false });
        ListArgs { lists, ..self.clone() }
    }

    /// How the files are to be opened.
    pub(super) fn opening(&self) -> Opening {
        Opening { encoding: self.input_encoding.into(), sheet: self.sheet.clone() }
    }

    /// Lists stand beside cases.
    pub(super) fn need(&self, cases: Option<&Path>) -> Result<(), Failure> {
        match (cases, self.lists.is_empty()) {
            (None, false) => Err(Failure::new(
                "--list 与名单一起用；写上名单和月份",
                "--list goes with cases; give them, and the month",
            )),
            _ => Ok(()),
        }
    }

    /// Every file that will be read, those of a folder one by one.
    pub(super) fn sources(&self, cases: &Path) -> Vec<PathBuf> {
        let lists = self.lists.iter().map(|list| list.path.clone());
        let folder = if cases.is_dir() { files_of(cases).unwrap_or_default() } else { Vec::new() };
        [cases.to_path_buf()].into_iter().chain(folder).chain(lists).collect()
    }

    /// Reads the files.
    pub(super) fn read(&self) -> Result<Vec<List>, Failure> {
        let read = |list: &ListFile| {
            let format = Format::from_path(&list.path).map_err(unreadable)?;
            let given = if list.adds { Given::Adds } else { Given::Replaces };
            Ok(List { register: list.register.clone(), source: source(&list.path, format)?, given })
        };
        self.lists.iter().map(read).collect()
    }
}

/// The lists of a folder, by file name. A workbook beside a text of the same name is left alone.
pub(super) fn of_folder(folder: &Path) -> Result<Vec<List>, Failure> {
    let files = files_of(folder).map_err(|error| no_list(folder, &error))?;
    let stem = |path: &Path| {
        let stem = unpacked_name(path).file_stem();
        stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let is_text = |path: &PathBuf| Format::from_path(path).is_ok_and(|format| format != Format::Workbook);
    let mut lists = Vec::new();
    for path in &files {
        let Ok(format) = Format::from_path(path) else { continue };
        if format == Format::Workbook && files.iter().any(|other| is_text(other) && stem(other) == stem(path)) {
            continue;
        }
        lists.push(List { register: stem(path), source: source(path, format)?, given: Given::Found });
    }
    Ok(lists)
}

/// By name; hidden files and those that an open workbook leaves are none.
fn files_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && !name.starts_with('.') && !name.starts_with("~$") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn source(path: &Path, format: Format) -> Result<Source, Failure> {
    let bytes = std::fs::read(path).map_err(|error| no_list(path, &error))?;
    Ok(Source { name: path.display().to_string(), bytes, format })
}

fn no_list(path: &Path, error: &std::io::Error) -> Failure {
    let shown = path.display();
    Failure::new(format!("读不了名单 {shown}：{}", reason_zh(error)), format!("cannot read the list {shown}: {error}"))
}
