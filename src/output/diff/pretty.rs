//! A comparison for the terminal.

use super::closing::closing;
use super::words::{days_text, say};
use super::{impact, touched};
use crate::batch::Keys;
use crate::diagnostic::Lang;
use crate::diff::{Comparison, Version};
use crate::identity::Audience;
use crate::plan::Plan;

/// All that is known, the closing line last; `plan` is that of the new version.
pub fn pretty(comparison: &Comparison, plan: &Plan, audience: impl Into<Audience>) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let mut text = format!("{}\n", heading(&comparison.old, &comparison.new, lang));
    if !comparison.edits.is_empty() {
        text += say(lang, "\n■ 改了什么\n", "\n■ What the edit says\n");
        text.extend(comparison.edits.iter().map(|edit| format!("  · {}\n", edit.sentence(lang))));
    }
    if let Some(found) = &comparison.impact {
        text += say(lang, "\n■ 可能影响哪些情形\n", "\n■ Which cases it can touch\n");
        text.extend(days_text(found, lang).map(|days| format!("  {days}\n")));
        text += &impact::text(comparison, found, plan, lang);
    }
    if let Some(found) = &comparison.touched {
        let month = found.month;
        text += &match lang {
            Lang::Zh => format!("\n■ 名单里影响到谁（{month}）\n"),
            Lang::En => format!("\n■ Whom it touches in the case file ({month})\n"),
        };
        text += &touched::text(found, Keys { plan, audience }, lang);
    }
    format!("{text}\n{}\n", closing(comparison, lang))
}

/// `政策：甲.pol（HEAD~1） → 甲.pol`
pub(super) fn heading(old: &Version, new: &Version, lang: Lang) -> String {
    let colon = say(lang, "：", ": ");
    format!("{}{colon}{} → {}", new.policy, old.shown(lang), new.shown(lang))
}
