//! `polcheck assemble`

use super::cases::{self, File, What};
use super::csv_encoding::CsvEncoding;
use super::lists::ListArgs;
use super::outcome::{Failure, Outcome, Result};
use super::settings::Settings;
use super::{output, policy};
use crate::cases::{Assembled, Severity, assemble};
use crate::diagnostic::Message;
use crate::output as formats;
use crate::plan::Plan;
use std::path::{Path, PathBuf};

/// 把各单位的名单按人合起来：一本名册一个文件，合成一人一条的 JSON Lines
///
/// 文件夹里的文件以名册命名，如 人员.csv、低保.csv、残疾人证.csv。主键名册的文件一人一行，必须有；其他文件用主键或
/// 身份证号对人，一人可以有几行，各有“起”“止”“得知日期”。文件夹里没有的名册，所有人都待核实；有文件而没有他的行，
/// 就是不在册。对不上人的行逐条列出。
///
/// 其他命令可以直接读文件夹，结果与读合成的文件一样。合成的文件里号码是完整的，只作数据用。
///
/// 例：
///   polcheck assemble policies/wulong-2023.pol 名单/2023-06 -o 个案.jsonl
///   polcheck assemble policies/wulong-2023.pol 名单/2023-05 --list 低保=低保-6月.csv -o 个案.jsonl
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 一本名册一个文件的文件夹；写了 --list 时也可以是一个名单
    #[arg(value_name = "文件夹")]
    cases: PathBuf,
    /// 写到这个文件，.jsonl；不写时为标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    lists: ListArgs,
    /// 数据问题全部写到这个 CSV 文件
    #[arg(long, value_name = "文件")]
    findings: Option<PathBuf>,
    #[command(flatten)]
    encoding: CsvEncoding,
    /// 屏幕上最多列出多少条数据问题，0 为全部
    #[arg(long, value_name = "条数", default_value_t = 50)]
    max_findings: usize,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    if let Some(path) = args.output.as_ref().filter(|path| !is_json_lines(path)) {
        let shown = path.display();
        return Err(Failure::new(
            format!("合成的个案写成 .jsonl；{shown} 换一个扩展名"),
            format!("assembled cases are written as .jsonl; give {shown} another extension"),
        ));
    }
    let targets: Vec<&Path> = [&args.output, &args.findings].into_iter().flatten().map(PathBuf::as_path).collect();
    let sources = args.lists.sources(&args.cases);
    let sources: Vec<&Path> = [&args.policy].into_iter().chain(&sources).map(PathBuf::as_path).collect();
    output::allow(&sources, &targets, settings)?;
    let plan = policy::load(&args.policy, &[], settings)?;
    let File { what, opening } = File::open(&args.cases, None, &args.lists, settings)?;
    let What::Several(lists) = what.with_sheets() else {
        let shown = args.cases.display();
        return Err(Failure::new(
            format!("{shown} 不是文件夹，没有什么要合；写文件夹，或加上 --list 名册=文件"),
            format!(
                "{shown} is no folder, so there is nothing to put together; give a folder, or --list REGISTER=FILE"
            ),
        ));
    };
    let assembled = assemble(&plan, &lists, &opening).map_err(cases::unreadable)?;
    output::write(args.output.as_deref(), assembled.json_lines.as_bytes())?;
    let findings = &assembled.batch.findings;
    if let Some(path) = &args.findings {
        let csv = formats::findings_csv(findings, settings.result_lang());
        output::replace(path, &args.encoding.encode(csv)?)?;
    }
    cases::show(findings, args.max_findings, settings);
    settings.say(&summary(&plan, &assembled));
    Ok(Outcome::clean_if(assembled.batch.is_clean()))
}

fn is_json_lines(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    matches!(extension.as_str(), "jsonl" | "ndjson")
}

/// `300 人；低保 120 行、残疾人证 300 行；对不上人 2 行；数据问题 5 处`
fn summary(plan: &Plan, assembled: &Assembled) -> Message {
    let batch = &assembled.batch;
    let people = batch.cases.len();
    let rows = plan.registers.iter().zip(&assembled.rows).filter(|(register, _)| !register.is_key());
    let rows: Vec<(&String, usize)> = rows.filter_map(|(register, rows)| Some((&register.name, (*rows)?))).collect();
    let zh: Vec<String> = rows.iter().map(|(name, rows)| format!("{name} {rows} 行")).collect();
    let en: Vec<String> = rows.iter().map(|(name, rows)| format!("{name} {rows} rows")).collect();
    let (zh, en) = match rows.is_empty() {
        true => (String::new(), String::new()),
        false => (format!("；{}", zh.join("、")), format!("; {}", en.join(", "))),
    };
    let stray = batch.unmatched.len();
    let problems = batch.findings.iter().filter(|finding| finding.severity != Severity::Notice).count();
    Message::new(
        format!("共 {people} 人{zh}；对不上人 {stray} 行；数据问题 {problems} 处"),
        format!("{people} people{en}; {stray} rows about nobody; {problems} problems in the data"),
    )
}
