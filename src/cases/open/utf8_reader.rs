//! A stream of bytes -> a stream of UTF-8, unpacked and strictly decoded, in flat memory.

use super::encoding::{Encoding, TextEncoding, recognise};
use super::garbled;
use super::limits::{LINE, LOOKED_AT};
use super::packed::{self, Unpacker};
use super::unopened::{Limited, Unopened};
use encoding_rs::{Decoder, DecoderResult};
use std::io::{Error, ErrorKind, Read};

/// Bytes of a text in another encoding that are decoded at a time.
const CHUNK: usize = 64 << 10;

/// Reads a text as UTF-8 without its byte-order mark. What is UTF-8 already is looked at where it lies in the buffer of
/// the caller, and not copied.
///
/// A read fails with an error of kind `InvalidData` that [`unopened`] tells apart, or with one of the reader within.
pub struct Utf8Reader<R: Read> {
    reader: Unpacker<R>,
    pub encoding: TextEncoding,
    said: Encoding,
    sheet: bool,
    /// bytes that were read to recognise the encoding, and how many of them are used up
    start: Vec<u8>,
    used: usize,
    /// none for UTF-8
    decoder: Option<Decode>,
    /// the end of a chunk that is the beginning of a character: its bytes and how many
    tail: ([u8; 4], usize),
    lines: Lines,
    checks: bool,
}

/// What decodes another encoding.
struct Decode {
    decoder: Decoder,
    text: Vec<u8>,
    /// how much of the text is given away, and how much there is
    from: usize,
    until: usize,
    raw: Vec<u8>,
    raw_from: usize,
    raw_until: usize,
    ended: bool,
}

/// Counts lines.
#[derive(Default)]
struct Lines {
    /// breaks so far
    breaks: usize,
    /// bytes since the last
    since: usize,
}

/// What was wrong with the bytes, within an [`Error`].
#[derive(Debug)]
struct Wrong(Unopened);

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a text that can be read")
    }
}

impl std::error::Error for Wrong {}

fn wrong(unopened: Unopened) -> Error {
    Error::new(ErrorKind::InvalidData, Wrong(unopened))
}

/// What the error of a [`Utf8Reader`] says about the file; none: it could not be read from the disk.
pub fn unopened(error: &Error) -> Option<Unopened> {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Wrong>());
    inner.map(|Wrong(unopened)| unopened.clone())
}

impl<R: Read> Utf8Reader<R> {
    /// Recognises the encoding. `start`: what was taken from the reader before.
    pub(super) fn new(
        mut reader: Unpacker<R>,
        mut start: Vec<u8>,
        said: Encoding,
        sheet: bool,
    ) -> std::io::Result<Utf8Reader<R>> {
        fill(&mut reader, &mut start, LOOKED_AT)?;
        let encoding = recognise(&start, said, sheet).map_err(wrong)?;
        let head = start.get(encoding.mark(&start)..).unwrap_or_default();
        if let Some(head) = head.utf8_chunks().next().filter(|_| encoding.foreign().is_none()) {
            garbled::look(head.valid()).map_err(wrong)?;
        }
        let decoder = encoding.foreign().map(|foreign| Decode {
            decoder: foreign.new_decoder_without_bom_handling(),
            text: vec![0; 3 * CHUNK],
            from: 0,
            until: 0,
            raw: vec![0; CHUNK],
            raw_from: 0,
            raw_until: 0,
            ended: false,
        });
        let used = encoding.mark(&start);
        Ok(Utf8Reader {
            reader,
            encoding,
            said,
            sheet,
            start,
            used,
            decoder,
            tail: ([0; 4], 0),
            lines: Lines::default(),
            checks: true,
        })
    }

    /// Leaves it to the caller to look whether what is UTF-8 is well formed, and how long its lines are: the bytes are
    /// passed on as they are. Other encodings are decoded and checked as before.
    #[must_use]
    pub fn unchecked(self) -> Utf8Reader<R> {
        Utf8Reader { checks: false, ..self }
    }

    /// The bytes are those of the file.
    pub(crate) fn is_plain(&self) -> bool {
        self.decoder.is_none() && self.reader.is_plain()
    }

    /// The bytes as they are, the start first.
    fn raw(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let rest = self.start.get(self.used..).unwrap_or_default();
        if rest.is_empty() {
            return self.reader.read(buffer).map_err(named);
        }
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.used += count;
        if self.used == self.start.len() {
            (self.start, self.used) = (Vec::new(), 0);
        }
        Ok(count)
    }

    fn not_utf8(&self, chunk: &[u8], at: usize) -> Error {
        let line = self.lines.breaks + memchr::memchr_iter(b'\n', chunk.get(..at).unwrap_or(chunk)).count() + 1;
        wrong(match self.said {
            Encoding::Auto => Unopened::NotText { line, sheet: self.sheet },
            _ => Unopened::NotEncoded { encoding: self.encoding.name(), line },
        })
    }

