//! `polcheck reconcile`

use super::cases::{self, InputFormat};
use super::csv_encoding::CsvEncoding;
use super::list_format::{ListFormat, distinct};
use super::lists::ListArgs;
use super::outcome::{Failure, Outcome, Result};
use super::run::parse_reading;
use super::settings::Settings;
use super::timeline::{self, Months};
use super::{input, output, parts};
use crate::batch::key_header;
use crate::cases::{Batch, Finding, Options, Severity, read_table};
use crate::diagnostic::Message;
use crate::eval::Facts;
use crate::ledger::{
    Examined, Ledger, OldLedgers, Payments, Reconciliation, Sources, carry, clashing_header, entries, reconcile,
};
use crate::output::ledger::{self as reports, LedgerReport};
use crate::output::{self as formats, ListOf};
use crate::plan::Plan;
use crate::schedule::schedule;
use std::path::{Path, PathBuf};

/// 应发与实发逐人逐月对账，写出问题台账
///
/// 找出漏发、错发、应停未停、多发、应享未享、停发无因和待核实，写明月份、金额、事由和依据、
/// 由谁核查。最后的合计必须对得上：应发 − 实发 ＝ 应补 − 应退。
/// 应发多少由政策的“计发”决定；实发在“计发 { … 发放 名册.金额 }”写的那本名册里。
///
/// 上月的台账用 --ledger 接上：编号、状态、备注不变，没有了的销号，销号后又有的注明重新出现。
/// 状态是待复核、已补发、已追回、已核销、核实无误等，由办事人在表里改，自己加的列也保留。
///
/// 例：polcheck reconcile policies/wulong-2023.pol 名册/ --paid 发放.csv --month 2023-06 --ledger 5月台账.csv -o 6月台账.csv
///     polcheck reconcile policies/wulong-2023.pol 名册/ --from 2023-01 --to 2023-06 --split-by 乡镇街道 -o 台账/
///
/// 退出码：没有待办的问题是 0，有问题或数据有误是 1，无法运行是 2。
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// 政策（几份按施行日期相接，可以是文件夹），最后写名单
    #[arg(id = "cases", value_names = ["政策…", "名单"], required = true, num_args = 2..)]
    files: Vec<PathBuf>,
    /// 实发名单：“计发”里“发放”所写那本名册的行，一行一笔；同 --list 发放=文件
    #[arg(long, value_name = "文件")]
    paid: Option<PathBuf>,
    #[command(flatten)]
    lists: ListArgs,
    #[command(flatten)]
    months: Months,
    /// 接上这份台账（以前写出的 csv），可写多次；文件夹则读其中各个 csv
    #[arg(long, value_name = "文件")]
    ledger: Vec<PathBuf>,
    /// 台账里照抄名单的这几列，如 姓名,乡镇街道
    #[arg(long, value_name = "列名", value_delimiter = ',')]
    columns: Vec<String>,
    /// 按这一列分开，每个值一个文件，写进 -o 的文件夹
    #[arg(long, value_name = "列名", requires = "output")]
    split_by: Option<String>,
    /// 结果写到这个文件（--split-by 时是文件夹）；不写 --format 时按扩展名定格式
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 结果的格式；终端上默认 pretty，否则 csv。下次用 --ledger 接上的要 csv
    #[arg(long, value_enum, value_name = "格式")]
    format: Option<ListFormat>,
    #[command(flatten)]
    encoding: CsvEncoding,
    /// 改选一个口径，可写多次，如 择高相等=保留本补贴
    #[arg(long, value_name = "口径=选项", value_parser = parse_reading)]
    reading: Vec<(String, String)>,
    /// 名单的格式，扩展名看不出时用
    #[arg(long, value_enum, value_name = "格式")]
    input_format: Option<InputFormat>,
    /// 数据问题全部写到这个 CSV 文件
    #[arg(long, value_name = "文件")]
    findings: Option<PathBuf>,
    /// 屏幕上最多列出多少条数据问题，0 为全部
    #[arg(long, value_name = "条数", default_value_t = 50)]
    max_findings: usize,
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let (policies, cases_path) = timeline::split(&args.files)?;
    let months = args.months.range()?;
    let format = ListFormat::of_parts(args.format, args.split_by.is_some(), args.output.as_deref(), settings)?;
    let kept = kept_columns(args)?;
    let old_files = ledger_files(&args.ledger)?;
    let policies = timeline::plans(policies, &args.reading, settings)?;
    let line = timeline::timeline(&policies)?;
    timeline::tell_outside(&line, months, settings)?;
    let plans: Vec<&Plan> = policies.iter().map(|(_, plan)| plan).collect();
    let payments = Payments::new(&line);
    if (0..line.benefits.len()).all(|benefit| payments.register(benefit).is_none()) {
        return Err(no_register());
    }
    let mut sources: Vec<&Path> =
        policies.iter().map(|(path, _)| path).chain(&old_files).map(PathBuf::as_path).collect();
    let lists = match &args.paid {
        Some(path) => args.lists.and(paid_register(&payments, &plans, line.benefits.len())?, path),
        None => args.lists.clone(),
    };
    let case_files = lists.sources(cases_path);
    sources.extend(case_files.iter().map(PathBuf::as_path));
    output::allow(&sources, &targets(args), settings)?;

    let options = Options { keep: kept.clone(), ..Options::default() };
    let batches = timeline::batches(&policies, cases_path, args.input_format, (&lists, &options), settings)?;
    let mut findings = timeline::findings(&batches);
    let batches: Vec<&Batch> = batches.iter().collect();
    if !are_payments_known(&batches, &payments, line.benefits.len()) {
        return Err(no_payments());
    }
    let due = schedule(&line, &batches, months);
    let found = reconcile(Sources { timeline: &line, batches: &batches, schedule: &due }).map_err(|unbalanced| {
        let account = unbalanced.account;
        Failure::new(
            format!("合计对不上，这是程序的错误，结果没有写出：{account:?}"),
            format!("the sums do not come out even, which is a flaw of the program; nothing was written: {account:?}"),
        )
    })?;

    let lang = settings.result_lang();
    let key = plans.last().map(|plan| key_header(plan)).unwrap_or_default();
    let mut old = OldLedgers::new(key, kept);
    for path in &old_files {
        add_ledger(&mut old, path)?;
    }
    let old = old.finish();
    findings.extend(old.findings);
    let new = entries(&found, &line, &batches, lang);
    let ledger = carry(old.ledger, new, &Examined::of(&found), lang);

    let whole = Whole { plans: &plans, found: &found, findings: &findings, args, format, settings };
    match (&args.split_by, &args.output) {
        (Some(column), Some(folder)) => whole.write_parts(&ledger, column, folder, &sources)?,
        (_, path) => output::write(path.as_deref(), &whole.bytes(&ledger, &found.accounts(|_| true))?)?,
    }
    if let Some(path) = &args.findings {
        output::replace(path, &args.encoding.encode(formats::findings_csv(&findings, lang))?)?;
    }
    cases::show(&findings, args.max_findings, settings);
    remarks(&found, &due.filed, settings);
    let accounts = found.accounts(|_| true);
    settings.note(&reports::closing(whole.report(&ledger, &accounts), settings.lang()));
    let clean = findings.iter().all(|finding| finding.severity == Severity::Notice);
    Ok(Outcome::clean_if(clean && ledger.entries.iter().all(|entry| entry.is_closed())))
}

