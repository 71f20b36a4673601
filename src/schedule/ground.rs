//! Why a month is or is not due, in words.

use crate::calendar::{Cause, Day};
use crate::diagnostic::{Lang, Message};
use crate::explain::Reason;

/// Why a month is or is not due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// in a few words, for counting: `死亡`, `没有申请记录`
    pub name: Message,
    /// a sentence, without clauses
    pub text: Message,
    pub clauses: Vec<String>,
    /// the day on which the office learned of what ended payment, where a register says so
    pub learned: Option<Day>,
}

impl Ground {
    pub(super) fn new(name: Message, text: Message, clauses: Vec<String>) -> Ground {
        Ground { name, text, clauses, learned: None }
    }

    /// The sentence with its clauses.
    pub fn sentence(&self, lang: Lang) -> String {
        let text = self.text.get(lang);
        if self.clauses.is_empty() {
            return text.to_string();
        }
        match lang {
            Lang::Zh => format!("{text}（{}）", self.clauses.join("、")),
            Lang::En => format!("{text} ({})", self.clauses.join(", ")),
        }
    }
}

/// Some reasons as one ground.
pub(super) fn worded(found: &[Reason]) -> Ground {
    let words = |separator: &str, of: &dyn Fn(&Reason) -> String| {
        let mut words: Vec<String> = Vec::new();
        for reason in found {
            let word = of(reason);
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words.join(separator)
    };
    let name =
        Message::new(words("、", &|reason| reason.topic(Lang::Zh)), words(", ", &|reason| reason.topic(Lang::En)));
    let text =
        Message::new(words("；", &|reason| reason.words(Lang::Zh)), words("; ", &|reason| reason.words(Lang::En)));
    let mut clauses: Vec<String> = Vec::new();
    for clause in found.iter().flat_map(|reason| reason.clauses()) {
        if !clauses.contains(clause) {
            clauses.push(clause.clone());
        }
    }
    Ground::new(name, text, clauses)
}

/// Words for what is lacking about the filing.
pub(super) fn filing_words(cause: &Cause) -> (Message, Message) {
    match cause {
        Cause::FiledLater(day) => (
            Message::new("申请以前", "before filing"),
            Message::new(
                format!("符合条件，申请从 {day} 起才算"),
                format!("entitled, but the filing counts only from {day}"),
            ),
        ),
        Cause::NotApproved(day) => (
            Message::new("尚未审批", "not approved yet"),
            Message::new(format!("{day} 的申请还没有审批"), format!("the filing of {day} has not been approved")),
        ),
        Cause::Waived(day) => (
            Message::new("已放弃", "waived"),
            Message::new(
                format!("符合条件，本人 {day} 放弃，此后没有重新申请"),
                format!("entitled, but waived on {day} without a new filing since"),
            ),
        ),
        Cause::Withdrawn(day) => (
            Message::new("申请已终止", "filing ended"),
            Message::new(format!("符合条件，申请到 {day} 为止"), format!("entitled, but the filing ended on {day}")),
        ),
        _ => (
            Message::new("没有申请记录", "no filing"),
            Message::new("符合条件，没有申请记录", "entitled, but nobody has applied"),
        ),
    }
}
