//! A file -> what is looked at: a text, or one sheet of a workbook.

use super::SheetSeen;
use crate::cases::assembly::BaseColumns;
use crate::cases::finding::Finding;
use crate::cases::format::Format;
use crate::cases::input::{Body, Input, Opening, read_as_gb18030};
use crate::cases::layout::Layout;
use crate::cases::list::ListColumns;
use crate::cases::lists::Source;
use crate::cases::open::{Content, Encoding, Opened, SheetGrid, TextEncoding, Unopened, open};
use crate::cases::pick::{Picked, Wanted};
use crate::cases::source::Columns;
use crate::cases::text::clean;
use crate::cases::unreadable::Unreadable;

/// An opened file, and what there is to say about how it was opened.
pub(super) struct Ready<'s> {
    pub(super) input: Input<'s>,
    pub(super) encoding: Option<TextEncoding>,
    pub(super) sheets: Vec<SheetSeen>,
    pub(super) findings: Vec<Finding>,
}

/// Opens a file. `register`: the one of a policy whose rows it has.
pub(super) fn ready<'s>(
    policy: Option<(&Layout<'_>, usize)>,
    source: &'s Source,
    opening: &Opening,
) -> Result<Ready<'s>, Unreadable> {
    let Source { name, bytes, format } = source;
    if bytes.len() > format.limit() {
        return Err(Unreadable::TooLarge { file: name.clone(), bytes: bytes.len(), limit: format.limit() });
    }
    let unopened = |why: Unopened| Unreadable::Unopened { file: name.clone(), why };
    let Opened { content, format, encoding } = open(bytes, *format, opening.encoding).map_err(unopened)?;
    let mut findings = Vec::new();
    if (encoding, opening.encoding) == (Some(TextEncoding::Gb18030), Encoding::Auto) {
        findings.push(read_as_gb18030(name));
    }
    let mut seen = Vec::new();
    let input = match content {
        Content::Text(text) if text.trim().is_empty() => return Err(Unreadable::Empty { file: name.clone() }),
        Content::Text(text) => Input { name: name.clone(), body: Body::Text(text), format },
        Content::Grid(grid) => Input { name: name.clone(), body: Body::Grid(grid), format },
        Content::Sheets(sheets) => {
            let rows = |sheet: &SheetGrid| sheet.grid.rows.len();
            let of = |sheet: &SheetGrid| SheetSeen {
                name: sheet.name.clone(),
                hidden: sheet.hidden,
                rows: rows(sheet),
                looked_at: false,
            };
            seen.extend(sheets.iter().map(of));
            let Picked { name, sheet } = picked(policy, name, sheets, opening, &mut findings)?;
            seen.iter_mut().filter(|seen| seen.name == sheet.name).for_each(|seen| seen.looked_at = true);
            Input { name, body: Body::Grid(sheet.grid), format: Format::Workbook }
        }
    };
    Ok(Ready { input, encoding, sheets: seen, findings })
}

/// The sheet that the reader would take; without a policy the one of that name, or the first.
fn picked(
    policy: Option<(&Layout<'_>, usize)>,
    file: &str,
    sheets: Vec<SheetGrid>,
    opening: &Opening,
    findings: &mut Vec<Finding>,
) -> Result<Picked, Unreadable> {
    let empty = || Unreadable::Empty { file: file.to_string() };
    let sheet = opening.sheet.as_deref();
    let Some((layout, register)) = policy else {
        let is_wanted = |found: &SheetGrid| match sheet {
            Some(name) => clean(&found.name) == clean(name),
            None => !found.hidden && !found.grid.rows.is_empty(),
        };
        let known = sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let found = sheets.into_iter().find(is_wanted).map(|sheet| Picked { name: file.to_string(), sheet });
        return match (found, sheet) {
            (Some(picked), _) => Ok(picked),
            (None, Some(name)) => {
                let why = Unopened::NoSuchSheet { sheet: name.to_string(), known, near: None };
                Err(Unreadable::Unopened { file: file.to_string(), why })
            }
            (None, None) => Err(empty()),
        };
    };
    let model = layout.registers.get(register).map(|register| register.model);
    let names: Vec<&str> = model
        .into_iter()
        .flat_map(|model| [Some(&model.name), model.title.as_ref()])
        .flatten()
        .map(String::as_str)
        .collect();
    let is_key = |header: &str| match register == layout.key_register() {
        true => BaseColumns(layout).is_key(header),
        false => ListColumns { layout, register }.is_key(header),
    };
    let key = Some(layout.header(layout.key));
    let wanted = Wanted { file, sheet, rather: &names, is_key: &is_key, key };
    wanted.pick(sheets, findings)?.into_iter().next().ok_or_else(empty)
}