/// What a run writes, as a whole or in parts.
struct Whole<'a> {
    plans: &'a [&'a Plan],
    found: &'a Reconciliation,
    findings: &'a [Finding],
    args: &'a Args,
    format: ListFormat,
    settings: &'a Settings,
}

impl Whole<'_> {
    fn report<'r>(&'r self, ledger: &'r Ledger, accounts: &'r [crate::ledger::Account]) -> LedgerReport<'r> {
        let Reconciliation { from, to, benefits, .. } = self.found;
        LedgerReport { plans: self.plans, from: *from, to: *to, benefits, accounts, ledger }
    }

    fn bytes(&self, ledger: &Ledger, accounts: &[crate::ledger::Account]) -> std::result::Result<Vec<u8>, Failure> {
        let (report, lang) = (self.report(ledger, accounts), self.settings.result_lang());
        Ok(match self.format {
            ListFormat::Json => reports::json(report, lang).into_bytes(),
            ListFormat::Jsonl => reports::json_lines(report, lang).into_bytes(),
            ListFormat::Markdown => reports::markdown(report, self.settings.readers()).into_bytes(),
            ListFormat::Pretty => {
                let text = reports::pretty(report, self.settings.readers(), self.settings.width());
                output::visible(&text).into_owned().into_bytes()
            }
            _ => return self.list(report),
        })
    }

    /// The ledger in the formats that all lists have.
    fn list(&self, report: LedgerReport<'_>) -> std::result::Result<Vec<u8>, Failure> {
        let Some(plan) = self.plans.last() else { return Ok(Vec::new()) };
        let lang = self.settings.result_lang();
        let months = [("from", report.from.to_string()), ("to", report.to.to_string())];
        let closing = reports::closing(report, lang);
        let of = ListOf { policy: &plan.policy, of: &months, closing: &closing, findings: self.findings };
        let list = reports::report(report, lang);
        self.format.bytes(&list, &of, &self.args.encoding, self.settings, String::new)
    }

    /// One file for each value of a column.
    fn write_parts(
        &self,
        ledger: &Ledger,
        column: &str,
        folder: &Path,
        sources: &[&Path],
    ) -> std::result::Result<(), Failure> {
        let place = ledger.kept.iter().position(|kept| kept == column).unwrap_or_default();
        let of_people = self.found.people.iter().filter_map(|person| person.kept.get(place));
        let of_entries = ledger.entries.iter().filter_map(|entry| entry.kept.get(place));
        let values = of_people.chain(of_entries).map(String::as_str);
        let files = parts::file_names(values, self.format.extension());
        let paths: Vec<PathBuf> = files.iter().map(|(_, name)| folder.join(name)).collect();
        parts::make_folder(folder)?;
        output::keep(sources, &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>())?;
        if let Some(edited) = paths.iter().find(|path| path.exists() && !self.settings.force()) {
            let (edited, folder) = (edited.display(), folder.display());
            return Err(Failure::new(
                format!(
                    "{edited} 已经有了，没有动它，里面可能有办事人填的状态和备注；-o 换一个文件夹，上次的用 --ledger {folder} 接上；\
                     确实不要了，就加上 --force 覆盖"
                ),
                format!(
                    "{edited} is there already, perhaps with what staff have filled in, and was left alone; choose another \
                     folder and carry it forward with --ledger {folder}, or add --force to replace it"
                ),
            ));
        }
        for ((value, _), path) in files.iter().zip(&paths) {
            let is_own = |kept: &[String]| kept.get(place).is_some_and(|cell| cell == value);
            let own = ledger.entries.iter().filter(|entry| is_own(&entry.kept)).cloned().collect();
            let part = Ledger { entries: own, ..ledger.clone() };
            let accounts = self.found.accounts(|person| is_own(&person.kept));
            output::replace(path, &self.bytes(&part, &accounts)?)?;
        }
        let (count, shown) = (files.len(), folder.display());
        self.settings.say(&Message::new(
            format!("按{column}写出 {count} 个文件，在 {shown}"),
            format!("{count} files, one for each {column}, are in {shown}"),
        ));
        Ok(())
    }
}

