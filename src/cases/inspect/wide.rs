//! One wide sheet, row by row, read as for a decision; no row is kept.

use super::column::Survey;
use super::problems::Problems;
use super::{Inspection, Meaning, meaning};
use crate::cases::aside::{Aside, report_aside};
use crate::cases::batch::report_no_case;
use crate::cases::finding::{Findings, RowUnit};
use crate::cases::heading;
use crate::cases::layout::Layout;
use crate::cases::noted::Noted;
use crate::cases::repeated::{number_columns, report_repeated, unable};
use crate::cases::sheet::Sheet;
use crate::cases::unreadable::Unreadable;
use crate::cases::wide::Wide;

pub(super) fn of_sheet(
    layout: &Layout<'_>,
    mut sheet: Sheet<'_>,
    mut problems: Problems,
    found: &mut Inspection,
) -> Result<(), Unreadable> {
    let file = found.file.clone();
    let mut findings = Findings::new(&file, RowUnit::Row);
    let heading = {
        let (mut sheet, known) = (sheet.clone(), |header: &str| layout.entry(header).is_some());
        heading::find(&mut sheet, |header| layout.entry(header) == Some(layout.key), known)
    };
    let wide = Wide::open(layout, &mut sheet, &mut findings)?;
    found.header = heading.ok().map(|heading| (heading.row, heading.above));
    let mut survey = Survey::default();
    for (index, source) in wide.sources.iter().enumerate() {
        let before =
            || wide.sources.iter().take(index).find(|other| other.entry.is_some_and(again(layout, &source.header)));
        let meaning = match source.entry {
            None if layout.entry(&source.header).is_some() && before().is_some() => {
                Meaning::Again { header: before().map(|other| other.header.clone()).unwrap_or_default() }
            }
            entry => meaning(layout, entry, &source.header),
        };
        survey.add(&source.header, meaning);
    }
    let (mut aside, mut told) = (Aside::default(), Vec::new());
    problems.take(&mut findings.list);
    let mut noted = Noted::new(layout);
    let numbers = number_columns(layout);
    let mut trouble = None;
    while sheet.advance() {
        if let Some(nobody) = wide.places.nobody(&sheet) {
            aside.note(sheet.row, nobody);
            continue;
        }
        found.rows += 1;
        for (index, cell) in sheet.cells.iter().enumerate().take(wide.sources.len()) {
            survey.cell(index, sheet.row, cell);
        }
        let case = wide.read_row(layout, &sheet, &mut told, &mut findings);
        problems.take(&mut findings.list);
        let known = |slot: usize| case.facts.values.get(slot).filter(|value| value.is_known());
        let known = numbers.iter().enumerate().filter_map(|(column, (_, slot))| Some((column, known(*slot)?.lo)));
        trouble = trouble.or(noted.note(&case.key, known, sheet.row).err());
    }
    found.aside = aside.count();
    report_aside(&aside, &mut findings);
    report_no_case(found.rows, &mut findings);
    let reported = match trouble {
        Some(error) => Err(error),
        None => report_repeated(layout, &mut [noted], |row| (None, row), &mut findings).map(|_| ()),
    };
    if let Err(error) = reported {
        unable(&error, &mut findings);
    }
    problems.take(&mut findings.list);
    found.finish(survey, problems);
    Ok(())
}

/// Whether an entry is what a header names.
fn again<'l>(layout: &'l Layout<'_>, header: &'l str) -> impl Fn(usize) -> bool + 'l {
    move |entry| layout.entry(header) == Some(entry)
}
