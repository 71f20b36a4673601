//! Rows of a stream -> decisions, on all cores, in the order of the file.
//!
//! A few blocks are in work while the next ones are read. Each thread remembers what it decided for rows that look alike
//! ([`crate::cases::Rows::signature`]); the first of them is decided as any case is, with its reasons.

use super::summary::Tally;
use super::{DecidedCase, Outcome, Place, Summary, broken, decide_facts};
use crate::calendar::Decider;
use crate::cases::{Aside, Block, Blocks, Case, Finding, Found, Memory, Reader, RowUnit, Rows, Unreadable};
use crate::diagnostic::Lang;
use crate::explain::Reason;
use crate::plan::Plan;
use crate::value::Day;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Mutex;

/// How many outcomes a thread remembers.
const MOST_OUTCOMES: usize = 1 << 14;

/// How many cases that stand in memory are decided at a time.
const CHUNK: usize = 1 << 12;

/// What becomes of decided cases.
pub trait Render: Sync {
    /// what the cases of a block become
    type Block: Default + Send;
    /// what a thread remembers between blocks
    type Memory: Default + Send;

    /// Takes a case. Of a thread, what it has decided under a number before comes to the same again.
    fn case(&self, block: &mut Self::Block, memory: &mut Self::Memory, case: Decided<'_>);
}

/// A case that has been decided.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    pub key: &'a str,
    pub outcome: &'a Outcome,
    pub number: Option<usize>,
}

/// The cases of a block, rendered, and what was found wrong with them.
#[derive(Debug)]
pub struct DecidedBlock<B> {
    pub rendered: B,
    /// [`Finding::case`] counts all cases
    pub findings: Vec<Finding>,
    pub cases: usize,
}

/// What remains to be said at the end.
#[derive(Debug)]
pub struct Closing {
    pub summary: Summary,
    /// findings about several rows or the whole file
    pub findings: Vec<Finding>,
    /// rows below the header that are about nobody
    pub blank: usize,
}

/// What one thread knows.
struct Hand<'p, M> {
    plan: &'p Plan,
    days: (Day, Day),
    decider: Decider<'p>,
    outcomes: Vec<Outcome>,
    /// how many cases came to each of them
    counts: Vec<usize>,
    by_signature: FxHashMap<Box<[u32]>, Alike>,
    tally: Tally,
    rendered: M,
}

/// What is known of rows with the same signature.
enum Alike {
    /// they come to the same
    Outcome(usize),
    /// Their reasons say what some facts are: by the texts of those.
    Texts { slots: Vec<usize>, outcomes: FxHashMap<Box<str>, usize> },
    /// they have to be read one by one
    Unknown,
}

/// A policy and how to decide and render by it.
pub struct Job<'p, R> {
    pub plan: &'p Plan,
    pub days: (Day, Day),
    pub render: R,
    pub lang: Lang,
}

impl<'p, R: Render> Job<'p, R> {
    /// Decides all rows of a stream. `each` takes the blocks in order, with how many bytes have been read.
    ///
    /// # Errors
    /// When the file cannot be read further, or `each` fails.
    pub fn stream<E: From<Unreadable>>(
        &self,
        reader: &Reader<'p>,
        blocks: &mut Blocks,
        first: Block,
        mut each: impl FnMut(DecidedBlock<R::Block>, u64) -> Result<(), E>,
    ) -> Result<Closing, E> {
        let hands = Mutex::new(Vec::new());
        let at_once = 2 * rayon::current_num_threads();
        let (mut group, mut nobody, mut rows) = (vec![first], Aside::default(), 0);
        while !group.is_empty() {
            let position = blocks.position();
            let (next, decided) = rayon::join(
                || read_group(blocks, at_once),
                || group.par_iter().map(|block| self.block(reader, block, &hands)).collect::<Vec<_>>(),
            );
            for decided in decided {
                let (decided, aside) = decided?;
                let mut decided = decided;
                let cases = decided.findings.iter_mut().filter_map(|finding| finding.case.as_mut());
                cases.for_each(|case| *case += rows);
                nobody.add(&aside);
                rows += decided.cases;
                each(decided, position)?;
            }
            group = next?;
        }
        let (hands, memories): (Vec<_>, Vec<_>) = hands.into_inner().unwrap_or_default().into_iter().unzip();
        let (findings, people) = reader.close(memories, &nobody, rows);
        let summary = self.tally(hands).summary(people);
        Ok(Closing { summary, findings, blank: nobody.count() })
    }

