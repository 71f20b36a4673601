//! The cases of a run, decided as they are read.

use super::closed::{Closed, Findings, Rejects, Rows};
use super::progress::Bar;
use super::{Args, Failure};
use crate::batch::{DecidedBlock, Job, Render};
use crate::cases::{Finding, Unreadable, open_stream};
use crate::cli::cases::{File, Input, unreadable};
use crate::cli::settings::Settings;
use crate::plan::Plan;
use crate::value::Day;
use std::io;

/// What is to be decided.
#[derive(Clone, Copy)]
pub(super) struct Batch<'a> {
    pub(super) args: &'a Args,
    pub(super) plan: &'a Plan,
    pub(super) days: (Day, Day),
    pub(super) settings: &'a Settings,
}

/// Why a run stops before its end.
pub(super) enum Stop {
    Failure(Failure),
    /// the results could not be written
    Write(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Write(error)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Failure(failure)
    }
}

impl From<Unreadable> for Stop {
    fn from(problem: Unreadable) -> Stop {
        Stop::Failure(unreadable(problem))
    }
}

impl Batch<'_> {
    /// The name of the case file.
    pub(super) fn file(&self) -> String {
        self.args.cases.display().to_string()
    }

    /// Decides all cases. `each` takes blocks in the order of the file, with what was found wrong in them.
    pub(super) fn decide<R: Render>(
        &self,
        render: R,
        mut each: impl FnMut(R::Block, &[Finding]) -> Result<(), Stop> + Send,
    ) -> Result<Closed, Stop> {
        let Batch { args, plan, days, settings } = *self;
        let job = Job { plan, days, render, lang: settings.lang(), rejects: args.rejects.is_some() };
        let mut found = Findings::open(args, settings)?;
        let mut take = |found: &mut Findings, block: DecidedBlock<R::Block>| {
            each(block.rendered, &block.findings)?;
            found.add(block.findings)
        };
        match File::input(&args.cases, args.input_format, &args.lists, settings)? {
            Input::Stream { name, reader, length, findings } => {
                found.add(findings)?;
                let mut bar = Bar::new(length, settings);
                let (reader, mut blocks, first) = open_stream(plan, &name, reader, days)?;
                found.add(reader.findings.clone())?;
                let mut rejects = Rejects::open(args, &reader.headers(), settings)?;
                let mut rows = Rows::default();
                let closing = job.stream(&reader, &mut blocks, first, |block, position| {
                    bar.at(position, block.rows);
                    rows.read += block.rows;
                    rows.decided += block.cases;
                    rejects.add(&block.rejects)?;
                    take(&mut found, block)
                })?;
                bar.finish();
                rows.aside = closing.aside;
                found.close(closing.summary, closing.findings, rejects, Some(rows))
            }
            Input::File(_) if args.rejects.is_some() => Err(Stop::Failure(Failure::new(
                "--rejects 只用于 csv；别的格式不会错位，也没有读不出来的行，问题看 --findings",
                "--rejects is for CSV; of other formats --findings tells what is wrong",
            ))),
            Input::File(file) => {
                let batch = file.read(plan)?;
                let (of_file, of_cases): (Vec<_>, Vec<_>) =
                    batch.findings.into_iter().partition(|finding| finding.case.is_none());
                found.add(of_file.clone())?;
                let mut of_cases = of_cases.into_iter().peekable();
                let mut before = 0;
                let summary = job.cases((&batch.file, batch.unit), &batch.cases, |mut block, count| {
                    before += count;
                    let here = std::iter::from_fn(|| of_cases.next_if(|f| f.case.is_some_and(|case| case < before)));
                    block.findings.extend(here);
                    take(&mut found, block)
                })?;
                found.add(of_cases.collect())?;
                let rejects = Rejects::open(args, &[], settings)?;
                let mut closed = found.close(summary, Vec::new(), rejects, None)?;
                closed.late = of_file;
                Ok(closed)
            }
        }
    }
}
