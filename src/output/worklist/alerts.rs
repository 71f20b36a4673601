//! The month's alerts.

use super::person::Beside;
use crate::batch::{key_header, shown_key};
use crate::check::model::Alert;
use crate::diagnostic::{Lang, Message};
use crate::identity::Audience;
use crate::output::report::{Cell, Report};
use crate::plan::Plan;
use crate::worklist::{AlertRow, OpenAlert};

/// A row for each alert and person.
pub fn alert_report(plan: &Plan, rows: &[AlertRow], beside: Beside<'_>, lang: Lang) -> Report {
    let key = key_header(plan);
    let columns = vec![
        ("tell", Message::new("告知", "tell")),
        ("alert", Message::new("预警", "alert")),
        ("case", Message::new(key.clone(), key)),
        ("first", Message::new("自", "since")),
        ("status", Message::new("状态", "status")),
        ("facts", Message::new("事实", "facts")),
        ("missing", Message::new("缺", "missing")),
        ("action", Message::new("处理", "action")),
        ("clauses", Message::new("依据", "clauses")),
    ];
    let cells = rows.iter().map(|row| {
        let alert = plan.policy.alerts.get(row.alert);
        vec![
            Cell::List(alert.map(|alert| alert.tell.clone()).unwrap_or_default()),
            Cell::of(alert.map(|alert| &alert.name)),
            Cell::Key(row.key.clone(), shown_key(plan, &row.key)),
            Cell::Text(row.first.to_string()),
            Cell::Text(status(row, lang).to_string()),
            Cell::List(facts(row)),
            Cell::List(row.missing.iter().map(|name| name.to_string()).collect()),
            Cell::of(alert.and_then(action)),
            Cell::List(alert.map(|alert| alert.basis.clone()).unwrap_or_default()),
        ]
    });
    let report = Report { columns, rows: cells.collect() };
    beside.into(plan, report, 2, |row| rows.get(row).map(|row| row.case))
}

fn status(row: &AlertRow, lang: Lang) -> &'static str {
    match (row.certain, lang) {
        (true, Lang::Zh) => "成立",
        (true, Lang::En) => "holds",
        (false, Lang::Zh) => "待核实",
        (false, Lang::En) => "to be verified",
    }
}

fn facts(row: &AlertRow) -> Vec<String> {
    row.facts.iter().map(|fact| format!("{} {}", fact.name, fact.value)).collect()
}

fn action(alert: &Alert) -> Option<&String> {
    alert.action.as_ref().or(alert.note.as_ref())
}

/// The list in words, grouped by alert.
pub fn alerts_text(plan: &Plan, rows: &[AlertRow], beside: Beside<'_>, audience: impl Into<Audience>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let zh = lang == Lang::Zh;
    let mark = if zh { "、" } else { ", " };
    let mut text = String::new();
    let mut last = None;
    for row in rows {
        let Some(alert) = plan.policy.alerts.get(row.alert) else { continue };
        if last != Some(row.alert) {
            let blank = if last.is_some() { "\n" } else { "" };
            let people = rows.iter().filter(|other| other.alert == row.alert).count();
            let people = if zh { format!("{people} 人") } else { format!("{people} people") };
            let tell = alert.tell.join(mark);
            let tell =
                if tell.is_empty() { tell } else { format!("　{}{tell}", if zh { "告知 " } else { "tell " }) };
            text += &format!("{blank}{}　{people}{tell}（{}）\n", alert.name, alert.basis.join(mark));
            text += &action(alert).map(|action| format!("  {action}\n")).unwrap_or_default();
            last = Some(row.alert);
        }
        let why = if row.certain {
            facts(row).join(mark)
        } else {
            let missing: Vec<&str> = row.missing.iter().map(|name| &**name).collect();
            format!("{}　{}{}", status(row, lang), if zh { "缺 " } else { "missing " }, missing.join(mark))
        };
        text += &format!("  {}　{}　{why}\n", beside.shown(plan, &row.key, row.case, audience), row.first);
    }
    text
}

/// How many rows there are, and for each alert that cannot be decided how many people lack which facts.
pub fn alert_totals(plan: &Plan, rows: &[AlertRow], counts: &[OpenAlert], lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let certain = rows.iter().filter(|row| row.certain);
    let mut people: Vec<usize> = certain.clone().map(|row| row.case).collect();
    people.sort_unstable();
    people.dedup();
    let (alerts, people) = (certain.count(), people.len());
    let mut text = if zh {
        format!("预警 {alerts} 条，{people} 人。\n")
    } else {
        format!("{alerts} alerts about {people} people.\n")
    };
    for count in counts {
        let name = plan.policy.alerts.get(count.alert).map(|alert| alert.name.as_str()).unwrap_or_default();
        let missing: Vec<String> = count.missing.iter().map(|(name, people)| format!("{name} {people}")).collect();
        text += &if zh {
            format!("预警“{name}”有 {} 人待核实，缺：{}\n", count.people, missing.join("、"))
        } else {
            format!("alert {name}: {} to be verified, missing: {}\n", count.people, missing.join(", "))
        };
    }
    text
}
