//! The standing words on readings in two languages.

use super::{Bearing, Choice};
use crate::batch::Keys;
use crate::diagnostic::Lang;
use crate::explain::range_text;
use crate::output::diff::money::{count, signed};
use crate::output::diff::words::{say, standing};
use crate::readings::{Example, Moved, Unsettled, Weighed, Weighing, Weight};

/// `择高相等　同样多时留哪一项（附件2·二）`
pub(super) fn title(choice: Choice<'_>, lang: Lang) -> String {
    let reading = choice.reading;
    let question = reading.question.as_ref().map(|question| format!("{}{question}", say(lang, "　", ": ")));
    format!("{}{}{}", reading.name, question.unwrap_or_default(), bracketed(&reading.basis, lang))
}

fn bracketed(clauses: &[String], lang: Lang) -> String {
    match (clauses.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("（{}）", clauses.join("、")),
        (false, Lang::En) => format!(" ({})", clauses.join(", ")),
    }
}

/// `改选 保留本补贴：理由`
pub(super) fn option(label: &str, option: usize, choice: Choice<'_>, lang: Lang) -> String {
    let reason = choice.reason(option).map(|reason| format!("{}{reason}", say(lang, "：", ": ")));
    format!("{label} {}{}", super::name(choice.reading, option), reason.unwrap_or_default())
}

pub(super) fn heading(bearing: Bearing, has_cases: bool, lang: Lang) -> &'static str {
    match bearing {
        Bearing::Touches => say(lang, "名单里有人变化", "somebody in the case file changes"),
        Bearing::Possible if has_cases => say(lang, "名单里没有人变化", "nobody in the case file changes"),
        Bearing::Possible => say(lang, "影响按月认定", "bears on the month's decisions"),
        Bearing::Equivalent => say(lang, "办法不同，结果总是一样（已证明）", "another way to the same result (proved)"),
        Bearing::Aside => say(
            lang,
            "只影响预警、程序或计发，不影响按月认定",
            "bears on alerts, procedure or accrual only, not on the month's decisions",
        ),
    }
}

/// `200 行（199 人）`
pub(super) fn whole(weighing: &Weighing, lang: Lang) -> String {
    let (rows, people) = (count(weighing.rows), count(weighing.people));
    match (lang, rows == people) {
        (Lang::Zh, true) => format!("{people} 人"),
        (Lang::Zh, false) => format!("{rows} 行（{people} 人）"),
        (Lang::En, true) => format!("{people} people"),
        (Lang::En, false) => format!("{rows} rows ({people} people)"),
    }
}

/// That more may hang on the options once facts are known.
pub(super) fn still_open(weighing: &Weighing, lang: Lang) -> Option<String> {
    let open = Some(weighing.undetermined).filter(|open| *open > 0).map(count)?;
    Some(match lang {
        Lang::Zh => format!("名单里现有 {open} 人待核实；核实以后，各口径影响的人可能更多"),
        Lang::En => format!("{open} people are still to be verified; once they are, more may hang on a reading"),
    })
}

/// All benefits of an option together.
pub(super) fn total(weighed: &Weighed, lang: Lang) -> String {
    let (cases, money) = (count(weighed.cases), signed(weighed.difference()));
    let is_open = weighed.benefits.iter().all(|weight| weight.cases() == weight.unsettled.cases);
    match lang {
        Lang::Zh if is_open => format!("合计：{cases} 人变化，金额待核实"),
        Lang::En if is_open => format!("in all: {cases} change, amounts to be verified"),
        Lang::Zh => format!("合计：{cases} 人变化，每月 {money} 元（不含待核实）"),
        Lang::En => format!("in all: {cases} change, {money} yuan a month (without what is unverified)"),
    }
}

/// What changes in one benefit: `增 6 人，每月 +590 元（如 WL012：不享受 → 90 元/月）`.
pub(super) fn weight(weight: &Weight, keys: Keys<'_>, lang: Lang) -> String {
    let (up, down) = (moved(&weight.up, 1, keys, lang), moved(&weight.down, -1, keys, lang));
    let parts: Vec<String> = [up, down, unsettled(&weight.unsettled, keys, lang)].into_iter().flatten().collect();
    parts.join(say(lang, "；", "; "))
}

pub(super) fn moved(moved: &Moved, sign: i64, keys: Keys<'_>, lang: Lang) -> Option<String> {
    let example = moved.example.as_ref()?;
    let (cases, money) = (count(moved.cases), signed(moved.amount.saturating_mul(sign)));
    let example = self::example(example, keys, lang);
    Some(match (lang, sign > 0) {
        (Lang::Zh, up) => format!("{} {cases} 人，每月 {money} 元（如 {example}）", if up { "增" } else { "减" }),
        (Lang::En, up) => {
            let word = if up { "more" } else { "less" };
            format!("{cases} {word}, {money} yuan a month (e.g. {example})")
        }
    })
}

pub(super) fn unsettled(unsettled: &Unsettled, keys: Keys<'_>, lang: Lang) -> Option<String> {
    let example = unsettled.example.as_ref()?;
    let (cases, before, after) = (count(unsettled.cases), range_text(unsettled.before), range_text(unsettled.after));
    let example = self::example(example, keys, lang);
    let lacks = unsettled.lacks.join(say(lang, "、", ", "));
    Some(match (lang, lacks.is_empty()) {
        (Lang::Zh, true) => format!("涉及待核实 {cases} 人，合计每月 {before} 元 → {after} 元（如 {example}）"),
        (Lang::Zh, false) => {
            format!("涉及待核实 {cases} 人，合计每月 {before} 元 → {after} 元（如 {example}，缺 {lacks}）")
        }
        (Lang::En, true) => {
            format!("{cases} from or to unverified, {before} → {after} yuan a month in all (e.g. {example})")
        }
        (Lang::En, false) => format!(
            "{cases} from or to unverified, {before} → {after} yuan a month in all (e.g. {example}, lacking {lacks})"
        ),
    })
}

/// `WL012：不享受 → 90 元/月`
fn example(example: &Example, keys: Keys<'_>, lang: Lang) -> String {
    let [before, after] = [&example.before, &example.after].map(|side| standing(side.status, side.amount, lang));
    format!("{}{}{before} → {after}", shown(example, keys, lang), say(lang, "：", ": "))
}

/// The key, or the row where there is none.
pub(super) fn shown(example: &Example, keys: Keys<'_>, lang: Lang) -> String {
    match (example.key.is_empty(), lang) {
        (false, _) => keys.shown(&example.key),
        (true, Lang::Zh) => format!("第 {} 行", example.row),
        (true, Lang::En) => format!("row {}", example.row),
    }
}