    fn block(
        &self,
        reader: &Reader<'p>,
        block: &Block,
        hands: &Mutex<Vec<(Hand<'p, R::Memory>, Memory<'p>)>>,
    ) -> Result<(DecidedBlock<R::Block>, Aside), Unreadable> {
        let taken = hands.lock().ok().and_then(|mut hands| hands.pop());
        let (mut hand, mut memory) = taken.unwrap_or_else(|| (Hand::new(self), Memory::new(reader)));
        let mut decided = DecidedBlock { rendered: R::Block::default(), findings: Vec::new(), cases: 0 };
        let mut rows = reader.rows(block, &mut memory)?;
        while rows.advance() {
            decided.cases += 1;
            let key = rows.key();
            hand.row(&self.render, &mut rows, &key, reader.file(), &mut decided);
        }
        let Found { mut findings, aside } = rows.finish();
        if !decided.findings.is_empty() {
            findings.append(&mut decided.findings);
            findings.sort_by_key(|finding| finding.row);
        }
        decided.findings = findings;
        if let Ok(mut hands) = hands.lock() {
            hands.push((hand, memory));
        }
        Ok((decided, aside))
    }

    /// Decides cases that stand in memory. `each` takes them in order.
    ///
    /// # Errors
    /// When `each` fails.
    pub fn cases<E>(
        &self,
        (file, unit): (&str, RowUnit),
        cases: &[Case],
        mut each: impl FnMut(DecidedBlock<R::Block>, usize) -> Result<(), E>,
    ) -> Result<Summary, E> {
        let hands = Mutex::new(Vec::new());
        let chunk = |(index, chunk): (usize, &[Case])| {
            let taken = hands.lock().ok().and_then(|mut hands: std::sync::MutexGuard<'_, Vec<_>>| hands.pop());
            let mut hand: Hand<'p, R::Memory> = taken.unwrap_or_else(|| Hand::new(self));
            let mut decided = DecidedBlock { rendered: R::Block::default(), findings: Vec::new(), cases: chunk.len() };
            for (place, case) in chunk.iter().enumerate() {
                let at = Place { file, row: case.row, unit, case: Some(index * CHUNK + place) };
                hand.case(&self.render, case, at, &mut decided);
            }
            if let Ok(mut hands) = hands.lock() {
                hands.push(hand);
            }
            decided
        };
        let groups = cases.chunks(CHUNK).enumerate().collect::<Vec<_>>();
        for group in groups.chunks(4 * rayon::current_num_threads()) {
            let decided: Vec<_> = group.par_iter().map(|one| chunk(*one)).collect();
            decided.into_iter().try_for_each(|decided| {
                let count = decided.cases;
                each(decided, count)
            })?;
        }
        let people = super::people(cases.iter().map(|case| case.key.as_str()));
        Ok(self.tally(hands.into_inner().unwrap_or_default()).summary(people))
    }

    fn tally(&self, hands: Vec<Hand<'p, R::Memory>>) -> Tally {
        let mut tally = Tally::new(self.plan, self.lang);
        for mut hand in hands {
            let known = hand.outcomes.iter().zip(&hand.counts);
            known.for_each(|(outcome, count)| hand.tally.count(outcome, *count));
            tally.add(hand.tally);
        }
        tally
    }
}

fn read_group(blocks: &mut Blocks, most: usize) -> Result<Vec<Block>, Unreadable> {
    let mut group = Vec::with_capacity(most);
    while group.len() < most
        && let Some(block) = blocks.advance()?
    {
        group.push(block);
    }
    Ok(group)
}

impl<'p, M: Default> Hand<'p, M> {
    fn new<R: Render<Memory = M>>(job: &Job<'p, R>) -> Hand<'p, M> {
        Hand {
            plan: job.plan,
            days: job.days,
            decider: Decider::new(job.plan),
            outcomes: Vec::new(),
            counts: Vec::new(),
            by_signature: FxHashMap::default(),
            tally: Tally::new(job.plan, job.lang),
            rendered: M::default(),
        }
    }

    fn row<R: Render<Memory = M>>(
        &mut self,
        render: &R,
        rows: &mut Rows<'_, 'p>,
        key: &str,
        file: &str,
        decided: &mut DecidedBlock<R::Block>,
    ) {
        if let Some(number) = self.known(rows) {
            self.show(render, key, number, decided);
        } else if let Some(number) = self.learn(rows, key, file, decided, render) {
            self.show(render, key, number, decided);
        }
    }

    /// A case that came to an outcome known by its number.
    fn show<R: Render<Memory = M>>(
        &mut self,
        render: &R,
        key: &str,
        number: usize,
        decided: &mut DecidedBlock<R::Block>,
    ) {
        let (Some(outcome), Some(count)) = (self.outcomes.get(number), self.counts.get_mut(number)) else { return };
        *count += 1;
        render.case(&mut decided.rendered, &mut self.rendered, Decided { key, outcome, number: Some(number) });
    }

    fn known(&self, rows: &Rows<'_, 'p>) -> Option<usize> {
        match self.by_signature.get(rows.signature()?)? {
            Alike::Outcome(number) => Some(*number),
            Alike::Texts { slots, outcomes } => outcomes.get(texts(rows, slots).as_str()).copied(),
            Alike::Unknown => None,
        }
    }

    /// Decides a row by itself. What can be remembered gets a number; everything else is rendered at once.
    fn learn<R: Render<Memory = M>>(
        &mut self,
        rows: &mut Rows<'_, 'p>,
        key: &str,
        file: &str,
        decided: &mut DecidedBlock<R::Block>,
        render: &R,
    ) -> Option<usize> {
        let (signature, found) = (rows.signature().map(Box::<[u32]>::from), rows.found());
        let case = rows.case();
        let outcome = decide_facts(self.plan, &mut self.decider, &case.facts, self.days);
        let is_plain = rows.found() == found && outcome.broken.is_empty() && case.facts.dated.is_empty();
        match signature {
            Some(signature) if is_plain && self.outcomes.len() < MOST_OUTCOMES => {
                let number = self.outcomes.len();
                let slots = said(self.plan, &outcome);
                if slots.is_empty() {
                    self.by_signature.insert(signature, Alike::Outcome(number));
                } else {
                    let text = texts(rows, &slots).into_boxed_str();
                    let new = Alike::Texts { slots, outcomes: FxHashMap::default() };
                    if let Alike::Texts { outcomes, .. } = self.by_signature.entry(signature).or_insert(new) {
                        outcomes.insert(text, number);
                    }
                }
                self.outcomes.push(outcome);
                self.counts.push(0);
                return Some(number);
            }
            Some(signature) if !is_plain && self.by_signature.len() < MOST_OUTCOMES => {
                self.by_signature.insert(signature, Alike::Unknown);
            }
            _ => {}
        }
        let at = Place { file, row: case.row, unit: RowUnit::Row, case: Some(decided.cases - 1) };
        self.tell(render, key, &outcome, at, decided);
        None
    }

    fn case<R: Render<Memory = M>>(
        &mut self,
        render: &R,
        case: &Case,
        at: Place<'_>,
        decided: &mut DecidedBlock<R::Block>,
    ) {
        let outcome = decide_facts(self.plan, &mut self.decider, &case.facts, self.days);
        self.tell(render, &case.key, &outcome, at, decided);
    }

    /// A case whose outcome is not remembered.
    fn tell<R: Render<Memory = M>>(
        &mut self,
        render: &R,
        key: &str,
        outcome: &Outcome,
        at: Place<'_>,
        decided: &mut DecidedBlock<R::Block>,
    ) {
        decided.findings.extend(broken(self.plan, at, key, outcome));
        self.tally.count(outcome, 1);
        render.case(&mut decided.rendered, &mut self.rendered, Decided { key, outcome, number: None });
    }
}

/// The facts whose values the reasons say.
fn said(plan: &Plan, outcome: &Outcome) -> Vec<usize> {
    let mut slots: Vec<usize> = Vec::new();
    for reason in outcome.benefits.iter().flat_map(|benefit| &benefit.reasons) {
        match reason {
            Reason::Unmet { facts, .. } | Reason::Excluded { facts, .. } => {
                slots.extend(facts.iter().filter_map(|fact| fact.slot));
            }
            Reason::Deemed { .. } => {
                slots.extend(plan.deems.iter().flat_map(|(_, value)| plan.facts_of(*value)));
            }
            _ => {}
        }
    }
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// The texts in the columns of some facts.
fn texts(rows: &Rows<'_, '_>, slots: &[usize]) -> String {
    let mut texts = String::new();
    for slot in slots {
        texts += rows.cell_of(*slot).unwrap_or_default();
        texts.push('\0');
    }
    texts
}

/// Cases as they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whole;

impl Render for Whole {
    type Block = Vec<DecidedCase>;
    type Memory = ();

    fn case(&self, block: &mut Vec<DecidedCase>, (): &mut (), case: Decided<'_>) {
        block.push(DecidedCase { key: case.key.to_string(), outcome: case.outcome.clone() });
    }
}
