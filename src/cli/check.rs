//! `polcheck check`

use super::outcome::{Outcome, Result};
use super::policy;
use super::settings::{Settings, print};
use super::test::{is_examples, problems_of_examples};
use crate::analysis::analyse;
use crate::check::Problem;
use crate::diagnostic::{Diagnostic, Message, Severity, render_github, render_json, render_pretty, sort};
use crate::plan::compile;
use crate::testing::run_examples;
use chrono::NaiveDate;
use clap::ValueEnum;
use std::path::PathBuf;

/// 检查政策文件：语法、名称、类型、单位、依据、未用到的内容，并运行其中的用例和断言
///
/// 一次列出全部问题。每个问题有固定编号，用 polcheck explain-code 编号 看说明。
/// 不写路径时检查 policies 文件夹。
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件或文件夹；- 为标准输入
    #[arg(value_name = "路径", default_value = "policies")]
    paths: Vec<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = Format::Pretty, value_name = "格式")]
    format: Format,
    /// 按这一天检查：“确认至”早于这一天的标准会提醒
    #[arg(long, value_name = "日期")]
    on: Option<NaiveDate>,
}

/// Most problems of one file that are drawn for reading.
const MOST_SHOWN: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Pretty,
    Json,
    Github,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let files = policy::files(&args.paths)?;
    let (mut errors, mut warnings, mut notices) = (0, 0, 0);
    let mut promises = Promises::default();
    let mut json = Vec::new();
    for path in &files {
        let source = policy::read(path)?;
        let problems = match is_examples(path) {
            true => problems_of_examples(path, &source)?,
            false => {
                let (problems, made) = problems(&source, args.on);
                promises.all += made.all;
                promises.proved += made.proved;
                problems
            }
        };
        notices += problems.iter().filter(|problem| problem.severity == Severity::Notice).count();
        errors += problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        warnings += problems.iter().filter(|problem| problem.severity == Severity::Warning).count();
        let file = path.display().to_string();
        match args.format {
            Format::Pretty if problems.is_empty() => {}
            Format::Pretty => {
                let shown = problems.get(..MOST_SHOWN).unwrap_or(&problems);
                settings
                    .note(render_pretty(&source, &file, shown, settings.lang(), settings.color_on_stderr()).trim_end());
                let more = problems.len() - shown.len();
                if more > 0 {
                    settings.say(&Message::new(
                        format!("{file} 另有 {more} 个问题未列出；先改好这些，或用 --format json 全部列出"),
                        format!("{file}: {more} more problems are not shown; mend these first, or list all with --format json"),
                    ));
                }
            }
            Format::Github => print(&render_github(&source, &file, &problems, settings.lang()))?,
            Format::Json => match render_json(&source, &file, &problems) {
                serde_json::Value::Array(list) => json.extend(list),
                other => json.push(other),
            },
        }
    }
    if args.format == Format::Json {
        let document = serde_json::json!({ "format_version": 1, "files": files.len(), "diagnostics": json });
        print(&format!("{document:#}\n"))?;
    }
    if args.format == Format::Pretty {
        settings.say(&summary(files.len(), errors, warnings, notices, promises));
    }
    Ok(Outcome::clean_if(errors + warnings == 0))
}

fn summary(files: usize, errors: usize, warnings: usize, notices: usize, promises: Promises) -> Message {
    let (mut zh, mut en) = match errors + warnings {
        0 => (format!("检查了 {files} 个文件，没有问题"), format!("checked {files} file(s): no problems")),
        _ => (
            format!("检查了 {files} 个文件：{errors} 个错误，{warnings} 个提醒"),
            format!("checked {files} file(s): {errors} error(s), {warnings} warning(s)"),
        ),
    };
    if notices > 0 {
        zh += &format!("，{notices} 个说明");
        en += &format!(", {notices} notice(s)");
    }
    (zh, en) = (zh + "。", en + ".");
    if errors + warnings + notices > 0 {
        zh += "用 polcheck explain-code 编号 看说明。";
        en += " See `polcheck explain-code CODE`.";
    }
    let Promises { all, proved } = promises;
    if all > 0 && all == proved {
        zh += &format!("断言 {all} 条，已证明对一切情形都成立。");
        en += &format!(" {all} promise(s) proved for every case.");
    } else if proved > 0 {
        zh += &format!("断言 {all} 条，其中 {proved} 条已证明对一切情形都成立。");
        en += &format!(" {proved} of {all} promises proved for every case.");
    }
    Message::new(zh, en)
}

/// How many promises (断言) some files make, and how many were proved to hold for every case.
#[derive(Debug, Clone, Copy, Default)]
struct Promises {
    all: usize,
    proved: usize,
}

/// All problems of one file, examples included.
fn problems(source: &str, on: Option<NaiveDate>) -> (Vec<Diagnostic>, Promises) {
    let (checked, mut problems) = policy::checked(source);
    let mut promises = Promises::default();
    if let Some(policy) = checked.policy {
        if let Some(on) = on {
            let passed =
                policy.benefits.iter().filter_map(|benefit| benefit.confirmed_until).filter(|(until, _)| *until < on);
            problems.extend(
                passed.map(|(until, span)| Problem::ConfirmationPassed { span, until: until.to_string() }.report()),
            );
        }
        if let Ok(plan) = compile(policy, source, &[]) {
            let broken: Vec<Diagnostic> = run_examples(&plan).iter().map(Problem::report).collect();
            let analysis = analyse(&plan, &broken);
            problems.extend(broken);
            problems.extend(analysis.problems);
            promises = Promises { all: analysis.promises, proved: analysis.proved };
        }
        sort(&mut problems);
    }
    (problems, promises)
}
