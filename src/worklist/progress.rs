//! How far each application is: the records of its stages against the procedure (程序).

use crate::batch::shown_key;
use crate::cases::{Case, Finding, RowUnit, Severity, closest};
use crate::check::model::{Procedure, SlotKind, StageRecords, Type};
use crate::diagnostic::Message;
use crate::eval::{Evaluation, FactRow, Facts, Value};
use crate::plan::Plan;
use crate::syntax::{Keyword, narrow};
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

/// Papers that no procedure asks for, told together.
fn papers_not_named(papers: &BTreeMap<String, usize>, file: &str, unit: RowUnit) -> Finding {
    let list = |open: &str, close: &str, mark: &str| {
        let papers: Vec<String> = papers.iter().map(|(paper, count)| format!("{paper}{open}{count}{close}")).collect();
        papers.join(mark)
    };
    Finding {
        code: "D713",
        severity: Severity::Notice,
        file: file.to_string(),
        row: None,
        case: None,
        unit,
        column: None,
        text: None,
        message: Message::new(
            format!("交来的这些材料，程序里没有写，没有算：{}", list("（", " 次）", "、")),
            format!("papers that the procedure does not ask for, and which do not count: {}", list(" (", ")", ", ")),
        ),
        help: Some(Message::new("材料的名称照程序里的写", "name papers as the procedure does")),
    }
}

/// A procedure whose stages are recorded, and where in the register's rows that stands.
struct Track<'p> {
    plan: &'p Plan,
    index: usize,
    procedure: &'p Procedure,
    register: usize,
    stage: Cell<'p>,
    documents: Option<Cell<'p>>,
    benefit: Option<usize>,
}

/// A column: its type and its place among the register's slots.
struct Cell<'p> {
    ty: &'p Type,
    header: &'p str,
    offset: usize,
}

/// A record of a stage.
struct Record {
    stage: usize,
    day: Option<Day>,
    papers: Vec<String>,
}

