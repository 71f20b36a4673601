//! What nothing uses: facts, definitions, readings, bodies.

use super::problem::Problem;
use super::scope::{Checker, Meaning};
use crate::syntax::ast;

impl Checker {
    pub(super) fn unused(&mut self, defines: &[&ast::Define], readings: &[&ast::Reading], bodies: &[&ast::Body]) {
        let mut problems = Vec::new();
        for (index, register) in self.registers.iter().enumerate() {
            let anything = self.used.contains(&Meaning::Register(index)) || register.is_key();
            if !anything
                && !register
                    .columns
                    .iter()
                    .enumerate()
                    .any(|(column, _)| self.used.contains(&Meaning::Column(index, column)))
                && register.columns.iter().all(|column| !column.recorded)
            {
                problems.push(Problem::UnusedFact { span: register.span, name: register.name.clone() });
                continue;
            }
            for (column, field) in register.columns.iter().enumerate() {
                let is_key = register.key == Some(column);
                if !is_key && !field.recorded && !self.used.contains(&Meaning::Column(index, column)) {
                    problems.push(Problem::UnusedFact { span: field.span, name: self.column_name(index, column) });
                }
            }
        }
        for (index, define) in defines.iter().enumerate() {
            if !self.used.contains(&Meaning::Define(index)) {
                problems.push(Problem::UnusedDefinition { span: define.name.span, name: define.name.text.clone() });
            }
        }
        for (index, reading) in readings.iter().enumerate() {
            let governs_ties = super::is_tie_reading(&reading.name.text) && self.uses_higher_of;
            if !governs_ties && !self.used.contains(&Meaning::Reading(index)) {
                problems.push(Problem::UnusedReading { span: reading.name.span, name: reading.name.text.clone() });
            }
        }
        for body in bodies {
            if !self.used_bodies.contains(&body.name.text) && body.phones.is_empty() {
                problems.push(Problem::UnusedBody { span: body.name.span, name: body.name.text.clone() });
            }
        }
        self.problems.extend(problems);
    }
}
