//! The members of an enumeration, and the other ways to write each.

use super::numeral::folded;
use super::similar;
use crate::syntax::narrow;

/// Members by their names, then by other spellings that can mean only one of them.
#[derive(Debug)]
pub(super) struct Members {
    /// in narrow forms, in the declared order
    pub(super) names: Vec<String>,
    /// of benefits, another way to write each
    titles: Vec<String>,
    /// a folded spelling and the one member that it means
    spellings: Vec<(String, usize)>,
}

impl Members {
    /// Of names as a policy has them.
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Members {
        Members::titled(names.map(|name| (name, name)))
    }

    /// Of names and titles.
    pub(super) fn titled<'n>(members: impl Iterator<Item = (&'n str, &'n str)>) -> Members {
        let written = |text: &str| narrow(text.trim()).into_owned();
        let (names, titles): (Vec<String>, Vec<String>) =
            members.map(|(name, title)| (written(name), written(title))).unzip();
        let spellings = spellings(&names, &titles);
        Members { names, titles, spellings }
    }

    /// The member that a text means: by name, by title, or with another numeral.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let named = |words: &[String]| words.iter().position(|word| word == text);
        named(&self.names).or_else(|| named(&self.titles)).or_else(|| {
            let text = folded(text);
            self.spellings.iter().find(|(spelling, _)| *spelling == text).map(|(_, member)| *member)
        })
    }

    /// The name or title that a text resembles.
    pub(super) fn near(&self, text: &str) -> Option<String> {
        let titles = self.titles.iter().filter(|title| !self.names.contains(title));
        similar::closest(text, self.names.iter().chain(titles).map(String::as_str)).map(str::to_string)
    }
}

/// Folded names and titles, and bare numerals; none that two members could mean.
fn spellings(names: &[String], titles: &[String]) -> Vec<(String, usize)> {
    let folded_names: Vec<String> = names.iter().map(|name| folded(name)).collect();
    let mut all: Vec<(String, usize)> = folded_names.iter().cloned().enumerate().map(|(at, name)| (name, at)).collect();
    all.extend(titles.iter().map(|title| folded(title)).enumerate().map(|(at, title)| (title, at)));
    all.extend(bare_numerals(&folded_names).into_iter().enumerate().map(|(at, numeral)| (numeral, at)));
    let means_one = |(spelling, member): &(String, usize)| {
        !spelling.is_empty() && all.iter().all(|(other, of)| other != spelling || of == member)
    };
    let mut certain: Vec<(String, usize)> = all.iter().filter(|spelling| means_one(spelling)).cloned().collect();
    certain.sort_unstable();
    certain.dedup();
    certain
}

/// Of members that are each a numeral and the same word (一级, 二级, …), the numerals.
fn bare_numerals(folded_names: &[String]) -> Vec<String> {
    let split = |name: &String| {
        let end = name.find(|c: char| !c.is_ascii_digit())?;
        let (numeral, word) = name.split_at(end);
        (!numeral.is_empty()).then(|| (numeral.to_string(), word.to_string()))
    };
    let parts: Option<Vec<(String, String)>> = folded_names.iter().map(split).collect();
    let parts = parts.unwrap_or_default();
    let same = parts.iter().zip(parts.iter().skip(1)).all(|((_, one), (_, other))| one == other);
    if same { parts.into_iter().map(|(numeral, _)| numeral).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::Members;

    fn found(names: &[&str], text: &str) -> Option<usize> {
        Members::of(names.iter().copied()).find(text)
    }

    #[test]
    fn numerals_are_equal_in_every_script() {
        let levels = ["一级", "二级", "三级"];
        for text in ["二级", "2级", "2", "Ⅱ级", "Ⅱ", "II级", "II", "贰级", "二", "二 级", "②"] {
            assert_eq!(found(&levels, text), Some(1), "{text}");
        }
        for text in ["四级", "4", "一二级", "2等", "级", "12", "二级残疾", "非二级", "2.0级"] {
            assert_eq!(found(&levels, text), None, "{text}");
        }
    }

    #[test]
    fn what_two_members_could_mean_is_neither() {
        assert_eq!(found(&["一级", "1级"], "Ⅰ级"), None);
        assert_eq!(found(&["一级", "1级"], "1级"), Some(1));
        // a number may be that of a code
        assert_eq!(found(&["无", "一级", "二级"], "1"), None);
        assert_eq!(found(&["一级", "二等"], "1"), None);
        assert_eq!(found(&["无", "一级", "二级"], "Ⅰ级"), Some(1));
        assert_eq!(found(&["有效", "注销"], "1"), None);
    }
}
