//! What the bytes of a file are, by how they begin.

use super::unopened::Foreign;

/// How the bytes begin; whatever else a file is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Gzip,
    Zstd,
    /// a package of several members: .xlsx, .xlsb, .ods, or another
    Zip,
    /// a compound file of Microsoft: .xls, .et, or another
    Compound,
    Parquet,
    Foreign(Foreign),
    Text,
}

/// Of the first bytes of a file.
pub(crate) fn kind(start: &[u8]) -> Kind {
    const MAGIC: [(&[u8], Kind); 18] = [
        (b"\x1F\x8B", Kind::Gzip),
        (b"\x28\xB5\x2F\xFD", Kind::Zstd),
        (b"PK\x03\x04", Kind::Zip),
        (b"PK\x05\x06", Kind::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Compound),
        (b"PAR1", Kind::Parquet),
        (b"%PDF-", Kind::Foreign(Foreign::Pdf)),
        (b"\x89PNG\r\n", Kind::Foreign(Foreign::Picture)),
        (b"\xFF\xD8\xFF", Kind::Foreign(Foreign::Picture)),
        (b"GIF8", Kind::Foreign(Foreign::Picture)),
        (b"Rar!\x1A\x07", Kind::Foreign(Foreign::Archive)),
        (b"7z\xBC\xAF\x27\x1C", Kind::Foreign(Foreign::Archive)),
        (b"BZh", Kind::Foreign(Foreign::Archive)),
        (b"\xFD7zXZ\0", Kind::Foreign(Foreign::Archive)),
        (b"\x09\x00\x04\x00", Kind::Foreign(Foreign::OldExcel)),
        (b"\x09\x02\x06\x00", Kind::Foreign(Foreign::OldExcel)),
        (b"\x09\x04\x06\x00", Kind::Foreign(Foreign::OldExcel)),
        (b"\x09\x08\x08\x00", Kind::Foreign(Foreign::OldExcel)),
    ];
    let known = MAGIC.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, kind)| *kind);
    known.or_else(|| markup(start).map(Kind::Foreign)).unwrap_or(Kind::Text)
}

/// A page or an XML file that is called a sheet.
fn markup(start: &[u8]) -> Option<Foreign> {
    const LOOKED_AT: usize = 1024;
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    if start.first() != Some(&b'<') {
        return None;
    }
    let start = start.get(..LOOKED_AT).unwrap_or(start).to_ascii_lowercase();
    let has = |word: &[u8]| memchr::memmem::find(&start, word).is_some();
    if has(b"office:spreadsheet") || has(b"mso-application") {
        Some(Foreign::XmlSheet)
    } else if has(b"<html") || has(b"<!doctype html") || has(b"<table") {
        Some(Foreign::Html)
    } else {
        None
    }
}
