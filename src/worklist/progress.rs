//! How far each application is: the records of its stages against the procedure (程序).

use super::track::{Track, listed, papers_not_named};
use crate::cases::{Case, Finding, RowUnit};
use crate::eval::Evaluation;
use crate::plan::Plan;
use crate::syntax::Keyword;
use crate::value::Day;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One application on the day asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// index of the case
    pub case: usize,
    pub key: String,
    pub procedure: usize,
    /// the benefit it is about, if the records say so
    pub benefit: Option<usize>,
    /// the stage recorded last
    pub stage: usize,
    /// the day on which that stage was reached, if a record says so
    pub since: Option<Day>,
    /// days from then to the day asked for
    pub days: Option<i64>,
    /// the stage that follows; none after the last
    pub next: Option<usize>,
    /// in the order of the stages
    pub missing: Vec<MissingDocument>,
    pub troubles: Vec<Trouble>,
}

/// A document of a stage that was reached, which no record lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingDocument {
    pub stage: usize,
    /// one of these is needed
    pub any_of: Vec<String>,
    /// it surely is needed; else that cannot be decided
    pub certain: bool,
}

/// What is wrong with an application's course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// the stage was reached only after a later one
    OutOfOrder { stage: usize, after: usize },
    /// a later stage was reached, this one never
    Skipped { stage: usize },
    /// The present stage lasts longer than its limit, or than the days asked for.
    Overdue { due: Day },
}

impl Application {
    /// Nothing is late, out of order, left out or surely missing.
    pub fn is_clear(&self) -> bool {
        self.troubles.is_empty() && !self.missing.iter().any(|document| document.certain)
    }
}

/// All applications of a batch on a day, in the order of the cases, and records that name no stage. `over`: after how
/// many days in one stage an application counts as overdue where the stage has no limit of its own.
pub fn progress(
    plan: &Plan,
    file: &str,
    (cases, unit): (&[Case], RowUnit),
    on: Day,
    over: Option<i64>,
) -> (Vec<Application>, Vec<Finding>) {
    let tracks: Vec<Track<'_>> = plan
        .policy
        .procedures
        .iter()
        .enumerate()
        .filter_map(|(index, procedure)| Track::of(plan, index, procedure, procedure.records?))
        .collect();
    let one = |evaluation: &mut Evaluation<'_>, (index, case): (usize, &Case)| {
        let mut found = (Vec::new(), Vec::new(), Vec::new());
        for track in &tracks {
            track.follow(evaluation, (index, case), on, over, &mut found.0);
            track.unknown_stages(&tracks, case, (file, unit), on, &mut found.1);
            track.unknown_papers(&case.facts, on, &mut found.2);
        }
        found
    };
    let all: Vec<(Vec<Application>, Vec<Finding>, Vec<String>)> = cases
        .par_iter()
        .enumerate()
        .map_init(|| Evaluation::new(plan), |evaluation, case| one(evaluation, case))
        .collect();
    let (mut applications, mut findings) = (Vec::new(), Vec::new());
    let mut papers: BTreeMap<String, usize> = BTreeMap::new();
    for (of_case, found, unknown) in all {
        applications.extend(of_case);
        findings.extend(found);
        unknown.into_iter().for_each(|paper| *papers.entry(paper).or_default() += 1);
    }
    if !papers.is_empty() {
        findings.push(papers_not_named(&papers, file, unit));
    }
    (applications, findings)
}

/// A record of a stage.
struct Record {
    stage: usize,
    day: Option<Day>,
    papers: Vec<String>,
}

