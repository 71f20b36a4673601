//! `2023-02-23`, `2023/2/23`, `2023.2.23`, `20230223`, `2023年2月23日` -> a day; the same without the day -> a month.
//! In cells also Excel's number of a day.

use super::bad_cell::BadCell;
use crate::value::{Day, Month};
use chrono::NaiveDate;

const FIRST_YEAR: i32 = 1800;

/// A day as a cell may hold it: written, or as Excel's number of a day, `44980`.
pub(super) fn cell_day(text: &str) -> Result<Day, BadCell> {
    day(text).or_else(|bad| excel_serial(text).ok_or(bad))
}

/// A month as a cell may hold it: written, or as its first day, which is what spreadsheets make of `2023-02`.
pub(super) fn cell_month(text: &str) -> Result<Month, BadCell> {
    month(text).or_else(|bad| {
        let day = cell_day(text).ok();
        let month = day.and_then(Day::month).filter(|month| month.first_day() == day);
        month.ok_or(bad)
    })
}

/// A written day. The year comes first and has four digits, so that no form has two meanings.
pub(super) fn day(text: &str) -> Result<Day, BadCell> {
    let Some(Parts { year, month, day }) = parts(without_midnight(text)) else {
        return Err(if is_short_year(text) { BadCell::ShortYear } else { BadCell::Date });
    };
    let Some(day) = day else { return Err(BadCell::DayMissing) };
    if year < FIRST_YEAR {
        return Err(BadCell::NoSuchDate);
    }
    NaiveDate::from_ymd_opt(year, month, day).map(Day::from_date).ok_or(BadCell::NoSuchDate)
}

/// A written month. `2023.1` is refused: Excel writes it for 2023.10 too.
pub(super) fn month(text: &str) -> Result<Month, BadCell> {
    if text.len() == 6 && text.ends_with(".1") {
        return Err(BadCell::Month { lost_zero: true });
    }
    match parts(text) {
        Some(Parts { year, month, day: None }) if year >= FIRST_YEAR && (1..=12).contains(&month) => {
            Ok(Month::from_year_month(year, month))
        }
        _ => Err(BadCell::Month { lost_zero: false }),
    }
}

struct Parts {
    year: i32,
    month: u32,
    day: Option<u32>,
}

fn parts(text: &str) -> Option<Parts> {
    let split = text.find(|c: char| !c.is_ascii_digit());
    let Some(split) = split else {
        let day = match text.len() {
            6 => None,
            8 => Some(number(text.get(6..8)?)?),
            _ => return None,
        };
        return Some(Parts { year: year(text.get(..4)?)?, month: number(text.get(4..6)?)?, day });
    };
    let (head, rest) = text.split_at(split);
    let (month, day) = if let Some(rest) = rest.trim_start().strip_prefix('年') {
        let (month, rest) = rest.split_once('月')?;
        (month.trim(), if rest.is_empty() { None } else { Some(rest.strip_suffix(['日', '号'])?.trim()) })
    } else {
        let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
        let rest = rest.strip_prefix(separator)?;
        match rest.split_once(separator) {
            Some((month, day)) => (month, Some(day)),
            None => (rest, None),
        }
    };
    let day = match day {
        Some(day) => Some(number(day)?),
        None => None,
    };
    Some(Parts { year: year(head)?, month: number(month)?, day })
}

fn year(text: &str) -> Option<i32> {
    if text.len() == 4 { text.parse().ok() } else { None }
}

/// One or two digits.
fn number(text: &str) -> Option<u32> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Without a time of day, as long as it is midnight: `2023-02-23 00:00:00`.
fn without_midnight(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((date, time)) if time.trim_end_matches('Z').chars().all(|c| matches!(c, '0' | ':' | '.')) => date,
        _ => text,
    }
}

/// `23-02-23`, `2/23/2023`: the year has two digits or does not come first.
fn is_short_year(text: &str) -> bool {
    let parts: Vec<&str> =
        text.split(['-', '/', '.', '年', '月']).map(|part| part.trim_end_matches(['日', '号'])).collect();
    matches!(parts.as_slice(), [year, month, day]
        if number(year).is_some() && number(month).is_some() && (number(day).is_some() || day.len() == 4))
}

/// Excel's number of a day: five digits, 1927-05-18 to 2099-12-31, counted from 1900 on as Excel does. Files that
/// count from 1904 on cannot be told from others; only a workbook says so, and is read accordingly.
fn excel_serial(text: &str) -> Option<Day> {
    const ZERO: i64 = -25_569;
    let whole = text.strip_suffix(".0").unwrap_or(text);
    if whole.len() != 5 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = whole.parse::<i64>().ok()?;
    (10_000..=73_050).contains(&number).then_some(Day(number + ZERO))
}

/// Whether a text is a day only as Excel's number.
pub(super) fn is_serial(text: &str) -> bool {
    day(text).is_err() && excel_serial(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accepted_form_is_the_same_day() {
        let written = ["2023-02-23", "2023/2/23", "2023.2.23", "20230223", "2023年2月23日", "2023-02-23 00:00:00"];
        for text in written.into_iter().chain(["2023/2/23 0:00", "2023-02-23T00:00:00Z", "2023 年 2 月 23 号"]) {
            assert_eq!(day(text).unwrap().to_string(), "2023-02-23", "{text}");
            assert_eq!(cell_day(text).unwrap().to_string(), "2023-02-23", "{text}");
        }
    }

    #[test]
    fn what_has_two_meanings_is_refused() {
        for text in ["2023-2/23", "2023-02-23 08:00", "长期", "", "2023", "９"] {
            assert_eq!(cell_day(text), Err(BadCell::Date), "{text}");
        }
        for text in ["23/2/2023", "23-02-23", "23.2.23", "23年2月23日", "2/23/23"] {
            assert_eq!(cell_day(text), Err(BadCell::ShortYear), "{text}");
        }
        for text in ["2023-02", "2023.2", "202302", "2023年2月"] {
            assert_eq!(cell_day(text), Err(BadCell::DayMissing), "{text}");
        }
        assert_eq!(cell_day("2023-02-30"), Err(BadCell::NoSuchDate));
    }

    #[test]
    fn numbers_of_days() {
        for (text, date) in
            [("44980", "2023-02-23"), ("44980.0", "2023-02-23"), ("10000", "1927-05-18"), ("73050", "2099-12-31")]
        {
            assert_eq!(cell_day(text).unwrap().to_string(), date);
            assert!(is_serial(text) && day(text).is_err());
        }
        for text in ["9999", "73051", "44980.5", "4498O", "-44980"] {
            assert_eq!(cell_day(text), Err(BadCell::Date), "{text}");
        }
    }

    #[test]
    fn months() {
        for text in ["2023-02", "2023/2", "2023.2", "2023.02", "202302", "2023年2月"] {
            assert_eq!(month(text).unwrap().to_string(), "2023-02", "{text}");
            assert_eq!(cell_month(text).unwrap().to_string(), "2023-02", "{text}");
        }
        for text in ["2023-02-01", "2023/2/1", "20230201", "44958", "2023年2月1日"] {
            assert_eq!(month(text), Err(BadCell::Month { lost_zero: false }), "{text}");
            assert_eq!(cell_month(text).unwrap().to_string(), "2023-02", "{text}");
        }
        assert_eq!(cell_month("2023.1"), Err(BadCell::Month { lost_zero: true }));
        for text in ["2023-13", "2023-02-02", "44959", "23-02", "2023"] {
            assert_eq!(cell_month(text), Err(BadCell::Month { lost_zero: false }), "{text}");
        }
    }
}
