//! How tests came out, for reading.

use crate::diagnostic::{Diagnostic, Lang, Span, render_pretty};
use crate::explain::amount_text;
use crate::testing::{BatchReport, Counts, FileReport, Group, Verdict};

/// Most keys that a group or a list names.
const MOST_KEYS: usize = 3;

/// A line for each file that has tests, what failed beneath it, and the sum at the end.
pub fn tests_text(files: &[FileReport], lang: Lang, color: bool) -> String {
    let mut text = String::new();
    for file in files.iter().filter(|file| !file.tests.is_empty() || !file.problems.is_empty()) {
        let counts = Counts::of(std::slice::from_ref(file));
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        text += &format!("{}{colon}{}\n", file.file, counts_text(counts, lang));
        if !file.problems.is_empty() {
            let report = render_pretty(&file.source, &file.file, &file.problems, lang, color);
            text += &format!("{}\n\n", report.trim_end());
        }
        let mut promises = Promises::default();
        for test in &file.tests {
            if let Verdict::Skipped(why) = &test.verdict {
                text += &match lang {
                    Lang::Zh => format!("  略过“{}”：{why}\n", test.name),
                    Lang::En => format!("  skipped `{}`: {why}\n", test.name),
                };
            }
            let problems = promises.once(&test.name, &test.problems);
            if !problems.is_empty() {
                let report = render_pretty(&file.source, &file.file, &problems, lang, color);
                text += &format!("{}\n\n", report.trim_end());
            }
            let changes = test.batch.as_ref().map(|batch| batch_text(batch, lang)).unwrap_or_default();
            if !changes.is_empty() {
                text += &format!("{changes}\n");
            }
            if let Some(why) = &test.refused {
                text += &match lang {
                    Lang::Zh => format!("  没有改写“{}”：{}\n", test.name, why.zh),
                    Lang::En => format!("  `{}` was not rewritten: {}\n", test.name, why.en),
                };
            }
        }
        text += &promises.rest(lang);
    }
    text += if lang == Lang::Zh { "合计：" } else { "total: " };
    text + &counts_text(Counts::of(files), lang) + "\n"
}

/// Promises that are broken: each is shown once, then only the tests are named.
#[derive(Default)]
struct Promises {
    shown: Vec<Span>,
    further: Vec<String>,
}

impl Promises {
    fn once(&mut self, test: &str, problems: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut fresh = Vec::new();
        for problem in problems {
            if problem.code != "X602" {
                fresh.push(problem.clone());
            } else if !self.shown.contains(&problem.span()) {
                self.shown.push(problem.span());
                fresh.push(problem.clone());
            } else if self.further.last().is_none_or(|last| last != test) {
                self.further.push(test.to_string());
            }
        }
        fresh
    }

    fn rest(&self, lang: Lang) -> String {
        let (count, names) = (self.further.len(), some(&self.further, lang));
        match lang {
            _ if count == 0 => String::new(),
            Lang::Zh => format!("  上面的断言在另外 {count} 个用例中也不成立：{names}\n\n"),
            Lang::En => format!("  in {count} further examples such promises do not hold either: {names}\n\n"),
        }
    }
}

/// `通过 38，失败 1，略过 1`
pub fn counts_text(counts: Counts, lang: Lang) -> String {
    let Counts { passed, failed, accepted, skipped, broken } = counts;
    let parts = [
        (passed, "通过", "passed", true),
        (failed, "失败", "failed", true),
        (accepted, "改写预期", "accepted", false),
        (skipped, "略过", "skipped", true),
        (broken, "不能运行的文件", "files that cannot be run", false),
    ];
    let shown = parts.iter().filter(|(count, _, _, always)| *always || *count > 0);
    match lang {
        Lang::Zh => shown.map(|(count, zh, ..)| format!("{zh} {count}")).collect::<Vec<_>>().join("，"),
        Lang::En => shown.map(|(count, _, en, _)| format!("{count} {en}")).collect::<Vec<_>>().join(", "),
    }
}

/// What differs in a batch, by benefit and cause.
pub(super) fn batch_text(batch: &BatchReport, lang: Lang) -> String {
    let mut text: String = batch.groups.iter().map(|group| group_text(group, lang)).collect();
    for (keys, zh, en) in
        [(&batch.missing, "名册里没有", "not in the cases"), (&batch.extra, "期望里没有", "not expected")]
    {
        if !keys.is_empty() {
            text += &match lang {
                Lang::Zh => format!("  {zh}：{}（{} 人）\n", some(keys, lang), keys.len()),
                Lang::En => format!("  {en}: {} ({})\n", some(keys, lang), keys.len()),
            };
        }
    }
    text
}

fn group_text(group: &Group, lang: Lang) -> String {
    let Group { benefit, before, after, causes, people, money } = group;
    let (benefit, before, after) = (benefit.get(lang), before.get(lang), after.get(lang));
    let causes: Vec<String> = causes.iter().map(|cause| cause.get(lang).to_string()).collect();
    let cause = some(&causes, lang);
    let change = match (before == after, lang) {
        (false, _) => format!("{before} → {after}"),
        (true, Lang::Zh) => format!("{after}，理由不同"),
        (true, Lang::En) => format!("{after}, other reasons"),
    };
    let (count, keys) = (people.len(), some(people, lang));
    let money = money.filter(|money| *money != 0).map(|money| {
        let sign = if money > 0 { "+" } else { "" };
        match lang {
            Lang::Zh => format!("，每月合计 {sign}{} 元", amount_text(money)),
            Lang::En => format!(", {sign}{} yuan a month", amount_text(money)),
        }
    });
    let money = money.unwrap_or_default();
    match lang {
        Lang::Zh => format!("  {benefit} {change}：{count} 人{money}\n      因 {cause}\n      如 {keys}\n"),
        Lang::En => {
            let people = if count == 1 { "person" } else { "people" };
            format!("  {benefit} {change}: {count} {people}{money}\n      because {cause}\n      such as {keys}\n")
        }
    }
}

fn some(keys: &[String], lang: Lang) -> String {
    let shown: Vec<&str> = keys.iter().take(MOST_KEYS).map(String::as_str).collect();
    let more = if keys.len() > MOST_KEYS { if lang == Lang::Zh { "等" } else { ", …" } } else { "" };
    format!("{}{more}", shown.join(if lang == Lang::Zh { "、" } else { ", " }))
}
