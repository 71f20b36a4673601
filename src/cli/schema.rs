//! `polcheck schema`

use super::csv_encoding::CsvEncoding;
use super::outcome::{Outcome, Result};
use super::settings::{Settings, print};
use super::{output, policy};
use crate::schema;
use clap::ValueEnum;
use std::path::PathBuf;

/// 给出政策需要的名单：一张空表，或一个人的 JSON Schema
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// csv 为空表的表头，json-schema 为一个人的格式说明
    #[arg(long, value_enum, default_value_t = Format::Csv, value_name = "格式")]
    format: Format,
    #[command(flatten)]
    encoding: CsvEncoding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    JsonSchema,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let plan = policy::load(&args.policy, &[], settings)?;
    match args.format {
        Format::Csv => output::write(None, &args.encoding.encode(schema::csv(&plan).into_bytes())?)?,
        Format::JsonSchema => print(&format!("{:#}\n", schema::json_schema(&plan, &plan.policy.name)))?,
    }
    Ok(Outcome::Clean)
}
