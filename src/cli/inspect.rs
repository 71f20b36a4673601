//! `polcheck inspect`

use super::cases::{InputFormat, unreadable};
use super::input::{self, reason_zh};
use super::lists::InputEncoding;
use super::outcome::{Failure, Outcome, Result};
use super::output::{self, visible};
use super::policy;
use super::settings::{Settings, print};
use crate::cases::{Format, Inspection, Opening, Source, inspect, register_of, unpacked_name};
use crate::output::inspect::{inspection_closing, inspection_json, inspection_markdown, inspection_text};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// 认定之前先看一份名单：读得出什么，哪些列用得上，哪里不对
///
/// 说明文件的格式和编码、工作簿有哪些工作表、表头在哪一行、有多少人、每一列有值多少、空白多少、读不懂多少、例子（证件号码遮住中间），
/// 以及写法上的问题：被 Excel 损坏的号码、日期序号、几种写法混用、文字中间的空白。
/// 给出政策（--policy）时，还说明每一列对应政策的哪一栏，缺哪些列，会有哪些提示；所用的就是 run 的读法。
/// 不给政策时，只看每一列的样子，可以照着写政策的名册。
///
/// 文件夹里一本名册一个文件的，文件名是名册的名称就按那本名册看；也可以用 --register 说明。
/// 没有要改的，退出码为 0；有问题为 1；读不了为 2。
///
/// 例：polcheck inspect 名单.csv
///     polcheck inspect 名单.csv --policy policies/wulong-2023.pol
///     polcheck inspect 名单/低保.csv --policy policies/wulong-2023.pol --format json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 名单文件；- 为标准输入
    #[arg(value_name = "名单")]
    file: PathBuf,
    /// 按这份政策的名册看
    #[arg(long, value_name = "政策")]
    policy: Option<PathBuf>,
    /// 这个文件是哪一本名册的；不写时看文件名
    #[arg(long, value_name = "名册", requires = "policy")]
    register: Option<String>,
    /// 名单是工作簿时看哪一张工作表；不写时看 run 会读的那一张
    #[arg(long, value_name = "工作表")]
    sheet: Option<String>,
    /// 文本文件的编码，认错时用
    #[arg(long, value_enum, value_name = "编码", default_value_t = InputEncoding::Auto)]
    input_encoding: InputEncoding,
    /// 结果的格式
    #[arg(long, value_enum, default_value_t = InspectFormat::Pretty, value_name = "格式")]
    format: InspectFormat,
    /// 结果写到这个文件
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 名单的格式，扩展名看不出时用
    #[arg(long, value_enum, value_name = "格式")]
    input_format: Option<InputFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InspectFormat {
    Pretty,
    Markdown,
    Json,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let sources: Vec<&Path> = [Some(args.file.as_path()), args.policy.as_deref()].into_iter().flatten().collect();
    output::allow(&sources, &args.output.iter().map(PathBuf::as_path).collect::<Vec<_>>(), settings)?;
    let plan = args.policy.as_deref().map(|path| policy::load(path, &[], settings)).transpose()?;
    let source = source(&args.file, args.input_format)?;
    let stem = unpacked_name(&args.file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let named = [args.sheet.clone(), stem].into_iter().flatten().find_map(|name| register_of(plan.as_ref()?, &name));
    let register = args.register.clone().or(named);
    let opening = Opening { encoding: args.input_encoding.into(), sheet: args.sheet.clone() };
    let found = inspect(plan.as_ref(), &source, register.as_deref(), &opening).map_err(unreadable)?;
    let (next, lang) = (next(args, &found), settings.result_lang());
    let text = match args.format {
        InspectFormat::Pretty => {
            let width = if args.output.is_none() { settings.width() } else { None };
            visible(&inspection_text(&found, &next, lang, width)).into_owned()
        }
        InspectFormat::Markdown => inspection_markdown(&found, &next, lang),
        InspectFormat::Json => inspection_json(&found, &next, lang),
    };
    match &args.output {
        Some(path) => output::write(Some(path), text.as_bytes())?,
        None => print(&text)?,
    }
    settings.say(&inspection_closing(&found));
    Ok(if found.is_clean() { Outcome::Clean } else { Outcome::Findings })
}

fn source(path: &Path, format: Option<InputFormat>) -> std::result::Result<Source, Failure> {
    let shown = path.display().to_string();
    let format = match format {
        Some(format) => format.into(),
        None if input::is_stdin(path) => Format::Csv,
        None if path.is_dir() => {
            return Err(Failure::new(
                format!("{shown} 是一个文件夹；一次看一个文件"),
                format!("{shown} is a folder; inspect one file at a time"),
            ));
        }
        None => Format::from_path(path).map_err(unreadable)?,
    };
    let bytes = input::bytes(path).map_err(|error| {
        Failure::new(format!("读不了名单 {shown}：{}", reason_zh(&error)), format!("cannot read {shown}: {error}"))
    })?;
    Ok(Source { name: shown, bytes, format })
}

/// The commands to go on with.
fn next(args: &Args, found: &Inspection) -> Vec<String> {
    let file = args.file.display();
    let Some(policy) = args.policy.as_deref().map(Path::display) else {
        return vec![format!("polcheck inspect {file} --policy 政策.pol")];
    };
    if found.refused.is_some() {
        return vec![format!("polcheck schema {policy}")];
    }
    match &found.register {
        Some(_) => {
            let folder = args.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            vec![format!("polcheck assemble {policy} {}", folder.display())]
        }
        None => vec![format!("polcheck run {policy} {file} --month 2023-03")],
    }
}
