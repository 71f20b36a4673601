//! Reading case files and folders, and telling what was found wrong with them.

use super::input::{self, reason_zh};
use super::lists::{ListArgs, of_folder};
use super::outcome::Failure;
use super::output::visible;
use super::settings::Settings;
use crate::calendar::{Day, Month, days_in_force};
use crate::cases::{
    Batch, Finding, Format, Lists, OpenInput, Opening, Options, Source, Unreadable, open_input, read_lists, read_with,
};
use crate::diagnostic::Lang;
use crate::plan::Plan;
use clap::ValueEnum;
use std::io::Read;
use std::path::Path;

/// The format of a case file, where its name does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    Csv,
    Json,
    Jsonl,
    Yaml,
    /// 工作簿：xlsx、xls、ods / a workbook
    #[value(alias = "xls", alias = "ods")]
    Xlsx,
    Parquet,
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Format {
        match format {
            InputFormat::Csv => Format::Csv,
            InputFormat::Json => Format::Json,
            InputFormat::Jsonl => Format::JsonLines,
            InputFormat::Yaml => Format::Yaml,
            InputFormat::Xlsx => Format::Workbook,
            InputFormat::Parquet => Format::Parquet,
        }
    }
}

/// Cases that several plans may read: one file, a folder with a file for each register, or lists beside a file.
pub(super) struct File {
    pub(super) what: What,
    pub(super) opening: Opening,
}

pub(super) enum What {
    One(Source),
    Several(Lists),
}

impl What {
    /// A workbook may have a sheet for each register.
    pub(super) fn with_sheets(self) -> What {
        match self {
            What::One(base) if base.format == Format::Workbook => {
                What::Several(Lists::Beside { base, lists: Vec::new() })
            }
            what => what,
        }
    }
}

/// Cases that are read as they come, or all at once.
pub(super) enum Input {
    Stream {
        name: String,
        reader: Box<dyn Read + Send>,
        /// how many bytes it has, if that is known
        length: Option<u64>,
        /// what there is to say about how it was opened
        findings: Vec<Finding>,
    },
    File(File),
}

impl File {
    /// Opens a case file; one wide sheet in CSV can be read as it comes.
    pub(super) fn input(
        path: &Path,
        format: Option<InputFormat>,
        lists: &ListArgs,
        settings: &Settings,
    ) -> Result<Input, Failure> {
        let is_csv = format.map_or_else(
            || input::is_stdin(path) || Format::from_path(path).is_ok_and(|format| format == Format::Csv),
            |format| format == InputFormat::Csv,
        );
        if !is_csv || !lists.lists.is_empty() || path.is_dir() || !input::is_stdin(path) && !path.exists() {
            return File::open(path, format, lists, settings).map(Input::File);
        }
        let name = name(path, settings);
        let (reader, length): (Box<dyn Read + Send>, _) = match input::is_stdin(path) {
            true => (Box::new(std::io::stdin()), None),
            false => {
                let file = std::fs::File::open(path).map_err(|error| no_cases(path, &error))?;
                let length = file.metadata().ok().filter(|known| known.is_file()).map(|known| known.len());
                (Box::new(file), length)
            }
        };
        let opening = lists.opening();
        let stream = open_input(&name, reader, &opening).map_err(unreadable)?;
        match stream {
            OpenInput::Text { reader, findings, is_plain } => {
                Ok(Input::Stream { name, reader, length: length.filter(|_| is_plain), findings })
            }
            // a workbook that is called .csv, or comes from stdin
            OpenInput::Whole(bytes) => {
                let what = What::One(Source { name, bytes, format: Format::Csv });
                Ok(Input::File(File { what, opening }))
            }
        }
    }

    /// Reads the bytes; `-` is stdin.
    pub(super) fn open(
        path: &Path,
        format: Option<InputFormat>,
        lists: &ListArgs,
        settings: &Settings,
    ) -> Result<File, Failure> {
        let (beside, opening) = (lists.read()?, lists.opening());
        if path.is_dir() {
            let mut lists = of_folder(path)?;
            lists.extend(beside);
            let what = What::Several(Lists::Folder { name: path.display().to_string(), lists });
            return Ok(File { what, opening });
        }
        let base = File::one(path, format, settings)?;
        let what = match beside.is_empty() {
            true => What::One(base),
            false => What::Several(Lists::Beside { base, lists: beside }),
        };
        Ok(File { what, opening })
    }

