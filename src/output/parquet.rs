//! Lists and results -> Parquet: texts as UTF-8, amounts as DECIMAL(18, 2) in yuan, blanks as null.

use super::results::{Closing, ResultWriter, ResultsOf};
use super::workbook::cell;
use super::{Cell, ListOf, Report};
use crate::batch::{DecidedCase, ResultColumn};
use crate::cases::Finding;
use crate::diagnostic::Lang;
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use std::io::{self, Write};
use std::sync::Arc;

/// Rows that are held in memory and written together.
const GROUP: usize = 100_000;
/// Digits of an amount, and those after the point.
const DIGITS: i32 = 18;
const DECIMALS: i32 = 2;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// held in fen
    Amount,
    Number,
    Truth,
}

/// The rows of a group, column by column: values, and for each row whether there is one.
enum Held {
    Texts(Vec<ByteArray>),
    Numbers(Vec<i64>),
    Truths(Vec<bool>),
}

struct Column {
    kind: Kind,
    held: Held,
    levels: Vec<i16>,
}

/// A table that is written group by group.
pub(super) struct Table<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<Column>,
    lang: Lang,
}

impl<W: Write + Send> Table<W> {
    /// With names and kinds of its columns; a name that occurs again is numbered.
    pub(super) fn new(target: W, columns: &[(String, Kind)], lang: Lang) -> io::Result<Table<W>> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in columns {
            let count = columns.iter().take(names.len()).filter(|(before, _)| before == name).count();
            names.push(if count == 0 { name.clone() } else { format!("{name}（{}）", count + 1) });
        }
        let fields = names.iter().zip(columns).map(|(name, (_, kind))| kind.field(name));
        let fields = fields.collect::<Result<Vec<TypePtr>, _>>().map_err(failed)?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build().map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("polcheck ", env!("CARGO_PKG_VERSION")).to_string())
            .build();
        let writer = SerializedFileWriter::new(target, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        let columns = columns.iter().map(|(_, kind)| Column::new(*kind)).collect();
        Ok(Table { writer, columns, lang })
    }

    /// The next row.
    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell, self.lang);
        }
        if self.columns.first().is_some_and(|column| column.levels.len() >= GROUP) { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.columns.first().is_none_or(|column| column.levels.is_empty()) {
            return Ok(());
        }
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column().map_err(failed)? else { break };
            column.write(&mut writer).and_then(|()| writer.close()).map_err(failed)?;
        }
        group.close().map(|_| ()).map_err(failed)
    }

    /// Ends the file, which says of itself what it holds.
    pub(super) fn close(mut self, of: &[(&str, String)]) -> io::Result<()> {
        self.flush()?;
        for (name, value) in of {
            self.writer.append_key_value_metadata(KeyValue::new((*name).to_string(), value.clone()));
        }
        self.writer.close().map(|_| ()).map_err(failed)
    }
}

impl Kind {
    /// What a column of a list holds, by its cells.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Kind {
        let mut kinds = cells.filter_map(|cell| match cell {
            Cell::Blank => None,
            Cell::Amount(_) => Some(Kind::Amount),
            Cell::Number(_) => Some(Kind::Number),
            Cell::Truth(_) => Some(Kind::Truth),
            _ => Some(Kind::Text),
        });
        let first = kinds.next().unwrap_or(Kind::Text);
        if kinds.all(|kind| kind == first) { first } else { Kind::Text }
    }

    fn field(self, name: &str) -> Result<TypePtr, ParquetError> {
        let (physical, logical) = match self {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Amount => (Physical::INT64, Some(LogicalType::decimal(DECIMALS, DIGITS))),
            Kind::Number => (Physical::INT64, None),
            Kind::Truth => (Physical::BOOLEAN, None),
        };
        let builder = Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        let builder = match self {
            Kind::Amount => builder.with_precision(DIGITS).with_scale(DECIMALS),
            _ => builder,
        };
        builder.build().map(Arc::new)
    }
}

