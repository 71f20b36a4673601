//! Problems as GitHub workflow commands, which a workflow's log turns into annotations.

use super::lines::Lines;
use crate::diagnostic::{Diagnostic, Lang, Severity, page};

/// One line for each problem.
pub fn render_github(source: &str, file: &str, diagnostics: &[Diagnostic], lang: Lang) -> String {
    let lines = Lines::new(source);
    diagnostics.iter().map(|diagnostic| command(&lines, file, diagnostic, lang)).collect()
}

fn command(lines: &Lines<'_>, file: &str, diagnostic: &Diagnostic, lang: Lang) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    };
    let extent = lines.extent(diagnostic.span());
    format!(
        "::{level} file={},line={},col={},title={}::{}\n",
        property(file),
        extent.line,
        extent.column,
        property(&title(diagnostic.code, lang)),
        data(&words(diagnostic, lang)),
    )
}

/// The code and the title of its page.
fn title(code: &str, lang: Lang) -> String {
    match (page(code), lang) {
        (Some(page), Lang::Zh) => format!("{code} {}", page.title_zh),
        (Some(page), Lang::En) => format!("{code} {}", page.title_en),
        (None, _) => code.to_string(),
    }
}

/// The message, the words at its place, the help: a line each.
fn words(diagnostic: &Diagnostic, lang: Lang) -> String {
    let here = diagnostic.labels.first().map(|label| label.message.get(lang));
    let help = diagnostic.help.as_ref().map(|help| help.get(lang));
    let lines = [Some(diagnostic.message.get(lang)), here, help];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Escapes the text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
