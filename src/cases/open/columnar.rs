//! Parquet -> rows of texts, in blocks, so that memory is flat in the number of rows.

use super::cell::of_number;
use super::guard::guarded;
use super::limits::{CELLS, CELLS_IN_ROW};
use super::unopened::{Damaged, Limited, Unopened};
use crate::cases::grid::Grid;
use crate::value::Day;
use ::parquet::basic::{LogicalType, TimeUnit};
use ::parquet::column::page::Page;
use ::parquet::data_type::Decimal;
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use ::parquet::record::{Field, reader::RowIter};
use chrono::DateTime;

const DAMAGED: Unopened = Unopened::Damaged(Damaged::Parquet);

/// Rows of a block.
const BLOCK: usize = 8192;

/// The rows of a file, in blocks. The first block begins with the header, which is row 1.
pub struct Blocks {
    rows: RowIter<'static>,
    header: Option<Vec<String>>,
    /// columns that count nanoseconds, which the library gives as bare numbers
    nanoseconds: Vec<bool>,
    row: usize,
    failed: bool,
}

/// Opens a file of columns.
///
/// # Errors
/// When it is damaged, or a column holds lists or records.
pub fn blocks<R: ChunkReader + 'static>(reader: R) -> Result<Blocks, Unopened> {
    guarded(|| {
        let file = SerializedFileReader::new(reader).map_err(|_| DAMAGED)?;
        let schema = file.metadata().file_metadata().schema_descr();
        let fields = schema.root_schema().get_fields();
        if fields.len() > CELLS_IN_ROW {
            return Err(Unopened::Beyond { what: Limited::Row(1), most: u64::try_from(CELLS_IN_ROW).unwrap_or(0) });
        }
        let nested = fields.iter().find(|field| {
            let info = field.get_basic_info();
            field.is_group() || info.has_repetition() && info.repetition() == ::parquet::basic::Repetition::REPEATED
        });
        if let Some(nested) = nested {
            return Err(Unopened::NestedColumn { column: nested.name().to_string() });
        }
        let counts_nanoseconds = |index: usize| {
            let column = schema.column(index);
            matches!(column.logical_type_ref(), Some(LogicalType::Timestamp(stamp)) if stamp.unit == TimeUnit::NANOS)
        };
        let nanoseconds = (0..schema.num_columns()).map(counts_nanoseconds).collect();
        let header = fields.iter().map(|field| field.name().to_string()).collect();
        let rows = RowIter::from_file_into(Box::new(file));
        Ok(Blocks { rows, header: Some(header), nanoseconds, row: 1, failed: false })
    })
    .unwrap_or(Err(DAMAGED))
}

impl Iterator for Blocks {
    type Item = Result<Grid, Unopened>;

    fn next(&mut self) -> Option<Result<Grid, Unopened>> {
        if self.failed {
            return None;
        }
        let block = guarded(|| self.read()).unwrap_or(Err(DAMAGED));
        self.failed = block.is_err();
        block.map(|grid| Some(grid).filter(|grid| !grid.rows.is_empty())).transpose()
    }
}

impl Blocks {
    fn read(&mut self) -> Result<Grid, Unopened> {
        let mut grid = Grid::default();
        grid.rows.extend(self.header.take().map(|header| (1, header)));
        for row in self.rows.by_ref().take(BLOCK) {
            self.row += 1;
            let fields = row.map_err(|_| DAMAGED)?.into_columns();
            let of_column = |(index, (_, field)): (usize, (String, Field))| match field {
                Field::Long(count) if self.nanoseconds.get(index) == Some(&true) => of_instant(count / 1_000_000),
                field => text(field),
            };
            grid.rows.push((self.row, fields.into_iter().enumerate().map(of_column).collect()));
        }
        Ok(grid)
    }
}

/// The whole file, which has been read into memory.
pub(super) fn grid(bytes: &[u8]) -> Result<Grid, Unopened> {
    // the type that the library reads from memory has no name here but that of what a page gives
    fn alike<T>(value: T, _: impl FnOnce(&Page) -> T) -> T {
        value
    }
    let mut grid = Grid::default();
    let mut cells = 0;
    for block in blocks(alike(bytes.to_vec().into(), |page| page.buffer().clone()))? {
        let block = block?;
        let width = block.rows.first().map_or(0, |(_, cells)| cells.len());
        cells += u64::try_from(block.rows.len().saturating_mul(width)).unwrap_or(u64::MAX);
        if cells > CELLS {
            return Err(Unopened::Beyond { what: Limited::Cells, most: CELLS });
        }
        grid.rows.extend(block.rows);
    }
    Ok(grid)
}

/// The text that a CSV file would have. What is no text at all is an error mark.
fn text(field: Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Bool(truth) => if truth { "是" } else { "否" }.to_string(),
        Field::Byte(number) => number.to_string(),
        Field::Short(number) => number.to_string(),
        Field::Int(number) => number.to_string(),
        Field::Long(number) => number.to_string(),
        Field::UByte(number) => number.to_string(),
        Field::UShort(number) => number.to_string(),
        Field::UInt(number) => number.to_string(),
        Field::ULong(number) => number.to_string(),
        Field::Float16(number) => number.to_string(),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => of_number(number),
        Field::Decimal(number) => of_decimal(&number),
        Field::Str(text) => text,
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).map_or_else(|_| "#VALUE!".to_string(), str::to_string),
        Field::Date(day) => Day(i64::from(day)).to_string(),
        Field::TimestampMillis(count) => of_instant(count),
        Field::TimestampMicros(count) => of_instant(count / 1000),
        Field::TimeMillis(count) => of_time(i64::from(count)),
        Field::TimeMicros(count) => of_time(count / 1000),
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => "#VALUE!".to_string(),
    }
}

/// Milliseconds since 1970, without a time zone.
fn of_instant(milliseconds: i64) -> String {
    let Some(instant) = DateTime::from_timestamp_millis(milliseconds) else { return "#NUM!".to_string() };
    let text = instant.format("%Y-%m-%d %H:%M:%S").to_string();
    text.strip_suffix(" 00:00:00").map(str::to_string).unwrap_or(text)
}

fn of_time(milliseconds: i64) -> String {
    match DateTime::from_timestamp_millis(milliseconds) {
        Some(instant) => instant.format("%H:%M:%S").to_string(),
        None => "#NUM!".to_string(),
    }
}

/// All its decimal places, without zeros at the end.
fn of_decimal(number: &Decimal) -> String {
    let bytes = number.data();
    let (Ok(scale), true) = (usize::try_from(number.scale()), (1..=16).contains(&bytes.len())) else {
        return "#NUM!".to_string();
    };
    let sign = if bytes.first().is_some_and(|byte| *byte >= 0x80) { -1_i128 } else { 0 };
    let whole = bytes.iter().fold(sign, |value, byte| value << 8 | i128::from(*byte));
    let digits = format!("{:0>width$}", whole.unsigned_abs(), width = scale.min(64) + 1);
    let (before, after) = digits.split_at(digits.len() - scale.min(64));
    let after = after.trim_end_matches('0');
    let sign = if whole < 0 { "-" } else { "" };
    if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}
