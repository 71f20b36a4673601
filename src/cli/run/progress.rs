//! How far a long run has come: on stderr, where that is a terminal.

use crate::cli::settings::Settings;
use crate::diagnostic::Lang;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// Whoever waits less sees no bar.
const PATIENCE: Duration = Duration::from_millis(400);

pub(super) struct Bar {
    bar: ProgressBar,
    rows: usize,
    unit: &'static str,
}

impl Bar {
    /// `length`: how many bytes there are to read, if that is known.
    pub(super) fn new(length: Option<u64>, settings: &Settings) -> Bar {
        let is_seen = std::io::stderr().is_terminal();
        let target = if is_seen { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let (left, unit) = if settings.lang() == Lang::Zh { ("还要", "行") } else { ("left", "rows") };
        let template = match length {
            Some(_) => format!("{{bar:28}} {{percent:>3}}%  {{msg}}  {left} {{seconds}}"),
            None => "{spinner} {msg}".to_string(),
        };
        let seconds = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = write!(out, "{} s", state.eta().as_secs());
        };
        let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(length, target).with_style(style.with_key("seconds", seconds));
        Bar { bar, rows: 0, unit }
    }

    /// So many bytes have been read, and so many more rows decided.
    pub(super) fn at(&mut self, position: u64, rows: usize) {
        self.rows += rows;
        let spent = self.bar.elapsed();
        if self.bar.is_hidden() || spent < PATIENCE {
            return;
        }
        let rows = self.rows as u64;
        let rate = (u128::from(rows) * 1000 / spent.as_millis().max(1)) as u64;
        let unit = self.unit;
        self.bar.set_message(format!("{} {unit}  {} {unit}/s", HumanCount(rows), HumanCount(rate)));
        self.bar.set_position(position);
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
