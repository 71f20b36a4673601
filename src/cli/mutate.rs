//! `polcheck mutate`

use super::outcome::{Failure, Outcome, Result};
use super::policy;
use super::run::parse_reading;
use super::settings::{Settings, print};
use super::test::{Suite, suites};
use crate::diagnostic::Message;
use crate::diff::{self, prove};
use crate::output::{mutation_json, mutation_text};
use crate::plan::Plan;
use crate::region::Limits;
use crate::testing::mutation::{Proof, ProvenCase, failing, mutate};
use clap::ValueEnum;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// 检验测试够不够：逐一把政策改动一点（界限移一格、去掉一条），看有没有测试发现
///
/// 没有测试发现的改动，写出能发现它的用例，可以直接贴进政策文件。
/// 有这样的改动时退出码为 1。
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策文件
    #[arg(value_name = "政策")]
    policy: PathBuf,
    /// 另外的测试文件或文件夹；政策里的用例和旁边的测试文件总在内
    #[arg(value_name = "测试")]
    tests: Vec<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value_t = Format::Pretty, value_name = "格式")]
    format: Format,
    /// 改选一个口径，可写多次，如 择高相等=保留本补贴
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    reading: Vec<(String, String)>,
    /// 同时用几个核；不写时全部
    #[arg(long, value_name = "个数")]
    jobs: Option<NonZeroUsize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Pretty,
    Json,
}

/// How many failing tests are named.
const NAMED: usize = 5;

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let plan = policy::load(&args.policy, &args.reading, settings)?;
    let (mut tests, mut goldens) = (Vec::new(), Vec::new());
    let paths: Vec<PathBuf> = std::iter::once(args.policy.clone()).chain(args.tests.iter().cloned()).collect();
    // tests of other policies, or of other readings, say nothing about this one
    let fits = |suite: &Suite| suite.plan.source == plan.source && suite.plan.chosen == plan.chosen;
    for suite in suites(&paths)?.into_iter().filter(fits) {
        tests.extend(suite.tests);
        goldens.extend(suite.goldens);
    }
    if tests.is_empty() && goldens.is_empty() {
        return Err(Failure::new(
            "没有测试；在政策里写用例，或在后面写上测试文件",
            "there are no tests; write examples into the policy, or name test files after it",
        ));
    }
    let failed = failing(&plan, &tests, &goldens);
    if !failed.is_empty() {
        let named = failed.get(..NAMED).unwrap_or(&failed);
        let (count, zh, en) = (failed.len(), named.join("、"), named.join(", "));
        return Err(Failure::new(
            format!("有 {count} 个测试不改政策也通不过：{zh}；先改好这些"),
            format!("{count} test(s) fail without any change: {en}; mend these first"),
        ));
    }
    let proved = |policy: &Plan, mutant: &Plan| match prove(policy, mutant, Limits::default()) {
        diff::Proof::Equivalent => Proof::Equivalent,
        diff::Proof::Differs(_, witness) => Proof::Differs(ProvenCase { month: witness.month, cells: witness.cells }),
        diff::Proof::Undecided(expression) => Proof::Undecided(Message::new(&expression, &expression)),
    };
    let workers = args.jobs.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build();
    let pool = pool.map_err(|error| Failure::new(format!("不能并行：{error}"), error.to_string()))?;
    let mutation = pool.install(|| mutate(&plan, &tests, &goldens, &proved));
    let lang = settings.result_lang();
    print(&match args.format {
        Format::Pretty => mutation_text(&plan, &mutation, lang),
        Format::Json => format!("{:#}\n", mutation_json(&plan, &mutation, lang)),
    })?;
    let counts = mutation.counts();
    Ok(Outcome::clean_if(counts.survived + counts.undecided == 0))
}