fn targets(args: &Args) -> Vec<&Path> {
    let output = args.output.as_ref().filter(|_| args.split_by.is_none());
    [output, args.findings.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect()
}

fn kept_columns(args: &Args) -> std::result::Result<Vec<String>, Failure> {
    let kept = distinct(args.columns.iter().chain(&args.split_by));
    match clashing_header(&kept) {
        Some(header) => Err(Failure::new(
            format!("“{header}”是台账自己的列名，不能照抄同名的列"),
            format!("“{header}” is a column of the ledger itself, so a column of that name cannot be kept"),
        )),
        None => Ok(kept),
    }
}

/// The files of old ledgers; of a folder its CSV files by name.
fn ledger_files(paths: &[PathBuf]) -> std::result::Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
            let is_csv =
                |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
            let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_csv).collect();
            found.sort();
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn add_ledger(old: &mut OldLedgers, path: &Path) -> std::result::Result<(), Failure> {
    let bytes = input::bytes(path).map_err(|error| unreadable(path, &error))?;
    let shown = path.display().to_string();
    let table = read_table(&shown, &bytes).map_err(cases::unreadable)?;
    old.add(&shown, &table).map_err(Failure)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let shown = path.display();
    Failure::new(
        format!("读不了台账 {shown}：{}", input::reason_zh(error)),
        format!("cannot read the ledger {shown}: {error}"),
    )
}

