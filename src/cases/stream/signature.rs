//! What a decision on a row depends on: for each column what its cell says, as far as decisions can tell.
//!
//! A cell is read as [`super::super::told`] reads it. Its value counts only through the conditions by which decisions see
//! the fact ([`crate::plan::views`]), on each day on which the rows will be decided. What a signature leaves out cannot
//! reach a decision.

use super::super::datum::{Datum, Texts};
use super::super::layout::Layout;
use super::super::noted::Noted;
use super::super::repeated::number_columns;
use super::super::settle::write;
use super::super::text::clean;
use super::super::told::{Form, Told, tell};
use super::Reader;
use super::codes::{Alikes, Codes};
use super::outcomes::Outcomes;
use crate::check::model::Type;
use crate::eval::Evaluation;
use crate::plan::{NodeId, Plan, View, views};
use crate::value::{Day, Value};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::io;
use std::mem::Discriminant;

/// The most texts of a column, and the most values of a fact, that are remembered.
pub(super) const MOST: usize = 1 << 15;

/// A cell about which something is to be told.
const READ: u16 = 0;

/// What one thread has seen so far. Codes of one memory mean nothing in another.
#[derive(Debug)]
pub struct Memory<'p> {
    columns: Vec<Column>,
    groups: Vec<Group>,
    row: RowValues<'p>,
    /// the cell that holds the key
    pub(super) key_cell: Option<usize>,
    /// for each slot the column that gives it
    givers: Vec<Option<usize>>,
    /// the codes of the current row, and what they come to together
    codes: Vec<u16>,
    alikes: Alikes,
    signature: usize,
    /// identity numbers of the key register in the current row, by their column
    pub(super) numbers: Vec<(usize, i64)>,
    /// the slots of those columns
    pub(super) person_slots: Vec<usize>,
    /// whom all rows were about
    pub(super) noted: Noted,
    /// why nobody can look for repetitions
    pub(super) trouble: Option<io::Error>,
}

/// The facts of the current row that are seen together with others, and what computes conditions.
#[derive(Debug)]
struct RowValues<'p> {
    evaluation: Evaluation<'p>,
    days: (Day, Day),
    by_slot: Vec<Option<Value>>,
    /// the identity number read last
    person: Option<i64>,
    /// the slots of one register
    register: Vec<Value>,
    /// texts of facts that are seen as they are: a number for each, the same in every row
    texts: FxHashMap<String, i64>,
}

/// A column of the file that fills an entry.
#[derive(Debug)]
struct Column {
    cell: usize,
    entry: usize,
    is_key: bool,
    /// its cell dates a row, so that days make a difference of which the slots know nothing
    dates_rows: bool,
    /// of identity numbers of the key register, which of them it is
    person: Option<usize>,
    /// the slots that it fills and decisions see
    slots: Vec<Seen>,
    /// by text: what it comes to
    texts: Codes,
    /// what a text comes to may be remembered, and is worth it
    remembers: bool,
    /// texts looked up in vain
    misses: usize,
    codes: FxHashMap<(Discriminant<Told>, Vec<u16>), u16>,
    /// the same of cells of which no outcome counts
    bare: Vec<(Discriminant<Told>, u16)>,
}

/// A slot that a column fills.
#[derive(Debug)]
struct Seen {
    slot: usize,
    /// what conditions on it alone come to; none where it is seen together with other facts
    alone: Option<Outcomes>,
    /// it is a text that something reads as it is
    is_text: bool,
}

/// Facts that are only compared with each other.
#[derive(Debug)]
struct Group {
    outcomes: Outcomes,
    /// each slot with its values if nothing is known, if there is no row, and if there is a row of unknown values
    slots: Vec<(usize, [Value; 3])>,
    /// what it comes to in a row that gives none of them
    of_nothing: Option<u16>,
    /// the facts being looked at
    facts: Vec<(usize, Value)>,
}