    /// Looks whether a chunk goes on with UTF-8. A character may be cut off at its end.
    fn check(&mut self, chunk: &[u8]) -> std::io::Result<()> {
        let mut from = 0;
        let (mut begun, mut length) = self.tail;
        while length > 0 {
            let Some(byte) = chunk.get(from) else {
                self.tail = (begun, length);
                return Ok(());
            };
            if let Some(place) = begun.get_mut(length) {
                *place = *byte;
            }
            (from, length) = (from + 1, length + 1);
            match std::str::from_utf8(begun.get(..length).unwrap_or(&begun)) {
                Ok(_) => length = 0,
                Err(error) if error.error_len().is_none() && length < begun.len() => {}
                Err(_) => return Err(self.not_utf8(chunk, 0)),
            }
        }
        self.tail = ([0; 4], 0);
        let rest = chunk.get(from..).unwrap_or_default();
        if let Err(error) = std::str::from_utf8(rest) {
            let valid = error.valid_up_to();
            if error.error_len().is_some() {
                return Err(self.not_utf8(chunk, from + valid));
            }
            let left = rest.get(valid..).unwrap_or_default();
            for (place, byte) in self.tail.0.iter_mut().zip(left) {
                *place = *byte;
            }
            self.tail.1 = left.len();
        }
        Ok(())
    }

    fn decode(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let Some(mut decode) = self.decoder.take() else { return Ok(0) };
        let result = self.decode_with(&mut decode, buffer);
        self.decoder = Some(decode);
        result
    }

    fn decode_with(&mut self, decode: &mut Decode, buffer: &mut [u8]) -> std::io::Result<usize> {
        while decode.from == decode.until {
            if decode.raw_from == decode.raw_until && !decode.ended {
                let mut raw = std::mem::take(&mut decode.raw);
                let count = self.raw(&mut raw);
                decode.raw = raw;
                (decode.raw_from, decode.raw_until) = (0, count?);
                decode.ended = decode.raw_until == 0;
            }
            let raw = decode.raw.get(decode.raw_from..decode.raw_until).unwrap_or_default();
            let (result, read, written) =
                decode.decoder.decode_to_utf8_without_replacement(raw, &mut decode.text, decode.ended);
            decode.raw_from += read;
            (decode.from, decode.until) = (0, written);
            self.lines.count(decode.text.get(..written).unwrap_or_default())?;
            match result {
                DecoderResult::Malformed(..) => {
                    let line = self.lines.breaks + 1;
                    return Err(wrong(Unopened::NotEncoded { encoding: self.encoding.name(), line }));
                }
                DecoderResult::InputEmpty if decode.ended && written == 0 => return Ok(0),
                DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
            }
        }
        let text = decode.text.get(decode.from..decode.until).unwrap_or_default();
        let count = text.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), text.get(..count)) {
            to.copy_from_slice(from);
        }
        decode.from += count;
        Ok(count)
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.decoder.is_some() {
            return self.decode(buffer);
        }
        let count = self.raw(buffer)?;
        if !self.checks {
            return Ok(count);
        }
        let chunk = buffer.get(..count).unwrap_or_default();
        if count == 0 && self.tail.1 > 0 {
            return Err(self.not_utf8(chunk, 0));
        }
        self.check(chunk)?;
        self.lines.count(chunk)?;
        Ok(count)
    }
}

impl Lines {
    /// Fails where a line is too long.
    fn count(&mut self, chunk: &[u8]) -> std::io::Result<()> {
        let first = memchr::memchr(b'\n', chunk);
        if self.since + first.unwrap_or(chunk.len()) > LINE {
            let most = u64::try_from(LINE >> 20).unwrap_or(u64::MAX);
            return Err(wrong(Unopened::Beyond { what: Limited::Line(self.breaks + 1), most }));
        }
        match memchr::memrchr(b'\n', chunk) {
            Some(last) => {
                self.breaks += memchr::memchr_iter(b'\n', chunk).count();
                self.since = chunk.len() - last - 1;
            }
            None => self.since += chunk.len(),
        }
        Ok(())
    }
}

/// Says of the errors of an [`Unpacker`] what they mean.
fn named(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Interrupted => error,
        _ if error.raw_os_error().is_some() => error,
        _ => wrong(packed::unopened(&error)),
    }
}

/// Reads on until there are so many bytes, or no more.
pub(super) fn fill<R: Read>(reader: &mut Unpacker<R>, start: &mut Vec<u8>, least: usize) -> std::io::Result<()> {
    let missing = u64::try_from(least.saturating_sub(start.len())).unwrap_or(u64::MAX);
    reader.by_ref().take(missing).read_to_end(start).map(|_| ()).map_err(named)
}
