//! The bytes of a workbook -> its sheets, whichever program wrote it.

use super::guard::guarded;
use super::kind::{Kind, kind};
use super::sheet_grid::SheetGrid;
use super::unopened::{Damaged, Foreign, Unopened};
use super::{modern, old, open_document, package};

/// Reads every sheet.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<SheetGrid>, Unopened> {
    let sheets = guarded(|| match kind(bytes) {
        Kind::Compound => old::sheets(bytes),
        _ => of_package(bytes),
    });
    sheets.unwrap_or(Err(Unopened::Damaged(Damaged::Workbook)))
}

fn of_package(bytes: &[u8]) -> Result<Vec<SheetGrid>, Unopened> {
    let members = package::members(bytes)?;
    let has = |name: &str| members.iter().any(|member| member.name.eq_ignore_ascii_case(name));
    if has("xl/workbook.bin") {
        modern::binary_sheets(bytes, &members)
    } else if has("content.xml") && has("mimetype") {
        open_document::sheets(bytes, &members)
    } else if has("[Content_Types].xml") && members.iter().any(|member| member.name.contains("workbook")) {
        modern::sheets(bytes, &members)
    } else if has("[Content_Types].xml") {
        Err(Unopened::Foreign(Foreign::Document))
    } else {
        Err(Unopened::Foreign(Foreign::Archive))
    }
}