impl<'p> Memory<'p> {
    pub fn new(reader: &Reader<'p>) -> Memory<'p> {
        let Reader { plan, layout, wide, days, .. } = reader;
        let views = views(plan);
        let filled = wide.sources.iter().enumerate().filter_map(|(cell, source)| Some((cell, source.entry?)));
        let columns: Vec<Column> = filled.map(|(cell, entry)| column(plan, layout, &views, cell, entry)).collect();
        let mut givers = vec![None; plan.slots.len()];
        for (index, column) in columns.iter().enumerate() {
            for slot in slots_of(layout, column.entry) {
                if let Some(place) = givers.get_mut(slot) {
                    *place = Some(index);
                }
            }
        }
        let together = views.into_iter().filter(|view| view.slots.len() > 1);
        Memory {
            key_cell: columns.iter().find(|column| column.is_key).map(|column| column.cell),
            groups: together.map(|view| group(layout, view)).collect(),
            row: RowValues {
                evaluation: Evaluation::new(plan),
                days: *days,
                by_slot: vec![None; plan.slots.len()],
                person: None,
                register: vec![Value::ANY; plan.slots.len()],
                texts: FxHashMap::default(),
            },
            columns,
            givers,
            codes: Vec::new(),
            alikes: Alikes::default(),
            signature: 0,
            numbers: Vec::new(),
            person_slots: number_columns(layout).into_iter().map(|(_, slot)| slot).collect(),
            noted: Noted::new(layout),
            trouble: None,
        }
    }

    pub(super) fn signature(&self) -> usize {
        self.signature
    }

    /// The cell that gives a fact.
    pub(super) fn cell_of(&self, slot: usize) -> Option<usize> {
        let column = self.givers.get(slot).copied().flatten()?;
        self.columns.get(column).map(|column| column.cell)
    }

    /// Whether rows of the same signature may give a fact different values.
    pub(super) fn may_differ(&self, slot: usize) -> bool {
        let column = self.givers.get(slot).copied().flatten().and_then(|column| self.columns.get(column));
        let seen = column.and_then(|column| column.slots.iter().find(|seen| seen.slot == slot));
        column.is_some() && seen.and_then(|seen| seen.alone.as_ref()).is_none_or(|alone| !alone.tells(slot))
    }

    /// What a row says of a fact; none where it gives it no value.
    pub(super) fn value_of(
        &mut self,
        layout: &Layout<'_>,
        slot: usize,
        cells: &[Cow<'_, str>],
    ) -> Option<(Value, Vec<String>)> {
        let column = self.columns.get(self.givers.get(slot).copied().flatten()?)?;
        value_in(layout, column.entry, slot, cells.get(column.cell)?, &mut self.row.register)
    }

    /// Reads the signature of a row; false where something is to be told about one of its cells.
    pub(super) fn sign(&mut self, layout: &Layout<'_>, cells: &[Cow<'_, str>]) -> bool {
        self.codes.clear();
        self.numbers.clear();
        if !self.groups.is_empty() {
            self.row.by_slot.fill(None);
        }
        let mut texts = layout.texts();
        for column in &mut self.columns {
            let Some(cell) = cells.get(column.cell) else { return false };
            let code = column.code(layout, cell, &mut texts, &mut self.row);
            if code == READ {
                return false;
            }
            if let (Some(person), Some(number)) = (column.person, self.row.person.take()) {
                self.numbers.push((person, number));
            }
            self.codes.push(code);
        }
        for group in &mut self.groups {
            let Some(code) = group.code(&mut self.row) else { return false };
            self.codes.push(code);
        }
        match self.alikes.number(&self.codes) {
            Some(number) => {
                self.signature = number;
                true
            }
            None => false,
        }
    }
}

/// What a cell says of a fact: the value, and the texts that are no constants of the plan.
pub(super) fn value_in(
    layout: &Layout<'_>,
    entry: usize,
    slot: usize,
    cell: &str,
    scratch: &mut [Value],
) -> Option<(Value, Vec<String>)> {
    let mut texts = layout.texts();
    let (register, column) = layout.place(entry)?;
    let (Told::Value(datum) | Told::Idle(datum)) = tell(layout, entry, &clean(cell), Form::Wide, &mut texts).ok()?
    else {
        return None;
    };
    write(column?, datum, scratch, &mut texts);
    let value = *scratch.get(slot.checked_sub(register.slots.start)?)?;
    Some((value, texts.own))
}

impl Column {
    fn code(&mut self, layout: &Layout<'_>, cell: &str, texts: &mut Texts<'_>, row: &mut RowValues<'_>) -> u16 {
        if !self.remembers {
            return self.read(layout, &clean(cell), texts, row).unwrap_or(READ);
        }
        if let Some(code) = self.texts.get(cell) {
            return code;
        }
        let code = self.read(layout, &clean(cell), texts, row).unwrap_or(READ);
        self.misses += 1;
        self.remembers = self.misses < 2 * MOST;
        self.texts.remember(cell, code);
        code
    }

    /// None where something is to be told about the cell, or its fact has too many values.
    fn read(&mut self, layout: &Layout<'_>, cell: &str, texts: &mut Texts<'_>, row: &mut RowValues<'_>) -> Option<u16> {
        if self.is_key && cell.is_empty() {
            return None;
        }
        let told = tell(layout, self.entry, cell, Form::Wide, texts).ok()?;
        let mut outcomes = Vec::new();
        match told {
            Told::Bad | Told::Day(_) => return None,
            Told::Value(_) | Told::Idle(_) if self.dates_rows => return None,
            Told::Value(Datum::Identity(number)) if number.old_form => return None,
            Told::Value(Datum::Identity(number)) => row.person = Some(number.value()),
            _ => {}
        }
        match told {
            Told::Value(datum) | Told::Idle(datum) if !self.slots.is_empty() => {
                let (register, column) = layout.place(self.entry)?;
                let Some(column) = column else { return self.number(&told, outcomes) };
                write(column, datum, &mut row.register, texts);
                for seen in &mut self.slots {
                    let value = *row.register.get(seen.slot.checked_sub(register.slots.start)?)?;
                    let value = if seen.is_text { row.shared(value, texts)? } else { value };
                    match &mut seen.alone {
                        Some(alone) => outcomes.push(alone.of(&[(seen.slot, value)], row.days, &mut row.evaluation)?),
                        None => *row.by_slot.get_mut(seen.slot)? = Some(value),
                    }
                }
            }
            _ => {}
        }
        self.number(&told, outcomes)
    }

