//! Tells code from comments and quoted texts.

use super::Span;
use super::ast::Comment;

/// Every comment in order of place. The grammar skips them; the formatter keeps them.
pub fn comments(source: &str) -> Vec<Comment> {
    let mut found = Vec::new();
    scan(source, |_, _| {}, |comment| found.push(comment));
    found
}

/// The brackets of a file, those in comments and texts left out.
pub fn brackets(source: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut visit = |at, c| {
        if matches!(c, '{' | '｛' | '(' | '（' | '}' | '｝' | ')' | '）') {
            found.push((at, c));
        }
    };
    scan(source, &mut visit, |_| {});
    found
}

fn scan(source: &str, mut on_code: impl FnMut(usize, char), mut on_comment: impl FnMut(Comment)) {
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
                on_comment(Comment { text: format!("#{words}"), span: Span::new(at, at + line.len()) });
            }
            (None, c) => on_code(at, c),
        }
    }
}
