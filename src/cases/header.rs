//! How a header of a file is matched with the names of a policy: exactly, or without what only says how to fill it in.

use super::text::{clean, without_blanks};
use rustc_hash::FxHashMap;

/// Names and what they stand for. What was added first has a name.
#[derive(Debug, Default)]
pub(super) struct Headers {
    exact: FxHashMap<String, usize>,
    /// bare names; none where two entries have one
    bare: FxHashMap<String, Option<usize>>,
}

impl Headers {
    pub(super) fn add(&mut self, name: &str, entry: usize) {
        if name.is_empty() {
            return;
        }
        let exact = clean(name).into_owned();
        if self.exact.contains_key(&exact) {
            return;
        }
        self.exact.insert(exact, entry);
        let bare = self.bare.entry(bare(name)).or_insert(Some(entry));
        if *bare != Some(entry) {
            *bare = None;
        }
    }

    /// What a header stands for. An exact name goes before a bare one.
    pub(super) fn get(&self, header: &str) -> Option<usize> {
        let exact = self.exact.get(clean(header).as_ref());
        exact.copied().or_else(|| self.bare.get(&bare(header)).copied().flatten())
    }
}

/// Whether two headers are one.
pub(super) fn same(header: &str, other: &str) -> bool {
    clean(header) == clean(other) || bare(header) == bare(other)
}

/// A header in one line, for messages.
pub(super) fn one_line(header: &str) -> String {
    let text = clean(header);
    if text.contains(['\n', '\r']) { without_blanks(&text).into_owned() } else { text.into_owned() }
}

/// Without blanks and line breaks, `*` and `:` at the ends, and remarks in brackets at the end such as the unit:
/// `* 补贴 金额（元）` is `补贴金额`.
fn bare(header: &str) -> String {
    let header = clean(header);
    let header = without_blanks(&header);
    let mut rest = trimmed(&header);
    while let Some((name, remark)) = bracketed(rest) {
        let name = trimmed(name);
        if name.is_empty() || !is_remark(remark) {
            break;
        }
        rest = name;
    }
    rest.to_string()
}

fn trimmed(header: &str) -> &str {
    header.trim_matches('*').trim_end_matches([':', '：']).trim_matches('*')
}

/// A header and what stands in brackets at its end.
fn bracketed(header: &str) -> Option<(&str, &str)> {
    const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')];
    PAIRS.iter().find_map(|(open, close)| header.strip_suffix(*close)?.rsplit_once(*open))
}

/// Units in which the language reckons, and how a column is to be filled in. `万元` is no such remark: it changes what a
/// number means.
fn is_remark(text: &str) -> bool {
    const REMARKS: [&str; 23] = [
        "元",
        "元/月",
        "元/人",
        "元/人月",
        "元/人·月",
        "元/人/月",
        "元/月·人",
        "人民币元",
        "必填",
        "选填",
        "必填项",
        "选填项",
        "*",
        "是/否",
        "是否",
        "年月日",
        "年/月/日",
        "年-月-日",
        "年月",
        "文本",
        "文本格式",
        "18位",
        "20位",
    ];
    let text = text.strip_prefix("单位:").or_else(|| text.strip_prefix("单位：")).unwrap_or(text);
    REMARKS.contains(&text) || is_pattern(text)
}

/// `yyyy-mm-dd`
fn is_pattern(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.starts_with("yyyy") && lower.bytes().all(|byte| matches!(byte, b'y' | b'm' | b'd' | b'-' | b'/' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_says_how_to_fill_it_in_is_left_out() {
        for header in [
            "补贴金额",
            "补贴金额（元）",
            "补贴金额(元/月)",
            "*补贴金额",
            "补贴金额*",
            "补贴\n金额\r\n（元）",
            " 补 贴 金 额 ：",
            "补贴金额（单位：元）",
            "补贴金额【必填】",
            "* 补贴金额(元)(必填)",
            "补贴金额（元）*",
        ] {
            assert_eq!(bare(header), "补贴金额", "{header:?}");
        }
        for header in ["补贴金额（万元）", "补贴金额（2023年）", "（元）", "补贴金额（上月）"]
        {
            assert_ne!(bare(header), "补贴金额", "{header}");
        }
        assert_eq!(bare("死亡日期（yyyy-mm-dd）"), "死亡日期");
    }

    #[test]
    fn exact_names_go_first_and_two_meanings_are_none() {
        let mut headers = Headers::default();
        headers.add("金额（元）", 1);
        headers.add("金额（元/月）", 2);
        headers.add("姓名", 3);
        assert_eq!(headers.get("金额(元)"), Some(1));
        assert_eq!(headers.get("金额（元/月）"), Some(2));
        assert_eq!(headers.get("金额"), None);
        assert_eq!(headers.get("姓  名 *"), Some(3));
    }
}