/// Somebody's payments are known.
fn are_payments_known(batches: &[&Batch], payments: &Payments<'_>, benefits: usize) -> bool {
    let people = batches.iter().map(|batch| batch.cases.len()).min().unwrap_or(0);
    (0..people).any(|person| {
        let cases = batches.iter().filter_map(|batch| batch.cases.get(person));
        let facts: Vec<&Facts> = cases.map(|case| &case.facts).collect();
        (0..benefits).any(|benefit| payments.of(benefit, &facts).is_some())
    })
}

/// The one register that keeps payments.
fn paid_register<'p>(
    payments: &Payments<'_>,
    plans: &[&'p Plan],
    benefits: usize,
) -> std::result::Result<&'p str, Failure> {
    let name = |(policy, register): (usize, usize)| {
        plans.get(policy)?.policy.registers.get(register).map(|register| register.name.as_str())
    };
    let mut names: Vec<&str> =
        (0..benefits).filter_map(|benefit| payments.register(benefit)).filter_map(name).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [one] => Ok(one),
        [] => Err(no_register()),
        several => Err(Failure::new(
            format!("各项补贴的实发记在不同的名册：{}；每本各用一个 --list 名册=文件", several.join("、")),
            format!(
                "payments are kept in several registers: {}; give each with --list REGISTER=FILE",
                several.join(", ")
            ),
        )),
    }
}

fn no_register() -> Failure {
    Failure::new(
        "政策没有写实发记在哪里；在“计发”里写上，如 发放 发放.金额",
        "the policy does not say where payments are kept; say so in `accrual`, like `payment paid.amount`",
    )
}

fn no_payments() -> Failure {
    Failure::new(
        "没有实发数据，不能对账；用 --paid 发放.csv 给出发放名单，一行一笔，写明主键、月份、金额",
        "there are no payments to compare with; give the list with --paid FILE, one payment a row: key, month, amount",
    )
}

/// What the reader should know of the comparison as a whole.
fn remarks(found: &Reconciliation, filed: &[bool], settings: &Settings) {
    let names = |benefits: &mut dyn Iterator<Item = usize>| -> Vec<&str> {
        benefits.filter_map(|benefit| found.benefits.get(benefit)).map(String::as_str).collect()
    };
    let unfiled = names(&mut filed.iter().enumerate().filter(|(_, filed)| !**filed).map(|(benefit, _)| benefit));
    if !unfiled.is_empty() {
        settings.say(&Message::new(
            format!("没有申请记录：{} 按“符合条件就算申请了”对账，看不出应享未享", unfiled.join("、")),
            format!("no filings are given: whoever qualifies for {} is taken to have applied", unfiled.join(", ")),
        ));
    }
    for (benefit, month) in &found.silent {
        let name = found.benefits.get(*benefit).map(String::as_str).unwrap_or_default();
        settings.say(&Message::new(
            format!("{month} 有人应发{name}，却没有任何人的实发记录；是不是少给了发放名单？"),
            format!("{name} is due for {month}, but nobody was paid anything; is a list of payments missing?"),
        ));
    }
}
