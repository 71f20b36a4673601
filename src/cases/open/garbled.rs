//! Well-formed text that says nothing: it was read in a wrong encoding and saved again.

use super::unopened::Unopened;
use encoding_rs::{Encoding, GB18030, WINDOWS_1252};

/// How much of a text is looked at: the header, and some rows.
const LOOKED_AT: usize = 4096;

/// Looks at the first words of a text for what a wrong encoding leaves behind.
pub(super) fn look(text: &str) -> Result<(), Unopened> {
    let start = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text);
    let header = start.trim_start().lines().next().unwrap_or_default();
    // one word may mean something in two encodings by chance, two do not
    for wrong in [GB18030, WINDOWS_1252] {
        let mut found = words(start).filter_map(|word| Some((word, meant(word, wrong)?)));
        if let (Some((shown, meant)), Some(_)) = (found.next(), found.next()) {
            return Err(Unopened::Garbled { shown: shown.to_string(), meant: Some(meant) });
        }
    }
    if let Some(lost) = words(header).find(|word| word.contains('\u{FFFD}') || word.contains("锟斤拷")) {
        return Err(Unopened::Garbled { shown: lost.to_string(), meant: None });
    }
    Ok(())
}

/// Runs of characters without blanks and signs.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | ':' | '{' | '}' | '[' | ']'))
        .filter(|word| !word.is_ascii())
}

/// What a word says if its bytes in the wrong encoding are UTF-8.
fn meant(word: &str, wrong: &'static Encoding) -> Option<String> {
    const LEAST: usize = 4;
    let (bytes, _, unmappable) = wrong.encode(word);
    let text = std::str::from_utf8(&bytes).ok().filter(|_| !unmappable && bytes.len() > LEAST)?;
    let is_han = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    (text.chars().any(is_han) && text.chars().all(|c| c.is_ascii() || is_han(c))).then(|| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbled_headers_are_recognised() {
        for wrong in [GB18030, WINDOWS_1252] {
            let (garbled, _) = wrong.decode_without_bom_handling("残疾等级,低保,户籍地址,姓名".as_bytes());
            let Err(Unopened::Garbled { meant: Some(meant), .. }) = look(&garbled) else { panic!("{garbled}") };
            assert_eq!(meant, "残疾等级");
        }
        assert!(look("编号,姓\u{FFFD}\n").is_err());
        assert!(look("编号,锟斤拷锟斤拷\n").is_err());
        assert_eq!(look("编号,姓名,残疾等级,联通\n1,娈嬬柧,一级\n"), Ok(()));
    }
}
