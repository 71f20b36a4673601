//! What printing needs besides the tree: the language, the comments not printed yet, and the braces of the
//! source, from which it is known where a block begins and ends.

use crate::diagnostic::Lang;
use crate::syntax::ast::{Comment, File};
use crate::syntax::{Keyword, Span};

pub(super) struct Context<'s> {
    pub lang: Lang,
    source: &'s str,
    /// not printed yet, in order of place
    comments: &'s [Comment],
    /// found inside the item that is being printed: they go above it
    pub hoisted: Vec<&'s Comment>,
    blocks: Vec<Block>,
}

/// What is between a pair of braces, and the block around it.
struct Block {
    inside: Span,
    around: Option<usize>,
}

impl<'s> Context<'s> {
    pub fn new(source: &'s str, file: &'s File, lang: Lang) -> Context<'s> {
        let blocks = blocks(source, &file.comments);
        Context { lang, source, comments: &file.comments, hoisted: Vec::new(), blocks }
    }
}

/// The canonical spelling of a keyword.
pub(super) fn word(cx: &Context<'_>, keyword: Keyword) -> &'static str {
    crate::syntax::word(keyword, cx.lang)
}

/// Takes the comments that begin before a place.
pub(super) fn take_before<'s>(cx: &mut Context<'s>, place: u32) -> &'s [Comment] {
    let count = cx.comments.iter().take_while(|comment| comment.span.start < place).count();
    let (taken, rest) = cx.comments.split_at_checked(count).unwrap_or((cx.comments, &[]));
    cx.comments = rest;
    taken
}

/// Takes the comment that ends the line on which something ended at `end`, if it begins before `limit`.
pub(super) fn take_trailing<'s>(cx: &mut Context<'s>, end: u32, limit: u32) -> Option<&'s Comment> {
    let (next, rest) = cx.comments.split_first()?;
    let start = next.span.start;
    if start < end || start >= limit || newlines(cx, end, start) > 0 {
        return None;
    }
    cx.comments = rest;
    Some(next)
}

/// Whether the author left a blank line between two places.
pub(super) fn blank_between(cx: &Context<'_>, from: u32, to: u32) -> bool {
    newlines(cx, from, to) > 1
}

fn newlines(cx: &Context<'_>, from: u32, to: u32) -> usize {
    cx.source.get(from as usize..to as usize).unwrap_or_default().matches('\n').count()
}

/// The place between the braces that enclose `child` most closely; without a child, the last braces of `whole`.
pub(super) fn inside_braces(cx: &Context<'_>, whole: Span, child: Option<Span>) -> Span {
    let place = child.unwrap_or(Span { start: whole.end, end: whole.end }).start;
    let before = cx.blocks.partition_point(|block| block.inside.start <= place);
    let mut candidate = before.checked_sub(1);
    while let Some(block) = candidate.and_then(|index| cx.blocks.get(index)) {
        if child.is_none() || block.inside.end >= place {
            return block.inside;
        }
        candidate = block.around;
    }
    whole
}

/// Every pair of braces outside texts and comments, in order of the opening ones.
fn blocks(source: &str, comments: &[Comment]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<usize> = None;
    let mut quote: Option<char> = None;
    let mut comments = comments.iter().peekable();
    for (at, c) in source.char_indices() {
        while comments.next_if(|comment| comment.span.end as usize <= at).is_some() {}
        if comments.peek().is_some_and(|comment| comment.span.start as usize <= at) {
            continue;
        }
        match (quote, c) {
            (Some(closing), c) => quote = (c != closing && c != '\n').then_some(closing),
            (None, '"' | '＂') => quote = Some(c),
            (None, '“') => quote = Some('”'),
            (None, '「') => quote = Some('」'),
            (None, '{' | '｛') => {
                let after = at + c.len_utf8();
                blocks.push(Block { inside: Span::new(after, source.len()), around: open });
                open = blocks.len().checked_sub(1);
            }
            (None, '}' | '｝') => {
                if let Some(block) = open.and_then(|index| blocks.get_mut(index)) {
                    block.inside.end = at as u32;
                    open = block.around;
                }
            }
            (None, _) => {}
        }
    }
    blocks
}
