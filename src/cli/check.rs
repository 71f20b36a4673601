//! `polcheck check`

use super::outcome::{Outcome, Result};
use super::policy;
use super::settings::{Settings, print};
use super::test::{is_examples, problems_of_examples};
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
    let (mut errors, mut warnings) = (0, 0);
    let mut json = Vec::new();
    for path in &files {
        let source = policy::read(path)?;
        let problems = match is_examples(path) {
            true => problems_of_examples(path, &source)?,
            false => problems(&source, args.on),
        };
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
            Format::Github => print(&render_github(&source, &file, &problems, settings.lang())),
            Format::Json => match render_json(&source, &file, &problems) {
                serde_json::Value::Array(list) => json.extend(list),
                other => json.push(other),
            },
        }
    }
    if args.format == Format::Json {
        let document = serde_json::json!({ "format_version": 1, "files": files.len(), "diagnostics": json });
        print(&format!("{document:#}\n"));
    }
    if args.format == Format::Pretty {
        settings.say(&summary(files.len(), errors, warnings));
    }
    Ok(Outcome::clean_if(errors + warnings == 0))
}

fn summary(files: usize, errors: usize, warnings: usize) -> Message {
    Message::new(
        if errors + warnings == 0 {
            format!("检查了 {files} 个文件，没有问题。")
        } else {
            format!("检查了 {files} 个文件：{errors} 个错误，{warnings} 个提醒。用 polcheck explain-code 编号 看说明。")
        },
        if errors + warnings == 0 {
            format!("checked {files} file(s): no problems.")
        } else {
            format!(
                "checked {files} file(s): {errors} error(s), {warnings} warning(s). See `polcheck explain-code CODE`."
            )
        },
    )
}

/// All problems of one file, examples included.
fn problems(source: &str, on: Option<NaiveDate>) -> Vec<Diagnostic> {
    let (checked, mut problems) = policy::checked(source);
    if let Some(policy) = checked.policy {
        if let Some(on) = on {
            let passed =
                policy.benefits.iter().filter_map(|benefit| benefit.confirmed_until).filter(|(until, _)| *until < on);
            problems.extend(
                passed.map(|(until, span)| Problem::ConfirmationPassed { span, until: until.to_string() }.report()),
            );
        }
        if let Ok(plan) = compile(policy, source, &[]) {
            problems.extend(run_examples(&plan).iter().map(Problem::report));
        }
        sort(&mut problems);
    }
    problems
}
