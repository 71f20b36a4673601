//! CSV text -> rows of cells, numbered as Excel does. A quotation mark that nobody closed swallows no rows.
//!
//! Quoted cells may hold line breaks, so one stray mark makes all further lines part of a cell. Where a cell
//! looks like that, its mark is taken as an ordinary character and reading goes on at the next line.

use super::formula::plain;
use super::quoted::{Quoted, commas, end_of_cell, end_of_line, is_break, quoted, separators};
use memchr::memchr;
use std::borrow::Cow;
use std::ops::Range;

/// More line breaks than this within a cell are suspicious if its lines look half like rows.
const MOST_BREAKS: usize = 3;

/// The rows of a text, one at a time: blank lines count, line breaks within cells do not.
#[derive(Debug, Clone)]
pub(super) struct Csv<'t> {
    text: &'t str,
    /// where reading goes on, and the number of that row
    pub(super) at: usize,
    pub(super) next: usize,
    /// how many cells the header has; 0 until it is read
    width: usize,
    /// the current row
    pub(super) cells: Vec<Cow<'t, str>>,
    pub(super) row: usize,
    pub(super) unclosed: Option<Unclosed>,
}

/// A quotation mark that is not closed where its cell should end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// index of its cell
    pub(super) cell: usize,
    /// how many of the following lines it would swallow
    pub(super) lines: usize,
}

/// A quoted cell with line breaks: its index, where its mark stands and how far it reaches.
#[derive(Debug, Clone, Copy)]
struct Spread {
    cell: usize,
    open: usize,
    end: usize,
}

impl<'t> Csv<'t> {
    /// A whole text; or a part of one, of which the first row has a number of its own, below a header of some width.
    pub(super) fn new(text: &'t str, row: usize, width: usize) -> Csv<'t> {
        Csv { text, at: 0, next: row, width, cells: Vec::new(), row: 0, unclosed: None }
    }

    /// The next row is to be read as the first one, whatever stood above it.
    pub(super) fn begin(&mut self) {
        self.width = 0;
    }

    /// Moves to the next row that is not an empty line; false at the end of the file.
    pub(super) fn advance(&mut self) -> bool {
        self.skip_breaks();
        if self.at >= self.text.len() {
            return false;
        }
        self.row = self.next;
        self.cells.clear();
        self.unclosed = None;
        self.read();
        self.cells.iter_mut().for_each(without_guard);
        if self.width == 0 {
            self.width = self.cells.len();
        }
        true
    }

    /// CR LF, LF and CR each end a line.
    fn skip_breaks(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at).filter(|byte| is_break(**byte)) {
            let pair = *byte == b'\r' && bytes.get(self.at + 1) == Some(&b'\n');
            self.at += if pair { 2 } else { 1 };
            self.next += 1;
        }
    }

    fn read(&mut self) {
        let (text, start) = (self.text, self.at);
        let end = end_of_line(text, start);
        let line = text.get(start..end).unwrap_or_default();
        if memchr(b'"', line.as_bytes()).is_none() {
            return self.read_plainly(line);
        }
        let mut spread: Vec<Spread> = Vec::new();
        loop {
            let open = self.at;
            match quoted(text, open) {
                Quoted::No => self.push_plain(text),
                Quoted::Closed { cell, end, breaks } => {
                    if breaks {
                        spread.push(Spread { cell: self.cells.len(), open, end });
                    }
                    self.cells.push(cell);
                    self.at = end;
                }
                Quoted::Open { until } => {
                    return self.blame(start, &spread, Spread { cell: self.cells.len(), open, end: until });
                }
            }
            // what holds the cells of two rows need not be read to its end
            let enough = !spread.is_empty() && self.width > 0 && self.cells.len() >= 2 * self.width;
            if enough || !self.skip_comma() {
                break;
            }
        }
        let width = if self.width == 0 { self.cells.len() } else { self.width };
        let culprit = culprit(text, start..self.at, &spread, width, self.cells.len());
        if let Some((earlier, mark)) = culprit.and_then(|index| Some((spread.get(..index)?, *spread.get(index)?))) {
            self.blame(start, earlier, mark);
        }
    }

