//! Options that every command takes, and writing to the terminal.

use super::outcome::Failure;
use crate::diagnostic::{Lang, Message};
use crate::identity::Audience;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};

#[derive(Debug, Clone, Args)]
pub(super) struct Settings {
    /// 提示与说明的语言；不写时中文（英文环境下提示用英文）
    #[arg(long, global = true, value_enum, value_name = "语言")]
    lang: Option<LangChoice>,
    /// 是否用颜色
    #[arg(long, global = true, value_enum, value_name = "时机", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    /// 覆盖已有的结果文件；不写时已有的文件不动
    #[arg(long, global = true)]
    force: bool,
    /// 身份证号、残疾人证号完整显示；不写时给人看的都遮住中间几位，数据文件里总是完整的
    #[arg(long, global = true)]
    show_ids: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangChoice {
    Zh,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    Auto,
    Always,
    Never,
}

impl Settings {
    /// Files that are there may be replaced.
    pub(super) fn force(&self) -> bool {
        self.force
    }

    /// The language of results: Chinese unless asked otherwise; never the locale's.
    pub(super) fn result_lang(&self) -> Lang {
        match self.lang {
            Some(LangChoice::En) => Lang::En,
            _ => Lang::Zh,
        }
    }

    /// Who reads results.
    pub(super) fn readers(&self) -> Audience {
        Audience { lang: self.result_lang(), sees_numbers: self.show_ids }
    }

    /// Who reads messages.
    pub(super) fn audience(&self) -> Audience {
        Audience { lang: self.lang(), sees_numbers: self.show_ids }
    }

    /// The language of messages.
    pub(super) fn lang(&self) -> Lang {
        let locale = || {
            let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
            set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default()
        };
        match self.lang {
            Some(LangChoice::Zh) => Lang::Zh,
            Some(LangChoice::En) => Lang::En,
            None if locale().starts_with("en") => Lang::En,
            None => Lang::Zh,
        }
    }

    pub(super) fn color_on_stderr(&self) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }

    pub(super) fn color_on_stdout(&self) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                self.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }

    /// A message on stderr.
    pub(super) fn say(&self, message: &Message) {
        self.note(message.get(self.lang()));
    }

    pub(super) fn note(&self, text: &str) {
        // nobody is left to tell when stderr is closed
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Columns of the terminal that stdout goes to.
    pub(super) fn width(&self) -> Option<u16> {
        if self.is_terminal() { terminal_size::terminal_size().map(|(width, _)| width.0) } else { None }
    }

    pub(super) fn is_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }
}

/// Writes a result to stdout; a reader that has gone away (`| head`) is no failure.
///
/// # Errors
/// When it cannot be written, such as on a disk that is full.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    super::output::write(None, text.as_bytes())
}
