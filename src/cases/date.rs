//! `2023-02-23`, `2023/2/23`, `2023.2.23`, `20230223`, `2023年2月23日` -> a day; the same without the day -> a month.

use super::bad_cell::BadCell;
use crate::value::{Day, Month};
use chrono::NaiveDate;

const FIRST_YEAR: i32 = 1800;

/// A day. The year comes first and has four digits, so that no form has two meanings.
pub(super) fn day(text: &str) -> Result<Day, BadCell> {
    let Some(Parts { year, month, day }) = parts(without_midnight(text)) else {
        return Err(BadCell::Date { serial: excel_serial(text) });
    };
    let Some(day) = day else { return Err(BadCell::DayMissing) };
    if year < FIRST_YEAR {
        return Err(BadCell::NoSuchDate);
    }
    NaiveDate::from_ymd_opt(year, month, day).map(Day::from_date).ok_or(BadCell::NoSuchDate)
}

/// A month. `2023.1` is refused: Excel writes it for 2023.10 too.
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
    let (month, day) = if let Some(rest) = rest.strip_prefix('年') {
        let (month, rest) = rest.split_once('月')?;
        (month, if rest.is_empty() { None } else { Some(rest.strip_suffix(['日', '号'])?) })
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

/// Excel's number of a day, from 1950 to 2119.
fn excel_serial(text: &str) -> Option<Day> {
    const ZERO: i64 = -25_569;
    let number = if text.len() == 5 { text.parse::<i64>().ok()? } else { return None };
    (18_264..80_000).contains(&number).then_some(Day(number + ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accepted_form_is_the_same_day() {
        for text in ["2023-02-23", "2023/2/23", "2023.2.23", "20230223", "2023年2月23日", "2023-02-23 00:00:00"] {
            assert_eq!(day(text).unwrap().to_string(), "2023-02-23", "{text}");
        }
    }

    #[test]
    fn what_has_two_meanings_is_refused() {
        for text in ["23/2/2023", "23-02-23", "2023-2/23", "2023-02-23 08:00", "长期", ""] {
            assert_eq!(day(text), Err(BadCell::Date { serial: None }), "{text}");
        }
        assert_eq!(day("2023-02"), Err(BadCell::DayMissing));
        assert_eq!(day("2023-02-30"), Err(BadCell::NoSuchDate));
        let Err(BadCell::Date { serial: Some(meant) }) = day("44980") else { panic!() };
        assert_eq!(meant.to_string(), "2023-02-23");
    }

    #[test]
    fn months() {
        for text in ["2023-02", "2023/2", "2023.2", "2023.02", "202302", "2023年2月"] {
            assert_eq!(month(text).unwrap().to_string(), "2023-02", "{text}");
        }
        assert_eq!(month("2023.1"), Err(BadCell::Month { lost_zero: true }));
        assert_eq!(month("2023-13"), Err(BadCell::Month { lost_zero: false }));
    }
}
