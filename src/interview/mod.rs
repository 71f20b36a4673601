//! An interview that asks only what still matters, in the order that is likely to end soonest.
//!
//! What is known is one row of a sheet, filled in answer by answer, so answers are read as cells are. After each one
//! the month is decided again; what its open benefits lack is what may be asked.

mod answers;
mod classes;
mod choose;
mod question;
mod reply;

pub use answers::{Unused, Why};
pub use question::Question;
pub use reply::{Reply, read_reply};

use crate::calendar::{Decider, Decision, Status};
use crate::cases::{Answer, Finding, Form, Severity, Unreadable};
use crate::eval::Facts;
use crate::identity::Audience;
use crate::plan::Plan;
use crate::value::Day;
use std::collections::BTreeSet;

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Asked,
    /// the file of answers
    File,
}

/// An answer that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// canonical header of the fact
    pub header: String,
    /// none: it is not known
    pub text: Option<String>,
    pub source: Source,
}

/// An answer of the file that was read, and what is wrong with it: with an error it was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub header: String,
    pub text: String,
    pub findings: Vec<Finding>,
}

/// An interview about one person for some days of one month.
#[derive(Debug)]
pub struct Interview<'p> {
    plan: &'p Plan,
    days: (Day, Day),
    form: Form<'p>,
    decider: Decider<'p>,
    facts: Facts,
    findings: Vec<Finding>,
    decisions: Vec<Decision>,
    /// the facts that leave a benefit open, in slot order
    open: Vec<usize>,
    given: Vec<Given>,
    /// what the file says, and which of it cannot be used
    file: Vec<Answer>,
    bad: BTreeSet<usize>,
}

impl<'p> Interview<'p> {
    /// An interview in which nothing has been asked. `file` are answers that need not be asked for.
    ///
    /// # Errors
    /// When no register of the policy has a key.
    pub fn new(plan: &'p Plan, days: (Day, Day), name: &str, file: Vec<Answer>) -> Result<Interview<'p>, Unreadable> {
        let form = Form::new(plan, name)?;
        let (facts, findings) = form.read();
        let decider = Decider::new(plan);
        let (decisions, open, given, bad) = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
        let mut interview = Interview { plan, days, form, decider, facts, findings, decisions, open, given, file, bad };
        interview.decide();
        Ok(interview)
    }

    /// One for each benefit, by what is known.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Every benefit is determined.
    pub fn is_decided(&self) -> bool {
        self.decisions.iter().all(|decision| decision.status != Status::Undetermined)
    }

    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The answers taken, in their order.
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// How many questions were asked, those without an answer included.
    pub fn asked(&self) -> usize {
        self.given.iter().filter(|given| given.source == Source::Asked).count()
    }

    /// An answer as an audience sees it.
    pub fn shown(&self, header: &str, text: &str, audience: impl Into<Audience>) -> String {
        if self.form.is_personal(header) { audience.into().number(text) } else { text.to_string() }
    }

    /// The question that leaves the fewest facts open on average; none when nothing that can be asked matters.
    pub fn next_question(&mut self) -> Option<Question> {
        let questions = self.questions();
        choose::best(self, questions)
    }

    /// Answers a question with a text as a cell of a sheet may hold it. Gives the warnings about it.
    ///
    /// # Errors
    /// What is wrong with it, in which case nothing has changed.
    pub fn answer(&mut self, header: &str, text: &str) -> Result<Vec<Finding>, Vec<Finding>> {
        self.take(header, text, Source::Asked)
    }

    /// Leaves a fact open: nobody knows it.
    pub fn leave_open(&mut self, header: &str) {
        self.given.push(Given { header: header.to_string(), text: None, source: Source::Asked });
    }

    /// Takes back the last answer that was asked for, and those of the file after it. Gives its header.
    pub fn back(&mut self) -> Option<String> {
        let last = self.given.iter().rposition(|given| given.source == Source::Asked)?;
        let taken_back = self.given.split_off(last);
        for given in &taken_back {
            self.form.clear(&given.header);
        }
        self.read();
        taken_back.into_iter().next().map(|given| given.header)
    }

    fn take(&mut self, header: &str, text: &str, source: Source) -> Result<Vec<Finding>, Vec<Finding>> {
        let Some(header) = self.form.header(header).map(str::to_string) else { return Ok(Vec::new()) };
        self.form.put(&header, text);
        let (_, findings) = self.form.read();
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            self.form.clear(&header);
            return Err(findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect());
        }
        let new = findings.into_iter().filter(|finding| !self.findings.contains(finding)).collect();
        self.given.push(Given { header, text: Some(text.to_string()), source });
        self.read();
        Ok(new)
    }

    fn read(&mut self) {
        (self.facts, self.findings) = self.form.read();
        self.decide();
    }

    fn decide(&mut self) {
        self.decisions = self.decider.decide(&self.facts, self.days.0, self.days.1).to_vec();
        self.open = choose::open_facts(&mut self.decider, &self.facts, &self.decisions);
    }

    /// What may be asked: the open facts that were neither answered nor given up.
    fn questions(&self) -> Vec<Question> {
        let given_up = |question: &Question| {
            self.given.iter().any(|given| {
                let place = self.form.place(&given.header);
                given.header == question.header
                    || given.text.is_none() && place == question::membership(self.plan, &self.form, question.register)
            })
        };
        let questions = question::questions(self.plan, &self.form, &self.facts, &self.open);
        questions.into_iter().filter(|question| !given_up(question)).collect()
    }
}
