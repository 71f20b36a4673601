//! Bytes -> text. UTF-8, UTF-16 and GB18030, always strictly: no character is ever guessed or replaced.
//!
//! The encoding is recognised by the start of the file: a byte-order mark, zeros beside ASCII characters, well-formed
//! UTF-8, or Chinese in GB18030 of which most characters are common ones. Text that was UTF-8 before somebody read it
//! as GBK is made of rare characters, so that it is not taken for Chinese.

use super::limits::LOOKED_AT;
use super::unopened::Unopened;
use std::borrow::Cow;

/// The encoding that the user says a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// recognised by the start of the file
    #[default]
    Auto,
    Utf8,
    /// with or without a byte-order mark
    Utf16,
    /// GBK and GB2312 are parts of it
    Gb18030,
}

/// The encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    /// with a byte-order mark
    Utf8Mark,
    Utf16Little,
    Utf16Big,
    Gb18030,
}

impl TextEncoding {
    /// The name by which people know it.
    pub fn name(self) -> &'static str {
        match self {
            TextEncoding::Utf8 => "UTF-8",
            TextEncoding::Utf8Mark => "UTF-8 BOM",
            TextEncoding::Utf16Little | TextEncoding::Utf16Big => "UTF-16",
            TextEncoding::Gb18030 => "GB18030",
        }
    }

    pub(super) fn foreign(self) -> Option<&'static encoding_rs::Encoding> {
        match self {
            TextEncoding::Utf8 | TextEncoding::Utf8Mark => None,
            TextEncoding::Utf16Little => Some(encoding_rs::UTF_16LE),
            TextEncoding::Utf16Big => Some(encoding_rs::UTF_16BE),
            TextEncoding::Gb18030 => Some(encoding_rs::GB18030),
        }
    }

    /// The byte-order mark at the start.
    pub(super) fn mark(self, start: &[u8]) -> usize {
        let mark: &[u8] = match self {
            TextEncoding::Utf8 | TextEncoding::Utf8Mark => b"\xEF\xBB\xBF",
            TextEncoding::Utf16Little => b"\xFF\xFE",
            TextEncoding::Utf16Big => b"\xFE\xFF",
            TextEncoding::Gb18030 => b"\x84\x31\x95\x33",
        };
        if start.starts_with(mark) { mark.len() } else { 0 }
    }
}

/// The encoding of a text that begins like this. `sheet`: it is read as CSV.
pub(super) fn recognise(start: &[u8], said: Encoding, sheet: bool) -> Result<TextEncoding, Unopened> {
    let start = start.get(..LOOKED_AT).unwrap_or(start);
    let utf8 = || if start.starts_with(b"\xEF\xBB\xBF") { TextEncoding::Utf8Mark } else { TextEncoding::Utf8 };
    let utf16 = utf16(start);
    match said {
        Encoding::Utf8 => Ok(utf8()),
        Encoding::Utf16 => Ok(utf16.unwrap_or(TextEncoding::Utf16Little)),
        Encoding::Gb18030 => Ok(TextEncoding::Gb18030),
        Encoding::Auto => {
            if let Some(found) = utf16 {
                return Ok(found);
            }
            match std::str::from_utf8(start) {
                Ok(_) => Ok(utf8()),
                // cut off within a character, which is no mistake
                Err(error) if error.error_len().is_none() => Ok(utf8()),
                Err(_) if is_chinese(start) => Ok(TextEncoding::Gb18030),
                Err(error) => Err(Unopened::NotText { line: line(start, error.valid_up_to()), sheet }),
            }
        }
    }
}

/// Decodes the whole text, without its byte-order mark.
pub(super) fn decode(bytes: &[u8], said: Encoding, sheet: bool) -> Result<(Cow<'_, str>, TextEncoding), Unopened> {
    let found = recognise(bytes, said, sheet)?;
    let bytes = bytes.get(found.mark(bytes)..).unwrap_or_default();
    let Some(foreign) = found.foreign() else {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = line(bytes, error.valid_up_to());
            match said {
                Encoding::Auto => Unopened::NotText { line, sheet },
                _ => Unopened::NotEncoded { encoding: found.name(), line },
            }
        })?;
        return Ok((Cow::Borrowed(text), found));
    };
    match foreign.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text, found)),
        None => Err(Unopened::NotEncoded { encoding: found.name(), line: first_bad_line(foreign, bytes) }),
    }
}

/// The line of a byte, from 1.
pub(super) fn line(bytes: &[u8], at: usize) -> usize {
    memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or(bytes)).count() + 1
}

