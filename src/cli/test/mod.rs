//! `polcheck test`

mod batch;
mod coverage;
mod files;
mod load;

pub(super) use files::is_examples;
pub(super) use load::problems_of_examples;

use super::outcome::{Failure, Outcome, Result};
use super::output;
use super::settings::{Settings, print};
use crate::diagnostic::Message;
use crate::identity::Audience;
use crate::output::{tests_github, tests_json, tests_junit, tests_text};
use crate::plan::Plan;
use crate::testing::{Counts, FileReport, Golden, Test};
use clap::ValueEnum;
use std::path::PathBuf;

/// 运行测试：政策里的用例、旁边的用例文件、YAML 测试文件和其中的批次
///
/// 用例文件与政策放在一起，文件名以政策的文件名开头：某政策.pol 的用例写在 某政策.用例.pol
/// 或 某政策.用例.yaml。批次是一份名册和应有的结果（polcheck run -o 写出的表格，可以只留要核对的列）。
/// 有不符的退出码为 1；一个测试都没有运行也算不符，除非加 --allow-empty。
///
/// --accept 把 .pol 用例的“应当”和批次的期望改写成算得的结果；依据、理由变了的不改写。改写前看清每一处变化。
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策、测试文件或文件夹；不写时是 policies 文件夹，没有的话是当前文件夹
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 只运行名称里有这段文字的
    #[arg(long, value_name = "文字")]
    filter: Option<String>,
    /// 把预期改写成算得的结果
    #[arg(long)]
    accept: bool,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = Format::Pretty, value_name = "格式")]
    format: Format,
    /// 一个测试都没有运行时，不算不符
    #[arg(long)]
    allow_empty: bool,
    /// 列出影响补贴的规则里哪些没有测到：条件的是与否、标准的各行、择高的两边、界限的上下
    #[arg(long)]
    coverage: bool,
    /// 测到的不足这个百分比时算不符；与 --coverage 一样列出没有测到的
    #[arg(long, value_name = "百分比", value_parser = coverage::parse_percent)]
    min_coverage: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Pretty,
    Json,
    Junit,
    Github,
}

/// How tests are run.
#[derive(Debug, Clone, Copy, Default)]
struct How {
    /// what came out becomes what is expected
    accepting: bool,
    /// who reads about it
    audience: Audience,
}

/// A file to be written with what came out.
struct Rewrite {
    path: PathBuf,
    contents: Vec<u8>,
}

/// What the tests of one file came to.
struct Ran {
    report: FileReport,
    rewrites: Vec<Rewrite>,
    /// none: nothing could be run
    suite: Option<Suite>,
}

/// The tests of one file, and the plan they are run with.
pub(super) struct Suite {
    /// the policy's file
    pub(super) policy: PathBuf,
    pub(super) plan: Plan,
    pub(super) tests: Vec<Test>,
    pub(super) goldens: Vec<Golden>,
}

/// The tests under some paths; those of files that cannot be run are left out.
pub(super) fn suites(paths: &[PathBuf]) -> std::result::Result<Vec<Suite>, Failure> {
    let mut suites = Vec::new();
    for file in files::find(paths)? {
        suites.extend(load::run(&file, None, How::default())?.suite);
    }
    Ok(suites)
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let default = if PathBuf::from("policies").is_dir() { "policies" } else { "." };
    let paths = if args.paths.is_empty() { vec![PathBuf::from(default)] } else { args.paths.clone() };
    let how = How { accepting: args.accept, audience: settings.readers() };
    let mut reports = Vec::new();
    let (mut rewrites, mut suites) = (Vec::new(), Vec::new());
    for file in files::find(&paths)? {
        let ran = load::run(&file, args.filter.as_deref(), how)?;
        reports.push(ran.report);
        rewrites.extend(ran.rewrites);
        suites.extend(ran.suite);
    }
    let covered = if args.coverage || args.min_coverage.is_some() { coverage::covered(suites) } else { Vec::new() };
    let lang = settings.result_lang();
    print(&match args.format {
        Format::Pretty => {
            let text = tests_text(&reports, lang, settings.color_on_stdout());
            let text = if settings.color_on_stdout() { text } else { output::visible(&text).into_owned() };
            text + &coverage::text(&covered, lang)
        }
        Format::Json => coverage::with_json(tests_json(&reports), &covered, lang),
        Format::Junit => tests_junit(&reports, lang),
        Format::Github => tests_github(&reports, lang),
    })?;
    for rewrite in &rewrites {
        output::replace(&rewrite.path, &rewrite.contents)?;
        let shown = rewrite.path.display();
        settings.say(&Message::new(format!("改写了 {shown}"), format!("rewrote {shown}")));
    }
    if matches!(args.format, Format::Junit | Format::Github) && !covered.is_empty() {
        settings.note(coverage::text(&covered, settings.lang()).trim_end());
    }
    let enough =
        args.min_coverage.is_none_or(|least| covered.iter().all(|covered| coverage::enough(covered, least, settings)));
    let counts = Counts::of(&reports);
    if counts.nothing_ran() && counts.broken == 0 && !args.allow_empty {
        settings.say(&nothing(args, counts));
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::clean_if(counts.failed + counts.broken == 0 && enough))
}

/// Why nothing was tested, and what to do.
fn nothing(args: &Args, counts: Counts) -> Message {
    match &args.filter {
        _ if counts.skipped > 0 => Message::new(
            "一个测试都没有运行：全都略过了。要把它当作通过，加 --allow-empty",
            "nothing was tested: everything is skipped. Add --allow-empty to let that pass",
        ),
        Some(filter) => Message::new(
            format!(
                "一个测试都没有运行：没有名称里有“{filter}”的。看看 --filter 写对没有；要把它当作通过，加 --allow-empty"
            ),
            format!(
                "nothing was tested: no name contains `{filter}`. Check --filter, or add --allow-empty to let that pass"
            ),
        ),
        None => Message::new(
            "一个测试都没有运行：没有找到用例。在政策里写用例，或看看路径对不对；要把它当作通过，加 --allow-empty",
            "nothing was tested: no example was found. Write examples, check the paths, or add --allow-empty to let that pass",
        ),
    }
}
