//! A procedure and the rows that record its stages.

use crate::batch::key_is_personal;
use crate::cases::{Case, Finding, RowUnit, Severity, closest};
use crate::check::model::{Procedure, SlotKind, StageRecords, Type};
use crate::diagnostic::Message;
use crate::eval::{FactRow, Facts, Value};
use crate::plan::Plan;
use crate::syntax::narrow;
use crate::value::Day;
use std::collections::BTreeMap;

/// A procedure whose stages are recorded, and where in the register's rows that stands.
pub(super) struct Track<'p> {
    pub(super) plan: &'p Plan,
    pub(super) index: usize,
    pub(super) procedure: &'p Procedure,
    pub(super) register: usize,
    pub(super) stage: Cell<'p>,
    pub(super) documents: Option<Cell<'p>>,
    pub(super) benefit: Option<usize>,
}

/// A column: its type and its place among the register's slots.
pub(super) struct Cell<'p> {
    ty: &'p Type,
    header: &'p str,
    offset: usize,
}

impl<'p> Track<'p> {
    pub(super) fn of(
        plan: &'p Plan,
        index: usize,
        procedure: &'p Procedure,
        records: StageRecords,
    ) -> Option<Track<'p>> {
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
    pub(super) fn rows<'f>(&self, facts: &'f Facts, on: Day) -> Vec<(Option<Day>, &'f [Value])> {
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

    /// The documents of the procedure that a paper may be: the one of that name, else those whose name says more or
    /// less of the same: 身份证 is a 居民身份证.
    pub(super) fn meant(&self, paper: &str) -> Vec<&'p str> {
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

    pub(super) fn stage_named(&self, name: &str) -> Option<usize> {
        self.procedure.stages.iter().position(|stage| narrow(&stage.name) == name)
    }

    /// The text in a cell.
    pub(super) fn text(&self, facts: &Facts, cell: &Cell<'_>, values: &[Value]) -> Option<String> {
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

    pub(super) fn benefit_of(&self, values: &[Value]) -> Option<usize> {
        let set = values.get(self.benefit?)?.set();
        set.is_power_of_two().then(|| set.trailing_zeros() as usize)
    }

    /// Papers in the procedure's own records that are none of its documents.
    pub(super) fn unknown_papers(&self, facts: &Facts, on: Day, unknown: &mut Vec<String>) {
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
    pub(super) fn unknown_stages(
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
            let whose = &case.key;
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
                personal: if key_is_personal(self.plan) { vec![case.key.clone()] } else { Vec::new() },
            });
        }
    }
}

/// Papers that no procedure asks for, told together.
pub(super) fn papers_not_named(papers: &BTreeMap<String, usize>, file: &str, unit: RowUnit) -> Finding {
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
        personal: Vec::new(),
    }
}

/// `申请表、身份证；低保证`: what a cell lists.
pub(super) fn listed(text: &str) -> Vec<String> {
    let parts = text.split(['、', '；', ';', '，', ',', '\n']);
    parts.map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect()
}
