//! The sheet of results: what its columns are called and what stands in them. What writes it and what compares
//! with it both read this.

use super::{DecidedBenefit, DecidedCase, Outcome};
use crate::calendar::Status;
use crate::diagnostic::Lang;
use crate::explain::{amount_text, status_text};
use crate::plan::Plan;

/// What a column of the sheet of results holds. Benefits by their index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResultColumn {
    Key,
    Amount(usize),
    Status(usize),
    Reasons(usize),
    Total,
}

/// All columns in their order, with their headers.
pub fn result_columns(plan: &Plan, lang: Lang) -> Vec<(ResultColumn, String)> {
    let (status, reasons, sum) = match lang {
        Lang::Zh => ("状态", "理由", "合计"),
        Lang::En => (" status", " reasons", "total"),
    };
    let mut columns = vec![(ResultColumn::Key, key_header(plan))];
    for (index, benefit) in plan.policy.benefits.iter().enumerate() {
        let name = &benefit.name;
        columns.extend([
            (ResultColumn::Amount(index), name.clone()),
            (ResultColumn::Status(index), format!("{name}{status}")),
            (ResultColumn::Reasons(index), format!("{name}{reasons}")),
        ]);
    }
    columns.push((ResultColumn::Total, sum.to_string()));
    columns
}

/// The cell of a case in a column.
pub fn result_cell(case: &DecidedCase, column: ResultColumn, lang: Lang) -> String {
    outcome_cell(&case.key, &case.outcome, column, lang)
}

/// The same of whoever has a key.
pub fn outcome_cell(key: &str, outcome: &Outcome, column: ResultColumn, lang: Lang) -> String {
    let of = |benefit: usize, text: &dyn Fn(&DecidedBenefit) -> String| {
        outcome.benefits.get(benefit).map(text).unwrap_or_default()
    };
    match column {
        ResultColumn::Key => key.to_string(),
        ResultColumn::Amount(benefit) => of(benefit, &amount),
        ResultColumn::Status(benefit) => of(benefit, &|benefit| status_text(benefit.status, lang).to_string()),
        ResultColumn::Reasons(benefit) => of(benefit, &|benefit| reason_text(benefit, lang)),
        ResultColumn::Total => total(outcome),
    }
}

/// The header of the key column, as the policy names it.
pub fn key_header(plan: &Plan) -> String {
    let key = plan.registers.iter().find_map(|register| register.columns.get(register.key?));
    key.map(|column| column.headers.first().unwrap_or(&column.name).clone()).unwrap_or_default()
}

/// The amount, blank when undetermined.
pub fn amount(benefit: &DecidedBenefit) -> String {
    if benefit.status == Status::Undetermined { String::new() } else { amount_text(benefit.amount.lo) }
}

/// The sum of all benefits, blank when one is undetermined.
pub fn total(outcome: &Outcome) -> String {
    outcome.total().map(amount_text).unwrap_or_default()
}

/// All reasons in one cell.
pub fn reason_text(benefit: &DecidedBenefit, lang: Lang) -> String {
    let list: Vec<String> = benefit.reasons.iter().map(|reason| reason.text(lang)).collect();
    list.join(if lang == Lang::Zh { "；" } else { "; " })
}