/// The line of the first character that is malformed.
fn first_bad_line(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut at, mut line, mut text) = (0, 1, vec![0; 16 << 10]);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut text, true);
        line += memchr::memchr_iter(b'\n', text.get(..written).unwrap_or_default()).count();
        at += read;
        if result != encoding_rs::DecoderResult::OutputFull {
            return line;
        }
    }
}

/// UTF-16 has a mark, or ASCII characters that stand beside zeros.
fn utf16(start: &[u8]) -> Option<TextEncoding> {
    const LOOKED_AT: usize = 4096;
    const LEAST: usize = 4;
    if start.starts_with(b"\xFF\xFE") {
        return Some(TextEncoding::Utf16Little);
    }
    if start.starts_with(b"\xFE\xFF") {
        return Some(TextEncoding::Utf16Big);
    }
    let start = start.get(..LOOKED_AT).unwrap_or(start);
    let is_ascii = |byte: u8| matches!(byte, b'\t' | b'\r' | b'\n' | b' '..=b'~');
    let pairs = || start.chunks_exact(2);
    let little = pairs().filter(|pair| matches!(pair, [ascii, 0] if is_ascii(*ascii))).count();
    let big = pairs().filter(|pair| matches!(pair, [0, ascii] if is_ascii(*ascii))).count();
    let most = little.max(big);
    if most < LEAST || most * 16 < pairs().count() {
        return None;
    }
    Some(if little >= big { TextEncoding::Utf16Little } else { TextEncoding::Utf16Big })
}

/// Chinese in GB18030: well formed, and of the characters beyond ASCII at least 7 in 10 are marks or common
/// characters (the first level of GB 2312).
fn is_chinese(start: &[u8]) -> bool {
    let (mut common, mut all, mut at) = (0_usize, 0_usize, 0);
    while let Some(lead) = start.get(at).copied() {
        let Some(trail) = start.get(at + 1).copied().filter(|_| lead >= 0x80) else {
            at += 1;
            continue;
        };
        match (lead, trail) {
            (0x81..=0xFE, 0x30..=0x39) => {
                match start.get(at + 2..at + 4) {
                    Some([0x81..=0xFE, 0x30..=0x39]) => {}
                    Some(_) => return false,
                    None => break,
                }
                at += 4;
            }
            (0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE) => {
                all += 1;
                common += usize::from(matches!((lead, trail), (0xA1..=0xA3 | 0xB0..=0xD7, 0xA1..)));
                at += 2;
            }
            _ => return false,
        }
    }
    all > 0 && common * 10 >= all * 7
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbk(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn the_encoding_is_recognised() {
        let text = "编号,姓名,残疾等级\n0001,张三,一级\n";
        assert_eq!(recognise(text.as_bytes(), Encoding::Auto, true), Ok(TextEncoding::Utf8));
        assert_eq!(recognise(&gbk(text), Encoding::Auto, true), Ok(TextEncoding::Gb18030));
        for text in [text, "编号\n", "姓名,㐂\n李㐂,张𠮷,王三\n"] {
            assert_eq!(decode(&gbk(text), Encoding::Auto, true), Ok((text.into(), TextEncoding::Gb18030)), "{text}");
        }
        // what is UTF-8 but for one byte is no Chinese in GBK, and neither is Big5 or Latin-1
        let mut broken = "编号,姓名,残疾等级\n0001,张三,一级\n".as_bytes().to_vec();
        broken.remove(20);
        assert_eq!(recognise(&broken, Encoding::Auto, true), Err(Unopened::NotText { line: 1, sheet: true }));
        let (big5, ..) = encoding_rs::BIG5.encode("編號,姓名,殘疾等級,戶籍所在地,身份證號\n0001,張三,一級\n");
        assert!(recognise(&big5, Encoding::Auto, true).is_err());
        assert!(recognise(b"id,name\n1,Ren\xE9e\n2,Zo\xEB\n", Encoding::Auto, true).is_err());
    }

    #[test]
    fn a_wrong_byte_is_refused_with_its_line() {
        let mut bytes = gbk("编号,姓名\n0001,张三\n0002,李四\n");
        let end = bytes.len() - 1;
        bytes.insert(end, 0xFF);
        let refused = decode(&bytes, Encoding::Gb18030, true);
        assert_eq!(refused, Err(Unopened::NotEncoded { encoding: "GB18030", line: 3 }));
        let refused = decode(b"a\nb\xFF\n", Encoding::Utf8, true);
        assert_eq!(refused, Err(Unopened::NotEncoded { encoding: "UTF-8", line: 2 }));
        let refused = decode(b"\xFF\xFEa\0\n\0\0\xD8", Encoding::Auto, true);
        assert_eq!(refused, Err(Unopened::NotEncoded { encoding: "UTF-16", line: 2 }));
    }
}