    /// Reads a line without quotation marks.
    fn read_plainly(&mut self, line: &'t str) {
        let mut from = 0;
        commas(line.as_bytes(), |at| {
            self.cells.push(Cow::Borrowed(line.get(from..at).unwrap_or_default()));
            from = at + 1;
        });
        self.cells.push(Cow::Borrowed(line.get(from..).unwrap_or_default()));
        self.at += line.len();
    }

    /// Takes a mark for an ordinary character, or an `earlier` one that has opened what this one should close.
    fn blame(&mut self, start: usize, earlier: &[Spread], mark: Spread) {
        let end = end_of_line(self.text, mark.open);
        let cells = mark.cell + 1 + separators(self.text.get(mark.open..end).unwrap_or_default());
        let width = if self.width == 0 { cells } else { self.width };
        let culprit = culprit(self.text, start..end, earlier, width, cells);
        match culprit.and_then(|index| Some((earlier.get(..index)?, *earlier.get(index)?))) {
            Some((earlier, mark)) => self.blame(start, earlier, mark),
            None => self.read_literally(mark, end),
        }
    }

    /// Reads the row again from the cell with the stray mark, only to the end of that line.
    fn read_literally(&mut self, Spread { cell, open, end: until }: Spread, end: usize) {
        let text = self.text;
        let swallowed = text.get(end..until).unwrap_or_default();
        let lines = swallowed.split(['\r', '\n']).filter(|line| !line.is_empty()).count();
        self.unclosed = Some(Unclosed { cell, lines });
        self.cells.truncate(cell);
        self.at = open;
        let line = text.get(..end).unwrap_or_default();
        self.push_plain(line);
        while self.skip_comma() {
            match quoted(line, self.at) {
                Quoted::Closed { cell, end, .. } => {
                    self.cells.push(cell);
                    self.at = end;
                }
                Quoted::No | Quoted::Open { .. } => self.push_plain(line),
            }
        }
    }

    fn push_plain(&mut self, text: &'t str) {
        let end = end_of_cell(text, self.at);
        self.cells.push(Cow::Borrowed(text.get(self.at..end).unwrap_or_default()));
        self.at = end;
    }

    fn skip_comma(&mut self) -> bool {
        let comma = self.text.as_bytes().get(self.at) == Some(&b',');
        self.at += usize::from(comma);
        comma
    }
}

/// Of the cells with line breaks, the one that seems to have swallowed whole rows.
fn culprit(text: &str, row: Range<usize>, spread: &[Spread], width: usize, cells: usize) -> Option<usize> {
    if spread.is_empty() {
        return None;
    }
    let inside = |cell: &Spread| text.get(cell.open..cell.end).unwrap_or_default();
    // a comma after a line break: an address seldom has one, a row always
    let after_break =
        |cell: &Spread| separators(inside(cell).split_once(is_line_break).map_or("", |(_, rest)| rest)) > 0;
    let enough = width.saturating_sub(1);
    let widest = |text: &str| text.split(is_line_break).skip(1).map(separators).max().unwrap_or_default();
    let like_a_row = widest(text.get(row).unwrap_or_default()) >= enough;
    let whole_rows = like_a_row && spread.iter().map(|cell| separators(inside(cell))).sum::<usize>() >= enough;
    let misfit = cells >= 2 * width || cells != width && (like_a_row || spread.iter().any(after_break));
    let many_lines = spread.iter().any(|cell| {
        let breaks = inside(cell).lines().count().saturating_sub(1);
        breaks > MOST_BREAKS && 2 * widest(inside(cell)) >= enough
    });
    (whole_rows || misfit || many_lines).then(|| spread.iter().position(after_break).unwrap_or(0))
}

