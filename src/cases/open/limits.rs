//! How much of a file is read at most. What goes beyond is refused, so that no file fills the memory or never ends.

const MEBIBYTE: u64 = 1 << 20;

/// A packed file may unpack to so many times its size, …
pub(crate) const RATIO: u64 = 500;

/// … and to this many bytes whatever its size.
pub(crate) const ALWAYS_UNPACKED: u64 = 64 * MEBIBYTE;

/// Unpacked bytes of all members of a workbook together.
pub(crate) const WORKBOOK_BYTES: u64 = 4096 * MEBIBYTE;

/// Members of the package that a workbook is.
pub(crate) const MEMBERS: usize = 20_000;

/// Sheets of a workbook.
pub(crate) const SHEETS: usize = 1_000;

/// Cells of a sheet, the blank ones between others included.
pub(crate) const CELLS: u64 = 40_000_000;

/// Cells of one row, as many as Excel has columns.
pub(crate) const CELLS_IN_ROW: usize = 16_384;

/// Bytes of one line of a text that is read line by line.
pub(crate) const LINE: usize = 16 << 20;

/// Bytes at the start of a text by which its encoding is recognised.
pub(crate) const LOOKED_AT: usize = 256 << 10;
