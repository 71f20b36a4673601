//! What an edit says in words.

use crate::support::{WULONG, WULONG_SOURCE, plan};
use polcheck::diagnostic::Lang;
use polcheck::diff::edits;

#[test]
fn look() {
    let text = std::fs::read_to_string("/tmp/h3-cases.txt").unwrap();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (old, new) = line.split_once(" ==> ").unwrap();
        let (old, new) = (old.replace("\\n", "\n"), new.replace("\\n", "\n"));
        assert!(WULONG_SOURCE.contains(&old), "{old}");
        let other = plan(&WULONG_SOURCE.replacen(&old, &new, 1));
        println!("## {line}");
        for edit in edits(&WULONG, &other) {
            println!("   {}\n   {}", edit.sentence(Lang::Zh), edit.sentence(Lang::En));
        }
    }
}
