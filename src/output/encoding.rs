//! UTF-8 -> the encoding of a CSV file.

use encoding_rs::GB18030;
use std::borrow::Cow;

/// How the texts of a CSV file are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// for programs; Excel takes it for something else and shows 乱码
    #[default]
    Utf8,
    /// with a byte-order mark, by which Excel and WPS know it
    Utf8Bom,
    /// the national standard GB 18030, which contains GBK
    Gb18030,
}

impl Encoding {
    /// What stands before the first text.
    pub fn mark(self) -> &'static [u8] {
        match self {
            Encoding::Utf8Bom => b"\xEF\xBB\xBF",
            Encoding::Utf8 | Encoding::Gb18030 => b"",
        }
    }

    /// A piece of a text, without [`Encoding::mark`]. Pieces may be joined.
    ///
    /// # Errors
    /// The character that the encoding does not have. GB 18030 has all but the private one U+E5E5.
    pub fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, char> {
        if self != Encoding::Gb18030 {
            return Ok(Cow::Borrowed(text.as_bytes()));
        }
        let (bytes, _, has_unknown) = GB18030.encode(text);
        if !has_unknown {
            return Ok(bytes);
        }
        let unknown = text.chars().find(|c| GB18030.encode(c.encode_utf8(&mut [0; 4])).2);
        unknown.map_or(Ok(bytes), Err)
    }

    /// A whole CSV file of UTF-8, in this encoding.
    ///
    /// # Errors
    /// The character that the encoding does not have.
    pub fn whole(self, utf8: Vec<u8>) -> Result<Vec<u8>, char> {
        match self {
            Encoding::Utf8 => Ok(utf8),
            Encoding::Utf8Bom => Ok([self.mark(), &utf8].concat()),
            Encoding::Gb18030 => self.encode(&String::from_utf8_lossy(&utf8)).map(Cow::into_owned),
        }
    }
}
