//! Messages about a policy or about data: a stable code, a severity, places, words in two languages.
//!
//! Every stage turns its own mistakes into [`Diagnostic`]s; terminal, JSON and GitHub output are all
//! rendered from them. Each code has a page, printed by `polcheck explain-code`.

mod page;
mod render;
mod span;

pub use page::{Page, page, pages};
pub use render::{render_github, render_json, render_pretty};
pub use span::Span;

/// The language of messages. Policies themselves are read in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Message {
    pub zh: String,
    pub en: String,
}

impl Message {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Message {
        Message { zh: zh.into(), en: en.into() }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The policy cannot be run.
    Error,
    /// It can be run, but something deserves a look.
    Warning,
    /// Good to know; nothing need be done.
    Notice,
}

/// A place in the source, with words of its own (possibly none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub message: Message,
}

/// One problem of a policy. The first label is where it is; others are related places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// stable code such as `N201`; see [`page`]
    pub code: &'static str,
    pub severity: Severity,
    pub message: Message,
    pub labels: Vec<Label>,
    /// The smallest edit that mends it.
    pub help: Option<Message>,
}

impl Diagnostic {
    pub fn error(code: &'static str, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: Message::new(zh, en),
            labels: vec![Label { span, message: Message::new("", "") }],
            help: None,
        }
    }

    pub fn warning(code: &'static str, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, zh, en) }
    }

    pub fn notice(code: &'static str, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Notice, ..Diagnostic::error(code, span, zh, en) }
    }

    /// Words at the first place.
    pub fn here(mut self, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        if let Some(label) = self.labels.first_mut() {
            label.message = Message::new(zh, en);
        }
        self
    }

    /// A related place.
    pub fn and(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, message: Message::new(zh, en) });
        self
    }

    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Diagnostic {
        self.help = Some(Message::new(zh, en));
        self
    }

    /// Where it is.
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }
}

/// Sorts problems by place, then by code, so that the output does not depend on the order of checks.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.span(), a.code, &a.message).cmp(&(b.span(), b.code, &b.message)));
    diagnostics.dedup();
}

/// Line and column (both from 1, the column counting characters) of a byte offset.
pub fn line_column(source: &str, offset: u32) -> (usize, usize) {
    let before = source.get(..offset as usize).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    (line, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}
