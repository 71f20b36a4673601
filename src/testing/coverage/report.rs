//! What was reached, and what is missing in words.

use super::items::{Item, ItemKind, Standing};
use super::probe::State;
use crate::diagnostic::Message;

/// All items with what was seen of them, in the policy's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub items: Vec<Item>,
}

/// How much of what must be seen was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// items that count
    pub items: usize,
    /// items of which everything was seen
    pub full: usize,
    /// states that must be seen: 是, 否, at a bound, …
    pub required: usize,
    pub seen: usize,
}

impl Figures {
    /// Seen of all that must be seen, in hundredths of a percent, rounded down: 10000 only when nothing is missing.
    pub fn ratio(&self) -> u64 {
        if self.required == 0 { 10_000 } else { self.seen as u64 * 10_000 / self.required as u64 }
    }
}

impl Report {
    /// Items that count.
    pub fn counted(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.standing == Standing::Counted)
    }

    pub fn figures(&self) -> Figures {
        self.counted().fold(Figures::default(), |figures, item| {
            let missing = item.missing().len();
            Figures {
                items: figures.items + 1,
                full: figures.full + usize::from(missing == 0),
                required: figures.required + item.required.len(),
                seen: figures.seen + item.required.len() - missing,
            }
        })
    }
}

impl Item {
    /// What must be seen and was not.
    pub fn missing(&self) -> Vec<State> {
        self.required.iter().copied().filter(|state| self.seen.times(*state) == 0).collect()
    }

    /// What is missing, in words.
    pub fn missing_words(&self) -> Vec<Message> {
        self.missing().into_iter().map(|state| self.not_seen(state)).collect()
    }

    fn not_seen(&self, state: State) -> Message {
        use ItemKind as Kind;
        let (zh, en) = match (self.kind, state) {
            (Kind::RateRow, _) => ("没有人按这一行", "nobody is paid by this row"),
            (Kind::Exclusion, State::Yes) => ("没有因此不享受的", "nobody is excluded by it"),
            (Kind::HigherOf, State::Yes) => ("没有留下本补贴的", "ours is never the higher"),
            (Kind::HigherOf, State::No) => ("没有改领其他待遇的", "the other is never drawn instead"),
            (Kind::TopUp, State::Yes) => ("没有因此少发的", "it never reduces a payment"),
            (Kind::TopUp | Kind::Cap, State::No) => ("没有照发的", "there is no payment that it leaves alone"),
            (Kind::Cap, State::Yes) => ("没有因此封顶的", "it never limits a payment"),
            (_, State::Yes) => ("没有见过为是", "never met"),
            (_, State::No) => ("没有见过为否", "never unmet"),
            (_, State::Unknown) => ("没有见过待核实", "never unknown"),
            (_, State::At) => ("没有正好等于界限的", "never exactly at the bound"),
            (_, State::Below) if self.dates => ("没有早于界限的", "never before the bound"),
            (_, State::Above) if self.dates => ("没有晚于界限的", "never after the bound"),
            (_, State::Below) => ("没有低于界限的", "never below the bound"),
            (_, State::Above) => ("没有高于界限的", "never above the bound"),
        };
        Message::new(zh, en)
    }
}
