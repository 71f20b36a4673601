//! The command line: one file a command. Only this layer prints and exits.
//!
//! Results go to stdout, messages and summaries to stderr. Exit 0: nothing to report; 1: findings; 2: could
//! not run.

mod alerts;
mod ask;
mod assemble;
mod cases;
mod cases_command;
mod check;
mod csv_encoding;
mod diff;
mod diff_driver;
mod duties;
mod editions;
mod explain;
mod explain_code;
mod fmt;
mod git;
mod input;
mod inspect;
mod list_format;
mod lists;
mod mutate;
mod outcome;
mod output;
mod parts;
mod policy;
mod progress;
mod readings;
mod reconcile;
mod report_format;
mod run;
mod schedule;
mod schema;
mod settings;
mod show;
mod target;
mod test;
mod timeline;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use outcome::Outcome;
use settings::Settings;
use std::process::ExitCode;

/// 用中文写的政策规则：检查、批量认定、逐条说明依据。
///
/// 政策写在 .pol 文件里，人员写在表格里。常用：
///   polcheck check policies/wulong-2023.pol
///   polcheck run policies/wulong-2023.pol 名单.csv --month 2023-03
///   polcheck explain policies/wulong-2023.pol 名单.csv --case 0001 --month 2023-03
///
/// 结果写到标准输出，提示写到标准错误。退出码：0 无事可报，1 有发现，2 无法运行。
#[derive(Debug, Parser)]
#[command(name = "polcheck", version, verbatim_doc_comment, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Test(test::Args),
    Fmt(fmt::Args),
    Inspect(inspect::Args),
    Run(run::Args),
    Explain(explain::Args),
    Schedule(schedule::Args),
    Settle(schedule::SettleArgs),
    Diff(diff::Args),
    Readings(readings::Args),
    Reconcile(reconcile::Args),
    Ask(ask::Args),
    Alerts(alerts::Args),
    Progress(progress::Args),
    Duties(duties::Args),
    Mutate(mutate::Args),
    Show(show::Args),
    Schema(schema::Args),
    Cases(cases_command::Args),
    Assemble(assemble::Args),
    ExplainCode(explain_code::Args),
}

/// Runs the command line and gives the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::from_arg_matches(&in_chinese(Cli::command()).get_matches()) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let settings = cli.settings;
    let outcome = match cli.command {
        Command::Check(args) => check::run(&args, &settings),
        Command::Test(args) => test::run(&args, &settings),
        Command::Fmt(args) => fmt::run(&args, &settings),
        Command::Inspect(args) => inspect::run(&args, &settings),
        Command::Run(args) => run::run(&args, &settings),
        Command::Explain(args) => explain::run(&args, &settings),
        Command::Schedule(args) => schedule::run(&args, &settings),
        Command::Settle(args) => schedule::run_settle(&args, &settings),
        Command::Diff(args) => diff::run(&args, &settings),
        Command::Readings(args) => readings::run(&args, &settings),
        Command::Reconcile(args) => reconcile::run(&args, &settings),
        Command::Ask(args) => ask::run(&args, &settings),
        Command::Alerts(args) => alerts::run(&args, &settings),
        Command::Progress(args) => progress::run(&args, &settings),
        Command::Duties(args) => duties::run(&args, &settings),
        Command::Mutate(args) => mutate::run(&args, &settings),
        Command::Show(args) => show::run(&args, &settings),
        Command::Schema(args) => schema::run(&args, &settings),
        Command::Cases(args) => cases_command::run(&args, &settings),
        Command::Assemble(args) => assemble::run(&args, &settings),
        Command::ExplainCode(args) => explain_code::run(&args, &settings),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            settings.say(&failure.0);
            ExitCode::from(2)
        }
    }
}

/// Headings and standing phrases of `--help` in Chinese.
fn in_chinese(command: clap::Command) -> clap::Command {
    let template = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
    let has_subcommands = command.has_subcommands();
    let mut order = 0;
    let command = command
        .help_template(template)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            order += 1;
            arg.help_heading(heading).display_order(order)
        })
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help("显示帮助（-h 为简短）")
                .help_heading("选项"),
        );
    if has_subcommands {
        let version = clap::Arg::new("version")
            .short('V')
            .long("version")
            .action(clap::ArgAction::Version)
            .help("显示版本")
            .help_heading("选项");
        command.disable_version_flag(true).arg(version).mut_subcommands(in_chinese)
    } else {
        command
    }
}
