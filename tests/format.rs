//! `fmt`: every messy policy under `fixtures/format` becomes its canonical text, in both languages, and what was
//! written is still there: the tree but for its places, and every comment.

use polcheck::diagnostic::Lang;
use polcheck::format::format;
use polcheck::syntax::{ast::File, parse};
use std::fs;
use std::path::PathBuf;

/// `NAME.pol` with `NAME.zh.pol` and `NAME.en.pol`, by the file name of the first.
fn fixtures() -> Vec<PathBuf> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let is_messy = |path: &PathBuf| path.file_stem().is_some_and(|stem| !stem.to_string_lossy().contains('.'));
    let mut messy: Vec<PathBuf> = files.filter(is_messy).collect();
    messy.sort();
    messy
}

fn read(source: &str) -> File {
    let parsed = parse(source);
    assert!(parsed.problems.is_empty(), "{:#?}\n{source}", parsed.problems);
    parsed.file
}

fn print(source: &str, lang: Lang) -> String {
    format(source, &read(source), lang)
}

/// The declarations without their places.
fn tree(source: &str) -> String {
    let text = format!("{:?}", read(source).declarations);
    let mut pieces = text.split("Span {");
    let first = pieces.next().unwrap_or_default().to_string();
    pieces.fold(first, |tree, piece| tree + piece.split_once('}').map_or("", |(_, rest)| rest))
}

fn comments(source: &str) -> Vec<String> {
    let mut comments: Vec<String> = read(source).comments.into_iter().map(|comment| comment.text).collect();
    comments.sort();
    comments
}

/// What must hold of the printed form of any policy.
fn assert_kept(source: &str) {
    let (zh, en) = (print(source, Lang::Zh), print(source, Lang::En));
    for text in [&zh, &en] {
        assert_eq!(tree(source), tree(text), "another tree:\n{text}");
        assert_eq!(comments(source), comments(text), "other comments:\n{text}");
        assert_eq!(zh, print(text, Lang::Zh), "not the same Chinese text again");
        assert_eq!(en, print(text, Lang::En), "not the same English text again");
        assert!(!text.starts_with('\n') && !text.contains("\n\n\n") && !text.ends_with("\n\n"), "blank lines:\n{text}");
        assert!(text.lines().all(|line| line.trim_end() == line), "blanks at the end of a line:\n{text}");
    }
}

#[test]
fn fixtures_become_canonical() {
    for path in fixtures() {
        let source = fs::read_to_string(&path).unwrap();
        for (extension, lang) in [("zh.pol", Lang::Zh), ("en.pol", Lang::En)] {
            let canonical = path.with_extension(extension);
            let text = print(&source, lang);
            assert_eq!(fs::read_to_string(&canonical).unwrap_or_default(), text, "{}", canonical.display());
        }
        assert_kept(&source);
    }
}

/// A comment in place of every third blank, of every other one, of each: none is lost, printed twice or moved again.
#[test]
fn comments_may_stand_anywhere() {
    for path in fixtures() {
        let canonical = fs::read_to_string(path.with_extension("zh.pol")).unwrap();
        for every in [3, 2, 1] {
            assert_kept(&with_comments(&canonical, every));
        }
    }
}

/// Replaces every so-manieth blank outside quoted texts and comments by a comment.
fn with_comments(source: &str, every: usize) -> String {
    let mut text = String::new();
    let mut closing = None;
    let mut blanks = 0;
    for c in source.chars() {
        match (closing, c) {
            (Some(end), c) if c == end => closing = None,
            (Some(_), _) => {}
            (None, '#') => closing = Some('\n'),
            (None, '"') => closing = Some('"'),
            (None, '“') => closing = Some('”'),
            (None, ' ') => {
                blanks += 1;
                if blanks % every == 0 {
                    text.push_str(&format!(" # 注{blanks}\n"));
                }
            }
            (None, _) => {}
        }
        text.push(c);
    }
    text
}
