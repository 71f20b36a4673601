//! What is said when all cases are decided.

use super::Args;
use super::batch::Stop;
use crate::batch::Summary;
use crate::cases::{Finding, Reject, Severity};
use crate::cli::cases;
use crate::cli::csv_encoding::lacking;
use crate::cli::outcome::{Failure, Outcome, Result as CliResult};
use crate::cli::settings::Settings;
use crate::cli::target::Target;
use crate::diagnostic::{Lang, Message};
use crate::output::{self as formats, Encoding};
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
    lang: Lang,
    encoding: Encoding,
    /// what is held is written already
    written: bool,
}

/// Rows that could not be read, as they come up.
pub(super) struct Rejects {
    file: Option<Target>,
    lang: Lang,
    encoding: Encoding,
    count: usize,
}

/// What became of the rows of a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rows {
    pub(super) read: usize,
    pub(super) decided: usize,
    /// about nobody
    pub(super) aside: usize,
}

/// The end of a batch.
pub(super) struct Closed {
    pub(super) summary: Summary,
    /// findings about several rows, or the file
    pub(super) late: Vec<Finding>,
    findings: Findings,
    rejects: Rejects,
    /// none where the cases did not come as rows
    rows: Option<Rows>,
}

impl Findings {
    pub(super) fn open(args: &Args, settings: &Settings) -> Result<Findings, Stop> {
        let mut file = args.findings.as_deref().map(|path| Target::open(Some(path))).transpose()?;
        let lang = settings.result_lang();
        if let Some(file) = &mut file {
            file.write_all(args.encoding.chosen().mark())?;
            file.write_all(&encoded(&formats::findings_csv(&[], lang), args.encoding.chosen())?)?;
        }
        let encoding = args.encoding.chosen();
        Ok(Findings { encoding, held: Vec::new(), count: 0, is_clean: true, file, lang, written: false })
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
            file.write_all(&encoded(&formats::finding_lines(findings, self.lang), self.encoding)?)?;
        }
        Ok(())
    }

    pub(super) fn close(
        mut self,
        summary: Summary,
        late: Vec<Finding>,
        rejects: Rejects,
        rows: Option<Rows>,
    ) -> Result<Closed, Stop> {
        self.add(late.clone())?;
        if !self.written {
            self.put()?;
        }
        Ok(Closed { summary, late, findings: self, rejects, rows })
    }
}

impl Rejects {
    pub(super) fn open(args: &Args, headers: &[String], settings: &Settings) -> Result<Rejects, Stop> {
        let mut file = args.rejects.as_deref().map(|path| Target::open(Some(path))).transpose()?;
        let (lang, encoding) = (settings.result_lang(), args.encoding.chosen());
        if let Some(file) = &mut file {
            file.write_all(encoding.mark())?;
            file.write_all(&encoded(&formats::rejects_header(headers, lang), encoding)?)?;
        }
        Ok(Rejects { file, lang, encoding, count: 0 })
    }

    pub(super) fn add(&mut self, rejects: &[Reject]) -> Result<(), Stop> {
        self.count += rejects.len();
        match &mut self.file {
            Some(file) => Ok(file.write_all(&encoded(&formats::reject_lines(rejects, self.lang), self.encoding)?)?),
            None => Ok(()),
        }
    }
}

fn encoded(utf8: &[u8], encoding: Encoding) -> Result<Vec<u8>, Stop> {
    let text = String::from_utf8_lossy(utf8);
    Ok(encoding.encode(&text).map_err(lacking)?.into_owned())
}

impl Closed {
    /// How many rows could not be read.
    pub(super) fn rejected(&self) -> usize {
        self.rejects.count
    }

    /// Shows findings and the summary; ends the files beside the results.
    pub(super) fn tell(self, args: &Args, settings: &Settings) -> CliResult {
        let rejected = self.rejected();
        let Findings { held, count, is_clean, file, .. } = self.findings;
        for file in file.into_iter().chain(self.rejects.file) {
            file.end(Ok(()))?;
        }
        cases::show_some(&held, count, args.max_findings, settings);
        settings.note(formats::summary_text(&self.summary, settings.lang()).trim_end());
        if let Some(rows) = self.rows {
            rows.tell(rejected, settings)?;
        }
        Ok(Outcome::clean_if(is_clean && rejected == 0))
    }
}

impl Rows {
    /// Every row that was read is decided, rejected or about nobody.
    fn tell(self, rejected: usize, settings: &Settings) -> Result<(), Failure> {
        let Rows { read, decided, aside } = self;
        if read != decided + rejected + aside {
            return Err(Failure::new(
                format!(
                    "读了 {read} 行，认定 {decided} 行，读不出 {rejected} 行，不算个案 {aside} 行，合不上；请不要用这次的结果"
                ),
                format!(
                    "{read} rows read, {decided} decided, {rejected} rejected, {aside} about nobody: this does not add up; do not use these results"
                ),
            ));
        }
        if rejected + aside > 0 {
            settings.say(&Message::new(
                format!("读了 {read} 行：认定 {decided} 行，读不出 {rejected} 行，不算个案 {aside} 行。"),
                format!("{read} rows read: {decided} decided, {rejected} rejected, {aside} about nobody."),
            ));
        }
        Ok(())
    }
}