impl<'p> Track<'p> {
    fn follow(
        &self,
        evaluation: &mut Evaluation<'_>,
        (index, case): (usize, &Case),
        on: Day,
        over: Option<i64>,
        found: &mut Vec<Application>,
    ) {
        let facts = &case.facts;
        let mut groups: Vec<(Option<usize>, Vec<Record>)> = Vec::new();
        for (day, values) in self.rows(facts, on) {
            let name = self.text(facts, &self.stage, values);
            let Some(stage) = name.and_then(|name| self.stage_named(&name)) else { continue };
            let papers = self.documents.as_ref().and_then(|cell| self.text(facts, cell, values));
            let papers = papers.map(|papers| listed(&papers)).unwrap_or_default();
            let benefit = self.benefit_of(values);
            let place = groups.iter().position(|(of, _)| *of == benefit).unwrap_or_else(|| {
                groups.push((benefit, Vec::new()));
                groups.len() - 1
            });
            if let Some((_, records)) = groups.get_mut(place) {
                records.push(Record { stage, day, papers });
            }
        }
        if groups.is_empty() {
            return;
        }
        evaluation.run_all(facts, on);
        groups.sort_by_key(|(benefit, _)| *benefit);
        for (benefit, records) in groups {
            let records = self.latest(records);
            let Some(last) = records.iter().max_by_key(|record| (record.day, record.stage)) else { continue };
            let stage = last.stage;
            let before = records.iter().filter(|record| record.stage != stage).filter_map(|record| record.day).max();
            // the present stage may have been recorded several times
            let run = records.iter().filter(|record| record.stage == stage && record.day >= before);
            let since = run.filter_map(|record| record.day).min();
            let next = Some(stage + 1).filter(|next| *next < self.procedure.stages.len());
            let mut troubles = self.order(&records);
            troubles.extend(next.and(since).and_then(|since| self.overdue(stage, since, on, over)));
            found.push(Application {
                case: index,
                key: case.key.clone(),
                procedure: self.index,
                benefit,
                stage,
                since,
                days: since.map(|since| on.0 - since.0),
                next,
                missing: self.missing(evaluation, &records),
                troubles,
            });
        }
    }

    /// The records of the last application: one that begins again after the last stage is another.
    fn latest(&self, mut records: Vec<Record>) -> Vec<Record> {
        let last = self.procedure.stages.len().saturating_sub(1);
        let mut done = false;
        let mut start = 0;
        for (place, record) in records.iter().enumerate() {
            if done && record.stage == 0 && last > 0 {
                (start, done) = (place, false);
            }
            done |= record.stage == last;
        }
        records.split_off(start)
    }

    fn order(&self, records: &[Record]) -> Vec<Trouble> {
        let first = |stage: usize| records.iter().filter(|record| record.stage == stage).map(|record| record.day).min();
        let furthest = records.iter().map(|record| record.stage).max().unwrap_or(0);
        (0..furthest)
            .filter_map(|stage| {
                let Some(day) = first(stage) else { return Some(Trouble::Skipped { stage }) };
                let after = (stage + 1..=furthest)
                    .find(|later| first(*later).flatten().is_some_and(|later| day.is_some_and(|day| later < day)))?;
                Some(Trouble::OutOfOrder { stage, after })
            })
            .collect()
    }

    fn overdue(&self, stage: usize, since: Day, on: Day, over: Option<i64>) -> Option<Trouble> {
        let within = self.procedure.stages.get(stage)?.within;
        let due = match (within, over) {
            (Some((number, Keyword::kw_days)), _) => Day(since.0.checked_add(i64::from(number))?),
            (Some((number, unit)), _) => {
                since.plus_months(i64::from(number) * if unit == Keyword::kw_years { 12 } else { 1 })?
            }
            (None, Some(over)) => Day(since.0.checked_add(over)?),
            (None, None) => return None,
        };
        (on > due).then_some(Trouble::Overdue { due })
    }

    /// Documents of the stages reached that no record lists; nothing where no column lists any.
    fn missing(&self, evaluation: &Evaluation<'_>, records: &[Record]) -> Vec<MissingDocument> {
        if self.documents.is_none() {
            return Vec::new();
        }
        let reached: BTreeSet<usize> = records.iter().map(|record| record.stage).collect();
        let papers: BTreeSet<&str> =
            records.iter().flat_map(|record| record.papers.iter().map(String::as_str)).collect();
        let handed: Vec<Vec<&str>> = papers.into_iter().map(|paper| self.meant(paper)).collect();
        let nodes = self.plan.procedures.get(self.index).map(|plan| plan.documents.as_slice()).unwrap_or_default();
        let mut missing = Vec::new();
        for stage in reached {
            let (Some(model), Some(nodes)) = (self.procedure.stages.get(stage), nodes.get(stage)) else { continue };
            for (document, node) in model.documents.iter().zip(nodes) {
                let needed = evaluation.value(*node);
                let fits = |meant: &Vec<&str>| {
                    !meant.is_empty() && meant.iter().all(|name| document.any_of.iter().any(|of| of == name))
                };
                let given = handed.iter().any(fits);
                if !given && !needed.is_no() {
                    missing.push(MissingDocument { stage, any_of: document.any_of.clone(), certain: needed.is_yes() });
                }
            }
        }
        missing
    }
}
