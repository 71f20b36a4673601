//! Procedures, alerts and duties of the tree -> those of the model.

use super::expression::Context;
use super::from_syntax::{once, text, texts};
use super::model::{Alert, Document, Duty, FindingKind, Procedure, Stage, StageRecords, Type};
use super::problem::Problem;
use super::scope::{Checker, Meaning};
use super::table::clauses;
use crate::diagnostic::Message;
use crate::syntax::ast;
use std::collections::HashMap;

impl Checker {
    pub(super) fn procedure(&mut self, procedure: &ast::Procedure) -> Procedure {
        let stages: Vec<&ast::Stage> = procedure
            .items
            .iter()
            .filter_map(|item| match item {
                ast::ProcedureItem::Stage(stage) => Some(stage),
                ast::ProcedureItem::Records(_) => None,
            })
            .collect();
        self.distinct(stages.iter().map(|stage| &stage.name));
        let mut seen = HashMap::new();
        let mut records = None;
        for item in &procedure.items {
            let ast::ProcedureItem::Records(written) = item else { continue };
            once(&mut seen, "记录", written.span, &mut self.problems);
            records = records.or(self.stage_records(written, &stages));
        }
        Procedure {
            name: procedure.name.text.clone(),
            title: text(&procedure.title),
            basis: clauses(&procedure.basis),
            records,
            stages: stages.into_iter().map(|stage| self.stage(stage, &procedure.basis)).collect(),
            span: procedure.span,
        }
    }

    /// The register of a procedure's records. A stage that its enumeration lacks could never be recorded.
    fn stage_records(&mut self, records: &ast::StageRecords, stages: &[&ast::Stage]) -> Option<StageRecords> {
        let named = self.resolve_column(&records.stage);
        let listed = records.documents.as_ref().map(|path| (path, self.resolve_column(path)));
        let (register, stage) = named?;
        self.use_benefit_column(register);
        let found = self.registers.get(register)?;
        let column = |column: usize| found.columns.get(column).map(|column| column.ty.clone());
        let mut problems = Vec::new();
        if found.is_key() {
            let why = Message::new(
                "办理记录一人可以有几条，不能放在一人一行的名册里",
                "there are several records a person; they cannot stand in the key register",
            );
            problems.push(Problem::NoStageRecords { span: records.stage.span, why });
        }
        match column(stage)? {
            Type::Text => {}
            Type::Enumeration(members) => {
                let unknown = stages.iter().filter(|stage| !members.contains(&stage.name.text));
                problems.extend(unknown.map(|stage| Problem::NotAMember {
                    span: stage.name.span,
                    name: stage.name.text.clone(),
                    members: members.to_vec(),
                    suggestion: super::scope::nearest(&stage.name.text, members.iter()),
                }));
            }
            _ => {
                let why = Message::new(
                    "记录环节的栏目要是文本，或列出各环节的名称",
                    "the column that names the stage must be text or a list of the stages' names",
                );
                problems.push(Problem::NoStageRecords { span: records.stage.span, why });
            }
        }
        let documents = listed.and_then(|(path, found)| {
            let (of, documents) = found?;
            let is_text = of == register && column(documents) == Some(Type::Text);
            if !is_text {
                let why = Message::new(
                    "记录材料的栏目要在同一名册里，类型是文本",
                    "the column that lists the documents must be a text column of the same register",
                );
                problems.push(Problem::NoStageRecords { span: path.span, why });
            }
            is_text.then_some(documents)
        });
        // it says which benefit an application is about
        let about = found.columns.iter().position(|column| column.is_benefit);
        self.used.extend(about.map(|column| Meaning::Column(register, column)));
        let is_right = problems.is_empty();
        self.problems.extend(problems);
        is_right.then_some(StageRecords { register, stage, documents, span: records.span })
    }

    fn stage(&mut self, stage: &ast::Stage, otherwise: &ast::Basis) -> Stage {
        Stage {
            name: stage.name.text.clone(),
            by: self.resolve_bodies(&stage.by),
            checks: texts(&stage.checks),
            documents: stage
                .documents
                .iter()
                .map(|document| Document { any_of: texts(&document.any_of), when: self.when(&document.when) })
                .collect(),
            within: stage.within.map(|within| (within.number, within.unit.word)),
            basis: self.basis_of(&stage.basis, otherwise, stage.span, "这一环节", "this stage"),
            note: text(&stage.note),
            span: stage.span,
        }
    }

    pub(super) fn alert(&mut self, alert: &ast::Alert) -> Alert {
        if alert.when.is_none() && alert.upon.is_empty() {
            self.wrong_operands(
                alert.span,
                "预警要写条件：当 …；由对账引起的写：遇 漏发、多发 …",
                "an alert needs a condition: when …; one raised by findings: upon unpaid, not-due …",
            );
        }
        let mut seen: HashMap<FindingKind, crate::syntax::Span> = HashMap::new();
        let mut upon = Vec::new();
        for word in &alert.upon {
            let Some(kind) = FindingKind::of_keyword(word.word) else { continue };
            match seen.insert(kind, word.span) {
                Some(first) => {
                    let what = crate::syntax::word(word.word, crate::diagnostic::Lang::Zh).to_string();
                    self.problems.push(Problem::GivenTwice { span: word.span, what, first });
                }
                None => upon.push(kind),
            }
        }
        // alerts compare what was paid with what is due
        let context = Context { benefits: true, ..Context::default() };
        Alert {
            name: alert.name.text.clone(),
            basis: self.basis_of(&alert.basis, &Vec::new(), alert.span, "预警", "this alert"),
            upon,
            when: alert.when.as_ref().and_then(|when| self.condition(when, context)),
            concerns: self.resolve_benefits(&alert.concerns),
            tell: self.resolve_bodies(&alert.tell),
            action: text(&alert.action),
            note: text(&alert.note),
            span: alert.span,
        }
    }

    pub(super) fn duty(&mut self, duty: &ast::Duty) -> Duty {
        Duty {
            name: duty.name.text.clone(),
            by: self.resolve_bodies(&duty.by),
            to: self.resolve_bodies(&duty.to),
            often: duty.often.map(|word| word.word),
            upon: text(&duty.upon),
            content: text(&duty.content),
            basis: self.basis_of(&duty.basis, &Vec::new(), duty.span, "职责", "this duty"),
            span: duty.span,
        }
    }
}
