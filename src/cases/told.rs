//! What one cell tells about its fact, before the cells of a register are taken together.

use super::bad_cell::BadCell;
use super::compared::meant;
use super::date::cell_day;
use super::datum::{Datum, Kind, Texts, read};
use super::layout::{ColumnLayout, Layout};
use crate::identity::damage;

#[derive(Debug, Clone, Copy)]
pub(super) enum Told {
    /// there is no such column, or the record does not mention it
    Untold,
    /// the fact is unknown
    Blank,
    /// the fact is known to be 无
    None,
    /// the person is not in the register
    NotListed,
    Value(Datum),
    /// a value that is as true of somebody who is not in the register: 否
    Idle(Datum),
    /// 起, 止 or 得知日期 of the row
    Day(i64),
    /// it says something, but nothing that can be read
    Bad,
}

impl Told {
    /// A cell that was lost, which has been reported: its fact is unknown. Without a day nobody knows when a row counts.
    pub(super) fn lost(layout: &Layout<'_>, entry: usize) -> Told {
        if layout.row_day(entry).is_some() { Told::Bad } else { Told::Blank }
    }
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// in a wide sheet, where a cell may say that there is no row
    Wide,
    /// in a row that is certainly there
    Row,
}

/// Reads a cleaned text for an entry.
pub(super) fn tell(
    layout: &Layout<'_>,
    entry: usize,
    text: &str,
    form: Form,
    texts: &mut Texts<'_>,
) -> Result<Told, BadCell> {
    match layout.place(entry) {
        Some((register, Some(column))) => {
            if entry == layout.key
                && matches!(column.kind, Kind::Text)
                && let Some(damage) = damage(text)
            {
                return Err(BadCell::DamagedKey(damage));
            }
            let wide = form == Form::Wide && !register.model.is_key();
            tell_column(column, text, wide, texts)
        }
        Some((_, None)) if layout.row_day(entry).is_some() => match text {
            "" | "无" => Ok(Told::Blank),
            _ => cell_day(text).map(|day| Told::Day(day.0)),
        },
        Some((_, None)) => tell_listed(text, texts),
        None => Ok(Told::Blank),
    }
}

/// A register's yes/no.
fn tell_listed(text: &str, texts: &mut Texts<'_>) -> Result<Told, BadCell> {
    match text {
        "" => Ok(Told::Blank),
        "无" => Ok(Told::NotListed),
        _ => match read(&Kind::Truth, text, true, texts)? {
            Datum::Truth(false) => Ok(Told::NotListed),
            yes => Ok(Told::Value(yes)),
        },
    }
}

/// A column; `wide`: the cell may say that there is no row.
fn tell_column(column: &ColumnLayout<'_>, text: &str, wide: bool, texts: &mut Texts<'_>) -> Result<Told, BadCell> {
    let names_register = wide && column.bears_name;
    if text.is_empty() {
        return Ok(if column.model.optional {
            if names_register { Told::NotListed } else { Told::None }
        } else if column.model.blank_as_no {
            Told::Idle(Datum::Truth(false))
        } else {
            Told::Blank
        });
    }
    if text == "无" && !column.none_is_member {
        if names_register {
            return Ok(Told::NotListed);
        } else if column.model.optional {
            return Ok(Told::None);
        } else if wide {
            return Ok(Told::NotListed);
        } else if !matches!(column.kind, Kind::Text | Kind::Truth) {
            return Err(BadCell::NoneNotAllowed);
        }
    }
    if text == "否" && wide && !matches!(column.kind, Kind::Truth) && !column.kind.has_member("否") {
        return Ok(Told::NotListed);
    }
    if !column.compared.is_empty()
        && let Some(meant) = meant(text, &column.compared)
    {
        return Err(BadCell::Near { meant: meant.to_string() });
    }
    let datum = read(&column.kind, text, column.used, texts).map_err(|mut bad| {
        // here 无 says that there is no row, or no value
        if let BadCell::Member { allowed, .. } = &mut bad
            && (wide || column.model.optional)
            && !column.none_is_member
        {
            allowed.push("无".to_string());
        }
        bad
    })?;
    Ok(match (&column.kind, datum) {
        (Kind::Money { .. }, Datum::Number(0)) | (Kind::Truth, Datum::Truth(false)) if names_register => {
            Told::NotListed
        }
        (Kind::Truth, Datum::Truth(false)) if wide => Told::Idle(datum),
        _ => Told::Value(datum),
    })
}
