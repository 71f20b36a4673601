//! Findings about the data as CSV.

use crate::cases::Finding;
use crate::diagnostic::Lang;

/// One line a finding: code, severity, file, row, column, text, message, help.
pub fn findings_csv(findings: &[Finding], lang: Lang) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = match lang {
        Lang::Zh => ["编号", "程度", "文件", "行", "列", "内容", "问题", "怎么改"],
        Lang::En => ["code", "severity", "file", "row", "column", "text", "message", "help"],
    };
    // writing to memory cannot fail
    let _ = writer.write_record(header);
    for finding in findings {
        let severity = finding.severity.word(lang);
        let row = finding.row.map(|row| row.to_string()).unwrap_or_default();
        let help = finding.help.as_ref().map(|help| help.get(lang)).unwrap_or_default();
        let _ = writer.write_record([
            finding.code,
            severity,
            &finding.file,
            &row,
            finding.column.as_deref().unwrap_or_default(),
            finding.text.as_deref().unwrap_or_default(),
            finding.message.get(lang),
            help,
        ]);
    }
    writer.into_inner().unwrap_or_default()
}
