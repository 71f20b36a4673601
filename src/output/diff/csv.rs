//! Changes as a list: one row for each case and benefit that changes.

use super::words::{benefit_name, no_benefit, say};
use crate::batch::{DecidedBenefit, shown_key};
use crate::calendar::Status;
use crate::diagnostic::{Lang, Message};
use crate::diff::Touched;
use crate::explain::status_text;
use crate::output::{Cell, Report, key_header};
use crate::plan::Plan;

/// `plan` is that of the new version. Amounts are yuan a month, blank when undetermined.
pub fn report(touched: &Touched, plan: &Plan, lang: Lang) -> Report {
    let key = key_header(plan);
    let columns = [
        ("case", key.as_str(), key.as_str()),
        ("benefit", "补贴", "benefit"),
        ("status_before", "原状态", "status before"),
        ("before", "原金额", "before"),
        ("status_after", "现状态", "status after"),
        ("after", "现金额", "after"),
        ("difference", "每月差额", "difference"),
        ("cause", "原因", "cause"),
        ("clauses", "依据", "clauses"),
    ];
    let columns = columns.map(|(name, zh, en)| (name, Message::new(zh, en))).to_vec();
    let side = |side: &Option<DecidedBenefit>| match side {
        Some(side) if side.status == Status::Undetermined => [text(status_text(side.status, lang)), Cell::Blank],
        Some(side) => [text(status_text(side.status, lang)), Cell::Amount(side.amount.lo)],
        None => [text(no_benefit(lang)), Cell::Amount(0)],
    };
    let mut rows = Vec::new();
    for case in &touched.cases {
        for change in &case.changes {
            let ([old_status, old], [new_status, new]) = (side(&change.before), side(&change.after));
            rows.push(vec![
                Cell::Key(case.key.clone(), shown_key(plan, &case.key)),
                text(benefit_name(touched, change.benefit)),
                old_status,
                old,
                new_status,
                new,
                change.difference().map_or(Cell::Blank, Cell::Amount),
                text(change.cause.text.get(lang)),
                text(&change.cause.clauses.join(say(lang, "、", ", "))),
            ]);
        }
    }
    Report { columns, rows }
}

/// UTF-8, with a header line.
pub fn csv(touched: &Touched, plan: &Plan, lang: Lang) -> Vec<u8> {
    report(touched, plan, lang).csv(lang)
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_string())
}
