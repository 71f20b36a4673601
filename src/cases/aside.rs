//! Rows that are about nobody: they are no cases, and each is accounted for.

use super::finding::{Findings, Severity};
use super::footer::Footer;
use super::nobody::Nobody;
use crate::diagnostic::Message;

/// The rows of a sheet that are no cases, by what they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aside {
    blank: Rows,
    /// totals and signatures, in order; the first of them with their words
    footers: Rows,
    words: Vec<(usize, Footer)>,
    /// the header again, as on every printed page
    headers: Rows,
}

/// Rows of one kind: how many, and the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Rows {
    count: usize,
    first: usize,
}

/// How many totals and signatures are named.
const NAMED: usize = 6;

impl Aside {
    pub(super) fn note(&mut self, row: usize, what: Nobody) {
        let one = Rows { count: 1, first: row };
        match what {
            Nobody::Blank => self.blank.add(one),
            Nobody::Header => self.headers.add(one),
            Nobody::Footer(word) => {
                self.footers.add(one);
                self.name(&[(row, word)]);
            }
        }
    }

    /// With those of another part of the file.
    pub fn add(&mut self, other: &Aside) {
        self.blank.add(other.blank);
        self.headers.add(other.headers);
        self.footers.add(other.footers);
        self.name(&other.words);
    }

    fn name(&mut self, words: &[(usize, Footer)]) {
        self.words.extend(words);
        self.words.sort_unstable();
        self.words.truncate(NAMED);
    }

    /// How many rows.
    pub fn count(&self) -> usize {
        self.blank.count + self.footers.count + self.headers.count
    }
}

impl Rows {
    fn add(&mut self, other: Rows) {
        if self.count == 0 || other.count > 0 && other.first < self.first {
            self.first = other.first;
        }
        self.count += other.count;
    }
}

/// Reports the rows that are no cases, a notice for each kind.
pub(super) fn report_aside(aside: &Aside, findings: &mut Findings<'_>) {
    let Aside { blank: Rows { count, first }, footers, words, headers } = aside;
    if *count > 0 {
        let message = Message::new(
            format!("{count} 行全是空白（首先是第 {first} 行），不算个案"),
            format!("entirely blank rows, which are no cases: {count} (row {first} first)"),
        );
        findings.add("D710", Severity::Notice, None, message);
    }
    if footers.count > 0 {
        let more = footers.count > words.len();
        let zh: Vec<String> = words.iter().map(|(row, word)| format!("第 {row} 行“{}”", word.0)).collect();
        let en: Vec<String> = words.iter().map(|(row, word)| format!("row {row} “{}”", word.0)).collect();
        let message = Message::new(
            format!(
                "{} 行是合计、制表之类，不算个案：{}{}",
                footers.count,
                zh.join("、"),
                if more { "、…" } else { "" }
            ),
            format!(
                "rows of totals, signatures and the like, which are no cases: {} ({}{})",
                footers.count,
                en.join(", "),
                if more { ", …" } else { "" }
            ),
        );
        findings.add("D721", Severity::Notice, None, message);
    }
    if headers.count > 0 {
        let Rows { count, first } = headers;
        let message = Message::new(
            format!("{count} 行又是表头（首先是第 {first} 行），不算个案"),
            format!("rows that are the header again, which are no cases: {count} (row {first} first)"),
        );
        findings.add("D721", Severity::Notice, None, message);
    }
}

/// Reports what stands above the header, which is in a row.
pub(super) fn report_above(above: &[usize], header: usize, findings: &mut Findings<'_>) {
    if above.is_empty() {
        return;
    }
    let list: Vec<String> = above.iter().map(usize::to_string).collect();
    let message = Message::new(
        format!("表头在第 {header} 行；上面的第 {} 行没有读取", list.join("、")),
        format!("the header is row {header}; what stands above it was not read (rows {})", list.join(", ")),
    );
    findings.add("D721", Severity::Notice, None, message);
}
