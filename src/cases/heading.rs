//! Where the header of a sheet stands: below titles and units, in one row or in two.

use super::header::one_line;
use super::sheet::Sheet;

/// In how many rows from the top the header is looked for.
pub(super) const SEARCHED: usize = 20;

/// A header that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// the headers of the columns, each in one line
    pub(super) names: Vec<String>,
    /// its last row
    pub(super) row: usize,
    /// the rows above it, blank ones with cells too
    pub(super) above: Vec<usize>,
}

/// Moves to the header: the first of the rows with a cell that is a key. Below the first row such a cell must not stand
/// alone in its row among others that no column is named after. Without one, the row that names most columns is given
/// back.
pub(super) fn find(
    sheet: &mut Sheet<'_>,
    is_key: impl Fn(&str) -> bool,
    is_known: impl Fn(&str) -> bool,
) -> Result<Heading, Vec<String>> {
    let mut above: Vec<(usize, Vec<String>)> = Vec::new();
    for _ in 0..SEARCHED {
        sheet.begin();
        if !sheet.advance() {
            break;
        }
        let names: Vec<String> = sheet.cells.iter().map(|cell| one_line(cell)).collect();
        let said = names.iter().filter(|name| !name.is_empty()).count();
        let known = names.iter().filter(|name| is_known(name)).count();
        let is_header = names.iter().any(|name| is_key(name)) && (above.is_empty() || known > 1 || said == 1);
        if !is_header {
            above.push((sheet.row, names));
            continue;
        }
        // the row above may name groups of columns
        let groups = above.last().filter(|(row, _)| row + 1 == sheet.row).map(|(_, names)| names.as_slice());
        let mut names = joined(groups.unwrap_or_default(), &names, &is_known);
        let mut next = sheet.clone();
        if next.advance() && next.row == sheet.row + 1 {
            let below: Vec<String> = next.cells.iter().map(|cell| one_line(cell)).collect();
            if goes_on(&names, &below, &is_key, &is_known) {
                names = joined(&names, &below, &is_known);
                *sheet = next;
            }
        }
        return Ok(Heading { names, row: sheet.row, above: above.into_iter().map(|(row, _)| row).collect() });
    }
    let named = |names: &[String]| names.iter().filter(|name| is_known(name)).count();
    let mut best: Option<Vec<String>> = None;
    for (_, names) in above {
        if best.as_ref().is_none_or(|best| named(&names) > named(best)) {
            best = Some(names);
        }
    }
    Err(best.unwrap_or_default())
}

/// Whether the row below a header belongs to it: it is about nobody, and at least half of what it says are names of columns
/// that the header does not have.
fn goes_on(
    names: &[String],
    below: &[String],
    is_key: &impl Fn(&str) -> bool,
    is_known: &impl Fn(&str) -> bool,
) -> bool {
    let above = |index: usize| names.get(index).map(String::as_str).unwrap_or_default();
    let about_nobody =
        below.iter().enumerate().all(|(index, cell)| !is_key(above(index)) || cell.is_empty() || cell == above(index));
    let full = joined(names, below, is_known);
    let cells =
        || below.iter().zip(&full).enumerate().filter(|(index, (cell, _))| !cell.is_empty() && *cell != above(*index));
    let known = cells().filter(|(_, (_, full))| is_known(full) && !names.contains(*full)).count();
    about_nobody && below.len() <= names.len() && known > 0 && 2 * known >= cells().count()
}

/// Two rows of a header as one. A name of the lower row may need that of its group, which reaches over the blank cells to
/// its right; where the lower row is blank, cells of the upper one reach down.
fn joined(upper: &[String], lower: &[String], is_known: &impl Fn(&str) -> bool) -> Vec<String> {
    let mut group = "";
    let mut names = Vec::with_capacity(lower.len().max(upper.len()));
    for index in 0..lower.len().max(upper.len()) {
        let [above, below] = [upper, lower].map(|row| row.get(index).map(String::as_str).unwrap_or_default());
        if !above.is_empty() {
            group = above;
        }
        let full = format!("{group}.{below}");
        names.push(match below {
            "" if is_known(above) => above.to_string(),
            below if !below.is_empty() && !group.is_empty() && is_known(&full) => full,
            below => below.to_string(),
        });
    }
    names
}
