//! Golden batches: a case file, a month, and the sheet of results that must come out.

use crate::batch::{DecidedCase, ResultColumn, decide, result_cell, result_columns};
use crate::calendar::days_in_force;
use crate::cases::{self, Format, Table};
use crate::diagnostic::{Lang, Message, Span};
use crate::plan::Plan;
use crate::value::Month;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

/// One golden batch. Its case file is read anew for each plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Golden {
    pub name: String,
    /// where it begins in its file
    pub span: Span,
    pub cases_file: String,
    pub cases: Vec<u8>,
    pub format: Format,
    pub month: Month,
    pub expected_file: String,
    /// none: there is no such file yet
    pub expected: Option<Table>,
    /// why it is not run
    pub skip: Option<String>,
}

/// What a golden batch came to.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldenResult {
    pub decided: Vec<DecidedCase>,
    /// the columns of the expected sheet, in its order; all of them when there is none
    pub columns: Vec<(ResultColumn, String)>,
    /// the language of the sheet
    pub lang: Lang,
    pub differences: Vec<Difference>,
    /// keys that only the expected sheet has
    pub missing: Vec<String>,
    /// keys that only the batch has
    pub extra: Vec<String>,
}

/// A case whose cells about one benefit are not as expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// index of the case among those decided
    pub case: usize,
    /// index of the benefit; none: only the sum differs
    pub benefit: Option<usize>,
    /// the expected cells; none where the sheet has no such column
    pub amount: Option<String>,
    pub status: Option<String>,
    pub reasons: Option<String>,
}

impl GoldenResult {
    /// Everything the sheet states came out.
    pub fn passed(&self) -> bool {
        self.differences.is_empty() && self.missing.is_empty() && self.extra.is_empty()
    }
}

/// Runs a golden batch with a plan.
///
/// # Errors
/// When a file cannot be read with this plan, with what to do.
pub fn run_golden(plan: &Plan, golden: &Golden) -> Result<GoldenResult, Message> {
    let batch = cases::read(plan, &golden.cases_file, &golden.cases, golden.format).map_err(|problem| {
        let (message, help) = (problem.message(), problem.help());
        match help {
            Some(help) => Message::new(format!("{}；{}", message.zh, help.zh), format!("{}; {}", message.en, help.en)),
            None => message,
        }
    })?;
    let days = days_in_force(&plan.policy, golden.month).map_err(|_| {
        let month = golden.month;
        Message::new(
            format!("{month} 不在政策施行期内；换一个月份"),
            format!("the policy is not in force in {month}; choose another month"),
        )
    })?;
    let decided = decide(plan, &batch.cases, days);
    let Some(expected) = &golden.expected else {
        let columns = result_columns(plan, Lang::Zh);
        let extra = decided.iter().map(|case| case.key.clone()).collect();
        return Ok(GoldenResult {
            decided,
            columns,
            lang: Lang::Zh,
            differences: Vec::new(),
            missing: Vec::new(),
            extra,
        });
    };
    let (columns, lang) = columns(plan, &golden.expected_file, expected)?;
    Ok(compare(decided, columns, lang, expected))
}

/// What each column of the expected sheet is. A header that is no column of results would silently not be
/// compared, so it is an error; columns may be left out, but not the key.
fn columns(plan: &Plan, file: &str, expected: &Table) -> Result<(Vec<(ResultColumn, String)>, Lang), Message> {
    let known = |lang| {
        let columns = result_columns(plan, lang);
        let found = |header: &String| columns.iter().find(|(_, known)| known == header).map(|(column, _)| *column);
        expected.header.iter().map(found).collect::<Vec<_>>()
    };
    let (zh, en) = (known(Lang::Zh), known(Lang::En));
    let count = |known: &[Option<ResultColumn>]| known.iter().flatten().count();
    let (known, lang) = if count(&en) > count(&zh) { (en, Lang::En) } else { (zh, Lang::Zh) };
    let all: Vec<String> = result_columns(plan, lang).into_iter().map(|(_, header)| header).collect();
    let mut columns: Vec<(ResultColumn, String)> = Vec::new();
    for (column, header) in known.iter().zip(&expected.header) {
        let (zh, en) = match column {
            None => ("不是结果的列", "is no column of results"),
            Some(column) if columns.iter().any(|(known, _)| known == column) => ("出现了两次", "occurs twice"),
            Some(column) => {
                columns.push((*column, header.clone()));
                continue;
            }
        };
        return Err(Message::new(
            format!("{file} 的“{header}”列{zh}；可用的列：{}", all.join("、")),
            format!("column `{header}` of {file} {en}; columns: {}", all.join(", ")),
        ));
    }
    if !columns.iter().any(|(column, _)| *column == ResultColumn::Key) {
        let key = all.first().cloned().unwrap_or_default();
        return Err(Message::new(
            format!("{file} 没有“{key}”列，分不清各人；加上这一列"),
            format!("{file} has no column `{key}`, so people cannot be told apart; add it"),
        ));
    }
    Ok((columns, lang))
}

/// Whoever occurs several times is compared in the order of the rows.
fn compare(
    decided: Vec<DecidedCase>,
    columns: Vec<(ResultColumn, String)>,
    lang: Lang,
    expected: &Table,
) -> GoldenResult {
    let at = |wanted: ResultColumn| columns.iter().position(|(column, _)| *column == wanted);
    let key = at(ResultColumn::Key).unwrap_or(0);
    let cell = |row: &[String], column: ResultColumn| at(column).map(|at| row.get(at).cloned().unwrap_or_default());
    let mut rows: FxHashMap<&str, Vec<&[String]>> = FxHashMap::default();
    for (_, row) in expected.rows.iter().rev() {
        rows.entry(row.get(key).map(String::as_str).unwrap_or_default()).or_default().push(row);
    }
    let (mut differences, mut extra) = (Vec::new(), Vec::new());
    for (index, case) in decided.iter().enumerate() {
        let Some(row) = rows.get_mut(case.key.as_str()).and_then(Vec::pop) else {
            extra.push(case.key.clone());
            continue;
        };
        let differs = |column: ResultColumn| {
            cell(row, column).is_some_and(|expected| !same(&expected, &result_cell(case, column, lang)))
        };
        let before = differences.len();
        for benefit in 0..case.benefits.len() {
            let of_benefit =
                [ResultColumn::Amount(benefit), ResultColumn::Status(benefit), ResultColumn::Reasons(benefit)];
            if of_benefit.into_iter().any(differs) {
                let [amount, status, reasons] = of_benefit.map(|column| cell(row, column));
                differences.push(Difference { case: index, benefit: Some(benefit), amount, status, reasons });
            }
        }
        if differences.len() == before && differs(ResultColumn::Total) {
            let amount = cell(row, ResultColumn::Total);
            differences.push(Difference { case: index, benefit: None, amount, status: None, reasons: None });
        }
    }
    let left = expected.rows.iter().filter_map(|(_, row)| row.get(key));
    let mut missing = Vec::new();
    for key in left {
        if let Some(rows) = rows.get_mut(key.as_str())
            && rows.pop().is_some()
        {
            missing.push(key.clone());
        }
    }
    GoldenResult { decided, columns, lang, differences, missing, extra }
}

/// The same cell: amounts by their value, texts by their characters without blanks around them.
fn same(expected: &str, found: &str) -> bool {
    let number = |text: &str| text.parse::<Decimal>().ok();
    expected == found.trim() || number(expected).is_some_and(|expected| number(found) == Some(expected))
}
