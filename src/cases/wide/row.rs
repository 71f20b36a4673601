//! One row of a wide sheet -> a case.

use super::Wide;
use super::columns::Source;
use crate::cases::batch::Case;
use crate::cases::finding::Findings;
use crate::cases::layout::Layout;
use crate::cases::remark;
use crate::cases::settle::settle;
use crate::cases::shape::{report_shifted, report_short};
use crate::cases::sheet::Sheet;
use crate::cases::text::clean;
use crate::cases::told::{Form, Told, tell};
use crate::cases::unclosed::report_unclosed;
use crate::eval::Facts;

impl Wide {
    /// Reads a row, with what is wrong with it. Of a row whose cells may have shifted only the key is read. Cells that are
    /// cut off stay unknown, and so does one with a quotation mark that is not closed. `told` is only reused.
    pub(in crate::cases) fn read_row(
        &self,
        layout: &Layout<'_>,
        sheet: &Sheet<'_>,
        told: &mut Vec<Told>,
        findings: &mut Findings<'_>,
    ) -> Case {
        let sources = &self.sources;
        let (row, mut texts) = (sheet.row, layout.texts());
        let shifted = self.padding.is_shifted(&sheet.cells);
        told.clone_from(&self.blank);
        let mut key = String::new();
        for (index, (source, cell)) in sources.iter().zip(&sheet.cells).enumerate() {
            let Some(entry) = source.entry.filter(|entry| !shifted || *entry == layout.key) else { continue };
            let cell = clean(cell);
            if entry != layout.key && sheet.unclosed.is_some_and(|open| open.cell == index) {
                put(told, entry, Told::lost(layout, entry));
                continue;
            }
            let result = match tell(layout, entry, &cell, Form::Wide, &mut texts) {
                Ok(result) => result,
                Err(bad) => {
                    remark::bad_cell(layout, entry, &source.header, &cell, &bad, row, findings);
                    Told::Bad
                }
            };
            remark::old_form(&result, &source.header, &cell, row, findings);
            if entry == layout.key {
                key = cell.into_owned();
            }
            put(told, entry, result);
        }
        let cut_off = sources.iter().skip(sheet.cells.len()).filter_map(|source| source.entry);
        cut_off.for_each(|entry| put(told, entry, Told::lost(layout, entry)));
        report_unclosed(sheet, |cell| unclosed(layout, sources, cell), findings);
        self.report_shape(layout, sheet, shifted, findings);
        if key.is_empty() {
            remark::blank_key(layout, row, findings);
        }
        let (values, dated) = settle(layout, told, row, &mut texts, findings);
        let kept = self.kept.iter().map(|index| match sheet.cells.get(*index) {
            Some(cell) if !shifted => clean(cell).into_owned(),
            _ => String::new(),
        });
        Case { key, facts: Facts { values, dated, texts: texts.own }, row, kept: kept.collect() }
    }

    /// Reports a row that is not as long as the header.
    fn report_shape(&self, layout: &Layout<'_>, sheet: &Sheet<'_>, shifted: bool, findings: &mut Findings<'_>) {
        let (found, width) = (sheet.cells.len(), self.sources.len());
        if shifted {
            report_shifted(layout, found - width, sheet.row, findings);
        } else if found < width {
            let read = self.sources.iter().skip(found).any(|source| source.entry.is_some());
            report_short(width - found, read, sheet.row, findings);
        }
    }
}

fn put(told: &mut [Told], entry: usize, value: Told) {
    if let Some(place) = told.get_mut(entry) {
        *place = value;
    }
}

/// A column's header, and whether its cell is not read when its quotation mark is not closed.
pub(super) fn unclosed(layout: &Layout<'_>, sources: &[Source], cell: usize) -> (String, bool) {
    let source = sources.get(cell);
    let lost = source.and_then(|source| source.entry).is_some_and(|entry| entry != layout.key);
    (source.map(|source| source.header.clone()).unwrap_or_default(), lost)
}