impl Column {
    fn new(kind: Kind) -> Column {
        let held = match kind {
            Kind::Text => Held::Texts(Vec::new()),
            Kind::Amount | Kind::Number => Held::Numbers(Vec::new()),
            Kind::Truth => Held::Truths(Vec::new()),
        };
        Column { kind, held, levels: Vec::new() }
    }

    fn push(&mut self, cell: &Cell, lang: Lang) {
        let is_there = match (&mut self.held, cell) {
            (_, Cell::Blank) => false,
            (Held::Numbers(list), Cell::Number(number) | Cell::Amount(number)) => {
                list.push(*number);
                true
            }
            (Held::Truths(list), Cell::Truth(truth)) => {
                list.push(*truth);
                true
            }
            (Held::Texts(list), cell) => {
                let text = cell.text(lang, false);
                let is_there = !text.is_empty();
                if is_there {
                    list.push(ByteArray::from(text.into_bytes()));
                }
                is_there
            }
            (Held::Numbers(_) | Held::Truths(_), _) => false,
        };
        self.levels.push(i16::from(is_there));
    }

    /// Writes the rows held, and holds none.
    fn write(&mut self, writer: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let levels = Some(self.levels.as_slice());
        match &self.held {
            Held::Texts(list) => writer.typed::<ByteArrayType>().write_batch(list, levels, None),
            Held::Numbers(list) => writer.typed::<Int64Type>().write_batch(list, levels, None),
            Held::Truths(list) => writer.typed::<BoolType>().write_batch(list, levels, None),
        }?;
        *self = Column::new(self.kind);
        Ok(())
    }
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}

/// Writes the results of a batch as Parquet.
///
/// # Errors
/// When the target cannot be written.
pub fn results_parquet<'a, W: Write + Send + 'a>(
    target: W,
    of: ResultsOf<'a>,
) -> io::Result<Box<dyn ResultWriter + 'a>> {
    let kind = |column: &ResultColumn| match column {
        ResultColumn::Amount(_) | ResultColumn::Total => Kind::Amount,
        ResultColumn::Key | ResultColumn::Status(_) | ResultColumn::Reasons(_) => Kind::Text,
    };
    let columns: Vec<_> = of.columns.iter().map(|(column, header)| (header.clone(), kind(column))).collect();
    Ok(Box::new(Results { of, table: Table::new(target, &columns, of.lang)? }))
}

struct Results<'a, W: Write + Send> {
    of: ResultsOf<'a>,
    table: Table<W>,
}

impl<W: Write + Send> ResultWriter for Results<'_, W> {
    fn rows(&mut self, decided: &[DecidedCase], _: &[Finding]) -> io::Result<()> {
        decided.iter().try_for_each(|case| {
            let cells: Vec<Cell> =
                self.of.columns.iter().map(|(column, _)| cell(case, *column, self.of.lang)).collect();
            self.table.row(&cells)
        })
    }

    fn finish(self: Box<Self>, _: &Closing<'_>) -> io::Result<()> {
        let readings = serde_json::Value::Object(super::json::readings(self.of.plan)).to_string();
        let (policy, month) = (self.of.plan.policy.name.clone(), self.of.month.to_string());
        self.table.close(&[("policy", policy), ("month", month), ("readings", readings)])
    }
}

/// A list as Parquet, in memory.
pub(super) fn list_parquet(report: &Report, of: &ListOf<'_>, lang: Lang) -> io::Result<Vec<u8>> {
    let kind = |column: usize| Kind::of(report.rows.iter().filter_map(|row| row.get(column)));
    let columns: Vec<_> =
        report.headers(lang).into_iter().enumerate().map(|(column, header)| (header, kind(column))).collect();
    let mut bytes = Vec::new();
    let mut table = Table::new(&mut bytes, &columns, lang)?;
    report.rows.iter().try_for_each(|row| table.row(row))?;
    let policy = [("policy", of.policy.name.clone())];
    table.close(&[&policy, of.of].concat())?;
    Ok(bytes)
}
