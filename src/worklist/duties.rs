//! Who owes what to whom: the duties (职责), and the registers (名册) that a body has to deliver.

use super::Period;
use crate::check::model::Policy;
use crate::diagnostic::{Lang, Message};
use crate::syntax::{Keyword, word};
use crate::value::{Day, Month};

/// Something that somebody has to do, seen from one month.
#[derive(Debug, Clone, PartialEq)]
pub struct Owed {
    /// the duty's name, or that of the register to deliver
    pub name: String,
    pub is_register: bool,
    pub by: Vec<String>,
    pub to: Vec<String>,
    /// a word such as 及时 stays a word
    pub often: Option<Keyword>,
    pub upon: Option<String>,
    pub content: Option<String>,
    pub basis: Vec<String>,
    /// the period in which the month lies, if it is owed once a period
    pub period: Option<Period>,
}

/// How often something is owed, in the order of a list.
const RHYTHMS: [Keyword; 8] = [
    Keyword::kw_monthly,
    Keyword::kw_quarterly,
    Keyword::kw_yearly,
    Keyword::kw_at_once,
    Keyword::kw_promptly,
    Keyword::kw_regularly,
    Keyword::kw_irregularly,
    Keyword::kw_standing,
];

impl Owed {
    /// The day by which it is due.
    pub fn due(&self) -> Option<Day> {
        self.period?.last_day()
    }

    /// Its period ends in this month.
    pub fn ends_in(&self, month: Month) -> bool {
        self.period.is_some_and(|period| period.last_month() == month)
    }

    /// `季度核查`, `名册 核查`.
    pub fn shown(&self, lang: Lang) -> String {
        if self.is_register { format!("{} {}", word(Keyword::kw_register, lang), self.name) } else { self.name.clone() }
    }

    /// How often, in the policy's word; blank where it says nothing.
    pub fn often_text(&self, lang: Lang) -> &'static str {
        self.often.map_or("", |rhythm| word(rhythm, lang))
    }

    /// What to do: of a register, that it is to be delivered.
    pub fn content_text(&self) -> Option<Message> {
        match (&self.content, self.is_register) {
            (Some(content), false) => Some(Message::new(content.clone(), content.clone())),
            (content, true) => {
                let of = content.as_ref().map(|content| format!("：{content}")).unwrap_or_default();
                let of_en = content.as_ref().map(|content| format!(": {content}")).unwrap_or_default();
                Some(Message::new(format!("提供名册{of}"), format!("deliver the register{of_en}")))
            }
            (None, false) => None,
        }
    }
}

/// Everything owed in a month, by how often, then in the policy's order: duties, then registers for which it says how
/// often they come.
pub fn owed(policy: &Policy, month: Month) -> Vec<Owed> {
    let period = |often: Option<Keyword>| Period::of(often?, month);
    let duties = policy.duties.iter().map(|duty| Owed {
        name: duty.name.clone(),
        is_register: false,
        by: duty.by.clone(),
        to: duty.to.clone(),
        often: duty.often,
        upon: duty.upon.clone(),
        content: duty.content.clone(),
        basis: duty.basis.clone(),
        period: period(duty.often),
    });
    let delivered = policy.registers.iter().filter(|register| register.often.is_some());
    let registers = delivered.map(|register| Owed {
        name: register.name.clone(),
        is_register: true,
        by: register.by.clone(),
        to: Vec::new(),
        often: register.often,
        upon: None,
        content: register.title.clone(),
        basis: register.basis.clone(),
        period: period(register.often),
    });
    let mut list: Vec<Owed> = duties.chain(registers).collect();
    let rank = |owed: &Owed| {
        let often = owed.often;
        RHYTHMS.iter().position(|rhythm| Some(*rhythm) == often).unwrap_or(RHYTHMS.len())
    };
    list.sort_by_key(rank);
    list
}
