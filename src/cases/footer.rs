//! Rows below people, or between them, that are about nobody: 合计, 小计, 制表人, 说明.

use super::number::money;
use super::text::clean;

/// The word by which such a row is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Footer(pub(super) &'static str);

/// Sums; figures alone may follow.
const SUMS: [&str; 11] =
    ["合计", "小计", "总计", "共计", "累计", "本页合计", "本页小计", "本页共计", "页小计", "总合计", "全部合计"];

/// Who drew up a sheet and when; any text may follow, some of them only after a colon.
const SIGNATURES: [(&str, bool); 27] = [
    ("制表人", false),
    ("制表", true),
    ("制表日期", false),
    ("制表时间", false),
    ("制表单位", false),
    ("填表人", false),
    ("填表日期", false),
    ("填报人", false),
    ("填报单位", false),
    ("填报日期", false),
    ("审核人", false),
    ("审核", true),
    ("复核人", false),
    ("复核", true),
    ("经办人", true),
    ("负责人", true),
    ("单位负责人", false),
    ("主管领导", true),
    ("打印日期", false),
    ("打印时间", false),
    ("单位", true),
    ("备注", true),
    ("说明", true),
    ("注", true),
    ("附注", true),
    ("填表说明", false),
    ("领导签字", false),
];

/// From so many digits on a text may be a number of identity, however damaged.
const DIGITS: usize = 6;

/// Whether a row without a person says so: its first cell with a text is such a word, no cell holds somebody's number, and
/// beside a sum stand only figures. `key`: the cell that tells whom a row is about; `personal`: those for numbers of
/// identity.
pub(super) fn footer<C: AsRef<str>>(cells: &[C], key: &[usize], personal: &[usize]) -> Option<Footer> {
    let text = |index: &usize| cells.get(*index).map(|cell| clean(cell.as_ref())).unwrap_or_default();
    let first = cells.iter().position(|cell| !clean(cell.as_ref()).is_empty())?;
    let is_word = |index: &usize| text(index).is_empty() || is_sum_or_signature(&text(index));
    let is_number = |index: &usize| text(index).chars().filter(char::is_ascii_digit).count() >= DIGITS;
    let is_somebody = |index: &usize| if personal.contains(index) { is_number(index) } else { !is_word(index) };
    if key.iter().chain(personal).any(|index| *index != first && is_somebody(index)) {
        return None;
    }
    let word: String = text(&first).chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(signature) = signature(&word) {
        return Some(Footer(signature));
    }
    let sum = sum(&word)?;
    let further = cells.iter().skip(first + 1).map(|cell| clean(cell.as_ref()));
    let is_figure = |cell: &str| cell.is_empty() || matches!(cell, "-" | "—" | "/") || is_figure(cell);
    further.into_iter().all(|cell| is_figure(&cell) || is_sum_or_signature(&cell)).then_some(Footer(sum))
}

/// Whether a key cell may be one of those words: nearly no key begins like one.
pub(super) fn may_be(cell: &str) -> bool {
    const BEGINNINGS: &str = "合小总共累本页全制填审复经负单主打备说注附领";
    cell.chars().find(|c| !c.is_whitespace()).is_none_or(|c| !c.is_ascii() && BEGINNINGS.contains(c))
}

fn is_sum_or_signature(cell: &str) -> bool {
    let word: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    sum(&word).is_some() || signature(&word).is_some()
}

/// `合计`, `合计：`, `合计（元）`, `合计25人`, `共25人`.
fn sum(word: &str) -> Option<&'static str> {
    let rest_of = |known: &str| word.strip_prefix(known).map(|rest| rest.trim_start_matches([':', '：']));
    let counts = |rest: &str| rest.is_empty() || is_bracketed(rest) || is_figure(rest);
    let longest = SUMS.into_iter().filter(|known| rest_of(known).is_some_and(counts)).max_by_key(|known| known.len());
    longest.or_else(|| rest_of("共").is_some_and(|rest| !rest.is_empty() && is_figure(rest)).then_some("共"))
}

fn is_bracketed(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')')
}

/// `1,360.00元`, `25人`
fn is_figure(text: &str) -> bool {
    const UNITS: [&str; 5] = ["人", "户", "人次", "名", "笔"];
    let counted = UNITS.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    money(counted.trim(), 4).is_ok()
}

fn signature(word: &str) -> Option<&'static str> {
    SIGNATURES.into_iter().find_map(|(known, needs_colon)| {
        let rest = word.strip_prefix(known)?;
        let goes_on = rest.starts_with([':', '：']) || rest.is_empty() && !needs_colon;
        goes_on.then_some(known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(row: &str) -> Option<&'static str> {
        let cells: Vec<&str> = row.split('|').collect();
        footer(&cells, &[0], &[2]).map(|footer| footer.0)
    }

    #[test]
    fn totals_and_signatures() {
        for (row, word) in [
            ("合计||||1360.00", "合计"),
            ("合 计||||1,360.00元", "合计"),
            ("|合计：||25人|1360", "合计"),
            ("|小计（元）|||80", "小计"),
            ("本页合计||||-", "本页合计"),
            ("共25人||||", "共"),
            ("制表人：张三|||审核人：李四|", "制表人"),
            ("|制表人|||", "制表人"),
            ("制表人：张三||审核人：李四||", "制表人"),
            ("合计||2人||160", "合计"),
            ("说明：本表一式两份||||", "说明"),
            ("注:数据截至三月||||", "注"),
            ("合计25人||||", "合计"),
            ("||||合计", "合计"),
        ] {
            assert_eq!(found(row), Some(word), "{row}");
        }
    }

    #[test]
    fn people_are_no_footers() {
        for row in [
            "001|合计|||80",
            "|张三|||80",
            "合计|张三|||80",
            "|小计|11010519491231002X||80",
            "合欢|||80",
            "|单位|||80",
            "|备注|||",
            "|共同生活|||",
            "||11010519491231002X||",
            "||||",
            "总计划|||",
            "|注册|||",
        ] {
            assert_eq!(found(row), None, "{row}");
        }
    }

    #[test]
    fn nearly_no_key_may_be_one() {
        assert!(may_be("") && may_be(" 合计") && may_be("制表人：张三"));
        assert!(!may_be("001") && !may_be("11010519491231002X"));
        let words = SUMS.into_iter().chain(SIGNATURES.into_iter().map(|(word, _)| word)).chain(["共25人"]);
        assert!(words.into_iter().all(may_be));
    }
}
