//! `polcheck show`

use super::outcome::{Outcome, Result};
use super::policy;
use super::run::parse_reading;
use super::settings::{Settings, print};
use crate::doc;
use clap::ValueEnum;
use std::path::PathBuf;

/// 把政策印成规则手册：标准成表，规则附依据，列出口径、程序和职责
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 只列条款：每个条款下有哪些规则
    #[arg(long)]
    clauses: bool,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = Format::Pretty, value_name = "格式")]
    format: Format,
    /// 改选一个口径，可写多次
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    reading: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Pretty,
    Markdown,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let plan = policy::load(&args.policy, &args.reading, settings)?;
    let blocks = if args.clauses { doc::clauses(&plan) } else { doc::book(&plan) };
    print(&match args.format {
        Format::Pretty => doc::text(&blocks, settings.width()),
        Format::Markdown => doc::markdown(&blocks),
    })?;
    Ok(Outcome::Clean)
}
