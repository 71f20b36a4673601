//! What is owed in a month, and what of it was sent.

use crate::diagnostic::{Lang, Message};
use crate::output::report::{Cell, Report};
use crate::value::Month;
use crate::worklist::{Account, Delivery, Owed, Sent};

/// The list as a table: a row for each thing owed, with an account one for each sender and receiver.
pub fn duty_report(list: &[Owed], month: Month, account: Option<&Account>, lang: Lang) -> Report {
    let mut columns = vec![
        ("duty", Message::new("职责", "duty")),
        ("from", Message::new("由", "from")),
        ("to", Message::new("向", "to")),
        ("often", Message::new("频次", "how often")),
        ("upon", Message::new("遇", "upon")),
        ("content", Message::new("内容", "content")),
        ("period", Message::new("期", "period")),
        ("due", Message::new("截止", "due")),
        ("due_this_month", Message::new("本月到期", "due this month")),
        ("clauses", Message::new("依据", "clauses")),
    ];
    if account.is_some() {
        columns.extend([
            ("sender", Message::new("单位", "sender")),
            ("receiver", Message::new("对象", "receiver")),
            ("status", Message::new("状态", "status")),
            ("sent", Message::new("报送日期", "sent on")),
        ]);
    }
    let rows = list.iter().enumerate().flat_map(|(index, owed)| {
        let row = vec![
            Cell::Text(owed.shown(lang)),
            Cell::List(owed.by.clone()),
            Cell::List(owed.to.clone()),
            Cell::Text(owed.often_text(lang).to_string()),
            Cell::of(owed.upon.as_ref()),
            Cell::of(owed.content_text().map(|content| content.get(lang).to_string())),
            Cell::of(owed.period.map(|period| period.text(lang))),
            Cell::of(owed.due()),
            owed.period.map_or(Cell::Blank, |_| Cell::Truth(owed.ends_in(month))),
            Cell::List(owed.basis.clone()),
        ];
        match account {
            None => vec![row],
            Some(account) => {
                let own: Vec<&Delivery> = account.deliveries.iter().filter(|delivery| delivery.owed == index).collect();
                let with = |cells: [Cell; 4]| row.iter().cloned().chain(cells).collect::<Vec<Cell>>();
                if own.is_empty() {
                    return vec![with([Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank])];
                }
                own.into_iter()
                    .map(|delivery| {
                        with([
                            Cell::Text(delivery.sender.clone()),
                            Cell::of(delivery.receiver.as_ref()),
                            Cell::Text(status(delivery.status, lang).to_string()),
                            Cell::of(delivery.day),
                        ])
                    })
                    .collect()
            }
        }
    });
    Report { columns, rows: rows.collect() }
}

fn status(sent: Sent, lang: Lang) -> &'static str {
    let (zh, en) = match sent {
        Sent::InTime => ("已报送", "sent"),
        Sent::Late => ("迟报", "late"),
        Sent::Missing => ("未报送", "missing"),
        Sent::NotYetDue => ("未到期", "not yet due"),
    };
    if lang == Lang::Zh { zh } else { en }
}

/// The list in words, grouped by how often and when due.
pub fn duties_text(list: &[Owed], month: Month, account: Option<&Account>, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let mut text = String::new();
    let mut heading = String::new();
    for (index, owed) in list.iter().enumerate() {
        let often = match owed.often_text(lang) {
            "" if zh => "没有写明频次",
            "" => "no frequency given",
            often => often,
        };
        let new = match (owed.period.zip(owed.due()), zh) {
            (Some((period, due)), true) if owed.ends_in(month) => {
                format!("{often}（{}，截止 {due}，本月到期）", period.text(lang))
            }
            (Some((period, due)), true) => format!("{often}（{}，截止 {due}）", period.text(lang)),
            (Some((period, due)), false) if owed.ends_in(month) => {
                format!("{often} ({}, by {due}, due this month)", period.text(lang))
            }
            (Some((period, due)), false) => format!("{often} ({}, by {due})", period.text(lang)),
            (None, _) => often.to_string(),
        };
        if new != heading {
            text += &format!("{}{new}\n", if heading.is_empty() { "" } else { "\n" });
            heading = new;
        }
        text += &format!("  {}{}\n", owed.shown(lang), parties(owed, lang));
        let upon = owed.upon.as_ref().map(|upon| if zh { format!("遇{upon}：") } else { format!("upon {upon}: ") });
        let content = owed.content_text().map(|content| content.get(lang).to_string());
        let basis = owed.basis.join(if zh { "、" } else { ", " });
        let basis = if zh { format!("（{basis}）") } else { format!(" ({basis})") };
        text += &format!("    {}{}{basis}\n", upon.unwrap_or_default(), content.unwrap_or_default());
        if let Some(account) = account {
            let own: Vec<&Delivery> = account.deliveries.iter().filter(|delivery| delivery.owed == index).collect();
            text += &deliveries(&own, lang);
        }
    }
    text
}

/// `　区残联 → 乡镇街道`
fn parties(owed: &Owed, lang: Lang) -> String {
    let list = |names: &[String]| names.join(if lang == Lang::Zh { "、" } else { ", " });
    let nobody = if lang == Lang::Zh { "（没有写明由谁）" } else { "(nobody named)" };
    let by = if owed.by.is_empty() { nobody.to_string() } else { list(&owed.by) };
    let to = if owed.to.is_empty() { String::new() } else { format!(" → {}", list(&owed.to)) };
    format!("　{by}{to}")
}

/// How many were sent, and one line for each that was not or late.
fn deliveries(own: &[&Delivery], lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    if own.is_empty() {
        return String::new();
    }
    let sent = own.iter().filter(|delivery| delivery.day.is_some()).count();
    let all = own.len();
    let mut text = if zh { format!("    报送 {sent}/{all}\n") } else { format!("    sent {sent}/{all}\n") };
    for delivery in own.iter().filter(|delivery| delivery.status != Sent::InTime) {
        let to = delivery.receiver.as_ref().map(|receiver| format!(" → {receiver}")).unwrap_or_default();
        let day = delivery.day.map(|day| format!(" {day}")).unwrap_or_default();
        text += &format!("      {}　{}{to}{day}\n", status(delivery.status, lang), delivery.sender);
    }
    text
}

/// The closing totals of an account, and what it cannot see.
pub fn account_text(account: &Account, lang: Lang) -> String {
    let count = |status| account.count(status);
    let (sent, late) = (count(Sent::InTime), count(Sent::Late));
    let (missing, open) = (count(Sent::Missing), count(Sent::NotYetDue));
    let mut text = if lang == Lang::Zh {
        format!("按期报送 {sent}，迟报 {late}，未报送 {missing}，未到期 {open}。\n")
    } else {
        format!("{sent} sent in time, {late} late, {missing} missing, {open} not yet due.\n")
    };
    for body in &account.assumed {
        text += &if lang == Lang::Zh {
            format!("“{body}”的单位取自报送记录，从没出现过的看不出缺报；用 --units {body}=单位.csv 列全\n")
        } else {
            format!(
                "the units of {body} are those that the log names; others cannot be missed. Name all: --units {body}=UNITS.csv\n"
            )
        };
    }
    text
}
