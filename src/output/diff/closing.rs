//! The one line that sums up a comparison, as tools that plan changes close.

use super::money::{count, signed};
use super::words::{self, listed, say};
use crate::diagnostic::Lang;
use crate::diff::{Comparison, Impact, Kind, Touched};

/// `影响：12,308 人中 417 人变化（增 389，减 21，丧失 7），每月 +31,240 元`; without a case file the verdict on each
/// benefit.
pub fn closing(comparison: &Comparison, lang: Lang) -> String {
    let text = match (&comparison.touched, &comparison.impact) {
        (Some(touched), _) => of_touched(touched, lang),
        (None, Some(impact)) => of_impact(impact, lang),
        (None, None) if comparison.edits.is_empty() => say(lang, "规则没有改动", "no rule is changed").to_string(),
        (None, None) if lang == Lang::Zh => format!("改动 {} 处", comparison.edits.len()),
        (None, None) => format!("{} edits", comparison.edits.len()),
    };
    format!("{}{text}", say(lang, "影响：", "Impact: "))
}

fn of_impact(impact: &Impact, lang: Lang) -> String {
    let verdicts: Vec<String> = impact
        .benefits
        .iter()
        .map(|benefit| {
            let verdict = words::verdict(benefit.verdict, lang);
            format!("{} {}", benefit.name, verdict.split(['（', '(']).next().unwrap_or(verdict).trim_end())
        })
        .collect();
    if verdicts.is_empty() {
        say(lang, "没有补贴", "no benefit").to_string()
    } else {
        verdicts.join(say(lang, "；", "; "))
    }
}

/// The order in which kinds are summed up.
const ORDER: [Kind; 6] = [Kind::More, Kind::Gained, Kind::Less, Kind::Lost, Kind::Shifted, Kind::Open];

/// `增 389，减 21`
pub(super) fn kinds(touched: &Touched, lang: Lang) -> String {
    let present = ORDER.into_iter().map(|kind| (kind, touched.count(kind))).filter(|(_, cases)| *cases > 0);
    let parts: Vec<String> = present
        .map(|(kind, cases)| match lang {
            Lang::Zh => format!("{} {}", words::kind(kind, lang), count(cases)),
            Lang::En => format!("{} {}", count(cases), words::kind(kind, lang)),
        })
        .collect();
    listed(&parts, lang)
}

fn of_touched(touched: &Touched, lang: Lang) -> String {
    let (people, rows, changed) = (count(touched.people), count(touched.rows), count(touched.cases.len()));
    let several_rows = touched.rows != touched.people;
    let whole = match (lang, several_rows) {
        (Lang::Zh, false) => format!("{people} 人中"),
        (Lang::Zh, true) => format!("{rows} 行（{people} 人）中"),
        (Lang::En, false) => format!("{people} people: "),
        (Lang::En, true) => format!("{rows} rows ({people} people): "),
    };
    if touched.cases.is_empty() {
        return format!("{whole}{}", say(lang, "没有变化", "no change"));
    }
    let kinds = kinds(touched, lang);
    let unit = if several_rows { "行" } else { "人" };
    let text = match lang {
        Lang::Zh => format!("{whole} {changed} {unit}变化（{kinds}）"),
        Lang::En => format!("{whole}{changed} changed ({kinds})"),
    };
    let all_open = touched.count(Kind::Open) == touched.cases.len();
    if all_open && touched.difference() == 0 {
        return format!("{text}{}", say(lang, "，金额待核实", ", amounts to be verified"));
    }
    let monthly = signed(touched.difference());
    match lang {
        Lang::Zh => format!("{text}，每月 {monthly} 元"),
        Lang::En => format!("{text}, {monthly} yuan a month"),
    }
}
