//! For whom a text is.

use super::mask;
use crate::diagnostic::Lang;

/// For whom a text is: in which language, and whether they see personal numbers whole. Whoever is only known by their
/// language does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Audience {
    pub lang: Lang,
    pub sees_numbers: bool,
}

impl Audience {
    /// A personal number as they see it.
    pub fn number(self, text: &str) -> String {
        if self.sees_numbers { text.to_string() } else { mask(text) }
    }

    /// A text in which some personal numbers stand, as they see it.
    pub fn text(self, text: &str, numbers: &[String]) -> String {
        let mut shown = text.to_string();
        if self.sees_numbers {
            return shown;
        }
        let mut numbers: Vec<&String> = numbers.iter().filter(|number| !number.is_empty()).collect();
        // a number may begin another: a card's begins with that of its holder
        numbers.sort_by_key(|number| std::cmp::Reverse(number.len()));
        for number in numbers {
            shown = shown.replace(number.as_str(), &mask(number));
        }
        shown
    }
}

impl From<Lang> for Audience {
    fn from(lang: Lang) -> Audience {
        Audience { lang, sees_numbers: false }
    }
}