impl<'p> Track<'p> {
    fn of(plan: &'p Plan, index: usize, procedure: &'p Procedure, records: StageRecords) -> Option<Track<'p>> {
        let register = plan.registers.get(records.register)?;
        let slots = || plan.slots.iter().filter(|slot| slot.register == records.register);
        let offset = |column: usize| slots().position(|slot| slot.kind == SlotKind::Column(column));
        let cell = |column: usize| {
            let model = register.columns.get(column)?;
            Some(Cell { ty: &model.ty, header: model.headers.first()?, offset: offset(column)? })
        };
        let benefit = register.columns.iter().position(|column| column.is_benefit).and_then(offset);
        let stage = cell(records.stage)?;
        let documents = records.documents.and_then(cell);
        Some(Track { plan, index, procedure, register: records.register, stage, documents, benefit })
    }

    /// The register's rows of a case up to a day, in order; a row without a day first.
    fn rows<'f>(&self, facts: &'f Facts, on: Day) -> Vec<(Option<Day>, &'f [Value])> {
        if let Some(dated) = facts.dated.iter().find(|dated| dated.register == self.register) {
            let day = |row: &FactRow| (row.from != i64::MIN).then_some(Day(row.from));
            let rows = dated.rows.iter().filter(|row| row.from <= on.0);
            return rows.map(|row| (day(row), row.values.as_slice())).collect();
        }
        let first = self.plan.first_slots.get(self.register).copied().unwrap_or(usize::MAX);
        let values = facts.values.get(first..).unwrap_or_default();
        let is_listed = values.first().is_some_and(|listed| listed.is_yes());
        if is_listed { vec![(None, values)] } else { Vec::new() }
    }

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

    /// The documents of the procedure that a paper may be: the one of that name, else those whose name says more or
    /// less of the same: 身份证 is a 居民身份证.
    fn meant(&self, paper: &str) -> Vec<&'p str> {
        let documents = self.procedure.stages.iter().flat_map(|stage| &stage.documents);
        let mut names: Vec<&str> = documents.flat_map(|document| &document.any_of).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let narrowed = |name: &str| narrow(name.trim()).into_owned();
        if let Some(exact) = names.iter().find(|name| narrowed(name) == paper) {
            return vec![exact];
        }
        names.retain(|name| {
            let name = narrowed(name);
            paper.chars().count() > 1 && (name.contains(paper) || paper.contains(&name))
        });
        names
    }

    fn stage_named(&self, name: &str) -> Option<usize> {
        self.procedure.stages.iter().position(|stage| narrow(&stage.name) == name)
    }

    /// The text in a cell.
    fn text(&self, facts: &Facts, cell: &Cell<'_>, values: &[Value]) -> Option<String> {
        let value = *values.get(cell.offset)?;
        let text = match cell.ty {
            Type::Enumeration(members) => {
                let set = value.set();
                members.get(set.is_power_of_two().then(|| set.trailing_zeros() as usize)?)?
            }
            _ => {
                let number = usize::try_from(value.is_known().then_some(value.lo)?).ok()?;
                let own = number.checked_sub(self.plan.texts.len()).and_then(|own| facts.texts.get(own));
                self.plan.texts.get(number).or(own)?
            }
        };
        Some(narrow(text.trim()).into_owned())
    }

    fn benefit_of(&self, values: &[Value]) -> Option<usize> {
        let set = values.get(self.benefit?)?.set();
        set.is_power_of_two().then(|| set.trailing_zeros() as usize)
    }

    /// Papers in the procedure's own records that are none of its documents.
    fn unknown_papers(&self, facts: &Facts, on: Day, unknown: &mut Vec<String>) {
        let Some(cell) = &self.documents else { return };
        for (_, values) in self.rows(facts, on) {
            let stage = self.text(facts, &self.stage, values);
            if stage.is_some_and(|stage| self.stage_named(&stage).is_some()) {
                let papers = self.text(facts, cell, values).map(|papers| listed(&papers)).unwrap_or_default();
                unknown.extend(papers.into_iter().filter(|paper| self.meant(paper).is_empty()));
            }
        }
    }

    /// Records that name no stage of any procedure kept in the register; told once, by the first such procedure.
    fn unknown_stages(
        &self,
        tracks: &[Track<'_>],
        case: &Case,
        (file, unit): (&str, RowUnit),
        on: Day,
        findings: &mut Vec<Finding>,
    ) {
        let shared: Vec<&Track<'_>> = tracks.iter().filter(|track| track.register == self.register).collect();
        if shared.first().is_none_or(|first| first.index != self.index) {
            return;
        }
        for (day, values) in self.rows(&case.facts, on) {
            let name = self.text(&case.facts, &self.stage, values);
            if name.as_ref().is_some_and(|name| shared.iter().any(|track| track.stage_named(name).is_some())) {
                continue;
            }
            let whose = shown_key(self.plan, &case.key);
            let (zh, en) = match day {
                Some(day) => (format!("{whose} {day} 的记录"), format!("the record of {whose} on {day}")),
                None => (format!("{whose} 的记录"), format!("a record of {whose}")),
            };
            let stages = || shared.iter().flat_map(|track| &track.procedure.stages).map(|stage| stage.name.as_str());
            let (message, help) = match &name {
                Some(name) => (
                    Message::new(
                        format!("{zh}没有算：“{name}”不是程序里的环节"),
                        format!("{en} does not count: “{name}” is no stage of the procedure"),
                    ),
                    match closest(name, stages()) {
                        Some(near) => Message::new(format!("是否为“{near}”？"), format!("is “{near}” meant?")),
                        None => {
                            let all: Vec<&str> = stages().collect();
                            Message::new(format!("环节有：{}", all.join("、")), format!("stages: {}", all.join(", ")))
                        }
                    },
                ),
                None => (
                    Message::new(format!("{zh}没有算：没有写环节"), format!("{en} does not count: it names no stage")),
                    Message::new("写明到了哪个环节", "say which stage was reached"),
                ),
            };
            findings.push(Finding {
                case: None,
                code: "D701",
                severity: Severity::Error,
                file: file.to_string(),
                row: Some(case.row),
                unit,
                column: Some(self.stage.header.to_string()),
                text: name,
                message,
                help: Some(help),
            });
        }
    }
}

/// `申请表、身份证；低保证`: what a cell lists.
fn listed(text: &str) -> Vec<String> {
    let parts = text.split(['、', '；', ';', '，', ',', '\n']);
    parts.map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect()
}
