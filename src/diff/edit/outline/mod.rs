//! What a policy says, laid out so that two versions can be compared part by part.

mod combination;
mod document;
mod duties;
mod example;
mod rules;

use super::report::join;
use super::version::Version;
use crate::check::model::Expr;
use crate::diagnostic::{Lang, Message};
use crate::syntax::{Keyword, Span, word};

/// A declaration, or a part of one that has a name or a number of its own.
#[derive(Debug, Clone)]
pub(super) struct Item<'p> {
    /// only items of one kind are compared
    pub(super) kind: Keyword,
    /// by which it is found again, if it has a name
    pub(super) key: Option<String>,
    /// what it is called
    pub(super) subject: Message,
    /// what it is called together with the most important it says
    pub(super) headline: Message,
    pub(super) clauses: Vec<String>,
    pub(super) span: Option<Span>,
    pub(super) aspects: Vec<Aspect<'p>>,
    pub(super) parts: Vec<Item<'p>>,
    /// the order of the parts matters; what they are called together
    pub(super) in_order: Option<Message>,
}

/// One thing that an item says.
#[derive(Debug, Clone)]
pub(super) struct Aspect<'p> {
    /// empty where it is the item itself
    pub(super) name: Message,
    pub(super) says: Says<'p>,
    /// how much it tells one nameless rule from another
    pub(super) weight: u32,
    /// only words: nothing that is decided hangs on it
    pub(super) wording: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Says<'p> {
    Words(Option<Message>),
    /// a personal number, shown masked
    Personal(Option<String>),
    /// names whose order does not matter
    Names(Vec<String>),
    Sequence(Vec<String>),
    Formula(Option<&'p Expr>),
    /// compared as a whole
    Whole(&'p Expr),
}

/// All declarations in the order of the file.
pub(super) fn outline<'p>(version: &Version<'p>) -> Vec<Item<'p>> {
    let mut items = document::items(version);
    items.extend(rules::items(version));
    items.extend(combination::items(version));
    items.extend(duties::items(version));
    items.extend(example::items(version));
    items.sort_by_key(|item| item.span);
    items
}

impl<'p> Item<'p> {
    fn new(kind: Keyword, subject: Message, span: Span) -> Item<'p> {
        Item {
            kind,
            key: None,
            headline: subject.clone(),
            subject,
            clauses: Vec::new(),
            span: Some(span),
            aspects: Vec::new(),
            parts: Vec::new(),
            in_order: None,
        }
    }

    /// A declaration with a name.
    fn named(kind: Keyword, name: &str, span: Span) -> Item<'p> {
        Item { key: Some(name.to_string()), ..Item::new(kind, called(kind, name), span) }
    }

    /// A part with a name: `名册 甲 栏目 乙`.
    fn part(&self, kind: Keyword, what: Message, name: &str, span: Span) -> Item<'p> {
        let (zh, en) =
            (format!("{} {} {name}", self.subject.zh, what.zh), format!("{} {} {name}", self.subject.en, what.en));
        Item { key: Some(name.to_string()), ..Item::new(kind, Message::new(zh.trim_end(), en.trim_end()), span) }
    }

    fn cites(mut self, clauses: &[String]) -> Item<'p> {
        self.clauses = clauses.to_vec();
        self.aspects.push(Aspect {
            name: both(Keyword::kw_basis),
            says: Says::Names(clauses.to_vec()),
            weight: 2,
            wording: false,
        });
        self
    }

    /// More words for the headline: after a colon, or for a nameless rule after a blank.
    fn headed(mut self, words: Option<Message>) -> Item<'p> {
        if let Some(words) = words.filter(|words| !words.zh.is_empty()) {
            let (zh, en) = if self.key.is_some() { ("：", ": ") } else { (" ", " ") };
            let Message { zh: own, en: own_en } = &self.subject;
            self.headline = Message::new(format!("{own}{zh}{}", words.zh), format!("{own_en}{en}{}", words.en));
        }
        self
    }

    fn with(mut self, name: Message, weight: u32, says: Says<'p>) -> Item<'p> {
        self.aspects.push(Aspect { name, says, weight, wording: false });
        self
    }

    /// Words on which nothing that is decided hangs.
    fn worded(mut self, zh: &str, en: &str, words: &Option<String>) -> Item<'p> {
        let says = Says::Words(words.as_ref().map(plain));
        self.aspects.push(Aspect { name: Message::new(zh, en), says, weight: 1, wording: true });
        self
    }

    fn text(self, name: Message, words: &Option<String>) -> Item<'p> {
        self.with(name, 1, Says::Words(words.as_ref().map(plain)))
    }

    fn word(self, name: Message, word: Option<Keyword>) -> Item<'p> {
        self.with(name, 1, Says::Words(word.map(both)))
    }

    /// A keyword that is there or not.
    fn flag(self, word: Keyword, set: bool) -> Item<'p> {
        self.with(both(word), 1, Says::Words(set.then(|| both(word))))
    }

    fn names(self, name: Message, weight: u32, names: &[String]) -> Item<'p> {
        self.with(name, weight, Says::Names(names.to_vec()))
    }

    fn when(self, when: &'p Option<Expr>) -> Item<'p> {
        self.with(Message::new("条件", "condition"), 3, Says::Formula(when.as_ref()))
    }

    fn parts(mut self, parts: impl IntoIterator<Item = Item<'p>>) -> Item<'p> {
        self.parts.extend(parts);
        self
    }
}

/// A keyword in both languages.
pub(super) fn both(keyword: Keyword) -> Message {
    Message::new(word(keyword, Lang::Zh), word(keyword, Lang::En))
}

/// The author's own words, the same in both languages.
pub(super) fn plain(words: impl Into<String>) -> Message {
    let words = words.into();
    Message { zh: words.clone(), en: words }
}

/// `补贴 甲`
fn called(kind: Keyword, name: &str) -> Message {
    let kind = both(kind);
    Message::new(format!("{} {name}", kind.zh), format!("{} {name}", kind.en))
}

/// `当 …`
fn when_words(version: &Version<'_>, when: &Option<Expr>) -> Option<Message> {
    when.as_ref().map(|when| join(&[both(Keyword::kw_when), plain(version.words(when.span))]))
}
