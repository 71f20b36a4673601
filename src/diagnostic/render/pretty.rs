//! Problems as a report for people, with the lines of the source they are about.

use super::lines::Lines;
use crate::diagnostic::Span;
use crate::diagnostic::{Diagnostic, Lang, Severity};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode};
use miette::{SourceSpan, SpanContents};
use std::fmt;

/// Columns of a report; longer messages are wrapped.
const WIDTH: usize = 100;

/// The reports of all problems, a blank line between them.
pub fn render_pretty(source: &str, file: &str, diagnostics: &[Diagnostic], lang: Lang, color: bool) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).without_syntax_highlighting();
    let mut text = printable(source);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let source = Source { file, lines: Lines::new(&text) };
    let reports: Vec<String> =
        diagnostics.iter().map(|diagnostic| report(&handler, &Report { source: &source, diagnostic, lang })).collect();
    reports.join("\n")
}

fn report(handler: &GraphicalReportHandler, report: &Report<'_>) -> String {
    let mut text = String::new();
    if handler.render_report(&mut text, report).is_err() {
        return format!("{}：{report}\n", report.headline());
    }
    const HELP: &str = "  help: ";
    if report.lang == Lang::Zh
        && report.diagnostic.help.is_some()
        && let Some(at) = text.rfind(HELP)
    {
        text.replace_range(at..at + HELP.len(), "  建议：");
    }
    text
}

/// The text with control characters, which could disturb a terminal, replaced by as many bytes.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len() + 1);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        printable.push(match c {
            '\n' | '\t' => c,
            '\r' if rest.peek() == Some(&'\n') => c,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
            _ if c.is_ascii_control() => '?',
            _ if c.is_control() => '¿',
            _ => c,
        });
    }
    printable
}

/// A problem as the report printer wants it.
#[derive(Debug)]
struct Report<'a> {
    source: &'a Source<'a>,
    diagnostic: &'a Diagnostic,
    lang: Lang,
}

impl Report<'_> {
    fn headline(&self) -> String {
        let word = match (self.diagnostic.severity, self.lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Error, Lang::En) => "error",
            (Severity::Warning, Lang::Zh) => "提醒",
            (Severity::Warning, Lang::En) => "warning",
            (Severity::Notice, Lang::Zh) => "说明",
            (Severity::Notice, Lang::En) => "notice",
        };
        format!("{word}[{}]", self.diagnostic.code)
    }

    fn place(&self, span: Span) -> SourceSpan {
        self.source.lines.clamp(span).into()
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(self.diagnostic.message.get(self.lang)))
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.headline()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Notice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.diagnostic.help.as_ref()?;
        Some(Box::new(printable(help.get(self.lang))))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.diagnostic.labels.iter().enumerate().map(|(index, label)| {
            let words = Some(printable(label.message.get(self.lang))).filter(|words| !words.is_empty());
            match index {
                0 => LabeledSpan::new_primary_with_span(words, self.place(label.span)),
                _ => LabeledSpan::new_with_span(words, self.place(label.span)),
            }
        });
        Some(Box::new(labels))
    }
}

/// A policy file. The printer's own reading of sources counts bytes in a line; this one characters.
#[derive(Debug)]
struct Source<'s> {
    file: &'s str,
    lines: Lines<'s>,
}

impl SourceCode for Source<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (line, column) = self.lines.line_column(span.offset());
        let (last, _) = self.lines.line_column(span.offset() + span.len().saturating_sub(1));
        let first = line.saturating_sub(lines_before);
        let mut range = self.lines.range(first, last + lines_after);
        let mut column_shown = 0;
        if lines_before == 0 {
            range.start = span.offset();
            column_shown = column;
        }
        let data = self.lines.text().get(range.clone()).ok_or(MietteError::OutOfBounds)?;
        let shown_lines = data.matches('\n').count();
        Ok(Box::new(MietteSpanContents::new_named(
            printable(self.file),
            data.as_bytes(),
            range.into(),
            first,
            column_shown,
            shown_lines,
        )))
    }
}
