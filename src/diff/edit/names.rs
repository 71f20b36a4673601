//! Which things of two versions are the same: those of one name, and those that only bear another name.

use crate::check::model::{Policy, SlotKind};
use crate::syntax::Keyword;

/// Indices of the old policy -> indices of the new one.
#[derive(Debug)]
pub(super) struct Names<'p> {
    pub(super) old: &'p Policy,
    pub(super) new: &'p Policy,
    registers: Map,
    /// for each old register its columns, in the register it became
    columns: Vec<Map>,
    readings: Map,
    defines: Map,
    benefits: Map,
}

/// For each old index the new one, if any.
type Map = Vec<Option<usize>>;

impl<'p> Names<'p> {
    pub(super) fn new(old: &'p Policy, new: &'p Policy) -> Names<'p> {
        let mut names = Names {
            old,
            new,
            registers: by_name(&old.registers, &new.registers, |register| &register.name),
            columns: Vec::new(),
            readings: by_name(&old.readings, &new.readings, |reading| &reading.name),
            defines: by_name(&old.defines, &new.defines, |define| &define.name),
            benefits: by_name(&old.benefits, &new.benefits, |benefit| &benefit.name),
        };
        names.registers = renamed(names.registers, &old.registers, &new.registers, |one, two| {
            let columns = one.columns.len() == two.columns.len()
                && one.columns.iter().zip(&two.columns).all(|(one, two)| one.name == two.name && one.ty == two.ty);
            columns && one.title == two.title && (one.title.is_some() || !one.columns.is_empty())
        });
        names.columns =
            old.registers.iter().zip(&names.registers).map(|(one, to)| names.columns_of(one, *to)).collect();
        names.readings = renamed(names.readings, &old.readings, &new.readings, |one, two| one.options == two.options);
        names.rename_defines();
        names.rename_benefits();
        names
    }

    fn columns_of(&self, old: &crate::check::model::Register, to: Option<usize>) -> Map {
        let Some(new) = to.and_then(|to| self.new.registers.get(to)) else { return vec![None; old.columns.len()] };
        let map = by_name(&old.columns, &new.columns, |column| &column.name);
        renamed(map, &old.columns, &new.columns, |one, two| one.ty == two.ty && one.headers == two.headers)
    }

    /// A renamed definition may use another, so that one round may lead to the next.
    fn rename_defines(&mut self) {
        loop {
            let found = renamed(self.defines.clone(), &self.old.defines, &self.new.defines, |one, two| {
                self.same(&one.value, &two.value)
            });
            if found == self.defines {
                return;
            }
            self.defines = found;
        }
    }

    fn rename_benefits(&mut self) {
        self.benefits = renamed(self.benefits.clone(), &self.old.benefits, &self.new.benefits, |one, two| {
            let mut lines = one.requirements.iter().zip(&two.requirements);
            one.requirements.len() == two.requirements.len()
                && lines.all(|(one, two)| self.same(&one.condition, &two.condition))
                && self.same(&one.rate, &two.rate)
        });
    }

    /// The name that something of the old policy has in the new one, if it was only renamed.
    pub(super) fn renamed(&self, kind: Keyword, name: &str) -> Option<&'p str> {
        fn new_name<'p, T>(map: &Map, old: &[T], new: &'p [T], name: &str, of: fn(&T) -> &str) -> Option<&'p str> {
            let index = old.iter().position(|item| of(item) == name)?;
            map.get(index).copied().flatten().and_then(|to| new.get(to)).map(of)
        }
        let (old, new) = (self.old, self.new);
        match kind {
            Keyword::kw_register => new_name(&self.registers, &old.registers, &new.registers, name, |item| &item.name),
            Keyword::kw_reading => new_name(&self.readings, &old.readings, &new.readings, name, |item| &item.name),
            Keyword::kw_define => new_name(&self.defines, &old.defines, &new.defines, name, |item| &item.name),
            Keyword::kw_benefit => new_name(&self.benefits, &old.benefits, &new.benefits, name, |item| &item.name),
            _ => None,
        }
    }

    pub(super) fn same_register(&self, old: usize, new: usize) -> bool {
        self.registers.get(old) == Some(&Some(new))
    }

    pub(super) fn same_column(&self, register: usize, old: usize, new: usize) -> bool {
        self.columns.get(register).and_then(|columns| columns.get(old)) == Some(&Some(new))
    }

    pub(super) fn same_slot(&self, (register, old): (usize, SlotKind), (other, new): (usize, SlotKind)) -> bool {
        let columns = match (old, new) {
            (SlotKind::Listed, SlotKind::Listed) => true,
            (SlotKind::Column(old), SlotKind::Column(new)) => self.same_column(register, old, new),
            (SlotKind::Present(old), SlotKind::Present(new)) => self.same_column(register, old, new),
            (SlotKind::Part(old, part), SlotKind::Part(new, other)) => {
                part == other && self.same_column(register, old, new)
            }
            _ => false,
        };
        columns && self.same_register(register, other)
    }

    pub(super) fn same_reading(&self, old: usize, new: usize) -> bool {
        self.readings.get(old) == Some(&Some(new))
    }

    pub(super) fn same_define(&self, old: usize, new: usize) -> bool {
        self.defines.get(old) == Some(&Some(new))
    }

    pub(super) fn same_benefit(&self, old: usize, new: usize) -> bool {
        self.benefits.get(old) == Some(&Some(new))
    }

    /// For each old benefit the new one, if any.
    pub(super) fn into_benefits(self) -> Vec<Option<usize>> {
        self.benefits
    }

    /// The names of the old benefits, those that were renamed by their new names.
    pub(super) fn benefit_names(&self) -> Vec<String> {
        let new = |to: &Option<usize>| to.and_then(|to| self.new.benefits.get(to));
        self.old.benefits.iter().zip(&self.benefits).map(|(old, to)| new(to).unwrap_or(old).name.clone()).collect()
    }

    /// The names of the old registers, those that were renamed by their new names.
    pub(super) fn register_names(&self) -> Vec<String> {
        let new = |to: &Option<usize>| to.and_then(|to| self.new.registers.get(to));
        self.old.registers.iter().zip(&self.registers).map(|(old, to)| new(to).unwrap_or(old).name.clone()).collect()
    }
}

fn by_name<'p, T>(old: &'p [T], new: &'p [T], name: impl Fn(&'p T) -> &'p String) -> Map {
    let places: std::collections::BTreeMap<&String, usize> =
        new.iter().enumerate().rev().map(|(index, item)| (name(item), index)).collect();
    old.iter().map(|item| places.get(name(item)).copied()).collect()
}

/// Adds those that have no namesake and say the same.
fn renamed<T>(mut map: Map, old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> Map {
    let mut free: Vec<bool> = vec![true; new.len()];
    for taken in map.iter().flatten() {
        if let Some(free) = free.get_mut(*taken) {
            *free = false;
        }
    }
    for (one, to) in old.iter().zip(&mut map).filter(|(_, to)| to.is_none()) {
        let found = new.iter().zip(&mut free).enumerate().find(|(_, (two, free))| **free && same(one, two));
        if let Some((index, (_, free))) = found {
            *free = false;
            *to = Some(index);
        }
    }
    map
}