/// The apostrophe that keeps a cell from being a formula is no part of its text.
fn without_guard(cell: &mut Cow<'_, str>) {
    if cell.starts_with('\'') {
        match cell {
            Cow::Borrowed(text) => *text = plain(text),
            Cow::Owned(text) => *text = plain(text).to_string(),
        }
    }
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row where a quotation opened, and how many lines it absorbed.
    type Absorbed = Option<(usize, usize)>;

    fn rows(text: &str) -> Vec<(usize, Vec<String>, Absorbed)> {
        let mut csv = Csv::new(text, 1, 0);
        let mut rows = Vec::new();
        while csv.advance() {
            let cells = csv.cells.iter().map(|cell| cell.to_string()).collect();
            rows.push((csv.row, cells, csv.unclosed.map(|open| (open.cell, open.lines))));
        }
        rows
    }

    fn shape(text: &str) -> Vec<(usize, usize, Absorbed)> {
        rows(text).into_iter().map(|(row, cells, open)| (row, cells.len(), open)).collect()
    }

    #[test]
    fn cells_and_rows() {
        let read = rows("a,\"b \"\"c\"\"\",d\r\n\r\n1,\"x\r\ny\",\n2,,\"z\"w");
        let cells: Vec<Vec<&str>> =
            read.iter().map(|(_, cells, _)| cells.iter().map(String::as_str).collect()).collect();
        assert_eq!(cells, [vec!["a", "b \"c\"", "d"], vec!["1", "x\r\ny", ""], vec!["2", "", "zw"]]);
        assert_eq!(read.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 3, 4]);
        assert!(read.iter().all(|row| row.2.is_none()));
    }

    #[test]
    fn a_mark_that_is_never_closed_swallows_no_rows() {
        assert_eq!(
            shape("a,b,c\n1,2,\"\n4,5,6\n7,8,9\n"),
            [(1, 3, None), (2, 3, Some((2, 2))), (3, 3, None), (4, 3, None)]
        );
        assert_eq!(shape("a,b,c\n1,2,\"x"), [(1, 3, None), (2, 3, Some((2, 0)))]);
        assert_eq!(shape("a,\"b,c\n1,2,3\n"), [(1, 3, Some((1, 1))), (2, 3, None)]);
    }

    #[test]
    fn a_mark_that_closes_rows_later_swallows_none() {
        let whole = [(1, 3, None), (2, 3, Some((1, 1))), (3, 3, None), (4, 3, None)];
        for later in ["4,\"5\",6", "4,5\",6"] {
            assert_eq!(shape(&format!("a,b,c\n1,\"2,3\n{later}\n7,8,9")), whole, "{later}");
        }
        // the mark of the second row opens a cell, too
        let both = shape("a,b,c\n1,2,\"3\n4,\"5,6\n7,8,9");
        assert_eq!(both, [(1, 3, None), (2, 3, Some((2, 1))), (3, 3, Some((1, 1))), (4, 3, None)]);
        // it opens in an earlier column than it closes in, and the other way round
        assert_eq!(shape("a,b,c\n1,\"2,3\n4,5,6\"\n").len(), 3);
        assert_eq!(shape("a,b,c\n1,2,\"3\n\",5,6\n").len(), 3);
    }

    #[test]
    fn line_breaks_within_cells_stay() {
        for text in [
            "a,b,c\n1,\"x\ny\",3\n",
            "a,b,c\n\"x\ny\",2,3\n",
            "a,b,c\n1,2,\"x, y\nz\"\n",
            "a,b,c\n1,2,\"\n\n\n\n\n\"\n",
        ] {
            assert_eq!(shape(text), [(1, 3, None), (2, 3, None)], "{text:?}");
        }
        assert_eq!(shape("a,\"b\nc\",d\n1,2,3\n"), [(1, 3, None), (2, 3, None)]);
    }

    #[test]
    fn many_stray_marks_take_no_longer_than_few() {
        // each row closes the mark of the row before and opens another
        let text = format!("a,b,c,d\n{}", "1,x\"y,\"z,\n".repeat(200_000));
        let mut csv = Csv::new(&text, 1, 0);
        let start = std::time::Instant::now();
        let mut count = 0;
        while csv.advance() {
            count += 1;
        }
        assert_eq!(count, 200_001);
        assert!(start.elapsed().as_secs() < 20);
    }
}
