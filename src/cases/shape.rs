//! Rows with fewer or more cells than the header.
//!
//! What is cut off is unknown. In a row that is too long the cells may have shifted, so only its key is kept:
//! an amount written `1,000` without quotation marks is two cells. Further cells that are blank say nothing
//! if every row has them.

use super::finding::{Findings, Severity};
use super::layout::Layout;
use super::sheet::Sheet;
use super::text::clean;
use crate::diagnostic::Message;
use std::borrow::Cow;

/// How many of the rows below the header show what the file does.
const LOOKED_AT: usize = 1000;

/// Further cells at the end of every row, all of them blank, which say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Padding {
    /// how many cells the header has
    width: usize,
    /// how many further ones every row has; 0 if the rows differ
    further: usize,
}

impl Padding {
    /// Looks at the rows that follow.
    pub(super) fn of(mut rows: Sheet<'_>, width: usize) -> Padding {
        let (mut further, mut count) = (None, 0);
        while count < LOOKED_AT && rows.advance() {
            if rows.is_blank() {
                continue;
            }
            let found = rows.cells.len().saturating_sub(width);
            let differs = found == 0 || further.is_some_and(|further| further != found);
            if differs || says_more(&rows.cells, width) {
                return Padding { width, further: 0 };
            }
            (further, count) = (Some(found), count + 1);
        }
        Padding { width, further: further.filter(|_| count > 1).unwrap_or(0) }
    }

    /// Whether cells of a row may stand under the wrong header: it has further ones that say something, or that other
    /// rows do not have, or an amount that a comma may have cut in two.
    pub(super) fn is_shifted(self, cells: &[Cow<'_, str>]) -> bool {
        let Padding { width, further } = self;
        let found = cells.len().saturating_sub(width);
        let is_cut = || cells.iter().zip(cells.iter().skip(1)).any(|(head, tail)| is_cut(head, tail));
        found > 0 && (found != further || says_more(cells, width) || is_cut())
    }
}

/// Whether a row has further cells that are not blank.
fn says_more(cells: &[Cow<'_, str>], width: usize) -> bool {
    cells.iter().skip(width).any(|cell| !clean(cell).is_empty())
}

/// Reports a row that is not as long as the header. `read`: one of the cells that are cut off would be read.
pub(super) fn report_short(lacking: usize, read: bool, row: usize, findings: &mut Findings<'_>) {
    let severity = if read { Severity::Error } else { Severity::Warning };
    let message = Message::new(
        format!("这一行少 {lacking} 格，缺的各项都按未知处理"),
        format!("cells missing at the end of this row: {lacking}; their facts are taken as unknown"),
    );
    let finding = findings.add("D709", severity, Some(row), message);
    finding.help =
        Some(Message::new("补齐这一行；空白的格也要有逗号", "complete the row: a blank cell needs its comma, too"));
}

/// Reports a row that is longer than the header.
pub(super) fn report_shifted(layout: &Layout<'_>, further: usize, row: usize, findings: &mut Findings<'_>) {
    let key = layout.header(layout.key);
    let message = Message::new(
        format!("这一行比表头多 {further} 格，各格可能错位；除“{key}”外各项都按未知处理"),
        format!("cells beyond the header: {further}; cells may have shifted, so all facts but “{key}” are unknown"),
    );
    let finding = findings.add("D709", Severity::Error, Some(row), message);
    finding.help = Some(Message::new(
        "含逗号的内容要加双引号；金额写 1000，不写 1,000；行末多余的逗号删去",
        "put cells with a comma in double quotes, write 1000 and not 1,000, and delete commas at the end of the row",
    ));
}

/// `1` and `000`, as they stand in `1,000`.
fn is_cut(head: &str, tail: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (head, tail) = (clean(head), clean(tail));
    let whole = tail.split_once('.').map_or(&*tail, |(whole, _)| whole);
    digits(&head) && head.len() <= 3 && digits(whole) && whole.len() == 3
}
