//! Which item of the old version an item of the new one is.

use super::Versions;
use super::outline::{Aspect, Item, Says};
use std::collections::{BTreeMap, VecDeque};

/// From here on two nameless rules are taken for one that was changed, in percent.
const ALIKE: u32 = 45;

impl Versions<'_> {
    /// For each old item the new one it became: the one of its name; else one that says the same; else, of nameless
    /// ones, the most similar.
    pub(super) fn matched(&self, old: &[Item<'_>], new: &[Item<'_>]) -> Vec<Option<usize>> {
        let mut to = self.by_key(old, new);
        self.equal_ones(old, new, &mut to, false);
        self.equal_ones(old, new, &mut to, true);
        let mut pairs = Vec::new();
        for (one, left) in free_old(old, &to) {
            for (two, right) in free_new(new, &to) {
                if left.kind == right.kind && left.key.is_none() && right.key.is_none() {
                    pairs.push((self.item_likeness(left, right), one, two));
                }
            }
        }
        pairs.sort_by_key(|(alike, one, two)| (std::cmp::Reverse(*alike), *one, *two));
        for (alike, one, two) in pairs {
            if alike >= ALIKE && !to.contains(&Some(two)) && to.get(one) == Some(&None) {
                set(&mut to, one, two);
            }
        }
        to
    }

    fn by_key(&self, old: &[Item<'_>], new: &[Item<'_>]) -> Vec<Option<usize>> {
        let mut places: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
        for (index, item) in new.iter().enumerate().filter(|(_, item)| item.key.is_some()) {
            places.entry((item.kind, item.key.as_deref())).or_default().push_back(index);
        }
        old.iter()
            .map(|item| {
                let key = item.key.as_deref();
                let key = key.and_then(|key| self.names.renamed(item.kind, key)).or(key);
                places.get_mut(&(item.kind, key)).and_then(VecDeque::pop_front)
            })
            .collect()
    }

    /// Nameless ones that say the same; with `renamed` also those whose name differs.
    fn equal_ones(&self, old: &[Item<'_>], new: &[Item<'_>], to: &mut [Option<usize>], renamed: bool) {
        for (one, left) in free_old(old, to) {
            let named = left.key.is_some();
            let same = |right: &Item<'_>| {
                left.kind == right.kind
                    && (renamed || (!named && right.key.is_none()))
                    && self.item_likeness(left, right) == 100
                    && (!named || tells(left))
            };
            let found = free_new(new, to).find(|(_, right)| same(right)).map(|(two, _)| two);
            if let Some(two) = found {
                set(to, one, two);
            }
        }
    }

    /// How much two items say the same, in percent; 100 when nothing differs.
    pub(super) fn item_likeness(&self, old: &Item<'_>, new: &Item<'_>) -> u32 {
        let (mut shared, mut weight) = (0, 0);
        for aspect in &new.aspects {
            let other = old.aspects.iter().find(|other| other.name == aspect.name);
            shared += aspect.weight * other.map_or(0, |other| self.aspect_likeness(other, aspect));
            weight += aspect.weight;
        }
        if !old.parts.is_empty() || !new.parts.is_empty() {
            let same = |one: &&Item<'_>| {
                let mut parts = new.parts.iter().filter(|two| one.kind == two.kind && one.key == two.key);
                parts.any(|two| self.item_likeness(one, two) == 100)
            };
            let found = old.parts.iter().filter(same).count();
            let most = old.parts.len().max(new.parts.len());
            shared += 3 * (found * 100).checked_div(most).unwrap_or_default() as u32;
            weight += 3;
        }
        let percent = shared.checked_div(weight).unwrap_or(100);
        if shared < weight * 100 { percent.min(99) } else { percent }
    }

    fn aspect_likeness(&self, old: &Aspect<'_>, new: &Aspect<'_>) -> u32 {
        match (&old.says, &new.says) {
            (Says::Words(one), Says::Words(two)) if one == two => 100,
            (Says::Personal(one), Says::Personal(two)) if one == two => 100,
            (Says::Names(one), Says::Names(two)) | (Says::Sequence(one), Says::Sequence(two)) if one == two => 100,
            (Says::Names(one), Says::Names(two)) | (Says::Sequence(one), Says::Sequence(two)) => {
                let shared = one.iter().filter(|name| two.contains(name)).count();
                let most = one.len().max(two.len());
                (shared * 90).checked_div(most).unwrap_or_default() as u32
            }
            (Says::Formula(None), Says::Formula(None)) => 100,
            (Says::Formula(Some(one)), Says::Formula(Some(two))) | (Says::Whole(one), Says::Whole(two)) => {
                self.likeness(one, two)
            }
            _ => 0,
        }
    }
}

/// Something by which a thing could be told from another, whatever its name.
fn tells(item: &Item<'_>) -> bool {
    let says = |aspect: &Aspect<'_>| match &aspect.says {
        Says::Words(words) => words.is_some() && aspect.wording,
        Says::Personal(_) => false,
        Says::Names(names) | Says::Sequence(names) => names.len() > 1,
        Says::Formula(formula) => formula.is_some(),
        Says::Whole(_) => true,
    };
    item.aspects.iter().any(says) || !item.parts.is_empty()
}

fn free_old<'i, 'p>(old: &'i [Item<'p>], to: &[Option<usize>]) -> Vec<(usize, &'i Item<'p>)> {
    old.iter().enumerate().zip(to).filter(|(_, to)| to.is_none()).map(|(item, _)| item).collect()
}

fn free_new<'i, 'p>(new: &'i [Item<'p>], to: &[Option<usize>]) -> impl Iterator<Item = (usize, &'i Item<'p>)> {
    let taken: std::collections::BTreeSet<usize> = to.iter().flatten().copied().collect();
    new.iter().enumerate().filter(move |(index, _)| !taken.contains(index))
}

fn set(to: &mut [Option<usize>], one: usize, two: usize) {
    if let Some(slot) = to.get_mut(one) {
        *slot = Some(two);
    }
}
