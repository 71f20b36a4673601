//! One wide sheet -> cases.

mod columns;
mod row;

use super::aside::{Aside, report_above, report_aside};
use super::batch::{Batch, finish};
use super::finding::{Findings, RowUnit};
use super::headerless::no_key_column;
use super::headers::{self, Gap};
use super::heading;
use super::layout::Layout;
use super::nobody::Places;
use super::shape::Padding;
use super::sheet::Sheet;
use super::told::Told;
use super::unclosed::report_unclosed;
use super::unreadable::Unreadable;
pub(super) use columns::Source;
use columns::{kept_cells, sources};

/// A sheet whose header has been read. Its rows can then be read in any order, each by itself.
#[derive(Debug)]
pub(super) struct Wide {
    pub(super) sources: Vec<Source>,
    /// which cells of a row hold the columns to keep
    kept: Vec<usize>,
    /// what is told of a row before its cells are looked at
    blank: Vec<Told>,
    pub(super) padding: Padding,
    pub(super) places: Places,
}

pub(super) fn read(layout: &Layout<'_>, file: &str, mut sheet: Sheet<'_>) -> Result<Batch, Unreadable> {
    let mut findings = Findings::new(file, RowUnit::Row);
    let wide = Wide::open(layout, &mut sheet, &mut findings)?;
    let (mut cases, mut aside, mut told) = (Vec::new(), Aside::default(), Vec::new());
    while sheet.advance() {
        if let Some(nobody) = wide.places.nobody(&sheet) {
            aside.note(sheet.row, nobody);
            continue;
        }
        findings.case = Some(cases.len());
        cases.push(wide.read_row(layout, &sheet, &mut told, &mut findings));
    }
    findings.case = None;
    report_aside(&aside, &mut findings);
    Ok(finish(layout, cases, findings))
}

impl Wide {
    /// Reads the header, and reports what is wrong with it. `sheet` goes on with the first row below.
    pub(super) fn open(
        layout: &Layout<'_>,
        sheet: &mut Sheet<'_>,
        findings: &mut Findings<'_>,
    ) -> Result<Wide, Unreadable> {
        let file = findings.file;
        let is_key = |header: &str| layout.entry(header) == Some(layout.key);
        let mut top = sheet.clone();
        if !top.advance() {
            return Err(Unreadable::Empty { file: file.to_string() });
        }
        let heading = heading::find(sheet, is_key, |header| layout.entry(header).is_some());
        let heading = heading.map_err(|found| no_key_column(layout, file, found, sheet.clone(), is_key))?;
        report_above(&heading.above, heading.row, findings);
        let sources = sources(layout, &heading.names, findings);
        report_unclosed(sheet, |cell| row::unclosed(layout, &sources, cell), findings);
        let given = |entry: usize| sources.iter().any(|source| source.entry == Some(entry));
        let gaps: Vec<Gap> = headers::missing_entries(layout, given).map(|entry| Gap { entry, some: None }).collect();
        let is_further = |source: &&Source| {
            source.entry.is_none() && !source.header.is_empty() && layout.entry(&source.header).is_none()
        };
        let further: Vec<String> = sources.iter().filter(is_further).map(|source| source.header.clone()).collect();
        headers::report(layout, &further, given, &gaps, findings);
        let kept = kept_cells(layout, file, &sources)?;
        let of = |entry: usize| if given(entry) { Told::Blank } else { Told::Untold };
        let blank = (0..layout.entries.len()).map(of).collect();
        let padding = Padding::of(sheet.clone(), sources.len());
        let is_personal =
            |entry: usize| matches!(layout.place(entry), Some((_, Some(column))) if column.kind.is_personal());
        let entry = |index: usize| sources.get(index).and_then(|source| source.entry);
        let places = Places::new(
            &heading.names,
            |index, _| entry(index) == Some(layout.key),
            |index, _| entry(index).is_some_and(|entry| entry != layout.key && is_personal(entry)),
        );
        Ok(Wide { sources, kept, blank, padding, places })
    }
}