    fn number(&mut self, told: &Told, outcomes: Vec<u16>) -> Option<u16> {
        let next = u16::try_from(self.codes.len() + self.bare.len() + 1).ok();
        let told = std::mem::discriminant(told);
        if outcomes.is_empty() {
            let known = self.bare.iter().find(|(of, _)| *of == told).map(|(_, code)| *code);
            return known.or_else(|| {
                self.bare.push((told, next?));
                next
            });
        }
        match self.codes.entry((told, outcomes)) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(new) => Some(*new.insert(next?)),
        }
    }
}

impl RowValues<'_> {
    /// The number of a text, which is the row's own, as all rows share it; none if there are too many texts.
    fn shared(&mut self, value: Value, texts: &Texts<'_>) -> Option<Value> {
        let own = usize::try_from(value.lo).ok().and_then(|number| number.checked_sub(texts.first));
        let Some(text) = own.filter(|_| value.is_known()).and_then(|own| texts.own.get(own)) else {
            return Some(value);
        };
        if let Some(number) = self.texts.get(text) {
            return Some(Value::known(*number));
        }
        let number = (texts.first + self.texts.len()) as i64;
        (self.texts.len() < MOST).then(|| self.texts.insert(text.clone(), number))?;
        Some(Value::known(number))
    }
}

impl Group {
    /// None if there are too many outcomes.
    fn code(&mut self, row: &mut RowValues<'_>) -> Option<u16> {
        let given = |slot: usize| row.by_slot.get(slot).copied().flatten();
        let count = self.slots.iter().filter(|(slot, _)| given(*slot).is_some()).count();
        if count == 0 && self.of_nothing.is_some() {
            return self.of_nothing;
        }
        let is_whole = count == self.slots.len();
        // what is not given hangs on whether the register has a row, which the other codes of the signature say
        let ways = if is_whole { 1 } else { 3 };
        self.facts.clear();
        for way in 0..ways {
            let value = |(slot, bases): &(usize, [Value; 3])| {
                (*slot, given(*slot).or_else(|| bases.get(way).copied()).unwrap_or(Value::ANY))
            };
            self.facts.extend(self.slots.iter().map(value));
        }
        let code = self.outcomes.of(&self.facts, row.days, &mut row.evaluation);
        if count == 0 {
            self.of_nothing = code;
        }
        code
    }
}

fn column(plan: &Plan, layout: &Layout<'_>, views: &[View], cell: usize, entry: usize) -> Column {
    let seen = |slot: usize| {
        let view = views.iter().find(|view| view.slots.contains(&slot))?;
        let is_alone = view.slots.len() == 1;
        let is_seen = !is_alone || view.seen.contains(&NodeId(slot as u32));
        let is_text = is_seen && plan.type_of(slot) == Some(Type::Text);
        Some(Seen { slot, alone: is_alone.then(|| Outcomes::new(view.clone())), is_text })
    };
    let register = layout.place(entry).map(|(register, _)| register);
    let is_seen = |slot: usize| views.iter().any(|view| view.slots.contains(&slot));
    let slots: Vec<Seen> = slots_of(layout, entry).into_iter().filter_map(seen).collect();
    let person = number_columns(layout).iter().position(|(_, slot)| slots_of(layout, entry).first() == Some(slot));
    Column {
        cell,
        entry,
        is_key: entry == layout.key,
        dates_rows: register.is_some_and(|of| of.model.dated_by.is_some() && of.slots.clone().any(is_seen)),
        remembers: person.is_none() && slots.iter().all(|seen| seen.alone.is_some()),
        person,
        slots,
        texts: Codes::default(),
        misses: 0,
        codes: FxHashMap::default(),
        bare: Vec::new(),
    }
}

/// The slots that hold the value of an entry's cell or a part of it.
fn slots_of(layout: &Layout<'_>, entry: usize) -> Vec<usize> {
    let Some((register, Some(column))) = layout.place(entry) else { return Vec::new() };
    let slots = column.value.into_iter().chain(column.parts.iter().map(|(_, slot)| *slot));
    slots.map(|slot| register.slots.start + slot).collect()
}

fn group(layout: &Layout<'_>, view: View) -> Group {
    let bases = |slot: usize| {
        let register = layout.registers.iter().find(|register| register.slots.contains(&slot));
        let of = |values: &[Value], start: usize| values.get(slot - start).copied().unwrap_or(Value::ANY);
        register.map_or([Value::ANY; 3], |register| {
            let start = register.slots.start;
            [of(&register.unknown, start), of(&register.absent, start), of(&register.covered, start)]
        })
    };
    let slots = view.slots.iter().map(|slot| (*slot, bases(*slot))).collect();
    Group { outcomes: Outcomes::new(view), slots, of_nothing: None, facts: Vec::new() }
}
