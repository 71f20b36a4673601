//! `polcheck fmt`

use super::outcome::{Failure, Outcome, Result};
use super::policy;
use super::settings::{Settings, print};
use crate::diagnostic::{Lang, render_pretty};
use crate::format::format;
use crate::syntax::parse;
use clap::ValueEnum;
use similar::TextDiff;
use std::path::{Path, PathBuf};

/// 把政策文件整理成统一的写法；注释保留，意思不变
///
/// 默认直接改写文件。- 为标准输入，整理后写到标准输出。
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件或文件夹；- 为标准输入
    #[arg(value_name = "路径", default_value = "policies")]
    paths: Vec<PathBuf>,
    /// 只检查是否已整理，不改文件；未整理的列出，退出码 1
    #[arg(long)]
    check: bool,
    /// 只显示会改什么，不改文件
    #[arg(long)]
    diff: bool,
    /// 关键词用中文还是英文；不写时保持文件原来的（按“政策”一词判断）
    #[arg(long, value_enum, value_name = "语言")]
    keywords: Option<Keywords>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Keywords {
    Zh,
    En,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let files = policy::files(&args.paths)?;
    let mut changed = 0;
    for path in &files {
        let source = policy::read(path)?;
        let formatted = formatted(&source, path, args.keywords, settings)?;
        let from_stdin = path == Path::new("-");
        let differs = formatted != source;
        changed += usize::from(differs);
        if args.diff && differs {
            let name = path.display().to_string();
            let diff = TextDiff::from_lines(&source, &formatted);
            print(&diff.unified_diff().header(&name, &name).to_string())?;
        } else if args.check && differs {
            settings.note(&path.display().to_string());
        } else if from_stdin && !args.check && !args.diff {
            print(&formatted)?;
        } else if differs && !args.check && !args.diff {
            super::output::replace(path, formatted.as_bytes())?;
        }
    }
    let count = files.len();
    if args.check || args.diff {
        settings.say(&crate::diagnostic::Message::new(
            format!("{count} 个文件，{changed} 个需要整理。"),
            format!("{count} file(s), {changed} to be formatted."),
        ));
        return Ok(Outcome::clean_if(changed == 0));
    }
    Ok(Outcome::Clean)
}

fn formatted(
    source: &str,
    path: &Path,
    keywords: Option<Keywords>,
    settings: &Settings,
) -> std::result::Result<String, Failure> {
    let parsed = parse(source);
    if !parsed.problems.is_empty() {
        let file = path.display().to_string();
        let shown = render_pretty(source, &file, &parsed.problems, settings.lang(), settings.color_on_stderr());
        settings.note(shown.trim_end());
        return Err(Failure::new(
            format!("{file} 有语法错误，未作改动"),
            format!("{file} has syntax errors; nothing was changed"),
        ));
    }
    let lang = match keywords {
        Some(Keywords::Zh) => Lang::Zh,
        Some(Keywords::En) => Lang::En,
        None => parsed.keywords,
    };
    Ok(format(source, &parsed.file, lang))
}
