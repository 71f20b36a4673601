//! How records and files of one register name its columns and the days of its rows.

use super::header::same;
use super::layout::{Layout, RegisterLayout};
use super::period::RowDay;
use std::ops::Range;

impl<'p> Layout<'p> {
    /// The key register, by its number.
    pub(super) fn key_register(&self) -> usize {
        self.entries.get(self.key).copied().unwrap_or_default()
    }

    /// How a file of one register names an entry of it.
    pub(super) fn header_within(&self, entry: usize) -> &str {
        match self.place(entry) {
            // the only column bears the register's name
            Some((register, Some(column))) if self.header(entry) == register.model.name => &column.model.name,
            Some((register, None)) => match entry.checked_sub(register.day_entries().start) {
                Some(day) => RowDay::ALL.get(day).map_or("", |day| day.word()),
                None => self.header(entry),
            },
            _ => self.header(entry),
        }
    }

    /// The day of a row that an entry holds.
    pub(super) fn row_day(&self, entry: usize) -> Option<RowDay> {
        let register = self.registers.get(*self.entries.get(entry)?)?;
        RowDay::ALL.into_iter().zip(register.day_entries()).find(|(_, of_day)| *of_day == entry).map(|(day, _)| day)
    }
}

impl RegisterLayout<'_> {
    /// The entry of a column by its name or a header of it, as nested records name it.
    pub(super) fn entry_within(&self, name: &str) -> Option<usize> {
        self.within.get(name)
    }

    /// The entry of a day of a row, as nested records name it.
    pub(super) fn day_within(&self, name: &str) -> Option<usize> {
        let named = |day: RowDay| self.has(day) && day.words().iter().any(|word| same(word, name));
        self.day_entries().zip(RowDay::ALL).find(|(_, day)| named(*day)).map(|(entry, _)| entry)
    }

    /// The entries of 起, 止 and 得知日期, in the order of [`RowDay::ALL`].
    pub(super) fn day_entries(&self) -> Range<usize> {
        self.entries.start + 1 + self.columns.len()..self.entries.end
    }

    /// The rows of a 逐次 register begin with the day of their column.
    pub(super) fn has(&self, day: RowDay) -> bool {
        day != RowDay::From || self.model.dated_by.is_none()
    }
}
