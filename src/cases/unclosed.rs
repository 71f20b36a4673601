//! A quotation mark that nobody closed.

use super::finding::{Findings, Severity};
use super::sheet::Sheet;
use crate::diagnostic::Message;

/// Reports a quotation mark that is not closed. `column`: the header of a cell, and whether the cell is not read.
pub(super) fn report_unclosed(
    sheet: &Sheet<'_>,
    column: impl Fn(usize) -> (String, bool),
    findings: &mut Findings<'_>,
) {
    let Some(open) = sheet.unclosed else { return };
    let (header, lost) = column(open.cell);
    let (mut zh, mut en) =
        ("这一格开头的双引号没有收尾".to_string(), "its opening quotation mark is not closed".to_string());
    if open.lines > 0 {
        let lines = open.lines;
        zh += &format!("，会吞掉下面 {lines} 行；下面各行已照常读取");
        en += &format!(" and would swallow the next lines ({lines}); they were read as rows all the same");
    }
    if lost {
        zh += "，这一格按未知处理";
        en += "; this cell is taken as unknown";
    }
    let finding = findings.add("D709", Severity::Error, Some(sheet.row), Message::new(zh, en));
    finding.column = Some(header).filter(|header| !header.is_empty());
    finding.help = Some(Message::new("删去这个双引号，或补上收尾的", "delete the quotation mark, or close it"));
}