    fn one(path: &Path, format: Option<InputFormat>, settings: &Settings) -> Result<Source, Failure> {
        let shown = path.display().to_string();
        let from_stdin = input::is_stdin(path);
        let format = match (format, from_stdin) {
            (Some(format), _) => format.into(),
            (None, true) => Format::Csv,
            (None, false) if !path.exists() => {
                return Err(Failure::new(
                    format!("没有 {shown} 这个文件或文件夹"),
                    format!("there is no file or folder {shown}"),
                ));
            }
            (None, false) => Format::from_path(path).map_err(unreadable)?,
        };
        let bytes = input::bytes(path).map_err(|error| no_cases(path, &error))?;
        Ok(Source { name: name(path, settings), bytes, format })
    }

    pub(super) fn read(&self, plan: &Plan) -> Result<Batch, Failure> {
        self.read_with(plan, &Options::default())
    }

    pub(super) fn read_with(&self, plan: &Plan, options: &Options) -> Result<Batch, Failure> {
        let options = Options { opening: self.opening.clone(), ..options.clone() };
        match &self.what {
            What::One(Source { name, bytes, format }) => read_with(plan, name, bytes, *format, &options),
            What::Several(lists) => read_lists(plan, lists, &options),
        }
        .map_err(unreadable)
    }
}

/// The name of a case file in messages.
fn name(path: &Path, settings: &Settings) -> String {
    match (input::is_stdin(path), settings.lang()) {
        (true, Lang::Zh) => "标准输入".to_string(),
        (true, Lang::En) => "stdin".to_string(),
        (false, _) => path.display().to_string(),
    }
}

fn no_cases(path: &Path, error: &std::io::Error) -> Failure {
    let shown = path.display();
    Failure::new(
        format!("读不了名单 {shown}：{}", reason_zh(error)),
        format!("cannot read the case file {shown}: {error}"),
    )
}

pub(super) fn unreadable(problem: Unreadable) -> Failure {
    let message = problem.message();
    let (zh, en) = match problem.help() {
        Some(help) => (format!("{}。{}", message.zh, help.zh), format!("{}. {}", message.en, help.en)),
        None => (message.zh, message.en),
    };
    Failure::new(visible(&zh), visible(&en))
}

/// The days of a month on which the policy decides.
pub(super) fn days(plan: &Plan, month: Month) -> Result<(Day, Day), Failure> {
    days_in_force(&plan.policy, month).map_err(|outside| {
        let from = outside.from.map(|day| day.to_string()).unwrap_or_default();
        let (until_zh, until_en) = match outside.until {
            Some(until) => (format!("至 {until}"), format!(" until {until}")),
            None => ("起".to_string(), String::new()),
        };
        Failure::new(
            format!("{month} 不在这份政策的施行期内（自 {from} {until_zh}）；换用当时有效的政策文件"),
            format!("{month} is outside the time of this policy (from {from}{until_en}); use the policy in force then"),
        )
    })
}

pub(super) fn parse_month(text: &str) -> Result<Month, String> {
    let text = crate::syntax::narrow(text.trim());
    let month = text.parse().ok().or_else(|| crate::cases::month(&text));
    month.ok_or_else(|| "月份写作 年-月，如 2023-03 / months are written 2023-03".to_string())
}

/// Shows findings on stderr, at most `limit` of them; 0 shows all.
pub(super) fn show(findings: &[Finding], limit: usize, settings: &Settings) {
    show_some(findings, findings.len(), limit, settings);
}

/// The same where the list holds only the first of `count`.
pub(super) fn show_some(findings: &[Finding], count: usize, limit: usize, settings: &Settings) {
    let lang = settings.lang();
    let shown = if limit == 0 { findings.len() } else { limit };
    for finding in findings.iter().take(shown) {
        let severity = finding.severity.word(lang);
        let help = finding.help.as_ref().map(|help| match lang {
            Lang::Zh => format!("。{}", help.zh),
            Lang::En => format!(". {}", help.en),
        });
        let line =
            format!("{severity}[{}] {}{}", finding.code, finding.line(settings.audience()), help.unwrap_or_default());
        settings.note(&visible(&line));
    }
    let shown = shown.min(findings.len());
    if count > shown {
        let more = count - shown;
        settings.say(&crate::diagnostic::Message::new(
            format!("另有 {more} 条未列出；用 --findings 文件.csv 全部写出"),
            format!("{more} more are not shown; write all with --findings FILE.csv"),
        ));
    }
}
