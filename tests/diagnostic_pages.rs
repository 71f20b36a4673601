//! Every page of `explain-code`: its wrong example yields its code and no other, its right one nothing.

use polcheck::diagnostic::{Page, page, pages};
use std::collections::BTreeSet;

/// The fenced blocks of a page: what each is written in, and its text.
fn fences(page: &Page) -> Vec<(&'static str, &'static str)> {
    let blocks = page.text.split("\n```").skip(1).step_by(2);
    blocks.filter_map(|block| block.split_once('\n')).collect()
}

/// The codes that `check` gives for a policy, as on the day that the page of R409 names.
fn codes_of_policy(policy: &str) -> BTreeSet<&'static str> {
    let parsed = polcheck::syntax::parse(policy);
    let checked = polcheck::check::check(&parsed.file);
    parsed.problems.iter().chain(&checked.problems).map(|problem| problem.code).collect()
}

#[test]
fn pages_are_in_order_and_complete() {
    let mut last = None;
    for page in pages() {
        let Page { code, title_zh, title_en, text } = page;
        let number = code.get(1..).unwrap_or_default();
        let group = match code.chars().next() {
            Some('S') => 1,
            Some('N') => 2,
            Some('T') => 3,
            Some('R') => 4,
            Some('L') => 5,
            Some('X') => 6,
            Some('D') => 7,
            _ => 0,
        };
        assert!(number.starts_with(&group.to_string()), "{code}: letter and number do not agree");
        assert!(Some(number) > last, "{code} is out of order");
        last = Some(number);
        assert!(!title_zh.is_empty() && !title_en.is_empty(), "{code}: no title in both languages");
        for section in ["\n## 错\n", "\n## 对\n", "\n## English\n"] {
            assert_eq!(text.matches(section).count(), 1, "{code}: {section:?}");
        }
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{code}: end of file");
    }
    assert_eq!(pages().len(), 57);
}

#[test]
fn a_page_is_found_by_its_code() {
    assert_eq!(page("N201").map(|page| page.title_en), Some("unknown name"));
    assert_eq!(page("n201"), page("N201"));
    assert_eq!(page("N299"), None);
}

#[test]
fn the_examples_of_policy_codes() {
    let mut failures = Vec::new();
    for page in pages().into_iter().filter(|page| !page.code.starts_with('D')) {
        let [("pol", wrong), ("pol", right)] = fences(&page)[..] else {
            failures.push(format!("{}: needs two policies", page.code));
            continue;
        };
        let codes = codes_of_policy(wrong);
        if codes != BTreeSet::from([page.code]) {
            failures.push(format!("{}: the wrong example yields {codes:?}", page.code));
        }
        let codes = codes_of_policy(right);
        if !codes.is_empty() {
            failures.push(format!("{}: the right example yields {codes:?}", page.code));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
