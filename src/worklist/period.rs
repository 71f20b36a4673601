//! The months, quarters and years by which duties fall due.

use crate::diagnostic::Lang;
use crate::syntax::{Keyword, narrow};
use crate::value::{Day, Month};

/// A stretch of the calendar that a duty is done once in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    Month(Month),
    /// `quarter` from 1 to 4
    Quarter {
        year: i64,
        quarter: u32,
    },
    Year(i64),
}

const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];

impl Period {
    /// The period of 每月, 每季 or 每年 in which a month lies; none for other words, which name no period.
    pub fn of(rhythm: Keyword, month: Month) -> Option<Period> {
        match rhythm {
            Keyword::kw_monthly => Some(Period::Month(month)),
            Keyword::kw_quarterly => Some(Period::Quarter { year: month.year(), quarter: month.month().div_ceil(3) }),
            Keyword::kw_yearly => Some(Period::Year(month.year())),
            _ => None,
        }
    }

    /// Reads a period of 每月, 每季 or 每年: `2023-06`, `2023年第二季度`, `2023Q2`, `2023`. A month also names the
    /// quarter or the year in which it lies.
    pub fn read(rhythm: Keyword, text: &str) -> Option<Period> {
        let text = narrow(text.trim());
        if let Some(month) = crate::cases::month(&text) {
            return Period::of(rhythm, month);
        }
        let year = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
        let (year, rest) = (year.parse().ok()?, text.get(4..)?);
        match rhythm {
            Keyword::kw_quarterly => {
                let quarter: String = rest.chars().filter(|c| !"年第季度-/. Qq".contains(*c)).collect();
                let named = NUMERALS.iter().position(|numeral| *numeral == quarter).map(|index| index as u32 + 1);
                let quarter = named.or_else(|| quarter.parse().ok()).filter(|quarter| (1..=4).contains(quarter))?;
                Some(Period::Quarter { year, quarter })
            }
            Keyword::kw_yearly => matches!(rest, "" | "年" | "年度").then_some(Period::Year(year)),
            _ => None,
        }
    }

    /// Its last month.
    pub fn last_month(self) -> Month {
        match self {
            Period::Month(month) => month,
            Period::Quarter { year, quarter } => Month(year * 12 + i64::from(quarter) * 3 - 1),
            Period::Year(year) => Month(year * 12 + 11),
        }
    }

    /// The day by which what is owed in it is due.
    pub fn last_day(self) -> Option<Day> {
        self.last_month().last_day()
    }

    /// `2023-06`, `2023年第二季度`, `2023年`.
    pub fn text(self, lang: Lang) -> String {
        match (self, lang) {
            (Period::Month(month), _) => month.to_string(),
            (Period::Quarter { year, quarter }, Lang::Zh) => {
                let numeral = NUMERALS.get(quarter.saturating_sub(1) as usize).copied().unwrap_or_default();
                format!("{year}年第{numeral}季度")
            }
            (Period::Quarter { year, quarter }, Lang::En) => format!("{year}-Q{quarter}"),
            (Period::Year(year), Lang::Zh) => format!("{year}年"),
            (Period::Year(year), Lang::En) => year.to_string(),
        }
    }
}
