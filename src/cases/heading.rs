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

/// A row near the top.
struct Row {
    number: usize,
    names: Vec<String>,
    /// how many cells name a column
    known: usize,
    has_key: bool,
}

/// Moves to the header: the first row with a cell that is a key and another one that names a column; failing that, the
/// first row with a key. Without any, the row that names most columns is given back.
pub(super) fn find(
    sheet: &mut Sheet<'_>,
    is_key: impl Fn(&str) -> bool,
    is_known: impl Fn(&str) -> bool,
) -> Result<Heading, Vec<String>> {
    let mut rows = top(sheet, &is_key, &is_known);
    let Some(mut at) = header(&rows, &is_key) else {
        let best = rows.iter().enumerate().max_by_key(|(index, row)| (row.known, std::cmp::Reverse(*index)));
        let best = best.map_or(0, |(index, _)| index);
        // a reader may go on to look for it further down
        rows.iter().for_each(|_| {
            sheet.begin();
            sheet.advance();
        });
        let best = (best < rows.len()).then(|| rows.swap_remove(best).names);
        return Err(best.unwrap_or_default());
    };
    let pair = |first: usize| Some((rows.get(first)?, rows.get(first + 1)?));
    let is_header = |(upper, lower): (&Row, &Row)| {
        upper.has_key && upper.number + 1 == lower.number && goes_on(&upper.names, &lower.names, &is_key, &is_known)
    };
    // the richer of two rows may be the lower one
    at = at.checked_sub(1).filter(|upper| pair(*upper).is_some_and(is_header)).unwrap_or(at);
    let (first, below) = (rows.get(at), pair(at).filter(|pair| is_header(*pair)).map(|(_, lower)| lower));
    let Some(first) = first else { return Err(Vec::new()) };
    // the row above may name groups of columns
    let groups = at.checked_sub(1).and_then(|above| rows.get(above)).filter(|above| above.number + 1 == first.number);
    let groups = groups.map(|above| above.names.as_slice()).unwrap_or_default();
    let mut names = joined(groups, &first.names, &is_known);
    if let Some(below) = below {
        names = joined(&names, &below.names, &is_known);
    }
    let row = below.unwrap_or(first).number;
    while sheet.row != row {
        sheet.begin();
        if !sheet.advance() {
            break;
        }
    }
    Ok(Heading { names, row, above: rows.iter().take(at).map(|row| row.number).collect() })
}

/// The index of the header. What lies between a row with nothing but a key and a richer one must not be about anybody.
fn header(rows: &[Row], is_key: &impl Fn(&str) -> bool) -> Option<usize> {
    let first = rows.iter().position(|row| row.has_key)?;
    let rich = rows.iter().position(|row| row.has_key && row.known > 1);
    let key = rows.get(first)?.names.iter().position(|name| is_key(name))?;
    let is_empty = |row: &Row| row.names.get(key).is_none_or(String::is_empty);
    let follows = |rich: &usize| rows.iter().take(*rich).skip(first + 1).all(is_empty);
    Some(rich.filter(follows).unwrap_or(first))
}

fn top(sheet: &Sheet<'_>, is_key: &impl Fn(&str) -> bool, is_known: &impl Fn(&str) -> bool) -> Vec<Row> {
    let mut sheet = sheet.clone();
    let mut rows = Vec::new();
    while rows.len() < SEARCHED {
        sheet.begin();
        if !sheet.advance() {
            break;
        }
        let names: Vec<String> = sheet.cells.iter().map(|cell| one_line(cell)).collect();
        let known = names.iter().filter(|name| is_known(name)).count();
        let has_key = names.iter().any(|name| is_key(name));
        rows.push(Row { number: sheet.row, names, known, has_key });
    }
    rows
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
    let cells = || below.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let about_nobody = cells().all(|(index, cell)| !is_key(above(index)) || cell == above(index));
    let full = joined(names, below, is_known);
    let new = || cells().filter(|(index, cell)| *cell != above(*index));
    let is_named = |index: usize| full.get(index).is_some_and(|full| is_known(full) && !names.contains(full));
    let known = new().filter(|(index, _)| is_named(*index)).count();
    about_nobody && below.len() <= names.len() && known > 0 && 2 * known >= new().count()
}

/// Two rows of a header as one. A name of the lower row may need that of its group, which reaches over the blank cells to
/// its right; where the lower row is blank, cells of the upper one reach down.
fn joined(upper: &[String], lower: &[String], is_known: &impl Fn(&str) -> bool) -> Vec<String> {
    let mut group = "";
    // what one column alone is called needs no group
    let is_alone = |name: &str| is_known(name) && lower.iter().filter(|other| *other == name).count() == 1;
    let mut names = Vec::with_capacity(lower.len().max(upper.len()));
    for index in 0..lower.len().max(upper.len()) {
        let [above, below] = [upper, lower].map(|row| row.get(index).map(String::as_str).unwrap_or_default());
        if !above.is_empty() {
            group = above;
        }
        let full = format!("{group}.{below}");
        names.push(match below {
            "" if is_known(above) => above.to_string(),
            below if !below.is_empty() && !group.is_empty() && is_known(&full) && !is_alone(below) => full,
            below => below.to_string(),
        });
    }
    names
}
