//! What is owed once a period, as a calendar (RFC 5545): an all-day event on each last day.

use crate::check::model::Policy;
use crate::diagnostic::Lang;
use crate::syntax::Keyword;
use crate::value::Day;
use crate::worklist::Owed;

/// A line is folded before it is longer than this many octets.
const MOST_OCTETS: usize = 75;

/// The calendar. It is the same whenever it is made: its time stamp is the policy's day of issue, and an event keeps its
/// identifier from month to month.
pub fn calendar(policy: &Policy, list: &[Owed], lang: Lang) -> String {
    let issued = policy.header.issued.or(policy.header.effective_from).map_or(Day(0), Day::from_date);
    let until = policy.header.effective_until.map(Day::from_date);
    let mut text = String::new();
    let mut add = |name: &str, value: &str| text.push_str(&folded(&format!("{name}:{value}")));
    add("BEGIN", "VCALENDAR");
    add("VERSION", "2.0");
    add("PRODID", "-//polcheck//duties//ZH");
    add("CALSCALE", "GREGORIAN");
    add("X-WR-CALNAME", &escaped(&policy.name));
    for owed in list {
        let (Some(due), Some(rule)) = (owed.due(), rule(owed)) else { continue };
        let list = |names: &[String]| names.join(if lang == Lang::Zh { "、" } else { ", " });
        let to = if owed.to.is_empty() { String::new() } else { format!(" → {}", list(&owed.to)) };
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        let by = if owed.by.is_empty() && to.is_empty() { String::new() } else { format!("{colon}{}", list(&owed.by)) };
        let basis = if lang == Lang::Zh { "依据" } else { "basis" };
        let content = owed.content_text().map(|content| format!("{}\n", content.get(lang))).unwrap_or_default();
        add("BEGIN", "VEVENT");
        add("UID", &identifier(policy, owed));
        add("DTSTAMP", &format!("{}T000000Z", compact(issued)));
        add("DTSTART;VALUE=DATE", &compact(due));
        add("RRULE", &until.map_or(rule.to_string(), |until| format!("{rule};UNTIL={}", compact(until))));
        add("SUMMARY", &escaped(&format!("{}{by}{to}", owed.shown(lang))));
        add("DESCRIPTION", &escaped(&format!("{content}{basis} {}", list(&owed.basis))));
        add("CATEGORIES", &escaped(owed.often_text(lang)));
        add("TRANSP", "TRANSPARENT");
        add("END", "VEVENT");
    }
    add("END", "VCALENDAR");
    text
}

/// On the last day of each month, of every third month from the first event on, or of each December.
fn rule(owed: &Owed) -> Option<&'static str> {
    match owed.often? {
        Keyword::kw_monthly => Some("FREQ=MONTHLY;BYMONTHDAY=-1"),
        Keyword::kw_quarterly => Some("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"),
        Keyword::kw_yearly => Some("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
        _ => None,
    }
}

/// `20230630`
fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// Of policy and duty: a number made of their names (FNV-1a).
fn identifier(policy: &Policy, owed: &Owed) -> String {
    let words = format!("{}\n{}\n{}", policy.name, owed.is_register, owed.name);
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}@polcheck", words.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

/// A text value.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            character if character.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

/// A content line with its end; no character is cut.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for character in line.chars() {
        if octets + character.len_utf8() > MOST_OCTETS {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(character);
        octets += character.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
