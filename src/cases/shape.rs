//! Rows with fewer or more cells than the header.
//!
//! What is cut off is unknown. In a row that is too long the cells may have shifted, so only its key is kept:
//! an amount written `1,000` without quotation marks is two cells. Further cells that are blank say nothing
//! if every row has them.

use super::batch::Case;
use super::finding::{Findings, Severity};
use super::layout::Layout;
use super::settle::settle;
use super::text::clean;
use super::told::{Form, Told, tell};
use crate::diagnostic::Message;
use crate::eval::Facts;
use std::borrow::Cow;

/// Rows whose further cells are all blank, until it is known whether every row has them.
#[derive(Debug, Default)]
pub(super) struct Padded {
    /// index of the case and number of further cells
    rows: Vec<(usize, usize)>,
    /// some row has an amount that a comma may have cut in two
    cut: bool,
}

/// Whether a row has further cells that say something.
pub(super) fn is_shifted(cells: &[Cow<'_, str>], width: usize) -> bool {
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

impl Padded {
    /// Notes a row; `case` is the index of its case.
    pub(super) fn note(&mut self, case: usize, cells: &[Cow<'_, str>], width: usize) {
        self.rows.push((case, cells.len().saturating_sub(width)));
        self.cut |= cells.iter().zip(cells.iter().skip(1)).any(|(head, tail)| is_cut(head, tail));
    }

    /// The rows in which cells may have shifted, with the number of their further cells: all of them, unless the
    /// further cells are everywhere the same and harmless. `count`: how many rows there are.
    pub(super) fn shifted(self, count: usize) -> Vec<(usize, usize)> {
        let mut further = self.rows.iter().map(|(_, further)| further);
        let first = further.next();
        let everywhere = self.rows.len() == count && further.all(|further| Some(further) == first);
        if everywhere && count > 1 && !self.cut { Vec::new() } else { self.rows }
    }

    /// Makes the facts of such rows unknown.
    pub(super) fn settle(self, layout: &Layout<'_>, cases: &mut [Case], findings: &mut Findings<'_>) {
        for (index, further) in self.shifted(cases.len()) {
            let Some(case) = cases.get_mut(index) else { continue };
            findings.case = Some(index);
            report_shifted(layout, further, case.row, findings);
            case.facts = facts_of_key(layout, &case.key, case.row, findings);
            case.kept.iter_mut().for_each(String::clear);
        }
        findings.case = None;
    }
}

/// `1` and `000`, as they stand in `1,000`.
fn is_cut(head: &str, tail: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (head, tail) = (clean(head), clean(tail));
    let whole = tail.split_once('.').map_or(&*tail, |(whole, _)| whole);
    digits(&head) && head.len() <= 3 && digits(whole) && whole.len() == 3
}

/// Everything unknown but the key.
fn facts_of_key(layout: &Layout<'_>, key: &str, row: usize, findings: &mut Findings<'_>) -> Facts {
    let mut texts = layout.texts();
    let mut told = vec![Told::Blank; layout.entries.len()];
    if let (Some(place), Ok(result)) = (told.get_mut(layout.key), tell(layout, layout.key, key, Form::Wide, &mut texts))
    {
        *place = result;
    }
    let (values, dated) = settle(layout, &told, row, &mut texts, findings);
    Facts { values, dated, texts: texts.own }
}
