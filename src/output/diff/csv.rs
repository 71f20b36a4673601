//! Changes as CSV: one line for each case and benefit that changes.

use super::words::{benefit_name, no_benefit, say};
use crate::batch::DecidedBenefit;
use crate::diagnostic::Lang;
use crate::diff::Touched;
use crate::explain::{amount_text, status_text};
use crate::output::{amount, key_header};
use crate::plan::Plan;

/// UTF-8, with a header line; `plan` is that of the new version. Amounts are yuan a month, blank when undetermined.
pub fn csv(touched: &Touched, plan: &Plan, lang: Lang) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = match lang {
        Lang::Zh => ["补贴", "原状态", "原金额", "现状态", "现金额", "每月差额", "原因", "依据"],
        Lang::En => ["benefit", "status before", "before", "status after", "after", "difference", "cause", "clauses"],
    };
    let key = key_header(plan);
    // writing to memory cannot fail
    let _ = writer.write_record(std::iter::once(key.as_str()).chain(header));
    for case in &touched.cases {
        for change in &case.changes {
            let side = |side: &Option<DecidedBenefit>| match side {
                Some(side) => [status_text(side.status, lang).to_string(), amount(side)],
                None => [no_benefit(lang).to_string(), amount_text(0)],
            };
            let ([old_status, old], [new_status, new]) = (side(&change.before), side(&change.after));
            let _ = writer.write_record([
                case.key.as_str(),
                benefit_name(touched, change.benefit),
                &old_status,
                &old,
                &new_status,
                &new,
                &change.difference().map(amount_text).unwrap_or_default(),
                change.cause.text.get(lang),
                &change.cause.clauses.join(say(lang, "、", ", ")),
            ]);
        }
    }
    writer.into_inner().unwrap_or_default()
}
