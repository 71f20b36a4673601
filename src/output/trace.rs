//! The account of one case as a person reads it.

use crate::explain::{BenefitTrace, ChangeTrace, Explanation, FactShown, ReadingTrace, RuleTrace};

/// The account in Chinese.
pub fn trace_text(explanation: &Explanation) -> String {
    let number = explanation.number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
    let month = match explanation.month.split_once('-') {
        Some((year, month)) => format!("{year}年{}月", month.trim_start_matches('0')),
        None => explanation.month.clone(),
    };
    let mut text = format!("{}　{month}　{}{number}\n", explanation.key, explanation.policy);
    for benefit in &explanation.benefits {
        text += &benefit_text(benefit);
    }
    let named = |reading: &&ReadingTrace| {
        explanation.benefits.iter().any(|benefit| benefit.readings.contains(&reading.reading))
    };
    let readings = explanation.readings.iter().filter(named).map(|reading| {
        let choice = if reading.is_default { "" } else { "（改选）" };
        let question = reading.question.as_ref().map(|question| format!("　{question}")).unwrap_or_default();
        format!("{} = {}{choice}{question}", reading.reading, reading.option)
    });
    let mut listed = String::new();
    section(&mut listed, "认定所依的口径", readings);
    if !listed.is_empty() {
        text += &format!("\n{listed}");
    }
    if let (Some(total), true) = (&explanation.total, explanation.benefits.len() > 1) {
        text += &format!("\n合计 {total} 元/月\n");
    }
    text
}

/// How many changes are shown; JSON has them all.
const CHANGES_SHOWN: usize = 5;

fn benefit_text(benefit: &BenefitTrace) -> String {
    let title = benefit.title.as_ref().map(|title| format!("（{title}）")).unwrap_or_default();
    let result = match &benefit.amount {
        Some(amount) if benefit.status == "享受" => format!("享受，{amount} 元/月"),
        Some(_) => benefit.status.clone(),
        None => format!("待核实，最少 {} 元/月，最多 {} 元/月", benefit.least, benefit.most),
    };
    let mut text = format!("\n■ {}{title}：{result}\n", benefit.benefit);
    text += &format!("  按 {} 这一天认定\n", benefit.day);
    if !benefit.missing.is_empty() {
        text += &format!("  缺：{}\n", benefit.missing.join("、"));
    }
    section(&mut text, "条件", benefit.requirements.iter().map(|rule| rule_line(rule, ["✓", "✗", "?"])));
    let rate = benefit.rate.iter().map(|rate| {
        let row = rate.row.as_ref().map(|row| format!("{row}：")).unwrap_or_default();
        format!("{row}{} 元/月{}", rate.amount, clauses(&rate.clauses))
    });
    section(&mut text, "标准", rate);
    section(&mut text, "不享受的情形", benefit.exclusions.iter().map(|rule| rule_line(rule, ["✗", "·", "?"])));
    let drawn = benefit.higher_of.iter().filter(|line| line.other.amount != "0").map(|line| {
        let ours: Vec<String> = line.ours.iter().map(|amount| format!("{} {}", amount.name, amount.amount)).collect();
        let sum = if line.ours.len() > 1 { format!(" = {}", line.ours_sum) } else { String::new() };
        format!("{}{sum} 与 {} {}{}", ours.join(" + "), line.other.name, line.other.amount, clauses(&line.clauses))
    });
    section(&mut text, "择高（元/月）", drawn);
    let idle: Vec<&str> =
        benefit.higher_of.iter().filter(|line| line.other.amount == "0").map(|line| line.other.name.as_str()).collect();
    if !idle.is_empty() {
        text += &format!("  未领取、不必择高：{}\n", idle.join("、"));
    }
    let together = benefit.together.iter().filter(|rule| rule.outcome == "是");
    section(&mut text, "可同时享受", together.map(|rule| format!("{}{}", rule.rule, clauses(&rule.clauses))));
    section(&mut text, "说明", benefit.notes.iter().cloned());
    if benefit.status != "享受" {
        let changes: Vec<String> = benefit.nearest.iter().take(CHANGES_SHOWN).map(change_text).collect();
        if changes.is_empty() {
            text += "  没有哪一项事实单独改变就能改变结果\n";
        }
        section(&mut text, "单独改变一项事实，结果会变（最近的在前）", changes.into_iter());
    }
    text
}

/// `残疾等级 查明为 一级：享受，90 元/月`
fn change_text(change: &ChangeTrace) -> String {
    let ChangeTrace { fact, from, to, status, amount } = change;
    let changed = match (from.as_str(), to.as_str()) {
        ("待核实", to) => format!("{fact} 查明为 {to}"),
        (from, to) => format!("{fact} 由 {from} 改为 {to}"),
    };
    match status.as_str() {
        "享受" => format!("{changed}：享受，{amount} 元/月"),
        status => format!("{changed}：{status}"),
    }
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        *text += &format!("  {title}\n");
    }
    for line in lines {
        *text += &format!("    {line}\n");
    }
}

fn rule_line(rule: &RuleTrace, [yes, no, open]: [&str; 3]) -> String {
    let mark = match rule.outcome.as_str() {
        "是" => yes,
        "否" => no,
        _ => open,
    };
    let facts: Vec<String> = rule.facts.iter().map(|FactShown { name, value, .. }| format!("{name} {value}")).collect();
    let facts = if facts.is_empty() { String::new() } else { format!("：{}", facts.join("、")) };
    format!("{mark} {}{facts}{}", rule.rule, clauses(&rule.clauses))
}

fn clauses(list: &[String]) -> String {
    if list.is_empty() { String::new() } else { format!("（{}）", list.join("、")) }
}
