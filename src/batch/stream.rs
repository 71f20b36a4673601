//! Rows of a stream -> decisions, on all cores, in the order of the file.
//!
//! A few blocks are in work while the next ones are read. Each thread remembers what it decided for rows that look alike
//! ([`crate::cases::Rows::signature`]); the first of them is decided as any case is, with its reasons.

use super::summary::Tally;
use super::{DecidedCase, Outcome, Place, Summary, broken, decide_facts};
use crate::calendar::Decider;
use crate::cases::{Aside, Block, Blocks, Case, Finding, Found, Memory, Reader, Reject, RowUnit, Rows, Unreadable};
use crate::diagnostic::Lang;
use crate::eval::Facts;
use crate::explain::{FactShown, Reason, fact_text};
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
    /// That of the first case that came to it. Reasons say the values of that one's facts.
    pub outcome: &'a Outcome,
    pub number: Option<usize>,
    /// the values of this one's facts, by their slots, where reasons say them
    pub said: &'a [(usize, String)],
}

impl Decided<'_> {
    /// What is decided, with the case's own values.
    pub fn own(&self) -> Outcome {
        let mut outcome = self.outcome.clone();
        for fact in outcome.facts_said() {
            let own = self.said.iter().find(|(slot, _)| fact.slot == Some(*slot));
            if let Some((_, value)) = own {
                fact.value.clone_from(value);
            }
        }
        outcome
    }
}

/// The cases of a block, rendered, and what was found wrong with them.
#[derive(Debug, Default)]
pub struct DecidedBlock<B> {
    pub rendered: B,
    /// [`Finding::case`] counts all cases
    pub findings: Vec<Finding>,
    pub cases: usize,
    /// rows for which nothing is decided
    pub rejects: Vec<Reject>,
    /// how many rows were read, of every kind
    pub rows: usize,
}

/// What remains to be said at the end.
#[derive(Debug)]
pub struct Closing {
    pub summary: Summary,
    /// findings about several rows or the whole file
    pub findings: Vec<Finding>,
    /// rows below the header that are about nobody
    pub aside: usize,
}

/// What one thread knows.
struct Hand<'p, M> {
    plan: &'p Plan,
    days: (Day, Day),
    decider: Decider<'p>,
    known: Vec<Known>,
    by_signature: Vec<Option<Alike>>,
    rejects: bool,
    tally: Tally,
    rendered: M,
    /// see [`Decided::said`]
    said: Vec<(usize, String)>,
}

/// What the threads that are not at work know, each with what it has seen of the file.
type Hands<'p, M> = Mutex<Vec<(Hand<'p, M>, Memory<'p>)>>;

/// What was decided for cases that look alike.
struct Known {
    outcome: Outcome,
    /// the facts whose values its reasons say
    said: Vec<usize>,
    cases: usize,
}

/// What is known of rows with the same signature.
enum Alike {
    /// they come to the same
    Outcome(usize),
    /// a 视为 says what a fact is taken for: by the texts of the facts that it is taken from
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
    /// rows that cannot be read are left out; otherwise they are decided, with all that is lost unknown
    pub rejects: bool,
}

impl<'p, R: Render> Job<'p, R> {
    /// Decides all rows of a stream. `each` takes the blocks in order, with how many bytes have been read.
    ///
    /// # Errors
    /// When the file cannot be read further, or `each` fails.
    pub fn stream<E: From<Unreadable> + Send>(
        &self,
        reader: &Reader<'p>,
        blocks: &mut Blocks,
        first: Block,
        mut each: impl FnMut(DecidedBlock<R::Block>, u64) -> Result<(), E> + Send,
    ) -> Result<Closing, E> {
        let hands = Mutex::new(Vec::new());
        let at_once = 2 * rayon::current_num_threads();
        let (mut group, mut nobody, mut rows) = (vec![first], Aside::default(), 0);
        let (mut done, mut done_at) = (Vec::new(), 0);
        while !group.is_empty() || !done.is_empty() {
            let position = blocks.position();
            // what is decided already is written, and what comes next is read, while the blocks between are in work
            let (next, decided) = rayon::join(
                || -> Result<_, E> {
                    for (mut decided, aside) in done.drain(..) {
                        let decided: &mut DecidedBlock<R::Block> = &mut decided;
                        let cases = decided.findings.iter_mut().filter_map(|finding| finding.case.as_mut());
                        cases.for_each(|case| *case += rows);
                        nobody.add(&aside);
                        rows += decided.cases;
                        each(std::mem::take(decided), done_at)?;
                    }
                    Ok(read_group(blocks, at_once)?)
                },
                || group.par_iter().map(|block| self.block(reader, block, &hands)).collect::<Result<Vec<_>, _>>(),
            );
            (group, done, done_at) = (next?, decided?, position);
        }
        let (hands, memories): (Vec<_>, Vec<_>) = hands.into_inner().unwrap_or_default().into_iter().unzip();
        let (findings, people) = reader.close(memories, &nobody, rows);
        let summary = self.tally(hands).summary(people);
        Ok(Closing { summary, findings, aside: nobody.count() })
    }

