//! Finds the comments of a file. The grammar skips them; the formatter keeps them.

use super::Span;
use super::ast::Comment;

/// Every comment in order of place.
pub fn comments(source: &str) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut closing: Option<char> = None;
    let mut skip_until = 0;
    for (at, c) in source.char_indices() {
        if at < skip_until {
            continue;
        }
        match (closing, c) {
            (_, '\n') => closing = None,
            (Some(end), c) if c == end => closing = None,
            (Some(_), _) => {}
            (None, '"') => closing = Some('"'),
            (None, '“') => closing = Some('”'),
            (None, '＂') => closing = Some('＂'),
            (None, '「') => closing = Some('」'),
            (None, '#' | '＃') => {
                let rest = source.get(at..).unwrap_or_default();
                let line = rest.split('\n').next().unwrap_or_default().trim_end();
                skip_until = at + line.len();
                let words = line.get(c.len_utf8()..).unwrap_or_default();
                found.push(Comment { text: format!("#{words}"), span: Span::new(at, at + line.len()) });
            }
            (None, _) => {}
        }
    }
    found
}
