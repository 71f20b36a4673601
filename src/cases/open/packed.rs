//! gzip and zstd: unpacked with a limit, so that a small file cannot fill the memory.

use super::kind::{Kind, kind};
use super::limits::{ALWAYS_UNPACKED, RATIO};
use super::unopened::{Damaged, Limited, Unopened};
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Chain, Cursor, Error, ErrorKind, Read};

/// The bytes of a file, unpacked if they are packed. At most `limit` bytes.
pub(super) fn unpack(bytes: &[u8], limit: usize) -> Result<Cow<'_, [u8]>, Unopened> {
    if !is_packed(bytes) {
        return Ok(Cow::Borrowed(bytes));
    }
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut unpacked = Vec::new();
    let reader = Unpacker::new(bytes).map_err(|_| Unopened::Damaged(Damaged::Packed))?;
    reader.take(most.saturating_add(1)).read_to_end(&mut unpacked).map_err(|error| unopened(&error))?;
    if unpacked.len() > limit {
        return Err(Unopened::Beyond { what: Limited::Unpacked, most: most >> 20 });
    }
    Ok(Cow::Owned(unpacked))
}

pub(super) fn is_packed(start: &[u8]) -> bool {
    matches!(kind(start), Kind::Gzip | Kind::Zstd)
}

/// What an error of an [`Unpacker`] says about the file.
pub(super) fn unopened(error: &Error) -> Unopened {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<TooMuch>()) {
        Some(TooMuch(most)) => Unopened::Beyond { what: Limited::Unpacked, most: most >> 20 },
        None => Unopened::Damaged(Damaged::Packed),
    }
}

/// More than a file of its size should hold.
#[derive(Debug)]
struct TooMuch(u64);

impl std::fmt::Display for TooMuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unpacks to more than {} bytes", self.0)
    }
}

impl std::error::Error for TooMuch {}

/// Reads what is packed with gzip or zstd, in flat memory; what is not packed as it is. Its errors are those of the
/// reader within, or what [`unopened`] tells apart.
pub struct Unpacker<R: Read> {
    inner: Inner<R>,
    unpacked: u64,
}

enum Inner<R: Read> {
    Plain(Counted<R>),
    Gzip(Box<flate2::bufread::MultiGzDecoder<Counted<R>>>),
    Zstd(Box<zstd::Decoder<'static, Counted<R>>>),
}

impl<R: Read> Unpacker<R> {
    pub fn new(mut reader: R) -> std::io::Result<Unpacker<R>> {
        const BUFFER: usize = 256 << 10;
        const MAGIC: u64 = 8;
        // a pipe may give less than that at a time
        let mut start = Vec::new();
        reader.by_ref().take(MAGIC).read_to_end(&mut start)?;
        let kind = kind(&start);
        let reader = BufReader::with_capacity(BUFFER, Cursor::new(start).chain(reader));
        let reader = Counted { reader, count: 0 };
        let inner = match kind {
            Kind::Gzip => Inner::Gzip(Box::new(flate2::bufread::MultiGzDecoder::new(reader))),
            Kind::Zstd => Inner::Zstd(Box::new(zstd::Decoder::with_buffer(reader)?)),
            _ => Inner::Plain(reader),
        };
        Ok(Unpacker { inner, unpacked: 0 })
    }
}

impl<R: Read> Unpacker<R> {
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.inner, Inner::Plain(_))
    }
}

impl<R: Read> Read for Unpacker<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (count, packed) = match &mut self.inner {
            Inner::Plain(reader) => return reader.read(buffer),
            Inner::Gzip(reader) => (reader.read(buffer)?, reader.get_ref().count),
            Inner::Zstd(reader) => (reader.read(buffer)?, reader.get_ref().count),
        };
        self.unpacked += u64::try_from(count).unwrap_or(u64::MAX);
        let most = ALWAYS_UNPACKED.max(packed.saturating_mul(RATIO));
        if self.unpacked > most {
            return Err(Error::new(ErrorKind::InvalidData, TooMuch(most)));
        }
        Ok(count)
    }
}

/// Counts the bytes that are taken.
struct Counted<R: Read> {
    reader: BufReader<Chain<Cursor<Vec<u8>>, R>>,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.count += u64::try_from(count).unwrap_or(u64::MAX);
        Ok(count)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count += u64::try_from(amount).unwrap_or(u64::MAX);
        self.reader.consume(amount);
    }
}