    fn block(
        &self,
        reader: &Reader<'p>,
        block: &Block,
        hands: &Hands<'p, R::Memory>,
    ) -> Result<(DecidedBlock<R::Block>, Aside), Unreadable> {
        let taken = hands.lock().ok().and_then(|mut hands| hands.pop());
        let (mut hand, mut memory) = taken.unwrap_or_else(|| (Hand::new(self), Memory::new(reader)));
        let mut decided = DecidedBlock {
            rendered: R::Block::default(),
            findings: Vec::new(),
            cases: 0,
            rejects: Vec::new(),
            rows: 0,
        };
        let mut rows = reader.rows(block, &mut memory)?;
        while rows.advance() {
            decided.cases += 1;
            let key = rows.key();
            hand.row(&self.render, &mut rows, &key, reader.file(), &mut decided);
        }
        let Found { mut findings, aside, rows } = rows.finish();
        decided.rows = rows;
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
            let mut decided = DecidedBlock {
                rendered: R::Block::default(),
                findings: Vec::new(),
                cases: chunk.len(),
                rejects: Vec::new(),
                rows: chunk.len(),
            };
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
            hand.known.iter().for_each(|known| hand.tally.count(&known.outcome, known.cases));
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
            known: Vec::new(),
            by_signature: Vec::new(),
            rejects: job.rejects,
            tally: Tally::new(job.plan, job.lang),
            rendered: M::default(),
            said: Vec::new(),
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
        let number = match self.known(rows) {
            Some(number) => {
                self.say(rows, number);
                number
            }
            None => match self.learn(rows, key, file, decided, render) {
                Some(number) => number,
                None => return,
            },
        };
        let Some(known) = self.known.get_mut(number) else { return };
        known.cases += 1;
        let case = Decided { key, outcome: &known.outcome, number: Some(number), said: &self.said };
        render.case(&mut decided.rendered, &mut self.rendered, case);
    }

    /// Reads the values of a row that the reasons of an outcome say.
    fn say(&mut self, rows: &mut Rows<'_, 'p>, number: usize) {
        self.said.clear();
        for slot in self.known.get(number).map(|known| known.said.as_slice()).unwrap_or_default() {
            if let Some((value, texts)) = rows.value_of(*slot) {
                let facts = Facts { values: Vec::new(), dated: Vec::new(), texts };
                self.said.push((*slot, fact_text(self.plan, &facts, *slot, value, Lang::Zh)));
            }
        }
    }

    fn known(&self, rows: &Rows<'_, 'p>) -> Option<usize> {
        match self.by_signature.get(rows.signature()?)?.as_ref()? {
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
        let (signature, found) = (rows.signature(), rows.found());
        let case = rows.case();
        if let Some(reject) = self.rejects.then(|| rows.reject(found)).flatten() {
            decided.rejects.push(reject);
            decided.cases -= 1;
            return None;
        }
        let outcome = decide_facts(self.plan, &mut self.decider, &case.facts, self.days);
        let is_plain = rows.found() == found && outcome.broken.is_empty() && case.facts.dated.is_empty();
        if let Some(signature) = signature {
            if self.by_signature.len() <= signature {
                self.by_signature.resize_with(signature + 1, || None);
            }
            let place = self.by_signature.get_mut(signature);
            if is_plain && self.known.len() < MOST_OUTCOMES {
                let number = self.known.len();
                let slots = deemed(self.plan, &outcome);
                if let Some(place) = place {
                    if slots.is_empty() {
                        *place = Some(Alike::Outcome(number));
                    } else {
                        let text = texts(rows, &slots).into_boxed_str();
                        let new = || Alike::Texts { slots, outcomes: FxHashMap::default() };
                        if let Alike::Texts { outcomes, .. } = place.get_or_insert_with(new) {
                            outcomes.insert(text, number);
                        }
                    }
                }
                let mut outcome = outcome;
                let slots = outcome.facts_said().filter_map(|fact| fact.slot);
                let mut said: Vec<usize> = slots.filter(|slot| rows.may_differ(*slot)).collect();
                said.sort_unstable();
                said.dedup();
                self.said.clear();
                self.known.push(Known { outcome, said, cases: 0 });
                return Some(number);
            }
            if let (false, Some(place)) = (is_plain, place) {
                *place = Some(Alike::Unknown);
            }
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
        render.case(&mut decided.rendered, &mut self.rendered, Decided { key, outcome, number: None, said: &[] });
    }
}

/// The facts from which a 视为 that the reasons name takes its value.
fn deemed(plan: &Plan, outcome: &Outcome) -> Vec<usize> {
    let mut reasons = outcome.benefits.iter().flat_map(|benefit| &benefit.reasons);
    if !reasons.any(|reason| matches!(reason, Reason::Deemed { .. })) {
        return Vec::new();
    }
    let values: Vec<_> = plan.deems.iter().map(|(_, value)| *value).collect();
    plan.facts_of_all(&values).into_iter().collect()
}

impl Outcome {
    /// The facts whose values the reasons say.
    pub(crate) fn facts_said(&mut self) -> impl Iterator<Item = &mut FactShown> {
        let reasons = self.benefits.iter_mut().flat_map(|benefit| &mut benefit.reasons);
        reasons.flat_map(|reason| match reason {
            Reason::Unmet { facts, .. } | Reason::Excluded { facts, .. } => facts.as_mut_slice(),
            _ => &mut [],
        })
    }
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
        block.push(DecidedCase { key: case.key.to_string(), outcome: case.own() });
    }
}
