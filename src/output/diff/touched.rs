//! Whom an edit touches in a batch, in lines of text.

use super::closing::kinds;
use super::money::{count, grouped, most, signed, yearly};
use super::words::{self, arrow, benefit_name, listed, say};
use crate::batch::Keys;
use crate::diagnostic::Lang;
use crate::diff::{BenefitTouched, CaseChange, CauseGroup, Kind, Touched};
use crate::value::Value;

/// How many causes, and how many cases of a kind, are shown on a terminal; CSV and JSON have them all.
const SHOWN: usize = 10;

/// The section for a terminal.
pub(super) fn text(touched: &Touched, keys: Keys<'_>, lang: Lang) -> String {
    let mut text: String = overview(touched, lang).iter().map(|line| format!("  {line}\n")).collect();
    if touched.cases.is_empty() {
        return text;
    }
    text += say(lang, "  原因\n", "  causes\n");
    for group in touched.causes.iter().take(SHOWN) {
        let cases = count(group.cases);
        let (name, cause) = (benefit_name(touched, group.benefit), words::cause(&group.cause, lang));
        let money = cause_money(group, lang);
        text += &match lang {
            Lang::Zh => format!("    {cases} 人　{name}　{cause}　{money}"),
            Lang::En => format!("    {cases}  {name}  {cause}  {money}"),
        };
        if let Some(example) = example(touched, group, keys, lang) {
            text += &format!("{}{example}", say(lang, "　如 ", "  e.g. "));
        }
        text += "\n";
    }
    text += &more(touched.causes.len(), lang);
    for kind in Kind::ALL {
        let cases = touched.count(kind);
        if cases == 0 {
            continue;
        }
        let (word, number) = (words::kind(kind, lang), count(cases));
        text += &if lang == Lang::Zh { format!("  {word} {number} 人\n") } else { format!("  {word}: {number}\n") };
        for case in touched.of(kind).take(SHOWN) {
            text += &format!("    {}　{}\n", keys.shown(&case.key), changes(touched, case, lang));
        }
        text += &more(cases, lang);
    }
    text
}

fn more(all: usize, lang: Lang) -> String {
    match (all.saturating_sub(SHOWN), lang) {
        (0, _) => String::new(),
        (more, Lang::Zh) => format!("    另有 {more} 个未列出；用 --format csv 或 json 全部列出\n"),
        (more, Lang::En) => format!("    {more} more; list all with --format csv or json\n"),
    }
}

/// `WL012：90 元/月 → 100 元/月`
pub(super) fn example(touched: &Touched, group: &CauseGroup, keys: Keys<'_>, lang: Lang) -> Option<String> {
    let case = touched.cases.get(group.example)?;
    let change = case.changes.iter().find(|change| change.benefit == group.benefit)?;
    Some(format!("{}{}{}", keys.shown(&case.key), say(lang, "：", ": "), arrow(change, lang)))
}

/// `护理补贴 90 元/月 → 100 元/月，…`
pub(super) fn changes(touched: &Touched, case: &CaseChange, lang: Lang) -> String {
    let changes = case.changes.iter();
    let texts = changes.map(|change| format!("{} {}", benefit_name(touched, change.benefit), arrow(change, lang)));
    listed(&texts.collect::<Vec<_>>(), lang)
}

/// The money of a cause; what is undetermined is not in it.
pub(super) fn cause_money(group: &CauseGroup, lang: Lang) -> String {
    let money = format!("{}{}", signed(group.difference), say(lang, " 元/月", " yuan/month"));
    match (group.open, lang) {
        (0, _) => money,
        (open, Lang::Zh) if open == group.cases => "待核实".to_string(),
        (open, Lang::En) if open == group.cases => "to be verified".to_string(),
        (open, Lang::Zh) => format!("{money}，另 {open} 人待核实"),
        (open, Lang::En) => format!("{money}, {open} to be verified"),
    }
}

