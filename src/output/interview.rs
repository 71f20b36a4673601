//! An interview as a person reads it: questions, where things stand, and the result.

use super::{reason_text, total};
use crate::batch::DecidedCase;
use crate::calendar::{Decision, Status};
use crate::check::model::{Column, Register, Type};
use crate::diagnostic::Lang;
use crate::eval::Value;
use crate::explain::{range_text, status_text};
use crate::identity::Audience;
use crate::interview::{Given, Interview, Question, Source};
use crate::plan::Plan;

/// A question with its number, in as many lines as it takes.
pub fn question_text(plan: &Plan, question: &Question, number: usize, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let Some(register) = plan.registers.get(question.register) else { return question.header.clone() };
    let column = question.column.and_then(|column| register.columns.get(column));
    let name = asked(register, column, &question.header, zh);
    let mut text = if zh { format!("第 {number} 问　{name}\n") } else { format!("Question {number}: {name}\n") };
    let meaning = |word: &str| {
        let absent = Some(word) == question.not_listed && !register.is_key();
        match (absent, zh) {
            (true, true) => format!("（不在名册“{}”中）", register.name),
            (true, false) => format!(" (not in {})", register.name),
            (false, _) => String::new(),
        }
    };
    if question.choices.is_empty() {
        let hint = column.map(|column| hint(&column.ty, zh)).unwrap_or_default();
        let none = question.none.map(|word| if zh { format!("没有写“{word}”") } else { format!("{word}: none") });
        let not_listed = question.not_listed.map(|word| {
            let name = &register.name;
            if zh { format!("不在名册“{name}”中写“{word}”") } else { format!("{word}: not in {name}") }
        });
        let parts: Vec<String> = [Some(hint.to_string()), none, not_listed].into_iter().flatten().collect();
        text += &format!("  {}\n", parts.join(if zh { "；" } else { "; " }));
    } else {
        let choices = question.choices.iter().enumerate();
        let choices: Vec<String> =
            choices.map(|(index, word)| format!("{} {word}{}", index + 1, meaning(word))).collect();
        text += &format!("  {}\n", choices.join("　"));
    }
    text
}

/// What is asked, with what the policy says of it: `低保（……）：是否在册`.
fn asked(register: &Register, column: Option<&Column>, header: &str, zh: bool) -> String {
    let in_brackets = |notes: Vec<&str>| match (notes.is_empty(), zh) {
        (true, _) => String::new(),
        (false, true) => format!("（{}）", notes.join("，")),
        (false, false) => format!(" ({})", notes.join(", ")),
    };
    match column {
        None => {
            let notes = in_brackets(register.title.iter().map(String::as_str).collect());
            if zh { format!("{header}{notes}：是否在册") } else { format!("{header}{notes}: in this register?") }
        }
        Some(column) => {
            let own = (register.name != header && !register.is_key()).then_some(register.name.as_str());
            let title = column.title.as_deref().or(register.title.as_deref().filter(|_| own.is_none()));
            let title = title.filter(|_| column.title.is_some() || !register.is_key());
            format!("{header}{}", in_brackets(own.into_iter().chain(title).collect()))
        }
    }
}

fn hint(ty: &Type, zh: bool) -> &'static str {
    let (chinese, english) = match ty {
        Type::Truth => ("是或否", "是 (yes) or 否 (no)"),
        Type::Number { .. } => ("数", "a number"),
        Type::Money { .. } => ("元，最多两位小数", "yuan, at most two decimal places"),
        Type::Monthly { .. } => ("元/月，最多两位小数", "yuan a month, at most two decimal places"),
        Type::Date => ("日期，如 2023-02-23", "a date like 2023-02-23"),
        Type::Month => ("年月，如 2023-02", "a month like 2023-02"),
        Type::Text | Type::Enumeration(_) => ("文字", "text"),
        Type::Identity => ("身份证号，18 位", "an identity number of 18 characters"),
        Type::Card => ("残疾人证号，20 位，换发后 22 位", "a card number of 20 characters, 22 after a re-issue"),
    };
    if zh { chinese } else { english }
}

/// Where each benefit stands, one a line: `护理补贴：待核实，0–90 元/月`.
pub fn bounds_text(plan: &Plan, decisions: &[Decision], lang: Lang) -> String {
    let lines = plan.policy.benefits.iter().zip(decisions);
    lines.map(|(benefit, decision)| standing(&benefit.name, decision.status, decision.amount, lang)).collect()
}

fn standing(name: &str, status: Status, amount: Value, lang: Lang) -> String {
    let (colon, comma, unit) = if lang == Lang::Zh { ("：", "，", "元/月") } else { (": ", ", ", "yuan a month") };
    let sum = match status {
        Status::NotEntitled => String::new(),
        _ => format!("{comma}{} {unit}", range_text(amount)),
    };
    format!("{name}{colon}{}{sum}\n", status_text(status, lang))
}

/// The result: each benefit with its reasons, and what was asked. `when`: the month or the day.
pub fn interview_text(
    plan: &Plan,
    interview: &Interview<'_>,
    decided: &DecidedCase,
    when: &str,
    audience: impl Into<Audience>,
) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let zh = lang == Lang::Zh;
    let mut text = format!("{}　{when}\n", plan.policy.name);
    for (model, benefit) in plan.policy.benefits.iter().zip(&decided.benefits) {
        text += &format!("\n■ {}", standing(&model.name, benefit.status, benefit.amount, lang));
        text += &format!("  {}\n", reason_text(benefit, lang));
    }
    let sum = total(decided);
    if !sum.is_empty() && decided.benefits.len() > 1 {
        text += &if zh { format!("\n合计 {sum} 元/月\n") } else { format!("\ntotal: {sum} yuan a month\n") };
    }
    let (asked, given) = (interview.asked(), interview.given());
    let from_file = given.len() - asked;
    text += &match (zh, from_file) {
        (true, 0) => format!("\n问了 {asked} 项\n"),
        (true, _) => format!("\n问了 {asked} 项，另有 {from_file} 项取自文件\n"),
        (false, 0) => format!("\nquestions asked: {asked}\n"),
        (false, _) => format!("\nquestions asked: {asked}; answers from the file: {from_file}\n"),
    };
    for Given { header, text: answer, source } in given {
        let answer = match answer {
            Some(answer) => interview.shown(header, answer, audience),
            None => if zh { "不知道" } else { "not known" }.to_string(),
        };
        let source = match (source, zh) {
            (Source::Asked, _) => "",
            (Source::File, true) => "（文件）",
            (Source::File, false) => " (file)",
        };
        text += &format!("  {header}　{answer}{source}\n");
    }
    text
}
