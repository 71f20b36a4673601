//! Who a row is about: the key, and the columns of the case file that were asked for.

use crate::batch::key_for;
use crate::cases::Case;
use crate::check::model::Type;
use crate::identity::{Audience, mask};
use crate::output::report::{Cell, Report};
use crate::plan::Plan;

/// The columns of the case file that a list shows beside the key.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    pub cases: &'a [Case],
    /// headers, as they were asked for when the cases were read
    pub headers: &'a [String],
}

impl Beside<'_> {
    /// Puts them into a report after the key, which stands at `key`; `case` is the case of a row.
    pub(super) fn into(self, plan: &Plan, report: Report, key: usize, case: impl Fn(usize) -> Option<usize>) -> Report {
        report.with_kept(key + 1, self.headers, |row| self.cells(plan, case(row)))
    }

    /// Personal numbers are masked for readers.
    fn cells(self, plan: &Plan, case: Option<usize>) -> Vec<Cell> {
        let kept = case.and_then(|case| self.cases.get(case)).map(|case| case.kept.as_slice()).unwrap_or_default();
        let cell = |(header, text): (&String, &String)| {
            let shown = if is_personal(plan, header) { mask(text) } else { text.clone() };
            if text.is_empty() { Cell::Blank } else { Cell::Key(text.clone(), shown) }
        };
        self.headers.iter().zip(kept).map(cell).collect()
    }

    /// `甲1　张三　东乡`
    pub(super) fn shown(self, plan: &Plan, key: &str, case: usize, audience: Audience) -> String {
        let cells = self.cells(plan, Some(case));
        let kept = cells.iter().filter_map(|cell| match cell {
            Cell::Key(whole, shown) => Some(if audience.sees_numbers { whole } else { shown }.clone()),
            _ => None,
        });
        [key_for(plan, key, audience)].into_iter().chain(kept).collect::<Vec<_>>().join("　")
    }
}

/// The header is that of a column of identity or card numbers.
fn is_personal(plan: &Plan, header: &str) -> bool {
    let columns = plan.registers.iter().flat_map(|register| &register.columns);
    let named = |column: &&crate::check::model::Column| {
        column.name == header || column.headers.iter().any(|known| known == header)
    };
    columns.filter(named).any(|column| matches!(column.ty, Type::Identity | Type::Card))
}