/// The figures, one sentence a line.
pub(super) fn overview(touched: &Touched, lang: Lang) -> Vec<String> {
    let zh = lang == Lang::Zh;
    let (rows, people, changed) = (count(touched.rows), count(touched.people), count(touched.cases.len()));
    let mut first = match (zh, touched.rows == touched.people) {
        (true, true) => format!("{people} 人，变化的 {changed} 人"),
        (true, false) => format!("{rows} 行，{people} 人；变化的 {changed} 行"),
        (false, true) => format!("{people} people, {changed} changed"),
        (false, false) => format!("{rows} rows, {people} people; {changed} changed"),
    };
    if !touched.cases.is_empty() {
        first += &format!("{}{}", say(lang, "：", ": "), kinds(touched, lang));
    }
    let mut lines = vec![first];
    lines.extend(touched.benefits.iter().map(|benefit| of_benefit(benefit, lang)));
    let difference = touched.difference();
    if !touched.cases.is_empty() {
        lines.push(if zh {
            format!("合计每月 {} 元，每年 {} 元（按每月相同推算）", signed(difference), signed(yearly(difference)))
        } else {
            format!(
                "{} yuan a month, {} a year if all months are alike",
                signed(difference),
                signed(yearly(difference))
            )
        });
        lines.push(winners_and_losers(touched, lang));
    }
    if touched.count(Kind::Open) > 0 {
        let (before, after) = touched.open_amounts();
        let (least, most) = (format!("{} → {}", grouped(before.lo), grouped(after.lo)), both_most(before, after, lang));
        let open = touched.cases.iter().filter(|case| case.changes.iter().any(|change| change.is_open())).count();
        lines.push(if zh {
            format!("待核实的变化 {open} 人，不计入合计：每月最少 {least} 元，最多 {most} 元")
        } else {
            format!("{open} changes to be verified, not in the sum: at least {least}, at most {most} yuan a month")
        });
    }
    if touched.still_open > 0 {
        let open = touched.still_open;
        lines.push(if zh {
            format!("另有 {open} 人有补贴前后都待核实、上下限相同，查明后才知道变不变")
        } else {
            format!("{open} stay undetermined within the same bounds; whether they change is not known")
        });
    }
    if touched.unmatched > 0 {
        let unmatched = touched.unmatched;
        lines.push(if zh {
            format!("{unmatched} 行只有一版读得到，没有比较")
        } else {
            format!("{unmatched} rows were read by one version only and are not compared")
        });
    }
    lines
}

fn both_most(before: Value, after: Value, lang: Lang) -> String {
    let text = |amount: Value| most(amount).map_or_else(|| say(lang, "不限", "unlimited").to_string(), grouped);
    format!("{} → {}", text(before), text(after))
}

fn winners_and_losers(touched: &Touched, lang: Lang) -> String {
    let of = |wins: bool| {
        let differences = touched.cases.iter().map(CaseChange::difference);
        let chosen = differences.filter(|difference| if wins { *difference > 0 } else { *difference < 0 });
        chosen.fold((0_usize, 0_i64), |(cases, sum), difference| (cases + 1, sum.saturating_add(difference)))
    };
    let ((winners, won), (losers, lost)) = (of(true), of(false));
    let (winners, losers) = (count(winners), count(losers));
    match lang {
        Lang::Zh => format!("得益 {winners} 人，{} 元/月；受损 {losers} 人，{} 元/月", signed(won), signed(lost)),
        Lang::En => {
            format!("{winners} win {} yuan a month; {losers} lose {} yuan a month", signed(won), signed(lost))
        }
    }
}

fn of_benefit(benefit: &BenefitTouched, lang: Lang) -> String {
    let BenefitTouched { name, before, after, .. } = benefit;
    let moved = |before: usize, after: usize| {
        if before == after { count(before) } else { format!("{} → {}", count(before), count(after)) }
    };
    let money = if before.amount.lo == after.amount.lo {
        grouped(before.amount.lo)
    } else {
        format!("{} → {}", grouped(before.amount.lo), grouped(after.amount.lo))
    };
    let (entitled, open) = (moved(before.entitled, after.entitled), moved(before.undetermined, after.undetermined));
    let text = match lang {
        Lang::Zh => format!("{name}：享受 {entitled}，待核实 {open}；确定的每月 {money} 元"),
        Lang::En => format!("{name}: {entitled} entitled, {open} to be verified; {money} yuan a month for certain"),
    };
    let parts = [
        (benefit.more, "增", "more"),
        (benefit.gained, "新享受", "newly entitled"),
        (benefit.less, "减", "less"),
        (benefit.lost, "丧失", "lost"),
        (benefit.open, "待核实", "to be verified"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(cases, ..)| *cases > 0)
        .map(|(cases, zh, en)| match lang {
            Lang::Zh => format!("{zh} {}", count(cases)),
            Lang::En => format!("{} {en}", count(cases)),
        })
        .collect();
    match (parts.is_empty(), lang) {
        (true, Lang::Zh) => format!("{text}（不变）"),
        (true, Lang::En) => format!("{text} (no change)"),
        (false, Lang::Zh) => format!("{text}（{}）", listed(&parts, lang)),
        (false, Lang::En) => format!("{text} ({})", listed(&parts, lang)),
    }
}
