//! What the tests of a policy reach, for reading and as JSON.

use crate::diagnostic::{Lang, line_column};
use crate::plan::Plan;
use crate::testing::coverage::{Item, ItemKind, Report, Standing};
use serde_json::{Value, json};

/// 12.34: hundredths of a percent as text.
pub fn percent_text(ratio: u64) -> String {
    format!("{}.{:02}", ratio / 100, ratio % 100)
}

/// What was not reached, each with its line; then what does not count.
pub fn coverage_text(plan: &Plan, report: &Report, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let figures = report.figures();
    let percent = percent_text(figures.ratio());
    let (items, full, required, seen) = (figures.items, figures.full, figures.required, figures.seen);
    let mut text = if zh {
        format!("覆盖：影响补贴的 {items} 项中 {full} 项都见过；应见 {required} 种情形，见过 {seen} 种，{percent}%。\n")
    } else {
        format!(
            "coverage: {full} of {items} items that decide benefits seen in full; {seen} of {required} states, {percent}%.\n"
        )
    };
    let open: Vec<&Item> = report.counted().filter(|item| !item.missing().is_empty()).collect();
    section(&mut text, if zh { "没有见到的：" } else { "not seen:" }, open.iter().map(|item| line(plan, item, lang)));
    // a rule without effect is named once, and not its bounds too
    let is_rule = |item: &&Item| item.standing == Standing::FoldedAway && item.kind != ItemKind::Threshold;
    let folded = report.items.iter().filter(is_rule);
    let title =
        if zh { "口径所限，不计：" } else { "without effect under the readings in force, not counted:" };
    section(&mut text, title, folded.map(|item| head(plan, item, lang)));
    for (kind, zh_title, en_title) in [
        (ItemKind::Alert, "预警", "alerts"),
        (ItemKind::Promise, "断言", "promises"),
        (ItemKind::Define, "定义", "definitions"),
    ] {
        let of_kind: Vec<&Item> =
            report.items.iter().filter(|item| item.kind == kind && item.standing == Standing::NotDeciding).collect();
        let (met, all) = (of_kind.iter().filter(|item| item.seen.yes > 0).count(), of_kind.len());
        if all > 0 {
            text += &if zh {
                format!("{zh_title}（不影响补贴，不计）：{all} 条，见过成立的 {met} 条\n")
            } else {
                format!("{en_title} (no benefit hangs on them, not counted): {all}, {met} seen met\n")
            };
        }
    }
    text
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        *text += &format!("{title}\n");
    }
    for line in lines {
        *text += &format!("  {line}\n");
    }
}

fn line(plan: &Plan, item: &Item, lang: Lang) -> String {
    let missing: Vec<String> = item.missing_words().iter().map(|words| words.get(lang).to_string()).collect();
    let (colon, list) = if lang == Lang::Zh { ("：", "、") } else { (": ", ", ") };
    format!("{}{colon}{}", head(plan, item, lang), missing.join(list))
}

/// `第 12 行　条件 …（第一条）`
fn head(plan: &Plan, item: &Item, lang: Lang) -> String {
    let (line, _) = line_column(&plan.source, item.span.start);
    let kind = kind_text(item.kind, lang);
    let words = item.words.get(lang);
    let benefit = item.benefit.as_ref().map(|benefit| format!("{benefit} ")).unwrap_or_default();
    let clauses = item.clauses.join("、");
    match (lang, clauses.is_empty()) {
        (Lang::Zh, true) => format!("第 {line} 行　{benefit}{kind} {words}"),
        (Lang::Zh, false) => format!("第 {line} 行　{benefit}{kind} {words}（{clauses}）"),
        (Lang::En, true) => format!("line {line}: {benefit}{kind} {words}"),
        (Lang::En, false) => format!("line {line}: {benefit}{kind} {words} ({clauses})"),
    }
}

fn kind_text(kind: ItemKind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        ItemKind::Requirement => ("条件", "requirement"),
        ItemKind::Exclusion => ("不享受", "exclusion"),
        ItemKind::Define => ("定义", "definition"),
        ItemKind::Deem => ("视为", "fiction"),
        ItemKind::Condition => ("判断", "condition"),
        ItemKind::RateRow => ("标准", "rate"),
        ItemKind::HigherOf => ("择高", "higher-of"),
        ItemKind::TopUp => ("补差", "top-up"),
        ItemKind::Cap => ("封顶", "cap"),
        ItemKind::Threshold => ("界限", "bound"),
        ItemKind::Alert => ("预警", "alert"),
        ItemKind::Promise => ("断言", "promise"),
    };
    if lang == Lang::Zh { zh } else { en }
}

/// All items with what was seen of them.
pub fn coverage_json(plan: &Plan, report: &Report, lang: Lang) -> Value {
    let figures = report.figures();
    let items: Vec<Value> = report
        .items
        .iter()
        .map(|item| {
            let missing: Vec<String> = item.missing_words().iter().map(|words| words.get(lang).to_string()).collect();
            json!({
                "kind": item.kind,
                "words": item.words.get(lang),
                "benefit": item.benefit,
                "clauses": item.clauses,
                "line": line_column(&plan.source, item.span.start).0,
                "standing": item.standing,
                "seen": item.seen,
                "required": item.required,
                "missing": missing,
            })
        })
        .collect();
    json!({
        "format_version": 1,
        "policy": plan.policy.name,
        "items": figures.items,
        "full": figures.full,
        "required": figures.required,
        "seen": figures.seen,
        "percent": percent_text(figures.ratio()),
        "coverage": items,
    })
}
