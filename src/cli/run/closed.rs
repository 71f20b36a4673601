//! What is said when all cases are decided.

use super::Args;
use super::batch::Stop;
use crate::batch::Summary;
use crate::cases::{Finding, Severity};
use crate::cli::cases;
use crate::cli::outcome::{Outcome, Result as CliResult};
use crate::cli::settings::Settings;
use crate::cli::target::Target;
use crate::output as formats;
use std::io::Write;

/// How many findings are held, so that they can be shown in the order of the rows. Where there are more, they go to the
/// file of findings as they come.
const MOST_HELD: usize = 10_000;

/// Findings as they come up.
pub(super) struct Findings {
    held: Vec<Finding>,
    count: usize,
    is_clean: bool,
    file: Option<Target>,
    lang: crate::diagnostic::Lang,
    /// how many are written already
    written: bool,
}

/// The end of a batch.
pub(super) struct Closed {
    pub(super) summary: Summary,
    /// findings about several rows, or the file
    pub(super) late: Vec<Finding>,
    findings: Findings,
}

impl Findings {
    pub(super) fn open(args: &Args, settings: &Settings) -> Result<Findings, Stop> {
        let mut file = args.findings.as_deref().map(|path| Target::open(Some(path))).transpose()?;
        let lang = settings.result_lang();
        if let Some(file) = &mut file {
            file.write_all(&formats::findings_csv(&[], lang))?;
        }
        Ok(Findings { held: Vec::new(), count: 0, is_clean: true, file, lang, written: false })
    }

    pub(super) fn add(&mut self, findings: Vec<Finding>) -> Result<(), Stop> {
        self.count += findings.len();
        self.is_clean &= findings.iter().all(|finding| finding.severity == Severity::Notice);
        if self.written {
            return self.write(&findings);
        }
        self.held.extend(findings);
        if self.held.len() > MOST_HELD {
            self.put()?;
        }
        Ok(())
    }

    /// Puts what is held in order, and writes it.
    fn put(&mut self) -> Result<(), Stop> {
        self.held.sort_by_key(|finding| finding.row);
        let held = std::mem::take(&mut self.held);
        self.write(&held)?;
        self.held = held;
        self.written = true;
        Ok(())
    }

    fn write(&mut self, findings: &[Finding]) -> Result<(), Stop> {
        if let Some(file) = &mut self.file {
            file.write_all(&formats::finding_lines(findings, self.lang))?;
        }
        Ok(())
    }

    pub(super) fn close(mut self, summary: Summary, late: Vec<Finding>) -> Result<Closed, Stop> {
        self.add(late.clone())?;
        if !self.written {
            self.put()?;
        }
        Ok(Closed { summary, late, findings: self })
    }
}

impl Closed {
    /// Shows findings and the summary; ends the file of findings.
    pub(super) fn tell(self, args: &Args, settings: &Settings) -> CliResult {
        let Findings { held, count, is_clean, file, .. } = self.findings;
        if let Some(file) = file {
            file.end(Ok(()))?;
        }
        cases::show_some(&held, count, args.max_findings, settings);
        settings.note(formats::summary_text(&self.summary, settings.lang()).trim_end());
        Ok(Outcome::clean_if(is_clean))
    }
}
