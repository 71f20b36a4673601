//! The days that a row of a register covers: from 起 to 止, or from the day of a 逐次 row on.

use super::datum::Datum;
use super::finding::{Findings, Severity};
use super::layout::{Layout, RegisterLayout};
use super::told::Told;
use crate::check::model::Type;
use crate::diagnostic::Message;
use crate::eval::FactRow;
use crate::value::{Day, Month, Value};

/// A day that any row may carry, besides its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowDay {
    /// 起
    From,
    /// 止
    Until,
    /// 得知日期
    Learned,
}

impl RowDay {
    pub(super) const ALL: [RowDay; 3] = [RowDay::From, RowDay::Until, RowDay::Learned];

    /// How data name it, the canonical word first.
    pub(super) fn words(self) -> &'static [&'static str] {
        match self {
            RowDay::From => &["起", "start", "from"],
            RowDay::Until => &["止", "stop", "until"],
            RowDay::Learned => &["得知日期", "learned"],
        }
    }

    pub(super) fn word(self) -> &'static str {
        self.words().first().copied().unwrap_or_default()
    }
}

/// The days on which a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    /// `i64::MIN` and `i64::MAX` where it is open
    pub(super) from: i64,
    pub(super) until: i64,
    pub(super) learned: Option<i64>,
}

impl Period {
    /// Nothing was said about days.
    pub(super) const ALWAYS: Period = Period { from: i64::MIN, until: i64::MAX, learned: None };

    pub(super) fn row(self, values: Vec<Value>) -> FactRow {
        FactRow { from: self.from, until: self.until, learned: self.learned, values }
    }

    /// `2023-02-01 – …`
    pub(super) fn words(&self) -> String {
        let day = |day: i64| if day == i64::MIN || day == i64::MAX { "…".to_string() } else { Day(day).to_string() };
        format!("{} – {}", day(self.from), day(self.until))
    }
}

/// The days of a row; none when they cannot be known, which has been reported. `told` are the register's cells.
pub(super) fn period(
    layout: &Layout<'_>,
    register: &RegisterLayout<'_>,
    told: &[Told],
    row: usize,
    findings: &mut Findings<'_>,
) -> Option<Period> {
    let days: Vec<Told> = told.iter().skip(1 + register.columns.len()).copied().collect();
    let day = |index: usize| match days.get(index) {
        Some(Told::Day(day)) => Some(*day),
        _ => None,
    };
    let mut readable = !days.iter().any(|told| matches!(told, Told::Bad));
    let mut period = Period { from: day(0).unwrap_or(i64::MIN), until: day(1).unwrap_or(i64::MAX), learned: day(2) };
    if let Some(column) = register.model.dated_by {
        match dated(register, column, told) {
            Some((from, until)) => {
                period.from = from;
                period.until = period.until.min(until);
            }
            None => {
                if !matches!(told.get(column + 1), Some(Told::Bad)) {
                    undated(layout, register, column, row, findings);
                }
                readable = false;
            }
        }
    }
    if !readable {
        return None;
    }
    if period.until < period.from {
        backwards(layout, register, &period, row, findings);
        return None;
    }
    Some(period)
}

/// First and last day of a 逐次 row: of a day on, or of one month.
fn dated(register: &RegisterLayout<'_>, column: usize, told: &[Told]) -> Option<(i64, i64)> {
    let Some(Told::Value(Datum::Number(number))) = told.get(column + 1) else { return None };
    match register.model.columns.get(column)?.ty {
        Type::Month => {
            let month = Month(*number);
            Some((month.first_day()?.0, month.last_day()?.0))
        }
        _ => Some((*number, i64::MAX)),
    }
}

fn undated(layout: &Layout<'_>, register: &RegisterLayout<'_>, column: usize, row: usize, findings: &mut Findings<'_>) {
    let name = &register.model.name;
    let entry = register.entries.start + 1 + column;
    let header = match layout.header(entry) {
        _ if findings.within => layout.header_within(entry).to_string(),
        header if header == name => format!("{name}.{}", layout.header_within(entry)),
        header => header.to_string(),
    };
    let message = Message::new(
        format!("没有写，不知{name}的这一行是何时；{name}的各项都按待核实处理"),
        format!("it is blank, so nobody knows when this row of {name} was; all of {name} is taken as unknown"),
    );
    let finding = findings.add("D715", Severity::Error, Some(row), message);
    finding.help = Some(Message::new(format!("补上“{header}”"), format!("fill in “{header}”")));
    finding.column = Some(header);
}

fn backwards(
    layout: &Layout<'_>,
    register: &RegisterLayout<'_>,
    period: &Period,
    row: usize,
    findings: &mut Findings<'_>,
) {
    let name = &register.model.name;
    let (from, until) = (Day(period.from), Day(period.until));
    let message = Message::new(
        format!("止（{until}）早于起（{from}）；{name}的各项都按待核实处理"),
        format!("it ends ({until}) before it begins ({from}); all of {name} is taken as unknown"),
    );
    let entry = register.day_entries().start + 1;
    let header = if findings.within { layout.header_within(entry) } else { layout.header(entry) };
    findings.add("D701", Severity::Error, Some(row), message).column = Some(header.to_string());
}
