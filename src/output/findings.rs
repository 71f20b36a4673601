//! Findings about the data as CSV.

use super::sheet::CsvSheet;
use crate::cases::Finding;
use crate::diagnostic::Lang;
use std::borrow::Cow;

/// One line a finding: code, severity, file, row, column, text, message, help.
pub fn findings_csv(findings: &[Finding], lang: Lang) -> Vec<u8> {
    let mut sheet = CsvSheet::new();
    sheet.line(finding_headers(lang));
    findings.iter().for_each(|finding| sheet.line(finding_cells(finding, lang)));
    sheet.bytes()
}

/// Further lines of such a file.
pub fn finding_lines(findings: &[Finding], lang: Lang) -> Vec<u8> {
    let mut sheet = CsvSheet::new();
    findings.iter().for_each(|finding| sheet.line(finding_cells(finding, lang)));
    sheet.bytes()
}

/// The headers of a list of findings.
pub(super) fn finding_headers(lang: Lang) -> [&'static str; 8] {
    match lang {
        Lang::Zh => ["编号", "程度", "文件", "行", "列", "内容", "问题", "怎么改"],
        Lang::En => ["code", "severity", "file", "row", "column", "text", "message", "help"],
    }
}

/// The row of a finding.
pub(super) fn finding_cells(finding: &Finding, lang: Lang) -> [Cow<'_, str>; 8] {
    let row = finding.row.map(|row| row.to_string()).unwrap_or_default();
    [
        finding.code.into(),
        finding.severity.word(lang).into(),
        (&finding.file).into(),
        row.into(),
        finding.column.as_deref().unwrap_or_default().into(),
        finding.text.as_deref().unwrap_or_default().into(),
        finding.message.get(lang).into(),
        finding.help.as_ref().map(|help| help.get(lang)).unwrap_or_default().into(),
    ]
}
