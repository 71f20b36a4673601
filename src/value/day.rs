//! Days and months as plain numbers.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A day: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

/// A month: months since January of year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i64);

const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

impl Day {
    pub fn from_date(date: NaiveDate) -> Day {
        Day(date.signed_duration_since(EPOCH).num_days())
    }

    /// The calendar date, unless the number lies outside the calendar.
    pub fn date(self) -> Option<NaiveDate> {
        match u64::try_from(self.0) {
            Ok(days) => EPOCH.checked_add_days(Days::new(days)),
            Err(_) => EPOCH.checked_sub_days(Days::new(self.0.unsigned_abs())),
        }
    }

    pub fn month(self) -> Option<Month> {
        self.date().map(|date| Month::from_year_month(date.year(), date.month()))
    }

    /// The same day of the month `months` later; the last day where that month is shorter.
    pub fn plus_months(self, months: i64) -> Option<Day> {
        let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let date = self.date()?;
        let moved = if months >= 0 { date.checked_add_months(count) } else { date.checked_sub_months(count) };
        moved.map(Day::from_date)
    }

    /// Completed years of age on this day of somebody born on `birth`; the birthday itself counts
    /// (the civil-law count), and someone born on 29 February completes a year on 1 March of common years.
    pub fn age(self, birth: Day) -> Option<i64> {
        let (born, on) = (birth.date()?, self.date()?);
        let before_birthday = (on.month(), on.day()) < (born.month(), born.day());
        Some(i64::from(on.year() - born.year()) - i64::from(before_birthday))
    }
}

impl Month {
    /// `month` from 1 to 12.
    pub fn from_year_month(year: i32, month: u32) -> Month {
        Month(i64::from(year) * 12 + i64::from(month) - 1)
    }

    pub fn year(self) -> i64 {
        self.0.div_euclid(12)
    }

    /// 1 to 12
    pub fn month(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    pub fn first_day(self) -> Option<Day> {
        let year = i32::try_from(self.year()).ok()?;
        NaiveDate::from_ymd_opt(year, self.month(), 1).map(Day::from_date)
    }

    pub fn last_day(self) -> Option<Day> {
        Month(self.0.checked_add(1)?).first_day().map(|day| Day(day.0 - 1))
    }
}

impl std::str::FromStr for Month {
    type Err = ();

    /// Reads `2023-03`.
    fn from_str(text: &str) -> Result<Month, ()> {
        let (year, month) = text.split_once('-').ok_or(())?;
        // `23-03` is more likely a slip than the year 23
        let year = if year.len() == 4 { year.parse::<i32>().map_err(|_| ())? } else { return Err(()) };
        let month = month.parse::<u32>().map_err(|_| ())?;
        if (1..=9999).contains(&year) && (1..=12).contains(&month) {
            Ok(Month::from_year_month(year, month))
        } else {
            Err(())
        }
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.date() {
            Some(date) => write!(f, "{date}"),
            None => write!(f, "#{}", self.0),
        }
    }
}
