//! Figures of a ledger in words, and the columns that reports show.

use super::LedgerReport;
use crate::diagnostic::{Lang, Message};
use crate::identity::Audience;
use crate::ledger::{Account, Entry, LedgerColumn, kind_word, ledger_cell, ledger_columns, summarize};
use crate::output::diff::money::{count, grouped, signed};
use crate::output::diff::words::say;
use crate::output::{Cell, Report};

/// The summary by kind.
pub(super) fn summary(report: LedgerReport<'_>, lang: Lang) -> Report {
    let columns = vec![
        ("kind", Message::new("类型", "kind")),
        ("people", Message::new("人数", "people")),
        ("entries", Message::new("条数", "entries")),
        ("months", Message::new("月数", "months")),
        ("arrears", Message::new("应补（元）", "to be paid")),
        ("recovery", Message::new("应退（元）", "to be paid back")),
    ];
    let money = |fen: i64| if fen == 0 { Cell::Blank } else { Cell::Amount(fen) };
    let number = |number: usize| Cell::Number(i64::try_from(number).unwrap_or(i64::MAX));
    let rows = summarize(&report.ledger.entries).into_iter().map(|of| {
        vec![
            Cell::Text(kind_word(of.kind, lang).to_string()),
            number(of.people),
            number(of.entries),
            number(of.months),
            money(of.arrears),
            money(of.recovery),
        ]
    });
    Report { columns, rows: rows.collect() }
}

/// The closing totals of the months compared: one line a benefit, then all of them.
pub(super) fn totals(report: LedgerReport<'_>, lang: Lang) -> Vec<String> {
    let named = report.benefits.iter().map(String::as_str).zip(report.accounts.iter().copied());
    let mut lines: Vec<String> = named.map(|(name, account)| balance(name, account, lang)).collect();
    let total = report.total();
    if report.benefits.len() > 1 {
        lines.push(balance(say(lang, "合计", "all"), total, lang));
    }
    if total.unlisted != 0 {
        let unlisted = grouped(total.unlisted);
        lines.push(match lang {
            Lang::Zh => format!("其中发给名册以外的人 {unlisted} 元，全部计入实发和应退。"),
            Lang::En => format!("of it {unlisted} yuan paid to people who are not on the roster, all to be paid back."),
        });
    }
    if total.undetermined_months > 0 {
        let (months, paid) = (count(total.undetermined_months), grouped(total.undetermined_paid));
        lines.push(match lang {
            Lang::Zh => format!("待核实的另计：{months} 个月（按人和补贴算），已发 {paid} 元。"),
            Lang::En => {
                format!("to be verified, not included: {months} months (by person and benefit), {paid} yuan paid.")
            }
        });
    }
    lines
}

fn balance(name: &str, account: Account, lang: Lang) -> String {
    let [due, paid, arrears, recovery] = [account.due, account.paid, account.arrears, account.recovery].map(grouped);
    let difference = signed(account.due.saturating_sub(account.paid));
    match lang {
        Lang::Zh => {
            format!("{name}：应发 {due} − 实发 {paid} ＝ 应补 {arrears} − 应退 {recovery} ＝ {difference} 元。")
        }
        Lang::En => {
            format!(
                "{name}: {due} due − {paid} paid = {arrears} to be paid − {recovery} to be paid back = {difference} yuan."
            )
        }
    }
}

/// What the reports for reading show of an entry.
const SHOWN: [LedgerColumn; 10] = [
    LedgerColumn::Number,
    LedgerColumn::Key,
    LedgerColumn::Benefit,
    LedgerColumn::Kind,
    LedgerColumn::First,
    LedgerColumn::Months,
    LedgerColumn::Difference,
    LedgerColumn::Reason,
    LedgerColumn::Tell,
    LedgerColumn::State,
];

/// Some entries for reading: fewer columns.
pub(super) fn listing(report: LedgerReport<'_>, entries: &[&Entry], audience: Audience) -> Report {
    let lang = audience.lang;
    let told = entries.iter().any(|entry| !entry.tell.is_empty());
    let shown = |column: &LedgerColumn| {
        matches!(column, LedgerColumn::Kept(_)) || SHOWN.contains(column) && (*column != LedgerColumn::Tell || told)
    };
    let columns: Vec<(LedgerColumn, String)> =
        ledger_columns(report.ledger, lang).into_iter().filter(|(column, _)| shown(column)).collect();
    let cells =
        |entry: &&Entry| columns.iter().map(|(column, _)| shown_cell(report, entry, *column, audience)).collect();
    let rows = entries.iter().map(cells).collect();
    let header = |(column, header): (LedgerColumn, String)| match column {
        LedgerColumn::First => ("", Message::new("月份", "months")),
        LedgerColumn::Months => ("", Message::new("月数", "count")),
        _ => ("", Message::new(header.clone(), header)),
    };
    Report { columns: columns.into_iter().map(header).collect(), rows }
}

fn shown_cell(report: LedgerReport<'_>, entry: &Entry, column: LedgerColumn, audience: Audience) -> Cell {
    let lang = audience.lang;
    let cell = ledger_cell(entry, column, lang);
    match column {
        LedgerColumn::First => Cell::Text(months_shown(entry)),
        LedgerColumn::Months => Cell::Number(i64::try_from(entry.months.len()).unwrap_or(i64::MAX)),
        LedgerColumn::Difference => entry.difference().map_or(Cell::Blank, Cell::Amount),
        LedgerColumn::Reason => {
            let notes = match entry.notes.is_empty() {
                true => String::new(),
                false => format!("{}{}", say(lang, "。", ". "), entry.notes),
            };
            Cell::Text(format!("{}{notes}", because(entry, lang)))
        }
        _ => Cell::Text(report.shown(column, cell, audience)),
    }
}

/// The ground in a sentence, with its clauses.
pub(super) fn because(entry: &Entry, lang: Lang) -> String {
    let clauses = entry.clauses.join(say(lang, "、", ", "));
    match (clauses.is_empty(), lang) {
        (true, _) => entry.reason.clone(),
        (false, Lang::Zh) => format!("{}（{clauses}）", entry.reason),
        (false, Lang::En) => format!("{} ({clauses})", entry.reason),
    }
}

/// `2023-03`, or `2023-03 – 2023-06`
pub(super) fn months_shown(entry: &Entry) -> String {
    match (entry.first(), entry.last()) {
        (Some(first), Some(last)) if first != last => format!("{first} – {last}"),
        (first, _) => first.map(|month| month.to_string()).unwrap_or_default(),
    }
}

/// How many entries there are, for the end of a run.
pub fn closing(report: LedgerReport<'_>, lang: Lang) -> String {
    let open = report.open().count();
    let closed = report.ledger.entries.len() - open;
    let mut text = match (open, lang) {
        (0, Lang::Zh) => "没有待办的问题。".to_string(),
        (0, Lang::En) => "nothing is open.".to_string(),
        (open, Lang::Zh) => format!("待办 {} 条。", count(open)),
        (open, Lang::En) => format!("{} entries are open.", count(open)),
    };
    if closed > 0 {
        text += &match lang {
            Lang::Zh => format!("已结 {} 条。", count(closed)),
            Lang::En => format!(" {} are closed.", count(closed)),
        };
    }
    text
}
