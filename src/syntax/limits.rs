//! Limits that keep every later stage free of runaway recursion.

use super::Span;
use super::comments::brackets;
use super::problem::Problem;

/// Longest policy file, in bytes.
pub const MAX_BYTES: usize = 4 << 20;
/// Deepest nesting of brackets.
pub const MAX_DEPTH: usize = 48;
/// Longest chain of one operator, such as `a + b + …`, or of 非.
pub const MAX_CHAIN: usize = 200;

/// The first place where a file exceeds a limit.
pub fn exceeded(source: &str) -> Option<Problem> {
    if source.len() > MAX_BYTES {
        return Some(Problem::FileTooLarge { span: Span::new(0, 0) });
    }
    let mut depth = 0_usize;
    for (at, c) in brackets(source) {
        match c {
            '{' | '｛' | '(' | '（' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(Problem::TooDeep { span: Span::new(at, at + c.len_utf8()) });
                }
            }
            '}' | '｝' | ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
